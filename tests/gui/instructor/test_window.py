"""The way in and back, and the workshop's file: nothing is lost without a question."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shots.scripted import ScriptedWizard

from app.core.cancel import Cancel
from app.core.plan import Workshop
from app.core.workshops.draft import open_draft
from app.gui.instructor.door import InstructorDoor
from app.gui.instructor.questions import ChangedQuestion, Trouble, UnsavedQuestion
from app.gui.instructor.window import InstructorWindow
from app.gui.rail import Progress
from tests.gui.conftest import texts_of
from tests.gui.instructor.conftest import at

TEXT = '# ours\nschema = 1\n[workshop]\ntitle = "Two days"\n[environment]\npackages = ["numpy"]\n'

OURS = """\
schema = 1

[[distribution]]
id = "ours"
title = "Our own"
publisher = "Ana"
summary = "conda, and nothing else."
licence_name = "BSD 3-Clause"
licence_url = "https://example.org/licence"
licence_text = "Without warranty."
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "course" / "workshop.toml"
    path.parent.mkdir()
    path.write_text(TEXT, "utf-8")
    return path


def title(window: InstructorWindow, text: str) -> None:
    """Type another title."""
    at(window, window.about)
    line = window.about.texts.widgets["title"]
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(line, text)


def gone(door: InstructorDoor, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: door.window is None, timeout=20_000)


def unsaved(window: InstructorWindow) -> UnsavedQuestion:
    box = window.files.box
    assert isinstance(box, UnsavedQuestion)
    return box


def test_who_changed_nothing_is_back_in_the_wizard_with_one_press(
    window: InstructorWindow, door: InstructorDoor, scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    before = scripted.plan
    window.row.close_button.click()
    gone(door, qtbot)
    assert scripted.isVisible()
    assert (scripted.currentId(), scripted.plan) == (0, before)


def test_escape_leads_back_too_and_the_window_opens_again(
    window: InstructorWindow, door: InstructorDoor, scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    QTest.keyClick(window, Qt.Key.Key_Escape)
    gone(door, qtbot)
    scripted.welcome.prepare.click()
    assert door.window is not None
    door.window.leave()
    gone(door, qtbot)


def test_enter_in_a_line_neither_closes_nor_saves(window: InstructorWindow) -> None:
    title(window, "Mine")
    QTest.keyClick(window.about.texts.widgets["title"], Qt.Key.Key_Return)
    assert window.isVisible()
    assert window.files.box is None
    assert window.draft.changed


def test_unsaved_answers_are_asked_about_and_esc_stays(window: InstructorWindow) -> None:
    title(window, "Mine")
    window.row.close_button.click()
    box = unsaved(window)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert window.isVisible()
    assert window.draft.workshop.title == "Mine"


def test_whoever_does_not_want_to_save_leaves(
    window: InstructorWindow, door: InstructorDoor, qtbot: QtBot
) -> None:
    title(window, "Mine")
    window.row.close_button.click()
    unsaved(window).discard_button.click()
    gone(door, qtbot)


def test_save_in_the_question_saves_and_then_leaves(
    window: InstructorWindow, door: InstructorDoor, file: Path, qtbot: QtBot
) -> None:
    assert window.files.open(file)
    title(window, "Three days")
    window.row.close_button.click()
    save = unsaved(window).save_button
    assert save is not None
    save.click()
    gone(door, qtbot)
    assert file.read_text("utf-8") == TEXT.replace("Two", "Three")


def test_a_file_is_opened_shown_and_saved_with_its_comments(
    window: InstructorWindow, file: Path
) -> None:
    assert window.files.open(file)
    assert "Two days" in texts_of(window.rail) or window.about.chosen(window.plan) == "Two days"
    assert not window.row.save.isEnabled()
    title(window, "Three days")
    assert window.row.save.isEnabled()
    window.row.save.click()
    assert file.read_text("utf-8") == TEXT.replace("Two", "Three")
    assert not window.draft.changed


def test_a_file_that_changed_meanwhile_is_not_overwritten(
    window: InstructorWindow, file: Path
) -> None:
    assert window.files.open(file)
    title(window, "Three days")
    theirs = TEXT.replace("numpy", "scipy")
    file.write_text(theirs, "utf-8")
    window.row.save.click()
    box = window.files.box
    assert isinstance(box, ChangedQuestion)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert file.read_text("utf-8") == theirs
    assert window.draft.workshop.title == "Three days"


def test_it_is_replaced_when_the_person_says_so(window: InstructorWindow, file: Path) -> None:
    assert window.files.open(file)
    title(window, "Three days")
    file.write_text(TEXT.replace("numpy", "scipy") + "# theirs\n", "utf-8")
    window.row.save.click()
    box = window.files.box
    assert isinstance(box, ChangedQuestion)
    box.replace_button.click()
    found = open_draft(file)
    assert (found.workshop.title, found.workshop.packages) == ("Three days", ("numpy",))
    assert "# theirs" in found.text


def changed_by_both(window: InstructorWindow, file: Path) -> ChangedQuestion:
    """Save a title over a file in which somebody else has changed a library meanwhile."""
    assert window.files.open(file)
    title(window, "Three days")
    file.write_text(TEXT.replace("numpy", "scipy"), "utf-8")
    window.row.save.click()
    box = window.files.box
    assert isinstance(box, ChangedQuestion)
    return box


def test_or_read_again(window: InstructorWindow, file: Path) -> None:
    box = changed_by_both(window, file)
    box.read_button.click()
    assert window.draft.workshop.packages == ("scipy",)
    assert not window.draft.changed


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no workshop", "not valid TOML"),
        (b'schema = 1\n[workshop]\ntitel = "A"\n', "Did you mean “workshop.title”?"),
        (b"schema = 99\n", "newer Seedbed"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_what_is_no_workshop_file_is_one_sentence_and_the_answers_stay(
    window: InstructorWindow, file: Path, data: bytes, said: str
) -> None:
    title(window, "Mine")
    file.write_bytes(data)
    assert not window.files.open(file)
    box = window.files.box
    assert isinstance(box, Trouble)
    assert said in f"{box.text()} {box.informativeText()}"
    assert window.draft.workshop.title == "Mine"
    assert file.read_bytes() == data


def test_an_answer_that_cannot_be_read_back_is_never_written(
    window: InstructorWindow, file: Path
) -> None:
    assert window.files.open(file)
    window.answer(replace(window.draft.workshop, glibc="two"))
    at(window, window.platforms)
    assert "must be a version" in texts_of(window.platforms)
    window.row.save.click()
    assert isinstance(window.files.box, Trouble)
    assert file.read_text("utf-8") == TEXT
    assert window.draft.changed


def test_the_rail_tells_what_is_said_and_what_is_wrong(window: InstructorWindow) -> None:
    window.answer(Workshop(title="Mine", cuda="new"))
    at(window, window.results)
    stops = {stop.name: stop.progress for stop in window.stops()}
    assert stops["About"] is Progress.DONE
    assert stops["Platforms"] is Progress.TROUBLE
    assert stops["Materials"] is Progress.OPEN
    assert stops["Results"] is Progress.HERE


def test_a_place_elsewhere_is_refused_and_one_beside_the_file_is_named_from_there(
    window: InstructorWindow, file: Path, tmp_path: Path
) -> None:
    at(window, window.materials)
    window.materials.materials.take(file.parent / "notes")
    assert "Save it first." in texts_of(window.materials)
    assert window.files.open(file)
    at(window, window.materials)
    window.materials.materials.take(tmp_path / "elsewhere")
    QTest.qWait(20)
    assert "does not lie beside" in texts_of(window.materials)
    window.materials.materials.take(file.parent / "notes")
    assert window.draft.workshop.materials == "notes"
    assert "does not lie beside" not in texts_of(window.materials)


def test_installers_of_ones_own_are_offered_once_their_catalogue_is_named(
    window: InstructorWindow, file: Path
) -> None:
    file.with_name("ours.toml").write_text(OURS, "utf-8")
    assert window.files.open(file)
    at(window, window.software)
    software = window.software
    assert software.distribution.findData("ours") < 0
    software.catalog.take(file.with_name("ours.toml"))
    assert window.draft.workshop.catalog == "ours.toml"
    window.background.learn(catalog=window.session.catalog_for(window.plan, Cancel()))
    assert software.distribution.findData("ours") >= 0
    software.catalog.take(file.parent.parent / "elsewhere.toml")
    assert "Copy it into the folder" in texts_of(software)
    assert window.draft.workshop.catalog == "ours.toml", "what was right stays"


def test_next_leads_through_all_sections_to_the_last(window: InstructorWindow) -> None:
    seen = [window.current().name()]
    while window.row.next.isVisible():
        assert window.sections()[len(seen)].name() in window.row.next.text()
        window.row.next.click()
        seen.append(window.current().name())
    assert seen == [section.name() for section in window.sections()]


def test_what_is_preset_is_not_ticked_before_somebody_has_seen_it(
    window: InstructorWindow, file: Path
) -> None:
    def progress(name: str) -> Progress:
        return next(stop.progress for stop in window.stops() if stop.name == name)

    assert progress("Software") is Progress.PRESET
    at(window, window.software)
    at(window, window.about)
    assert progress("Software") is Progress.DONE
    assert progress("Libraries") is Progress.PRESET
    assert window.files.open(file)
    assert progress("Libraries") is Progress.DONE, "its file says it"


def test_a_sign_that_cannot_be_shown_is_replaced_in_the_rail(window: InstructorWindow) -> None:
    window.answer(Workshop(title="A bell: \x07"))
    assert window.stops()[0].chosen == "A bell: ?"
    assert "“Title” is too long or has control characters" in texts_of(window.about)


def test_whoever_is_asked_about_a_changed_file_reads_what_is_lost(
    window: InstructorWindow, file: Path
) -> None:
    box = changed_by_both(window, file)
    assert box.informativeText().count("is lost") == 3
    assert box.defaultButton() is box.leave_button
