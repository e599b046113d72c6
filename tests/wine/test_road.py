"""The whole road on Windows, by somebody whose name breaks installers."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import captured
import pytest

from app.errors import ExitCode
from tests.wine.person import Person, result_of

pytestmark = [pytest.mark.wine, pytest.mark.timeout(900)]

FOLDER = "seedbed-ana-maria"  # what Seedbed chooses instead of the home folder
PYTHON = Path("envs/practice/python.exe")


def empty(ana: Person) -> None:
    for folder in (ana.home, ana.windows.drive / FOLDER):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def ready(ana: Person, windows_kit: Path) -> Iterator[captured.Ended]:
    """The kit installed with every answer left to Seedbed."""
    empty(ana)
    yield ana.seedbed("install", ana.windows.path(windows_kit), "--yes")
    empty(ana)


@pytest.fixture
def prefix(ana: Person) -> Path:
    return ana.windows.drive / FOLDER


def test_everything_is_proven_in_a_folder_that_conda_can_live_with(
    ready: captured.Ended, prefix: Path
) -> None:
    result: dict[str, Any] = result_of(ready)
    assert (ready.code, result.get("ready")) == (0, True), ready.err[-3000:]
    assert all(check["passed"] for check in result["checks"])
    assert {"numpy", "jupyter_kernel", "linear_regression"} <= {c["name"] for c in result["checks"]}
    assert result["environment"] == f"C:\\{FOLDER}\\envs\\practice"
    assert (prefix / PYTHON).is_file()


def test_the_lessons_and_the_kernel_are_in_the_persons_own_folders(
    ready: captured.Ended, ana: Person
) -> None:
    assert len(list((ana.home / "Documents" / "Seedbed").glob("*.ipynb"))) == 3
    kernel = ana.home / "AppData/Roaming/jupyter/kernels/seedbed-practice/kernel.json"
    assert f"{FOLDER}\\\\envs\\\\practice\\\\python.exe" in kernel.read_text("utf-8")


def test_the_commands_that_the_last_page_shows_work_in_a_command_prompt(
    ready: captured.Ended, ana: Person, prefix: Path
) -> None:
    script = prefix / "typed.bat"
    lines = (
        f'@call "C:\\{FOLDER}\\Scripts\\activate.bat" practice',
        '@python -c "import sys, numpy; print(sys.prefix)"',
        "@call conda deactivate",
        "@echo [%CONDA_PREFIX%]",
    )
    script.write_text("\r\n".join(lines), newline="")
    ended = ana.run("cmd.exe", "/D", "/C", ana.windows.path(script), timeout=120)
    assert ended.out.split() == [f"C:\\{FOLDER}\\envs\\practice", "[]"], ended


def test_a_second_start_installs_nothing_again(
    ready: captured.Ended, ana: Person, windows_kit: Path, prefix: Path
) -> None:
    made = (prefix / PYTHON).stat().st_mtime_ns
    ended = ana.seedbed("install", ana.windows.path(windows_kit), "--yes")
    assert (ended.code, result_of(ended)["ready"]) == (0, True)
    assert (prefix / PYTHON).stat().st_mtime_ns == made


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        ("C:\\users\\Ana María 王\\conda", "There is a space in the folder’s path"),
        ("C:\\王", "The installer refuses the “王”"),
        ("C:\\" + "d" * 60, "The folder’s path has 63 characters; Windows has room for 46"),
    ],
    ids=["space", "chinese", "long"],
)
def test_a_folder_that_the_installer_would_refuse_is_refused_before_anything_happens(
    ana: Person, windows_kit: Path, folder: str, sentence: str
) -> None:
    kit = ana.windows.path(windows_kit)
    ended = ana.seedbed("install", kit, "--to", folder, "--yes", "--no-launchers")
    assert ended.code == ExitCode.PLAN
    assert sentence in ended.err
    assert not (ana.windows.drive / folder.removeprefix("C:\\").replace("\\", "/")).exists()


def test_after_a_hard_end_a_file_in_use_is_named_and_nothing_is_lost_once_it_is_free(
    ana: Person, windows_kit: Path
) -> None:
    conda = ana.windows.drive / "held"
    shutil.rmtree(conda, ignore_errors=True)
    arguments = ("install", ana.windows.path(windows_kit), "--to", "C:\\held", "--yes")
    quiet = ("--no-launchers", "--no-lessons", "--no-materials")
    modules = conda / "envs" / "practice" / "Lib"
    cut_off(ana, ana.seedbed_command(*arguments, *quiet), lambda: any(modules.rglob("*.pyd")))
    held = next(modules.rglob("*.pyd"))
    reading = "import sys, time; f = open(sys.argv[1], 'rb'); print(1, flush=True); time.sleep(600)"
    holder = ana.start(ana.windows.path(ana.python), "-c", reading, ana.windows.path(held))
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline()
        ended = ana.seedbed(*arguments, *quiet)
    finally:
        end(ana, holder)
    assert ended.code == ExitCode.COMMAND, ended.err[-3000:]
    assert "Another program uses C:\\held\\envs\\practice" in ended.err
    again = ana.seedbed(*arguments, *quiet)
    assert (again.code, result_of(again)["ready"]) == (0, True), again.err[-3000:]
    shutil.rmtree(conda)


def cut_off(ana: Person, command: tuple[str, ...], far_enough: Callable[[], bool]) -> None:
    """Start a program and end the whole Windows under it, as a flat battery would."""
    child = ana.start(*command)
    try:
        while not far_enough() and child.poll() is None:
            time.sleep(0.05)
        assert child.poll() is None, child.communicate()
    finally:
        end(ana, child)


def end(ana: Person, child: subprocess.Popen[bytes]) -> None:
    ana.windows.end()
    child.kill()
    child.communicate()
