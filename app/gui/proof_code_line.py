"""The proof code of a run: the code, what it contains, a button that copies it, and the code as a
QR code, which contains the same eight characters and nothing else.

It is shown only where there is one: after a workshop that somebody has handed out.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.core.proof import code_words
from app.core.proof.code import ProofCode
from app.gui import theme
from app.gui.copy_button import CopyButton
from app.gui.qr_picture import QrPicture
from app.gui.widgets import clear, label, row
from app.i18n import _

# The smallest that a telephone reads from a screen at arm's length.
_PIXELS = 3
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
        self.qr = QrPicture(_PIXELS)
        self._button = QHBoxLayout()
        left, _top, right, _bottom = theme.CARD_MARGINS
        line = row(self._title, self.code, self._contents)
        line.setStretch(2, 1)
        line.addLayout(self._button)
        line.addWidget(self.qr)
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
        code = self._code
        if code is None:
            return
        self._title.setText(code_words.title())
        self.code.setText(code.text)
        self.code.setAccessibleName(f"{code_words.title()} {code.text}")
        self._contents.setText(code_words.contents(code))
        self.qr.show_text(code.text)
        copy = CopyButton(code.text, _("Copy: {label}").format(label=code.text))
        copy.setAccessibleDescription(code_words.contents(code))
        theme.set_role(copy, "link")
        clear(self._button)
        self._button.addWidget(copy)
