"""Finished: the proof, and what next."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from app.core.aftercare import commands_text
from app.core.plan import Plan
from app.core.proof.verdict import Check, Proof
from app.core.session import Session
from app.gui.known import Known
from app.gui.pages.finished import FinishedPage
from app.gui.widgets import Icon
from tests.gui.conftest import texts_of


@pytest.fixture
def page(session: Session, plan: Plan, known: Known, qtbot: QtBot) -> FinishedPage:
    made = FinishedPage(session, plan, known)
    qtbot.addWidget(made)
    made.retranslate()
    made.show_plan(plan)
    made.show()
    return made


def prove(session: Session, plan: Plan, tmp_path: Path) -> Proof:
    picture = tmp_path / "regression.png"
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    image.save(str(picture))
    proof = Proof(
        environment=str(plan.environment_prefix),
        python="3.12.4",
        packages=117,
        checks=(
            Check("numpy", True, "", "2.4.1"),
            Check("oddity", None, "no module known", ""),
        ),
        kernel=str(plan.environment_prefix),
        gpu="PyTorch calculates on the processor",
        slope=1.984,
        intercept=1.026,
        picture=str(picture),
        passed=True,
    )
    proof.save(session.workspace(plan))
    return proof


def test_the_proof_is_shown_with_versions_ticks_and_numbers(
    page: FinishedPage, session: Session, plan: Plan, tmp_path: Path, qtbot: QtBot
) -> None:
    prove(session, plan, tmp_path)
    page.draw_proof()
    qtbot.waitUntil(lambda: "numpy 2.4.1" in texts_of(page), timeout=2000)
    shown = texts_of(page)
    assert "Python 3.12.4 with 117 packages" in shown
    assert "y = 1.98x + 1.03" in shown
    assert "PyTorch calculates on the processor" in shown
    words = [icon.accessibleName() for icon in page.findChildren(Icon)]
    assert words == ["works", "not checked"]


def test_a_proof_that_cannot_be_read_is_not_made_up(page: FinishedPage) -> None:
    page.draw_proof()
    assert page.proof is None
    assert "cannot be read" in texts_of(page)


def test_the_commands_can_be_copied(page: FinishedPage, session: Session, plan: Plan) -> None:
    page.buttons["copy"].click()
    assert QGuiApplication.clipboard().text() == commands_text(plan, session.platform)
    assert "Copied" in texts_of(page)


def test_the_report_is_saved(page: FinishedPage, tmp_path: Path) -> None:
    file = tmp_path / "report.zip"
    page.save_to(file)
    assert zipfile.is_zipfile(file)


def test_without_a_notebook_no_notebook_is_offered(page: FinishedPage, qtbot: QtBot) -> None:
    page.draw_proof()
    qtbot.waitUntil(page.buttons["folder"].isVisible, timeout=2000)
    assert not page.buttons["notebook"].isVisible()


def test_with_a_notebook_it_is_offered(
    page: FinishedPage, session: Session, plan: Plan, qtbot: QtBot
) -> None:
    program = session.platform.script_in(plan.environment_prefix, "jupyter-lab")
    program.parent.mkdir(parents=True)
    program.touch()
    page.draw_proof()
    qtbot.waitUntil(page.buttons["notebook"].isVisible, timeout=2000)


def test_a_program_that_cannot_be_started_is_told(
    page: FinishedPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/no/such/folder")
    page.buttons["folder"].click()
    assert "could not be opened" in texts_of(page)


def test_nothing_is_cut_at_the_right_with_the_names_of_a_real_proof(
    page: FinishedPage, session: Session, plan: Plan, tmp_path: Path, qtbot: QtBot
) -> None:
    names = ("python", "numpy", "scikit-learn", "all_together", "jupyter_kernel")
    checks = tuple(Check(name, True, "", "2.14.1") for name in (*names, "linear_regression"))
    replace(prove(session, plan, tmp_path), checks=checks).save(session.workspace(plan))
    page.resize(660, 600)
    page.draw_proof()
    qtbot.waitUntil(lambda: "A notebook cell" in texts_of(page), timeout=2000)
    content = page.area.widget()
    assert content is not None
    qtbot.waitUntil(lambda: content.width() <= page.area.viewport().width(), timeout=2000)
    assert content.minimumSizeHint().width() <= page.area.viewport().width()
