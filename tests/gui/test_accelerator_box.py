"""The card about processor and graphics card: what it says, offers and asks the solver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.core.amounts import bytes_text
from app.core.machine.facts import Gpu, Graphics
from app.core.packages.sizes import Sizes
from app.core.plan import Accelerator, Plan
from app.core.session import Session
from app.gui.accelerator_box import AcceleratorBox
from app.gui.background import Background
from app.gui.known import Known
from app.gui.pages.libraries import LibrariesPage
from app.platforms import named
from tests.fakes import cuda_channel
from tests.gui.conftest import recorded

AUTO, CPU, CUDA = Accelerator.AUTO, Accelerator.CPU, Accelerator.CUDA


@pytest.fixture
def deep(plan: Plan) -> Plan:
    return plan.with_workshop(packages=("numpy", "pytorch"))


@pytest.fixture
def box(qtbot: QtBot) -> AcceleratorBox:
    made = AcceleratorBox()
    qtbot.addWidget(made)
    made.retranslate()
    return made


def with_card(known: Known, cuda: str) -> Known:
    graphics = Graphics((Gpu("NVIDIA GeForce RTX 3060", "575.51", None, "8.6"),), cuda)
    return replace(known, machine=replace(known.machine, graphics=graphics))


def test_the_card_is_there_only_where_something_depends_on_it(
    box: AcceleratorBox, session: Session, plan: Plan, deep: Plan, known: Known
) -> None:
    box.show_known(session, plan, known)
    assert box.isHidden()
    box.show_known(session, deep, known)
    assert not box.isHidden()
    assert "No NVIDIA card" in box.sentence.text()
    assert box.notes[CUDA].text() == "no NVIDIA card was found"
    assert box.buttons[CUDA].isEnabled()


def test_sizes_stand_behind_each_answer(
    box: AcceleratorBox, session: Session, deep: Plan, known: Known
) -> None:
    known = with_card(known, "12.9")
    known = replace(known, sizes=Sizes(packages=3_100_000_000, cuda="12.9"))
    box.show_known(session, deep, replace(known, other_packages=600_000_000))
    assert box.sentence.text().endswith("so PyTorch for CUDA 12.9 is chosen.")
    texts = {one: note.text() for one, note in box.notes.items()}
    large, small = bytes_text(3_100_000_000), bytes_text(600_000_000)
    assert texts == {AUTO: large, CPU: small, CUDA: large}
    assert box.buttons[CPU].accessibleDescription() == small
    box.show_known(session, deep, replace(known, solving=True))
    assert not any(note.text() for note in box.notes.values()), "no number while it is not known"


def test_while_the_card_is_looked_for_nothing_is_claimed(
    box: AcceleratorBox, session: Session, deep: Plan, known: Known
) -> None:
    machine = replace(known.machine, graphics=None, pending=("graphics",))
    box.show_known(session, deep, replace(known, machine=machine))
    assert box.sentence.text().startswith("Finding out")


def test_on_a_mac_cuda_cannot_be_chosen_and_says_why(
    box: AcceleratorBox, session: Session, deep: Plan, known: Known
) -> None:
    mac = replace(session, platform=named("macos"))
    box.show_known(mac, deep, replace(known, machine=recorded("macos_apple_silicon")))
    assert "Metal" in box.sentence.text()
    assert [box.buttons[one].isEnabled() for one in (AUTO, CPU, CUDA)] == [True, False, False]
    assert box.notes[CPU].text() == "the same version does both"
    assert box.notes[CUDA].text() == "not available for this kind of computer"


@pytest.fixture
def page(session: Session, deep: Plan, known: Known, qtbot: QtBot) -> Iterator[LibrariesPage]:
    made = LibrariesPage(session, deep, known)
    made.retranslate()
    made.show_plan(deep)
    made.learn(known)
    made.show()
    yield made
    made.deleteLater()


def test_the_answer_goes_into_the_plan_by_keyboard_alone(
    page: LibrariesPage, deep: Plan, qtbot: QtBot
) -> None:
    buttons = page.accelerator.buttons
    buttons[AUTO].setFocus()
    with qtbot.waitSignal(page.edited):
        QTest.keyClick(buttons[AUTO], Qt.Key.Key_Right)
    assert page.read_plan(deep) == deep.with_target(accelerator=CPU)
    page.show_plan(deep.with_target(accelerator=CUDA))
    assert buttons[CUDA].isChecked()
    assert page.read_plan(page.plan).target.accelerator is CUDA


def test_both_sizes_are_really_solved_for_while_the_page_is_shown_and_no_longer(
    session: Session, deep: Plan, known: Known, tmp_path: Path, qtbot: QtBot
) -> None:
    address = cuda_channel.write(tmp_path / "channel")
    deep = deep.with_workshop(channels=(address,))
    background = Background(session, deep)
    background.known = with_card(known, "12.9")
    background.want("sizes")
    qtbot.waitUntil(lambda: background.known.sizes.packages is not None, timeout=30_000)
    assert background.known.sizes.cuda == "12.9"
    assert background.known.other_packages is None, "nobody looks at it yet"
    background.compare(True)
    qtbot.waitUntil(lambda: background.known.other_packages is not None, timeout=30_000)
    both = background.known.sizes.packages, background.known.other_packages
    background.plan_changed(deep.with_target(accelerator=CPU))
    qtbot.waitUntil(lambda: background.known.other_packages is not None, timeout=30_000)
    assert (background.known.other_packages, background.known.sizes.packages) == both
    assert both[0] is not None
    assert both[0] - (both[1] or 0) > 700_000_000
    assert background.known.sizes.cuda == ""
    background.compare(False)
    assert background.known.other_packages is None
    background.stop()
    qtbot.waitUntil(lambda: not background.busy, timeout=15_000)
