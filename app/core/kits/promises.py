"""What a kit's workshop, lock and catalogue promise, held against its manifest.

A manifest could be true about every file and still not have what an installation needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from app.core.cancel import Cancel
from app.core.catalog.installers import Catalog
from app.core.catalog.platforms import conda_platform
from app.core.foreign_text import shown
from app.core.kits import names
from app.core.kits.copying import hash_of
from app.core.kits.exact import lacking_packages
from app.core.kits.manifest import Manifest
from app.core.packages.solve import wish_elsewhere
from app.core.packages.workshop_lock import given_lock
from app.core.place import as_url, join
from app.core.plan import Plan
from app.core.session import Session
from app.core.workshops.opening import open_workshop
from app.errors import InstallError
from app.i18n import _

# A platform, "" for all of them, and a sentence about what is wrong for it.
Problem = tuple[str, str]


def broken_promises(
    kit: Path, manifest: Manifest, session: Session, cancel: Cancel
) -> tuple[Problem, ...]:
    """What is wrong with a kit although its files may all be as the manifest says."""
    try:
        opened = open_workshop(str(kit), session, cancel)
        plan = session.opened(opened.workshop, opened.source)
        catalog = session.catalog_for(plan, cancel)
    except InstallError as error:
        return (("", error.summary),)
    if plan.workshop.lock.problem:
        return (("", plan.workshop.lock.problem),)
    if Path(opened.source) != kit:
        return (("", _("The kit’s {name} is missing.").format(name=names.WORKSHOP)),)
    # Unquoted, because a "!" in a version may be quoted in an address or not.
    proof = {unquote(as_url(str(kit / entry.path))): entry.sha256 for entry in manifest.files}
    found: list[Problem] = list(_lacking_files(plan, manifest))
    try:
        found += _of_exact_packages(kit, plan, manifest, cancel)
    except InstallError as error:
        return (*found, ("", error.summary))
    for subdir in manifest.platforms:
        try:
            found += ((subdir, text) for text in _of_platform(plan, subdir, catalog, proof))
        except InstallError as error:
            found.append((subdir, f"{subdir}: {error.summary}"))
    return tuple(found)


def _lacking_files(plan: Plan, manifest: Manifest) -> Iterator[Problem]:
    """The instructor's own files that the workshop names and the manifest does not."""
    there = {entry.path for entry in manifest.files}
    for reference in (plan.workshop.check, plan.workshop.logo):
        if reference and reference not in there:
            yield "", _("The kit’s {name} is missing.").format(name=shown(reference))


def _of_exact_packages(
    kit: Path, plan: Plan, manifest: Manifest, cancel: Cancel
) -> Iterator[Problem]:
    if not plan.workshop.explicit:
        return
    known = [entry.path for entry in manifest.files if entry.path.startswith(f"{names.CHANNEL}/")]
    md5s = {path: hash_of(kit / path, cancel, "md5") for path in known if (kit / path).is_file()}
    lacking = lacking_packages(plan, manifest, md5s)
    if lacking:
        text = _("For {platform} the kit does not have {name}, and {count} files in all.")
        subdir = ", ".join(manifest.platforms)
        yield "", text.format(platform=subdir, name=shown(lacking[0]), count=len(lacking))


def _of_platform(plan: Plan, subdir: str, catalog: Catalog, proof: dict[str, str]) -> Iterator[str]:
    workshop, platform = plan.workshop, conda_platform(subdir)
    version = workshop.distribution_version
    installer = catalog.choose(workshop.distribution, version, platform.os, platform.cpu)
    wanted = {installer.urls[0]: installer.sha256}
    if not workshop.explicit:
        lock = given_lock(workshop.lock, wish_elsewhere(plan, subdir))
        if lock is None or (workshop.pip_packages and lock.wheels is None):
            yield _("The exact versions for {platform} are missing.").format(platform=subdir)
            return
        wanted |= {package.url: package.sha256 for package in lock.packages}
        for wheel in lock.wheels or ():
            place = join(plan.target.source, wheel.url) if wheel.is_beside else wheel.url
            wanted[as_url(place)] = wheel.sha256
    lacking = [url for url, sha256 in wanted.items() if proof.get(unquote(url)) != sha256]
    if lacking:
        yield _("For {platform} the kit does not have {name}, and {count} files in all.").format(
            platform=subdir, name=shown(lacking[0].rsplit("/", 1)[-1]), count=len(lacking)
        )
