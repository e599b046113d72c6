"""The rows of the library list: what was found, what is ticked, what is known about each.

Finding is the search's business, drawing a row the delegate's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.core.libraries.searching import fact_words
from app.core.packages.channel_index import PackageFact
from app.core.packages.search import Found
from app.gui.plain_tip import plain_tip
from app.i18n import _, joined_facts

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class Part(IntEnum):
    """The parts of a row, as roles of the model."""

    NAME = _Role.UserRole
    TITLE = _Role.UserRole + 1
    DETAIL = _Role.UserRole + 2
    SIZE = _Role.UserRole + 3
    AVAILABLE = _Role.UserRole + 4


class LibraryModel(QAbstractListModel):
    """Rows to tick. `toggled` says what the person wants; the tick itself follows the plan."""

    toggled = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Found, ...] = ()
        self._ticked: frozenset[str] = frozenset()
        self._facts: Mapping[str, PackageFact | None] = {}
        self._reasons: Mapping[str, str] = {}

    def show_rows(self, rows: Sequence[Found]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def show_ticked(self, names: Collection[str]) -> None:
        """Tick exactly these."""
        if self._ticked != frozenset(names):
            self._ticked = frozenset(names)
            self._changed()

    def show_facts(self, facts: Mapping[str, PackageFact | None]) -> None:
        """Show what is known about the newest builds."""
        if self._facts is not facts:
            self._facts = facts
            self._changed()

    def show_reasons(self, reasons: Mapping[str, str]) -> None:
        """Show these libraries as not available here, each with its reason in a sentence."""
        if self._reasons != reasons:
            self._reasons = dict(reasons)
            self._changed()

    def rows(self) -> tuple[Found, ...]:
        """What is shown."""
        return self._rows

    def ticked(self) -> frozenset[str]:
        """The names that are ticked, whether they are shown or not."""
        return self._ticked

    def row_of(self, name: str) -> int:
        """The number of the row of this name; -1 where it is not shown."""
        names = [row.name for row in self._rows]
        return names.index(name) if name in names else -1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Qt's own: the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Qt's own: what is not available can be read and unticked, but not ticked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._can_toggle(self._rows[index.row()]):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """Qt's own: one part of a row."""
        row = self._rows[index.row()]
        match role:
            case _Role.DisplayRole | Part.TITLE:
                return row.title or row.name
            case _Role.CheckStateRole:
                ticked = row.name in self._ticked
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            case Part.DETAIL:
                return self._reason(row) or row.purpose
            case _Role.ToolTipRole:
                return plain_tip(self._reason(row) or row.purpose)
            case _Role.AccessibleTextRole:
                return self._spoken(row)
            case Part.NAME:
                return row.name
            case Part.SIZE:
                return fact_words(self._facts.get(row.name))
            case Part.AVAILABLE:
                return not self._reason(row)
            case _:
                return None

    def setData(self, index: _Index, value: object, role: int = _Role.EditRole) -> bool:
        """Qt's own: tick or untick, as far as it may be."""
        row = self._rows[index.row()]
        if role != _Role.CheckStateRole or not self._can_toggle(row):
            return False
        self.toggled.emit(row.name, Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def _can_toggle(self, row: Found) -> bool:
        return row.name in self._ticked or not self._reason(row)

    def _reason(self, row: Found) -> str:
        """Why it is not available; "" where it is."""
        if row.name in self._reasons:
            return self._reasons[row.name]
        return "" if row.here else _("The channels do not have it for this computer.")

    def _spoken(self, row: Found) -> str:
        name = f"{row.title} ({row.name})" if row.title not in ("", row.name) else row.name
        detail, size = self._reason(row) or row.purpose, fact_words(self._facts.get(row.name))
        return joined_facts((name, detail, size))

    def _changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
