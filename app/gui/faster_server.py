"""“Find a faster server”: measures when opened, proposes, and changes nothing before “Use”.

It knows no plan: what was chosen is said by `chosen`, and kept by whoever opened it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core.catalog.mirrors import OFFICIAL
from app.core.consent import Consent, Kind
from app.core.mirrors.measuring import Candidate, candidates, proposed
from app.core.mirrors.remembered import preferring
from app.core.mirrors.words import age_text, kind_title, speed_text, used_now_text
from app.core.session import Session
from app.gui import services, theme
from app.gui.button_row import ButtonRow
from app.gui.keys import press_focused
from app.gui.plain_tip import plain_tip
from app.gui.widgets import label, row
from app.gui.worker import Outcome, Worker
from app.i18n import _, sentences

_SIZE = (880, 540)
_WIDTHS = (230, 112, 116)


class FasterServerDialog(QDialog):
    """A table of servers with what was measured; `chosen` brings the consents from now on."""

    chosen = Signal(object)

    def __init__(
        self, session: Session, consents: tuple[Consent, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._consents = consents
        self._rows: list[Candidate] = []
        self.worker = Worker(self)
        self.worker.batch.connect(self._on_measured)
        self.worker.ended.connect(self._on_ended)
        self._build()
        self._connect()
        self._write()
        self.resize(*_SIZE)

    @property
    def kind(self) -> Kind:
        """The kind that is measured and shown."""
        return Kind(self.kinds.currentData())

    def measure(self) -> None:
        """Measure the servers of the shown kind; while that goes on, nothing."""
        if self.worker.busy:
            return
        self.show_servers(candidates(self._session.mirrors, self.kind))
        self._note.setText(_("Measuring: about ten seconds. Each server sends one small file."))
        self.worker.start(services.measure_job(self._session, self.kind))
        self._draw_buttons()

    def show_servers(self, servers: Sequence[Candidate]) -> None:
        """Show these servers; what is measured comes by `learn`."""
        self._rows = list(servers)
        self.table.setRowCount(len(self._rows))
        for number, candidate in enumerate(self._rows):
            self._draw_row(number, candidate, _("measuring…"))
        self.table.clearSelection()

    def learn(self, measured: Sequence[Candidate]) -> None:
        """Show what was measured of some servers."""
        names = [candidate.server for candidate in self._rows]
        for candidate in measured:
            number = names.index(candidate.server)
            self._rows[number] = candidate
            self._draw_row(number, candidate, _speed(candidate))

    def propose(self) -> None:
        """Say which server is the fastest, and select it unless the person has selected one."""
        best = proposed(self._rows)
        if best is None:
            self._note.setText(_("None of these servers answers: is this computer online?"))
            return
        if self.selected() is None:
            self.table.selectRow(self._rows.index(best))
        if best.server == OFFICIAL:
            text = _("The official server is the fastest: no other one is needed.")
        else:
            text = _("{server} is the fastest: {speed}.")
        speed = speed_text(best.measured)
        self._note.setText(text.format(server=_(best.title), speed=speed))

    def selected(self) -> Candidate | None:
        """The server whose row is selected."""
        numbers = {index.row() for index in self.table.selectedIndexes()}
        return self._rows[numbers.pop()] if len(numbers) == 1 else None

    def reject(self) -> None:
        """Closing stops the measuring."""
        self.worker.cancel()
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus."""
        if not press_focused(self, event):
            super().keyPressEvent(event)

    def _build(self) -> None:
        self._lead, self._now, self._note = label(), label("muted"), label()
        self._kind_label, self._for_label = QLabel(), QLabel()
        self.kinds = QComboBox()
        self._kind_label.setBuddy(self.kinds)
        self.again = QPushButton()
        self.table = QTableWidget(0, 4)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        heights = self.table.verticalHeader()
        heights.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for place, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(place, width)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.boxes = {kind: QCheckBox() for kind in self._session.mirrors.kinds}
        self.use, self.official, self._close = QPushButton(), QPushButton(), QPushButton()
        theme.set_role(self.use, "primary")
        # Nothing is the default button: a server is only chosen by pressing its own.
        buttons = ButtonRow()
        buttons.addButton(self.official, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.addButton(self.use, QDialogButtonBox.ButtonRole.ApplyRole)
        buttons.addButton(self._close, QDialogButtonBox.ButtonRole.RejectRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        column.setSpacing(theme.GRID)
        column.addWidget(self._lead)
        column.addLayout(row(self._kind_label, self.kinds, self.again, 1))
        column.addWidget(self.table, 1)
        column.addWidget(self._note)
        column.addLayout(row(self._for_label, *self.boxes.values(), 1))
        column.addWidget(self._now)
        column.addWidget(buttons)

    def _connect(self) -> None:
        for button in (self.again, self.use, self.official, self._close):
            button.setAutoDefault(False)
        self.again.clicked.connect(self.measure)
        self.kinds.activated.connect(self._on_kind)
        self.table.itemSelectionChanged.connect(self._on_selected)
        self.use.clicked.connect(self._on_use)
        self.official.clicked.connect(self._on_official)
        self._close.clicked.connect(self.reject)
        for box in self.boxes.values():
            box.clicked.connect(self._draw_buttons)

    def _write(self) -> None:
        mirrors = self._session.mirrors
        self.setWindowTitle(_("Find a faster server"))
        self._lead.setText(
            _(
                "Copies of the official server stand in many places; one that is near you is often "
                "faster. Take the fastest, or close this: it works without, too. A file that is "
                "not there comes from the official server, and each is compared with the official "
                "checksum. Nothing is changed until you press “Use this server”."
            )
        )
        self._kind_label.setText(_("&Measure with:"))
        for kind in mirrors.kinds:
            self.kinds.addItem(kind_title(mirrors, kind), str(kind))
        usual = self.kinds.findData(str(Kind.CONDA))
        self.kinds.setCurrentIndex(max(0, usual))
        self.again.setText(_("Measure &again"))
        self.table.setHorizontalHeaderLabels(
            [_("Server"), _("Speed"), _("Updated"), _("What to know")]
        )
        self.table.setAccessibleName(_("Servers"))
        self._for_label.setText(_("Use it for:"))
        for kind, box in self.boxes.items():
            box.setText(kind_title(mirrors, kind))
        self.use.setText(_("&Use this server"))
        self.official.setText(_("Use the &official servers"))
        self._close.setText(_("&Close"))
        self._now.setText(used_now_text(mirrors, self._consents))
        self._draw_buttons()

    def _draw_row(self, number: int, candidate: Candidate, speed: str) -> None:
        trouble = candidate.measured.trouble
        why = trouble.summary if trouble else ""
        lacks = _(candidate.lacks) if candidate.lacks else ""
        know = sentences(why, lacks)
        name = _("Official server") if candidate.server == OFFICIAL else _(candidate.title)
        age = age_text(candidate.measured)
        for place, text in enumerate((name, speed, age, know)):
            item = QTableWidgetItem(text)
            item.setToolTip(plain_tip(_(candidate.title) if place == 0 else text))
            self.table.setItem(number, place, item)

    @Slot()
    def _draw_buttons(self) -> None:
        candidate = self.selected()
        has = self._kinds_of(candidate)
        ticked = any(self.boxes[kind].isChecked() for kind in has)
        self.use.setEnabled(bool(has) and ticked)
        self.official.setEnabled(bool(self._consents))
        self.again.setEnabled(not self.worker.busy)
        self.kinds.setEnabled(not self.worker.busy)

    def _kinds_of(self, candidate: Candidate | None) -> tuple[Kind, ...]:
        servers = self._session.mirrors.servers
        if candidate is None:
            return ()
        return next((each.kinds for each in servers if each.id == candidate.server), ())

    @Slot(list)
    def _on_measured(self, batch: list[Candidate]) -> None:
        self.learn(batch)

    @Slot(object)
    def _on_ended(self, _outcome: Outcome) -> None:
        self._draw_buttons()
        if self.isVisible():
            self.propose()

    @Slot()
    def _on_kind(self) -> None:
        self.measure()

    @Slot()
    def _on_selected(self) -> None:
        has = self._kinds_of(self.selected())
        for kind, box in self.boxes.items():
            box.setEnabled(kind in has)
            box.setChecked(kind in has)
        self._draw_buttons()

    @Slot()
    def _on_use(self) -> None:
        candidate = self.selected()
        if candidate is None:
            return
        ticked = tuple(kind for kind in self._kinds_of(candidate) if self.boxes[kind].isChecked())
        self._end(preferring(Consent(candidate.server, ticked), self._consents))

    @Slot()
    def _on_official(self) -> None:
        self._end(())

    def _end(self, consents: tuple[Consent, ...]) -> None:
        self.worker.cancel()
        self.chosen.emit(consents)
        self.accept()


def _speed(candidate: Candidate) -> str:
    """The speed alone: why a server was not reached stands in a wider column."""
    measured = candidate.measured
    return _("not reachable") if measured.trouble else speed_text(measured)
