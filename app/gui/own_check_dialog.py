"""Shows what the workshop's own check would run, to read before anything is run."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.workshops.own_check import OwnCheck
from app.gui import theme
from app.gui.widgets import label
from app.i18n import _

_SIZE = (640, 480)


class OwnCheckDialog(QDialog):
    """The text of a check, read-only, and whether to run it at the end: `wanted`."""

    def __init__(self, own: OwnCheck, source: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("The workshop’s own check"))
        self.resize(*_SIZE)
        about = label("muted")
        about.setText(
            _("{name}, from {source}\nSHA-256 {digest}").format(
                name=own.name, source=source, digest=own.sha256
            )
        )
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(_("What is run"))
        self.text.setPlainText(own.text)
        self._wanted = QCheckBox(_("&Run it at the end of the installation"))
        self._wanted.setChecked(own.wanted)
        buttons = QDialogButtonBox()
        close = buttons.addButton(_("&Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GRID)
        column.addWidget(about)
        column.addWidget(self.text, 1)
        column.addWidget(self._wanted)
        column.addWidget(buttons)

    @property
    def wanted(self) -> bool:
        """Whether the check shall be run."""
        return self._wanted.isChecked()
