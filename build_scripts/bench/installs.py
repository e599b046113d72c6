"""Whole installations, by hand and with Seedbed, in pairs whose order alternates."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.by_hand import ByHand
from bench.children import Served
from bench.kit import Kit
from bench.seedbed_run import SeedbedRun
from bench.settings import Settings
from bench.spread import median, ratio, spread

Say = Callable[[str], None]
Runs = dict[str, list[dict[str, Any]]]
_WAYS = ("by_hand", "seedbed", "seedbed_locked")


def measure_installs(
    kit: Kit, server: Served, folder: Path, settings: Settings, say: Say
) -> dict[str, Any]:
    """The figures and raw runs of all pairs. Raises BenchFailed."""
    hand = ByHand(kit, server, folder / "by-hand")
    ours = SeedbedRun(server, folder / "seedbed")
    # Once without counting: files come into memory and programs are compiled for all sides.
    say("warming up: one whole installation")
    ours.once()
    lock = ours.kept_lock()
    do: dict[str, Callable[[], dict[str, Any]]] = {
        "by_hand": hand.once,
        "seedbed": ours.once,
        "seedbed_locked": lambda: ours.once(lock),
    }
    runs: Runs = {way: [] for way in _WAYS}
    for pair in range(settings.pairs):
        for way in _WAYS if pair % 2 == 0 else reversed(_WAYS):
            load = os.getloadavg()[0]
            found = {**do[way](), "load_before": round(load, 2)}
            runs[way].append(found)
            say(f"pair {pair + 1}: {way} {found['seconds']:.1f} s")
    return {**figures(runs, kit, settings), "runs": runs}


def figures(runs: Runs, kit: Kit, settings: Settings) -> dict[str, Any]:
    """The figures of the runs; None where the line has no limit or a run told too little."""
    hand = _median(runs["by_hand"], "seconds")
    ours, locked = runs["seedbed"], runs["seedbed_locked"]
    # The least that any run needed: bytes that were fetched twice do not make the limit kinder.
    needed = min(run["bytes"] for run in [*ours, *locked, *runs["by_hand"]])
    limit = ratio(needed, settings.rates.link_bytes)
    errors = [run["eta_error"] for run in [*ours, *locked] if run["eta_error"]]
    return {
        "by_hand_ratio": ratio(_median(ours, "to_imports_s"), hand),
        "by_hand_ratio_locked": ratio(_median(locked, "to_imports_s"), hand),
        "by_hand_ratio_whole": ratio(_median(ours, "seconds"), hand),
        "by_hand_ratio_locked_whole": ratio(_median(locked, "seconds"), hand),
        "limit_s": limit,
        "limit_ratio": ratio(_median(ours, "to_imports_s"), limit),
        "limit_ratio_locked": ratio(_median(locked, "to_imports_s"), limit),
        "after_last_byte_s": _median([*ours, *locked], "after_last_byte_s"),
        "by_hand_after_last_byte_s": _median(runs["by_hand"], "after_last_byte_s"),
        "eta_error": median([error["most"] for error in errors]),
        "eta_error_median": median([error["median"] for error in errors]),
        "eta_silent": median([error["silent"] for error in errors]),
        "needed_mb": needed / 1e6,
        "spreads": {way: spread([run["seconds"] for run in runs[way]]) for way in _WAYS},
    }


def _median(runs: list[dict[str, Any]], key: str) -> float | None:
    return median([run[key] for run in runs])
