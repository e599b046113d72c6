"""Cards that teach while the person waits: one at a time, turned by hand or, calmly, by itself.

What they say comes from app/core/after/tips.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.after.tips import Tip
from app.gui import theme
from app.gui.copy_button import CopyButton
from app.gui.widgets import ElidedLabel, label, row
from app.i18n import _

TURN_MILLISECONDS = 15_000


class TipCards(QFrame):
    """Shows one tip of several. It turns by itself only while it is ticked, in sight, and neither
    the keyboard nor the mouse is on it."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "card")
        self._tips: tuple[Tip, ...] = ()
        self._stack = QStackedWidget()
        self._position = label("muted", wrap=False)
        self.previous_button, self.next_button = QPushButton(), QPushButton()
        self.by_itself = QCheckBox()
        for button, slot in (
            (self.previous_button, self._on_previous),
            (self.next_button, self._on_next),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
        column = QVBoxLayout(self)
        column.setContentsMargins(*theme.CARD_MARGINS)
        column.setSpacing(theme.GRID)
        column.addWidget(self._stack, 1)
        column.addLayout(
            row(self.previous_button, self.next_button, self._position, 1, self.by_itself)
        )
        self._timer = QTimer(self)
        self._timer.setInterval(TURN_MILLISECONDS)
        self._timer.timeout.connect(self._on_timer)
        self.by_itself.toggled.connect(self._on_by_itself)
        self.by_itself.setChecked(True)
        self.begin()

    def begin(self) -> None:
        """A run begins: nothing turns by itself where the system wants no motion."""
        if theme.is_still():
            self.by_itself.setChecked(False)

    def show_tips(self, tips: Sequence[Tip]) -> None:
        """Show these; where only the words changed, the place stays."""
        if tuple(tips) == self._tips:
            return
        here = self._stack.currentIndex()
        self._tips = tuple(tips)
        while self._stack.count():
            old = self._stack.widget(0)
            assert old is not None
            self._stack.removeWidget(old)
            old.deleteLater()
        for tip in self._tips:
            self._stack.addWidget(_Card(tip))
        self._turn_to(max(0, here))

    def retranslate(self) -> None:
        """Write the fixed texts in the language of now."""
        self.previous_button.setText(_("Previous tip"))
        self.next_button.setText(_("Next tip"))
        self.by_itself.setText(_("Show the next tip by itself"))
        self.setAccessibleName(_("Good to know while you wait"))
        for card in self._stack.findChildren(_Card):
            card.draw_icon()
        self._draw_position()

    @property
    def position(self) -> int:
        """Which tip is shown, from 0."""
        return self._stack.currentIndex()

    def _turn_to(self, number: int) -> None:
        if self._tips:
            self._stack.setCurrentIndex(number % len(self._tips))
        if self.by_itself.isChecked():
            self._timer.start()  # a card that was just turned stays for its whole time
        self._draw_position()

    def _draw_position(self) -> None:
        self._position.setText(
            _("{number} of {count}").format(number=self.position + 1, count=len(self._tips))
        )

    def _is_in_use(self) -> bool:
        focus = QApplication.focusWidget()
        return self.underMouse() or (focus is not None and self.isAncestorOf(focus))

    @Slot()
    def _on_previous(self) -> None:
        self._turn_to(self.position - 1)

    @Slot()
    def _on_next(self) -> None:
        self._turn_to(self.position + 1)

    @Slot()
    def _on_timer(self) -> None:
        if self.isVisible() and not self._is_in_use():
            self._turn_to(self.position + 1)

    @Slot(bool)
    def _on_by_itself(self, wanted: bool) -> None:
        if wanted:
            self._timer.start()
        else:
            self._timer.stop()


class _Card(QWidget):
    """One tip: its title, its sentences, and what is typed for it with a button to copy that."""

    def __init__(self, tip: Tip) -> None:
        super().__init__()
        self._tip = tip
        title, text = label("section"), label()
        title.setText(tip.title)
        text.setText(tip.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(title)
        column.addWidget(text)
        if tip.command:
            column.addLayout(self._command_line())
            self.draw_icon()
        column.addStretch(1)

    def _command_line(self) -> QHBoxLayout:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        for text in self._tip.command.splitlines():
            command = ElidedLabel("", Qt.TextElideMode.ElideMiddle)
            command.setFont(font)
            command.show_text(text)
            lines.addWidget(command)
        self._copy = CopyButton(self._tip.command, _("Copy what is typed"))
        line = QHBoxLayout()
        line.setSpacing(theme.GRID)
        line.addLayout(lines, 1)
        line.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def draw_icon(self) -> None:
        """Draw the icon in the colours of now."""
        if self._tip.command:
            self._copy.draw_icon()
