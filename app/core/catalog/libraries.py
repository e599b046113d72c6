"""Libraries that we know: what they are for, what they import as, what people call them.

Which ones a plan wants is `proof.wanted`'s business; whether they work is found out in the
environment itself. Titles and purposes are English and pass through `_()` where they are shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.core.catalog.table import read_tables
from app.paths import resource

SCHEMA = 1
_SITE_PACKAGES = re.compile(r"^(?:lib/python3\.\d+/|Lib/)?site-packages/([^/]+)(/.*)?$")
_MODULE = re.compile(r"^([A-Za-z][A-Za-z0-9_]*)(?:\.[A-Za-z0-9_.\-]+)?\.(?:py|so|pyd)$")
_PACKAGE = re.compile(r"^[A-Za-z][A-Za-z0-9_]*$")
_KEYS = (
    *("name", "title", "purpose", "imports", "aliases", "variants"),
    *("accelerators", "engine", "platforms"),
)
_NEVER = frozenset({"test", "tests", "testing", "doc", "docs", "example", "examples", "benchmarks"})


@dataclass(frozen=True, slots=True)
class Library:
    """One library: its conda name, what it is for and its modules.

    `aliases` are what people call it, `variants` other conda packages with the same modules.
    `accelerators` ("cpu", "cuda", "metal") are what it has builds for, () where that is no
    question, and `engine` is the package whose build makes the difference. `platforms` are
    the only ones that have it, () for all (conda-facts §9.2).
    """

    name: str
    title: str
    purpose: str
    imports: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    accelerators: tuple[str, ...] = ()
    engine: str = ""
    platforms: tuple[str, ...] = ()


@cache
def all_libraries() -> tuple[Library, ...]:
    """The libraries of libraries.toml, in its order."""
    text = resource("catalog/libraries.toml").read_text(encoding="utf-8")
    found = []
    for table in read_tables(text, SCHEMA, "library")["library"]:
        table.only(*_KEYS)
        found.append(
            Library(
                name=table.text("name"),
                title=table.text("title"),
                purpose=table.text("purpose"),
                imports=table.texts("imports"),
                aliases=table.texts("aliases", ()),
                variants=table.texts("variants", ()),
                accelerators=table.texts("accelerators", ()),
                engine=table.text("engine", ""),
                platforms=table.texts("platforms", ()),
            )
        )
    return tuple(found)


def library(name: str) -> Library | None:
    """The library that `name` means, by any of its names; None if we do not know it."""
    return _by_name().get(_key(name))


def known_alias(name: str) -> str:
    """The conda name for what people call `name` ("sklearn" is scikit-learn), or "" if `name` is
    no alias of anything (failures F38)."""
    known = library(name)
    if known is None or _key(name) not in map(_key, known.aliases):
        return ""
    return "" if _key(known.name) == _key(name) else known.name


def import_names(package: str) -> tuple[str, ...]:
    """The modules to import for a package: from the catalogue, else a guess from its name.

    `library` tells which of the two it is. A guess proves something only where it works, so look
    at `installed_import_names` first.
    """
    known = library(package)
    if known is not None:
        return known.imports
    return (package.lower().replace("-", "_"),)


def installed_import_names(prefix: Path, package: str) -> tuple[str, ...] | None:
    """The modules that an installed conda package brings, from conda's record of its files.

    Empty for a package without Python modules, None where conda has no record of the package
    (conda-facts §1.6).
    """
    for record in sorted((prefix / "conda-meta").glob(f"{package.lower()}-*.json")):
        try:
            data = json.loads(record.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(data, dict) and data.get("name") == package.lower():
            files = data.get("files")
            return modules_of(files if isinstance(files, list) else ())
    return None


def modules_of(files: Iterable[str]) -> tuple[str, ...]:
    """The top-level modules among a package's files, without private, test and document folders."""
    found: dict[str, None] = {}
    folders: dict[str, bool] = {}
    for file in files:
        match = _SITE_PACKAGES.match(str(file).replace("\\", "/"))
        if not match:
            continue
        top, rest = match[1], match[2]
        if rest is None:
            single = _MODULE.match(top)
            if single:
                found.setdefault(single[1])
        elif _PACKAGE.match(top):
            # Without Python files it is data or type stubs, not something to import.
            folders[top] = folders.get(top, False) or rest == "/__init__.py"
    for top, has_code in folders.items():
        if has_code:
            found.setdefault(top)
    return tuple(name for name in found if name.lower() not in _NEVER)


@cache
def _by_name() -> dict[str, Library]:
    table = {
        _key(other): known
        for known in all_libraries()
        for other in (*known.aliases, *known.variants)
    }
    return table | {_key(known.name): known for known in all_libraries()}


def _key(name: str) -> str:
    return name.strip().lower().replace("_", "-")
