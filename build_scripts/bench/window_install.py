"""A whole installation through the window, as a child: python window_install.py URL FOLDER.

Presses what a person presses, page after page, without waiting for a screen, and prints one line
of JSON: how late the event loop was while answering and while installing, and when steps ended.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from app.core.plan import Plan
from app.core.run.events import Event, StepDone, StepStarted
from app.core.session import Session
from app.gui.application import Application
from bench.lag import LagTimer

_LOOK_MILLISECONDS = 100
_PATIENCE_SECONDS = 900.0
ANSWERING, INSTALLING = "answering", "installing"


class Person(QObject):
    """Goes through the wizard: opens the workshop, accepts the licence, presses Next."""

    def __init__(self, window: Application, lag: LagTimer, place: str) -> None:
        super().__init__(window)
        self._wizard = window.wizard
        self._lag = lag
        self._place = place
        self._opened = False
        self._pressed = -1
        self._began = time.monotonic()
        self.steps: list[tuple[float, str, str]] = []
        self._wizard.running.worker.batch.connect(self._on_batch)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MILLISECONDS)
        self._timer.timeout.connect(self._on_look)
        self._timer.start()

    @Slot()
    def _on_look(self) -> None:
        wizard = self._wizard
        if not self._opened:
            self._opened = True
            wizard.welcome.open(self._place)
        elif wizard.plan.target.source != self._place:
            self._give_up_after_patience()
        elif wizard.current() is wizard.finished_page or self._failed():
            self._timer.stop()
            wizard.done(0)
        elif wizard.current() is wizard.running:
            self._lag.phase = INSTALLING
            self._give_up_after_patience()
        else:
            self._answer()

    def _answer(self) -> None:
        wizard = self._wizard
        page = wizard.current()
        if page is wizard.download and not wizard.plan.target.licence_accepted:
            wizard.download.accept_box.click()
        ready = wizard.background.checked and page.isComplete()
        if page is wizard.review:
            ready = ready and not wizard.background.known.solving
        if ready and self._pressed != wizard.currentId():
            self._pressed = wizard.currentId()
            if page is wizard.review:
                self._lag.phase = INSTALLING
            wizard.next()

    def _failed(self) -> bool:
        running = self._wizard.running
        ended = not running.running and running.state.last is not None
        return self._wizard.current() is running and ended and not running.succeeded

    def _give_up_after_patience(self) -> None:
        if time.monotonic() - self._began > _PATIENCE_SECONDS:
            sys.exit(f"the window got stuck on page {self._wizard.currentId()}")

    @Slot(list)
    def _on_batch(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, StepStarted | StepDone):
                what = "started" if isinstance(event, StepStarted) else "done"
                self.steps.append((time.monotonic(), what, event.step))


def main() -> int:
    """Install once and tell about it."""
    place, folder = sys.argv[1], Path(sys.argv[2])
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    session = replace(Session.start(), home=folder)

    def change(plan: Plan) -> Plan:
        changed = plan.with_target(folder=folder / "conda", launchers=False)
        return changed.with_target(materials_folder=folder / "materials")

    window = Application(app, session, change(session.new_plan()), change)
    window.wizard.finished.connect(app.quit)
    lag = LagTimer(window)
    lag.phase = ANSWERING
    window.wizard.begin()
    lag.start()
    person = Person(window, lag, place)
    began = time.monotonic()
    app.exec()
    session.download.close()
    told = {
        "ready": window.wizard.running.succeeded,
        "seconds": time.monotonic() - began,
        "own_cpu_s": time.process_time(),
        "lag": lag.found(),
        "steps": person.steps,
    }
    print(json.dumps(told), flush=True)
    return 0 if window.wizard.running.succeeded else 1


if __name__ == "__main__":
    sys.exit(main())
