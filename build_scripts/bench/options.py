"""What can be set on the benchmark's command line, and the settings that come of it.

Standard library only: dev.py shows the same options before `.venv` is there.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from bench.settings import MB, Rates, Settings

PARTS = ("installs", "downloads", "window")


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be set; the usual values are those of Settings."""
    usual = Settings()
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result there")
    parser.add_argument("--quick", action="store_true", help="one pair, smaller files")
    parser.add_argument("--pairs", type=int, metavar="N", help=f"usually {usual.pairs}")
    parser.add_argument("--link", type=float, default=50.0, metavar="MBIT", help="whole link")
    parser.add_argument("--connection", type=float, default=20.0, metavar="MBIT", help="each one")
    parser.add_argument("--delay", type=float, default=40.0, metavar="MS", help="each answer")
    parser.add_argument("--big", type=int, metavar="MB", help="big file at full loopback speed")
    parser.add_argument("--big-slow", type=int, metavar="MB", help="big file behind the throttle")
    parser.add_argument(
        "--classroom",
        action="store_true",
        help="instead: thirty participants at one `kit serve`, and at nginx (Linux, root)",
    )
    parser.add_argument("--only", choices=PARTS, action="append", help="only this; repeatable")
    parser.add_argument("--work", type=Path, metavar="DIR", help="where everything is laid")


def settings_from(options: argparse.Namespace) -> Settings:
    """The settings that the options describe."""
    rates = Rates(options.link * 1e6 or None, options.connection * 1e6 or None, options.delay / 1e3)
    settings = replace(Settings(), rates=rates)
    settings = settings.quick() if options.quick else settings
    return replace(
        settings,
        pairs=options.pairs or settings.pairs,
        big=(options.big or settings.big // MB) * MB,
        big_slow=(options.big_slow or settings.big_slow // MB) * MB,
    )
