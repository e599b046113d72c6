"""What an environment may be called. Whether the name is taken is not decided here."""

from __future__ import annotations

from app.i18n import _

_ENVIRONMENT_FORBIDDEN = "/\\ :#"
_WINDOWS_FORBIDDEN = '<>"|?*!^%=()&,'
_RESERVED_BY_CONDA = frozenset({"base", "root"})
_RESERVED_BY_WINDOWS = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
_MAX_NAME = 60


def environment_name_problem(name: str) -> str:
    """Why `name` cannot be the name of an environment, or "" if it can (conda-facts §4.9).

    Stricter than conda where a name would not work on one of the three systems. Letters beyond
    ASCII are allowed.
    """
    if not name:
        return _("Give the environment a name, such as ml.")
    if len(name) > _MAX_NAME:
        return _("The name is too long; use at most {number} letters.").format(number=_MAX_NAME)
    if any(not char.isprintable() for char in name):
        return _("The name contains invisible control characters.")
    bad = [char for char in name if char in _ENVIRONMENT_FORBIDDEN + _WINDOWS_FORBIDDEN]
    if " " in bad or any(char.isspace() for char in name):
        return _("The name must not contain a space. Use “-” or “_” instead.")
    if bad or set(name) & {"$", "`", "'", ";", "~"}:
        return _("The name must not contain {char}").format(
            char=bad[0] if bad else next(char for char in name if char in "$`';~")
        )
    return _reserved_problem(name)


def _reserved_problem(name: str) -> str:
    if name.lower() in _RESERVED_BY_CONDA:
        return _("“{name}” is reserved by conda. Choose another name.").format(name=name)
    if name.split(".")[0].lower() in _RESERVED_BY_WINDOWS:
        return _("“{name}” is reserved by Windows. Choose another name.").format(name=name)
    if name.startswith((".", "-")):
        return _("The name must not begin with “{char}”.").format(char=name[0])
    if name.endswith("."):
        return _("The name must not end with a dot.")
    return ""
