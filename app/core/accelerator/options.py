"""What a person may choose instead of what was chosen, and why something cannot be.

Drawing it is the window's business; the command line has --accelerator.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.accelerator.choice import Choice, Kind, Reason, choose, has_nvidia, usable_lines
from app.core.catalog.accelerators import cuda_lines
from app.core.machine.facts import Machine
from app.core.plan import Accelerator, Plan
from app.i18n import _


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: the kind of builds that it gives, whether it can be chosen, and a few words on
    what stands against it ("" for nothing)."""

    accelerator: Accelerator
    kind: Kind | None
    possible: bool = True
    against: str = ""


def options(plan: Plan, machine: Machine, subdir: str) -> tuple[Option, ...]:
    """All answers for this plan on this machine, in the order in which they are offered."""
    return tuple(_option(plan, machine, subdir, one) for one in Accelerator)


def alternative(plan: Plan, machine: Machine, subdir: str) -> Plan | None:
    """The plan with the other kind of builds, where CUDA or not is a question."""
    now = choose(plan, machine, subdir)
    for option in options(plan, machine, subdir):
        if option.possible and option.kind not in (None, now.kind):
            return plan.with_target(accelerator=option.accelerator)
    return None


def _option(plan: Plan, machine: Machine, subdir: str, accelerator: Accelerator) -> Option:
    choice = choose(plan.with_target(accelerator=accelerator), machine, subdir)
    if choice.reason is Reason.OWN_SPEC and accelerator is not Accelerator.AUTO:
        return Option(accelerator, choice.kind, False, _("the list itself decides"))
    if accelerator is Accelerator.CUDA:
        return _cuda(choice, machine, subdir)
    if choice.reason is Reason.APPLE_BOTH:
        return Option(accelerator, choice.kind, False, _("the same version does both"))
    return Option(accelerator, choice.kind)


def _cuda(choice: Choice, machine: Machine, subdir: str) -> Option:
    if not cuda_lines(subdir):
        against = _("not available for this kind of computer")
        return Option(Accelerator.CUDA, choice.kind, False, against)
    against = ""
    if not has_nvidia(machine.graphics):
        against = _("no NVIDIA card was found")
    elif machine.graphics is not None and machine.graphics.trouble:
        against = _("the card’s driver does not work")
    elif not usable_lines(machine, subdir):
        against = _("the card or its driver is too old")
    return Option(Accelerator.CUDA, choice.kind, True, against)
