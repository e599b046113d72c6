"""From ingredients to files: what lies where in a kit, and for whom. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.core.consent import Kind
from app.core.foreign_text import shown
from app.core.kits import index, names, texts
from app.core.kits.ingredients import Ingredients, Part
from app.core.network.download import FileToFetch
from app.core.packages.hand_over import archive_path, wheel_path
from app.core.packages.lock import LockedPackage
from app.core.place import as_url, join
from app.core.plan import Plan
from app.core.session import Session
from app.core.workshops.lock_file import LockedWheel
from app.errors import PlanInvalid
from app.i18n import _


@dataclass(frozen=True, slots=True)
class Recipe:
    """All files of a kit by their paths: those to fetch, materials to copy, texts to write.

    `platforms` says who needs a file, where not everybody does.
    """

    title: str
    subdirs: tuple[str, ...]
    fetch: Mapping[str, FileToFetch]
    copy: Mapping[str, Path]
    write: Mapping[str, str]
    indexes: tuple[str, ...]
    platforms: Mapping[str, tuple[str, ...]]

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file but the manifest."""
        return (*self.fetch, *self.copy, *self.write, *self.indexes)

    def archives(self, hashes: Mapping[str, str]) -> dict[str, str]:
        """The packages of the channel, each with its SHA-256, by path within the channel; `hashes`
        are those of what was fetched."""
        beginning = f"{names.CHANNEL}/"
        return {
            path.removeprefix(beginning): hashes[path]
            for path in self.fetch
            if path.startswith(beginning)
        }


def recipe_for(made_of: Ingredients, kit: Path, session: Session) -> Recipe:
    """What to put where. Raises PlanInvalid for what cannot be in a kit: a name that is not legal
    everywhere, a file that is too large, two files in one place."""
    fetch: dict[str, FileToFetch] = {}
    needed: dict[str, tuple[str, ...]] = {}
    for part in made_of.parts:
        for path, file in _files(part, made_of.plan, kit, session):
            if fetch.setdefault(path, file).digest != file.digest:
                raise _two_in_one(path)
            needed[path] = (*needed.get(path, ()), part.subdir)
    subdirs = tuple(part.subdir for part in made_of.parts)
    for subdir in subdirs:
        needed[texts.explicit_name(subdir)] = (subdir,)
    for part in made_of.parts:
        if part.wheels:
            needed[texts.pip_name(part.subdir)] = (part.subdir,)
    recipe = Recipe(
        title=made_of.plan.workshop.title,
        subdirs=subdirs,
        fetch=fetch,
        copy={one.path: one.source for one in (*made_of.materials, *made_of.apps)},
        write=texts.text_files(made_of, kit),
        indexes=index.index_paths(subdirs),
        platforms={path: who for path, who in needed.items() if len(who) < len(subdirs)},
    )
    _refuse_bad_files(recipe)
    return recipe


def _files(
    part: Part, plan: Plan, kit: Path, session: Session
) -> Iterator[tuple[str, FileToFetch]]:
    for package in part.packages:
        path = texts.package_path(package.url)
        yield path, _package(package, kit / path, plan, session)
    for wheel in part.wheels or ():
        path = texts.wheel_path(wheel)
        yield path, _wheel(wheel, kit / path, plan, session)
    installer, path = part.installer, texts.installer_path(part)
    yield (
        path,
        FileToFetch(
            urls=session.mirrors.urls(installer.urls, Kind.INSTALLERS, plan.target.mirrors),
            target=kit / path,
            size=installer.size,
            sha256=installer.sha256,
        ),
    )


def _package(package: LockedPackage, target: Path, plan: Plan, session: Session) -> FileToFetch:
    """From our cache where that has it, else from its servers."""
    kept = archive_path(package, session.cache)
    urls = session.mirrors.urls((package.url,), Kind.CONDA, plan.target.mirrors)
    there = kept.is_file() and kept.stat().st_size == package.size
    return FileToFetch(
        urls=(kept.as_uri(), *urls) if there else urls,
        target=target,
        size=package.size,
        sha256=package.sha256,
        md5=package.md5,
    )


def _wheel(wheel: LockedWheel, target: Path, plan: Plan, session: Session) -> FileToFetch:
    """As a package: those of a kit lie beside the workshop that is opened."""
    kept = wheel_path(wheel.sha256, wheel.file_name, session.cache)
    source = plan.target.source
    url = as_url(join(source, wheel.url)) if wheel.is_beside else wheel.url
    there = kept.is_file() and kept.stat().st_size == wheel.size
    return FileToFetch(
        urls=(kept.as_uri(), url) if there else (url,),
        target=target,
        size=wheel.size,
        sha256=wheel.sha256,
    )


def _refuse_bad_files(recipe: Recipe) -> None:
    names.refuse_collisions([*map(names.checked, recipe.paths), names.MANIFEST, names.UNFINISHED])
    sizes = {path: file.size or 0 for path, file in recipe.fetch.items()}
    sizes |= {path: source.stat().st_size for path, source in recipe.copy.items()}
    for path, size in sizes.items():
        names.refuse_too_large(path, size)


def _two_in_one(path: str) -> PlanInvalid:
    return PlanInvalid(
        _("Two different files are both called {path}.").format(path=shown(path)),
        _("Two channels have a package of this name: use one of them only."),
    )
