"""A link: a web address in full, which a press opens in the browser."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from app.gui import theme
from app.i18n import _


class AddressButton(QPushButton):
    """Shows one address; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._address = ""
        theme.set_role(self, "link")
        self.setAutoDefault(False)
        self.clicked.connect(self._on_clicked)

    def show_address(self, address: str) -> None:
        """Show another address; "" for none."""
        self._address = address
        text = _("Full text: {address}").format(address=address)
        self.setText(text.replace("&", "&&"))
        self.setToolTip(_("Opens in the web browser"))
        self.setVisible(bool(address))

    @Slot()
    def _on_clicked(self) -> None:
        QDesktopServices.openUrl(QUrl(self._address))
