"""Runs inside the installer for Windows: unpacks the packages of `pkgs`, then lets conda link them.

Started by the Python of the installer's `tmp` with what to do and the prefix:
`extract` or `link`. That Python has the base's packages, conda among them, for the while.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

_RECORDS = "records.json"


def extract(prefix: Path) -> int:
    """Unpack every archive beside itself, with what conda wants to know about it."""
    from conda_package_handling.api import extract as unpack  # type: ignore[import-not-found]

    records = json.loads((prefix / "tmp" / _RECORDS).read_text("utf-8"))
    for name, record in records.items():
        target = prefix / "pkgs" / name.removesuffix(".conda")
        unpack(str(prefix / "pkgs" / name), str(target))
        text = json.dumps(record, indent=1, sort_keys=True)
        (target / "info" / "repodata_record.json").write_text(text, "utf-8")
    return 0


def link(prefix: Path) -> int:
    """Install the packages of conda-meta/initial-state.explicit.txt, offline."""
    for name in [name for name in os.environ if name.startswith("CONDA")]:
        del os.environ[name]
    os.environ.update(
        CONDA_ROOT=str(prefix),
        CONDA_ROOT_PREFIX=str(prefix),
        CONDA_PKGS_DIRS=str(prefix / "pkgs"),
        CONDA_SAFETY_CHECKS="disabled",
        CONDA_EXTRA_SAFETY_CHECKS="no",
        CONDA_SOLVER="classic",
    )
    from conda.base import context  # type: ignore[import-not-found]

    # The person's own conda settings must not disturb the base (conda-facts §1.1).
    context.SEARCH_PATH = ()
    from conda.cli.main import main as conda  # type: ignore[import-not-found]

    explicit = prefix / "conda-meta" / "initial-state.explicit.txt"
    answer = conda(
        "install", "--offline", "--yes", "--prefix", str(prefix), "--file", str(explicit)
    )  # fmt: skip
    return int(answer or 0)


if __name__ == "__main__":
    sys.exit({"extract": extract, "link": link}[sys.argv[1]](Path(sys.argv[2])))
