"""Sets of libraries to start from. What the libraries are is `libraries`' business.

Titles and purposes are English and pass through `_()` where they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from app.core.catalog.table import read_tables
from app.core.foreign_text import shown
from app.errors import PlanInvalid
from app.i18n import _, listing
from app.paths import resource

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Preset:
    """A named set of conda specs."""

    id: str
    title: str
    purpose: str
    packages: tuple[str, ...]


@cache
def all_presets() -> tuple[Preset, ...]:
    """The presets of presets.toml, in the order in which they are offered."""
    text = resource("catalog/presets.toml").read_text(encoding="utf-8")
    found = []
    for table in read_tables(text, SCHEMA, "preset")["preset"]:
        table.only("id", "title", "purpose", "packages")
        found.append(
            Preset(
                table.text("id"),
                table.text("title"),
                table.text("purpose"),
                table.texts("packages"),
            )
        )
    return tuple(found)


def preset(id: str) -> Preset:
    """The preset called `id`. Raises PlanInvalid if there is none."""
    for known in all_presets():
        if known.id == id:
            return known
    raise PlanInvalid(
        _("There is no set of libraries called “{name}”.").format(name=shown(id)),
        _("Choose one of: {names}.").format(names=listing(p.id for p in all_presets())),
    )
