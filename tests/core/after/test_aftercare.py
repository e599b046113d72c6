"""What a person does next: terminal, notebook, folder, commands to copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.after import aftercare
from app.core.kits import names
from tests.fakes.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def program(bench: Bench, name: str) -> None:
    file = bench.session.platform.script_in(bench.plan.environment_prefix, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


def test_jupyterlab_is_preferred(bench: Bench) -> None:
    program(bench, "jupyter-notebook")
    program(bench, "jupyter-lab")
    command = aftercare.notebook(bench.session, bench.plan)
    assert command is not None
    assert "jupyterlab" in command.arguments
    assert command.environment["PATH"].startswith(str(bench.plan.environment_prefix))


def test_without_a_notebook_there_is_nothing_to_start(bench: Bench) -> None:
    assert aftercare.notebook(bench.session, bench.plan) is None


def test_the_folder_to_open_is_the_materials_if_they_are_there(bench: Bench) -> None:
    prefix = str(bench.plan.environment_prefix)
    assert prefix in aftercare.open_folder(bench.session, bench.plan).arguments
    materials = bench.plan.target.materials_folder
    assert materials is not None
    materials.mkdir()
    assert str(materials) in aftercare.open_folder(bench.session, bench.plan).arguments


def test_a_terminal_is_one_that_this_computer_has(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = bench.root / "tools"
    tools.mkdir()
    monkeypatch.setenv("PATH", str(tools))
    assert aftercare.terminal(bench.session, bench.plan) is None
    xterm = tools / "xterm"
    xterm.write_text("#!/bin/sh\n")
    xterm.chmod(0o755)
    command = aftercare.terminal(bench.session, bench.plan)
    assert command is not None
    assert command.arguments[0] == "xterm"


def test_a_lesson_is_opened_in_its_folder_with_the_kernel_of_this_environment(bench: Bench) -> None:
    program(bench, "jupyter-lab")
    lesson = bench.root / "home" / "lessons" / "1.ipynb"
    command = aftercare.notebook(bench.session, bench.plan, lesson)
    assert command is not None
    assert command.arguments[-2:] == (f"--ServerApp.root_dir={lesson.parent}", str(lesson))
    # A kernel of the person that is also called python3 must not win (failures F25).
    assert command.environment["JUPYTER_PREFER_ENV_PATH"] == "1"


def test_without_jupyterlab_the_classic_notebook_is_started(bench: Bench) -> None:
    program(bench, "jupyter-notebook")
    command = aftercare.notebook(bench.session, bench.plan)
    assert command is not None
    assert "notebook" in command.arguments


def test_notebooks_are_where_the_materials_are_and_else_where_the_lessons_are(
    bench: Bench,
) -> None:
    target = bench.plan.target
    lessons = bench.root / "home" / "lessons"
    bench.plan = bench.plan.with_target(lessons_folder=lessons)
    assert aftercare.notebook_root(bench.session, bench.plan) == lessons
    bench.plan = bench.plan.with_workshop(materials="materials")
    assert aftercare.notebook_root(bench.session, bench.plan) == target.materials_folder
    bench.plan = bench.plan.with_target(source="https://example.org/kit", lessons_folder=None)
    of_a_kit = bench.plan.with_workshop(catalog=names.CATALOG, channels=(f"./{names.CHANNEL}",))
    assert aftercare.notebook_root(bench.session, of_a_kit) == target.materials_folder
    assert aftercare.notebook_root(bench.session, bench.plan) == bench.session.home
