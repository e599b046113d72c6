"""Has conda make the environment from the lock, offline, while the last packages still arrive."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.core.conda import errors as conda_errors
from app.core.conda import marker
from app.core.files import jsonfile
from app.core.files.removal import remove
from app.core.packages.batches import Batches
from app.core.packages.hand_over import hand_over
from app.core.packages.lock import Lock, LockedPackage
from app.core.packages.solve import CondaSolver
from app.core.processes.standstill import run_watched
from app.core.run.events import Stream
from app.core.run.journal import Owner
from app.core.run.limit import Work
from app.core.run.step import Context, Step
from app.core.shell import Finished
from app.errors import Action, InstallError, PlanInvalid
from app.i18n import _
from app.steps.counting import Counting
from app.steps.fetching import fetch, staging
from app.steps.solving import find_lock, kept_lock
from app.steps.unfinished import remove_unfinished

_FETCHING = "fetch_packages"
_LOOK_EVERY_SECONDS = 0.2


@dataclass(frozen=True)
class CreateEnvironment(Step):
    """Makes the named environment; an existing one is never touched (conda-facts §0.2).

    conda links what has arrived in a few batches, so that little is left when the last byte is
    there.
    """

    name = "create_environment"
    weight = 5.2
    after = ("configure_conda",)
    beside = (_FETCHING,)

    @property
    def title(self) -> str:
        return _("Creating the environment")

    def already_done(self, ctx: Context) -> str:
        if marker.answers(ctx.plan) or marker.conda_part_answers(ctx.plan):
            return _("The environment is already there.")
        return ""

    def run(self, ctx: Context) -> None:
        ctx.conda.private_home.mkdir(parents=True, exist_ok=True)
        while not _create(ctx, _lock(ctx)):
            ctx.report.line(_("Other versions were chosen meanwhile; beginning again with them."))
        folder = staging(ctx)
        if folder is not None and folder.exists():
            remove(folder)
        if ctx.plan.workshop.pip_packages:
            # Not complete yet: a run that stops before pip is done may begin anew (failures F03).
            marker.write_conda_part(ctx.plan)
        else:
            marker.finish(ctx.plan, ctx.journal)

    def clean_up(self, ctx: Context) -> None:
        if not marker.is_complete(ctx.plan):
            remove_unfinished(ctx, ctx.plan.environment_prefix)


def _lock(ctx: Context) -> Lock:
    """The lock that is being fetched, or, where no other solver could make one, conda's."""
    while not ctx.is_over(_FETCHING):
        lock = kept_lock(ctx)
        if lock is not None:
            return lock
        ctx.cancel.wait(_LOOK_EVERY_SECONDS)
    lock = kept_lock(ctx)
    if lock is None:
        lock = find_lock(ctx, CondaSolver(ctx.shell, ctx.conda))
        fetch(ctx, lock)
    return lock


def _create(ctx: Context, lock: Lock) -> bool:
    """Make the environment anew from this lock, batch by batch; False if the lock was replaced,
    because a server no longer had a file of it."""
    _make_room(ctx)
    ctx.journal.begin(ctx.plan.environment_prefix)
    conda, folder = ctx.conda, staging(ctx)
    batches = Batches(lock, [conda.packages, *([folder] if folder else [])])
    verb, explicit = conda.create_offline, ctx.workspace / "batch.txt"
    with Counting(ctx, lock) as counting:
        while batches.left:
            over = ctx.is_over(_FETCHING)
            if over and (kept_lock(ctx) or lock) != lock:
                return False
            batch = batches.next(all_arrived=over)
            if not batch:
                ctx.report.at_work(Work.OTHER)  # it waits for what is to come
                ctx.cancel.wait(_LOOK_EVERY_SECONDS)
                continue
            ctx.report.at_work(Work.LINKING)
            hand_over(batch, ctx.cache, conda.packages, folder)
            counting.take(batch)
            jsonfile.write_text(explicit, replace(lock, packages=batch).explicit())
            command = verb(ctx.plan.environment_prefix, explicit, _channels(batch))
            finished = run_watched(ctx.shell, ctx.cancel, command)
            if finished.returncode != 0:
                raise _failure(ctx, finished)
            verb = conda.add_offline
    return True


def _failure(ctx: Context, finished: Finished) -> InstallError:
    error = conda_errors.failure(finished, _("creating the environment"))
    if conda_errors.drive_is_full(ctx.plan.target.folder):
        # conda's traceback explains nothing to the person then; the log keeps it.
        for line in error.detail.splitlines():
            ctx.report.line(line, Stream.ERR)
        return conda_errors.no_space("")
    return error


def _channels(packages: tuple[LockedPackage, ...]) -> tuple[str, ...]:
    """The channels of the packages: what conda is told to override its own with."""
    return tuple(dict.fromkeys(p.url.rsplit("/", 2)[0] for p in packages))


def _make_room(ctx: Context) -> None:
    prefix = ctx.plan.environment_prefix
    match ctx.journal.owner(prefix):
        case Owner.UNFINISHED if not marker.is_complete(ctx.plan):
            ctx.report.line(_("Removing an environment that was not finished."))
            remove_unfinished(ctx, prefix)
        case Owner.UNFINISHED | Owner.COMPLETE | Owner.FOREIGN:
            raise PlanInvalid(
                _("An environment called “{name}” is already there.").format(
                    name=ctx.plan.environment_name
                ),
                _("Choose another name; the existing one was not changed."),
                action=Action.ENVIRONMENT,
            )
        case Owner.ABSENT:
            pass
