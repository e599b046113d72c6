"""Small real packages as conda has them: a zip of two compressed tars, honest or not."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import zstandard

from app.core.packages.lock import LockedPackage


@dataclass(frozen=True)
class Entry:
    """One entry of a tar; `link` makes it a symbolic link, `hard` a hard one."""

    name: str
    data: bytes = b""
    link: str = ""
    hard: str = ""

    def info(self) -> tarfile.TarInfo:
        info = tarfile.TarInfo(self.name)
        info.size = len(self.data)
        if self.link or self.hard:
            info.type = tarfile.SYMTYPE if self.link else tarfile.LNKTYPE
            info.linkname = self.link or self.hard
        return info


def tar(entries: tuple[Entry, ...]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        for entry in entries:
            file.addfile(entry.info(), io.BytesIO(entry.data))
    return out.getvalue()


def described(name: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """What stands in a package's info folder."""
    paths = [
        {"_path": entry.name, "path_type": "hardlink", "size_in_bytes": len(entry.data)}
        for entry in entries
        if not entry.link and not entry.hard
    ]
    index = {"name": name, "version": "1.0", "build": "0", "depends": ["python"]}
    return (
        Entry("info/index.json", json.dumps(index).encode()),
        Entry("info/paths.json", json.dumps({"paths": paths}).encode()),
    )


def make(folder: Path, name: str, *entries: Entry, bz2: bool = False) -> LockedPackage:
    """Write the archive of `name` 1.0 into `folder`/noarch and return its line of a lock."""
    stem = f"{name}-1.0-0"
    file = folder / "noarch" / (f"{stem}.tar.bz2" if bz2 else f"{stem}.conda")
    file.parent.mkdir(parents=True, exist_ok=True)
    info = described(name, entries)
    if bz2:
        import bz2 as packer

        file.write_bytes(packer.compress(tar((*info, *entries))))
    else:
        with zipfile.ZipFile(file, "w") as out:
            out.writestr("metadata.json", json.dumps({"conda_pkg_format_version": 2}))
            out.writestr(f"pkg-{stem}.tar.zst", zstandard.compress(tar(entries)))
            out.writestr(f"info-{stem}.tar.zst", zstandard.compress(tar(info)))
    data = file.read_bytes()
    return LockedPackage(
        name=name,
        version="1.0",
        build="0",
        subdir="noarch",
        url=file.as_uri(),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        md5=hashlib.md5(data).hexdigest(),
    )


def archive_of(package: LockedPackage, folder: Path) -> Path:
    return folder / "noarch" / package.file_name
