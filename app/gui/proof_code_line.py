"""The proof code of a run: the code, what it contains, and a button that copies it.

It is shown only where there is one: after a workshop that somebody has handed out.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QPushButton

from app.core.proof import code_words
from app.core.proof.code import ProofCode
from app.gui import theme
from app.gui.widgets import label, row
from app.i18n import _

_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class ProofCodeLine(QFrame):
    """One line: a title, the code, and quietly what it says; hidden without a code."""

    def __init__(self) -> None:
        super().__init__()
        self._code: ProofCode | None = None
        self._title, self._contents = label(wrap=False), label("small")
        self.code = label("section", wrap=False)
        self.code.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.code.setTextInteractionFlags(_SELECTABLE)
        self.copy_button = QPushButton()
        self.copy_button.setAutoDefault(False)
        theme.set_role(self.copy_button, "link")
        self.copy_button.clicked.connect(self._on_copy)
        left, _top, right, _bottom = theme.CARD_MARGINS
        line = row(self._title, self.code, self._contents, self.copy_button)
        line.setStretch(2, 1)
        line.setContentsMargins(left, theme.HALF, right, theme.HALF)
        self.setLayout(line)
        theme.set_role(self, "card")
        self.hide()

    def show_code(self, code: ProofCode | None) -> None:
        """Show a code, or nothing."""
        self._code = code
        self.retranslate()
        self.setVisible(code is not None)

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        self._title.setText(code_words.title())
        self.copy_button.setText(_("Copy"))
        self.copy_button.setIcon(theme.icon("copy", "accent"))
        if self._code is None:
            return
        self.code.setText(self._code.text)
        self.code.setAccessibleName(f"{code_words.title()} {self._code.text}")
        self._contents.setText(code_words.contents(self._code))
        self.copy_button.setAccessibleName(f"{_('Copy')}: {self._code.text}")
        self.copy_button.setAccessibleDescription(code_words.contents(self._code))

    @Slot()
    def _on_copy(self) -> None:
        if self._code is not None:
            QGuiApplication.clipboard().setText(self._code.text)
            self.copy_button.setText(_("Copied"))
