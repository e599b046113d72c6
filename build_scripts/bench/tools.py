"""Other programs that the benchmark compares with; installs Debian packages where it may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

_PACKAGES = {"aria2c": "aria2", "curl": "curl"}


def missing_tools(say: Callable[[str], None]) -> dict[str, str]:
    """The names of programs that are not there and could not be installed, each with why."""
    absent = [name for name in _PACKAGES if shutil.which(name) is None]
    if not absent:
        return {}
    packages = [_PACKAGES[name] for name in absent]
    reason = _install(packages, say)
    return {name: reason for name in absent if shutil.which(name) is None}


def _install(packages: list[str], say: Callable[[str], None]) -> str:
    """Try it; returns why it did not work, which counts only where the program stays missing."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        return f"not installed, and this is no Debian or Ubuntu; install: {names}"
    if os.geteuid() != 0:
        return f"not installed; run: sudo apt-get install {names}"
    say(f"installing {names}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", *packages]):
        done = subprocess.run([*command, "-qq"], check=False, stdout=sys.stderr, env=env)
        if done.returncode:
            return f"apt-get could not install {names} (code {done.returncode})"
    return f"apt-get installed {names}, but the program is still not there"
