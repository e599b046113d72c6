"""Gives the files of a package their one time and their byte-code, which depends on it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from practice.conda_package import EPOCH
from practice.systems import Python


def set_times(tree: Path) -> None:
    """Give every file below `tree` the one time that all packages carry."""
    for path in tree.rglob("*"):
        os.utime(path, (EPOCH, EPOCH), follow_symlinks=False)


def compile_tree(python: Python, tree: Path, folders: list[Path]) -> None:
    """Write the byte-code of `folders`, tests left out, with names relative to `tree`.

    Sources that this Python cannot compile (templates, other versions) are passed over, as
    every package builder does. Without a compiler the package has none, which only costs time.
    """
    if python.compiler is None:
        return
    command: list[str | Path] = [
        python.compiler, "-I", "-B", "-m", "compileall", "-qq",
        "--invalidation-mode", "timestamp", "-x", "/(tests?|lib2to3|idlelib)/",
        "-s", tree, "-p", "/", *folders,
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    for cache in tree.rglob("__pycache__/*.pyc"):
        os.utime(cache, (EPOCH, EPOCH))
