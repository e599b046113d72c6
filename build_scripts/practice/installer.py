"""Put a self-extracting shell installer together: header, archives, checksum.

Two levels: `write_installer` for any contents, `build_installer` for a base environment.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import math
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from practice.conda_package import EPOCH, BuiltPackage, unpack
from practice.systems import System

_HERE = Path(__file__).parent
# Where the base packages say they come from. The name can never exist (RFC 2606), so nobody is
# ever sent to a server; conda only compares it.
ORIGIN = "https://practice.seedbed.invalid/channel"
_MARKER = "@END_OF_HEADER@\n"
_CONDARC = "# Written by the installer; this conda has no other solver.\nsolver: classic\n"
_INSTALL_BASE = (
    'exec "$1/pkgs/{python}/bin/python" -I -B -X utf8 "$1/install_tmp/install_base.py" link "$1"\n'
)


@dataclass(frozen=True)
class Product:
    """What the installer calls itself, and the system it is for."""

    name: str
    version: str
    system: System
    licence: str

    @property
    def file_name(self) -> str:
        """e.g. SeedbedPractice3-24.7.1-0-Linux-x86_64.sh"""
        ending = {"linux": "sh", "windows": "exe"}[self.system.family]
        return f"{self.name}-{self.version}-{self.system.title}-{self.system.machine}.{ending}"


@dataclass(frozen=True)
class Contents:
    """What an installer carries: two folders laid over the prefix, and files for install_tmp.

    `extras` must contain install_base.sh, called with the prefix; it may contain
    pre_install.sh and post_install.sh.
    """

    bootstrap: Path
    payload: Path
    extras: Mapping[str, str]


def build_installer(
    product: Product, packages: Iterable[BuiltPackage], work: Path, folder: Path
) -> Path:
    """Write the installer of a base environment made of `packages` (one of them python)."""
    bootstrap, payload = work / "bootstrap", work / "payload"
    base = sorted(packages, key=lambda package: package.info.name)
    python = next(package for package in base if package.info.name == "python")
    for package in base:
        home = bootstrap if package is python else payload
        target = home / "pkgs" / package.info.dist
        unpack(package.path, target)
        (target / "info" / "repodata_record.json").write_text(
            json.dumps(cache_record(package), indent=1, sort_keys=True), "utf-8"
        )
    write_state(payload, base)
    command = "set -eu\n" + _INSTALL_BASE.format(python=python.info.dist)
    extras = {
        "install_base.sh": command,
        "install_base.py": (_HERE / "install_base.py").read_text("utf-8"),
    }
    return write_installer(product, Contents(bootstrap, payload, extras), folder)


def cache_record(package: BuiltPackage) -> dict[str, object]:
    """What conda keeps beside an unpacked package (conda-facts §5.1)."""
    channel = f"{ORIGIN}/{package.info.subdir}"
    name = package.path.name
    return {**package.record(), "fn": name, "channel": channel, "url": f"{channel}/{name}"}


def write_state(payload: Path, base: list[BuiltPackage]) -> None:
    """The files by which conda knows the base environment and its package cache."""
    urls = [str(cache_record(package)["url"]) for package in base]
    explicit = [f"{url}#{package.md5}" for url, package in zip(urls, base, strict=True)]
    files = {
        "conda-meta/history": "",
        "conda-meta/initial-state.explicit.txt": "\n".join(["@EXPLICIT", *explicit, ""]),
        "pkgs/urls": "".join(f"{url}\n" for url in urls),
        "pkgs/urls.txt": "".join(f"{url}\n" for url in urls),
        ".condarc": _CONDARC,
    }
    for name, text in files.items():
        (payload / name).parent.mkdir(parents=True, exist_ok=True)
        (payload / name).write_text(text, "utf-8")


def write_installer(product: Product, contents: Contents, folder: Path) -> Path:
    """Write `<folder>/<product.file_name>`: the shell header followed by the tar file."""
    bootstrap, payload = _tar_gz(contents.bootstrap), _tar_gz(contents.payload)
    members = {name: text.encode() for name, text in contents.extras.items()}
    members |= {"bootstrap.tar.gz": bootstrap, "payload.tar.gz": payload}
    archive = _tar(members)
    unpacked = sum(_size(tree) for tree in (contents.bootstrap, contents.payload))
    needed = math.ceil((unpacked + len(archive)) / 1_000_000)
    target = folder / product.file_name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(_header(product, archive, needed).encode() + archive)
    target.chmod(0o755)
    return target


def _header(product: Product, archive: bytes, needed_mb: int) -> str:
    text = (_HERE / "installer_header.sh").read_text("utf-8").removesuffix(_MARKER)
    if "END_OF_LICENCE" in product.licence:
        raise ValueError("the licence text contains the header's own end mark")
    filled = {
        "@NAME@": product.name,
        "@VERSION@": product.version,
        "@PLATFORM@": f"Linux-{product.system.machine}",
        "@MACHINE@": product.system.machine,
        "@DEFAULT_FOLDER@": product.name.lower(),
        "@NEEDED_MB@": str(needed_mb),
        "@TAR_MD5@": hashlib.md5(archive, usedforsecurity=False).hexdigest(),
        "@LICENCE@": product.licence.strip(),
    }
    for mark, value in filled.items():
        text = text.replace(mark, value)
    return text.replace("@HEADER_LINES@", str(text.count("\n")))


def _size(tree: Path) -> int:
    return sum(p.stat().st_size for p in tree.rglob("*") if p.is_file() and not p.is_symlink())


def _tar(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in sorted(members.items()):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(data), EPOCH, 0o644
            tar.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def _tar_gz(tree: Path) -> bytes:
    """The contents of a folder, in a fixed order and without owners."""
    out = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=out, mode="wb", compresslevel=6, mtime=EPOCH) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.GNU_FORMAT) as tar,
    ):
        for path in sorted(tree.rglob("*")):
            entry = tar.gettarinfo(path, path.relative_to(tree).as_posix())
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            entry.mtime = EPOCH
            if entry.isreg():
                with path.open("rb") as content:
                    tar.addfile(entry, content)
            else:
                tar.addfile(entry)
    return out.getvalue()
