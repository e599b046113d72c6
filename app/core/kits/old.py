"""What an earlier making has left in a folder: only that is ever replaced or removed there."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from app.core.foreign_text import shown
from app.core.kits import names
from app.core.kits.manifest import MAX_BYTES, read_manifest, read_unfinished
from app.core.workshops.opening import bytes_of
from app.errors import PlanInvalid
from app.i18n import _


def owned_files(kit: Path) -> dict[str, str]:
    """The files that the kit's manifest, or the mark of an interrupted making, says are the kit's,
    with the SHA-256 that they had; "" where only the mark names them.

    Raises PlanInvalid where one of them is there and cannot be read.
    """
    found: dict[str, str] = {}
    if (kit / names.UNFINISHED).is_file():
        mark = bytes_of(names.inside(kit, names.UNFINISHED), MAX_BYTES)
        found |= dict.fromkeys(read_unfinished(mark), "")
    if (kit / names.MANIFEST).is_file():
        manifest = read_manifest(bytes_of(names.inside(kit, names.MANIFEST), MAX_BYTES))
        found |= {entry.path: entry.sha256 for entry in manifest.files}
    return found


def refuse_strangers(kit: Path, wanted: Iterable[str], owned: Collection[str]) -> None:
    """Raise PlanInvalid where somebody else's file is in the way of one of the kit."""
    for path in wanted:
        place = names.inside(kit, path)
        if path not in owned and os.path.lexists(place):
            raise PlanInvalid(
                _("{path} in {folder} is in the way, and no kit has made it.").format(
                    path=shown(path), folder=kit
                ),
                _("Choose an empty folder, or move what is there somewhere else."),
            )


def remove_files(kit: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Remove these files, and folders that are empty then; returns those that were there."""
    removed = []
    for path in sorted(paths):
        place = names.inside(kit, path)
        if not place.is_file():
            continue
        place.unlink()
        removed.append(path)
        for folder in place.relative_to(kit).parents:
            if folder.parts:
                with suppress(OSError):  # it is not empty
                    (kit / folder).rmdir()
    return tuple(removed)
