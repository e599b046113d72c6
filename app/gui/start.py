"""Starts the Qt application: a cover is painted at once, then the wizard is loaded behind it.

Imports as little as it can: most of what a start takes is loading. What happens in the window
afterwards is application.py's business.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTimer, Slot
from PySide6.QtGui import QFontDatabase

from app import __version__
from app.core import preferences
from app.core.one_window import OneWindow, Request
from app.core.window_start import WindowStart
from app.errors import ExitCode
from app.gui import fonts
from app.gui.colours import DARK, LIGHT, by_palette, colours_of
from app.gui.cover import Cover
from app.gui.doorkeeper import Doorkeeper, SeedbedApplication
from app.gui.first_paint import FirstPaint
from app.gui.garbage import GarbageCollector
from app.i18n import _, set_language, system_language

if TYPE_CHECKING:
    from app.gui.application import Application
    from app.gui.wizard import Wizard

_NO_FONTS = "Seedbed cannot show any text: this system has no fonts. Install e.g. fonts-dejavu.\n"
# A start that is only measured ends at its first paint, or when the wizard is ready.
UNTIL_VARIABLE = "SEEDBED_WINDOW_UNTIL"
PAINTED, READY = "painted", "ready"
# Loaded one after the other, with a turn of the event loop between: the cover stays alive.
_LATER = (
    "app.core.network.download",
    "app.core.session",
    "app.steps.road",
    "app.gui.services",
    "app.gui.pages.libraries",
    "app.gui.wizard",
    "app.gui.application",
)


class _Loading(QObject):
    """Loads the wizard behind the cover and puts it in the cover's place."""

    def __init__(
        self, app: SeedbedApplication, cover: Cover, start: WindowStart, door: OneWindow
    ) -> None:
        super().__init__(app)
        self._app, self._cover, self._start = app, cover, start
        self._window: Application | None = None
        self._wizard: Wizard
        self._keeper = Doorkeeper(app, door, cover)
        self._keeper.asked.connect(self._on_asked)
        self._todo = list(_LATER)
        self._until = os.environ.get(UNTIL_VARIABLE, "")
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._on_turn)
        self._painted = FirstPaint(cover)
        self._painted.painted.connect(self._on_painted)
        cover.closed.connect(self._on_closed)
        self.succeeded = False

    @Slot()
    def _on_painted(self) -> None:
        if self._until == PAINTED:
            tell_and_end()
        self._turn.start()

    @Slot()
    def _on_turn(self) -> None:
        try:
            if self._todo:
                import_module(self._todo.pop(0))
                return
            self._turn.stop()
            self._show_wizard()
        except Exception:  # nothing of the window is there yet that could show it
            self._app.exit(int(ExitCode.BUG))
            _tell_on_stderr(traceback.format_exc())

    def _show_wizard(self) -> None:
        from app.gui.application import show_wizard

        self._window = show_wizard(self._app, self._start)
        self._wizard = wizard = self._window.wizard
        wizard.setGeometry(self._cover.geometry())
        wizard.finished.connect(self._on_finished)
        self._shown = FirstPaint(wizard)
        self._shown.painted.connect(self._on_shown)
        wizard.begin()
        self._keeper.follow(wizard)
        if not fonts.can_show(self._start.wish.language):
            wizard.welcome.tell_unreadable()
        if self._start.place:
            wizard.welcome.open(self._start.place)

    @Slot()
    def _on_shown(self) -> None:
        if self._until == READY:
            tell_and_end()
        self._cover.blockSignals(True)
        self._cover.close()
        self._wizard.welcome.updates.look_if_agreed()
        self._wizard.welcome.shared.begin()

    @Slot()
    def _on_finished(self) -> None:
        self.succeeded = self._wizard.running.ever_succeeded
        self._wizard.session.download.close()
        self._app.exit(int(ExitCode.DONE if self.succeeded else ExitCode.CANCELLED))

    @Slot(object)
    def _on_asked(self, request: Request) -> None:
        from app.gui.forward import bring_forward  # its names of Qt take 15 ms, and a start none

        if self._window is not None:
            bring_forward(self._wizard, request.permit)
            self._wizard.offers.take(request.place)
            return
        bring_forward(self._cover, request.permit)
        if request.place:  # opened as soon as the wizard is there
            self._start = replace(self._start, place=request.place)

    @Slot()
    def _on_closed(self) -> None:
        self._app.exit(int(ExitCode.CANCELLED))


def open_window(start: WindowStart, door: OneWindow, qt_arguments: Sequence[str]) -> int:
    """Open the wizard and run until it is closed; returns the exit code.

    What the command line says about language and look counts first, then what was chosen in the
    window before, what the system says last.
    """
    app = SeedbedApplication([sys.argv[0], *qt_arguments])
    app.setApplicationName("Seedbed")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("seedbed")
    app.setQuitOnLastWindowClosed(False)
    if not QFontDatabase.families():
        _tell_on_stderr(_NO_FONTS)
        return int(ExitCode.COMMAND)
    wish = start.wish.over(preferences.load())
    wanted = wish.language or system_language(settings=QLocale.system().uiLanguages())
    set_language(wanted if fonts.can_show(wanted) else "en")
    app.setApplicationDisplayName(_("Seedbed"))
    appearance = wish.theme if wish.theme in (LIGHT, DARK) else by_palette(app)
    cover = Cover(colours_of(appearance))
    start = replace(start, wish=replace(wish, language=wanted))
    loading = _Loading(app, cover, start, door)
    loading.setParent(app)
    GarbageCollector(app)
    cover.show()
    return app.exec()


def _tell_on_stderr(text: str) -> None:
    """Of a windowed program without a console there is none."""
    if sys.stderr is not None:
        sys.stderr.write(text)


def tell_and_end() -> None:
    """Say what time it is (monotonic seconds) and how much memory we take (bytes), and end at once:
    nothing has begun that needs an orderly end."""
    now = time.monotonic()
    import psutil

    sys.stdout.write(f"{now} {psutil.Process().memory_info().rss}\n")
    sys.stdout.flush()
    os._exit(int(ExitCode.DONE))
