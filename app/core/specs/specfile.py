"""Reads a list of packages in any of the forms that people have: recognised by content, not name.

Whether the packages exist is the solver's business. Notes say what was changed or left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.specs.environment_file import looks_like_environment, read_environment
from app.core.specs.environment_name import environment_name_problem
from app.core.specs.explicit import looks_explicit, read_explicit
from app.core.specs.grammar import Spec, parse_spec
from app.core.specs.pip_list import PipReader, from_pip_table, is_pip_table
from app.core.specs.text import refused, text_of
from app.core.specs.words import parse_words
from app.errors import PlanInvalid
from app.i18n import _, listing, ngettext

Kind = Literal["environment", "requirements", "explicit", "words"]
_BUILD = re.compile(r"^(?P<start>[^=<>!~\s]+==?[^=<>!~\s]+)=(?P<build>[^=<>!~\s]+)$")
_PLAIN_PYTHON = re.compile(r"^python={1,2}(?P<version>3(?:\.\d+){0,2})(?:\.\*)?$")
_EXPORT_LINE = re.compile(r"^[A-Za-z0-9_.\-]+={1,2}[^=<>!~\s,;]+=[^=<>!~\s,;]+$")
_COMMAND = re.compile(
    r"^\s*(?:[$>#!%]\s*)?(?:(?:conda|mamba|micromamba)\s+(?:install|create)|\S*pip3?\s+install)\b"
)
# Parts that only one system has; a full export from another one names them (failures F38).
_ONE_SYSTEM_ONLY = frozenset(
    {
        "_libgcc_mutex",
        "_openmp_mutex",
        "_x86_64-microarch-level",
        "appnope",
        "ld_impl_linux-64",
        "ld_impl_linux-aarch64",
        "libcxx",
        "libgcc",
        "libgcc-ng",
        "libgfortran-ng",
        "libgomp",
        "libstdcxx",
        "libstdcxx-ng",
        "libuuid",
        "llvm-openmp",
        "m2w64-gcc-libs",
        "python.app",
        "pywin32",
        "pywinpty",
        "ucrt",
        "vc",
        "vc14_runtime",
        "vcomp14",
        "vs2015_runtime",
        "wincertstore",
        "winpty",
    }
)


@dataclass(frozen=True, slots=True)
class SpecFile:
    """What a file wants. `explicit` holds `address#md5` of exact packages; where it is given, the
    other lists are empty. `notes` are sentences about what was changed on the way."""

    kind: Kind
    environment: str = ""
    python: str = ""
    channels: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    pip_packages: tuple[str, ...] = ()
    explicit: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def list_sentence(read: SpecFile) -> str:
    """What was read, in one sentence."""
    number = len(read.explicit) or len(read.packages) + len(read.pip_packages)
    match read.kind:
        case "environment":
            text = ngettext(
                "An environment file with {number} library was read.",
                "An environment file with {number} libraries was read.",
                number,
            )
        case "explicit":
            text = ngettext(
                "A list of {number} exact package was read.",
                "A list of {number} exact packages was read.",
                number,
            )
        case _:
            text = ngettext(
                "A list of {number} library was read.",
                "A list of {number} libraries was read.",
                number,
            )
    return text.format(number=number)


def read_spec_file(data: bytes, name: str = "") -> SpecFile:
    """The packages that a file wants. `name` is used in messages only.

    Raises PlanInvalid, in one plain sentence, for anything that is no such file.
    """
    notes: list[str] = []
    text = text_of(data, name, notes)
    lines = text.splitlines()
    meant = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not meant:
        raise refused(name, _("there is no package in it"))
    if looks_explicit(meant):
        return SpecFile("explicit", explicit=read_explicit(lines, name, notes), notes=tuple(notes))
    if looks_like_environment(text):
        return _environment(text, name, notes)
    if re.match(r"schema\s*=|\[[\w.\"]+\]\s*$", meant[0]):
        raise refused(name, _("it is a TOML file"), _("If it is a workshop, it must end in .toml."))
    return _plain_list(lines, meant, name, notes)


def _environment(text: str, name: str, notes: list[str]) -> SpecFile:
    file = read_environment(text, name, notes)
    packages, python = conda_packages(file.dependencies, name, notes)
    pip = PipReader(name, notes).read(file.pip)
    if not packages and not pip and not python:
        raise refused(name, _("there is no package in it"))
    environment = file.name
    if environment and environment_name_problem(environment):
        notes.append(_("The name “{name}” was left out.").format(name=environment[:60]))
        environment = ""
    return SpecFile(
        kind="environment",
        environment=environment,
        python=python,
        channels=file.channels,
        packages=packages,
        pip_packages=pip,
        notes=tuple(notes),
    )


def _plain_list(
    lines: Sequence[str], meant: Sequence[str], name: str, notes: list[str]
) -> SpecFile:
    """A list without structure: conda's exports and tables, pasted commands, or pip's."""
    if _is_export(meant):
        return _conda_list(meant, name, notes)
    if _is_conda_table(lines):
        return _conda_list(["=".join(line.split()[:3]) for line in meant], name, notes)
    if any(_COMMAND.match(line) for line in meant):
        specs = parse_words("\n".join(lines))
        packages, python = conda_packages([spec.text for spec in specs], name, notes)
        return SpecFile("requirements", python=python, packages=packages, notes=tuple(notes))
    if is_pip_table(meant):
        lines = from_pip_table(meant)
    pip = PipReader(name, notes).read(lines)
    if not pip:
        raise refused(name, _("there is no package in it"))
    return SpecFile("requirements", pip_packages=pip, notes=tuple(notes))


def is_conda_export(lines: Sequence[str], meant: Sequence[str]) -> bool:
    """Whether these are lines that `conda list` or `conda list --export` printed."""
    return _is_export(meant) or _is_conda_table(lines)


def _is_export(meant: Sequence[str]) -> bool:
    return sum(bool(_EXPORT_LINE.match(line.strip())) for line in meant) * 2 > len(meant)


def _is_conda_table(lines: Sequence[str]) -> bool:
    return any("Build" in line and "Version" in line for line in lines[:6] if line.startswith("#"))


def _conda_list(entries: Sequence[str], name: str, notes: list[str]) -> SpecFile:
    """What `conda list` or `conda list --export` printed; `pypi` packages came from pip."""
    conda = [entry for entry in entries if not entry.rstrip().endswith(("=pypi_0", "=pypi", "="))]
    by_pip = ["==".join(re.split("=+", e.strip())[:2]) for e in entries if e not in conda]
    packages, python = conda_packages(conda, name, notes)
    return SpecFile(
        kind="requirements",
        python=python,
        packages=packages,
        pip_packages=PipReader(name, notes).read(by_pip),
        notes=tuple(notes),
    )


def conda_packages(
    texts: Sequence[str], name: str, notes: list[str]
) -> tuple[tuple[str, ...], str]:
    """The specs as conda reads them, without builds and system parts; and a plain Python version,
    which is an answer of its own."""
    found: dict[str, None] = {}
    python, builds, dropped = "", 0, []
    for text in texts:
        bare, had_build = _without_build(text.strip())
        spec = _spec(bare, name)
        builds += had_build
        plain = _PLAIN_PYTHON.match(spec.text)
        if had_build and spec.name in _ONE_SYSTEM_ONLY:
            dropped.append(spec.name)
        elif plain:
            python = plain["version"]
        elif spec.text != "python":
            found.setdefault(spec.text)
    if builds:
        notes.append(
            ngettext(
                "The build of {number} package was left out, so that it fits other computers.",
                "The builds of {number} packages were left out, so that they fit other computers.",
                builds,
            ).format(number=builds)
        )
    if dropped:
        notes.append(
            _("Parts of one system were left out: {names}.").format(names=listing(dropped))
        )
    return tuple(found), python


def _without_build(text: str) -> tuple[str, bool]:
    match = _BUILD.match(text)
    # A build with a star was chosen by somebody (pytorch=*=cpu*), not exported.
    if match and "*" not in match["build"]:
        return match["start"], True
    return text, False


def _spec(text: str, name: str) -> Spec:
    try:
        return parse_spec(text)
    except PlanInvalid as error:
        shown = "".join(char for char in text[:60] if char.isprintable())
        raise refused(
            name, _("“{text}” in it is not a package").format(text=shown), error.remedy
        ) from error
