"""Make the conda package `python` for Windows out of the embeddable Python of python.org.

Lays it out as conda lays out a prefix on Windows; fetching it belongs to `embeddable`.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import embeddable

from practice.byte_code import set_times
from practice.conda_package import BuiltPackage, write_package
from practice.python_package import python_info
from practice.systems import WINDOWS, Python

_EXTENSIONS = ("*.pyd", "libcrypto*.dll", "libssl*.dll", "libffi*.dll", "sqlite3.dll", "*.cat")


@dataclass(frozen=True)
class EmbeddablePython(Python):
    """The embeddable Python, fetched."""

    archive: zipfile.ZipFile = field(hash=False, compare=False)


def fetch() -> EmbeddablePython:
    """Fetch it. Raises RuntimeError if it cannot be had."""
    try:
        archive = embeddable.fetch()
    except embeddable.NoEmbeddable as error:
        raise RuntimeError(str(error)) from error
    return EmbeddablePython(embeddable.VERSION, WINDOWS, archive)


def build_windows_python(python: EmbeddablePython, work: Path, folder: Path) -> BuiltPackage:
    """Write the `python` package; its library has byte-code only, as python.org packs it."""
    tree = work / f"python-{python.version}"
    embeddable.lay_out(python.archive, tree)
    _part(tree)
    (tree / python.site_packages).mkdir(exist_ok=True)
    note = tree / python.site_packages / "README.txt"
    note.write_text("Packages of this environment are installed here.\n", "utf-8")
    set_times(tree)
    summary = "The embeddable Python for Windows of python.org"
    return write_package(tree, python_info(python, summary), folder)


def _part(tree: Path) -> None:
    """Put aside what conda's own `python` has in DLLs: compiled modules and what they need."""
    extensions = tree / "DLLs"
    extensions.mkdir()
    for pattern in _EXTENSIONS:
        for file in tree.glob(pattern):
            file.rename(extensions / file.name)
    (tree / "LICENSE.txt").rename(tree / "LICENSE_PYTHON.txt")
