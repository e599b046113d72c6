"""The downloader alone against other programs: one big file and many small ones, on three lines."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench import payload
from bench.children import served
from bench.fetchers import NAMES, Task, fetch
from bench.namespaces import no_relay_reason, relayed
from bench.settings import UNLIMITED, Settings
from bench.spread import median, ratio, spread

Say = Callable[[str], None]
Raw = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The programs that are there, each run the same number of times in changing order."""

    folder: Path
    settings: Settings
    tools: tuple[str, ...]
    say: Say

    def run(self, title: str, task: Task) -> Raw:
        """All runs of one task. Raises BenchFailed."""
        found: Raw = {name: [] for name in self.tools}
        orders = itertools.cycle((self.tools, tuple(reversed(self.tools))))
        for order, _pair in zip(orders, range(self.settings.pairs), strict=False):
            for name in order:
                one = fetch(name, task)
                found[name].append(one)
                rate = task.size / one["seconds"] / 1e6
                self.say(f"{title}: {name} {one['seconds']:.2f} s, {rate:.1f} MB/s")
        return found


def measure_downloads(
    folder: Path, settings: Settings, missing: dict[str, str], say: Say
) -> dict[str, Any]:
    """The figures, the reasons for what is missing, and the raw runs. Raises BenchFailed."""
    tools = tuple(name for name in NAMES if name not in missing)
    comparison = Comparison(folder, settings, tools, say)
    source = folder / "payload"
    say("making files to download")
    small = payload.make_many(source, "small", settings.small, settings.small_count)
    many = Task(small, "", folder / "fetched", settings.aria2_connections)
    runs: dict[str, Raw] = {}
    with served(source, UNLIMITED) as server:
        task = replace(many, url=server.url)
        # Not counted: programs come into memory; their start is taken off below.
        tiny = replace(task, files=[payload.make(source, "tiny.bin", 1)])
        runs["start"] = comparison.run("start", tiny)
        big = replace(task, files=[payload.make(source, "big.bin", settings.big)])
        runs["big_loopback"] = comparison.run("big, loopback", big)
        runs["small_loopback"] = comparison.run("small, loopback", task)
    with served(source, settings.rates) as server:
        task = replace(many, url=server.url)
        big = replace(task, files=[payload.make(source, "slow.bin", settings.big_slow)])
        runs["big_throttled"] = comparison.run("big, throttled", big)
        runs["small_throttled"] = comparison.run("small, throttled", task)
    reason = no_relay_reason()
    if not reason:
        runs |= _relay(comparison, source, many)
    return {**figures(runs, missing, reason), "runs": runs}


def _relay(comparison: Comparison, source: Path, many: Task) -> dict[str, Raw]:
    settings = comparison.settings
    file = payload.make(source, "relay.bin", settings.big_relay)
    with relayed(source, settings) as (server, prefix):
        task = replace(many, url=server.url, prefix=prefix)
        return {
            "big_relay": comparison.run("big, relay", replace(task, files=[file])),
            "small_relay": comparison.run("small, relay", task),
        }


def figures(runs: dict[str, Raw], missing: dict[str, str], no_relay: str) -> dict[str, Any]:
    """Ratios of throughput (ours divided by theirs), the worse of loopback and throttle first."""
    starts = {name: median(seconds(runs["start"], name)) or 0.0 for name in runs["start"]}
    found: dict[str, Any] = {}
    reasons = dict(missing)
    if "aria2c" in missing:
        reasons |= dict.fromkeys(("aria2_ratio_big", "aria2_ratio_small"), missing["aria2c"])
    for other in ("aria2c", "curl"):
        short = "aria2" if other == "aria2c" else other
        for size in ("big", "small"):
            places = {
                place: _compared(runs.get(f"{size}_{place}"), other, starts)
                for place in ("loopback", "throttled", "relay")
            }
            local = [v for k, v in places.items() if k != "relay" and v is not None]
            found[f"{short}_ratio_{size}"] = min(local) if local else None
            found |= {f"{short}_ratio_{size}_{k}": v for k, v in places.items()}
    if no_relay:
        reasons["relay"] = no_relay
    spreads = {
        f"{title} {name}": spread(seconds(raw, name)) for title, raw in runs.items() for name in raw
    }
    ours = _ours(runs["big_loopback"]["seedbed"])
    return {**found, **ours, "spreads": spreads, "reasons": reasons}


def _ours(big: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What one big file costs at full speed: seconds of processor per GB, MB above idle."""
    return {
        "cpu_s_per_gb": median([run["cpu_s"] / run["bytes"] * 1e9 for run in big]),
        "peak_mb": max(run["peak_above_idle"] for run in big) / 1e6,
        "loopback_mb_per_s": median([run["bytes"] / run["seconds"] / 1e6 for run in big]),
    }


def seconds(raw: Raw, name: str) -> list[float]:
    """The seconds of all runs of one program."""
    return [run["seconds"] for run in raw.get(name, ())]


def _compared(raw: Raw | None, other: str, starts: dict[str, float]) -> float | None:
    """Our throughput divided by theirs; their program's own start is not held against them.

    Ours is measured inside the process, because Seedbed runs already when it downloads.
    """
    if raw is None or other not in raw:
        return None
    theirs = median([max(s - starts[other], 1e-3) for s in seconds(raw, other)])
    return ratio(theirs, median(seconds(raw, "seedbed")))
