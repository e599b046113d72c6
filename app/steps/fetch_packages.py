"""Finds the exact packages (the lock), fetches their archives and unpacks each as it arrives.

Needs no conda, so it runs while the installer is fetched and run. Where the quick solver is not
available it leaves the lock to `create_environment`, which can ask the installed conda.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.accelerator import choose
from app.core.amounts import bytes_text
from app.core.conda import marker
from app.core.consent import Kind
from app.core.events import Unit
from app.core.limit import Work
from app.core.mirrors.words import order_text
from app.core.network.download import FileToFetch, OnFile
from app.core.network.trouble import ServerTrouble
from app.core.network.words import Rule
from app.core.packages import lock as locks
from app.core.packages.hand_over import (
    archive_path,
    files_to_fetch,
    to_unpack,
    wheels_to_fetch,
)
from app.core.packages.lock import Lock, Wish
from app.core.packages.sizes import Sizer
from app.core.packages.solve import RattlerSolver, Solver, SolverUnavailable, wish_for
from app.core.packages.unpack import Unpacker, staging_for
from app.core.packages.workshop_lock import known_lock
from app.core.step import Context, Step
from app.core.volume import drive_text
from app.errors import NoSpace, PlanInvalid
from app.i18n import _


@dataclass(frozen=True)
class FetchPackages(Step):
    """Solves if there is no lock for these wishes yet, then downloads everything in it."""

    name = "fetch_packages"
    weight = 25.0

    @property
    def title(self) -> str:
        return _("Downloading the libraries")

    def already_done(self, ctx: Context) -> str:
        if marker.answers(ctx.plan) or marker.conda_part_answers(ctx.plan):
            return _("The environment already has its libraries.")
        return ""

    def run(self, ctx: Context) -> None:
        solver = RattlerSolver(ctx.shell, ctx.cache)
        try:
            known = kept_lock(ctx)
            lock = find_lock(ctx, solver)
            try:
                fetch(ctx, lock)
            except ServerTrouble as trouble:
                if known is None or ctx.plan.workshop.explicit or not is_gone(trouble):
                    raise
                ctx.report.line(trouble.detail)
                ctx.report.line(
                    _("A package of the exact versions is no longer there; others are chosen.")
                )
                fetch(ctx, solve_anew(ctx, solver, instead=known))
        except SolverUnavailable as error:
            ctx.report.line(_("The quick solver is not available; conda will choose versions."))
            ctx.report.line(error.detail)


def find_lock(ctx: Context, solver: Solver) -> Lock:
    """The lock that is known for the plan's wish, or a new one, kept from now on."""
    known = kept_lock(ctx)
    if known is None:
        return solve_anew(ctx, solver)
    locks.save(known, ctx.workspace)
    if not ctx.plan.workshop.explicit:
        ctx.report.line(_("The exact versions were chosen before; they are used again."))
    return known


def solve_anew(ctx: Context, solver: Solver, instead: Lock | None = None) -> Lock:
    """A new lock for the plan's wish, kept from now on; where one is given, `instead` of that."""
    ctx.report.at_work(Work.SOLVING)
    ctx.report.progress(0, None, Unit.NOTHING, _("Choosing versions that fit together"))
    lock = solver.solve(_wish(ctx))
    if instead is not None:
        lock = replace(lock, instead_of=instead.instead_of or instead.digest)
    locks.save(lock, ctx.workspace)
    _refuse_too_little_space(ctx, lock)
    ctx.report.line(
        _("{count} packages, {size} to download in all").format(
            count=len(lock.packages), size=bytes_text(lock.download_bytes)
        )
    )
    return lock


def _refuse_too_little_space(ctx: Context, lock: Lock) -> None:
    """Raise NoSpace before anything is fetched: only now is it known how much is needed.

    The base is left out, since it may be half installed by now.
    """
    sizer = Sizer(ctx.plan, ctx.machine, ctx.catalog, ctx.cache, ctx.workspace, ctx.download)
    for need in sizer.of(lock).drives:
        packages = replace(need, base=0, installer=0)
        if packages.fits is False:
            raise NoSpace(
                _("About {needed} are needed on {drive}, but only {free} are free.").format(
                    needed=bytes_text(packages.total),
                    drive=drive_text(need.volume.mount),
                    free=bytes_text(need.volume.free or 0),
                ),
                _("Free some space there, or choose fewer libraries or another drive."),
            )


def kept_lock(ctx: Context) -> Lock | None:
    """The lock that came with the workshop or was kept by an earlier step, if any."""
    explicit = ctx.plan.workshop.explicit
    if explicit:
        return locks.from_explicit(explicit, conda_subdir(ctx), ctx.plan.target.source)
    return known_lock(ctx.plan, _wish(ctx), ctx.workspace)


def _wish(ctx: Context) -> Wish:
    subdir = conda_subdir(ctx)
    return wish_for(ctx.plan, subdir, choose(ctx.plan, ctx.machine, subdir))


def is_gone(trouble: ServerTrouble) -> bool:
    """Whether a server, or a folder, said that it does not have a file (any more)."""
    return trouble.rule in (Rule.GONE, Rule.NO_FILE)


def staging(ctx: Context) -> Path | None:
    """Where this plan's packages wait unpacked until conda is there to take them."""
    return staging_for(ctx.cache, ctx.workspace, ctx.plan.target.folder)


def fetch(ctx: Context, lock: Lock) -> None:
    """Download every archive of the lock that our cache does not have, and unpack each at once."""
    folder = staging(ctx)
    if folder is None:
        ctx.report.line(_("The cache is on another drive; conda will unpack the packages itself."))
        _download(ctx, lock, lambda _file: None, None)
        return
    wanted = to_unpack(lock, ctx.conda.packages)
    packages = {archive_path(package, ctx.cache): package for package in wanted}

    def told(count: int) -> None:
        if downloaded.is_set():
            ctx.report.at_work(Work.UNPACKING, unpacker.backlog(0))
            _tell_unpacked(ctx, count, len(packages))

    def unpack(file: FileToFetch) -> None:
        if file.target in packages:
            unpacker.add(packages[file.target], file.target)

    downloaded = threading.Event()
    with Unpacker(ctx.shell, ctx.cancel, folder, told) as unpacker:
        _download(ctx, lock, unpack, unpacker)
        ctx.report.at_work(Work.UNPACKING, unpacker.backlog(0))
        downloaded.set()
        unpacker.finish(ctx.report.line)


def fetch_wheels(ctx: Context, lock: Lock) -> None:
    """Download every wheel of the lock that our cache does not have."""

    def told(done: int, total: int | None) -> None:
        ctx.report.progress(done, total, Unit.BYTES, _("packages for pip"))

    files = wheels_to_fetch(lock, ctx.plan.target.source, ctx.cache, lambda url: (url,))
    ctx.report.at_work(Work.FETCHING)
    ctx.download.fetch_all(files, ctx.cancel, told, ctx.report.line)


def _download(ctx: Context, lock: Lock, on_file: OnFile, unpacker: Unpacker | None) -> None:
    def told(done: int, total: int | None) -> None:
        to_come = None if total is None else total - done
        ctx.report.at_work(Work.FETCHING, unpacker.backlog(to_come) if unpacker else None)
        detail = _("{count} packages, {unpacked} unpacked").format(
            count=len(lock.packages), unpacked=len(unpacker.unpacked) if unpacker else 0
        )
        ctx.report.progress(done, total, Unit.BYTES, detail)

    ctx.report.at_work(Work.FETCHING)
    files = files_to_fetch(lock, ctx.cache, lambda url: ctx.urls((url,), Kind.CONDA))
    for text in dict.fromkeys(order_text(file.urls) for file in files):
        if text:
            ctx.report.line(text)
    ctx.download.fetch_all(files, ctx.cancel, told, ctx.report.line, on_file)
    if lock.wheels:
        try:
            fetch_wheels(ctx, lock)
        except ServerTrouble as trouble:
            if not is_gone(trouble):  # else it is told where they are installed
                raise


def _tell_unpacked(ctx: Context, count: int, total: int) -> None:
    ctx.report.progress(count, total, Unit.PACKAGES, _("Unpacking the last ones"))


def conda_subdir(ctx: Context) -> str:
    """conda's name for this computer. Raises PlanInvalid where conda has none."""
    cpu = ctx.machine.cpu or ctx.platform.cpu_facts()
    subdir = ctx.platform.conda_subdir(cpu.architecture)
    if not subdir:
        raise PlanInvalid(
            _("conda has no packages for this processor ({name}).").format(name=cpu.architecture),
            _("A computer with a 64-bit processor is needed."),
        )
    return subdir
