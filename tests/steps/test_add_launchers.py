"""The menu entry, the kernel and conda's list: with consent, outside our folder, and optional."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.after.finishing import outside_paths
from app.platforms.base import Command, FileToWrite, Launcher
from app.platforms.linux import Linux
from app.steps.add_launchers import AddLaunchers
from tests.fakes.bench import Bench, contents

STEP = AddLaunchers()


@pytest.fixture
def made(bench: Bench) -> Bench:
    """A bench whose environment has a notebook program and a kernel."""
    prefix = bench.plan.environment_prefix
    for folder in (prefix / "bin", prefix / "conda-meta"):
        folder.mkdir(parents=True)
    (prefix / "bin" / "jupyter-lab").touch()
    (prefix / "conda-meta" / "ipykernel-6.30.0-0.json").write_text("{}")
    return bench


def test_exactly_the_announced_files_are_written(made: Bench) -> None:
    ctx = made.context()
    STEP.run(ctx)
    announced = outside_paths(made.plan, ctx.platform, ctx.home, ctx.environ)
    written = [path for path in (made.root / "home").rglob("*") if path.is_file()]
    assert sorted(written) == sorted(announced)
    assert made.told.counts[-1][:2] == (3, 3)


def test_the_kernel_starts_the_environments_own_python(made: Bench) -> None:
    STEP.run(made.context())
    kernel = json.loads(next((made.root / "home").rglob("kernel.json")).read_text())
    assert kernel["argv"][0] == str(made.plan.environment_prefix / "bin" / "python")
    assert kernel["display_name"] == "Python (ml)"


def test_condas_list_keeps_its_lines_and_gets_ours_once(made: Bench) -> None:
    file = made.root / "home" / ".conda" / "environments.txt"
    file.parent.mkdir()
    file.write_text("/opt/anaconda\n")
    STEP.run(made.context())
    STEP.run(made.context())
    wanted = [str(made.plan.target.folder), str(made.plan.environment_prefix)]
    assert file.read_text().splitlines() == ["/opt/anaconda", *wanted]


def test_a_list_that_is_no_text_spoils_nothing_and_is_not_changed(made: Bench) -> None:
    file = made.root / "home" / ".conda" / "environments.txt"
    file.parent.mkdir()
    file.write_bytes(b"/opt/\xff\xfe\n")
    STEP.run(made.context())
    assert file.read_bytes() == b"/opt/\xff\xfe\n"
    assert "could not be added" in made.told.text
    assert list((made.root / "home").rglob("kernel.json"))


def test_a_home_that_cannot_be_written_spoils_nothing(made: Bench) -> None:
    (made.root / "home" / ".local").write_text("a file where a folder should be")
    STEP.run(made.context())
    assert "could not be added" in made.told.text
    assert (made.root / "home" / ".conda" / "environments.txt").exists()


class MenuByCommand(Linux):
    """A system whose menu entries are made by a command, as on Windows."""

    def launcher_files(self, launcher: Launcher, *_where: Any) -> tuple[FileToWrite, ...]:
        return ()

    def launcher_command(self, launcher: Launcher, *_where: Any) -> Command:
        return Command(("true",))

    def launcher_paths(self, launcher: Launcher, home: Path, *_where: Any) -> tuple[Path, ...]:
        return (home / "made.lnk",)


def test_a_command_that_ends_well_and_makes_no_entry_is_not_believed(made: Bench) -> None:
    STEP.run(replace(made.context(), platform=MenuByCommand()))
    assert "The menu entry could not be made." in made.told.text
    assert list((made.root / "home").rglob("kernel.json"))


def test_an_entry_that_a_command_made_is_told(made: Bench) -> None:
    (made.root / "home" / "made.lnk").touch()
    STEP.run(replace(made.context(), platform=MenuByCommand()))
    assert "made.lnk" in made.told.text
    assert "could not be" not in made.told.text


def test_without_consent_there_is_nothing_to_do(made: Bench) -> None:
    made.plan = made.plan.with_target(launchers=False)
    assert STEP.already_done(made.context())


def test_an_environment_without_notebooks_gets_neither_entry_nor_kernel(bench: Bench) -> None:
    STEP.run(bench.context())
    assert set(contents(bench.root / "home")) == {".conda", ".conda/environments.txt"}
