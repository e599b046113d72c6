"""A kit that was made on another system installs on Windows: by Seedbed, and by hand."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_cli import seedbed
from tests.fakes.own_kit import own_kit
from tests.wine.person import Person, result_of

pytestmark = [pytest.mark.wine, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def kit(windows_kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made on this system, for Windows only."""
    folder = tmp_path_factory.mktemp("kit")
    workshop = own_kit(windows_kit, folder / "workshop")
    target = str(folder / "a kit")
    made = seedbed("kit", "make", str(workshop), "--platform", "win-64", "--to", target, "--no-app")
    assert made.returncode == 0, made.stderr
    return Path(target)


@pytest.fixture
def conda(ana: Person) -> Iterator[Path]:
    """The folder that both ways install into; gone afterwards."""
    folder = ana.windows.drive / "seedbed-conda"
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def test_it_is_whole_there_and_installs_to_the_proof(ana: Person, kit: Path, conda: Path) -> None:
    place = ana.windows.path(kit)
    checked = ana.seedbed("kit", "check", place, "--quick", "--json")
    assert checked.code == 0, checked.err[-3000:]
    assert result_of(checked)["platforms"] == {"win-64": True}
    quiet = ("--no-launchers", "--no-lessons", "--no-materials")
    ended = ana.seedbed("install", place, "--to", "C:\\seedbed-conda", "--yes", *quiet)
    assert (ended.code, result_of(ended)["ready"]) == (0, True), ended.err[-3000:]
    assert (conda / "envs" / "practice" / "python.exe").is_file()


def test_the_commands_of_the_start_page_work_in_a_command_prompt(
    ana: Person, kit: Path, conda: Path
) -> None:
    page = (kit / "START-HERE.html").read_text("utf-8")
    found = re.search(r'<ol data-platform="win-64">(.*?)</ol>', page, re.DOTALL)
    assert found
    commands = [html.unescape(line) for line in re.findall(r"<code>(.*?)</code>", found[1])]
    assert len(commands) == 3
    check = 'python -c "import sys, numpy; print(sys.prefix)"'
    lines = ["@echo off", f'cd /D "{ana.windows.path(kit)}"', *commands, check]
    script = ana.windows.drive / "by-hand.bat"
    script.write_text("\r\n".join(lines), newline="")
    ended = ana.run("cmd.exe", "/D", "/C", "C:\\by-hand.bat")
    script.unlink()
    assert ended.out.split()[-1:] == ["C:\\seedbed-conda\\envs\\practice"], ended
    assert (conda / "envs" / "practice" / "conda-meta").is_dir()
