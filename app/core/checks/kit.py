"""Whether a kit is for this kind of computer at all: then nothing else is worth telling."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.core.catalog.channels import addresses, named_addresses
from app.core.catalog.installers import Installer
from app.core.finding import Finding, Level
from app.core.foreign_text import shown
from app.core.network.answer import path_of
from app.core.packages.lock import explicit_platform
from app.core.plan import Plan
from app.errors import InstallError
from app.i18n import _, listing

KIT_ELSEWHERE = "kit_elsewhere"


def kit_findings(plan: Plan, subdir: str) -> Iterator[Finding]:
    """A stop where all channels lie beside the workshop, and none of them has this platform."""
    platforms = [lock.subdir for lock in plan.workshop.lock.platforms]
    if plan.workshop.explicit:
        own = explicit_platform(plan.workshop.explicit)
        platforms = [own] if own else []
    if not subdir or not platforms or subdir in platforms or _may_have(plan, subdir):
        return
    yield Finding(
        "workshop.channels",
        Level.STOP,
        KIT_ELSEWHERE,
        _("This kit is for {platforms}, and this computer is {ours}.").format(
            platforms=shown(listing(platforms)), ours=subdir
        ),
        _("Ask whoever made it for one that has your system too."),
    )


def installer_findings(installer: Installer) -> Iterator[Finding]:
    """A stop where the installer is to lie in a folder, and does not."""
    urls = installer.urls
    if not all(url.startswith("file:") for url in urls) or any(_is_there(url) for url in urls):
        return
    yield Finding(
        "workshop.distribution",
        Level.STOP,
        "installer_missing",
        _("The installer {name} is missing in the kit.").format(name=shown(installer.file)),
        _("Copy the whole kit again; whoever made it can look at it with: seedbed kit check"),
    )


def channel_findings(plan: Plan) -> Iterator[Finding]:
    """A stop for each channel that is to lie beside the workshop in a folder, and does not."""
    try:
        named = named_addresses(plan.workshop.channels, plan.target.source)
    except InstallError:  # told by the check of the channels
        return
    for address, name in named.items():
        if name.startswith("./") and address.startswith("file:") and not _is_folder(address):
            yield Finding(
                "workshop.channels",
                Level.STOP,
                "channel_missing",
                _("The channel {name} is missing in the kit.").format(name=shown(name)),
                _(
                    "Copy the whole kit again; whoever made it can look at it with:"
                    " seedbed kit check"
                ),
            )


def _is_folder(url: str) -> bool:
    try:
        return path_of(url).is_dir()
    except (OSError, ValueError):
        return False


def _is_there(url: str) -> bool:
    try:
        return path_of(url).is_file()
    except (OSError, ValueError):
        return False


def _may_have(plan: Plan, subdir: str) -> bool:
    """Whether a channel of the plan could have packages for this platform."""
    try:
        found = addresses(plan.workshop.channels, plan.target.source)
    except InstallError:  # told by the check of the channels
        return True
    return not found or any(
        not address.startswith("file:") or Path(path_of(address), subdir).is_dir()
        for address in found
    )
