"""The lock file that came with a workshop, as a lock for this computer or as findings about it.

Its text is `lock_file`'s business, finding new packages the solvers'.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.core.finding import Finding, Level
from app.core.packages import lock as locks
from app.core.packages.lock import Lock, LockedPackage, Wish
from app.core.packages.solve import wish_for
from app.core.plan import Plan
from app.core.specs import parse_spec
from app.core.workshops.lock_file import PACKAGE_FILE, LockedFile, LockFile, PlatformLock
from app.errors import InstallError, PlanInvalid
from app.i18n import _, listing

_FIELD = "workshop.lock"


def known_lock(plan: Plan, wish: Wish, workspace: Path) -> Lock | None:
    """The lock that answers the wish without solving: the workshop's own, or the one that was
    kept from solving before; None where neither does."""
    given, kept = given_lock(plan.workshop.lock, wish), _kept(wish, workspace)
    if given is None or (kept is not None and kept.instead_of == given.digest):
        return kept
    return given


def _kept(wish: Wish, workspace: Path) -> Lock | None:
    """The kept lock, unless its channel lay beside a workshop file that has moved since."""
    kept = locks.load(workspace, wish.kept_key)
    if kept is not None:
        kept = replace(kept, wheels=None)  # the workshop's own: others may be wanted by now
    movable = any(address != name for address, name in _channels(wish).items())
    if kept is None or not movable:
        return kept
    places = tuple(f"{address}/" for address in wish.channels)
    return kept if all(package.url.startswith(places) for package in kept.packages) else None


def given_lock(lock_file: LockFile, wish: Wish) -> Lock | None:
    """The lock in a workshop's lock file, if it was made for exactly this wish."""
    found = lock_file.find(wish.subdir)
    # Older ones say nothing about pip, which then chooses for itself.
    if found is None or found.fingerprint not in (wish.file_key, wish.key):
        return None
    wheels = found.wheels if found.fingerprint == wish.file_key and wish.pip else None
    addresses = {name: address for address, name in _channels(wish).items()}
    if not addresses.keys() >= {file.url.rsplit("/", 2)[0] for file in found.files}:
        return None
    packages = tuple(_package(file, addresses) for file in found.files)
    names = {package.name for package in packages}
    if not names.issuperset(parse_spec(spec).name for spec in wish.specs):
        return None
    return Lock(wish.key, wish.subdir, packages, wheels=wheels)


def _channels(wish: Wish) -> dict[str, str]:
    return dict(zip(wish.channels, wish.names or wish.channels, strict=True))


def _package(file: LockedFile, addresses: dict[str, str]) -> LockedPackage:
    channel, subdir, name = file.url.rsplit("/", 2)
    match = PACKAGE_FILE.fullmatch(file.file_name)
    if match is None:  # it was looked at when the file was read
        raise ValueError(file.url)
    return LockedPackage(
        name=match["name"].lower(),
        version=match["version"],
        build=match["build"],
        subdir=subdir,
        url=f"{addresses[channel]}/{subdir}/{name}",
        size=file.size,
        sha256=file.sha256,
        md5=file.md5,
    )


def for_file(lock: Lock, wish: Wish) -> PlatformLock:
    """A lock as a lock file keeps it. Raises PlanInvalid where a package has no SHA-256 or lies
    outside of its channels, so that no reader would take it."""
    names = _channels(wish)
    return PlatformLock(
        wish.subdir,
        wish.file_key,
        tuple(_file(package, names) for package in lock.packages),
        lock.wheels,
    )


def _file(package: LockedPackage, names: dict[str, str]) -> LockedFile:
    channel, subdir, file = package.url.rsplit("/", 2)
    if not package.sha256 or package.size is None or channel not in names:
        raise PlanInvalid(
            _("The channel does not say enough about {name} to lock it.").format(
                name=package.file_name
            ),
            _("A lock needs size and SHA-256 of each package; ask whoever keeps the channel."),
            package.url,
        )
    url = f"{names[channel]}/{subdir}/{file}"
    return LockedFile(url, package.size, package.sha256, package.md5)


def explicit_for_people(platform: PlatformLock, header: str) -> str:
    """A platform's packages as conda's explicit file, under a header of comments (facts §5.2)."""
    # Never "#sha256": condas before 24.9 cannot read that, and offline none proves it (§5.2).
    lines = sorted(f"{f.url}#{f.md5}" if f.md5 else f.url for f in platform.files)
    return "\n".join([header.rstrip("\n"), "@EXPLICIT", *lines]) + "\n"


def lock_findings(plan: Plan, subdir: str) -> Iterator[Finding]:
    """What to know about the workshop's lock file on a computer of this platform, "" if that is
    not known yet. Nothing here stops: without a lock the versions are chosen anew."""
    workshop = plan.workshop
    if workshop.lock.problem:
        sentence, remedy = workshop.lock.problem, workshop.lock.remedy
        yield Finding(_FIELD, Level.WARN, "lock_unusable", sentence, remedy)
    if not workshop.lock.platforms or workshop.explicit or not subdir:
        return
    try:
        wish = wish_for(plan, subdir)
    except InstallError:  # the checks say what is wrong with libraries and channels
        return
    again = _("They are chosen anew; this needs the channels and may give other versions.")
    if workshop.lock.find(subdir) is None:
        have = listing(platform.subdir for platform in workshop.lock.platforms)
        sentence = _("The workshop’s exact versions are for {platforms}, not for {ours}.")
        sentence = sentence.format(platforms=have, ours=subdir)
        yield Finding(_FIELD, Level.NOTE, "lock_elsewhere", sentence, again)
    elif given_lock(workshop.lock, wish) is None:
        sentence = _("The workshop’s exact versions do not answer these choices.")
        yield Finding(_FIELD, Level.NOTE, "lock_other", sentence, again)
