"""The line about a list of libraries that was read: what it was, and a button to forget it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.gui import theme
from app.gui.widgets import label
from app.i18n import _, ngettext


class ListLine(QWidget):
    """Shows one sentence; hidden while there is none. `forgotten` when it shall not count."""

    forgotten = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sentence = label()
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._on_clicked)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.GRID)
        line.addWidget(self._sentence, 1)
        line.addWidget(self.button)

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        self.button.setText(_("&Forget the list"))

    def show_list(self, exact: int, said: str) -> None:
        """Show what was read: the number of exact packages, else what was said then; "" for
        nothing."""
        sentence = said
        if exact:
            sentence = ngettext(
                "A list of {number} exact package is used; nothing else is added.",
                "A list of {number} exact packages is used; nothing else is added.",
                exact,
            ).format(number=exact)
        self._sentence.setText(sentence)
        self.setVisible(bool(sentence))

    @Slot()
    def _on_clicked(self) -> None:
        self.forgotten.emit()
