"""The real wizard, led from a kit to its last page in a process, and perhaps a network, of its own.

Tells in one line of JSON what it saw. Started by test_guest.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.core.session import Session
from app.gui.doorkeeper import SeedbedApplication
from app.gui.wizard import Wizard

_PATIENCE = 240.0


def until(true: Callable[[], bool]) -> None:
    """Let the window work until something is true."""
    end = time.monotonic() + _PATIENCE
    while not true():
        if time.monotonic() > end:
            raise TimeoutError("it did not come about")
        QApplication.processEvents()
        time.sleep(0.01)  # QTest's own waiting lets no other thread of Python work


def told(widget: QWidget) -> str:
    """All texts that can be seen in a widget."""
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisible())


def main(kit: str, folder: str) -> NoReturn:
    """Walk to the last page."""
    app = SeedbedApplication(sys.argv[:1])
    session = Session.start()
    wizard = Wizard(session, session.new_plan(), lambda plan: plan.with_target(folder=Path(folder)))
    wizard.begin()
    wizard.welcome.open(kit)
    until(lambda: wizard.plan.target.source == kit)
    seen: list[str] = []
    while wizard.current() is not wizard.review:
        page = wizard.current()
        seen.append(page.topic or "welcome")
        if page is wizard.download:
            wizard.download.accept_box.click()
        until(lambda: wizard.background.checked and wizard.current().isComplete())
        wizard.next()
        until(lambda before=page: wizard.current() is not before)  # type: ignore[misc]
    until(lambda: wizard.background.checked and wizard.review.isComplete())
    until(lambda: not wizard.background.known.solving)
    review = told(wizard.review)
    wizard.next()
    until(lambda: wizard.running.over)
    proof = wizard.finished_page.proof
    data = {
        "seen": seen,
        "review": review,
        "locked": told(wizard.environment.note),
        "checks": {check.name: check.passed for check in proof.checks} if proof else {},
        "problem": told(wizard.running.problem),
        "code": wizard.finished_page.code.code.text(),
    }
    wizard.done(0)
    until(lambda: not wizard.background.busy)
    sys.stdout.write(json.dumps(data) + "\n")
    sys.stdout.flush()
    app.quit()
    os._exit(0)  # only the program itself ends in a good order (app.__main__)


if __name__ == "__main__":
    main(*sys.argv[1:])
