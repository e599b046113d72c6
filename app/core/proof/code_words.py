"""The proof code in words, the same for window and command line."""

from __future__ import annotations

from typing import assert_never

from app.core.proof.code import Outcome, ProofCode
from app.core.proof.coding import CHECKS, Belongs
from app.core.proof.verdict import title_of
from app.i18n import _


def title() -> str:
    """What stands before a code."""
    return _("Proof code:")


def contents(code: ProofCode) -> str:
    """What a code contains, for the person who is asked to hand it on."""
    if code.lock:
        text = _(
            "Give it to your instructor: it says “{outcome}”, which workshop and which packages; "
            "nothing about you."
        )
    else:
        text = _(
            "Give it to your instructor: it says “{outcome}” and which workshop; nothing about you."
        )
    return text.format(outcome=outcome_text(code.outcome))


def outcome_text(outcome: Outcome) -> str:
    """What came of a run: "everything works", or "failed: …"."""
    if outcome is Outcome.PASSED:
        return _("everything works")
    return _("failed: {part}").format(part=part_text(outcome))


def part_text(outcome: Outcome) -> str:
    """The part that failed, "" where none did."""
    match outcome:
        case Outcome.PASSED:
            return ""
        case Outcome.DOWNLOAD:
            return _("Download")
        case Outcome.CONDA:
            return _("Installation of conda")
        case Outcome.ENVIRONMENT:
            return _("Creation of the environment")
        case Outcome.PIP:
            return _("Packages from PyPI")
        case Outcome.FILES:
            return _("Materials, lessons or menu entries")
        case Outcome.LIBRARY:
            return _("Import of a library")
        case (
            Outcome.PYTHON
            | Outcome.TOGETHER
            | Outcome.KERNEL
            | Outcome.GRAPHICS
            | Outcome.EXAMPLE
            | Outcome.OWN_CHECK
        ):
            return next(title_of(name) for name, check in CHECKS.items() if check is outcome)
        case _:
            assert_never(outcome)


def belongs_text(belongs: Belongs) -> str:
    """Whether a code is for a workshop, in a sentence."""
    match belongs:
        case Belongs.SAME:
            return _("It is for this workshop, with exactly the packages of its lock.")
        case Belongs.UNLOCKED:
            return _("It is for this workshop.")
        case Belongs.OTHER_PACKAGES:
            return _("It is for this workshop, but with other packages than its lock names.")
        case Belongs.OTHER_WORKSHOP:
            return _(
                "It is for another workshop, or for this one with another title, Python or"
                " libraries."
            )
        case _:
            assert_never(belongs)


def what_helps(outcome: Outcome, belongs: Belongs) -> str:
    """What the instructor can do about a code that is not good; "" for nothing."""
    if outcome is not Outcome.PASSED:
        return _("The screen of that computer says what helps.")
    if belongs is Belongs.OTHER_WORKSHOP:
        return _(
            "If only the title was changed since, all is well; otherwise have it installed again"
            " from this workshop’s kit or address."
        )
    return ""
