"""Starts the packaging: python build_scripts/package [options], or dev.py package."""

from __future__ import annotations

import sys
from pathlib import Path

# Python puts the folder of this file first, where neither `package` nor `app` is found.
sys.path[0] = str(Path(__file__).resolve().parents[1])
sys.path.insert(1, str(Path(__file__).resolve().parents[2]))

from package.command import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
