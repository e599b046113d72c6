"""What a person does next: terminal, notebook, folder, commands to copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core import aftercare
from app.platforms import named
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


@pytest.mark.parametrize("family", ["windows", "macos", "linux"])
def test_the_commands_to_copy_activate_update_and_remove(bench: Bench, family: str) -> None:
    text = aftercare.commands_text(bench.plan, named(family))
    assert "activate" in text
    assert "conda update --name ml --all" in text
    assert "conda env remove --name ml" in text
