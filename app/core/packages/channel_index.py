"""What a plan's channels have for one platform: names, descriptions, newest builds.

Read by the solver's child and kept beside its index; searching in it is `search`'s business.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.core.cache.kind import CacheKind
from app.core.cancel import Cancel
from app.core.files import jsonfile
from app.core.network.answer import path_of
from app.core.network.download import Downloader
from app.core.packages.solve import RattlerSolver
from app.errors import InstallError, NoNetwork

# conda-forge's is over 30 MB; that much is not fetched for descriptions alone.
CHANNELDATA_BYTES = 16 * 1024 * 1024
_LONGEST = 300
_SHARDS_SUFFIX = ".shards-cache-v1"
_SHARDS_MAGIC = b"SHARD-CACHE-V1"
_INDEXES = ("repodata.json", "repodata.json.zst", "repodata_shards.msgpack.zst")


@dataclass(frozen=True, slots=True)
class PackageFact:
    """The newest build that fits: its version and its size in bytes, None where not stated."""

    version: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class ChannelIndex:
    """The names of all packages, and what the channels say about them.

    `fresh` is off where the channels could not be asked and this is what they had before.
    """

    names: tuple[str, ...]
    descriptions: Mapping[str, str] = field(default_factory=dict)
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class ReadIndex:
    """The index, or why there is none."""

    index: ChannelIndex | None = None
    error: InstallError | None = None


@dataclass(frozen=True, slots=True)
class IndexReader:
    """Reads the index of channels (addresses) for the platform `subdir`."""

    solver: RattlerSolver
    download: Downloader
    channels: tuple[str, ...]
    subdir: str

    def names(self) -> ChannelIndex:
        """All names. Where the channels cannot be asked, those that were kept from before.

        Raises NoNetwork where nothing was kept, SolverUnavailable, PlanInvalid, Cancelled.
        """
        request = {"task": "names", "channels": self.channels, "subdir": self.subdir}
        try:
            found = tuple(str(name) for name in self.solver.ask(request)["names"])
        except NoNetwork:
            kept = self._kept()
            if kept is None:
                raise
            return kept
        kept = self._kept()
        return ChannelIndex(found, kept.descriptions if kept is not None else {})

    def described(self, index: ChannelIndex, cancel: Cancel) -> ChannelIndex:
        """The index with what the channels' channeldata.json say, where they have a small one."""
        said: dict[str, str] = {}
        for channel in reversed(self.channels):
            said |= _summaries(channel, self.download, cancel)
        told = ChannelIndex(index.names, said or index.descriptions, index.fresh)
        with suppress(OSError):
            data = {"names": told.names, "descriptions": dict(told.descriptions)}
            jsonfile.write(self._file, data)
        return told

    def facts(self, names: Sequence[str], python: str = "") -> dict[str, PackageFact]:
        """The newest build of each of these packages that fits Python `python` ("" for any);
        packages that there are not are left out. Raises as `names` does."""
        request = {"task": "facts", "channels": self.channels, "subdir": self.subdir}
        found = self.solver.ask({**request, "names": list(names), "python": python})["facts"]
        return {name: PackageFact(fact["version"], fact["size"]) for name, fact in found.items()}

    @property
    def _file(self) -> Path:
        key = hashlib.sha256(json.dumps([self.channels, self.subdir]).encode()).hexdigest()[:16]
        return self.solver.cache / CacheKind.REPODATA / "names" / f"{key}.json"

    def _kept(self) -> ChannelIndex | None:
        data = jsonfile.read(self._file)
        if not isinstance(data, dict) or not isinstance(data.get("names"), list):
            return None
        said = data.get("descriptions")
        descriptions = said if isinstance(said, dict) else {}
        return ChannelIndex(tuple(map(str, data["names"])), descriptions, fresh=False)


def index_mark(channels: Sequence[str], subdir: str, cache: Path) -> str:
    """A fingerprint of the channels' index as it was last read; another one after it changed.

    Local channels are looked at themselves, others by the solver's copies of their index.
    """
    marks = [
        _stat_mark(path_of(f"{channel}/{folder}/{name}"))
        for channel in channels
        if channel.startswith("file:")
        for folder in (subdir, "noarch")
        for name in _INDEXES
    ]
    if not all(channel.startswith("file:") for channel in channels):
        marks += [_copy_mark(copy) for copy in sorted((cache / CacheKind.REPODATA).glob("*.*"))]
    return hashlib.sha256(repr(marks).encode()).hexdigest()


def _stat_mark(path: Path) -> str:
    try:
        stat = path.stat()
    except OSError:
        return ""
    return f"{stat.st_size} {stat.st_mtime_ns}"


def _copy_mark(path: Path) -> str:
    """What a copy of an index holds. rattler rewrites its copies whenever it has asked again, so
    their times tell nothing; a file of another form counts as changed with each byte of it."""
    with suppress(OSError):
        if path.name.endswith(".info.json"):
            about = jsonfile.read(path)
            return str(about.get("blake2_hash")) if isinstance(about, dict) else ""
        if path.suffix == _SHARDS_SUFFIX:
            data = path.read_bytes()
            start = len(_SHARDS_MAGIC) + 4
            if data.startswith(_SHARDS_MAGIC):  # then: length of the headers, headers, index
                data = data[start + int.from_bytes(data[start - 4 : start], "little") :]
            return hashlib.sha256(data).hexdigest()
    return ""


def _summaries(channel: str, download: Downloader, cancel: Cancel) -> dict[str, str]:
    """name -> summary; empty where the channel has none, or none that is cheap to fetch."""
    try:
        data = json.loads(download.read(f"{channel}/channeldata.json", CHANNELDATA_BYTES, cancel))
        packages = data["packages"].items()
        return {
            str(name): " ".join(str(about["summary"]).split())[:_LONGEST]
            for name, about in packages
            if isinstance(about, dict) and about.get("summary")
        }
    except (InstallError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
