"""What is said about the choice of accelerator: one sentence why.

Choosing is `choice`'s business.
"""

from __future__ import annotations

from app.core.accelerator.choice import Choice, Kind, Reason
from app.i18n import _, listing


def why(choice: Choice, built: str | None = None) -> str:
    """One sentence on what is chosen and why; "" where it is no question.

    `built` is the CUDA version of the packages that were found, "" for none, None while that is
    not known yet.
    """
    if choice.reason is None:
        return ""
    names = listing(choice.libraries)
    if choice.kind is Kind.CUDA and built == "":
        return _("Only the CPU version of {libraries} was found; it runs on any computer.").format(
            libraries=names
        )
    text = _decided(choice) or _suiting(choice.reason)
    if choice.reason is Reason.OLD_DRIVER and not choice.driver:
        text = _(
            "Your NVIDIA driver is too old for CUDA {line}, so the CPU version of {libraries} is"
            " chosen; a newer driver would change that."
        )
    return text.format(
        libraries=names, driver=choice.driver, line=built or choice.line, spec=choice.spec
    )


def _decided(choice: Choice) -> str:
    """The sentence about what a person decided; "" where nobody did."""
    cpu = choice.kind is Kind.CPU
    sentences = {
        Reason.OWN_SPEC: _("The list itself asks for “{spec}”, which decides."),
        Reason.CHOSEN: _("You chose the version without graphics card (CPU).")
        if cpu
        else _("You chose NVIDIA CUDA: {libraries} for CUDA {line}."),
        Reason.CHOSEN_WITHOUT_CARD: _(
            "You chose NVIDIA CUDA, though no working NVIDIA card was found here: {libraries} for"
            " CUDA {line} will use the processor until there is one."
        ),
        Reason.CHOSEN_OLD_DRIVER: _(
            "You chose NVIDIA CUDA, though this computer’s card or its driver (CUDA {driver}) is"
            " too old for CUDA {line}: update the driver from nvidia.com before you use it."
        ),
        Reason.CHOSEN_NO_BUILDS: _(
            "You chose NVIDIA CUDA, but there is no such version of {libraries} for this kind of"
            " computer, so the usual one is taken."
        ),
    }
    return sentences.get(choice.reason, "") if choice.reason else ""


def _suiting(reason: Reason) -> str:
    """The sentence about what suits the machine."""
    return {
        Reason.APPLE: _("This Mac’s graphics is used through Metal (MPS)."),
        Reason.APPLE_BOTH: _(
            "On this Mac one version does both: programs decide whether they use its graphics."
        ),
        Reason.NO_BUILDS: _("For this kind of computer there is only the CPU version."),
        Reason.UNKNOWN: _(
            "Which graphics card there is could not be found out, so the CPU version of {libraries}"
            " is chosen; it runs on any computer."
        ),
        Reason.NO_CARD: _(
            "No NVIDIA card was found, so the CPU version of {libraries} is chosen; it is smaller"
            " and fine for a course."
        ),
        Reason.NO_DRIVER: _(
            "The NVIDIA card has no driver yet, so the CPU version of {libraries} is chosen;"
            " install the driver from nvidia.com first if you want to use the card."
        ),
        Reason.DRIVER_SILENT: _(
            "The NVIDIA card is there but its driver does not answer, so the CPU version of"
            " {libraries} is chosen; after repairing the driver, look at this again."
        ),
        Reason.OLD_CARD: _(
            "This NVIDIA card, or this system, is too old for CUDA {line}, so the CPU version of"
            " {libraries} is chosen."
        ),
        Reason.OLD_DRIVER: _(
            "Your NVIDIA driver supports CUDA {driver}, so the CUDA {line} builds cannot run and"
            " the CPU version of {libraries} is chosen; a newer driver would change that."
        ),
        Reason.SUITS: _(
            "Your NVIDIA driver supports CUDA {driver}, so {libraries} for CUDA {line} is chosen."
        ),
    }[reason]
