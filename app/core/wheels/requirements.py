"""Pinned wheels as a requirements file, the only place where pip reads checksums."""

from __future__ import annotations

from collections.abc import Iterable

from packaging.utils import parse_wheel_filename

from app.core.workshops.lock_file import LockedWheel


def pip_file_name(stem: str, subdir: str) -> str:
    """What the requirements file of one platform is called, for a workshop file with this stem."""
    return f"{stem}.{subdir}.pip.txt"


def wheel_lines(wheels: Iterable[LockedWheel]) -> tuple[str, ...]:
    """One line for each wheel: the exact version, which only that wheel answers."""
    return tuple(sorted(map(_line, wheels)))


def _line(wheel: LockedWheel) -> str:
    name, version, _build, _tags = parse_wheel_filename(wheel.file_name)
    return f"{name}=={version} --hash=sha256:{wheel.sha256}"
