"""Measures Seedbed on the practice kit: python build_scripts/benchmark.py [--json FILE] [--quick].

A table on standard error, JSON on standard output or in FILE. Called by `dev.py bench`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(1, str(ROOT))

from bench.children import BenchFailed, served  # noqa: E402
from bench.classroom import Class, measure_classroom  # noqa: E402
from bench.downloads import measure_downloads  # noqa: E402
from bench.installs import measure_installs  # noqa: E402
from bench.kit import Kit, read_kit  # noqa: E402
from bench.options import PARTS, add_options, settings_from  # noqa: E402
from bench.report import result, table  # noqa: E402
from bench.settings import Settings  # noqa: E402
from bench.tools import missing_tools  # noqa: E402
from bench.windows import measure_window  # noqa: E402

KIT = ROOT / ".cache" / "practice-kit"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_options(parser)
    return parser


def measure(kit: Kit, folder: Path, settings: Settings, only: tuple[str, ...]) -> dict[str, Any]:
    """Measure the parts and put the result together; a part that fails is null with its reason."""
    parts: dict[str, dict[str, Any]] = {}
    reasons: dict[str, str] = {name: "not asked for" for name in PARTS if name not in only}
    with served(kit.folder, settings.rates) as server:
        work: dict[str, Callable[[], dict[str, Any]]] = {
            "installs": lambda: measure_installs(kit, server, folder, settings, _say),
            "downloads": lambda: measure_downloads(folder, settings, missing_tools(_say), _say),
            "window": lambda: measure_window(server, folder, settings.pairs, _say),
        }
        for name in only:
            _say(f"--- {name}")
            try:
                parts[name] = work[name]()
            except BenchFailed as error:
                reasons[name] = str(error)
                _say(f"{name}: {error}")
    return result(parts, reasons)


def _classroom(options: argparse.Namespace) -> int:
    """Measure a class; 1 where it cannot be held or a figure is missed."""
    room = Class(participants=6, installs=1) if options.quick else Class()
    try:
        with TemporaryDirectory(prefix="seedbed-class-", dir=options.work) as name:
            found = measure_classroom(KIT, Path(name), room, _say)
    except BenchFailed as error:
        _say(str(error))
        return 1
    _write(found, options.json)
    missed = [figure for figure, met in found["met"].items() if not met]
    _say(f"missed: {', '.join(missed)}" if missed else "every figure is met")
    return 1 if missed else 0


def _write(found: dict[str, Any], file: Path | None) -> None:
    text = json.dumps(found, indent=1)
    if file:
        file.write_text(text + "\n", "utf-8")
    else:
        print(text)


def main() -> int:
    """Measure, tell, and return 0; 1 where a part failed."""
    options = _parser().parse_args()
    settings = settings_from(options)
    if options.classroom:
        return _classroom(options)
    only = tuple(options.only or PARTS)
    started = time.monotonic()
    with TemporaryDirectory(prefix="seedbed-bench-", dir=options.work) as name:
        found = measure(read_kit(KIT), Path(name), settings, only)
    found["settings"] = asdict(settings)
    found["machine"] = {
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "python": platform.python_version(),
        "seconds": round(time.monotonic() - started),
    }
    _say(table(found))
    _write(found, options.json)
    asked = set(PARTS) - set(only)
    return 1 if set(PARTS) & set(found["reasons"]) - asked else 0


if __name__ == "__main__":
    sys.exit(main())
