"""A small channel with the builds that conda-forge has of PyTorch (conda-facts §9.1): for the
processor, for two CUDA versions, and for Apple's chips. Only its index; nothing can be fetched."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

CPU_BYTES, CUDA_12_BYTES, CUDA_13_BYTES = 52_000_000, 776_800_000, 450_700_000
LINES = {
    "linux-64": {"12.9": CUDA_12_BYTES, "13.0": CUDA_13_BYTES},
    "win-64": {"12.8": 496_000_000, "13.0": 296_000_000},
    "osx-arm64": {},
}


def write(folder: Path) -> str:
    """Write the channel's index for three platforms; returns its address."""
    for subdir, lines in LINES.items():
        records = [*_common(subdir), _torch(subdir, "cpu_generic_0", 0, CPU_BYTES)]
        for line, size in lines.items():
            records += _cuda(subdir, line, size)
        if subdir == "linux-64":
            records.append(_record(subdir, "flash-attn", "2.8.3", "0", ("pytorch", "__cuda")))
        _write(folder, subdir, records)
    _write(folder, "noarch", [])
    return folder.as_uri()


def _common(subdir: str) -> list[dict[str, Any]]:
    return [
        _record(subdir, "python", "3.12.7", "0"),
        _record(subdir, "pip", "25.0", "0", ("python",)),
        _record(subdir, "numpy", "2.1.0", "0", ("python",)),
        _record(subdir, "torchvision", "0.24", "0", ("pytorch",)),
    ]


def _cuda(subdir: str, line: str, size: int) -> list[dict[str, Any]]:
    major, minor = line.split(".")
    version = _record(subdir, "cuda-version", line, "0")
    version["constrains"] = [f"__cuda >={major}"]
    depends: tuple[str, ...] = (f"cuda-version >={line},<{int(major) + 1}", "__cuda")
    if major == "13" and subdir.startswith("linux"):
        depends = (*depends, "__glibc >=2.28")
    torch = _torch(subdir, f"cuda{major}{minor}_generic_200", 200 + int(major), size, depends)
    return [version, torch]


def _torch(
    subdir: str, build: str, number: int, size: int, depends: tuple[str, ...] = ()
) -> dict[str, Any]:
    made = _record(subdir, "pytorch", "2.13.0", build, ("python", *depends))
    return {**made, "build_number": number, "size": size}


def _record(
    subdir: str, name: str, version: str, build: str, depends: tuple[str, ...] = ()
) -> dict[str, Any]:
    content = f"{name}-{version}-{build}-{subdir}".encode()
    return {
        "name": name,
        "version": version,
        "build": build,
        "build_number": 0,
        "depends": list(depends),
        "subdir": subdir,
        "size": 1000,
        "md5": hashlib.md5(content).hexdigest(),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _write(folder: Path, subdir: str, records: list[dict[str, Any]]) -> None:
    files = {f"{one['name']}-{one['version']}-{one['build']}.conda": one for one in records}
    (folder / subdir).mkdir(parents=True)
    index = {"info": {"subdir": subdir}, "packages": {}, "packages.conda": files}
    (folder / subdir / "repodata.json").write_text(json.dumps(index))
