"""Proof codes are read back, several at once, against the workshop of the window."""

from __future__ import annotations

from dataclasses import replace

from shots import instructor

from app.core.proof.code import Outcome, ProofCode
from app.core.proof.coding import workshop_mark
from app.core.proof.reading import read_codes
from app.core.workshops.draft import new_draft
from app.gui.instructor.window import InstructorWindow
from tests.gui.conftest import texts_of
from tests.gui.instructor.conftest import at


def test_every_code_has_its_verdict(window: InstructorWindow) -> None:
    window.show_draft(new_draft(instructor.WORKSHOP))
    at(window, window.results)
    good, failed, other = instructor.codes()
    altered = good[:-1] + ("A" if good[-1] != "A" else "C")
    window.results.codes.setPlainText(f"{good}, {failed}\n{other}\n{altered}; what?")
    text = texts_of(window.results)
    assert "1 of 5 codes are good." in text
    assert f"{good}: Everything works." in text
    assert f"{failed}: This part failed" in text
    assert f"{other}: Works, but belongs to another workshop." in text
    assert "It is for another workshop" in text
    assert f"“{altered}” is not a proof code: it was altered or mistyped." in text
    assert "“what?” is no proof code" in text


def test_another_title_makes_it_another_workshops_code(window: InstructorWindow) -> None:
    window.show_draft(new_draft(instructor.WORKSHOP))
    at(window, window.results)
    window.results.codes.setPlainText(instructor.codes()[0])
    assert "1 of 1 code is good." in texts_of(window.results)
    window.answer(replace(instructor.WORKSHOP, title="Another"))
    assert "0 of 1 code is good." in texts_of(window.results)


def test_codes_are_taken_as_people_paste_them() -> None:
    workshop = instructor.WORKSHOP
    code = ProofCode(Outcome.PASSED, workshop_mark(workshop), 0).text
    pasted = f"  {code.lower()} ,{code.replace('-', ' ')}，\n\n{code.replace('-', '')}"
    found = read_codes(pasted, workshop)
    assert [one.good for one in found] == [True, True, True]
    assert read_codes("", workshop) == ()
    assert len(read_codes("x\n" * 2000, workshop)) == 500
