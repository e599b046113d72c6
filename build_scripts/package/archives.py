"""Packs a frozen folder into archives that come out the same for the same files.

The two programs stand first: whoever looks into one sees at once what to start.
"""

from __future__ import annotations

import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from package import names

# A window as large as what is packed: 2 % less than one of 32 MB.
_DICTIONARY = 1 << 27


def members(folder: Path) -> Iterator[Path]:
    """Everything below `folder` in the order in which it is packed."""
    found = sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix())
    first = [path for path in found if path.parent == folder and path.is_file()]
    yield from first
    yield from (path for path in found if path not in first)


def write_tar(folder: Path, root: str, file: IO[bytes]) -> None:
    """Write `folder` as a ustar archive in which it is called `root`; "" for nothing around it."""
    with tarfile.open(fileobj=file, mode="w|", format=tarfile.USTAR_FORMAT) as tar:
        if root:
            tar.addfile(_settled(tar.gettarinfo(str(folder), root)))
        for path in members(folder):
            name = path.relative_to(folder).as_posix()
            info = _settled(tar.gettarinfo(str(path), f"{root}/{name}" if root else name))
            if info.isreg():
                with path.open("rb") as data:
                    tar.addfile(info, data)
            else:
                tar.addfile(info)


def write_tar_xz(folder: Path, root: str, target: Path) -> None:
    """The same, packed by xz."""
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": _DICTIONARY}]
    with lzma.open(target, "wb", filters=filters) as file:
        write_tar(folder, root, file)


def write_zip(folder: Path, root: str, target: Path) -> None:
    """Write `folder` as a zip in which it is called `root`."""
    when = _zip_time()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in members(folder):
            if path.is_file():
                info = zipfile.ZipInfo(f"{root}/{path.relative_to(folder).as_posix()}", when)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = (path.stat().st_mode & 0o777) << 16
                archive.writestr(info, path.read_bytes())


def _settled(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = "root"
    info.mtime = names.build_time()
    if info.islnk():  # two names of one file on our drive are two files in the archive
        raise ValueError(f"{info.name} is a hard link")
    return info


def _zip_time() -> tuple[int, int, int, int, int, int]:
    import time

    year, month, day, hour, minute, second, *_ = time.gmtime(names.build_time())
    return (year, month, day, hour, minute, second)
