"""Findings about builds for graphics cards: what is not there, and what will not be of use.

Choosing is the accelerator's business; its sentence in the plan's description is no finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.core.accelerator import Choice, Kind, Reason, choose
from app.core.accelerator.missing import lacking
from app.core.catalog.accelerators import cuda_lines
from app.core.finding import Finding, Level
from app.core.machine.facts import Machine
from app.core.packages.solve import wish_for
from app.core.packages.ways_out import Way, WayOut, other_accelerator
from app.core.packages.workshop_lock import given_lock
from app.core.plan import Accelerator, Plan
from app.errors import InstallError
from app.i18n import _

FIELD = "target.accelerator"
_USELESS = (Reason.CHOSEN_WITHOUT_CARD, Reason.CHOSEN_OLD_DRIVER)


def accelerator_findings(plan: Plan, machine: Machine, subdir: str) -> Iterator[Finding]:
    """What to know about the builds of a plan on this machine; "" for an unknown platform."""
    if not subdir:
        return
    choice = choose(plan, machine, subdir)
    yield from _missing(plan, subdir, choice)
    if choice.reason in _USELESS:
        yield _useless()
    yield from _lock(plan, subdir, choice)


def _missing(plan: Plan, subdir: str, choice: Choice) -> Iterator[Finding]:
    for spec, reason in lacking(plan, subdir, choice).items():
        ways: tuple[WayOut, ...] = (WayOut(Way.LEAVE_OUT, spec),)
        if choice.kind is Kind.CPU and _is_there_with_cuda(plan, subdir, spec):
            ways = (*ways, other_accelerator(Accelerator.CUDA))
        remedy = _("Go on without it, or install it on another computer.")
        yield Finding("workshop.packages", Level.STOP, "not_here", reason, remedy, ways)


def _is_there_with_cuda(plan: Plan, subdir: str, spec: str) -> bool:
    return bool(cuda_lines(subdir)) and spec not in lacking(plan, subdir, Choice(kind=Kind.CUDA))


def _useless() -> Finding:
    """The description says why; here is what it means and what to do."""
    return Finding(
        FIELD,
        Level.WARN,
        "cuda_useless",
        _("As this computer is now, the CUDA version would be a larger download for nothing."),
        _("Choose automatically, unless you prepare it for another card or a newer driver."),
        (other_accelerator(Accelerator.AUTO),),
    )


def _lock(plan: Plan, subdir: str, choice: Choice) -> Iterator[Finding]:
    """Where the workshop's exact versions are for something else than what was chosen: they are
    used all the same, for that is what they are for."""
    if choice.kind not in (Kind.CPU, Kind.CUDA):
        return
    try:
        lock = given_lock(plan.workshop.lock, wish_for(plan, subdir, choice))
    except InstallError:  # the checks say what is wrong with libraries and channels
        return
    if lock is None or bool(lock.cuda) is (choice.kind is Kind.CUDA):
        return
    if lock.cuda:
        sentence = _(
            "The workshop’s exact versions are for NVIDIA cards (CUDA {version}); they are used,"
            " but without such a card they calculate on the processor."
        ).format(version=lock.cuda)
        level = Level.WARN
    else:
        sentence = _(
            "The workshop’s exact versions are for the processor (CPU); they are used, so the"
            " NVIDIA card has nothing to do."
        )
        level = Level.NOTE
    remedy = _("Ask the person who made the workshop if you need the other kind.")
    yield Finding("workshop.lock", level, "lock_accelerator", sentence, remedy)
