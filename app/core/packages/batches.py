"""Which packages conda can link already while others are still on their way.

Decides only; moving packages into conda's cache is `hand_over`'s business, linking is conda's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.core.files import jsonfile
from app.core.packages.lock import Lock, LockedPackage
from app.core.packages.unpacked import came_from

# conda takes about a second for each batch, whatever is in it (measured with conda 24.7): one is
# worth it when it is half of what is left, so there are never more than a handful.
_WORTHWHILE = 0.5


_SMALL_PART = 0.1


def arrival_order(packages: Sequence[LockedPackage]) -> tuple[LockedPackage, ...]:
    """The order in which packages should be fetched so that conda can link early.

    Python first; then the smallest, a tenth of all bytes, which most others depend on; then pure
    Python, which conda has to compile; then the others. Bigger ones first, so that no big one is
    left alone at the end.
    """
    rest = sorted(packages, key=lambda package: package.size or 0)
    room, small = _SMALL_PART * _bytes(rest), set()
    for package in rest:
        room -= package.size or 0
        if room < 0:
            break
        small.add(package.name)

    def rank(package: LockedPackage) -> tuple[int, int]:
        if package.name == "python":
            return 0, 0
        if package.name in small:
            return 1, 0
        return 2 if package.subdir == "noarch" else 3, -(package.size or 0)

    return tuple(sorted(packages, key=rank))


@dataclass
class Batches:
    """Hands out each package of `lock` once.

    `folders` are where unpacked packages appear, complete from the first moment.
    """

    lock: Lock
    folders: Sequence[Path]
    _given: set[str] = field(default_factory=set)
    _depends: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def left(self) -> tuple[LockedPackage, ...]:
        """The packages that have not been handed out."""
        return tuple(p for p in self.lock.packages if p.name not in self._given)

    def next(self, all_arrived: bool) -> tuple[LockedPackage, ...]:
        """The packages to link now; () while waiting for more is better.

        Only packages whose dependencies are in it or in an earlier batch, because what a package
        runs when it is linked may need them. With `all_arrived` everything that is left.
        """
        batch = self.left if all_arrived else self._complete(self._arrived())
        if not batch or not (all_arrived or self._is_worthwhile(batch)):
            return ()
        self._given.update(package.name for package in batch)
        return batch

    def _arrived(self) -> list[LockedPackage]:
        found = []
        for package in self.left:
            if package.name not in self._depends:
                folder = self._folder_of(package)
                if folder is None:
                    continue
                self._depends[package.name] = _dependencies(folder)
            found.append(package)
        return found

    def _folder_of(self, package: LockedPackage) -> Path | None:
        places = (folder / package.folder_name for folder in self.folders)
        return next((place for place in places if came_from(place) == package.url), None)

    def _complete(self, arrived: list[LockedPackage]) -> tuple[LockedPackage, ...]:
        """Without those that need what has not arrived, and what needs them in turn."""
        missing = {package.name for package in self.left} - {package.name for package in arrived}
        while True:
            kept = [p for p in arrived if missing.isdisjoint(self._depends[p.name])]
            if len(kept) == len(arrived):
                return tuple(kept)
            missing |= {package.name for package in arrived} - {package.name for package in kept}
            arrived = kept

    def _is_worthwhile(self, batch: tuple[LockedPackage, ...]) -> bool:
        # Without Python conda could not compile, nor know where modules belong.
        has_python = self.lock.find("python") is None or "python" in {
            *self._given,
            *(package.name for package in batch),
        }
        # Work grows with both: big ones have more files, each one is checked and written down.
        left = self.left
        many = len(batch) >= _WORTHWHILE * len(left)
        return has_python and (many or _bytes(batch) >= _WORTHWHILE * _bytes(left))


def _bytes(packages: Iterable[LockedPackage]) -> int:
    return sum(package.size or 0 for package in packages)


def _dependencies(folder: Path) -> frozenset[str]:
    index = jsonfile.read(folder / "info" / "index.json")
    depends = index.get("depends") if isinstance(index, dict) else None
    if not isinstance(depends, list):
        return frozenset()
    return frozenset(str(text).split()[0].lower() for text in depends if str(text).split())
