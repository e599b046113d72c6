"""The Debian package: the folder under /usr/lib, a menu entry, icons, and what it needs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from package import icons, names
from package.freezing import PackagingFailed, settle, size_of

_TEXTS = Path(__file__).with_name("debian")
_MACHINES = {"x86_64": "amd64", "arm64": "arm64"}
_LIBRARY = "usr/lib/seedbed"
_EXECUTABLE = ("prerm", "postrm")


def name() -> str:
    """The package's file name."""
    return f"seedbed_{names.version()}_{_MACHINES[names.architecture()]}.deb"


def write_deb(folder: Path, glibc: str, target: Path) -> None:
    """Write the package of the frozen `folder`. Raises PackagingFailed."""
    with TemporaryDirectory() as scratch:
        root = Path(scratch) / "seedbed"
        shutil.copytree(folder, root / _LIBRARY, symlinks=True)
        (root / "usr/bin").mkdir(parents=True)
        (root / "usr/bin/seedbed").symlink_to(f"../lib/seedbed/{names.console_program('linux')}")
        _write_desktop_files(root)
        _write_control(root, glibc)
        settle(root)
        _build(root, target)


def _write_desktop_files(root: Path) -> None:
    share = root / "usr/share"
    for source, place in (
        ("seedbed.desktop", "applications/seedbed.desktop"),
        ("seedbed.xml", "mime/packages/seedbed.xml"),
        ("copyright", "doc/seedbed/copyright"),
    ):
        target = share / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_TEXTS / source, target)
    scalable = share / "icons/hicolor/scalable/apps/seedbed.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copyfile(names.ROOT / "resources/icons/seedbed.svg", scalable)
    for size in icons.PNG_SIZES:
        picture = share / f"icons/hicolor/{size}x{size}/apps/seedbed.png"
        picture.parent.mkdir(parents=True)
        picture.write_bytes(icons.png(size))


def _write_control(root: Path, glibc: str) -> None:
    kilobytes = size_of(root) // 1024
    text = (_TEXTS / "control").read_text("utf-8").format(
        version=names.version(), machine=_MACHINES[names.architecture()],
        glibc=glibc, kilobytes=kilobytes,
    )  # fmt: skip
    folder = root / "DEBIAN"
    folder.mkdir()
    (folder / "control").write_text(text, "utf-8")
    for script in _EXECUTABLE:
        shutil.copyfile(_TEXTS / script, folder / script)
        (folder / script).chmod(0o755)


def _build(root: Path, target: Path) -> None:
    import os

    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(names.build_time())}
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(target)]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    except FileNotFoundError:
        raise PackagingFailed("A .deb needs dpkg-deb: apt-get install dpkg") from None
    if done.returncode:
        raise PackagingFailed(f"dpkg-deb failed:\n{done.stderr[-3000:]}")
