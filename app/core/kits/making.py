"""Makes a kit: fetches and writes what is missing, removes what no longer belongs, manifest last.

As long as the mark of an unfinished kit lies in it, nobody takes it for a whole one. What goes
into it is found by `ingredients` and `recipe`.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import Timeout

from app.core.amounts import bytes_text
from app.core.cancel import Cancel
from app.core.files import jsonfile
from app.core.files.disk_trouble import writing
from app.core.kits import index, names
from app.core.kits.copying import copy_file, hash_of, hash_of_text, write_text
from app.core.kits.ingredients import app_files, find_ingredients
from app.core.kits.manifest import Entry, Manifest, write_manifest, write_unfinished
from app.core.kits.old import owned_files, refuse_strangers, remove_files
from app.core.kits.recipe import Recipe, recipe_for
from app.core.kits.telling import Emit, Telling
from app.core.place import is_address
from app.core.run.run_lock import run_lock
from app.core.session import Session
from app.core.workshops.locking import LockFor
from app.core.workshops.opening import Opened
from app.errors import CommandFailed, NoSpace, PlanInvalid
from app.i18n import _
from app.paths import workspace_for

_PARTS = {"lock": 5.0, "fetch": 80.0, "index": 10.0, "write": 5.0}
_SPARE_BYTES = 16 * 1024 * 1024  # what indexes, texts and the file system itself need


@dataclass(frozen=True, slots=True)
class Made:
    """A kit that is complete; `written` and `removed` are the paths that this making changed."""

    folder: Path
    manifest: Manifest
    written: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workbench:
    """What the making works with, and who hears of it; `apps` are Seedbed's own files, for the
    kit."""

    session: Session
    cancel: Cancel
    emit: Emit
    apps: tuple[Path, ...] = ()


def make_kit(opened: Opened, asked: LockFor, folder: Path, bench: Workbench) -> Made:
    """Make the kit of a workshop in `folder`, or bring the one that is there up to date.

    Raises PlanInvalid for a workshop of which none can be made and for a folder that is somebody
    else's, NoNetwork, NoSpace, CommandFailed, Cancelled. What is there by then is kept, and the
    next making goes on from it.
    """
    _refuse_own_folder(opened, folder)
    workspace = workspace_for(folder)
    with writing(workspace):
        workspace.mkdir(parents=True, exist_ok=True)
    try:
        with run_lock(workspace), bench.session.platform.keep_awake():
            return _Making(folder, bench).make(opened, asked)
    except Timeout as error:
        raise PlanInvalid(
            _("Seedbed is already working in {folder}.").format(folder=folder),
            _("Wait until the other window or command has finished."),
        ) from error


def _refuse_own_folder(opened: Opened, folder: Path) -> None:
    """Raise PlanInvalid where the kit would be made of itself."""
    if is_address(opened.source) or not opened.name:
        return
    source, target = Path(opened.source).resolve(), folder.resolve()
    materials = opened.workshop.materials
    in_materials = bool(materials) and target.is_relative_to(source / materials)
    in_a_kit = (source / names.MANIFEST).is_file() and target.is_relative_to(source)
    if target == source or in_materials or in_a_kit:
        raise PlanInvalid(
            _("A kit cannot be made in the folder that it is made from."),
            _("Choose another folder with --to."),
        )


class _Making:
    """One making in one folder; used once."""

    def __init__(self, folder: Path, bench: Workbench) -> None:
        self._kit = folder
        self._session, self._cancel = bench.session, bench.cancel
        self._telling = Telling(bench.emit, _PARTS)
        self._apps = bench.apps
        self._fetched: dict[str, str] = {}

    def make(self, opened: Opened, asked: LockFor) -> Made:
        owned = owned_files(self._kit)
        apps = app_files(self._apps)
        with self._telling.step("lock", _("Choosing versions")):
            made_of = find_ingredients(opened, asked, self._session, self._cancel, self._choosing)
            recipe = recipe_for(replace(made_of, apps=apps), self._kit, self._session)
        refuse_strangers(self._kit, (*recipe.paths, names.MANIFEST), {*owned, names.MANIFEST})
        before = self._stamps(recipe)
        self._begin(recipe, owned)
        with self._telling.step("fetch", _("Downloading packages and installers")):
            self._fetch(recipe)
        with self._telling.step("index", _("Writing the channel’s index")):
            # What no longer belongs goes first, so that the index does not name it.
            removed = self._remove(owned.keys() - set(recipe.paths))
            self._index(recipe, owned)
        with self._telling.step("write", _("Copying materials, writing the rest")):
            manifest = self._write(recipe)
            self._finish(manifest)
        after = self._stamps(recipe)
        written = tuple(path for path in recipe.paths if after[path] != before[path])
        return Made(self._kit, manifest, written, removed)

    def _choosing(self, subdir: str) -> None:
        self._telling.line(_("Choosing versions for {platform} …").format(platform=subdir))

    def _stamps(self, recipe: Recipe) -> dict[str, tuple[int, int] | None]:
        """What tells whether a file was written; None for one that is not there."""
        found: dict[str, tuple[int, int] | None] = {}
        for path in recipe.paths:
            place = self._kit / path
            status = place.stat() if place.is_file() else None
            found[path] = (status.st_size, status.st_mtime_ns) if status else None
        return found

    def _begin(self, recipe: Recipe, owned: Mapping[str, str]) -> None:
        """Mark the kit as unfinished. The mark comes before the first file, and names them all."""
        missing = self._session.download.missing_bytes(list(recipe.fetch.values()))
        with writing(self._kit / names.UNFINISHED):
            self._kit.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self._kit).free
        if missing + _SPARE_BYTES > free:
            raise NoSpace(
                _("The kit needs {needed} more, but only {free} are free in {folder}.").format(
                    needed=bytes_text(missing + _SPARE_BYTES),
                    free=bytes_text(free),
                    folder=self._kit,
                ),
                _("Free some space there, or choose another folder or drive."),
            )
        with writing(self._kit / names.UNFINISHED):
            begun = sorted({*owned, *recipe.paths})
            jsonfile.write_text(self._kit / names.UNFINISHED, write_unfinished(begun))

    def _fetch(self, recipe: Recipe) -> None:
        for file in recipe.fetch.values():
            # A run that was killed while it copied from another drive leaves such a file.
            file.target.with_name(f".{file.target.name}.arriving").unlink(missing_ok=True)
        files = sorted(recipe.fetch.values(), key=lambda file: -(file.size or 0))
        self._session.download.fetch_all(
            files, self._cancel, self._telling.bytes, self._telling.line
        )
        # Of exact packages often only the MD5 is known, which has proved them by now.
        self._fetched = {
            path: file.sha256 or hash_of(self._kit / path, self._cancel)
            for path, file in recipe.fetch.items()
        }

    def _remove(self, paths: set[str]) -> tuple[str, ...]:
        with writing(self._kit / names.MANIFEST):
            return remove_files(self._kit, paths)

    def _index(self, recipe: Recipe, owned: Mapping[str, str]) -> None:
        if self._is_indexed(recipe) and all(
            hash_of(self._kit / path, self._cancel) == owned.get(path) for path in recipe.indexes
        ):
            return
        index.write_indexes(self._kit, self._session, self._cancel)
        if not self._is_indexed(recipe):
            raise CommandFailed(
                _("The folder {folder} has packages that do not belong to this kit.").format(
                    folder=self._kit / names.CHANNEL
                ),
                _("Remove them, or make the kit in an empty folder."),
            )

    def _is_indexed(self, recipe: Recipe) -> bool:
        archives = recipe.archives(self._fetched)
        return index.is_indexed(self._kit, archives, recipe.subdirs)

    def _write(self, recipe: Recipe) -> Manifest:
        """Bring texts and materials in place; returns the manifest of everything."""
        hashes = dict(self._fetched)
        for path in recipe.indexes:
            hashes[path] = hash_of(self._kit / path, self._cancel)
        for path, source in recipe.copy.items():
            hashes[path] = copy_file(source, self._kit / path, self._cancel)
        for path, text in recipe.write.items():
            write_text(self._kit / path, text)
            hashes[path] = hash_of_text(text)
        entries = tuple(
            Entry(path, (self._kit / path).stat().st_size, hash_, recipe.platforms.get(path, ()))
            for path, hash_ in sorted(hashes.items())
        )
        return Manifest(recipe.title, recipe.subdirs, entries)

    def _finish(self, manifest: Manifest) -> None:
        write_text(self._kit / names.MANIFEST, write_manifest(manifest))
        with writing(self._kit / names.UNFINISHED):
            (self._kit / names.UNFINISHED).unlink()
