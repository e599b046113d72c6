"""A list of libraries to tick, with a field to search in it.

Knows libraries by name only; what a tick means for the plan is the page's business.
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.core.catalog.libraries import all_libraries
from app.gui import theme
from app.i18n import _

_NAME = Qt.ItemDataRole.UserRole
_LEAST_HEIGHT = 150


class LibraryList(QWidget):
    """Shows all known libraries; `ticked_changed` after the person ticked or unticked one."""

    ticked_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._drawing = False
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self._list = QListWidget()
        self._list.setMinimumHeight(_LEAST_HEIGHT)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTabKeyNavigation(False)
        self._list.itemChanged.connect(self._on_item)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.search)
        column.addWidget(self._list, 1)
        for library in all_libraries():
            item = QListWidgetItem()
            item.setData(_NAME, library.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self._list.addItem(item)

    def ticked(self) -> tuple[str, ...]:
        """The names of the ticked libraries, in the order of the list."""
        return tuple(
            str(item.data(_NAME))
            for item in self._items()
            if item.checkState() is Qt.CheckState.Checked
        )

    def set_ticked(self, name: str, ticked: bool) -> None:
        """Tick or untick one library as the person would."""
        wanted = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        for item in self._items():
            if item.data(_NAME) == name:
                item.setCheckState(wanted)

    def shown(self) -> tuple[str, ...]:
        """The names of the libraries that the search leaves."""
        return tuple(str(item.data(_NAME)) for item in self._items() if not item.isHidden())

    def tick(self, names: Collection[str]) -> None:
        """Tick exactly these libraries; says nothing."""
        self._drawing = True
        for item in self._items():
            wanted = item.data(_NAME) in names
            item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
        self._drawing = False

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        self.search.setPlaceholderText(_("Search, for example: picture"))
        self.search.setAccessibleName(_("Search in the libraries"))
        self._list.setAccessibleName(_("Libraries"))
        self._drawing = True
        for item, library in zip(self._items(), all_libraries(), strict=True):
            item.setToolTip(_(library.purpose))
            item.setText(
                _("{title}: {purpose}").format(title=_(library.title), purpose=_(library.purpose))
            )
        self._drawing = False

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(number) for number in range(self._list.count())]

    @Slot(str)
    def _on_search(self, text: str) -> None:
        words = text.casefold().split()
        for item in self._items():
            searched = f"{item.text()} {item.data(_NAME)}".casefold()
            item.setHidden(not all(word in searched for word in words))

    @Slot()
    def _on_item(self) -> None:
        if not self._drawing:
            self.ticked_changed.emit()
