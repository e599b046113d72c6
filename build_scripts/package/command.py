"""`dev.py package`: freezes, wraps, proves and measures, and says all of it as JSON."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from package import contents, names, provisions
from package.figures import Program, Surroundings, measure, usual
from package.freezing import Machine, PackagingFailed, freeze, settle, this_machine
from package.linux import artefacts, host_libraries
from package.macos import artefacts as macos_artefacts
from package.options import add_options
from package.proof import Proven
from package.windows import artefacts as windows_artefacts
from package.windows import executables, machines

_MEGABYTE = 1_000_000
_BARE = names.ROOT / ".cache" / "bare-window"


def say(text: str) -> None:
    """Tell what is going on, on standard error."""
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    """Make the artefacts of one system; 0 only if every one of them has proven itself."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_options(parser)
    options = parser.parse_args()
    out = options.out.absolute()
    if options.target == "macos" and options.dry_run:
        print(macos_artefacts.shown(out))
        return 0
    out.mkdir(parents=True, exist_ok=True)
    try:
        provisions.provide(options.target)
        # Programs are tried from other folders than ours.
        own = options.kit.absolute() if options.kit else None
        kit = own or provisions.practice_kit(options.target, say)
        figures = _artefacts(options.target, out, kit)
    except PackagingFailed as error:
        say(f"Nothing was made: {error}")
        return 1
    text = json.dumps(figures, indent=1)
    if options.json:
        options.json.write_text(text + "\n", "utf-8")
    print(text)
    return 0 if figures["selftest"] == "passed" else 1


def _artefacts(target: str, out: Path, kit: Path | None) -> dict[str, Any]:
    match target:
        case "linux":
            return _for_linux(out, kit)
        case "windows":
            return _for_windows(out, kit)
        case _:
            return _for_macos(out, kit)


def _for_linux(out: Path, kit: Path | None) -> dict[str, Any]:
    if names.this_system() != "linux":
        raise PackagingFailed("artefacts for linux can be made on Linux only")
    bare = freeze("bare", _BARE / "linux", say)
    folder = frozen(out / "linux", this_machine())
    made = artefacts.make(folder, out, say)
    say("Measuring ...")
    figures = measure(
        Program((str(folder / names.window_program("linux")),), folder),
        Program((str(bare / "bare"),), bare),
        Program((str(folder / names.console_program("linux")), "--version"), folder),
        usual(),
    )
    trials = _told(artefacts.prove(made, kit))
    return with_artefacts(figures, made, trials)


def _for_macos(out: Path, kit: Path | None) -> dict[str, Any]:
    image = macos_artefacts.make(out, lambda place: frozen(place, this_machine()), say)
    trials = _told(macos_artefacts.prove(image, kit))
    return with_artefacts(macos_artefacts.figures(out), [image], trials)


def _for_windows(out: Path, kit: Path | None) -> dict[str, Any]:
    machine, start = machines.windows()
    bare = freeze("bare", _BARE / "windows", say, machine)
    folder = frozen(out / "windows", machine)
    made = windows_artefacts.make(folder, out, say)
    say("Measuring ...")
    home = start.path(start.drive / "seedbed-measured")
    figures = measure(
        Program(start.command(folder / names.window_program("windows")), folder),
        Program(start.command(bare / "bare.exe"), bare),
        Program(start.command(folder / names.console_program("windows"), "--version"), folder),
        Surroundings({**start.environment, "SEEDBED_HOME": home}, start.running),
    )
    trials = _told(windows_artefacts.prove(made, start, kit))
    return with_artefacts(figures, made, trials)


def frozen(out: Path, machine: Machine) -> Path:
    """The frozen folder with all that belongs in it, below `out`."""
    shutil.rmtree(out, ignore_errors=True)
    folder = freeze("seedbed", out, say, machine)
    match machine.system:
        case "linux":
            host_libraries.carry(folder)
        case "windows":
            executables.rename(folder)
        case _:
            pass
    contents.describe(folder, machine)
    settle(folder)
    return folder


def with_artefacts(
    figures: dict[str, float | str], made: list[Path], trials: list[Proven]
) -> dict[str, Any]:
    """The folder's figures, then those of each artefact with the places where it was tried."""
    artefacts_told = {}
    for file in made:
        mine = [trial for trial in trials if trial.artefact == file.name]
        artefacts_told[file.name] = {
            "download_mb": round(file.stat().st_size / _MEGABYTE, 1),
            "selftest": verdict(mine),
            "places": [trial.to_json() for trial in mine],
        }
    download = round(made[0].stat().st_size / _MEGABYTE, 1)
    return {
        **figures,
        "download_mb": download,
        "selftest": verdict(trials),
        "artefacts": artefacts_told,
    }


def verdict(trials: list[Proven]) -> str:
    """ "passed" only where something was tried and all of it went well."""
    return "passed" if trials and all(trial.ok for trial in trials) else "failed"


def _told(trials: Iterable[Proven]) -> list[Proven]:
    found = []
    for trial in trials:
        mark = "ok    " if trial.ok else "FAILED"
        say(f"{mark} {trial.artefact}: {trial.place} ({trial.seconds:.1f} s)")
        if trial.told:
            say(trial.told)
        found.append(trial)
    return found
