"""A small real workshop: a channel of honest little packages for two systems, installers, notes."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import zstandard

from tests.fakes.conda_archive import Entry, tar

SUBDIRS = ("linux-64", "win-64")
SYSTEMS = {"linux-64": ("linux", "Small-Linux.sh"), "win-64": ("windows", "Small-Windows.exe")}
WORKSHOP = """\
schema = 1
[workshop]
title = "Small <workshop>"
[conda]
distribution = "small"
version = "1.0"
catalog = "installers.toml"
[environment]
name = "small"
channels = ["./channel"]
packages = ["tiny"]
"""
MATERIALS = '[materials]\nfolder = "notes"\n'


def make_workshop(folder: Path, materials: bool = True, payload: bytes = b"") -> Path:
    """Write the workshop into `folder`; `payload` makes its package "tiny" larger."""
    channel = folder / "channel"
    for subdir in SUBDIRS:
        packages = [
            package(channel, subdir, "python", "3.12.1"),
            package(channel, subdir, "tiny", "1.0", "python", "shared", payload=payload),
        ]
        write_index(channel, subdir, packages)
    shared = [package(channel, "noarch", name, "2.0") for name in ("pip", "shared")]
    write_index(channel, "noarch", shared)
    write_installers(folder)
    (folder / "workshop.toml").write_text(WORKSHOP + (MATERIALS if materials else ""), "utf-8")
    if materials:
        (folder / "notes" / "第一课").mkdir(parents=True)
        (folder / "notes" / "read me.txt").write_text("hello")
        (folder / "notes" / "第一课" / "a.ipynb").write_text("{}")
    return folder


def package(
    channel: Path, subdir: str, name: str, version: str, *depends: str, payload: bytes = b""
) -> dict[str, Any]:
    """Write one archive and return its record."""
    stem = f"{name}-{version}-0"
    index = {
        "name": name,
        "version": version,
        "build": "0",
        "build_number": 0,
        "depends": list(depends),
        "subdir": subdir,
    }
    paths = json.dumps({"paths": [], "paths_version": 1}).encode()
    info = (Entry("info/index.json", json.dumps(index).encode()), Entry("info/paths.json", paths))
    file = channel / subdir / f"{stem}.conda"
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("metadata.json", json.dumps({"conda_pkg_format_version": 2}))
        body = tar((Entry(f"lib/{subdir}-{name}", payload),))
        out.writestr(f"pkg-{stem}.tar.zst", zstandard.compress(body))
        out.writestr(f"info-{stem}.tar.zst", zstandard.compress(tar(info)))
    data = file.read_bytes()
    digests = {"sha256": hashlib.sha256(data).hexdigest(), "md5": hashlib.md5(data).hexdigest()}
    return {**index, **digests, "size": len(data)}


def write_index(channel: Path, subdir: str, packages: list[dict[str, Any]]) -> None:
    names = {f"{one['name']}-{one['version']}-{one['build']}.conda": one for one in packages}
    index = {"info": {"subdir": subdir}, "packages": {}, "packages.conda": names}
    (channel / subdir / "repodata.json").write_text(json.dumps(index))


def write_installers(folder: Path) -> None:
    """Two installers, and the catalogue with their hashes."""
    text = 'schema = 1\n[[distribution]]\nid = "small"\ntitle = "Small"\n'
    text += 'licence_text = """\nA "licence".\n"""\n'
    for system, name in SYSTEMS.values():
        file = folder / "installers" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(name.encode() * 500)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        text += (
            f'[[installer]]\ndistribution = "small"\nversion = "1.0"\nos = "{system}"\n'
            f'cpu = "x86_64"\nfile = "{name}"\nurl = "installers/{name}"\nsha256 = "{digest}"\n'
        )
    (folder / "installers.toml").write_text(text, "utf-8")


def served(folder: Path) -> dict[str, bytes]:
    """All files of a folder as a server has them, by path."""
    return {
        f"/{file.relative_to(folder).as_posix()}": file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }
