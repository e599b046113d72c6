"""What the error screen offers is done: another try, another page, a changed plan, cleaning up."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.core.packages.unsolvable import conflict
from app.core.run.events import Event, RunDone, RunFailed, StepDone, StepStarted
from app.errors import Action, CommandFailed, InstallError, NoSpace, PlanInvalid
from app.gui.clean_up import CleanUp
from app.gui.widgets import WayOutButton
from app.gui.wizard import Wizard
from tests.gui.conftest import ScriptedWizard, texts_of

DONE: tuple[Event, ...] = (StepStarted("verify", "V"), StepDone("verify", 1.0), RunDone(1.0))


def fail(wizard: ScriptedWizard, qtbot: QtBot, error: InstallError) -> None:
    wizard.script = (RunFailed("create_environment", error),)
    while wizard.current() is not wizard.running:
        wizard.next()
    qtbot.waitUntil(wizard.running.problem.isVisible, timeout=5000)


def press(wizard: Wizard, action: Action) -> None:
    wizard.running.problem.remedies.buttons[action].click()


@pytest.mark.parametrize(
    ("action", "page"),
    [
        (Action.FOLDER, "location"),
        (Action.ENVIRONMENT, "environment"),
        (Action.LIBRARIES, "libraries"),
        (Action.LICENCE, "download"),
        (Action.ANSWERS, "review"),
    ],
)
def test_an_answer_that_was_wrong_is_asked_again(
    scripted: ScriptedWizard, qtbot: QtBot, action: Action, page: str
) -> None:
    fail(scripted, qtbot, PlanInvalid("Wrong.", action=action))
    plan = scripted.plan
    press(scripted, action)
    assert scripted.current() is getattr(scripted, page)
    assert scripted.plan == plan
    scripted.script = DONE
    while scripted.current() is not scripted.running:
        scripted.next()
    qtbot.waitUntil(lambda: scripted.current() is scripted.finished_page, timeout=5000)


def test_another_try_runs_the_same_plan(scripted: ScriptedWizard, qtbot: QtBot) -> None:
    fail(scripted, qtbot, NoSpace("Full."))
    plan = scripted.plan
    scripted.script = DONE
    press(scripted, Action.AGAIN)
    qtbot.waitUntil(lambda: scripted.current() is scripted.finished_page, timeout=5000)
    assert scripted.plan == plan


def test_a_way_out_changes_the_plan_and_goes_on_with_it(
    scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    scripted.plan = scripted.plan.with_workshop(packages=("numpy", "pytorch>=2.6"))
    ways = ({"way": "leave_out", "spec": "pytorch>=2.6", "value": ""},)
    fail(scripted, qtbot, conflict(("pytorch>=2.6",), ways, ""))
    assert "Do without pytorch" in texts_of(scripted.running.problem)
    scripted.script = DONE
    (button,) = scripted.running.problem.findChildren(WayOutButton)
    button.click()
    qtbot.waitUntil(lambda: scripted.current() is scripted.finished_page, timeout=5000)
    assert scripted.plan.workshop.packages == ("numpy",)
    assert scripted.running.plan == scripted.plan


def test_a_full_drive_opens_the_cleaning_up(scripted: ScriptedWizard, qtbot: QtBot) -> None:
    fail(scripted, qtbot, NoSpace("Full."))
    press(scripted, Action.CLEAN_UP)
    (dialog,) = (each for each in scripted.findChildren(CleanUp) if each.isVisible())
    qtbot.waitUntil(lambda: not dialog.busy, timeout=5000)
    dialog.reject()
    assert scripted.current() is scripted.running


def test_the_keyboard_begins_at_what_helps(scripted: ScriptedWizard, qtbot: QtBot) -> None:
    fail(scripted, qtbot, NoSpace("Full."))
    assert scripted.focusWidget() is scripted.running.problem.remedies.buttons[Action.CLEAN_UP]


def test_what_can_be_used_although_a_check_failed_leads_on_to_the_last_page(
    scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    fail(scripted, qtbot, CommandFailed("Installed, but.", "Go on.", action=Action.GO_ON))
    assert "Installed, but a check failed" in texts_of(scripted.running)
    assert "half installed" not in texts_of(scripted.running.problem)
    assert not scripted.running.problem.remedies.buttons[Action.ANSWERS].isVisible()
    press(scripted, Action.GO_ON)
    qtbot.waitUntil(lambda: scripted.current() is scripted.finished_page, timeout=5000)
