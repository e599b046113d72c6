"""Has conda make the environment from the lock, offline, and counts while it does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.core.conda import errors as conda_errors
from app.core.conda import marker
from app.core.conda.commands import CondaAt
from app.core.events import Unit
from app.core.journal import Owner
from app.core.packages import lock as locks
from app.core.packages.create_count import CreateCount, Created
from app.core.packages.hand_over import hand_over
from app.core.packages.lock import Lock
from app.core.packages.solve import CondaSolver
from app.core.shell import Finished
from app.core.standstill import run_watched
from app.core.step import Context, Step
from app.errors import InstallError, PlanInvalid
from app.i18n import _
from app.steps.fetch_packages import fetch, find_lock, kept_lock, staging

_LOOK_EVERY_SECONDS = 0.4


@dataclass(frozen=True)
class CreateEnvironment(Step):
    """Makes the named environment; an existing one is never touched (conda-facts §0.2)."""

    name = "create_environment"
    weight = 5.2
    after = ("configure_conda", "fetch_packages")

    @property
    def title(self) -> str:
        return _("Creating the environment")

    def already_done(self, ctx: Context) -> str:
        if marker.answers(ctx.plan) or marker.conda_part_answers(ctx.plan):
            return _("The environment is already there.")
        return ""

    def run(self, ctx: Context) -> None:
        prefix = ctx.plan.environment_prefix
        conda = CondaAt(ctx.platform, ctx.plan.target.folder, ctx.workspace / "home")
        conda.private_home.mkdir(parents=True, exist_ok=True)
        _make_room(ctx)
        lock = kept_lock(ctx)
        if lock is None:
            lock = find_lock(ctx, CondaSolver(ctx.shell, conda))
            fetch(ctx, lock)
        hand_over(lock, ctx.cache, conda.packages, staging(ctx))
        explicit = locks.save(lock, ctx.workspace)
        ctx.journal.begin(prefix)
        command = conda.create_offline(prefix, explicit, _channels(lock))
        with _counting(ctx, lock, conda):
            finished = run_watched(ctx.shell, ctx.cancel, command)
        if finished.returncode != 0:
            raise _failure(ctx, finished)
        if ctx.plan.workshop.pip_packages:
            # Not complete yet: a run that stops before pip is done may begin anew (failures F03).
            marker.write_conda_part(ctx.plan)
        else:
            finish(ctx)

    def clean_up(self, ctx: Context) -> None:
        if not marker.is_complete(ctx.plan):
            ctx.journal.remove_unfinished(ctx.plan.environment_prefix)


def finish(ctx: Context) -> None:
    """Mark the environment as complete; killed in between, the marker alone tells."""
    marker.write(ctx.plan)
    ctx.journal.complete(ctx.plan.environment_prefix)


def _failure(ctx: Context, finished: Finished) -> InstallError:
    error = conda_errors.failure(finished, _("creating the environment"))
    if conda_errors.drive_is_full(ctx.plan.target.folder):
        return conda_errors.no_space(error.detail)
    return error


def _channels(lock: Lock) -> tuple[str, ...]:
    """The channels of the locked packages: what conda is told to override its own with."""
    return tuple(dict.fromkeys(p.url.rsplit("/", 2)[0] for p in lock.packages))


def _make_room(ctx: Context) -> None:
    prefix = ctx.plan.environment_prefix
    match ctx.journal.owner(prefix):
        case Owner.UNFINISHED if not marker.is_complete(ctx.plan):
            ctx.report.line(_("Removing an environment that was not finished."))
            ctx.journal.remove_unfinished(prefix)
        case Owner.UNFINISHED | Owner.COMPLETE | Owner.FOREIGN:
            raise PlanInvalid(
                _("An environment called “{name}” is already there.").format(
                    name=ctx.plan.environment_name
                ),
                _("Choose another name; the existing one was not changed."),
            )
        case Owner.ABSENT:
            pass


@contextmanager
def _counting(ctx: Context, lock: Lock, conda: CondaAt) -> Iterator[None]:
    """Count on the disk while conda, which says nothing, works."""
    python = lock.find("python")
    version = python.version if python else ""
    prefix = ctx.plan.environment_prefix
    site_packages = ctx.platform.site_packages_in(prefix, version)
    count = CreateCount(lock, conda.packages, prefix, site_packages, version)
    stop = threading.Event()

    def tell() -> None:
        created = count.look()
        detail = _words(created, len(lock.packages))
        ctx.report.progress(count.done(created), count.total, Unit.PACKAGES, detail)

    def look() -> None:
        while not stop.wait(_LOOK_EVERY_SECONDS):
            ctx.journal.recognise(ctx.plan.environment_prefix)
            tell()

    tell()
    watcher = threading.Thread(target=look, name="count packages", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()
    tell()


def _words(created: Created, number: int) -> str:
    if created.unpacked < number:
        return _("{count} of {number} packages unpacked").format(
            count=created.unpacked, number=number
        )
    if created.linked < number:
        return _("{count} of {number} packages linked").format(count=created.linked, number=number)
    return _("{number} packages linked, {count} compiled").format(
        number=number, count=created.compiled
    )
