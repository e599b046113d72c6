"""The materials of a kit that a server hands out: listed by its manifest, each with its hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from app.core.cache.kind import CacheKind
from app.core.cancel import Cancel
from app.core.kits import names
from app.core.kits.manifest import MAX_BYTES, Entry, read_manifest
from app.core.network.download import Downloader, FileToFetch
from app.core.network.trouble import ServerTrouble
from app.core.network.words import Rule
from app.core.place import join
from app.core.plan import Plan


@dataclass(frozen=True, slots=True)
class ServedMaterials:
    """What is to be fetched into `folder`, and its paths below the materials' own folder."""

    folder: Path
    entries: tuple[Entry, ...]
    files: tuple[FileToFetch, ...]

    def pairs(self, target: Path) -> list[tuple[Path, Path]]:
        """Each file, once it is fetched, and where it goes below `target`."""
        beginning = f"{names.MATERIALS}/"
        return [
            (self.folder / entry.path, target / entry.path.removeprefix(beginning))
            for entry in self.entries
        ]


def served_materials(
    plan: Plan, cache: Path, download: Downloader, cancel: Cancel
) -> ServedMaterials | None:
    """Ask the server for the list; None where it has none, and so no kit. Raises NoNetwork, and
    PlanInvalid for a manifest that cannot be believed; Cancelled."""
    source = plan.target.source
    try:
        data = download.read(join(source, names.MANIFEST), MAX_BYTES, cancel)
    except ServerTrouble as trouble:
        if trouble.rule is Rule.GONE:
            return None
        raise
    listed = read_manifest(data).files
    entries = tuple(one for one in listed if one.path.startswith(f"{names.MATERIALS}/"))
    folder = cache / CacheKind.MATERIALS / hashlib.sha256(source.encode()).hexdigest()[:16]
    files = tuple(
        FileToFetch(
            (join(source, entry.path),), folder / entry.path, entry.size, sha256=entry.sha256
        )
        for entry in entries
    )
    return ServedMaterials(folder, entries, files)
