"""The kit's installer for Windows keeps to what conda-facts §1.2 says of the official ones."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import captured
import pytest
from wine.prefix import Wine, python

from app.platforms.windows import Windows

pytestmark = [pytest.mark.wine, pytest.mark.timeout(600)]

TARGET = "C:\\practice"
SWITCHES = ("/S", "/InstallationType=JustMe", "/RegisterPython=0", "/AddToPath=0")
_START = "import os, subprocess, sys; sys.exit(subprocess.call(os.environ['LINE']))"


def install(
    windows: Wine, kit: Path, target: str, switches: tuple[str, ...] = SWITCHES
) -> captured.Ended:
    """As the wizard starts it: one exact command line, in which the folder is not quoted."""
    (program,) = (kit / "installers").glob("*.exe")
    line = f'"{windows.path(program)}" {" ".join(switches)} /D={target}'
    return windows.with_variables(LINE=line).run([python(), "-c", _START], timeout=400)


def seen(windows: Wine, path: str) -> Path:
    """A path of that Windows as this machine sees it."""
    return windows.drive / path.removeprefix("C:\\").replace("\\", "/")


@pytest.fixture(scope="module")
def installed(windows: Wine, windows_kit: Path) -> Iterator[captured.Ended]:
    shutil.rmtree(seen(windows, TARGET), ignore_errors=True)
    yield install(windows, windows_kit, TARGET)
    shutil.rmtree(seen(windows, TARGET), ignore_errors=True)


def test_it_tells_its_steps_and_lays_down_what_the_wizard_looks_for(
    installed: captured.Ended, windows: Wine
) -> None:
    lines = installed.out.splitlines()
    assert (installed.code, lines[-1]) == (0, "Done!")
    assert "Unpacking payload..." in lines
    prefix = seen(windows, TARGET)
    for sign in (*Windows().signs_of_installation(prefix), prefix / ".nonadmin"):
        assert sign.exists(), sign
    assert [file.name for file in prefix.glob("Uninstall-*.exe")]
    assert not (prefix / "tmp").exists()


def test_its_conda_answers_for_that_folder(installed: captured.Ended, windows: Wine) -> None:
    python = seen(windows, TARGET) / "python.exe"
    ended = windows.run([python, "-I", "-m", "conda", "info", "--json"])
    assert (ended.code, json.loads(ended.out)["root_prefix"]) == (0, TARGET)


def test_a_folder_that_is_not_empty_is_refused_and_left_alone(
    installed: captured.Ended, windows: Wine, windows_kit: Path
) -> None:
    before = sorted(seen(windows, TARGET).iterdir())
    ended = install(windows, windows_kit, TARGET)
    assert ended.code == 0
    assert "is not empty, please choose a different location" in ended.out
    assert sorted(seen(windows, TARGET).iterdir()) == before


@pytest.mark.parametrize(
    ("target", "complaint"),
    [
        ("C:\\my conda", "contains 1 space(s)"),
        ("C:\\a%b", "contains '%'"),
        ("C:\\a(b", "contains '('"),
        ("C:\\张三", "contains special characters"),
        ("C:\\" + "d" * 200, "The installation path is too long. Your path is 203 characters"),
    ],
    ids=["space", "percent", "bracket", "chinese", "long"],
)
def test_a_path_that_breaks_conda_is_refused_with_an_exit_code_of_zero(
    windows: Wine, windows_kit: Path, target: str, complaint: str
) -> None:
    ended = install(windows, windows_kit, target)
    assert ended.code == 0
    assert "::error::" in ended.out
    assert complaint in ended.out
    assert not seen(windows, target).exists()


def test_a_quoted_folder_is_passed_over_in_silence(windows: Wine, windows_kit: Path) -> None:
    """That is why the wizard looks afterwards whether conda is where it was asked to be."""
    default = windows.drive / "users"
    ended = install(windows, windows_kit, f'"{TARGET}-quoted"')
    assert ended.code == 0
    assert not seen(windows, f"{TARGET}-quoted").exists()
    (elsewhere,) = default.glob("*/seedbedpractice3")
    shutil.rmtree(elsewhere)


def test_it_does_not_install_for_everybody(windows: Wine, windows_kit: Path) -> None:
    ended = install(windows, windows_kit, "C:\\all", ("/S", "/InstallationType=AllUsers"))
    assert (ended.code, ended.out.startswith("::error::")) == (0, True)
    assert not seen(windows, "C:\\all").exists()


def test_removing_it_takes_its_folder_and_nothing_beside_it(
    installed: captured.Ended, windows: Wine
) -> None:
    prefix = seen(windows, TARGET)
    (remover,) = prefix.glob("Uninstall-*.exe")
    beside = prefix.with_name("practice-notes.txt")
    beside.write_text("mine")
    assert windows.run([remover, "/S", f"_?={TARGET}"]).code == 0
    # Only itself is left: with `_?=` it runs from where it lies.
    assert {file.name for file in prefix.rglob("*")} <= {remover.name}
    assert beside.read_text() == "mine"
    beside.unlink()
