"""The systems that a lock can be made for, by conda's names, and what may be relied on there.

What this computer is, and what is detected on it, is not this module's business.
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
class CondaPlatform:
    """One of conda's platforms; `virtual` are its virtual packages as "name=version=build", `os`
    and `cpu` what the catalogue of installers calls it."""

    subdir: str
    title: str
    os: str
    cpu: str
    virtual: tuple[str, ...]


@cache
def all_platforms() -> tuple[CondaPlatform, ...]:
    """The platforms of platforms.toml, in its order."""
    text = resource("catalog/platforms.toml").read_text(encoding="utf-8")
    found = []
    for table in read_tables(text, SCHEMA, "platform")["platform"]:
        table.only("subdir", "title", "os", "cpu", "virtual")
        texts = {key: table.text(key) for key in ("subdir", "title", "os", "cpu")}
        found.append(CondaPlatform(**texts, virtual=table.texts("virtual")))
    return tuple(found)


def conda_platform(subdir: str) -> CondaPlatform:
    """The platform called `subdir`. Raises PlanInvalid, naming the known ones."""
    for platform in all_platforms():
        if platform.subdir == subdir:
            return platform
    raise PlanInvalid(
        _("“{name}” is not a platform that a lock can be made for.").format(name=shown(subdir, 40)),
        _("Known ones: {names}.").format(names=listing(p.subdir for p in all_platforms())),
    )
