"""The window: how late its event loop is while it installs, and how soon it is there."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.children import BUILD_SCRIPTS, ROOT, Served, environment, must, run
from bench.spread import median, ratio, spread

Say = Callable[[str], None]
_STARTS = 7
_QUICK_STARTS = 3


def measure_window(server: Served, folder: Path, pairs: int, say: Say) -> dict[str, Any]:
    """Lag of one whole installation, and starts beside a bare window. Raises BenchFailed."""
    install = _install(server, folder / "window")
    say(f"window: installed in {install['seconds']:.1f} s")
    lag = install["lag"].get("installing", {})
    answering = install["lag"].get("answering", {})
    starts = _starts(folder / "start", _STARTS if pairs > 1 else _QUICK_STARTS)
    ours, bare = median(starts["ours"]), median(starts["bare"])
    return {
        "lag_median_ms": lag.get("median_ms"),
        "lag_p99_ms": lag.get("p99_ms"),
        "lag_max_ms": lag.get("max_ms"),
        "answering_lag_p99_ms": answering.get("p99_ms"),
        "answering_lag_max_ms": answering.get("max_ms"),
        "start_s": ours,
        "bare_start_s": bare,
        "start_ratio": ratio(ours, bare),
        "spreads": {f"start {which}": spread(found) for which, found in starts.items()},
        "runs": {"install": install, "starts": starts},
    }


def _install(server: Served, folder: Path) -> dict[str, Any]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    log = folder / "errors.log"
    command = [_script("window_install"), server.url, str(folder)]
    ran = must(run([sys.executable, *command], _environment(folder), log), "the window", log)
    found: dict[str, Any] = json.loads(ran.lines[-1][1])
    begun = ran.started
    found["cpu_s"] = ran.cpu
    found["steps"] = [(round(when - begun, 2), what, name) for when, what, name in found["steps"]]
    for phase in found["lag"].values():
        phase["worst"] = [(round(t - begun, 2), round(late, 1)) for t, late in phase["worst"]]
    return found


def _starts(folder: Path, count: int) -> dict[str, list[float]]:
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, list[float]] = {"ours": [], "bare": []}
    for number in range(count + 1):
        for which in ("ours", "bare") if number % 2 else ("bare", "ours"):
            log = folder / "errors.log"
            command = [sys.executable, _script("window_start"), which]
            ran = must(run(command, _environment(folder), log), f"window start: {which}", log)
            if number:  # the first one only brings the files into memory
                found[which].append(float(ran.output.strip()) - ran.started)
    return found


def _script(name: str) -> str:
    return str(BUILD_SCRIPTS / "bench" / f"{name}.py")


def _environment(folder: Path) -> dict[str, str]:
    return environment(
        folder / "home",
        SEEDBED_HOME=str(folder / "seedbed"),
        QT_QPA_PLATFORM="offscreen",
        PYTHONPATH=f"{ROOT}:{BUILD_SCRIPTS}",
    )
