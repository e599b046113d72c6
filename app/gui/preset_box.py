"""The sets of libraries to start from, as a choice of one, with what the chosen one is for.

Which packages a set has is known here; what choosing one means for the plan is the page's business.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QVBoxLayout

from app.core.catalog.presets import Preset, all_presets
from app.gui import theme
from app.gui.widgets import label
from app.i18n import _


def preset_of(packages: tuple[str, ...]) -> Preset | None:
    """The set that has exactly these packages."""
    for preset in all_presets():
        if set(preset.packages) == set(packages):
            return preset
    return None


class PresetBox(QFrame):
    """Shows which set the packages are; `chosen` brings the Preset that the person picked."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.GRID, 12, 2 * theme.GRID, 12)
        column.setSpacing(6)
        self._title = label("section")
        column.addWidget(self._title)
        self._group = QButtonGroup(self)
        self._presets = [(preset, QRadioButton()) for preset in all_presets()]
        self._own = QRadioButton()
        for button in (*(button for _preset, button in self._presets), self._own):
            self._group.addButton(button)
            column.addWidget(button)
        column.addSpacing(theme.GRID)
        self._purpose = label("muted")
        column.addWidget(self._purpose)
        column.addStretch(1)
        self._group.buttonClicked.connect(self._on_clicked)

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        self._title.setText(_("Start from a set"))
        for preset, button in self._presets:
            button.setText(_(preset.title))
            button.setAccessibleDescription(_(preset.purpose))
            button.setToolTip(_(preset.purpose))
        self._own.setText(_("My own choice"))

    def show_packages(self, packages: tuple[str, ...]) -> None:
        """Show which set these are."""
        same = preset_of(packages)
        for preset, button in self._presets:
            if preset is same:
                button.setChecked(True)
        if same is None:
            self._own.setChecked(True)
        self._purpose.setText(_(same.purpose) if same else _("What you ticked and wrote."))

    @Slot()
    def _on_clicked(self) -> None:
        for preset, button in self._presets:
            if button.isChecked():
                self.chosen.emit(preset)
