"""The board in words, the same for window and command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from app.core.amounts import bytes_text, rate_text
from app.core.proof.code_words import outcome_text
from app.core.proof.coding import Belongs
from app.core.sharing.board import Board, Row
from app.core.sharing.messages import Phase
from app.i18n import _, joined_facts, ngettext, sentences


@dataclass(frozen=True, slots=True)
class Headings:
    """What stands over the columns."""

    who: str
    state: str
    amount: str
    rate: str
    code: str


def headings() -> Headings:
    """What stands over the columns, in the language of now."""
    return Headings(_("Who"), _("State"), _("Downloaded"), _("Speed"), _("Proof"))


def who_text(row: Row) -> str:
    """The name that was typed, else a number."""
    number = _("Computer {number}").format(number=row.number)
    return f"{row.name} ({row.number})" if row.name else number


def state_text(row: Row) -> str:
    """What is going on there."""
    if row.silent:
        return _("not heard of for a while ({state})").format(state=_phase(row.phase))
    if row.green:
        return _("ready and proven")
    if row.verdict is None:
        return _phase(row.phase)
    if row.verdict.belongs is Belongs.OTHER_WORKSHOP:
        return joined_facts((_phase(row.phase), _("but for another workshop")))
    if row.phase is Phase.FAILED:
        return outcome_text(row.verdict.outcome)
    return joined_facts((_phase(row.phase), _("but with other packages")))


def amount_text(row: Row) -> str:
    """How much is downloaded, in per cent; "" where that is not known."""
    return "" if row.fraction is None else f"{int(row.fraction * 100)} %"


def speed_text(row: Row) -> str:
    """How fast it downloads; "" where nothing comes."""
    return rate_text(row.rate) if row.rate >= 1 else ""


def proof_text(row: Row) -> str:
    """The proof code; "" while there is none."""
    return "" if row.verdict is None else row.verdict.code


def mark(row: Row) -> str:
    """One character, for a list that is read quickly."""
    if row.green:
        return "✓"
    if row.phase is Phase.FAILED:
        return "✗"
    stands_still = row.silent or row.phase is Phase.STOPPED
    return "!" if stands_still or row.verdict is not None else "…"


def row_text(row: Row) -> str:
    """All about one participant in a line."""
    facts = (state_text(row), amount_text(row), speed_text(row), proof_text(row))
    return f"{mark(row)} {who_text(row)}: {joined_facts(fact for fact in facts if fact)}"


def summary(board: Board) -> str:
    """All of them in a sentence."""
    if not board.rows:
        return _("Nobody has joined yet.")
    number = len(board.rows)
    text = ngettext(
        "{ready} of {number} computer proven, {rate} going out, {sent} in all",
        "{ready} of {number} computers proven, {rate} going out, {sent} in all",
        number,
    )
    return text.format(
        ready=board.green, number=number, rate=rate_text(board.rate), sent=bytes_text(board.sent)
    )


def advice(board: Board) -> str:
    """What to do about those that are not on their way, in a few sentences; "" for nothing."""
    phases = [row.phase for row in board.rows]
    silent = any(row.silent for row in board.rows)
    others = [row.verdict.belongs for row in board.rows if row.verdict is not None]
    elsewhere = Belongs.OTHER_WORKSHOP in others
    return sentences(
        _("Failed: that computer’s screen shows the same code, and what helps.")
        if Phase.FAILED in phases
        else "",
        _("Not heard of: it may sleep, or have left the network; look at it.") if silent else "",
        _("Another workshop: open the address above there, and install again.")
        if elsewhere
        else "",
    )


def trouble_text(path: str) -> str:
    """About a file that could not be handed out."""
    return _("{path} cannot be read any more: is the drive still there?").format(path=path)


def how_to_join(address: str) -> str:
    """What to say to the class."""
    return _(
        "Participants open this address in Seedbed; who has no Seedbed yet opens it in a web "
        "browser and gets it there. In a terminal: seedbed install {address}"
    ).format(address=address)


def _phase(phase: Phase) -> str:
    match phase:
        case Phase.CONNECTING:
            return _("connecting")
        case Phase.DOWNLOADING:
            return _("downloading")
        case Phase.INSTALLING:
            return _("installing")
        case Phase.READY:
            return _("ready")
        case Phase.FAILED:
            return _("failed")
        case Phase.STOPPED:
            return _("stopped by the person")
        case _:
            assert_never(phase)
