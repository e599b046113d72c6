"""Kits of exact packages: a list of addresses with hashes, which is for one platform only."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from app.core.cancel import Cancel
from app.core.catalog.channels import is_anacondas
from app.core.kits import names
from app.core.kits.manifest import Manifest
from app.core.packages.lock import Lock, LockedPackage, explicit_platform, from_explicit
from app.core.plan import Plan, Workshop
from app.core.session import Session
from app.errors import PlanInvalid
from app.i18n import _, listing


def exact_lock(plan: Plan, subdirs: tuple[str, ...], session: Session, cancel: Cancel) -> Lock:
    """The lock that a workshop's exact packages are, with the sizes that their servers tell.

    Raises PlanInvalid where they are not for just the platform that is asked for, NoNetwork.
    """
    workshop = plan.workshop
    if workshop.pip_packages:
        raise PlanInvalid(
            _("A kit of exact packages cannot have packages of pip as well: nothing pins those."),
            _("Give the libraries by name under “packages”, or take [environment] pip out."),
        )
    own = explicit_platform(workshop.explicit)
    others = [subdir for subdir in subdirs if subdir != own]
    if own and others:
        raise PlanInvalid(
            _(
                "The exact packages are for {own}; a kit for {others} cannot be made of them."
            ).format(own=own, others=listing(others)),
            _(
                "Give the libraries by name under “packages”, or make the kit for {own} only."
            ).format(own=own),
        )
    lock = from_explicit(workshop.explicit, own or subdirs[0], plan.target.source)
    if any(is_anacondas(package.url) for package in lock.packages):
        raise PlanInvalid(
            _("Packages of Anaconda’s own channels may not be handed on in a kit."),
            _("Use conda-forge: its packages may be copied."),
        )
    sizes = session.download.sizes([package.url for package in lock.packages], cancel)
    return replace(lock, packages=tuple(replace(one, size=sizes[one.url]) for one in lock.packages))


def kit_lines(workshop: Workshop, source: str) -> tuple[str, ...]:
    """The exact packages as they lie in their kit, each with the hash that it had."""
    platform = explicit_platform(workshop.explicit)
    lock = from_explicit(workshop.explicit, platform, source)
    return tuple(map(_line, lock.packages))


def _line(package: LockedPackage) -> str:
    proof = package.md5 or f"sha256:{package.sha256}"
    return f"./{names.CHANNEL}/{package.subdir}/{quote(package.file_name, safe='!+')}#{proof}"


def exact_text(lines: tuple[str, ...], header: str) -> str:
    """conda's explicit file of these lines. Older condas cannot read "#sha256", so it is left."""
    plain = sorted(line.partition("#sha256:")[0] for line in lines)
    return "\n".join([header.rstrip("\n"), "@EXPLICIT", *plain]) + "\n"


def lacking_packages(plan: Plan, manifest: Manifest, md5s: dict[str, str]) -> list[str]:
    """The names of exact packages that a kit's manifest does not vouch for as the list does;
    `md5s` are the MD5 of its files by path."""
    subdir = manifest.platforms[0] if manifest.platforms else ""
    lock = from_explicit(plan.workshop.explicit, subdir, plan.target.source)
    there = {entry.path: entry.sha256 for entry in manifest.files}
    lacking = []
    for package in lock.packages:
        path = f"{names.CHANNEL}/{package.subdir}/{package.file_name}"
        proof = md5s.get(path) == package.md5 if package.md5 else there.get(path) == package.sha256
        if path not in there or not proof:
            lacking.append(package.file_name)
    return lacking
