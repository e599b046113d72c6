"""What a participant sees of a workshop: what was opened, what is decided, and its check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter

from app.core.plan import PageRule, Plan
from app.core.proof.code import Outcome, ProofCode
from app.core.proof.verdict import OWN, Check, Proof, load
from app.core.run.events import Event, Progress, RunFailed, StepDone, StepStarted, Unit
from app.core.workshops.own_check import OwnCheck
from app.core.workshops.planwrite import write_workshop
from app.gui.focus import order_tabs
from app.i18n import language
from app.steps import all_steps
from app.steps.verify import failure_of
from shots.scripted import ScriptedWizard, until
from shots.state import State, States, answer, go, tell_findings

_CHECK = """\
import numpy as np

data = np.loadtxt("waves.csv", delimiter=",")
assert data.shape == (365, 2), "the data are from last year"
print("Everything is ready for Monday.")
"""
_MARKS = (812, 9999)
_LOCKED, _HIDDEN = PageRule.LOCKED, PageRule.HIDDEN


def _workshop(plan: Plan) -> Plan:
    """The plan of a participant, in the language of the pictures."""
    chinese = language() == "zh_CN"
    own = OwnCheck("checks/check.py", _CHECK.encode())
    plan = plan.with_target(own_check=own, source="/media/mei/KIT")
    return plan.with_workshop(
        title="海浪的数据分析" if chinese else "Waves in data",
        author="李娜" if chinese else "Anna",
        contact="anna@example.org",
        check=own.name,
        pages=(
            ("computer", _HIDDEN),
            ("download", _LOCKED),
            ("location", _HIDDEN),
            ("environment", _LOCKED),
            ("libraries", _LOCKED),
        ),
    )


def welcome(wizard: ScriptedWizard) -> States:
    """A workshop with a logo and a check, opened from a folder."""
    page, before = wizard.welcome, wizard.plan
    folder = wizard.session.cache.parent / "waves"
    (folder / "checks").mkdir(parents=True, exist_ok=True)
    (folder / "checks" / "check.py").write_text(_CHECK, "utf-8")
    _draw(folder / "logo.png")
    file = folder / "workshop.toml"
    workshop = replace(_workshop(before).workshop, logo="logo.png")
    file.write_text(write_workshop(workshop), "utf-8")
    page.open(str(file))
    until(lambda: not page.busy)
    yield State("welcome", "logo", wizard)
    wizard.plan = before


def _draw(file: Path) -> None:
    image = QImage(360, 160, QImage.Format.Format_RGB32)
    image.fill(QColor("#0b7285"))
    painter = QPainter(image)
    painter.setPen(QColor("white"))
    for number in range(8):
        painter.drawArc(20 + number * 40, 60, 40, 40, 0, 180 * 16)
    painter.end()
    image.save(str(file))


def download(wizard: ScriptedWizard) -> States:
    """The distribution is decided, its terms are not."""
    yield from _locked(wizard, "download")


def location(wizard: ScriptedWizard) -> States:
    """A hidden page opens, for nobody may write where the author wanted it."""
    usual = wizard.plan
    go(wizard, "location")
    wizard.plan = _workshop(usual)
    tell_findings(wizard, wizard.plan, writable=False)
    answer(wizard, wizard.plan)
    yield State("location", "opened", wizard)
    _back_to(wizard, usual)


def environment(wizard: ScriptedWizard) -> States:
    """A locked page, and why it is locked."""
    usual = wizard.plan
    yield from _locked(wizard, "environment")
    wizard.plan = _workshop(usual)
    _back_to(wizard, wizard.plan)
    wizard.environment.note.button.setChecked(True)
    yield State("environment", "locked-why", wizard)
    wizard.environment.note.button.setChecked(False)
    _back_to(wizard, usual)


def libraries(wizard: ScriptedWizard) -> States:
    """The libraries of a workshop, to look at."""
    yield from _locked(wizard, "libraries")


def _locked(wizard: ScriptedWizard, page: str) -> States:
    usual = wizard.plan
    go(wizard, page)
    _back_to(wizard, _workshop(usual))
    yield State(page, "locked", wizard)
    _back_to(wizard, usual)


def _back_to(wizard: ScriptedWizard, plan: Plan) -> None:
    """This plan, with nothing to say against it."""
    wizard.plan = plan
    wizard.background.learn(findings=(), troubles=())
    answer(wizard, plan)


def review(wizard: ScriptedWizard) -> States:
    """All of it before anything happens: whose it is, and the check that will be run."""
    usual = wizard.plan
    go(wizard, "review")
    _back_to(wizard, _workshop(usual))
    yield State("review", "check", wizard)
    wizard.review.show_check()
    dialog = wizard.review.check_dialog
    assert dialog is not None
    yield State("review", "check-text", dialog)
    dialog.reject()
    _back_to(wizard, usual)


def running(wizard: ScriptedWizard) -> States:
    """Everything works but what the author has checked."""
    usual = wizard.plan
    wizard.plan = _workshop(usual)
    go(wizard, "running")
    until(lambda: not wizard.running.running)
    detail = "AssertionError: the data are from last year"
    text = f"check.py\n{detail}"
    failed = Proof("/envs/ml", "3.13.5", 121, (Check(OWN, False, text, kind="own"),))
    error = failure_of(failed, wizard.plan.workshop.contact)
    wizard.script = (*_whole_run(wizard), RunFailed("verify", error))
    wizard.running.run(wizard.run_job())
    until(lambda: not wizard.running.running)
    wizard.running.code.show_code(ProofCode(Outcome.OWN_CHECK, *_MARKS))
    order_tabs(wizard.running)
    yield State("running", "check-failed", wizard)
    wizard.plan = usual


def _whole_run(wizard: ScriptedWizard) -> Iterator[Event]:
    """All steps but the last, which has only begun."""
    steps = all_steps()
    for number, step in enumerate(steps):
        yield StepStarted(step.name, step.title)
        yield Progress(step.name, 0, None, Unit.NOTHING, "", 0.0, number / len(steps))
        if step.name != "verify":
            yield StepDone(step.name, 9.0)


def finished(wizard: ScriptedWizard) -> States:
    """A proof with the author's own check in it."""
    proof = load(wizard.session.workspace(wizard.plan))
    assert proof is not None
    for name, passed, outcome in (
        ("check-failed", False, Outcome.OWN_CHECK),
        ("check", True, Outcome.PASSED),
    ):
        checks = (*proof.checks, Check(OWN, passed))
        with_own = replace(proof, checks=checks, passed=passed)
        with_own.save(wizard.session.workspace(wizard.plan))
        wizard.finished_page.draw_proof()
        wizard.finished_page.code.show_code(ProofCode(outcome, *_MARKS))
        order_tabs(wizard.finished_page)
        yield State("finished", name, wizard)
