"""What others wrote is shown letter by letter: no tool tip and no box takes it for markup."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.core.finding import Finding, Level
from app.core.packages.search import Found
from app.core.sharing.board import Board, Row
from app.core.sharing.messages import Phase
from app.errors import PlanInvalid
from app.gui.instructor.questions import ChangedQuestion, Trouble
from app.gui.library_model import LibraryModel
from app.gui.offers import BusyNote, OfferQuestion
from app.gui.plain_tip import plain_tip
from app.gui.sharing.board_table import BoardTable
from app.gui.widgets import ElidedLabel, Findings

PICTURE = '<img src="/tmp/x.png">'


def read(tip: str) -> str:
    """What a person reads in a tip; a picture would be one strange letter."""
    if not tip.startswith("<"):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


@pytest.mark.parametrize(
    "text", ["", "numpy >=1.2", "a < b", PICTURE, f"one\n\ntwo & {PICTURE}", f"{PICTURE}\nand &lt;"]
)
def test_a_tip_says_every_letter_of_its_text(text: str, qtbot: QtBot) -> None:
    assert read(plain_tip(text)) == text


def test_a_tip_that_nobody_takes_for_markup_stays_as_it_is() -> None:
    assert plain_tip("Fish & chips, 1 < 2") == "Fish & chips, 1 < 2"


def test_a_name_on_the_board_loads_no_picture(qtbot: QtBot) -> None:
    table = BoardTable()
    qtbot.addWidget(table)
    table.show_board(Board((Row(1, PICTURE, Phase.CONNECTING),)))
    item = table.item(0, 0)
    assert item is not None
    assert PICTURE in item.text()
    assert "<img" not in item.toolTip()
    assert PICTURE in read(item.toolTip())


def test_what_is_too_long_for_its_line_loads_no_picture_either(qtbot: QtBot) -> None:
    made = ElidedLabel("muted")
    qtbot.addWidget(made)
    made.show_text(PICTURE)
    assert "<img" not in made.toolTip()
    assert made.accessibleName() == PICTURE


def test_what_a_package_says_of_itself_is_no_markup(qtbot: QtBot) -> None:
    model = LibraryModel()
    model.show_rows([Found("numpy", "numpy", PICTURE)])
    tip = model.data(model.index(0, 0, QModelIndex()), Qt.ItemDataRole.ToolTipRole)
    assert read(str(tip)) == PICTURE
    assert tip != PICTURE


def test_a_box_shows_the_name_of_a_file_letter_by_letter(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    error = PlanInvalid(f"{PICTURE} is no file.", f"Correct {PICTURE}.")
    boxes: list[QMessageBox] = [
        OfferQuestion("<b>x.seedbed", parent),
        BusyNote("<b>x.seedbed", parent),
        Trouble(error, parent),
        ChangedQuestion(error, parent),
    ]
    for box in boxes:
        told = [label for label in box.findChildren(QLabel) if label.text()]
        assert told
        assert {label.textFormat() for label in told} == {Qt.TextFormat.PlainText}


def test_a_finding_is_no_markup(qtbot: QtBot) -> None:
    findings = Findings()
    qtbot.addWidget(findings)
    findings.show_findings([Finding("f", Level.STOP, "r", PICTURE, PICTURE, detail=PICTURE)])
    told = [label for label in findings.findChildren(QLabel) if label.text()]
    assert {label.textFormat() for label in told} == {Qt.TextFormat.PlainText}
