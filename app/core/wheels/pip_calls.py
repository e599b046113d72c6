"""How pip is called: for what it is to choose itself, and for wheels that were chosen before.

With checksums in a requirements file pip wants them of everything, dependencies included. So what
has some is installed first, without dependencies; those come with the rest, which may not change
what is there, because only exact versions have checksums.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.core.files import jsonfile
from app.core.files.disk_trouble import writing
from app.core.files.removal import remove
from app.core.packages.hand_over import link_or_copy, wheel_path
from app.core.specs.pip_requirement import parse_pip
from app.core.wheels.requirements import wheel_lines
from app.core.workshops.lock_file import LockedWheel

_PROVED = ("--no-deps", "--require-hashes", "--requirement")


def to_choose(wanted: Iterable[str], workspace: Path) -> tuple[tuple[str, ...], ...]:
    """The arguments of one call of `pip install` after the other. Raises PlanInvalid, NoSpace."""
    requirements = [parse_pip(text) for text in wanted]
    proved = [one.line for one in requirements if one.hashes]
    last = ("--", *(one.text for one in requirements))
    if not proved:
        return (last,)
    return (*_PROVED, _written(proved, workspace)), last


def of_wheels(
    wheels: tuple[LockedWheel, ...], cache: Path, workspace: Path
) -> tuple[tuple[str, ...], ...]:
    """The arguments for wheels that our cache has: pip asks no index, and chooses nothing.

    They are laid into one folder, so that pip takes them as from an index, and `pip freeze` names
    versions and no places. Raises NoSpace.
    """
    if not wheels:
        return ()
    folder = workspace / "wheels"
    with writing(folder):
        if folder.exists():
            remove(folder)
        folder.mkdir(parents=True)
        for wheel in wheels:
            source = wheel_path(wheel.sha256, wheel.file_name, cache)
            link_or_copy(source, folder / wheel.file_name)
    lines = wheel_lines(wheels)
    return (("--no-index", "--find-links", str(folder), *_PROVED, _written(lines, workspace)),)


def _written(lines: Iterable[str], workspace: Path) -> str:
    file = workspace / "requirements.txt"
    with writing(file):
        jsonfile.write_text(file, "".join(f"{line}\n" for line in lines))
    return str(file)
