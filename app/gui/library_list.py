"""A list of libraries to tick, with the field to search in it, and a quiet line about it.

Knows libraries by name only; what a tick or a word means for the plan is the page's business.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QListView, QPushButton, QVBoxLayout, QWidget

from app.core.libraries.searching import index_sentence
from app.core.packages.search import PackageSearch
from app.gui import theme
from app.gui.known import InChannel
from app.gui.library_model import LibraryModel
from app.gui.library_row import LibraryRow
from app.gui.search_field import SearchField
from app.gui.widgets import label, row
from app.i18n import _, language, ngettext

_LEAST_HEIGHT = 96
_LOOK_MILLISECONDS = 200


class LibraryList(QWidget):
    """Searches as the person types. `toggled` brings a name and whether it is wanted,
    `entered` and `pasted` a text, `looked_at` the names in sight after things came to rest."""

    toggled = Signal(str, bool)
    entered = Signal(str)
    pasted = Signal(str)
    looked_at = Signal(object)

    def __init__(self, *beside: QPushButton) -> None:
        super().__init__()
        self._search: PackageSearch = PackageSearch()
        self._from_channel: PackageSearch | None = None
        self._language = language()
        self.search = SearchField()
        self.search.textChanged.connect(self._on_search)
        self.search.entered.connect(self.entered)
        self.search.pasted.connect(self.pasted)
        self.search.down.connect(self.go_down)
        self.model = LibraryModel()
        self.model.toggled.connect(self.toggled)
        self.view = self._build_view()
        self._note = label("small")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_LOOK_MILLISECONDS)
        self._rest.timeout.connect(self._on_rest)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        line = row(self.search, *beside)
        line.setStretch(0, 1)
        column.addLayout(line)
        column.addWidget(self.view, 1)
        column.addWidget(self._note)
        self._find()

    @property
    def found_by(self) -> PackageSearch:
        """What is searched in now."""
        return self._search

    def show_channel(self, channel: InChannel) -> None:
        """Search in what the channels have, and show what is known about it."""
        if channel.search is not self._from_channel:
            self._from_channel = channel.search
            self._search = channel.search or PackageSearch()
            self._find()
        elif not channel.facts and self.model.rowCount():
            self._rest.start()  # what was known of the rows belonged to another choice
        self.model.show_facts(channel.facts)
        self._draw_note()

    def show_reasons(self, reasons: Mapping[str, str]) -> None:
        """Grey out libraries that cannot work on this computer, each with its reason."""
        self.model.show_reasons(reasons)

    def tick(self, names: Collection[str]) -> None:
        """Tick exactly these libraries; says nothing."""
        self.model.show_ticked(names)

    def ticked(self) -> frozenset[str]:
        """The names that are ticked."""
        return self.model.ticked()

    def shown(self) -> tuple[str, ...]:
        """The names of the libraries that the search leaves, best first."""
        return tuple(found.name for found in self.model.rows())

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        self.search.setPlaceholderText(_("Search or paste names"))
        self.search.setAccessibleName(_("Search in the libraries"))
        self.view.setAccessibleName(_("Libraries"))
        if self._language != language():
            self._language = language()
            self._search = PackageSearch(self._search.read)
            self._find()
        self._draw_note()

    def _build_view(self) -> QListView:
        view = QListView()
        theme.set_role(view, "libraries")
        view.setModel(self.model)
        view.setItemDelegate(LibraryRow(view))
        view.setResizeMode(QListView.ResizeMode.Adjust)  # descriptions wrap anew
        view.setMouseTracking(True)
        view.setMinimumHeight(_LEAST_HEIGHT)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setTabKeyNavigation(False)
        view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        return view

    def _find(self) -> None:
        self.model.show_rows(self._search.find(self.search.text()))
        self.view.scrollToTop()
        self._rest.start()
        self._draw_note()

    def _draw_note(self) -> None:
        number = len(self.model.rows())
        if not number:
            text = _("Nothing was found. Try a part of the name, or what it is for.")
        elif self._from_channel is None:
            text = _("Reading the channel’s list of packages…")
        elif self._search.read.index is None or not self._search.read.index.fresh:
            text = index_sentence(self._search.read)
        else:
            total = len(self._search.read.index.names)
            text = ngettext(
                "Search here among {number} package of the channel.",
                "Search here among {number} packages of the channel.",
                total,
            ).format(number=f"{total:,}")
        self._note.setText(text)

    @Slot()
    def _on_search(self) -> None:
        self._find()

    @Slot()
    def _on_scrolled(self) -> None:
        self._rest.start()

    @Slot()
    def go_down(self) -> None:
        """Put the keyboard onto the first row."""
        if self.model.rowCount():
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            self.view.setCurrentIndex(self.model.index(0))

    @Slot()
    def _on_rest(self) -> None:
        first = self.view.indexAt(QPoint(20, 4)).row()
        last = self.view.indexAt(QPoint(20, self.view.viewport().height() - 4)).row()
        if first >= 0:
            rows = self.model.rows()[first : last + 1 if last >= 0 else None]
            self.looked_at.emit(tuple(found.name for found in rows if found.here))
