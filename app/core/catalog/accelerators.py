"""Which builds for graphics cards there are, and what they ask of a computer (conda-facts §9).

What is chosen for one computer is `app.core.accelerator`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from app.core.catalog.table import Table, read_tables
from app.paths import resource

SCHEMA = 1
_FILE = "catalog/accelerators.toml"

Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Toolkit:
    """A major version of CUDA, the least compute capability of a card and the least glibc."""

    major: int
    least_compute: Numbers
    least_glibc: Numbers


def numbers(text: str) -> Numbers:
    """A version such as "12.9" as numbers that can be compared; () for anything else."""
    parts = text.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()


@cache
def cuda_lines(subdir: str) -> tuple[str, ...]:
    """The CUDA versions that there are builds for on a platform, oldest first; () for none."""
    for table in _tables()["builds"]:
        if table.text("subdir") == subdir:
            return table.texts("cuda")
    return ()


@cache
def toolkits() -> tuple[Toolkit, ...]:
    """The major versions of CUDA that we know."""
    return tuple(
        Toolkit(
            int(table.text("major")),
            numbers(table.text("least_compute")),
            numbers(table.text("least_glibc")),
        )
        for table in _tables()["toolkit"]
    )


@cache
def deciding_packages() -> dict[str, str]:
    """Packages that choose "cpu" or "cuda" by being wanted at all."""
    return {table.text("name"): table.text("kind") for table in _tables()["decides"]}


@cache
def _tables() -> dict[str, tuple[Table, ...]]:
    text = resource(_FILE).read_text(encoding="utf-8")
    tables = read_tables(text, SCHEMA, "builds", "toolkit", "decides")
    known = {
        "builds": ("subdir", "cuda"),
        "toolkit": ("major", "least_compute", "least_glibc"),
        "decides": ("name", "kind"),
    }
    for name, found in tables.items():
        for table in found:
            table.only(*known[name])
    return tables
