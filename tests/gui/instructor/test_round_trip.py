"""A workshop passes through the window's fields and nothing of it is lost."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from app.core.plan import PageRule, Workshop
from app.core.workshops.draft import new_draft, open_draft
from app.gui.instructor.text_fields import TextWidget
from app.gui.instructor.window import InstructorWindow
from app.gui.pages.page import Page
from app.i18n import set_language
from tests.core.workshops.test_planwrite import DIFFERENCES, EVERYTHING, NAMES, RULES
from tests.gui.instructor.conftest import at

LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
LINES = (
    *("title", "author", "description", "contact", "logo", "distribution"),
    *("distribution_version", "catalog", "environment", "python", "materials", "check"),
    *("glibc", "macos", "windows", "cuda"),
)
ANY: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(LINES, LINE),
    "channels": st.lists(LINE, max_size=3).map(tuple),
    "later_channels": NAMES,
    "packages": NAMES,
    "pip_packages": st.lists(LINE, max_size=3).map(tuple),
    "pages": RULES,
    "platforms": st.lists(st.sampled_from(["win-64", "osx-64", "z-z"]), unique=True).map(tuple),
    "differences": DIFFERENCES,
}
WORKSHOPS = st.builds(Workshop, **ANY)


@settings(
    max_examples=30,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # making it smaller takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(workshop=WORKSHOPS, language=st.sampled_from(["en", "zh_CN"]))
def test_whoever_only_looks_changes_nothing(
    window: InstructorWindow, workshop: Workshop, language: str
) -> None:
    window.show_draft(new_draft(workshop))
    set_language(language)
    for section in window.sections():
        at(window, section)
        section.retranslate()
        section.edited.emit()  # as if something had been touched and put back
        assert window.draft.workshop == workshop, section.name()
    assert not window.draft.changed


@pytest.mark.parametrize("field", ["title", "author", "contact", "logo", "materials", "check",
                                   "environment", "glibc", "macos", "windows", "cuda"])  # fmt: skip
def test_what_is_typed_into_a_line_is_that_answer_and_no_other(
    window: InstructorWindow, field: str
) -> None:
    window.show_draft(new_draft(EVERYTHING))
    section, widget = field_of(window, field)
    at(window, section)
    assert isinstance(widget, QLineEdit)
    widget.setText(" 12.5 ")
    widget.textEdited.emit(" 12.5 ")
    answer: dict[str, Any] = {field: "12.5"}
    assert window.draft.workshop == replace(EVERYTHING, **answer)
    assert widget.text() == " 12.5 ", "what is typed is left alone"


def test_lists_are_written_one_on_each_line(window: InstructorWindow) -> None:
    _section, widget = field_of(window, "pip_packages")
    at(window, window.software)
    assert isinstance(widget, QPlainTextEdit)
    widget.setPlainText("rich==14.0 --hash=sha256:abc\n\n  httpx \n")
    wanted = ("rich==14.0 --hash=sha256:abc", "httpx")
    assert window.draft.workshop.pip_packages == wanted


def test_choices_are_answers_too(window: InstructorWindow) -> None:
    at(window, window.software)
    window.software.python.setCurrentText("3.12")
    window.software.channels.setCurrentText("conda-forge, ./channel")
    window.software.distribution.setCurrentIndex(1)
    window.software.distribution.activated.emit(1)
    at(window, window.rules)
    locked = window.rules.choices["location"]
    locked.setCurrentIndex(locked.findData(str(PageRule.LOCKED)))
    locked.activated.emit(1)
    at(window, window.platforms)
    window.platforms.boxes["win-64"].click()
    window.platforms.boxes["linux-aarch64"].click()
    found = window.draft.workshop
    assert (found.python, found.channels) == ("3.12", ("conda-forge", "./channel"))
    assert found.distribution == window.software.distribution.itemData(1)
    assert found.pages == (("location", PageRule.LOCKED),)
    assert found.platforms == ("linux-64", "osx-arm64", "linux-aarch64")


def test_a_list_replaces_the_libraries_and_keeps_who_wrote_the_workshop(
    window: InstructorWindow, tmp_path: Path
) -> None:
    window.show_draft(new_draft(replace(EVERYTHING, author="Ada")))
    at(window, window.libraries)
    window.libraries.list.pasted.emit(
        "name: course\ndependencies:\n  - scipy\n  - pip:\n    - rich"
    )
    found = window.draft.workshop
    assert "scipy" in found.packages
    assert (found.author, found.check, found.differences) == (
        "Ada",
        EVERYTHING.check,
        EVERYTHING.differences,
    )


def test_a_whole_file_through_the_window_is_the_same_file(
    window: InstructorWindow, tmp_path: Path
) -> None:
    file = tmp_path / "workshop.toml"
    text = '# ours\nschema = 1\n[workshop]\ntitle = "A"  # for now\n[environment]\npackages = []\n'
    file.write_text(text, "utf-8")
    assert window.files.open(file)
    for section in window.sections():
        at(window, section)
    assert not window.draft.changed
    assert window.files.save(file)
    assert file.read_text("utf-8") == text
    assert open_draft(file).workshop == window.draft.workshop


def test_every_field_of_a_workshop_has_a_place_in_the_window_or_is_kept() -> None:
    """Whoever adds a field is reminded of the window."""
    shown = {
        *("title", "author", "description", "contact", "logo"),
        *("distribution", "distribution_version", "environment", "python", "channels"),
        *("packages", "pip_packages", "explicit", "materials", "check", "pages"),
        *("platforms", "glibc", "macos", "windows", "cuda", "differences"),
    }
    kept = {"catalog", "later_channels", "lock"}
    assert {field.name for field in fields(Workshop)} == shown | kept


def field_of(window: InstructorWindow, name: str) -> tuple[Page, TextWidget]:
    sections = (window.about, window.software, window.materials, window.platforms)
    found = [(one, one.texts.widgets[name]) for one in sections if name in one.texts.widgets]
    (only,) = found
    return only
