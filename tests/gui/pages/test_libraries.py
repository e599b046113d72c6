"""Libraries: sets, ticks, words and lists are four ways to the same answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.core.catalog.presets import preset
from app.core.finding import Finding, Level
from app.core.packages.sizes import Sizes
from app.core.plan import Plan
from app.core.session import Session
from app.gui.known import Known
from app.gui.library_model import Part
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
    """The name of the chosen set; "" for the person's own choice."""
    found = [card for card in page.presets.cards() if card.isChecked()]
    return found[0].accessibleName().partition(":")[0] if found else ""


def chips(page: LibrariesPage) -> list[str]:
    return [chip.thing for chip in page.chips.chips()]


def set_ticked(page: LibrariesPage, name: str, ticked: bool) -> None:
    """Tick or untick a library that is shown, as a click on its box does."""
    state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
    index = page.list.model.index(page.list.model.row_of(name))
    page.list.model.setData(index, state, Qt.ItemDataRole.CheckStateRole)


def enter(page: LibrariesPage, text: str) -> None:
    page.list.search.setText(text)
    QTest.keyClick(page.list.search, Qt.Key.Key_Return)


def test_nothing_changes_while_nothing_is_answered(page: LibrariesPage, plan: Plan) -> None:
    assert page.read_plan(plan) == plan
    assert checked(page) == "Machine learning"


def test_a_set_replaces_the_libraries(page: LibrariesPage, plan: Plan, qtbot: QtBot) -> None:
    machine_learning = page.presets.cards()[1]
    with qtbot.waitSignal(page.edited):
        machine_learning.click()
    chosen = page.read_plan(plan)
    assert chosen.workshop.packages == preset("machine-learning").packages


def test_a_ticked_library_is_added_and_the_set_becomes_an_own_choice(
    page: LibrariesPage, plan: Plan, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.edited):
        set_ticked(page, "seaborn", True)
    chosen = page.read_plan(plan)
    assert chosen.workshop.packages == (*plan.workshop.packages, "seaborn")
    page.show_plan(chosen)
    assert checked(page) == ""
    assert "seaborn" in chips(page)
    set_ticked(page, "numpy", False)
    assert "numpy" not in page.read_plan(chosen).workshop.packages


def test_a_chip_removes_its_library(page: LibrariesPage, plan: Plan, qtbot: QtBot) -> None:
    assert chips(page) == list(plan.workshop.packages)
    (numpy,) = [chip for chip in page.chips.chips() if chip.thing == "numpy"]
    assert numpy.accessibleName() == "Remove numpy"
    with qtbot.waitSignal(page.edited):
        QTest.keyClick(numpy, Qt.Key.Key_Delete)
    assert "numpy" not in page.read_plan(plan).workshop.packages


def test_arrows_walk_over_the_sets_and_space_chooses(
    page: LibrariesPage, plan: Plan, qtbot: QtBot
) -> None:
    first, second = page.presets.cards()[:2]
    second.setFocus()
    QTest.keyClick(second, Qt.Key.Key_Up)
    assert not first.isChecked(), "walking chooses nothing"
    with qtbot.waitSignal(page.edited):
        QTest.keyClick(first, Qt.Key.Key_Space)
    chosen = page.read_plan(plan)
    assert chosen.workshop.packages == preset("scientific").packages


def test_the_chosen_set_has_the_focus_though_qt_gave_it_to_the_first(
    page: LibrariesPage, plan: Plan
) -> None:
    first, second = page.presets.cards()[:2]
    first.setFocus()
    page.show_plan(plan.with_workshop(packages=preset("machine-learning").packages))
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Up)
    page.show_plan(page.plan)
    assert first.hasFocus(), "who walks over the sets is not called back"


def test_words_are_understood_as_people_write_them(page: LibrariesPage, plan: Plan) -> None:
    enter(page, "conda install torch，lightgbm>=4")
    packages = page.read_plan(plan).workshop.packages
    assert packages == (*plan.workshop.packages, "pytorch", "lightgbm>=4")
    assert page.list.search.text() == ""


def test_an_environment_file_s_text_is_understood_when_it_is_pasted(
    page: LibrariesPage, plan: Plan
) -> None:
    QGuiApplication.clipboard().setText(
        "name: course\ndependencies:\n  - python=3.12\n  - lightgbm\n  - pip:\n    - tinydb\n"
    )
    QTest.keyClick(page.list.search, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    chosen = page.read_plan(plan)
    assert chosen.workshop.packages == ("lightgbm",)
    assert chosen.workshop.pip_packages == ("tinydb",)
    page.show_plan(chosen)
    assert chips(page) == ["lightgbm", "pip:tinydb"]
    page.read_list.button.click()
    assert page.read_plan(chosen).workshop.packages == plan.workshop.packages


def test_words_that_are_no_package_are_told_and_leave_the_plan_alone(
    page: LibrariesPage, plan: Plan
) -> None:
    enter(page, "numpy; rm -rf /home")
    assert page.read_plan(plan) == plan
    (wrong,) = page.own_findings()
    assert wrong.sentence in texts_of(page)
    assert page.list.search.text() == "numpy; rm -rf /home", "what was typed can be corrected"
    page.list.search.setText("numpy")
    assert page.own_findings() == ()


def test_what_a_computer_cannot_have_is_grey_with_the_reason(
    page: LibrariesPage, known: Known, plan: Plan
) -> None:
    page.show_plan(plan.with_workshop(channels=("conda-forge",)))
    machine = replace(known.machine, family="windows")
    page.learn(replace(known, machine=machine))
    page.list.show_reasons({"vllm": "vLLM is not available for Windows."})
    page.list.search.setText("vllm")
    assert "vllm" in page.list.shown()
    index = page.list.model.index(page.list.model.row_of("vllm"))
    assert not index.data(Part.AVAILABLE)
    assert index.data(Part.DETAIL) == "vLLM is not available for Windows."
    set_ticked(page, "vllm", True)
    assert page.read_plan(plan) == plan


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
    assert "pip:tinydb" in chips(page)


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
    assert "1 exact package is used" in texts_of(page)
    with qtbot.waitSignal(page.edited):
        page.read_list.button.click()
    assert page.read_plan(exact).workshop.explicit == ()


def test_sizes_are_shown_when_the_solver_has_answered(page: LibrariesPage, known: Known) -> None:
    page.learn(replace(known, solving=True))
    assert "Choosing versions" in texts_of(page)
    page.learn(replace(known, sizes=Sizes(10, 137_000_000, 117, 137_000_010)))
    assert "that makes 117 packages. Still to download: 137 MB" in texts_of(page)


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
