"""Checks a kit: every file against its manifest, and the manifest against lock and catalogue.

A kit is somebody else's: links are not followed, and nothing in it is run here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.core.cancel import Cancel
from app.core.foreign_text import printable
from app.core.kits import names
from app.core.kits.copying import hash_of
from app.core.kits.manifest import MAX_BYTES, Entry, Manifest, read_manifest
from app.core.kits.promises import broken_promises
from app.core.session import Session
from app.core.workshops.opening import bytes_of
from app.errors import PlanInvalid
from app.i18n import _

OnBytes = Callable[[int, int | None], None]

_MOST_FILES = 200_000
# What systems put onto sticks by themselves.
_OF_SYSTEMS = frozenset({".ds_store", "thumbs.db", "desktop.ini", "autorun.inf"})
_FOLDERS_OF_SYSTEMS = frozenset(
    {"system volume information", "$recycle.bin", ".trashes", ".spotlight-v100", ".fseventsd"}
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. `problems` are sentences about what the kit promises and does not hold;
    `complete` are the platforms for which nothing is missing or altered."""

    manifest: Manifest
    missing: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    complete: tuple[str, ...] = field(default=())

    @property
    def whole(self) -> bool:
        """Whether the kit has everything that it says, unaltered."""
        return not self.missing and not self.altered and not self.problems


def check_kit(folder: Path, session: Session, cancel: Cancel, on_bytes: OnBytes) -> Checked:
    """Look at every file of the kit in `folder`.

    Raises PlanInvalid where that is no kit, one that was not finished, or one whose manifest
    cannot be believed; Cancelled.
    """
    manifest = manifest_of(folder)
    there, links = _files_in(folder, cancel)
    missing, altered = [], list[str]()
    done = 0
    for entry in manifest.files:
        cancel.check()
        if entry.path in links or any(entry.path.startswith(f"{link}/") for link in links):
            altered.append(entry.path)
        elif entry.path not in there:
            missing.append(entry.path)
        elif not _is_genuine(folder / entry.path, there[entry.path], entry, cancel):
            altered.append(entry.path)
        done += entry.size
        on_bytes(done, manifest.bytes)
    known = {entry.path for entry in manifest.files} | {names.MANIFEST}
    strange = sorted(path for path in {*there, *links} - known if not _is_systems(path))
    problems = broken_promises(folder, manifest, session, cancel)
    bad = {*missing, *altered}
    return Checked(
        manifest,
        tuple(missing),
        tuple(altered),
        tuple(map(printable, strange)),
        tuple(sentence for _subdir, sentence in problems),
        tuple(_complete(manifest, bad, {subdir for subdir, _sentence in problems})),
    )


def manifest_of(folder: Path) -> Manifest:
    """The manifest of a finished kit. Raises PlanInvalid where `folder` has none."""
    if not folder.is_dir():
        raise PlanInvalid(
            _("There is no folder {folder}.").format(folder=folder),
            _("Check the path; a zipped kit is unpacked first."),
        )
    names.refuse_unfinished(folder)
    if not (folder / names.MANIFEST).is_file():
        raise PlanInvalid(
            _("The folder {folder} has no {name}, so it is not a kit.").format(
                folder=folder, name=names.MANIFEST
            ),
            _("Open the folder that contains this file."),
        )
    return read_manifest(bytes_of(names.inside(folder, names.MANIFEST), MAX_BYTES))


def _files_in(folder: Path, cancel: Cancel) -> tuple[dict[str, int], set[str]]:
    """The files by path with their sizes, and what is a link (or no ordinary file)."""
    files: dict[str, int] = {}
    links: set[str] = set()
    for path, entry in _walk(folder):
        cancel.check()
        if entry.is_file(follow_symlinks=False):
            files[path] = entry.stat(follow_symlinks=False).st_size
        else:
            links.add(path)
        if len(files) + len(links) > _MOST_FILES:
            raise PlanInvalid(
                _("{folder} has far too many files for a kit.").format(folder=folder),
                _("Check that this is the right folder."),
            )
    return files, links


def _walk(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """All but folders, with the path in the kit; a folder that cannot be read has nothing."""
    waiting = [(str(folder), "")]
    while waiting:
        place, beginning = waiting.pop()
        try:
            entries = list(os.scandir(place))
        except OSError:
            continue
        for entry in entries:
            path = beginning + entry.name
            if entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, f"{path}/"))
            else:
                yield path, entry


def _is_genuine(place: Path, size: int, entry: Entry, cancel: Cancel) -> bool:
    try:
        return size == entry.size and hash_of(place, cancel) == entry.sha256
    except OSError:  # a stick that cannot be read any more
        return False


def _is_systems(path: str) -> bool:
    first, name = path.split("/")[0].lower(), path.split("/")[-1].lower()
    return first in _FOLDERS_OF_SYSTEMS or name in _OF_SYSTEMS or name.startswith("._")


def _complete(manifest: Manifest, bad: Iterable[str], broken: Iterable[str]) -> Iterator[str]:
    """The platforms for which everything is there; a problem of "" is one of all."""
    bad, broken = set(bad), set(broken)
    for subdir in manifest.platforms:
        needed = {entry.path for entry in manifest.needed_by(subdir)}
        if not needed & bad and not broken & {subdir, ""}:
            yield subdir
