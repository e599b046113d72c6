"""The first lessons are copied in the language of the run, and never over one written in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.after.lessons import LESSONS, source_of
from app.errors import Cancelled
from app.i18n import set_language
from app.steps.copy_lessons import CopyLessons
from tests.fakes.bench import Bench, contents

STEP = CopyLessons()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    made.plan = made.plan.with_target(lessons_folder=tmp_path / "home" / "Documents" / "Seedbed")
    set_language("en")
    yield made
    set_language("en")


def folder(bench: Bench) -> Path:
    found = bench.plan.target.lessons_folder
    assert found is not None
    return found


def text_of(bench: Bench, lesson: str) -> str:
    return (folder(bench) / lesson).read_text("utf-8")


def test_all_lessons_are_copied_once(bench: Bench) -> None:
    assert STEP.already_done(bench.context()) == ""
    STEP.run(bench.context())
    assert set(contents(folder(bench))) == set(LESSONS)
    assert STEP.already_done(bench.context())
    assert bench.told.counts[-1][:2] == (len(LESSONS), len(LESSONS))


def test_they_come_in_the_language_of_the_run(bench: Bench) -> None:
    set_language("zh_CN")
    STEP.run(bench.context())
    assert "第 1 课" in text_of(bench, LESSONS[0])


def test_in_another_language_an_untouched_lesson_is_exchanged_and_a_written_one_is_kept(
    bench: Bench,
) -> None:
    STEP.run(bench.context())
    own = folder(bench) / LESSONS[1]
    notebook = json.loads(own.read_text("utf-8"))
    notebook["cells"][0]["source"] = ["my notes"]
    own.write_text(json.dumps(notebook), "utf-8")
    set_language("zh_CN")
    assert STEP.already_done(bench.context()) == ""
    STEP.run(bench.context())
    assert "第 1 课" in text_of(bench, LESSONS[0])
    assert "my notes" in text_of(bench, LESSONS[1])
    assert LESSONS[1] in bench.told.text
    assert LESSONS[0] not in bench.told.text


def test_a_link_of_the_person_is_neither_followed_nor_removed(bench: Bench) -> None:
    folder(bench).mkdir(parents=True)
    link = folder(bench) / LESSONS[0]
    link.symlink_to(source_of(LESSONS[0]))
    set_language("zh_CN")
    STEP.run(bench.context())
    assert link.is_symlink()
    assert "Lesson 1" in link.read_text("utf-8")


def test_no_folder_means_no_lessons_and_the_reason_is_told(bench: Bench) -> None:
    bench.plan = bench.plan.with_target(lessons_folder=None)
    assert STEP.already_done(bench.context()) == "The first lessons are not wanted."


def test_a_folder_that_cannot_be_made_is_told_and_spoils_nothing(bench: Bench) -> None:
    folder(bench).parent.write_text("a file where a folder should be")
    STEP.run(bench.context())
    assert "could not be copied" in bench.told.text
    assert str(folder(bench)) in bench.told.text


def test_copying_stops_when_the_person_cancels(bench: Bench) -> None:
    bench.cancel.set()
    with pytest.raises(Cancelled):
        STEP.run(bench.context())
    assert not folder(bench).exists()
