"""Counts, on the disk, what conda does while it creates an environment and says nothing.

Reads only, so it is true whatever conda prints (conda-facts §4.3d); it starts and changes nothing.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from app.core.files import jsonfile
from app.core.packages.lock import Lock, LockedPackage
from app.core.packages.unpacked import record_file

_SITE_PACKAGES = "site-packages/"
_SCRIPTS = "python-scripts/"


@dataclass(frozen=True, slots=True)
class Created:
    """How many packages conda has unpacked, linked, entered in conda-meta and compiled by now."""

    unpacked: int
    linked: int
    entered: int
    compiled: int


class CreateCount:
    """Watches one environment being made: `take` what conda is given, `look` as often as wanted.

    The two may be called from different threads. `site_packages` is the folder of that name in
    the new environment, `python` its version.
    """

    def __init__(
        self, lock: Lock, conda_packages: Path, prefix: Path, site_packages: Path, python: str
    ) -> None:
        self._packages = conda_packages
        self._prefix = prefix
        self._site_packages = site_packages
        self._pyc = f".cpython-{''.join(python.split('.')[:2])}.pyc"
        self._lock = threading.Lock()
        self._number = len(lock.packages)
        self._packed: list[LockedPackage] = []
        self.to_unpack = 0
        self._awaited: dict[str, list[str]] = {"linked": [], "entered": [], "compiled": []}
        self._seen = dict.fromkeys(self._awaited, 0)

    def take(self, packages: Iterable[LockedPackage]) -> None:
        """conda has these in its cache now; what is not unpacked there, it will unpack."""
        with self._lock:
            self._learn()
            before = len(self._packed)
            self._packed += packages
            self._learn()
            self.to_unpack += len(self._packed) - before

    @property
    def total(self) -> int:
        """Everything to come, as far as known: each package is unpacked unless it was before,
        linked and entered, and those of pure Python are compiled."""
        compiled = self._seen["compiled"] + len(self._awaited["compiled"])
        return self.to_unpack + 2 * self._number + compiled

    def done(self, created: Created) -> int:
        """How much of `total` that is."""
        return created.unpacked + created.linked + created.entered + created.compiled

    def look(self) -> Created:
        """What is there by now."""
        with self._lock:
            self._learn()
            for kind, files in self._awaited.items():
                still = [file for file in files if not os.path.lexists(file)]
                self._seen[kind] += len(files) - len(still)
                self._awaited[kind] = still
            return Created(unpacked=self.to_unpack - len(self._packed), **self._seen)

    def _learn(self) -> None:
        """Learn from each newly unpacked package which files will tell that it is done."""
        still = []
        for package in self._packed:
            folder = self._packages / package.folder_name
            if record_file(folder).exists():
                self._await(package, folder)
            else:
                still.append(package)
        self._packed = still

    def _await(self, package: LockedPackage, folder: Path) -> None:
        record = str(self._prefix / "conda-meta" / f"{package.folder_name}.json")
        places = [place for place in map(self._place, _paths(folder)) if place]
        self._awaited["entered"].append(record)
        self._awaited["linked"].append(str(places[-1]) if places else record)
        index = jsonfile.read(folder / "info" / "index.json")
        if isinstance(index, dict) and index.get("noarch") == "python":
            modules = [place for place in places if place.suffix == ".py"]
            if modules:
                self._awaited["compiled"].append(str(self._compiled(modules[-1])))

    def _place(self, path: str) -> Path | None:
        """Where a file of a package will stand; None where that is not known beforehand."""
        if path.startswith(_SITE_PACKAGES):
            return self._site_packages / path.removeprefix(_SITE_PACKAGES)
        return None if path.startswith(_SCRIPTS) else self._prefix / PurePosixPath(path)

    def _compiled(self, module: Path) -> Path:
        return module.parent / "__pycache__" / f"{module.stem}{self._pyc}"


def _paths(folder: Path) -> list[str]:
    listed = jsonfile.read(folder / "info" / "paths.json")
    entries: Any = listed.get("paths") if isinstance(listed, dict) else None
    if not isinstance(entries, list):
        return []
    return [str(entry.get("_path", "")) for entry in entries if isinstance(entry, dict)]
