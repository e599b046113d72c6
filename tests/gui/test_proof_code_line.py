"""The line with the proof code: there only with a code, telling what it contains."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.core.plan import Plan
from app.core.proof.code import Outcome, ProofCode, read_code
from app.core.proof.coding import workshop_mark
from app.core.session import Session
from app.gui.copy_button import CopyButton
from app.gui.known import Known
from app.gui.proof_code_line import ProofCodeLine
from app.i18n import set_language
from tests.gui.conftest import ScriptedWizard, leave, texts_of

CODE = ProofCode(Outcome.PASSED, 812, 9999)


@pytest.fixture
def line(qtbot: QtBot) -> ProofCodeLine:
    made = ProofCodeLine()
    qtbot.addWidget(made)
    return made


def copy_button(line: ProofCodeLine) -> CopyButton:
    """The one button that there is."""
    (button,) = line.findChildren(CopyButton)
    return button


def test_it_is_there_only_with_a_code(line: ProofCodeLine) -> None:
    assert not line.isVisible()
    line.show_code(CODE)
    assert line.isVisible()
    line.show_code(None)
    assert not line.isVisible()


def test_it_shows_the_code_and_what_it_contains(line: ProofCodeLine) -> None:
    line.show_code(CODE)
    shown = texts_of(line)
    assert CODE.text in shown
    assert "everything works" in shown
    assert "nothing about you" in shown
    assert CODE.text in line.code.accessibleName()


def test_the_code_is_copied_as_it_is_shown_and_can_be_read_back(line: ProofCodeLine) -> None:
    line.show_code(CODE)
    copy_button(line).click()
    assert read_code(QGuiApplication.clipboard().text()) == CODE
    assert copy_button(line).text() == "Copied"


def test_another_code_takes_the_place_of_the_first(line: ProofCodeLine) -> None:
    line.show_code(CODE)
    copy_button(line).click()
    failed = ProofCode(Outcome.KERNEL, 812, 9999)
    line.show_code(failed)
    assert line.code.text() == failed.text
    assert "failed: A notebook cell" in texts_of(line)
    assert copy_button(line).text() == "Copy"
    copy_button(line).click()
    assert QGuiApplication.clipboard().text() == failed.text


def test_it_follows_the_language(line: ProofCodeLine) -> None:
    line.show_code(CODE)
    set_language("zh_CN")
    line.retranslate()
    assert "一切正常" in texts_of(line)
    assert line.code.text() == CODE.text


def test_whoever_only_presses_next_gets_the_code_of_the_workshop_as_it_was_handed_out(
    session: Session, plan: Plan, known: Known, qtbot: QtBot
) -> None:
    """What pages write back must not change the mark: not even a Python that was left open."""
    handed_out = replace(
        plan.workshop, title="A course", packages=("pandas>=2", "numpy"), channels=("conda-forge",)
    )
    wizard = ScriptedWizard(session, session.opened(handed_out, ""))
    wizard.show()
    wizard.background.learn(machine=known.machine, catalog=known.catalog)
    while wizard.currentId() < wizard.pageIds()[-2]:
        wizard.setCurrentId(wizard.currentId() + 1)
        qtbot.wait(20)
    assert wizard.current() is wizard.running
    assert workshop_mark(wizard.plan.workshop) == workshop_mark(handed_out)
    leave(wizard, qtbot)
