"""What a proof of a plan has to try: the chosen libraries and the modules they must bring.

Nothing is run here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from app.core.catalog.libraries import import_names, installed_import_names, library
from app.core.plan import Plan
from app.core.specs import parse_spec

# The proof asks Python about itself in any case; it is not one of the libraries.
_NOT_LIBRARIES = frozenset({"python", "python_abi", "python-gil"})
_BRING_A_KERNEL = frozenset({"jupyter", "jupyterlab", "notebook", "ipykernel"})
_PIP_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._\-]*)")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._\-]+)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A library to import. With no `imports` they are looked up from what pip installed.

    `certain` means that its absence is a failure; otherwise it only cannot be checked.
    """

    name: str
    imports: tuple[str, ...] = ()
    certain: bool = True
    by_pip: bool = False


def wanted_libraries(plan: Plan) -> tuple[Wanted, ...]:
    """The chosen libraries, each once, with the modules that the catalogue says they bring.

    Of explicit packages, which name every dependency too, only those that libraries.toml knows.
    """
    workshop = plan.workshop
    found: dict[str, Wanted] = {}
    for text in workshop.packages:
        _add(found, parse_spec(text).name)
    for address in workshop.explicit:
        name = explicit_name(address)
        if name and library(name) is not None:
            _add(found, name)
    for text in workshop.pip_packages:
        name = pip_name(text)
        if name:
            # A marker may leave the package out on this computer.
            _add(found, name, by_pip=True, certain=";" not in text)
    return tuple(found.values())


def wants_kernel(names: tuple[str, ...]) -> bool:
    """Whether a notebook must work in the environment."""
    return not _BRING_A_KERNEL.isdisjoint(names)


def with_installed_modules(wanted: Wanted, prefix: Path) -> Wanted:
    """`wanted` with the modules that conda's records name, where the catalogue knows none.

    A conda package that conda has no record of keeps its guess; its absence is then a failure
    if conda keeps records here at all.
    """
    if wanted.imports or wanted.by_pip:
        return wanted
    modules = installed_import_names(prefix, wanted.name)
    if modules is None:
        recorded = (prefix / "conda-meta").is_dir()
        return Wanted(wanted.name, (), certain=recorded, by_pip=False)
    guess = import_names(wanted.name)
    # A program or a C library has nothing to import, and that is no failure.
    return Wanted(wanted.name, guess if guess[0] in modules else modules, certain=bool(modules))


def explicit_name(address: str) -> str:
    """The package's name in the address of an exact package, "" if there is none."""
    file = unquote(urlsplit(address.partition("#")[0]).path).rpartition("/")[2]
    stem = file.removesuffix(".conda").removesuffix(".tar.bz2")
    parts = stem.rsplit("-", 2)
    return parts[0].lower() if stem != file and len(parts) == 3 else ""


def pip_name(text: str) -> str:
    """The name in a requirement of pip's, "" where an address gives none."""
    egg = _EGG.search(text)
    if egg:
        return egg[1].lower()
    if "://" in text.partition("@")[0]:
        return ""
    match = _PIP_NAME.match(text)
    return match[1].lower() if match else ""


def _add(
    found: dict[str, Wanted], name: str, *, by_pip: bool = False, certain: bool = True
) -> None:
    if name in _NOT_LIBRARIES or name in found:
        return
    known = library(name)
    found[name] = Wanted(name, known.imports if known else (), certain, by_pip)
