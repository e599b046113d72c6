"""The rules of a Windows path as a conda prefix. Pure functions of its text and the system's facts.

They follow what the NSIS installer checks before it unpacks (conda-facts §1.2).
"""

from __future__ import annotations

from pathlib import PureWindowsPath

from app.i18n import _
from app.platforms import path_rules
from app.platforms.base import OsFacts, PathProblem

_REFUSED = "^%!=,()"
# Batch files that conda writes cut a path at these (failures F54).
_DANGEROUS = "&;'"
_IMPOSSIBLE = '<>:"|?*/'
_RESERVED = {"con", "prn", "aux", "nul"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)
}
# Without long paths a whole path has at most 259 characters; older installers count on their
# longest file leaving 46 for the folder, packages such as torch on about 25 (failures F19).
_MOST_WITHOUT_LONG_PATHS = 46
_MOST_COMFORTABLE = 40
_MOST_AT_ALL = 180


def path_problems(prefix: PureWindowsPath, facts: OsFacts) -> tuple[PathProblem, ...]:
    """What is wrong with the text of a path as a conda prefix on Windows."""
    text = str(prefix)
    return path_rules.found(
        path_rules.relative(prefix),
        _impossible(prefix),
        path_rules.space(text),
        path_rules.odd_blanks(text),
        _refused(text),
        _dangerous(text),
        _reserved(prefix),
        _root(prefix),
        _network(text),
        _desktop(prefix),
        _non_ascii(text, facts.ansi_encoding),
        _length(prefix, facts.long_paths),
        path_rules.environment_name(prefix),
        path_rules.nested_environment(prefix),
    )


def _impossible(prefix: PureWindowsPath) -> PathProblem | None:
    below = prefix.parts[1:] if prefix.anchor else prefix.parts
    found = next((c for part in below for c in part if c in _IMPOSSIBLE), "")
    if not found:
        return None
    return PathProblem(
        "impossible_character",
        _("Windows does not allow “{character}” in a folder’s name.").format(character=found),
        True,
    )


def _refused(text: str) -> PathProblem | None:
    found = next((c for c in text if c in _REFUSED), "")
    if not found:
        return None
    return PathProblem(
        "refused_character",
        _("There is a “{character}” in the folder’s path, which the installer refuses.").format(
            character=found
        ),
        True,
    )


def _dangerous(text: str) -> PathProblem | None:
    found = next((c for c in text if c in _DANGEROUS), "")
    if not found:
        return None
    # conda cannot have a prefix with the character that separates the entries of PATH.
    return PathProblem(
        "dangerous_character",
        _("There is a “{character}” in the folder’s path; programs would not be found.").format(
            character=found
        ),
        found in "&;",
    )


def _reserved(prefix: PureWindowsPath) -> PathProblem | None:
    for part in prefix.parts[1:]:
        if part.split(".")[0].strip().lower() in _RESERVED or part != part.rstrip(" ."):
            return PathProblem(
                "reserved_name",
                _("Windows does not allow a folder called “{name}”.").format(name=part),
                True,
            )
    return None


def _root(prefix: PureWindowsPath) -> PathProblem | None:
    if not prefix.is_absolute() or len(prefix.parts) > 1:
        return None
    return PathProblem("drive_root", _("This is a whole drive; choose a folder on it."), True)


def _network(text: str) -> PathProblem | None:
    if not text.startswith("\\\\"):
        return None
    return PathProblem(
        "network_path",
        _("This is a folder of another computer, and conda does not work there."),
        True,
    )


def _desktop(prefix: PureWindowsPath) -> PathProblem | None:
    parts = [part.lower() for part in prefix.parts]
    if len(parts) < 4 or parts[1] != "users" or parts[3] != "desktop":
        return None
    return PathProblem("desktop", _("The installer refuses to work on the desktop."), True)


def _non_ascii(text: str, encoding: str) -> PathProblem | None:
    """conda's mathematics library finds its files by names in the system's old alphabet only
    (failures F05)."""
    found = path_rules.first_non_ascii(text)
    if not found:
        return None
    refused = next((c for c in text if not _representable(c, encoding)), "")
    if refused:
        return PathProblem(
            "non_ascii_refused",
            _("The installer refuses the “{character}” in the folder’s path.").format(
                character=refused
            ),
            True,
        )
    return PathProblem(
        "non_ascii",
        _("There is a “{character}” in the folder’s path; some programs trip over it.").format(
            character=found
        ),
        False,
    )


def _representable(text: str, encoding: str) -> bool:
    """Where the alphabet is not known the installer has the last word."""
    if not encoding:
        return True
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    except LookupError:
        return True
    return True


def _length(prefix: PureWindowsPath, long_paths: bool | None) -> PathProblem | None:
    base = prefix.parent.parent if path_rules.is_environment(prefix) else prefix
    # Windows counts UTF-16 units.
    length = len(str(base).encode("utf-16-le", "surrogatepass")) // 2
    most = _MOST_AT_ALL if long_paths else _MOST_WITHOUT_LONG_PATHS
    if length > most:
        return PathProblem(
            "too_long",
            _("The folder’s path has {length} characters; Windows has room for {most}.").format(
                length=length, most=most
            ),
            long_paths is not None,
        )
    if length > _MOST_COMFORTABLE and not long_paths:
        return PathProblem(
            "long",
            _("The folder’s path is long; large libraries may not fit into it."),
            False,
        )
    return None
