"""Review: the plan in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.core.describe import describe
from app.core.finding import Finding, Level
from app.core.machine.facts import Machine
from app.core.packages.sizes import Sizes
from app.core.plan import Plan
from app.core.session import Session
from app.gui.known import Download, Known, Transfer
from app.gui.pages.review import ReviewPage
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
    assert page.action() == "Install 320 MB"
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
