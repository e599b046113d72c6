"""The checks beside the imports: a notebook cell, a calculation in PyTorch, the tutorial's example.

Each one believes the numbers that came back, never the exit code.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.accelerator import NO_CHOICE, Choice, Kind
from app.core.accelerator.choice import has_working_card
from app.core.machine.facts import Graphics
from app.core.proof.programs import ProofPrograms, answer_in, told_by
from app.core.proof.verdict import EXAMPLE, GRAPHICS, KERNEL, Check
from app.errors import CommandFailed
from app.i18n import _, listing

TRUE_SLOPE, TRUE_INTERCEPT, TOLERANCE = 2.0, 1.0, 0.2
_PNG = b"\x89PNG\r\n\x1a\n"
_KERNEL_SILENCE = 240.0


@dataclass(frozen=True, slots=True)
class Example:
    """What the example found."""

    check: Check
    slope: float | None = None
    intercept: float | None = None
    picture: str = ""


def check_kernel(programs: ProofPrograms) -> tuple[Check, str]:
    """Run one cell in the environment's own kernel; the check, and the prefix that it ran in."""
    answer, told = _ask(programs, "proof/kernel.py", silence=_KERNEL_SILENCE)
    if "error" in answer:
        return Check(KERNEL, False, f"{answer['error']}\n{told}", kind="error"), ""
    prefix, version = str(answer.get("prefix", "")), str(answer.get("version", ""))
    if not prefix:
        return Check(KERNEL, False, told, kind="silent"), ""
    if not same_folder(prefix, programs.prefix):
        detail = f"the cell ran in {prefix}"
        return Check(KERNEL, False, detail, version, kind="outside"), prefix
    return Check(KERNEL, True, f"{answer.get('seconds')} s", version), prefix


def check_graphics(
    programs: ProofPrograms, graphics: Graphics | None, choice: Choice = NO_CHOICE
) -> tuple[Check, str]:
    """Calculate on everything that PyTorch offers; the check, and one line about it (F26, F27).

    Where CUDA was chosen, a build for it must reach a card whose driver answers. Where somebody
    decided for the processor, no card has to work.
    """
    answer, told = _ask(programs, "proof/graphics.py")
    devices = answer.get("devices")
    if "error" in answer or not isinstance(devices, list) or not devices:
        return Check(GRAPHICS, False, f"{answer.get('error', '')}\n{told}", kind="error"), ""
    version = str(answer.get("version", ""))
    broken = [device for device in devices if device.get("problem")]
    processor = [device for device in broken if device["device"] == "cpu"]
    if broken:
        detail = "\n".join(f"{device['name']}: {device['problem']}" for device in broken)
        text = _("PyTorch sees {names}, but a calculation on it fails.").format(
            names=listing(str(device["name"]) for device in broken)
        )
        failed = bool(processor) or not choice.spares_cards
        return Check(GRAPHICS, not failed, detail, version, kind="device" if failed else ""), text
    cards = [str(device["name"]) for device in devices if device["device"] != "cpu"]
    text = _about_cards(cards, answer, graphics)
    demanded = choice.kind is Kind.CUDA and answer.get("cuda") and has_working_card(graphics)
    if demanded and not cards:
        detail = f"{text}\ntorch.version.cuda: {answer['cuda']}"
        return Check(GRAPHICS, False, detail, version, kind="device"), text
    return Check(GRAPHICS, True, "", version), text


def _about_cards(cards: list[str], answer: dict[str, Any], graphics: Graphics | None) -> str:
    """One line on what PyTorch calculates on, with the reason where a card is not used."""
    if cards:
        return _("PyTorch calculates on: {names}").format(names=listing(cards))
    if graphics is None or not graphics.cards:
        return _("PyTorch calculates on the processor.")
    card = graphics.cards[0].name
    if answer.get("cuda"):
        return _("PyTorch calculates on the processor: it cannot reach {card}.").format(card=card)
    return _("PyTorch calculates on the processor: this build of it does not use {card}.").format(
        card=card
    )


def check_example(programs: ProofPrograms, picture: Path) -> Example:
    """Run the tutorial's example; slope and intercept must lie near 2 and 1."""
    arguments = ("--picture", str(picture), "--json")
    answer, told = _ask(programs, "examples/linear_regression.py", *arguments)
    if "skipped" in answer:
        return Example(Check(EXAMPLE, None, str(answer["skipped"])))
    slope, intercept = _number(answer.get("slope")), _number(answer.get("intercept"))
    if slope is None or intercept is None:
        detail = f"{answer.get('error', '')}\n{told}".strip()
        return Example(Check(EXAMPLE, False, detail, kind="silent"))
    drawn = is_picture(picture)
    shown = str(picture) if drawn else ""
    if abs(slope - TRUE_SLOPE) > TOLERANCE or abs(intercept - TRUE_INTERCEPT) > TOLERANCE:
        detail = f"found y = {slope} x + {intercept}, which is not near y = 2 x + 1"
        return Example(Check(EXAMPLE, False, detail, kind="wrong"), slope, intercept, shown)
    if answer.get("picture") and not drawn:
        detail = f"no picture in {picture}\n{told}"
        return Example(Check(EXAMPLE, False, detail, kind="silent"), slope, intercept)
    detail = f"y = {slope:.3f} x + {intercept:.3f} ({answer.get('found_by', '')})"
    return Example(Check(EXAMPLE, True, detail), slope, intercept, shown)


def is_picture(file: Path) -> bool:
    """Whether `file` is a PNG with something in it."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(_PNG)) == _PNG and file.stat().st_size > 1000
    except OSError:
        return False


def same_folder(one: str, other: Path) -> bool:
    """Whether two paths are the same folder, links followed."""
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


def _ask(
    programs: ProofPrograms, program: str, *arguments: str, silence: float = 300.0
) -> tuple[dict[str, Any], str]:
    """A program's answer ({"error": …} if it gave none), and what it left for a helper."""
    try:
        finished = programs.run(program, *arguments, silence=silence)
    except CommandFailed as error:
        return {"error": error.summary}, error.detail
    told = told_by(finished)
    answer = answer_in(finished)
    return ({"error": "it gave no answer"} if answer is None else answer), told


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None
