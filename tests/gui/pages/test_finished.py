"""Finished: the proof, and what next."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QPushButton, QWizard
from pytestqt.qtbot import QtBot

from app.core.after.lessons import LESSONS
from app.core.after.next_things import next_things
from app.core.plan import Plan
from app.core.proof.code import read_code
from app.core.proof.coding import Belongs, belongs
from app.core.proof.verdict import OWN, Check, Proof
from app.core.session import Session
from app.gui.copy_button import CopyButton
from app.gui.known import Known
from app.gui.pages.finished import FinishedPage
from app.gui.widgets import Icon
from app.i18n import set_language
from tests.gui.conftest import ScriptedWizard, texts_of


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
    qtbot.waitUntil(lambda: "NumPy 2.4.1" in texts_of(page), timeout=2000)
    shown = texts_of(page)
    assert "Python 3.12.4 with 117 packages" in shown
    assert "PyTorch calculates on the processor" in shown
    words = [icon.accessibleName() for icon in page.findChildren(Icon)]
    assert words == ["works", "not checked"]
    spoken = {part.accessibleName() for part in page.findChildren(QLabel)}
    assert {"NumPy 2.4.1: works", "oddity: not checked"} <= spoken


def test_a_check_of_the_workshop_that_failed_is_said_above_and_beside_it(
    page: FinishedPage, session: Session, plan: Plan, tmp_path: Path, qtbot: QtBot
) -> None:
    proof = prove(session, plan, tmp_path)
    page.draw_proof()
    assert "It works" in texts_of(page)
    own = Check(OWN, False, "the data are from last year", kind="own")
    replace(proof, checks=(*proof.checks, own), passed=False).save(session.workspace(plan))
    page.draw_proof()
    qtbot.waitUntil(lambda: "The workshop’s own check: failed" in texts_of(page), timeout=2000)
    assert "Installed, but a check failed" in texts_of(page)
    assert "It works" not in texts_of(page)


def test_what_was_found_stands_beside_what_is_true(
    page: FinishedPage, session: Session, plan: Plan, tmp_path: Path, qtbot: QtBot
) -> None:
    prove(session, plan, tmp_path)
    page.draw_proof()
    expected = [["", "found", "true"], ["Slope", "1.98", "2"], ["Intercept", "1.03", "1"]]
    qtbot.waitUntil(lambda: table(page) == expected, timeout=2000)


def table(page: FinishedPage) -> list[list[str]]:
    """The tiny table as it is read, line by line."""
    cells = {}
    for row in range(3):
        for column in range(3):
            item = page.numbers.itemAtPosition(row, column)
            widget = item.widget() if item else None
            cells[row, column] = widget.text() if isinstance(widget, QLabel) else "?"
    return [[cells[row, column] for column in range(3)] for row in range(3)]


def test_a_proof_that_cannot_be_read_is_not_made_up(page: FinishedPage) -> None:
    page.draw_proof()
    assert page.proof is None
    assert "cannot be read" in texts_of(page)


def test_after_a_workshop_there_is_a_code_for_the_instructor(
    page: FinishedPage, session: Session, plan: Plan, tmp_path: Path
) -> None:
    workshop = plan.with_workshop(title="Introduction to machine learning")
    page.show_plan(workshop)
    prove(session, plan, tmp_path)
    page.draw_proof()
    assert page.code.isVisible()
    code = read_code(page.code.code.text())
    assert code.passed
    assert belongs(code, workshop.workshop) is Belongs.UNLOCKED


def test_after_a_plan_of_ones_own_there_is_no_code(
    page: FinishedPage, session: Session, plan: Plan, tmp_path: Path
) -> None:
    prove(session, plan, tmp_path)
    page.draw_proof()
    assert not page.code.isVisible()


def copies(page: FinishedPage) -> dict[str, CopyButton]:
    return {each.accessibleName(): each for each in page.findChildren(CopyButton)}


def test_each_command_is_copied_by_itself(page: FinishedPage, session: Session, plan: Plan) -> None:
    page.buttons["commands"].setChecked(False)
    page.buttons["commands"].click()
    things = next_things(session, plan)
    kept = [typed for typed in (*things[1].commands, *things[2].commands) if not typed.deletes]
    assert len(kept) == 3
    for typed in kept:
        copies(page)[f"Copy: {typed.label}"].click()
        assert QGuiApplication.clipboard().text() == typed.text
    assert "Copied" in texts_of(page)


def test_no_button_copies_what_deletes_it_is_there_to_read(
    page: FinishedPage, qtbot: QtBot
) -> None:
    page.buttons["commands"].setChecked(False)
    page.buttons["commands"].click()
    for button in copies(page).values():
        button.click()
        assert "remove" not in QGuiApplication.clipboard().text()
    qtbot.waitUntil(lambda: "conda env remove" in texts_of(page), timeout=2000)


def test_the_commands_can_be_hidden_where_room_is_short(page: FinishedPage, qtbot: QtBot) -> None:
    page.buttons["commands"].setChecked(False)
    page.buttons["commands"].click()
    qtbot.waitUntil(lambda: "conda update --name ml --all" in texts_of(page), timeout=2000)
    page.buttons["commands"].click()
    assert "conda update" not in texts_of(page)
    assert page.buttons["commands"].text() == "Show the &commands"


@pytest.mark.parametrize("notebook", [True, False])
def test_exactly_one_button_stands_out(
    scripted: ScriptedWizard, qtbot: QtBot, notebook: bool
) -> None:
    if notebook:
        with_jupyterlab(scripted.session, scripted.plan)
        with_lessons(scripted.plan)
    page = scripted.finished_page
    while scripted.current() is not page:
        scripted.setCurrentId(scripted.currentId() + 1)
    qtbot.waitUntil(page.buttons["folder"].isVisible, timeout=2000)
    finish = scripted.button(QWizard.WizardButton.FinishButton)
    outstanding = [
        button.text()
        for button in scripted.findChildren(QPushButton)
        if button.isVisible()
        and (
            button.property("role") == "primary"
            or (button.isDefault() and button.property("role") != "quiet")
        )
    ]
    assert outstanding == (["Open the first &lesson"] if notebook else [finish.text()])


def test_the_report_is_saved(page: FinishedPage, tmp_path: Path) -> None:
    file = tmp_path / "report.zip"
    page.save_to(file)
    assert zipfile.is_zipfile(file)


def test_without_a_notebook_no_notebook_is_offered(page: FinishedPage, qtbot: QtBot) -> None:
    page.draw_proof()
    qtbot.waitUntil(page.buttons["folder"].isVisible, timeout=2000)
    assert not page.buttons["notebook"].isVisible()
    assert not page.buttons["lesson"].isVisible()
    assert "conda install --name ml jupyterlab" in texts_of(page)


def with_jupyterlab(session: Session, plan: Plan) -> None:
    program = session.platform.script_in(plan.environment_prefix, "jupyter-lab")
    program.parent.mkdir(parents=True)
    program.touch()


def with_lessons(plan: Plan) -> Path:
    folder = plan.target.lessons_folder
    assert folder is not None
    folder.mkdir(parents=True)
    (folder / LESSONS[0]).touch()
    return folder


def test_with_a_notebook_it_is_offered(
    page: FinishedPage, session: Session, plan: Plan, qtbot: QtBot
) -> None:
    with_jupyterlab(session, plan)
    page.draw_proof()
    qtbot.waitUntil(page.buttons["notebook"].isVisible, timeout=2000)
    assert not page.buttons["lesson"].isVisible()


def test_with_lessons_the_first_one_is_offered_first_and_materials_beside_it(
    page: FinishedPage, session: Session, plan: Plan, tmp_path: Path, qtbot: QtBot
) -> None:
    with_jupyterlab(session, plan)
    folder = with_lessons(plan)
    prove(session, plan, tmp_path)
    page.draw_proof()
    qtbot.waitUntil(page.buttons["lesson"].isVisible, timeout=2000)
    assert page.focusWidget() is page.buttons["lesson"]
    assert str(folder) in page.buttons["lesson"].accessibleDescription()
    assert not page.buttons["notebook"].isVisible()
    assert not page.buttons["materials"].isVisible()
    materials = tmp_path / "course"
    materials.mkdir()
    page.show_plan(plan.with_workshop(materials="x").with_target(materials_folder=materials))
    assert page.buttons["materials"].isVisible()


def notebook_server(plan: Plan, noted: Path, text: str) -> None:
    """A Python of the environment that notes `text` as a Jupyter server does; it then ends."""
    python = plan.environment_prefix / "bin" / "python"
    script = f"#!/bin/sh\nmkdir -p '{noted.parent}'\ncat > '{noted}' <<'END'\n{text}\nEND\n"
    python.write_text(script, "utf-8")
    python.chmod(0o755)


def test_the_address_is_told_when_the_notebook_runs_in_case_no_browser_opens(
    page: FinishedPage, session: Session, plan: Plan, qtbot: QtBot
) -> None:
    with_jupyterlab(session, plan)
    folder = with_lessons(plan)
    data = session.platform.jupyter_data_folder(session.home, session.environ)
    told = {"root_dir": str(folder), "url": "http://localhost:8899/", "token": "key"}
    notebook_server(plan, data / "runtime" / "jpserver-1.json", json.dumps(told))
    page.draw_proof()
    page.buttons["lesson"].click()
    address = f"http://localhost:8899/lab/tree/{LESSONS[0]}?token=key"
    qtbot.waitUntil(lambda: address in texts_of(page), timeout=30_000)


def test_a_notebook_that_does_not_answer_is_told_too(
    page: FinishedPage, session: Session, plan: Plan, qtbot: QtBot
) -> None:
    with_jupyterlab(session, plan)
    with_lessons(plan)
    notebook_server(plan, session.home / "nothing.json", "")
    page.draw_proof()
    page.watch.patience = 0.5
    page.buttons["lesson"].click()
    qtbot.waitUntil(lambda: "has not answered" in texts_of(page), timeout=10_000)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_all_of_it_fits_into_the_smallest_window(
    scripted: ScriptedWizard, tmp_path: Path, qtbot: QtBot, language: str
) -> None:
    plan, session = scripted.plan, scripted.session
    with_jupyterlab(session, plan)
    with_lessons(plan)
    names = ("python", "numpy", "scipy", "matplotlib", "pandas", "jupyter", "scikit-learn")
    more = ("all_together", "jupyter_kernel", "linear_regression")
    checks = tuple(Check(name, True, "", "2.14.1") for name in (*names, *more))
    proof = replace(prove(session, plan, tmp_path), checks=checks, gpu="")
    proof.save(session.workspace(plan))
    set_language(language)
    scripted.retranslate()
    scripted.resize(scripted.minimumSize())
    page = scripted.finished_page
    # Page by page: QWizard does not jump.
    while scripted.current() is not page:
        scripted.setCurrentId(scripted.currentId() + 1)
    qtbot.waitUntil(page.buttons["lesson"].isVisible, timeout=2000)
    content = page.area.widget()
    assert content is not None
    qtbot.waitUntil(lambda: content.height() == page.area.viewport().height(), timeout=2000)
    assert not page.area.verticalScrollBar().isVisible()


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
