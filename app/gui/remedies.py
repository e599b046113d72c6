"""Carries out what the error screen of a run offers: another try, another page, cleaning up.

What is offered is the error's choice, how it looks the error screen's.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from app.core.finding import WayOut
from app.core.plan import Plan
from app.core.session import Session
from app.errors import Action
from app.gui.clean_up import open_clean_up
from app.gui.navigation import Navigation
from app.gui.pages.download import DownloadPage
from app.gui.pages.environment import EnvironmentPage
from app.gui.pages.libraries import LibrariesPage
from app.gui.pages.location import LocationPage
from app.gui.pages.page import Page
from app.gui.pages.running import RunningPage

Change = Callable[[Plan], Plan]
_PAGES: dict[Action, type[Page]] = {
    Action.FOLDER: LocationPage,
    Action.ENVIRONMENT: EnvironmentPage,
    Action.LIBRARIES: LibrariesPage,
    Action.LICENCE: DownloadPage,
}


class Remedies(QObject):
    """Listens to the error screen in `window`; `run` starts another try with a changed plan."""

    def __init__(
        self,
        window: Navigation,
        session: Session,
        running: RunningPage,
        run: Callable[[Change], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._run = run
        self._running = running
        panel = running.problem
        panel.again.connect(self._on_again)
        panel.way_out.connect(self._on_way_out)
        panel.asked.connect(self._on_asked)

    @Slot()
    def _on_again(self) -> None:
        self._run(_unchanged)

    @Slot(object)
    def _on_way_out(self, way_out: WayOut) -> None:
        self._run(way_out.applied_to)

    @Slot(object)
    def _on_asked(self, action: Action) -> None:
        if action is Action.GO_ON:
            self._window.next()
            return
        if action is Action.CLEAN_UP:
            open_clean_up(self._session, self._running.plan, self._window)
            return
        wanted = self._window.findChild(_PAGES[action])
        if wanted is not None:
            self._window.open_page(wanted)


def _unchanged(plan: Plan) -> Plan:
    return plan
