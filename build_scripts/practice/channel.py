"""Write a folder of `.conda` files up as a channel: repodata.json and its .zst, per subdir.

Does not build packages.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import zstandard

from practice.conda_package import BuiltPackage


def write_index(folder: Path, subdirs: Iterable[str], packages: Iterable[BuiltPackage]) -> None:
    """Write the indexes of all `subdirs`, also of those without packages (conda-facts §5.3).

    Raises ValueError if two packages share a name, or something is needed that is not there.
    """
    built = list(packages)
    _refuse_twice(built)
    absent = missing_names(built)
    if absent:
        raise ValueError(f"the channel lacks packages that others need: {', '.join(absent)}")
    for subdir in subdirs:
        records = {p.path.name: p.record() for p in built if p.info.subdir == subdir}
        index = {
            "info": {"subdir": subdir},
            "packages": {},
            "packages.conda": dict(sorted(records.items())),
            "removed": [],
            "repodata_version": 1,
        }
        text = json.dumps(index, indent=1, sort_keys=True).encode()
        target = folder / subdir
        target.mkdir(parents=True, exist_ok=True)
        (target / "repodata.json").write_bytes(text)
        compressed = zstandard.ZstdCompressor(level=16).compress(text)
        (target / "repodata.json.zst").write_bytes(compressed)


def missing_names(packages: Iterable[BuiltPackage]) -> list[str]:
    """Names of packages that a package depends on and nobody provides."""
    built = list(packages)
    present = {package.info.name for package in built}
    wanted = {spec.split()[0] for package in built for spec in package.info.depends}
    return sorted(wanted - present)


def _refuse_twice(built: list[BuiltPackage]) -> None:
    counts = Counter((package.info.subdir, package.info.dist) for package in built)
    twice = sorted(dist for (_, dist), count in counts.items() if count > 1)
    if twice:
        raise ValueError(f"built twice: {', '.join(twice)}")
