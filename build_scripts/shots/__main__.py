"""Starts the pictures: python build_scripts/shots OUT [options], or dev.py shots."""

from __future__ import annotations

import sys
from pathlib import Path

# Python puts the folder of this file first, where neither `shots` nor `app` is found.
sys.path[0] = str(Path(__file__).resolve().parents[1])
sys.path.insert(1, str(Path(__file__).resolve().parents[2]))

from shots.command import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
