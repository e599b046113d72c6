"""The pages on which something happens, in their states: one function for each page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.core.after.lessons import FIRST
from app.core.proof.code import Outcome, ProofCode
from app.core.proof.verdict import Check, Proof
from app.core.run.events import RunDone
from app.gui.focus import order_tabs
from app.gui.known import Download
from shots.dialogs import stop_question
from shots.recorded import failed_run, half_run
from shots.scripted import ScriptedWizard, until
from shots.state import State, States, go

_SLOW_SECONDS = 0.05
# What comes before the half of a run that is played all at once.
_SPENT = 30.0
# Of a workshop and its packages, as a proof code has them.
_MARKS = (812, 9999)
# The checks of a real proof, the long names among them.
_VERSIONS = {
    "python": "3.13.5",
    "numpy": "2.4.1",
    "scipy": "1.17.0",
    "matplotlib": "3.10.8",
    "pandas": "3.0.1",
    "jupyter": "1.1.1",
    "scikit-learn": "1.8.0",
    "all_together": "",
    "jupyter_kernel": "8.10.0",
    "linear_regression": "",
}


def running(wizard: ScriptedWizard) -> States:
    """A run that goes on, is slow, is asked about, stopped; one that fails, and a workshop's."""
    events = half_run(wizard.plan)
    wizard.script = events
    wizard.background.learn(download=Download())
    page = wizard.running
    go(wizard, "running")
    until(lambda: page.state.counted)
    page.state.began -= _SPENT
    page.retranslate()
    yield State("running", "going", wizard)
    page.log.open()
    until(lambda: bool(page.log.view.toPlainText()))
    yield State("running", "log", wizard)
    page.log.close_drawer()
    page.watch.seconds = _SLOW_SECONDS
    page.watch.take(events)
    until(page.slow.isVisible)
    yield State("running", "slow", wizard)
    yield from stop_question(wizard)
    wizard.may_end.clear()
    page.stop()
    yield State("running", "stopping", wizard)
    wizard.may_end.set()
    until(lambda: not page.running)
    yield State("running", "stopped", wizard)
    wizard.script = failed_run(wizard.plan)
    page.run(wizard.run_job())
    until(lambda: not page.running)
    yield State("running", "failed", wizard)
    page.code.show_code(ProofCode(Outcome.DOWNLOAD, _MARKS[0], 0))
    order_tabs(page)
    yield State("running", "workshop", wizard)


def finished(wizard: ScriptedWizard) -> States:
    """A run that came to its end, with the proof that it left, and the code of a workshop's."""
    _prove(wizard)
    lessons = wizard.session.cache / "Seedbed"  # the page offers only a lesson that is there
    lessons.mkdir(parents=True, exist_ok=True)
    (lessons / FIRST).touch()
    wizard.plan = wizard.plan.with_target(lessons_folder=lessons)
    wizard.script = (*half_run(wizard.plan), RunDone(171.0))
    wizard.running.run(wizard.run_job())
    until(lambda: wizard.current() is wizard.finished_page)
    yield State("finished", "proof", wizard)
    wizard.finished_page.code.show_code(ProofCode(Outcome.PASSED, *_MARKS))
    order_tabs(wizard.finished_page)
    yield State("finished", "workshop", wizard)


def _prove(wizard: ScriptedWizard) -> None:
    workspace = wizard.session.workspace(wizard.plan)
    workspace.mkdir(parents=True, exist_ok=True)
    picture = workspace / "linear_regression.png"
    _draw(picture)
    Proof(
        environment=str(wizard.plan.environment_prefix),
        python="3.13.5",
        packages=121,
        checks=tuple(Check(name, True, "", version) for name, version in _VERSIONS.items()),
        kernel=str(wizard.plan.environment_prefix),
        slope=1.98,
        intercept=1.03,
        picture=str(picture),
        passed=True,
    ).save(workspace)


def _draw(file: Path) -> None:
    """A stand-in for the picture that the proof draws in a real environment."""
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(QPen(QColor("#1f5f99"), 5))
    for number in range(60):
        noise = (number * 37 % 23 - 11) * 4
        painter.drawPoint(QPointF(40 + number * 9.4, 420 - number * 6.2 + noise))
    painter.setPen(QPen(QColor("#b3261e"), 3))
    painter.drawLine(QPointF(40, 420), QPointF(600, 50))
    painter.end()
    image.save(str(file))
