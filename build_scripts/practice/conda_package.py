"""Write and unpack `.conda` archives, and describe them as an index wants them.

Knows the archive format only; where the files come from belongs to the callers.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Any, Literal

import zstandard

# Every file gets this time (2024-01-01), so that the same inputs give the same bytes and the
# byte-code made beforehand stays valid: Python compares the source's time with the one inside.
EPOCH = 1_704_067_200
# conda writes the real prefix in the place of this text wherever paths.json says so.
# As long as conda allows a prefix to be: a longer one than this cannot be written into a binary
# file (conda-facts §1.1).
PLACEHOLDER = ("/opt/seedbed_practice" + "_placehold" * 24)[:255]
_ZIP_DATE = (2024, 1, 1, 0, 0, 0)
_LEVEL = 9


@dataclass(frozen=True)
class PackageInfo:
    """What a package says about itself (info/index.json). `subdir` is "noarch" for noarch."""

    name: str
    version: str
    build: str
    subdir: str
    build_number: int = 0
    depends: tuple[str, ...] = ()
    constrains: tuple[str, ...] = ()
    noarch: Literal["python", "generic"] | None = None
    entry_points: tuple[str, ...] = ()
    licence: str = ""
    summary: str = ""

    @property
    def dist(self) -> str:
        """`name-version-build`, the name of the archive and of its unpacked folder."""
        return f"{self.name}-{self.version}-{self.build}"

    def index(self) -> dict[str, Any]:
        """The content of info/index.json."""
        index: dict[str, Any] = {
            "name": self.name,
            "version": self.version,
            "build": self.build,
            "build_number": self.build_number,
            "depends": list(self.depends),
            "constrains": list(self.constrains),
            "subdir": self.subdir,
            "license": self.licence,
            "timestamp": EPOCH * 1000,
        }
        if self.noarch:
            index["noarch"] = self.noarch
        return index


@dataclass(frozen=True)
class BuiltPackage:
    """A finished archive with its size in bytes and its checksums."""

    info: PackageInfo
    path: Path
    size: int
    md5: str
    sha256: str

    def record(self) -> dict[str, Any]:
        """The package's entry in repodata.json (conda-facts §5.3)."""
        return {**self.info.index(), "size": self.size, "md5": self.md5, "sha256": self.sha256}


def write_package(tree: Path, info: PackageInfo, folder: Path) -> BuiltPackage:
    """Pack `tree` (laid out like a prefix) as `<folder>/<subdir>/<dist>.conda`."""
    target = folder / info.subdir / f"{info.dist}.conda"
    target.parent.mkdir(parents=True, exist_ok=True)
    paths = [_path_entry(tree, path) for path in sorted(_files(tree))]
    with TemporaryDirectory(dir=folder) as scratch:
        inside = Path(scratch)
        _write_info(inside / "info", info, paths)
        parts = {
            f"pkg-{info.dist}.tar.zst": _tar(tree, inside / "pkg", sorted(_files(tree))),
            f"info-{info.dist}.tar.zst": _tar(inside, inside / "meta", _files(inside / "info")),
        }
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            meta = zipfile.ZipInfo("metadata.json", _ZIP_DATE)
            archive.writestr(meta, json.dumps({"conda_pkg_format_version": 2}))
            for name, part in parts.items():
                archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), part.read_bytes())
    data = target.read_bytes()
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return BuiltPackage(info, target, len(data), md5, hashlib.sha256(data).hexdigest())


def unpack(package: Path, target: Path) -> None:
    """Unpack a `.conda` archive into `target` as conda's package cache holds it."""
    target.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(package) as archive:
        for name in archive.namelist():
            if name.endswith(".tar.zst"):
                with archive.open(name) as compressed, _open_tar(compressed) as tar:
                    # Python 3.11.2, as Debian 12 has it, does not know the argument `filter`.
                    tar.extraction_filter = getattr(tarfile, "tar_filter", None)
                    tar.extractall(target)


@contextmanager
def _open_tar(compressed: IO[bytes]) -> Iterator[tarfile.TarFile]:
    with (
        zstandard.ZstdDecompressor().stream_reader(compressed) as plain,
        tarfile.open(fileobj=plain, mode="r|") as tar,
    ):
        yield tar


def _files(tree: Path) -> Iterator[Path]:
    """All files and links below `tree`; empty folders do not travel in a package."""
    for folder, names, files in os.walk(tree):
        here = Path(folder)
        yield from (here / name for name in files)
        yield from (here / name for name in names if (here / name).is_symlink())


def _path_entry(tree: Path, path: Path) -> dict[str, Any]:
    """One entry of info/paths.json; the placeholder is recorded where the file contains it."""
    entry: dict[str, Any] = {"_path": path.relative_to(tree).as_posix()}
    entry["path_type"] = "softlink" if path.is_symlink() else "hardlink"
    data = b"" if path.is_symlink() else path.read_bytes()
    entry["sha256"] = hashlib.sha256(data).hexdigest()
    entry["size_in_bytes"] = len(data)
    if PLACEHOLDER.encode() in data:
        entry["prefix_placeholder"] = PLACEHOLDER
        entry["file_mode"] = "binary" if b"\0" in data else "text"
    return entry


def _write_info(folder: Path, info: PackageInfo, paths: list[dict[str, Any]]) -> None:
    contents: dict[str, Any] = {
        "index.json": info.index(),
        "paths.json": {"paths": paths, "paths_version": 1},
        "about.json": {"summary": info.summary, "license": info.licence},
    }
    if info.noarch == "python":
        noarch = {"type": "python", "entry_points": list(info.entry_points)}
        contents["link.json"] = {"noarch": noarch, "package_metadata_version": 1}
    folder.mkdir(parents=True)
    for name, content in contents.items():
        (folder / name).write_text(json.dumps(content, indent=1, sort_keys=True), "utf-8")
    (folder / "files").write_text("".join(f"{p['_path']}\n" for p in paths), "utf-8")


def _tar(root: Path, target: Path, paths: Iterator[Path] | list[Path]) -> Path:
    """A compressed tar of `paths`, named relative to `root`, without owners and real times."""
    compressor = zstandard.ZstdCompressor(level=_LEVEL)
    with (
        target.open("wb") as out,
        compressor.stream_writer(out) as compressed,
        tarfile.open(fileobj=compressed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in sorted(paths):
            entry = tar.gettarinfo(path, PurePosixPath(path.relative_to(root)).as_posix())
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            entry.mtime = EPOCH
            entry.mode = 0o755 if entry.mode & 0o111 else 0o644
            if entry.issym():
                tar.addfile(entry)
                continue
            # Two names of one file would become a link inside the archive; conda wants files.
            entry.type, entry.linkname, entry.size = tarfile.REGTYPE, "", path.stat().st_size
            with path.open("rb") as content:
                tar.addfile(entry, content)
    return target
