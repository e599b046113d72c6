"""Review: the plan in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from app.core.describe import describe
from app.core.finding import Finding, Level
from app.core.machine.facts import Machine
from app.core.packages.sizes import Sizes
from app.core.packages.ways_out import Way, WayOut
from app.core.plan import Plan
from app.core.session import Session
from app.core.workshops.own_check import OwnCheck
from app.gui.known import Download, Known, Transfer
from app.gui.pages.review import ReviewPage
from app.gui.widgets import WayOutButton
from tests.gui.conftest import texts_of


@pytest.fixture
def page(session: Session, plan: Plan, known: Known, qtbot: QtBot) -> ReviewPage:
    made = ReviewPage(session, plan, known)
    qtbot.addWidget(made)
    made.retranslate()
    made.show_plan(plan)
    made.learn(known)
    made.show()
    return made


def test_every_sentence_of_the_description_is_shown(
    page: ReviewPage, plan: Plan, session: Session, known: Known
) -> None:
    assert known.catalog is not None
    sentences = describe(plan, session, known.catalog, known.sizes)
    assert len(sentences) >= 4
    shown = texts_of(page)
    for sentence in sentences:
        assert sentence in shown


def test_the_button_names_the_action_and_the_size(
    page: ReviewPage, known: Known, qtbot: QtBot
) -> None:
    assert page.action() == "Install"
    sizes = Sizes(100_000_000, 220_000_000, 117, 320_000_000)
    page.learn(replace(known, sizes=sizes))
    assert page.action() == "Install (320 MB to download)"
    qtbot.waitUntil(lambda: "117 packages" in texts_of(page), timeout=2000)


def test_warnings_of_all_pages_come_together_and_a_stop_blocks(
    page: ReviewPage, known: Known
) -> None:
    warn = Finding("machine.memory", Level.WARN, "memory", "Little memory.")
    page.learn(replace(known, findings=(warn,)))
    assert "Little memory." in texts_of(page)
    assert page.isComplete()
    stop = Finding("target.folder", Level.STOP, "space", "There is a space.")
    page.learn(replace(known, findings=(warn, stop)))
    assert not page.isComplete()


def test_a_doubtful_folder_is_named_and_one_click_takes_a_better_one(
    page: ReviewPage, plan: Plan, known: Known, qtbot: QtBot
) -> None:
    far = plan.with_target(folder=Path("/srv/group/conda"))
    page.show_plan(far)
    warn = Finding("target.folder", Level.WARN, "filesystem_network", "It is far away.")
    page.learn(replace(known, findings=(warn,)))
    assert "/srv/group/conda: It is far away." in texts_of(page)
    (mend,) = [b for b in page.findChildren(QPushButton) if "instead" in b.text()]
    with qtbot.waitSignal(page.edited):
        mend.click()
    assert page.read_plan(far).target.folder == plan.target.folder


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Transfer.IDLE, "Nothing has been changed so far."),
        (Transfer.RUNNING, "only the installer is being downloaded"),
        (Transfer.PAUSED, "a part of the installer may be downloaded"),
        (Transfer.DONE, "only the installer has been downloaded"),
    ],
)
def test_what_has_been_done_so_far_is_told_as_it_is(
    page: ReviewPage, known: Known, state: Transfer, words: str
) -> None:
    page.learn(replace(known, download=Download(state)))
    assert words in texts_of(page)


def test_the_time_of_the_download_is_told_where_its_speed_was_measured(
    page: ReviewPage, known: Known
) -> None:
    sizes = Sizes(100_000_000, 220_000_000, 117, 320_000_000)
    page.learn(replace(known, sizes=sizes))
    assert "measured just now" not in texts_of(page)
    running = Download(Transfer.RUNNING, 20_000_000, 100_000_000, rate=5_000_000)
    page.learn(replace(known, sizes=sizes, download=running))
    assert "about 60 seconds at the 5.0 MB/s measured just now" in texts_of(page)


def test_the_description_follows_the_plan(page: ReviewPage, plan: Plan, qtbot: QtBot) -> None:
    page.show_plan(plan.with_target(environment="another"))
    qtbot.waitUntil(lambda: "“another”" in texts_of(page), timeout=2000)
    assert "“ml”" not in texts_of(page)


def test_what_the_early_download_has_brought_is_not_counted_again() -> None:
    sizes = Sizes(30_000_000, 150_000_000, 115, 180_000_000)
    known = Known(Machine("linux"), sizes=sizes)
    half = replace(known, download=Download(Transfer.PAUSED, done=10_000_000))
    done = replace(known, download=Download(Transfer.DONE))
    assert known.sizes_left.download == 180_000_000
    assert half.sizes_left.download == 170_000_000
    assert done.sizes_left.download == 150_000_000


def test_sizes_that_could_not_be_found_out_can_be_asked_for_again(
    page: ReviewPage, known: Known, qtbot: QtBot
) -> None:
    trouble = Finding("workshop.packages", Level.NOTE, "no_sizes", "Not known yet: no network.")
    page.learn(replace(known, troubles=(trouble,)))
    again = next(b for b in page.findChildren(QPushButton) if b.text() == "Look &again")
    with qtbot.waitSignal(page.look_again, timeout=2000):
        again.click()


def test_the_workshops_own_check_can_be_read_and_left_out(
    page: ReviewPage, plan: Plan, qtbot: QtBot
) -> None:
    own = OwnCheck("check.py", b"print('hello')\n")
    plan = plan.with_workshop(title="Waves", check="check.py")
    page.show_plan(plan.with_target(own_check=own, source="/kit"))
    assert "check.py (from /kit; SHA-256 " in texts_of(page)
    (button,) = [one for one in page.findChildren(QPushButton) if one.isVisible()]
    assert button.text() == "Show it"
    assert "check.py" in button.accessibleDescription()
    button.click()
    dialog = page.check_dialog
    assert dialog is not None
    assert dialog.text.toPlainText() == "print('hello')"
    assert dialog.text.isReadOnly()
    assert own.sha256 in texts_of(dialog)
    dialog.findChildren(QCheckBox)[0].click()
    with qtbot.waitSignal(page.edited, timeout=2000):
        dialog.reject()
    changed = page.read_plan(page.plan)
    assert changed.target.own_check == replace(own, wanted=False)
    page.show_plan(changed)
    assert "The workshop’s own check (check.py) is left out." in texts_of(page)


def test_changes_of_what_the_author_has_decided_are_not_offered(
    page: ReviewPage, known: Known, qtbot: QtBot
) -> None:
    way = WayOut(Way.LEAVE_OUT, "numpy")
    finding = Finding("workshop.packages", Level.WARN, "x", "Hm.", ways_out=(way,))
    page.learn(replace(known, findings=(finding,)))
    assert [button.text() for button in page.findChildren(WayOutButton)] == [way.title]
    page.decided = ("workshop.packages",)
    page.learn(replace(known, findings=(replace(finding, rule="y"),)))
    qtbot.waitUntil(lambda: "Hm." in texts_of(page), timeout=2000)
    assert [one for one in page.findChildren(WayOutButton) if one.isVisible()] == []
