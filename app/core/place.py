"""Places that workshops come from: a folder or a web address, and what lies beside them.

Nothing is fetched here. References inside a workshop may never leave its folder.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit, urlunsplit

from app.core.foreign_text import shown
from app.errors import PlanInvalid
from app.i18n import _

_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{name}{digit}" for name in ("com", "lpt") for digit in "123456789¹²³"]
)
_FORBIDDEN = set('<>:"|?*\\') | {chr(code) for code in range(32)}


def is_address(text: str) -> bool:
    """Whether `text` is a web address rather than a path."""
    return text.lower().startswith(("http://", "https://"))


def checked_reference(reference: str, what: str) -> str:
    """A relative reference, cleaned. Raises PlanInvalid if it could leave its folder, or if a
    part of it is a name that some system cannot have (reserved, forbidden characters)."""
    parts = PurePosixPath(reference).parts
    bad = (
        not parts
        or reference.startswith(("/", "~"))
        or ".." in parts
        or any(is_bad_name(part) for part in parts)
        or len(reference) > 400
    )
    if bad:
        raise PlanInvalid(
            _("{what} “{reference}” does not stay inside the workshop’s folder.").format(
                what=what, reference=shown(reference)
            ),
            _("Ask the person who made the workshop for a corrected one."),
        )
    return "/".join(part for part in parts if part != ".")


def is_bad_name(name: str) -> bool:
    """Whether one part of a path is a name that some system cannot have."""
    stem = name.split(".")[0].strip().lower()
    return (
        bool(set(name) & _FORBIDDEN)
        or stem in _RESERVED
        or (name != name.rstrip(" .") and name != ".")
    )


def folder_name(text: str, fallback: str) -> str:
    """One harmless folder name made of somebody's title; `fallback` where nothing is left.

    A title is text for people: it must not decide in which folder files are written.
    """
    plain = "".join(" " if char in _FORBIDDEN or char == "/" else char for char in text)
    name = " ".join(plain.split())[:60].strip(" .")
    return fallback if not name or is_bad_name(name) else name


def join(source: str, reference: str) -> str:
    """The place of a checked reference beside a workshop: an address, or a path as text."""
    if not is_address(source):
        return str(Path(source, *PurePosixPath(reference).parts))
    parts = urlsplit(source)
    path = f"{parts.path.rstrip('/')}/{quote(reference)}"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def as_url(place: str) -> str:
    """A place as an address: file:// for a path."""
    return place if is_address(place) else Path(place).absolute().as_uri()
