"""Seedbed's own packaged files, as people download them, for a kit: which there are, and for whom.

Looked for only where they are our own: in `dist` of a source checkout, and beside the packaged file
that is running. Never in somebody's kit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from packaging.version import InvalidVersion, Version

from app.core.catalog.platforms import conda_platform
from app.core.kits import names
from app.core.kits.manifest import Manifest
from app.paths import packaged_folders

# By system, the forms that a person can start most easily first.
_FORMS = {
    "windows": ("-setup.exe", ".zip"),
    "macos": (".dmg",),
    "linux": ("", ".tar.xz"),
}


def apps_for(
    subdirs: Iterable[str], given: Sequence[Path], folders: Sequence[Path]
) -> dict[str, Path]:
    """By platform, the file of Seedbed: one of those `given`, else the newest that lies in one of
    these folders. A platform for which there is none is not in it."""
    found = {}
    for subdir in subdirs:
        app = _best(subdir, given) or _best(subdir, _files(folders))
        if app is not None:
            found[subdir] = app
    return found


def apps_of_kit(subdirs: Sequence[str], given: Sequence[Path]) -> tuple[Path, ...]:
    """The files of Seedbed for a kit: those that were named, and others that are found."""
    found = apps_for(subdirs, given, packaged_folders())
    return tuple(dict.fromkeys((*given, *found.values())))


def without_app(manifest: Manifest) -> tuple[str, ...]:
    """The platforms of a kit for which it has no Seedbed."""
    beginning = f"{names.APP}/"
    files = [Path(one.path) for one in manifest.files if one.path.startswith(beginning)]
    there = apps_for(manifest.platforms, files, ())
    return tuple(subdir for subdir in manifest.platforms if subdir not in there)


def app_name(subdir: str, version: str) -> str:
    """How the file of Seedbed for a platform is called, in its best form."""
    platform = conda_platform(subdir)
    return f"Seedbed-{version}-{platform.os}-{platform.cpu}{_FORMS[platform.os][0]}"


def _best(subdir: str, files: Iterable[Path]) -> Path | None:
    """The newest file for a platform, in its best form."""
    fitting = [(key, file) for file in files if (key := _key(subdir, file.name)) is not None]
    return max(fitting, key=lambda one: one[0])[1] if fitting else None


def _key(subdir: str, name: str) -> tuple[Version, int] | None:
    """How good a file is for a platform, None where it is not for it."""
    platform = conda_platform(subdir)
    for rank, ending in enumerate(_FORMS[platform.os]):
        pattern = rf"Seedbed-(.+)-{platform.os}-{platform.cpu}{re.escape(ending)}"
        match = re.fullmatch(pattern, name)
        if match is None:
            continue
        try:
            return Version(match[1]), -rank
        except InvalidVersion:
            return None
    return None


def _files(folders: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for folder in folders:
        try:
            found += sorted(file for file in folder.iterdir() if file.is_file())
        except OSError:  # no such folder, or not for us
            continue
    return found
