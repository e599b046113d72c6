"""The figures that come of runs, and how they are shown."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench.downloads import figures as download_figures
from bench.installs import figures as install_figures
from bench.kit import Kit
from bench.options import add_options, settings_from
from bench.relay import Way
from bench.report import FIGURES, result, table
from bench.seedbed_run import imports_done, phases, timeline
from bench.settings import Settings
from bench.spread import median, quantile, ratio, spread

KIT = Kit(Path("kit"), "i.sh", "i/i.sh", 30, "ab", "practice", "3.11", ("numpy", "scikit-learn"))


def _run(seconds: float, **more: Any) -> dict[str, Any]:
    usual = {"seconds": seconds, "bytes": 62_500_000, "after_last_byte_s": 4.0}
    return {**usual, "to_imports_s": seconds - 1, "eta_error": None, **more}


def test_quantiles_and_ratios() -> None:
    assert quantile([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0], 0.9) == 9.0
    assert quantile([7.0], 0.99) == 7.0
    assert median([3.0, 1.0, 2.0]) == 2.0
    assert median([]) is None
    assert spread([3.0, 1.0, 2.0]) == (1.0, 2.0, 3.0)
    assert ratio(1.0, None) is None
    assert ratio(1.0, 0.0) is None
    with pytest.raises(ValueError, match="no values"):
        quantile([], 0.5)


def test_installs_are_compared_by_their_medians() -> None:
    error = {"median": 0.1, "most": 0.2, "worst": 0.3, "silent": 0.0}
    runs = {
        "by_hand": [_run(19.0), _run(20.0), _run(90.0)],
        "seedbed": [_run(13.0, eta_error=error), _run(15.0), _run(16.0)],
        "seedbed_locked": [_run(11.0), _run(11.0), _run(11.0)],
    }
    found = install_figures(runs, KIT, Settings())
    assert found["by_hand_ratio"] == pytest.approx(14 / 20)
    assert found["by_hand_ratio_locked"] == pytest.approx(10 / 20)
    assert found["limit_s"] == pytest.approx(10.0)
    assert found["limit_ratio"] == pytest.approx(1.4)
    assert found["eta_error"] == 0.2


def test_a_line_without_limit_has_no_limit_ratio() -> None:
    runs = {"by_hand": [_run(20.0)], "seedbed": [_run(13.0)], "seedbed_locked": [_run(11.0)]}
    settings = Settings()
    settings = replace(settings, rates=replace(settings.rates, link=None))
    assert install_figures(runs, KIT, settings)["limit_ratio"] is None


def _fetched(seconds: float) -> dict[str, Any]:
    return {"seconds": seconds, "bytes": 500_000_000, "cpu_s": 1.0, "peak_above_idle": 30_000_000}


def test_the_worse_of_loopback_and_throttle_counts_against_aria2c() -> None:
    def raw(ours: float, theirs: float) -> dict[str, list[dict[str, Any]]]:
        return {"seedbed": [_fetched(ours)], "aria2c": [_fetched(theirs)]}

    runs = {
        "start": raw(0.5, 0.1),
        "big_loopback": raw(1.0, 2.1),
        "big_throttled": raw(20.0, 10.1),
        "small_loopback": raw(1.0, 1.1),
        "small_throttled": raw(1.0, 1.1),
    }
    found = download_figures(runs, {"curl": "not installed"}, "no root")
    assert found["aria2_ratio_big_loopback"] == pytest.approx(2.0)
    assert found["aria2_ratio_big_throttled"] == pytest.approx(0.5)
    assert found["aria2_ratio_big"] == pytest.approx(0.5)
    assert found["aria2_ratio_small"] == pytest.approx(1.0)
    assert found["aria2_ratio_big_relay"] is None
    assert found["curl_ratio_big"] is None
    assert found["reasons"] == {"curl": "not installed", "relay": "no root"}
    assert found["cpu_s_per_gb"] == pytest.approx(2.0)
    assert found["peak_mb"] == pytest.approx(30.0)


def test_a_program_that_is_missing_leaves_a_reason() -> None:
    runs = {"start": {"seedbed": [_fetched(1.0)]}, "big_loopback": {"seedbed": [_fetched(1.0)]}}
    part = download_figures(runs, {"aria2c": "run: sudo apt-get install aria2"}, "")
    found = result({"downloads": part}, {"installs": "not asked for", "window": "no Qt"})
    assert found["aria2_ratio_big"] is None
    assert found["reasons"]["aria2_ratio_big"] == "run: sudo apt-get install aria2"
    assert found["reasons"]["lag_max_ms"] == "no Qt"
    assert set(FIGURES) <= set(found)


def test_the_table_says_what_was_reached_and_what_was_not() -> None:
    parts = {
        "installs": {"by_hand_ratio": 0.65, "limit_ratio": 1.5, "spreads": {"ours": (1, 2, 3)}}
    }
    text = table(result(parts, {"window": "no Qt\nand more"}))
    lines = {line.split()[0]: line for line in text.splitlines() if line}
    assert lines["by_hand_ratio"].endswith("<= 0.7  reached")
    assert lines["limit_ratio"].endswith("<= 1.25  MISSED")
    assert lines["lag_p99_ms"].endswith("no Qt")
    assert lines["ours"].split() == ["ours", "2.00", "1.00-3.00"]


def test_events_tell_when_steps_and_imports_were_done() -> None:
    def progress(step: str, done: int, total: int | None, unit: str) -> dict[str, Any]:
        return {"event": "progress", "step": step, "done": done, "total": total, "unit": unit}

    events = [
        (0.5, {"event": "step_started", "step": "fetch_packages"}),
        (0.5, progress("fetch_packages", 0, None, "nothing")),
        (1.0, progress("fetch_packages", 0, 100, "bytes")),
        (9.0, {"event": "step_done", "step": "fetch_packages"}),
        (9.0, {"event": "step_started", "step": "create_environment"}),
        (14.0, {"event": "step_done", "step": "create_environment"}),
        (14.0, {"event": "step_started", "step": "verify"}),
        (15.0, progress("verify", 3, 8, "checks")),
        (17.0, progress("verify", 5, 8, "checks")),
        (19.0, {"event": "step_done", "step": "verify"}),
    ]
    steps = timeline(events)
    assert steps["fetch_packages"] == (0.5, 9.0)
    assert imports_done(events, 19.5) == 17.0
    assert imports_done(events[:5], 19.5) == 19.5
    found = phases(events, steps)
    assert found == {"ready_s": 0.5, "solve_s": 0.5, "link_after_fetch_s": 5.0}


def test_the_relay_delays_limits_and_loses() -> None:
    way = Way(rate=1000.0, delay=0.025, loss=0.5, chance=iter([0.9, 0.1, 0.9, 0.9]).__next__)
    for packet in (b"a" * 60, b"b" * 60, b"c" * 60, b"d" * 60):
        way.put(packet, 0.0)
    # b is lost by chance; d finds the queue full: 120 ms of packets are before it.
    assert way.due(0.08) == []
    assert way.due(0.09) == [b"a" * 60]
    assert way.next() == pytest.approx(0.145)
    assert way.due(1.0) == [b"c" * 60]


def test_options_make_settings() -> None:
    parser = argparse.ArgumentParser()
    add_options(parser)
    settings = settings_from(parser.parse_args(["--quick", "--link", "10", "--delay", "5"]))
    assert settings.pairs == 1
    assert settings.rates.link_bytes == pytest.approx(1_250_000)
    assert settings.rates.delay == pytest.approx(0.005)
    assert settings_from(parser.parse_args([])) == Settings()
