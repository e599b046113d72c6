"""Of background answers only the newest counts."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from app.core.cancel import Cancel
from app.gui.latest import Latest
from app.gui.worker import Emit, Outcome


class Answers:
    """Keeps the answers of a Latest."""

    def __init__(self, delay: int) -> None:
        self.values: list[object] = []
        self.latest = Latest(delay)
        self.latest.answered.connect(self._on_answered)

    def _on_answered(self, outcome: Outcome) -> None:
        self.values.append(outcome.value)


@pytest.fixture
def answers() -> Answers:
    return Answers(20)


def test_only_the_last_question_of_a_burst_is_asked(answers: Answers, qtbot: QtBot) -> None:
    asked: list[int] = []

    def question(number: int) -> object:
        asked.append(number)
        return number

    for number in range(10):
        answers.latest.ask(lambda _emit, _cancel, n=number: question(n))  # type: ignore[misc]
    qtbot.waitUntil(lambda: not answers.latest.pending, timeout=3000)
    assert asked == [9]
    assert answers.values == [9]


def test_a_stale_answer_never_overwrites_a_newer_one(answers: Answers, qtbot: QtBot) -> None:
    started, go_on = threading.Event(), threading.Event()

    def stubborn(_emit: Emit, _cancel: Cancel) -> str:
        started.set()
        go_on.wait(5)
        return "old"  # it does not look at the flag and answers all the same

    answers.latest.ask(stubborn)
    qtbot.waitUntil(started.is_set, timeout=3000)
    answers.latest.ask(lambda _emit, _cancel: "new")
    go_on.set()
    qtbot.waitUntil(lambda: not answers.latest.pending, timeout=3000)
    assert answers.values == ["new"]


def test_after_stopping_no_answer_comes(answers: Answers, qtbot: QtBot) -> None:
    started, go_on = threading.Event(), threading.Event()

    def stubborn(_emit: Emit, _cancel: Cancel) -> str:
        started.set()
        go_on.wait(5)
        return "old"

    answers.latest.ask(stubborn)
    qtbot.waitUntil(started.is_set, timeout=3000)
    answers.latest.stop()
    go_on.set()
    qtbot.waitUntil(lambda: not answers.latest.worker.busy, timeout=3000)
    assert answers.values == []
