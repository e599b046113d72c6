"""Ways out of a plan that cannot be solved: small changes of the plan, made by one click.

They are found and tried out by the solver; here is only what they mean and how they are called.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.plan import Accelerator, Plan
from app.core.specs import parse_spec
from app.core.specs.spec_names import name_of
from app.errors import InstallError
from app.i18n import _

# What every environment has without being asked for: nobody's choice, so never to blame by itself.
OURS = ("pip", "python")


class Way(StrEnum):
    """The kinds of change."""

    PYTHON = "python"
    REPLACE = "replace"
    LEAVE_OUT = "leave_out"
    ACCELERATOR = "accelerator"


@dataclass(frozen=True, slots=True)
class WayOut:
    """One change: another Python version (`value`), another spec (`value`) in the place of
    `spec`, or nothing in its place, or another accelerator (`value`)."""

    way: Way
    spec: str
    value: str = ""

    @property
    def title(self) -> str:
        """What a button or a line calls it, in the person's language."""
        match self.way:
            case Way.PYTHON:
                return _("Use Python {version}").format(version=self.value)
            case Way.REPLACE if name_of(self.value) == name_of(self.spec):
                return _("Keep {name}, in any version").format(name=self.value)
            case Way.REPLACE:
                text = _("Use {new} instead of {old}")
                return text.format(new=self.value, old=name_of(self.spec))
            case Way.LEAVE_OUT:
                return _("Do without {name}").format(name=name_of(self.spec))
            case Way.ACCELERATOR:
                return _accelerator_title(Accelerator(self.value))

    @property
    def loses_something(self) -> bool:
        """Whether something that is wanted is not there afterwards, in no version."""
        return self.way is Way.LEAVE_OUT

    @property
    def typed(self) -> str:
        """The same on the command line."""
        match self.way:
            case Way.PYTHON:
                return f"--python {self.value}"
            case Way.REPLACE if name_of(self.value) == name_of(self.spec):
                return f"--package {self.value}"
            case Way.REPLACE:
                return f"--without {name_of(self.spec)} --package {self.value}"
            case Way.LEAVE_OUT:
                return f"--without {name_of(self.spec)}"
            case Way.ACCELERATOR:
                return f"--accelerator {self.value}"

    def applied_to(self, plan: Plan) -> Plan:
        """The plan with this change."""
        if self.way is Way.PYTHON:
            plan = plan.with_workshop(python=self.value)
        if self.way is Way.ACCELERATOR:
            return plan.with_target(accelerator=Accelerator(self.value))
        new = (self.value,) if self.way is Way.REPLACE else ()
        packages = [
            part
            for text in plan.workshop.packages
            for part in (new if _text(text) == self.spec else (text,))
        ]
        return plan.with_workshop(packages=tuple(dict.fromkeys(packages)))


def other_accelerator(accelerator: Accelerator) -> WayOut:
    """Another choice of what libraries calculate on."""
    return WayOut(Way.ACCELERATOR, "", str(accelerator))


def _accelerator_title(accelerator: Accelerator) -> str:
    match accelerator:
        case Accelerator.AUTO:
            return _("Choose automatically")
        case Accelerator.CPU:
            return _("Use the CPU version")
        case Accelerator.CUDA:
            return _("Use the CUDA version")


def without(plan: Plan, names: tuple[str, ...]) -> Plan:
    """The plan without the packages of these names, whatever versions they are wanted in."""
    kept = [text for text in plan.workshop.packages if name_of(text) not in names]
    return plan.with_workshop(packages=tuple(kept))


def _text(text: str) -> str:
    try:
        return parse_spec(text).text
    except InstallError:  # the checks tell that; here it is just another one
        return text
