"""The next three things: what is offered follows what is there, with commands that can be typed."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.after.finishing import launcher_for
from app.core.after.lessons import LESSONS
from app.core.after.next_things import next_things
from app.platforms import named
from tests.fakes.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    made.plan = made.plan.with_target(lessons_folder=tmp_path / "home" / "my lessons")
    return made


def with_jupyterlab(bench: Bench) -> None:
    program = bench.session.platform.script_in(bench.plan.environment_prefix, "jupyter-lab")
    program.parent.mkdir(parents=True)
    program.touch()


def with_lessons(bench: Bench) -> Path:
    folder = bench.plan.target.lessons_folder
    assert folder is not None
    folder.mkdir()
    for name in LESSONS:
        (folder / name).touch()
    return folder


def test_with_jupyterlab_and_lessons_the_first_lesson_comes_first(bench: Bench) -> None:
    with_jupyterlab(bench)
    lesson = with_lessons(bench) / LESSONS[0]
    first = next_things(bench.session, bench.plan)[0]
    assert first.title == "Open the first lesson in your web browser"
    assert str(lesson.parent) in first.text
    # As the shell takes it apart: the space in the folder does no harm.
    assert shlex.split(first.commands[0].lines[-1]) == ["jupyter", "lab", str(lesson)]


def test_the_menu_entry_is_named_only_where_there_is_one(bench: Bench) -> None:
    with_jupyterlab(bench)
    session = bench.session
    assert "menu of applications" not in next_things(session, bench.plan)[0].text
    launcher = launcher_for(bench.plan, session.platform, session.home)
    assert launcher is not None
    for path in session.platform.launcher_paths(launcher, session.home, session.environ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    text = next_things(session, bench.plan)[0].text
    assert text.startswith("Later, start “JupyterLab (ml)” from the menu of applications.")
    without = bench.plan.with_target(launchers=False)
    assert "menu of applications" not in next_things(session, without)[0].text


def test_without_lessons_jupyterlab_is_opened_where_the_notebooks_are(bench: Bench) -> None:
    with_jupyterlab(bench)
    first = next_things(bench.session, bench.plan)[0]
    assert first.title == "Open JupyterLab in your web browser"
    assert str(bench.plan.target.lessons_folder) in first.commands[0].text


def test_without_jupyterlab_it_is_said_how_to_add_it_and_where_the_lessons_are(
    bench: Bench,
) -> None:
    first = next_things(bench.session, bench.plan)[0]
    assert [typed.text for typed in first.commands] == ["conda install --name ml jupyterlab"]
    assert "lessons" not in first.text
    folder = with_lessons(bench)
    assert str(folder) in next_things(bench.session, bench.plan)[0].text


@pytest.mark.parametrize("family", ["windows", "macos", "linux"])
def test_each_command_has_a_label_that_says_what_it_does(bench: Bench, family: str) -> None:
    session = replace(bench.session, platform=named(family))
    things = next_things(session, bench.plan)
    labelled = {typed.label: typed.text for thing in things[1:] for typed in thing.commands}
    (activate,) = session.platform.activation_lines(bench.plan.target.folder, "ml")
    assert labelled == {
        "Activate it in a terminal": activate,
        "Add a library (here: seaborn)": "conda install --name ml seaborn",
        "Update everything": "conda update --name ml --all",
        "Delete this environment and everything in it": (
            "conda deactivate && conda env remove --name ml"
        ),
    }


def test_what_deletes_is_never_typed_along_with_something_else(bench: Bench) -> None:
    things = next_things(bench.session, bench.plan)
    deleting = [typed for thing in things for typed in thing.commands if "env remove" in typed.text]
    assert [len(typed.lines) for typed in deleting] == [1]
