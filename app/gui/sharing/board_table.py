"""The board as a table: who is how far, in words; colours only repeat what the words say."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.core.sharing import words
from app.core.sharing.board import Board, Row
from app.gui import theme
from app.gui.plain_tip import plain_tip
from app.i18n import _

_COLUMNS = 5
_WIDE = 1  # the state's column takes the room that is left
_COLOURS = {"✓": "ok", "✗": "stop", "!": "warn", "…": "text"}


class BoardTable(QTableWidget):
    """One line for each participant; lines are kept, so that what is selected stays so."""

    def __init__(self) -> None:
        super().__init__(0, _COLUMNS)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_WIDE, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._board = Board()

    def show_board(self, board: Board) -> None:
        """Show another state of things."""
        self._board = board
        self.setRowCount(len(board.rows))
        for number, row in enumerate(board.rows):
            for column, text in enumerate(_texts(row)):
                self._show(number, column, text, row)

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        over = words.headings()
        self.setHorizontalHeaderLabels([over.who, over.state, over.amount, over.rate, over.code])
        self.setAccessibleName(_("Who is how far"))
        self.show_board(self._board)

    def _show(self, number: int, column: int, text: str, row: Row) -> None:
        item = self.item(number, column)
        if item is None:
            item = QTableWidgetItem()
            self.setItem(number, column, item)
        if item.text() != text:
            item.setText(text)
            item.setToolTip(plain_tip(text))
        item.setData(
            Qt.ItemDataRole.AccessibleTextRole, words.row_text(row) if not column else text
        )
        item.setForeground(QColor(theme.colour(_COLOURS[words.mark(row)])))


def _texts(row: Row) -> tuple[str, ...]:
    return (
        f"{words.mark(row)} {words.who_text(row)}",
        words.state_text(row),
        words.amount_text(row),
        words.speed_text(row),
        words.proof_text(row),
    )
