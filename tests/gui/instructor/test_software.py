"""What is installed: what each participant has to accept, and what cannot be meant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest

from app.core.plan import Workshop
from app.gui.instructor.text_fields import plain_name
from app.gui.instructor.window import InstructorWindow
from app.gui.rail import Progress
from tests.gui.conftest import texts_of
from tests.gui.instructor.conftest import at


def told(window: InstructorWindow, **answers: object) -> str:
    window.answer(replace(window.draft.workshop, **answers))  # type: ignore[arg-type]
    at(window, window.software)
    QTest.qWait(20)
    return texts_of(window.software)


def test_what_participants_have_to_accept_is_said(window: InstructorWindow) -> None:
    text = told(window)
    assert "Miniconda: each participant is asked to accept “Anaconda Terms of Service”." in text
    assert "Miniforge: each participant is asked to accept “BSD 3-Clause”." in text


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"python": "3.99.x!"}, "Python: “3.99.x!” is not a Python version."),
        ({"environment": "my env"}, "Environment name: The name must not contain a space."),
        ({"channels": ()}, "Channels: No channel is chosen."),
        ({"pip_packages": ("rich==14", "-e .")}, "Packages of pip: “-e .”"),
    ],
)
def test_what_cannot_be_meant_is_told_with_the_fields_name(
    window: InstructorWindow, answers: dict[str, object], said: str
) -> None:
    assert said in told(window, **answers)
    at(window, window.about)
    (stop,) = [stop for stop in window.stops() if stop.name == "Software"]
    assert stop.progress is Progress.TROUBLE


def test_packages_of_pip_are_seen_where_one_of_them_is_wrong(window: InstructorWindow) -> None:
    told(window, pip_packages=("rich",))
    assert not window.software.seldom.is_open
    assert "rich" in texts_of(window.software.seldom)
    told(window, pip_packages=("-e .",))
    assert window.software.seldom.is_open


def test_answers_of_somebody_elses_file_are_not_judged_away(window: InstructorWindow) -> None:
    told(window, explicit=("https://example.org/linux-64/a-1-0.conda#0",), channels=())
    assert "No channel" not in texts_of(window.software)
    assert window.draft.workshop != Workshop()


def test_a_label_is_a_name_in_a_sentence() -> None:
    assert plain_name("&Title:") == "Title"
    assert plain_name("标题(&T)：") == "标题"
    assert plain_name("Linux (&glibc):") == "Linux (glibc)"
