"""Rules about the text of a path that hold on more than one system, and conda's own.

Pure functions of text. Whether the folder exists, or there is space in it, is not asked here.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from app.i18n import _
from app.platforms.base import PathProblem

_ENVIRONMENTS = "envs"
_NOT_IN_NAMES = "/ :#"
_RESERVED_NAMES = ("base", "root")


def is_environment(prefix: PurePath) -> bool:
    """Whether the path is one of conda's named environments, by its place below `envs`."""
    return prefix.parent.name.lower() == _ENVIRONMENTS


def relative(prefix: PurePath) -> PathProblem | None:
    """The installers expand neither `~` nor a relative path (conda-facts §1.1, §1.2)."""
    if prefix.is_absolute():
        return None
    return PathProblem(
        "relative", _("The folder must be written in full, from the drive or root on."), True
    )


def space(text: str) -> PathProblem | None:
    """No installer accepts a space (conda-facts §0.5, failures F04)."""
    if " " not in text:
        return None
    return PathProblem(
        "space", _("There is a space in the folder’s path, and conda does not work there."), True
    )


def odd_blanks(text: str) -> PathProblem | None:
    """Control characters and blanks other than the space: nothing that runs in a shell copes."""
    found = next((c for c in text if c != " " and (c.isspace() or _is_control(c))), "")
    if not found:
        return None
    import unicodedata  # not at the top: a start has no time for it

    name = unicodedata.name(found, f"U+{ord(found):04X}")
    return PathProblem(
        "control_character",
        _("There is an invisible character ({name}) in the folder’s path.").format(name=name),
        True,
    )


def _is_control(character: str) -> bool:
    import unicodedata

    return unicodedata.category(character) in ("Cc", "Cs")


def first_non_ascii(text: str) -> str:
    """The first character that is not ASCII, with the accents that follow it; "" for none."""
    found = re.search(r"[^\x00-\x7f][\u0300-\u036f]*", text)
    return found.group() if found else ""


def environment_name(prefix: PurePath) -> PathProblem | None:
    """conda's rules for the last part of an environment's path (conda-facts §4.9)."""
    if not is_environment(prefix):
        return None
    name = prefix.name
    bad = next((c for c in name if c in _NOT_IN_NAMES), "")
    if bad:
        return PathProblem(
            "environment_character",
            _("An environment’s name cannot contain “{character}”.").format(character=bad),
            True,
        )
    if name.lower() in _RESERVED_NAMES:
        return PathProblem(
            "environment_reserved",
            _("conda keeps the name “{name}” for itself.").format(name=name),
            True,
        )
    return None


def nested_environment(prefix: PurePath) -> PathProblem | None:
    """An environment cannot lie directly inside another one (conda-facts §4.9)."""
    if sum(part.lower() == _ENVIRONMENTS for part in prefix.parts[:-1]) < 2:
        return None
    return PathProblem(
        "nested_environment", _("An environment cannot lie inside another environment."), True
    )


def found(*problems: PathProblem | None) -> tuple[PathProblem, ...]:
    """The problems that there are, those first that the installer refuses."""
    present = [problem for problem in problems if problem is not None]
    return tuple(sorted(present, key=lambda problem: not problem.fatal))
