"""A Debian with nothing but the minimum, in a folder, for trying what people download.

Made once by debootstrap and kept; each trial works in the same one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from package import names
from package.proof import Proven, Trial, selftest

_FOLDER = names.ROOT / ".cache" / "bare-debian"
_SUITE = "bookworm"
_INSIDE = "opt/try"


def is_possible() -> bool:
    """Whether this machine can have one: it takes root and debootstrap."""
    return os.geteuid() == 0 and shutil.which("debootstrap") is not None


def prove_bare(single: Path, deb: Path) -> Iterator[Proven]:
    """Start the one file, and install the package without what it asks for, in a bare Debian.

    There is no certificate there, no font and no library of Qt.
    """
    root = _made()
    place = root / _INSIDE
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    shutil.copy2(single, place / "Seedbed")
    shutil.copy2(deb, place / "seedbed.deb")
    bare = "a bare Debian 12, without any of Qt's libraries"
    environment = {"HOME": "/root", "PATH": os.defpath, "LANG": "C.UTF-8"}
    with _mounted(root):
        command = [_chroot(), str(root), f"/{_INSIDE}/Seedbed"]
        yield selftest(Trial(single.name, bare, command, environment))
        install = [_chroot(), str(root), "dpkg", "--force-depends", "-i", f"/{_INSIDE}/seedbed.deb"]
        done = subprocess.run(install, check=False, capture_output=True, text=True)
        if done.returncode:
            yield Proven(deb.name, bare, False, 0, done.stderr[-2000:])
            return
        command = [_chroot(), str(root), "/usr/bin/seedbed"]
        yield selftest(Trial(deb.name, bare, command, environment))
        remove = [_chroot(), str(root), "dpkg", "--force-depends", "-r", "seedbed"]
        gone = subprocess.run(remove, check=False, capture_output=True, text=True)
        left = (root / "usr/lib/seedbed").exists() or "environments" not in gone.stdout
        yield Proven(deb.name, "removed again", gone.returncode == 0 and not left, 0, gone.stdout)


def _chroot() -> str:
    """By its whole path: a person's PATH does not lead to it."""
    return shutil.which("chroot") or "/usr/sbin/chroot"


def _made() -> Path:
    if not (_FOLDER / "usr/bin/dpkg").exists():
        shutil.rmtree(_FOLDER, ignore_errors=True)
        command = ["debootstrap", "--variant=minbase", _SUITE, str(_FOLDER)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return _FOLDER


@contextmanager
def _mounted(root: Path) -> Iterator[None]:
    """The processes and devices that programs expect to see."""
    mounts = (("proc", "proc", "proc"), ("tmpfs", "tmpfs", "dev/shm"))
    done: list[Path] = []
    try:
        for kind, source, name in mounts:
            target = root / name
            target.mkdir(parents=True, exist_ok=True)
            subprocess.run(["mount", "-t", kind, source, str(target)], check=True)
            done.append(target)
        yield
    finally:
        for target in reversed(done):
            subprocess.run(["umount", "-l", str(target)], check=True)
