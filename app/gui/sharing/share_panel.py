"""The instructor's panel: shares a finished kit in the room, shows its address and the board.

Sharing itself is the core's business, the same for `seedbed kit serve`.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.core.session import Session
from app.core.sharing import words
from app.core.sharing.board import Board
from app.core.sharing.share import How, Share, start_sharing
from app.errors import InstallError
from app.gui import theme
from app.gui.copy_button import CopyButton
from app.gui.qr_picture import QrPicture
from app.gui.sharing.board_table import BoardTable
from app.gui.widgets import card, clear, label, row
from app.gui.worker import Job, Outcome, Worker
from app.i18n import _, sentences

_DRAW_MILLISECONDS = 500
_PIXELS = 4
_USUAL = How()


class SharePanel(QWidget):
    """Shares the kit that `show_kit` names. `changed` tells that sharing began or ended; whoever
    closes the window calls `stop` and waits until it is no longer `busy`."""

    changed = Signal()

    def __init__(self, session: Session, how: How = _USUAL) -> None:
        super().__init__()
        self._session, self._how = session, how
        self._kit: Path | None = None
        self._share: Share | None = None
        self._error: InstallError | None = None
        self._stop_asked = False
        self._worker = Worker(self)
        self._worker.ended.connect(self._on_ended)
        self._clock = QTimer(self)
        self._clock.setInterval(_DRAW_MILLISECONDS)
        self._clock.timeout.connect(self._on_clock)
        self._build()
        self.retranslate()

    @property
    def sharing(self) -> bool:
        """Whether a kit is being shared."""
        return self._share is not None

    @property
    def busy(self) -> bool:
        """Whether sharing goes on, or is just beginning or ending."""
        return self.sharing or self._worker.busy

    @property
    def address(self) -> str:
        """What participants type; "" while nothing is shared."""
        return self._share.addresses[0] if self._share is not None else ""

    def show_kit(self, folder: Path | None) -> None:
        """From now on it is about the kit in this folder; one that is shared goes on."""
        self._kit = folder
        self._draw()

    def start(self) -> None:
        """Begin to share."""
        if self._kit is None or self.busy:
            return
        self._error, self._stop_asked = None, False
        self._worker.start(_share_job(self._kit, self._session, self._how))
        self._draw()

    def take(self, share: Share) -> None:
        """Show what is being shared, and end it when that is asked for."""
        self._share = share
        self._clock.start()
        self.show_board(share.board())
        self._draw()

    def stop(self) -> None:
        """End; `changed` tells when it has."""
        self._stop_asked = True
        share, self._share = self._share, None
        self._clock.stop()
        if share is not None:
            self.show_board(share.board())
            self._worker.start(_stop_job(share))
        else:
            self._worker.cancel()
        self._draw()

    def show_board(self, board: Board) -> None:
        """Show how far everybody is."""
        self.table.show_board(board)
        begun = self.sharing or bool(board.rows)
        self._summary.setText(words.summary(board) if begun else _("Not shared yet."))
        told = [*map(words.trouble_text, board.troubles), words.advice(board)]
        self._trouble.setText("\n".join(filter(None, told)))
        self._trouble.setVisible(bool(self._trouble.text()))

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        self.start_button.setText(_("&Share in this room"))
        self.stop_button.setText(_("S&top sharing"))
        self.table.retranslate()
        self.show_board(self._share.board() if self._share is not None else Board())
        self._draw()

    def _build(self) -> None:
        self.lead, self._others = label(), label("muted")
        self.address_label = QLabel()
        theme.set_role(self.address_label, "heading")
        self.address_label.setTextFormat(Qt.TextFormat.PlainText)
        self.address_label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._copy = QHBoxLayout()
        self.start_button, self.stop_button = QPushButton(), QPushButton()
        self.start_button.clicked.connect(self._on_start)
        self.stop_button.clicked.connect(self._on_stop)
        for button in (self.start_button, self.stop_button):
            button.setAutoDefault(False)
        self.qr = QrPicture(_PIXELS)
        frame, inside = card()
        texts = QVBoxLayout()
        address = row(self.address_label)
        address.addLayout(self._copy)
        address.addStretch(1)
        texts.addWidget(self.lead)
        texts.addLayout(address)
        texts.addWidget(self._others)
        texts.addStretch(1)
        texts.addLayout(row(self.start_button, self.stop_button, 1))
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        line.addLayout(texts, 1)
        line.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(line)
        self.table = BoardTable()
        self._summary, self._trouble = label("section"), label()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(frame)
        column.addWidget(self._summary)
        column.addWidget(self._trouble)
        column.addWidget(self.table, 1)

    def _draw(self) -> None:
        self.lead.setText(self._lead_text())
        self._others.setText(self._others_text())
        self._others.setVisible(bool(self._others.text()))
        self.address_label.setText(self.address)
        self.address_label.setVisible(self.sharing)
        self.qr.show_text(self.address)
        self.start_button.setVisible(not self.sharing)
        self.start_button.setEnabled(self._kit is not None and not self.busy)
        self.stop_button.setVisible(self.sharing)
        clear(self._copy)
        if self.sharing:
            self._copy.addWidget(
                CopyButton(self.address, _("Copy: {label}").format(label=self.address))
            )

    def _lead_text(self) -> str:
        if self._share is not None:
            text = _("“{title}” is being shared here:")
            return text.format(title=self._share.title)
        if self._worker.busy:
            return _("One moment…")
        if self._error is not None:
            return sentences(self._error.summary, self._error.remedy)
        if self._kit is None:
            return _(
                "First make the kit, at “Kit” on the left. Then it can be shared here with "
                "everybody in this network."
            )
        return _(
            "Once you press the button, everybody in this network can download the workshop from "
            "this computer, but no other file. You see here how far they are, and can stop at "
            "any time."
        )

    def _others_text(self) -> str:
        if self._share is None:
            return ""
        others = [
            _("If that does not open: {addresses}").format(
                addresses="  ".join(self._share.addresses[1:])
            )
        ]
        announced = _("Whoever opens Seedbed in this network is offered it on the first page.")
        return "\n".join(
            (
                words.how_to_join(self.address),
                *(others if self._share.addresses[1:] else ()),
                *((announced,) if self._share.announced else ()),
            )
        )

    @Slot()
    def _on_start(self) -> None:
        self.start()

    @Slot()
    def _on_stop(self) -> None:
        self.stop()

    @Slot()
    def _on_clock(self) -> None:
        if self._share is not None:
            self.show_board(self._share.board())

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        self._error = outcome.error
        if isinstance(outcome.value, Share):
            self.take(outcome.value)
            if self._stop_asked:  # while it was just beginning
                self.stop()
                return
        self._draw()
        self.changed.emit()


def _share_job(folder: Path, session: Session, how: How) -> Job:
    return lambda _emit, cancel: start_sharing(folder, session, cancel, how)


def _stop_job(share: Share) -> Job:
    return lambda _emit, _cancel: share.stop()
