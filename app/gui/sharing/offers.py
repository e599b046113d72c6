"""Offers the workshops that are being shared in the room, on Welcome, as long as that is seen.

Nothing is fetched from any of them before the person presses its button.
"""

from __future__ import annotations

import queue
from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.cancel import Cancel
from app.core.sharing.addresses import local_addresses
from app.core.sharing.browsing import Browser, Shared
from app.gui import theme
from app.gui.widgets import clear, label
from app.gui.worker import Emit, Outcome, Worker
from app.i18n import _

_MOST = 3
_LOOK_SECONDS = 0.4
_NETWORK_LOOKS = 12  # so often it is looked before it is asked whether the network is another one

Addresses = Callable[[], tuple[str, ...]]


class SharedOffer(QFrame):
    """One workshop that is being shared: what it calls itself, where, and a button."""

    chosen = Signal(str)

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self.shared = shared
        theme.set_role(self, "finding-note")
        text = label()
        said = _(
            "A workshop is being shared here: “{title}” ({address}). Taking part? Press "
            "“Open this workshop”, not Next."
        )
        text.setText(said.format(title=shared.title, address=shared.address))
        self.button = QPushButton(_("Open th&is workshop"))
        self.button.setAutoDefault(False)
        theme.set_role(self.button, "primary")  # else the usual Next would pass the course by
        self.button.setAccessibleDescription(text.text())
        self.button.clicked.connect(self._on_clicked)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.GRID, theme.HALF, theme.GRID, theme.HALF)
        line.setSpacing(theme.GRID)
        line.addWidget(text, 1)
        line.addWidget(self.button)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self.shared.address)


class SharedOffers(QWidget):
    """All that are found, the first few of them shown. `chosen` brings an address to open, `drawn`
    says that other buttons are there."""

    chosen = Signal(str)
    drawn = Signal()

    def __init__(self, addresses: Addresses = local_addresses) -> None:
        super().__init__()
        self._addresses = addresses
        self._found: tuple[Shared, ...] = ()
        self._wanted = False
        self._worker = Worker(self)
        self._worker.batch.connect(self._on_found)
        self._worker.ended.connect(self._on_ended)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.HALF)

    @property
    def busy(self) -> bool:
        """Whether the network is being looked at."""
        return self._worker.busy

    @property
    def offers(self) -> tuple[SharedOffer, ...]:
        """What is offered now."""
        return tuple(self.findChildren(SharedOffer))

    def begin(self) -> None:
        """From now on look, whenever this can be seen."""
        self._wanted = True
        self._follow()

    def stop(self) -> None:
        """Look no longer."""
        self._wanted = False
        self._worker.cancel()

    def show_found(self, found: tuple[Shared, ...]) -> None:
        """Offer these."""
        if found != self._found:
            self._found = found
            self.retranslate()

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        clear(self._column)
        self._column.setContentsMargins(0, theme.GRID if self._found else 0, 0, 0)
        for shared in self._found[:_MOST]:
            offer = SharedOffer(shared)
            offer.chosen.connect(self.chosen)
            self._column.addWidget(offer)
        self.drawn.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again."""
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees it: do not ask the network for it."""
        super().hideEvent(event)
        self._worker.cancel()

    def _follow(self) -> None:
        if self._wanted and self.isVisible() and not self._worker.busy:
            addresses = self._addresses
            self._worker.start(lambda emit, cancel: _look(addresses, emit, cancel))

    @Slot(list)
    def _on_found(self, batch: list[tuple[Shared, ...]]) -> None:
        self.show_found(batch[-1])

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        if outcome.error is None:  # else it would fail again at once, and again
            self._follow()


def _look(addresses: Addresses, emit: Emit, cancel: Cancel) -> None:
    """Look until nobody wants to know, in whatever network the computer is by then."""
    while True:
        at = addresses()
        news: queue.SimpleQueue[tuple[Shared, ...]] = queue.SimpleQueue()
        browser = Browser(news.put)
        browser.begin(at)
        try:
            looks = 0
            while looks < _NETWORK_LOOKS or addresses() == at:
                looks = 0 if looks >= _NETWORK_LOOKS else looks + 1
                cancel.check()
                try:
                    emit(news.get(timeout=_LOOK_SECONDS))
                except queue.Empty:
                    continue
        finally:
            browser.end()
        emit(())  # what was found in the other network
