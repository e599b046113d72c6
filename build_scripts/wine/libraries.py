"""Compiles what Windows has and Wine has not, and puts it where Windows has its own, so that
nobody takes it for a part of a program. What a prefix is belongs to prefix.py.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

_TOOLS = "x86_64-w64-mingw32"
# Whole libraries, by name, with what they are linked against.
_WHOLE = {"icuuc": (), "bcryptprimitives": ("-ladvapi32",)}
RUNTIME = "ucrtbase"
_RENAMED = f"{RUNTIME}_of_wine"
_OWN = re.compile(r"^(?:NUMBER|MEASURE|NUMBER_OF_TWO)\((\w+)\)$", re.MULTILINE)


class NoCompiler(Exception):
    """The compiler for Windows is not installed or refuses; the text says which it is."""


def complete(system: Path) -> None:
    """Put every missing library into the folder `system` of a prefix. Raises NoCompiler."""
    for name, options in _WHOLE.items():
        target = system / f"{name}.dll"
        if not target.is_file():
            _compile(name, target, *options)
    _complete_runtime(system / f"{RUNTIME}.dll", system / f"{_RENAMED}.dll")


def _complete_runtime(library: Path, renamed: Path) -> None:
    """Put ours before Wine's C library, which goes on doing all but what it cannot.

    Each file comes by renaming, Wine's own first: cut short anywhere, the next time goes on.
    """
    new = library.with_suffix(".new")
    if not renamed.is_file():
        shutil.copy2(library, new)
        new.rename(renamed)
    if library.read_bytes() != renamed.read_bytes():
        return  # ours is there
    with TemporaryDirectory() as scratch:
        names = Path(scratch) / "names.def"
        source = _source(RUNTIME).read_text("utf-8")
        names.write_text(forwarding(_exports(renamed), source), "utf-8")
        _compile(RUNTIME, new, "-nostartfiles", "-static-libgcc", "-Wl,--entry=0", str(names))
    new.rename(library)


def forwarding(exports: Sequence[str], source: str) -> str:
    """A module-definition file: what `source` defines is ours, the rest is passed on."""
    own: dict[str, str] = {}
    for name in _OWN.findall(source):
        own |= {name: f"own_{name}", f"{name}l": f"own_{name}", f"{name}f": f"own_{name}f"}
    lines = [f'  "{name}" = "{own.get(name, f"{_RENAMED}.{name}")}"' for name in exports]
    return "\n".join([f"LIBRARY {RUNTIME}", "EXPORTS", *lines, ""])


def _exports(library: Path) -> list[str]:
    """The names that a library exports."""
    out = _run([f"{_TOOLS}-objdump", "-p", str(library)])
    table = out.partition("[Ordinal/Name Pointer] Table")[2]
    return re.findall(r"^\t\[ *\d+\](?: \+base\[ *\d+\])?(?: +[0-9a-f]+)? (\S+)$", table, re.M)


def _compile(name: str, target: Path, *options: str) -> None:
    command = [f"{_TOOLS}-gcc", "-shared", "-O1", "-s", "-o", str(target), str(_source(name))]
    _run([*command, *options])


def _source(name: str) -> Path:
    return Path(__file__).with_name(f"{name}.c")


def _run(command: list[str]) -> str:
    if shutil.which(command[0]) is None:
        raise NoCompiler(f"{command[0]} is missing")
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise NoCompiler(f"{command[0]} failed: {done.stderr[-2000:]}")
    return done.stdout
