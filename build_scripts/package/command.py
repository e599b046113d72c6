"""`dev.py package`: freezes, wraps, proves and measures, and says all of it as JSON."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from package import contents, names
from package.figures import Program, measure
from package.freezing import PackagingFailed, freeze, settle
from package.linux import artefacts, host_libraries
from package.macos import artefacts as macos_artefacts
from package.options import add_options
from package.proof import Proven

_MEGABYTE = 1_000_000


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
        make = _for_macos if options.target == "macos" else _for_linux
        figures = make(out, options.kit)
    except PackagingFailed as error:
        say(f"Nothing was made: {error}")
        return 1
    text = json.dumps(figures, indent=1)
    if options.json:
        options.json.write_text(text + "\n", "utf-8")
    print(text)
    return 0 if figures["selftest"] == "passed" else 1


def _for_linux(out: Path, kit: Path | None) -> dict[str, Any]:
    bare = freeze("bare", names.ROOT / ".cache" / "bare-window", say)
    folder = frozen(out / "linux")
    made = artefacts.make(folder, out, say)
    say("Measuring ...")
    figures = measure(
        Program((str(folder / names.window_program("linux")),), folder),
        Program((str(bare / "bare"),), bare),
        Program((str(folder / names.console_program("linux")), "--version"), folder),
    )
    trials = _told(artefacts.prove(made, kit))
    return with_artefacts(figures, made, trials)


def _for_macos(out: Path, kit: Path | None) -> dict[str, Any]:
    image = macos_artefacts.make(out, frozen, say)
    trials = _told(macos_artefacts.prove(image, kit))
    return with_artefacts(macos_artefacts.figures(out), [image], trials)


def frozen(out: Path) -> Path:
    """The frozen folder with all that belongs in it, below `out`."""
    shutil.rmtree(out, ignore_errors=True)
    folder = freeze("seedbed", out, say)
    if names.this_system() == "linux":
        host_libraries.carry(folder)
    contents.describe(folder)
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
