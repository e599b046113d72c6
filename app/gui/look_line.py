"""The line on Welcome that asks for the language and for light or dark.

It only asks: the application changes both, and remembers them.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from app.core.finding import Finding, Level
from app.core.preferences import THEMES
from app.gui import fonts, theme
from app.gui.widgets import Findings
from app.i18n import LANGUAGES, PSEUDO, _, language


class LookLine(QWidget):
    """Two choices side by side, with pictures for those who cannot read the names.

    `trouble` has its place below the line.
    """

    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._unreadable = False
        self.languages, self.themes = QComboBox(), QComboBox()
        self.trouble = Findings()
        for code in LANGUAGES:
            self.languages.addItem(fonts.name_of(code), code)
        if language() == PSEUDO:
            self.languages.addItem(PSEUDO, PSEUDO)
        for choice in THEMES:
            self.themes.addItem("", choice)
        self.languages.activated.connect(self._on_language)
        self.themes.activated.connect(self._on_theme)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.GRID)
        self._language_label = self._named(line, self.languages)
        line.addSpacing(theme.GRID)
        self._theme_label = self._named(line, self.themes)
        line.addStretch(1)

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        self._language_label.setText(_("&Language:"))
        self.languages.setAccessibleName(_("Language"))
        self._theme_label.setText(_("A&ppearance:"))
        self.themes.setAccessibleName(_("Appearance"))
        names = {theme.SYSTEM: _("As the system"), theme.LIGHT: _("Light"), theme.DARK: _("Dark")}
        for number in range(self.languages.count()):
            self.languages.setItemIcon(number, theme.icon("language"))
        for number in range(self.themes.count()):
            self.themes.setItemText(number, names[str(self.themes.itemData(number))])
            self.themes.setItemIcon(number, theme.icon("theme"))

    def draw(self) -> None:
        """Show what is in use."""
        self.languages.setCurrentIndex(self.languages.findData(language()))
        self.themes.setCurrentIndex(self.themes.findData(theme.chosen()))
        self.trouble.show_findings((_no_font(),) if self._unreadable else ())

    def tell_unreadable(self) -> None:
        """Say that a language was asked for whose characters no font here has."""
        self._unreadable = True
        self.draw()

    def _named(self, line: QHBoxLayout, choice: QComboBox) -> QLabel:
        name = QLabel()
        name.setBuddy(choice)
        line.addWidget(name)
        line.addWidget(choice)
        return name

    @Slot(int)
    def _on_language(self, index: int) -> None:
        self.language_chosen.emit(str(self.languages.itemData(index)))

    @Slot(int)
    def _on_theme(self, index: int) -> None:
        self.theme_chosen.emit(str(self.themes.itemData(index)))


def _no_font() -> Finding:
    sentence = _("This computer has no font with Chinese characters, so this language stays.")
    remedy = _("Install one, for example the package fonts-noto-cjk, and start Seedbed again.")
    return Finding("language", Level.WARN, "no_font", sentence, remedy)
