"""Runs inside the installers: lets conda link the base environment from `pkgs`.

Started by an interpreter that the installer has unpacked, with what to do and the prefix. `link`
wants the packages in `pkgs` as conda unpacks them, so nothing is downloaded; the installer for
Windows brings archives, and says `extract` first.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

# What the person may set to see more; every other CONDA_* of the session is kept out.
_KEPT = ("CONDA_VERBOSITY", "CONDA_DEBUG", "CONDA_QUIET")


def extract(prefix: Path) -> int:
    """Unpack every archive beside itself, with what conda wants to know about it."""
    from conda_package_handling.api import extract as unpack  # type: ignore[import-not-found]

    records = json.loads((prefix / "tmp" / "records.json").read_text("utf-8"))
    for name, record in records.items():
        target = prefix / "pkgs" / name.removesuffix(".conda")
        unpack(str(prefix / "pkgs" / name), str(target))
        text = json.dumps(record, indent=1, sort_keys=True)
        (target / "info" / "repodata_record.json").write_text(text, "utf-8")
    return 0


def link(prefix: Path) -> int:
    """Install the packages of conda-meta/initial-state.explicit.txt, offline."""
    _find_packages(prefix / "pkgs")
    _settle_environment(prefix)
    from conda.base import context  # type: ignore[import-not-found]

    # The person's own conda settings must not disturb the base (conda-facts §1.1).
    context.SEARCH_PATH = ()
    from conda.cli.main import main as conda  # type: ignore[import-not-found]

    explicit = prefix / "conda-meta" / "initial-state.explicit.txt"
    answer = conda(
        "install", "--offline", "--yes", "--prefix", str(prefix), "--file", str(explicit)
    )  # fmt: skip
    return int(answer or 0)


def _find_packages(pkgs: Path) -> None:
    """On Linux conda itself still lies there; the Python of Windows' installer has it already."""
    site = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
    for dist in sorted(pkgs.iterdir()):
        for folder in (dist / "site-packages", dist / site):
            if folder.is_dir():
                sys.path.append(str(folder))


def _settle_environment(prefix: Path) -> None:
    for name in [name for name in os.environ if name.startswith("CONDA") and name not in _KEPT]:
        del os.environ[name]
    os.environ.update(
        CONDA_ROOT=str(prefix),
        CONDA_ROOT_PREFIX=str(prefix),
        CONDA_PKGS_DIRS=str(prefix / "pkgs"),
        CONDA_SAFETY_CHECKS="disabled",
        CONDA_EXTRA_SAFETY_CHECKS="no",
    )


if __name__ == "__main__":
    sys.exit({"extract": extract, "link": link}[sys.argv[1]](Path(sys.argv[2])))
