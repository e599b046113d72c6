"""A kit is made and checked through the window, with its real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.core.kits.apps import app_name, without_app
from app.core.kits.manifest import read_manifest
from app.core.session import Session
from app.gui.instructor.kit import usual_folder
from app.gui.instructor.questions import UnsavedQuestion
from app.gui.instructor.window import InstructorWindow
from app.gui.instructor.work_line import Stage
from tests.fakes.own_kit import own_kit
from tests.fakes.small_workshop import SUBDIRS, make_workshop
from tests.gui.conftest import texts_of
from tests.gui.instructor.conftest import at


@pytest.fixture
def small(window: InstructorWindow, tmp_path: Path) -> Path:
    folder = make_workshop(tmp_path / "small", payload=bytes(range(256)) * 200)
    assert window.files.open(folder / "workshop.toml")
    at(window, window.platforms)
    for subdir in SUBDIRS:
        window.platforms.boxes[subdir].click()
    return folder


def wait_made(window: InstructorWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.kit.busy, timeout=60_000)


def stage(window: InstructorWindow) -> Stage:
    return window.kit.making.doing.stage


def test_a_kit_is_made_of_the_saved_file_only(window: InstructorWindow, small: Path) -> None:
    at(window, window.kit)
    assert not window.kit.making.main.isEnabled()
    assert "Save the workshop first" in texts_of(window.kit)
    window.row.save.click()
    assert window.kit.making.main.isEnabled()
    assert window.kit.folder.text() == str(small.with_name("small-kit"))


def test_made_checked_and_found_altered(
    window: InstructorWindow, small: Path, qtbot: QtBot
) -> None:
    window.row.save.click()
    at(window, window.kit)
    window.kit.zipped.click()
    window.kit.making.main.click()
    assert window.kit.making.doing.stage is Stage.RUNNING
    wait_made(window, qtbot)
    kit = small.with_name("small-kit")
    manifest = read_manifest((kit / "manifest.json").read_bytes())
    assert manifest.platforms == SUBDIRS
    assert "The kit is made: " in texts_of(window.kit)
    assert "small-kit.zip" in texts_of(window.kit)
    assert window.draft.workshop.lock.find("win-64") is not None, "the new lock is known"
    assert not window.draft.changed
    window.kit.quick.click()
    window.kit.checking.main.click()
    wait_made(window, qtbot)
    assert "All files of the kit are there and unaltered." in texts_of(window.kit)
    assert "Windows (win-64): all packages are there" in texts_of(window.kit)
    (kit / "materials" / "read me.txt").write_text("altered")
    next(kit.glob("channel/win-64/tiny*")).unlink()
    window.kit.checking.main.click()
    wait_made(window, qtbot)
    text = texts_of(window.kit)
    assert "It is not as it was made." in text
    assert "altered: materials/read me.txt" in text
    assert "missing: channel/win-64/tiny-1.0-0.conda" in text
    assert "Linux, Intel or AMD (linux-64): not complete" in text


def test_a_kit_without_seedbed_is_no_plain_success_until_it_is_added(
    window: InstructorWindow,
    small: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What somebody has packaged in this checkout would go into the kit by itself.
    monkeypatch.setattr("app.core.kits.apps.packaged_folders", tuple)
    window.row.save.click()
    at(window, window.kit)
    window.kit.making.main.click()
    wait_made(window, qtbot)
    manifest = read_manifest((small.with_name("small-kit") / "manifest.json").read_bytes())
    lacking = without_app(manifest)
    assert set(lacking) == set(SUBDIRS)
    QTest.qWait(50)
    assert window.kit.making.doing.warned
    assert "Seedbed itself is not in the kit for: " in texts_of(window.kit)
    assert "Add it…" in texts_of(window.kit)
    strange = tmp_path / "Seedbed-setup.exe"
    strange.write_bytes(b"x")
    window.kit.take_app(strange)
    QTest.qWait(50)
    assert "Seedbed-setup.exe is not Seedbed’s own file" in texts_of(window.kit)
    window.kit.apps.removed.emit(str(strange))
    for subdir in lacking:
        file = tmp_path / app_name(subdir, "1.0")
        file.write_bytes(b"x")
        window.kit.take_app(file)
    QTest.qWait(50)
    assert "Bring the kit up to date" in texts_of(window.kit)
    window.kit.making.main.click()
    wait_made(window, qtbot)
    assert not window.kit.making.doing.warned
    assert not window.kit.about_apps.isVisible()


def pause(window: InstructorWindow, qtbot: QtBot) -> None:
    """Begin to make the kit, and let it rest."""
    window.row.save.click()
    at(window, window.kit)
    window.kit.making.main.click()
    assert not window.kit.checking.main.isEnabled(), "it is being made"
    window.kit.making.main.click()
    main = window.kit.making.main
    assert main.isEnabled(), "else the focus would go elsewhere"
    main.click()  # it is on its way to the pause: a second press asks nothing
    wait_made(window, qtbot)
    assert stage(window) is Stage.PAUSED


def test_a_kit_is_not_checked_while_it_is_being_made_or_rests(
    window: InstructorWindow, small: Path, qtbot: QtBot
) -> None:
    pause(window, qtbot)
    assert not window.kit.checking.main.isEnabled()
    window.kit.making.stop.click()
    assert window.kit.checking.main.isEnabled()


def test_what_checking_does_is_said_before(window: InstructorWindow, small: Path) -> None:
    at(window, window.kit)
    assert "a folder that is removed again" in texts_of(window.kit)
    window.kit.quick.click()
    assert "a folder that is removed again" not in texts_of(window.kit)


def test_pause_keeps_what_is_there_and_resume_completes_it(
    window: InstructorWindow, small: Path, qtbot: QtBot
) -> None:
    pause(window, qtbot)
    assert "Paused" in texts_of(window.kit)
    window.kit.making.main.click()
    wait_made(window, qtbot)
    assert stage(window) is Stage.DONE
    assert (small.with_name("small-kit") / "manifest.json").is_file()


def test_cancel_says_what_is_kept(window: InstructorWindow, small: Path, qtbot: QtBot) -> None:
    window.row.save.click()
    at(window, window.kit)
    window.kit.making.main.click()
    window.kit.making.stop.click()
    wait_made(window, qtbot)
    assert window.kit.making.doing.stage is Stage.IDLE
    assert "What is there is kept" in texts_of(window.kit)


def test_leaving_in_the_middle_is_asked_about(
    window: InstructorWindow, small: Path, qtbot: QtBot
) -> None:
    window.row.save.click()
    at(window, window.kit)
    window.kit.making.main.click()
    window.row.close_button.click()
    box = window.files.box
    assert isinstance(box, UnsavedQuestion)
    box.stay_button.click()
    wait_made(window, qtbot)
    assert window.isVisible()


def test_what_goes_wrong_is_told_with_its_remedy(
    window: InstructorWindow, small: Path, qtbot: QtBot
) -> None:
    window.row.save.click()
    at(window, window.kit)
    window.kit.folder.setText(str(small))
    window.kit.making.main.click()
    wait_made(window, qtbot)
    assert window.kit.making.doing.stage is Stage.FAILED
    assert "A kit cannot be made in the folder that it is made from." in texts_of(window.kit)
    window.kit.folder.setText(str(small.with_name("nothing here")))
    window.kit.checking.main.click()
    wait_made(window, qtbot)
    assert "There is no folder" in texts_of(window.kit)


@pytest.mark.real
@pytest.mark.timeout(900)
def test_the_practice_kit_is_prepared_made_and_proved_through_the_window(
    window: InstructorWindow, practice_kit: Path, tmp_path: Path, qtbot: QtBot, session: Session
) -> None:
    course = own_kit(practice_kit, tmp_path / "course")
    assert window.files.open(course / "workshop.toml")
    at(window, window.about)
    line = window.about.texts.widgets["title"]
    line.setText("Prepared in the window")  # type: ignore[union-attr]
    line.textEdited.emit("")  # type: ignore[union-attr]
    at(window, window.platforms)
    window.platforms.boxes["linux-64"].click()
    window.platforms.solve.click()
    qtbot.waitUntil(lambda: not window.platforms.busy, timeout=120_000)
    assert "115 packages" in texts_of(window.platforms)
    window.row.save.click()
    at(window, window.kit)
    window.kit.folder.setText(str(tmp_path / "stick"))
    window.kit.making.main.click()
    qtbot.waitUntil(lambda: not window.kit.busy, timeout=300_000)
    assert window.kit.making.doing.stage is Stage.DONE, texts_of(window.kit)
    shares: list[float] = []
    window.kit.check.said.connect(
        lambda _batch: shares.append(window.kit.checking.doing.share or 0)
    )
    window.kit.checking.main.click()
    qtbot.waitUntil(lambda: not window.kit.busy, timeout=600_000)
    assert "It was installed from this kit and proved to work." in texts_of(window.kit)
    assert max(shares) > 0
    at(window, window.room)
    assert window.room.panel.start_button.isEnabled()


def test_another_workshop_is_another_kit(
    window: InstructorWindow, small: Path, tmp_path: Path
) -> None:
    window.row.save.click()
    at(window, window.kit)
    assert window.kit.folder.text() == str(small.with_name("small-kit"))
    other = make_workshop(tmp_path / "other")
    assert window.files.open(other / "workshop.toml")
    assert window.kit.folder.text() == str(other.with_name("other-kit"))
    window.kit.folder.setText(str(tmp_path / "stick"))
    assert window.files.open(small / "workshop.toml")
    assert window.kit.folder.text() == str(tmp_path / "stick"), "somebody has chosen it"


def test_a_workshop_at_the_root_of_a_stick_has_its_kit_there() -> None:
    assert usual_folder(Path("/workshop.toml")) == Path("/kit")
    assert usual_folder(Path("/course/workshop.toml")) == Path("/course-kit")
