"""What a workshop's author has decided is not asked, can be read, and leaves nobody stuck."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget, QWizard

from app.core.finding import Finding, Level
from app.core.plan import PageRule
from app.errors import Action
from app.gui.pages.page import Page
from tests.gui.conftest import ScriptedWizard, texts_of

HIDDEN, LOCKED = PageRule.HIDDEN, PageRule.LOCKED
BUTTON = QWizard.WizardButton
NO_SPACE = Finding("target.folder", Level.STOP, "no_space", "There is no space.", "Free some.")
LICENCE = Finding("target.licence_accepted", Level.STOP, "licence", "Not accepted.", "Read it.")

Ruled = Callable[..., ScriptedWizard]


@pytest.fixture
def ruled(scripted: ScriptedWizard) -> Ruled:
    """The wizard on the first page, with a workshop of these rules."""

    def make(**rules: PageRule) -> ScriptedWizard:
        workshop = {"title": "A class", "author": "Anna", "contact": "anna@example.org"}
        plan = scripted.plan.with_workshop(pages=tuple(rules.items()), **workshop)
        scripted.plan = plan.with_target(licence_accepted=True)
        scripted.background.learn(findings=())
        return scripted

    return make


def rail_names(wizard: ScriptedWizard) -> list[str]:
    return [line.accessibleName() for line in wizard.rail.buttons() if line.isVisibleTo(wizard)]


def pages_seen(wizard: ScriptedWizard) -> list[Page]:
    seen = [wizard.current()]
    while wizard.current() is not wizard.review:
        before = wizard.currentId()
        wizard.next()
        assert wizard.currentId() > before, wizard.current().name()
        seen.append(wizard.current())
    return seen


def test_hidden_pages_are_passed_by_and_are_not_in_the_rail(ruled: Ruled) -> None:
    wizard = ruled(computer=HIDDEN, location=HIDDEN, environment=HIDDEN)
    assert pages_seen(wizard) == [
        wizard.welcome,
        wizard.download,
        wizard.libraries,
        wizard.review,
    ]
    assert not any(name.startswith(("Location", "Environment")) for name in rail_names(wizard))
    assert str(wizard.plan.target.folder) in texts_of(wizard.review), "Review tells everything"
    wizard.back()
    wizard.back()
    assert wizard.current() is wizard.download, "Back passes them by as well"


def test_a_locked_page_shows_its_answer_off_and_says_who_decided(ruled: Ruled) -> None:
    wizard = ruled(environment=LOCKED)
    pages_seen(wizard)
    wizard.back()
    wizard.back()
    page = wizard.environment
    assert wizard.current() is page
    assert page.name_field.text() == wizard.plan.environment_name
    for widget in (page.name_field, page.python, page.channel):
        assert not widget.isEnabled()
    assert page.launchers.isEnabled(), "what is added elsewhere on the computer is one's own"
    assert "Decided by the author of this workshop." in texts_of(page)
    assert "anna@example.org" not in texts_of(page)
    QTest.keyClick(page.note.button, Qt.Key.Key_Space)
    assert "anna@example.org" in texts_of(page)
    assert wizard.button(BUTTON.NextButton).hasFocus() or page.launchers.hasFocus()
    assert any(
        name.startswith("Environment: ") and "Locked: ml" in name for name in rail_names(wizard)
    )


def test_the_rail_tells_what_is_decided_before_one_gets_there(ruled: Ruled) -> None:
    wizard = ruled(environment=LOCKED)
    (name,) = [name for name in rail_names(wizard) if name.startswith("Environment")]
    assert name.startswith("Environment: decided by the author. Locked: ml")


def test_answers_of_a_locked_page_cannot_be_changed_by_keyboard_or_drop(ruled: Ruled) -> None:
    wizard = ruled(libraries=LOCKED)
    pages_seen(wizard)
    wizard.back()
    page, before = wizard.libraries, wizard.plan
    assert wizard.current() is page
    assert not page.acceptDrops()
    for widget in page.findChildren(QWidget):
        if widget.isVisibleTo(page) and not page.accelerator.isAncestorOf(widget):
            QTest.keyClick(widget, Qt.Key.Key_Space)
    assert wizard.plan == before
    wizard.plan = wizard.plan.with_workshop(pages=())
    wizard.background.learn(findings=())
    assert page.acceptDrops()
    assert page.list.isEnabled()


@pytest.mark.parametrize("rule", [HIDDEN, LOCKED])
def test_terms_are_accepted_by_the_person_whoever_chose_the_distribution(
    ruled: Ruled, rule: PageRule
) -> None:
    wizard = ruled(computer=HIDDEN, download=rule)
    wizard.plan = wizard.plan.with_target(licence_accepted=False)
    wizard.background.learn(findings=(LICENCE,))
    wizard.next()
    page = wizard.download
    assert wizard.current() is page, "it is shown for its terms"
    assert not any(way.isEnabled() for way in page.ways.values())
    assert not page.versions.isEnabled()
    assert page.accept_box.isEnabled()
    assert "Accepting the terms is up to you." in texts_of(page)
    page.accept_box.click()
    wizard.background.learn(findings=())
    assert wizard.plan.target.licence_accepted
    wizard.next()
    assert wizard.current() is wizard.location
    wizard.plan = wizard.plan.with_target(reuse=True)
    wizard.background.learn()
    hidden = wizard.rules.hides(page)
    assert hidden is (rule is HIDDEN), "with a conda that is there, there are no terms"


@pytest.mark.parametrize("rule", [HIDDEN, LOCKED])
def test_a_page_whose_answer_does_not_work_opens_and_stays_open(
    ruled: Ruled, rule: PageRule
) -> None:
    wizard = ruled(location=rule, environment=HIDDEN)
    wizard.background.learn(findings=(NO_SPACE,))
    while wizard.current() is not wizard.location:
        wizard.next()
    page = wizard.location
    assert page.folder.isEnabled()
    assert "it does not work on this computer: you may change it." in texts_of(page)
    assert not page.note.button.isVisible()
    wizard.background.learn(findings=())
    assert page.folder.isEnabled(), "it does not lock itself while one is typing"
    wizard.next()
    assert wizard.current() is wizard.libraries
    wizard.back()
    assert wizard.current() is page


def test_a_locked_page_is_scrolled_by_keyboard(ruled: Ruled) -> None:
    wizard = ruled(download=LOCKED)
    wizard.resize(900, 600)
    wizard.next()
    wizard.next()
    page = wizard.download
    assert wizard.current() is page
    bar = page.area.verticalScrollBar()
    assert bar.maximum() > 0
    page.note.button.setFocus()
    QTest.keyClick(page.note.button, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(page.note.button, Qt.Key.Key_PageUp)
    assert bar.value() == 0


def test_a_stop_that_comes_late_is_reached_from_review(ruled: Ruled) -> None:
    wizard = ruled(location=HIDDEN)
    assert wizard.location not in pages_seen(wizard)
    wizard.background.learn(findings=(NO_SPACE,))
    assert not wizard.button(BUTTON.CommitButton).isEnabled()
    assert any(name.startswith("Location: needs attention") for name in rail_names(wizard))
    wizard.rail.picked.emit(wizard.pages().index(wizard.location))
    assert wizard.current() is wizard.location
    assert wizard.location.folder.isEnabled()


def test_findings_about_the_plan_before_open_nothing(
    ruled: Ruled, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = ruled(location=HIDDEN)
    monkeypatch.setattr(type(wizard.background), "checked", False)
    wizard.background.learn(findings=(NO_SPACE,))
    assert wizard.rules.hides(wizard.location)


def test_another_workshop_has_its_own_rules(ruled: Ruled) -> None:
    wizard = ruled(location=HIDDEN)
    wizard.background.learn(findings=(NO_SPACE,))
    assert not wizard.rules.hides(wizard.location)
    wizard.plan = wizard.plan.with_workshop(title="Another class")
    wizard.background.learn(findings=())
    assert wizard.rules.hides(wizard.location)


def test_a_locked_computer_page_is_as_always(ruled: Ruled) -> None:
    wizard = ruled(computer=LOCKED)
    wizard.next()
    assert wizard.current() is wizard.computer
    assert not wizard.computer.note.isVisible()
    assert wizard.computer.details_button.isEnabled()


def test_after_a_failed_run_the_page_that_helps_opens(ruled: Ruled) -> None:
    wizard = ruled(location=HIDDEN, environment=LOCKED)
    pages_seen(wizard)
    wizard.running.problem.asked.emit(Action.FOLDER)
    assert wizard.current() is wizard.location
    assert wizard.location.folder.isEnabled()
    wizard.next()
    assert wizard.current() is wizard.environment
    assert not wizard.environment.name_field.isEnabled()
