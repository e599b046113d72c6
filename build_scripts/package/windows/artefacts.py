"""Makes the artefacts for Windows from the frozen folder, and tries each of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from package import archives, names
from package.freezing import Say
from package.proof import Proven
from package.windows import places, setup
from package.windows.machines import Starter


def make(folder: Path, out: Path, say: Say) -> list[Path]:
    """The setup program and the zip of the frozen `folder`, in `out`."""
    stem = f"{names.APP_NAME}-{names.version()}-windows-x86_64"
    program, packed = out / f"{stem}-setup.exe", out / f"{stem}.zip"
    say(f"Writing {program.name} ...")
    setup.write_setup(folder, program)
    say(f"Writing {packed.name} ...")
    archives.write_zip(folder, names.APP_NAME, packed)
    return [program, packed]


def prove(made: list[Path], starter: Starter, kit: Path | None) -> Iterator[Proven]:
    """Try both; with a practice `kit` the program that setup installed also installs from it."""
    program, packed = made
    scratch = starter.drive / "seedbed-package"
    with places.emptied(scratch):
        yield from places.prove_zip(packed, starter, scratch)
        yield from places.prove_setup(program, starter, scratch, kit)
