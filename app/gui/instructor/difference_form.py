"""What one platform gets otherwise: which platform, which library, and what instead of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton

from app.core.kits.survey_words import difference_text, title_of
from app.core.plan import Workshop
from app.core.specs import parse_spec
from app.core.specs.spec_names import name_of
from app.core.workshops.differences import difference_on
from app.core.workshops.platform_changes import alike, dropped, replaced
from app.errors import InstallError
from app.gui import theme
from app.gui.fold import Fold
from app.gui.widgets import label, row
from app.i18n import _, joined_facts, sentences


class DifferenceForm(Fold):
    """Shows what differs and changes it; `changed` brings the new Workshop."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._workshop = Workshop()
        self._listed, self._about = label(), label("muted")
        self._wrong = label()
        self.platform, self.library, self.instead = QComboBox(), QComboBox(), QLineEdit()
        self.change, self.same = QPushButton(), QPushButton()
        self._labels = (QLabel(), QLabel(), QLabel())
        for name, widget in zip(
            self._labels, (self.platform, self.library, self.instead), strict=True
        ):
            name.setBuddy(widget)
        self.platform.activated.connect(self._on_platform)
        self.instead.textEdited.connect(self._on_platform)
        self.instead.returnPressed.connect(self._on_change)
        self.change.clicked.connect(self._on_change)
        self.same.clicked.connect(self._on_same)
        for button in (self.change, self.same):
            button.setAutoDefault(False)
        self._build()

    def _build(self) -> None:
        self.column.addWidget(self._about)
        self.column.addWidget(self._listed)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GRID)
        grid.setVerticalSpacing(theme.GRID)
        grid.addWidget(self._labels[0], 2, 0)
        grid.addWidget(self.platform, 2, 1)
        grid.addWidget(self._labels[1], 2, 2)
        grid.addWidget(self.library, 2, 3)
        grid.addWidget(self._labels[2], 3, 0)
        grid.addWidget(self.instead, 3, 1)
        grid.addLayout(row(self.change, self.same, 1), 3, 2, 1, 2)
        grid.addWidget(self._wrong, 4, 0, 1, 4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.column.addLayout(grid)
        self._wrong.hide()

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        self.show_title(_("Exceptions for one kind of computer (seldom needed)"))
        self._about.setText(
            _("One platform can get another library, or go without. All others stay as they are.")
        )
        for name, text in zip(
            self._labels, (_("Platfo&rm:"), _("Li&brary:"), _("Replace w&ith:")), strict=True
        ):
            name.setText(text)
        self.instead.setPlaceholderText(_("empty: leave the library out"))
        self.change.setText(_("A&pply to this platform"))
        self.same.setText(_("R&emove its exceptions"))
        self.same.setToolTip(_("This platform gets what all get"))
        self._draw()

    def show_workshop(self, workshop: Workshop, subdirs: Sequence[str]) -> None:
        """Offer these platforms, and the libraries of the workshop."""
        self._workshop = workshop
        known = [one.subdir for one in workshop.differences]
        names = [name_of(text) for text in workshop.packages]
        _offer(self.platform, dict.fromkeys((*subdirs, *known)))
        _offer(self.library, dict.fromkeys(names))
        self._draw()

    def _draw(self) -> None:
        said = [
            f"{title_of(one.subdir)}: {difference_text(one)}"
            for one in self._workshop.differences
            if difference_text(one)
        ]
        self.show_said(joined_facts(said) or _("All platforms get the same."))
        self._listed.setText("\n".join(said))
        self._listed.setVisible(bool(said))
        subdir = str(self.platform.currentData() or "")
        ready = bool(subdir) and self.library.count() > 0
        self.change.setEnabled(ready)
        self.same.setEnabled(bool(difference_text(difference_on(self._workshop, subdir))))

    def _tell(self, text: str) -> None:
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))

    @Slot()
    def _on_platform(self) -> None:
        self._tell("")
        self._draw()

    @Slot()
    def _on_change(self) -> None:
        subdir, name = str(self.platform.currentData() or ""), self.library.currentText()
        text = self.instead.text().strip()
        if not subdir or not name:
            return
        try:
            spec = parse_spec(text).text if text else ""
        except InstallError as error:
            self._tell(sentences(error.summary, error.remedy))
            return
        self.instead.clear()
        there = replaced(self._workshop, subdir, name, spec) if spec else None
        self.changed.emit(there or dropped(self._workshop, subdir, name))

    @Slot()
    def _on_same(self) -> None:
        self.changed.emit(alike(self._workshop, str(self.platform.currentData())))


def _offer(choice: QComboBox, names: Sequence[str] | dict[str, None]) -> None:
    """Offer these names; the chosen one stays if it is still there."""
    wanted = [(title_of(name), name) for name in names]
    if [(choice.itemText(n), choice.itemData(n)) for n in range(choice.count())] == wanted:
        return
    chosen = choice.currentData()
    choice.clear()
    for text, name in wanted:
        choice.addItem(text, name)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
