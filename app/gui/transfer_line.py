"""How the early download is shown: a bar, what it says, and the buttons that steer it."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from app.core.amounts import bytes_text, rate_text, seconds_text
from app.core.finding import Level
from app.gui import theme
from app.gui.bars import show_on_bar as show_on_bar
from app.gui.known import Download, Transfer
from app.gui.widgets import Icon, label
from app.i18n import _, joined_facts, sentences


def download_text(download: Download, allowed: bool = True) -> str:
    """Where the download stands, in one line; `allowed` once the terms are accepted."""
    match download.state:
        case Transfer.IDLE if not allowed:
            return _("The installer is downloaded as soon as you have accepted the terms.")
        case Transfer.IDLE:
            return sentences(_("The installer has not been downloaded yet."), _may_go_on())
        case Transfer.RUNNING if download.stopping:
            return _("Stopping the download…")
        case Transfer.RUNNING:
            return download_texts(download)[0]
        case Transfer.PAUSED:
            paused = _("Paused at {amount}.")
            return sentences(paused.format(amount=_amount(download)), _may_go_on())
        case Transfer.DONE:
            return _("Downloaded and verified.")
        case Transfer.FAILED:
            return download.error.summary if download.error else _("The download failed.")
        case _:
            assert_never(download.state)


def _may_go_on() -> str:
    return _("You can also press Next: the installation downloads it then.")


def download_texts(download: Download) -> tuple[str, ...]:
    """A running download in words, the longest text first, for places with less and less room."""
    if download.stopping or not download.done:
        starting = _("Downloading the installer…")
        return (_("Stopping the download…") if download.stopping else starting,)
    amount = _amount(download)
    parts = [_("Downloading: {amount}").format(amount=amount)]
    if download.rate:
        parts.append(rate_text(download.rate))
    if download.seconds_left is not None:
        parts.append(_("about {time} left").format(time=seconds_text(download.seconds_left)))
    lengths = range(len(parts), 0, -1)
    return (*(joined_facts(parts[:length]) for length in lengths), amount)


def _amount(download: Download) -> str:
    done = bytes_text(download.done)
    if download.total is None:
        return done
    return _("{done} of {total}").format(done=done, total=bytes_text(download.total))


class TransferLine(QFrame):
    """Shows a Download. Cancel stands under the bar, away from Pause."""

    start_asked = Signal()
    pause_asked = Signal()
    discard_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "card")
        self._download = Download()
        self._allowed = True
        self._icon = Icon("warn", "warn")
        self._icon.hide()
        self._text = label()
        self._remedy = label("muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._main, self._cancel = QPushButton(), QPushButton()
        for button in (self._main, self._cancel):
            button.setAutoDefault(False)
        self._main.clicked.connect(self._on_main)
        self._cancel.clicked.connect(self.discard_asked)
        texts = QVBoxLayout()
        texts.setSpacing(theme.HALF)
        for widget in (self._text, self._bar, self._remedy):
            texts.addWidget(widget)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.GAP, theme.GRID, theme.GAP, theme.GRID)
        line.setSpacing(theme.GAP)
        line.addWidget(self._cancel)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        line.addWidget(self._main)

    def buttons(self) -> tuple[QPushButton, ...]:
        """Its buttons, from left to right."""
        return self._cancel, self._main

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        self._cancel.setText(_("Cancel download"))
        self._bar.setAccessibleName(_("Progress of the download"))
        self.show_download(self._download, self._allowed)

    def show_download(self, download: Download, allowed: bool = True) -> None:
        """Show where the download stands; it may begin only where it is `allowed`."""
        self._download, self._allowed = download, allowed
        state = download.state
        self._text.setText(download_text(download, allowed))
        self._icon.show_level(Level.WARN)
        self._icon.setVisible(state is Transfer.FAILED)
        active = state in (Transfer.RUNNING, Transfer.PAUSED)
        self._bar.setVisible(active)
        show_on_bar(self._bar, download.done, download.total)
        if state is Transfer.PAUSED and download.total is None:
            self._bar.setRange(0, 1)  # a moving bar would say that something happens
        remedy = _remedy(download) if state is Transfer.FAILED else ""
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        self._cancel.setVisible(active)
        self._cancel.setEnabled(not download.stopping)
        self._main.setVisible(state is not Transfer.DONE)
        # Not switched off while it stops: the focus would go to another button.
        self._main.setEnabled(allowed or state is not Transfer.IDLE)
        self._main.setText(_main_text(state))
        self._main.setIcon(theme.icon(_main_icon(state)))

    @Slot()
    def _on_main(self) -> None:
        if self._download.stopping:
            return
        if self._download.state is Transfer.RUNNING:
            self.pause_asked.emit()
        else:
            self.start_asked.emit()


def _remedy(download: Download) -> str:
    """What helps after a failure; Next stays possible, and why is said."""
    return sentences(download.error.remedy if download.error else "", _may_go_on())


def _main_text(state: Transfer) -> str:
    match state:
        case Transfer.RUNNING:
            return _("&Pause")
        case Transfer.PAUSED:
            return _("Res&ume download")
        case Transfer.FAILED:
            return _("&Try again")
        case Transfer.IDLE | Transfer.DONE:
            return _("&Download now")
        case _:
            assert_never(state)


def _main_icon(state: Transfer) -> str:
    match state:
        case Transfer.RUNNING:
            return "pause"
        case Transfer.PAUSED | Transfer.FAILED:
            return "play"
        case Transfer.IDLE | Transfer.DONE:
            return "download"
        case _:
            assert_never(state)
