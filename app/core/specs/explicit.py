"""Reads explicit lists: one address of an exact package per line (conda-facts §5.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.core.place import is_readable
from app.core.specs.text import refused
from app.i18n import _, listing

_FIRST_LINE = "@EXPLICIT"
_ADDRESS = re.compile(
    r"(?P<address>(?:https?|file)://[^\s#\"<>\\^`{|}]+/(?P<subdir>[a-z0-9\-]+)/"
    r"[A-Za-z0-9_.\-+!%]+-[^-/\s#]+-[^-/\s#]+\.(?:conda|tar\.bz2))"
    r"(?:#(?P<hash>[0-9a-fA-F]{32}|(?:sha256:)?[0-9a-fA-F]{64}))?"
)
_MAX_LINES = 5000


def looks_explicit(meant: Sequence[str]) -> bool:
    """Whether the lines (without comments) are an explicit list."""
    return meant[0].strip().upper() == _FIRST_LINE or all(
        line.strip().lower().startswith(("http://", "https://", "file://"))
        and re.search(r"\.(conda|tar\.bz2)(#|$)", line.strip())
        for line in meant
    )


def read_explicit(lines: Sequence[str], name: str, notes: list[str]) -> tuple[str, ...]:
    """The exact packages, each once, as `address#hash` or a bare address.

    Raises PlanInvalid, with the line, for a line that is something else.
    """
    found: dict[str, None] = {}
    subdirs: set[str] = set()
    bare = 0
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#") or text.upper() == _FIRST_LINE:
            continue
        match = _ADDRESS.fullmatch(text)
        odd = "/../" in text or "%2f" in text.lower() or not is_readable(text)
        if not match or number > _MAX_LINES or odd:
            raise refused(
                name,
                _("line {line} is not the address of a conda package").format(line=number),
                _("Correct or delete the line; packages of pip do not belong into this list."),
            )
        subdirs.add(match["subdir"])
        digest = (match["hash"] or "").lower()
        bare += not digest
        found.setdefault(match["address"] + (f"#{digest}" if digest else ""))
    if not found:
        raise refused(name, _("there is no package in it"))
    systems = sorted(subdirs - {"noarch"})
    if len(systems) > 1:
        raise refused(
            name,
            _("it mixes packages of several systems ({names})").format(names=listing(systems)),
        )
    if systems:
        notes.append(_("These exact packages are for {system} only.").format(system=systems[0]))
    if bare:
        notes.append(_("Packages without a checksum: {number}.").format(number=bare))
    return tuple(found)
