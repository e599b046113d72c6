"""What can be set when artefacts are made. Standard library only: dev.py shows the same options."""

from __future__ import annotations

import argparse
from pathlib import Path

from package.names import DIST, SYSTEMS, this_system


def add_options(parser: argparse.ArgumentParser) -> None:
    """Without options: everything for the system that this machine runs."""
    parser.add_argument(
        "--target", choices=SYSTEMS, default=this_system(), help="usually this machine's system"
    )
    parser.add_argument("--out", type=Path, default=DIST, metavar="DIR", help="usually dist/")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument(
        "--kit", type=Path, metavar="DIR",
        help="prove by installing from this kit (usually the practice kit, built if need be)",
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="macOS: only show what would be run")
