"""A workshop that comes from outside: opened, asked about, or told that it must wait."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.core.run.events import RunFailed, StepStarted
from app.errors import NoNetwork
from app.gui.offers import BusyNote, OfferQuestion
from tests.gui.conftest import ScriptedWizard, texts_of


def workshop(folder: Path, title: str) -> str:
    file = folder / f"{title}.seedbed"
    text = f'schema = 1\n[workshop]\ntitle = "{title}"\n[environment]\npackages = ["numpy"]\n'
    file.write_text(text, "utf-8")
    return str(file)


def titled(wizard: ScriptedWizard, title: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: wizard.plan.workshop.title == title, timeout=5000)


def question(wizard: ScriptedWizard) -> OfferQuestion:
    box = wizard.offers.box
    assert isinstance(box, OfferQuestion)
    return box


def test_where_nothing_was_answered_it_is_opened_at_once(
    scripted: ScriptedWizard, tmp_path: Path, qtbot: QtBot
) -> None:
    scripted.offers.take(workshop(tmp_path, "One"))
    assert scripted.offers.box is None
    titled(scripted, "One", qtbot)


def test_the_last_of_several_is_opened(
    scripted: ScriptedWizard, tmp_path: Path, qtbot: QtBot
) -> None:
    for title in ("One", "Two", "Three"):
        scripted.offers.take(workshop(tmp_path, title))
    titled(scripted, "Three", qtbot)


def test_answers_are_kept_unless_the_person_says_otherwise(
    scripted: ScriptedWizard, tmp_path: Path, qtbot: QtBot
) -> None:
    scripted.next()
    scripted.next()
    here, before = scripted.currentId(), scripted.plan
    scripted.offers.take(workshop(tmp_path, "One"))
    assert "One.seedbed" in texts_of(question(scripted))
    question(scripted).keep_button.click()
    assert scripted.currentId() == here
    assert scripted.plan == before

    scripted.offers.take(workshop(tmp_path, "Two"))
    question(scripted).open_button.click()
    assert scripted.current() is scripted.welcome
    titled(scripted, "Two", qtbot)
    assert not scripted.road.begun
    scripted.next()
    assert scripted.current() is scripted.computer


def test_a_running_installation_is_not_disturbed(
    scripted: ScriptedWizard, tmp_path: Path, qtbot: QtBot
) -> None:
    scripted.script = (StepStarted("fetch_installer", "Downloading"),)
    scripted.setStartId(scripted.pageIds()[-2])
    scripted.restart()
    qtbot.waitUntil(lambda: scripted.running.running, timeout=5000)
    before = scripted.plan
    scripted.offers.take(workshop(tmp_path, "One"))
    box = scripted.offers.box
    assert isinstance(box, BusyNote)
    assert "One.seedbed" in texts_of(box)
    box.buttons()[0].click()
    assert scripted.running.running
    assert scripted.plan == before


def test_after_a_run_that_failed_the_wizard_begins_anew(
    scripted: ScriptedWizard, tmp_path: Path, qtbot: QtBot
) -> None:
    scripted.script = (RunFailed("fetch_installer", NoNetwork("No network", "Connect")),)
    scripted.next()
    scripted.setStartId(scripted.pageIds()[-2])
    scripted.restart()
    qtbot.waitUntil(lambda: not scripted.running.running, timeout=5000)
    scripted.setStartId(scripted.pageIds()[0])
    scripted.offers.take(workshop(tmp_path, "One"))
    question(scripted).open_button.click()
    titled(scripted, "One", qtbot)
    assert scripted.current() is scripted.welcome


def test_a_second_offer_does_not_pile_up_over_the_question(
    scripted: ScriptedWizard, tmp_path: Path
) -> None:
    scripted.next()
    scripted.offers.take(workshop(tmp_path, "One"))
    first = question(scripted)
    scripted.offers.take(workshop(tmp_path, "Two"))
    assert scripted.offers.box is first
    first.keep_button.click()
    assert "Two.seedbed" in texts_of(question(scripted)), "it was told to wait, not to go away"
    question(scripted).keep_button.click()
    assert scripted.offers.box is None


@pytest.mark.parametrize("place", ["", " "])
def test_to_be_shown_is_no_offer(scripted: ScriptedWizard, place: str) -> None:
    scripted.next()
    scripted.offers.take(place.strip())
    assert scripted.offers.box is None
