"""Runs inside the installer: lets the unpacked conda link the base environment from `pkgs`.

Started by the unpacked interpreter with the prefix as its only argument. The packages lie in
`pkgs` as conda unpacks them, so nothing is downloaded and nothing is copied twice.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

# What the person may set to see more; every other CONDA_* of the session is kept out.
_KEPT = ("CONDA_VERBOSITY", "CONDA_DEBUG", "CONDA_QUIET")


def _find_packages(pkgs: Path) -> None:
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


def main() -> int:
    """Install the packages of conda-meta/initial-state.explicit.txt, offline."""
    prefix = Path(sys.argv[1])
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


if __name__ == "__main__":
    sys.exit(main())
