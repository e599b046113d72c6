"""The line with the proof code: there only with a code, telling what it contains."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.core.proof.code import Outcome, ProofCode, read_code
from app.gui.copy_button import CopyButton
from app.gui.proof_code_line import ProofCodeLine
from app.i18n import set_language
from tests.gui.conftest import texts_of

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
