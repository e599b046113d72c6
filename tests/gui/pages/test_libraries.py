"""Libraries: sets, ticks, words and lists are four ways to the same answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from app.core.catalog.presets import preset
from app.core.finding import Finding, Level
from app.core.packages.sizes import Sizes
from app.core.plan import Plan
from app.core.session import Session
from app.gui.known import Known
from app.gui.pages.libraries import LibrariesPage
from tests.gui.conftest import texts_of


@pytest.fixture
def page(session: Session, plan: Plan, known: Known, qtbot: QtBot) -> Iterator[LibrariesPage]:
    made = LibrariesPage(session, plan, known)
    made.retranslate()
    made.show_plan(plan)
    made.learn(known)
    made.show()
    yield made
    qtbot.waitUntil(lambda: not made.busy, timeout=10_000)
    made.deleteLater()


def checked(page: LibrariesPage) -> str:
    others = page.accelerator.findChildren(QRadioButton)
    buttons = [b for b in page.findChildren(QRadioButton) if b not in others]
    (found,) = [b for b in buttons if b.isChecked()]
    return found.text()


def test_nothing_changes_while_nothing_is_answered(page: LibrariesPage, plan: Plan) -> None:
    assert page.read_plan(plan) == plan
    assert checked(page) == "Scientific Python"


def test_a_set_replaces_the_libraries(page: LibrariesPage, plan: Plan, qtbot: QtBot) -> None:
    (machine_learning,) = [
        b for b in page.findChildren(QRadioButton) if b.text() == "Machine learning"
    ]
    with qtbot.waitSignal(page.edited):
        machine_learning.click()
    chosen = page.read_plan(plan)
    assert chosen.workshop.packages == preset("machine-learning").packages


def test_a_ticked_library_is_added_and_the_set_becomes_an_own_choice(
    page: LibrariesPage, plan: Plan, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.edited):
        page.list.set_ticked("seaborn", True)
    chosen = page.read_plan(plan)
    assert chosen.workshop.packages == (*plan.workshop.packages, "seaborn")
    page.show_plan(chosen)
    assert checked(page) == "My own choice"
    page.list.set_ticked("numpy", False)
    assert "numpy" not in page.read_plan(chosen).workshop.packages


def test_words_are_understood_as_people_write_them(page: LibrariesPage, plan: Plan) -> None:
    page.words.setPlainText("conda install sklearn，lightgbm>=4")
    packages = page.read_plan(plan).workshop.packages
    assert packages == (*plan.workshop.packages, "scikit-learn", "lightgbm>=4")


def test_typing_is_not_disturbed_by_showing_the_plan_again(page: LibrariesPage, plan: Plan) -> None:
    page.words.setPlainText("lightgbm>=4, ")
    page.show_plan(page.read_plan(plan))
    assert page.words.toPlainText() == "lightgbm>=4, "


def test_words_that_are_no_package_stop_and_leave_the_plan_alone(
    page: LibrariesPage, plan: Plan, known: Known
) -> None:
    page.words.setPlainText("numpy; rm -rf /home")
    assert page.read_plan(plan) == plan
    page.learn(known)
    assert not page.isComplete()
    (wrong,) = page.own_findings()
    assert wrong.sentence in texts_of(page)


def test_a_list_of_somebody_becomes_the_choice(
    page: LibrariesPage, plan: Plan, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "environment.yml"
    text = "name: course\ndependencies:\n  - python=3.12\n  - numpy\n  - pip:\n    - tinydb\n"
    file.write_text(text, encoding="utf-8")
    page.open_list(str(file))
    with qtbot.waitSignal(page.edited, timeout=10_000):
        pass
    chosen = page.read_plan(plan)
    assert chosen.workshop.packages == ("numpy",)
    assert chosen.workshop.pip_packages == ("tinydb",)
    assert chosen.workshop.python == "3.12"
    page.show_plan(chosen)
    assert "tinydb" in texts_of(page)


def test_a_file_that_is_no_list_is_told_and_changes_nothing(
    page: LibrariesPage, plan: Plan, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    page.open_list(str(file))
    with qtbot.waitSignal(page.edited, timeout=10_000):
        pass
    assert page.read_plan(plan) == plan
    (found,) = page.own_findings()
    assert found.level is Level.WARN
    assert found.sentence in texts_of(page)
    assert page.isComplete()


def test_an_exact_list_leaves_nothing_to_tick_until_it_is_forgotten(
    page: LibrariesPage, plan: Plan, qtbot: QtBot
) -> None:
    url = "https://conda.anaconda.org/conda-forge/linux-64/numpy-2.4.1-py313_0.conda"
    exact = plan.with_workshop(packages=(), explicit=(f"{url}#{'a' * 32}",))
    page.show_plan(exact)
    assert not page.list.isEnabled()
    assert "1 exact packages" in texts_of(page)
    with qtbot.waitSignal(page.edited):
        page.forget.click()
    assert page.read_plan(exact).workshop.explicit == ()


def test_sizes_are_shown_when_the_solver_has_answered(page: LibrariesPage, known: Known) -> None:
    page.learn(replace(known, solving=True))
    assert "Choosing versions" in texts_of(page)
    page.learn(replace(known, sizes=Sizes(10, 137_000_000, 117, 137_000_010)))
    assert "117 packages: 137 MB to download" in texts_of(page)


def test_a_plan_that_cannot_be_solved_stops_here(page: LibrariesPage, known: Known) -> None:
    conflict = Finding("workshop.packages", Level.STOP, "plan", "They do not fit.", "Drop one.")
    page.learn(replace(known, troubles=(conflict,)))
    assert not page.isComplete()
    assert "They do not fit." in texts_of(page)


def test_searching_hides_what_does_not_match(page: LibrariesPage) -> None:
    page.list.search.setText("notebook browser")
    shown = page.list.shown()
    assert "jupyter" in shown
    assert "numpy" not in shown
    page.list.search.setText("")
    assert len(page.list.shown()) > 40
