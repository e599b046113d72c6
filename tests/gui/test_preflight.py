"""What is seen before Qt is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.gui.preflight import (
    distribution,
    library_in,
    loadable,
    missing_libraries,
    window_trouble,
)
from app.platforms.window_needs import install_command

ROOT_PROGRAM = """
import sys
import app.gui.main
assert not [name for name in sys.modules if name.startswith("PySide6")]
from app.core.window_start import WindowStart
from app.gui.main import run
sys.exit(run(WindowStart()))
"""


def everything(_name: str) -> bool:
    return True


def test_missing_libraries_are_named_with_the_one_command_that_installs_them() -> None:
    text = window_trouble("linux", {"DISPLAY": ":0"}, lambda name: "icccm" not in name)
    command = install_command(distribution(), ["libxcb-icccm.so.4"])
    assert (command or "libxcb-icccm.so.4") in text
    assert "libgl1" not in text
    text = missing_libraries(["libxcb-icccm.so.4"], {"ID": "fedora"})
    assert "Install them with:  sudo dnf install xcb-util-wm\n" in text


def test_on_an_unknown_distribution_the_libraries_themselves_are_named() -> None:
    text = missing_libraries(["libEGL.so.1", "libxcb.so.1"], {"ID": "nixos"})
    assert "bring:  libEGL.so.1 libxcb.so.1\n" in text
    assert "seedbed install" in text


def test_the_library_is_found_in_the_words_of_an_import_that_failed() -> None:
    words = "libxkbcommon.so.0: cannot open shared object file: No such file or directory"
    assert library_in(ImportError(words)) == "libxkbcommon.so.0"
    assert library_in(ModuleNotFoundError("No module named 'PySide6'")) == ""


def test_a_session_without_a_screen_is_told_apart() -> None:
    text = window_trouble("linux", {}, everything)
    assert "no screen" in text


def test_nothing_is_wrong_with_a_screen_and_all_libraries() -> None:
    assert window_trouble("linux", {"WAYLAND_DISPLAY": "wayland-0"}, everything) == ""


def test_without_a_screen_on_purpose_only_the_basic_libraries_are_needed() -> None:
    environ = {"QT_QPA_PLATFORM": "offscreen"}
    assert window_trouble("linux", environ, lambda name: "xcb" not in name) == ""
    assert window_trouble("linux", environ, lambda name: "EGL" not in name)


def test_windows_and_macos_need_nothing_beforehand() -> None:
    for family in ("windows", "macos"):
        assert window_trouble(family, {}, lambda _name: False) == ""


def test_a_library_that_does_not_exist_is_not_loadable() -> None:
    assert not loadable("libno-such-library.so.99")


def test_without_a_screen_the_program_ends_with_a_message_and_without_importing_qt() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", ROOT_PROGRAM],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path), "LANG": "C"},
        timeout=60,
    )
    assert finished.returncode == 6, finished.stderr
    assert "seedbed install" in finished.stderr
    assert "Traceback" not in finished.stderr


NO_LIBRARY = 'raise ImportError("libEGL.so.1: cannot open shared object file: No such file")\n'
needs_scripts = pytest.mark.skipif(os.name == "nt", reason="needs scripts as programs")


def without_a_library(tmp_path: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """A start on a system that lacks one of Qt's libraries."""
    package = tmp_path / "modules" / "PySide6"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(NO_LIBRARY, "utf-8")
    path = os.pathsep.join((str(package.parent), *sys.path))
    return subprocess.run(
        [sys.executable, "-m", "app"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path, **environ},
        timeout=60,
        check=False,
    )


def program(folder: Path, name: str, last: str) -> None:
    folder.mkdir(exist_ok=True)
    file = folder / name
    shown = folder.parent / name
    file.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{shown}"\n{last}\n', "utf-8")
    file.chmod(0o755)


@needs_scripts
def test_a_missing_library_is_told_in_the_terminal_and_in_a_dialog(tmp_path: Path) -> None:
    program(tmp_path / "bin", "zenity", "exit 255")  # cannot reach the screen
    program(tmp_path / "bin", "kdialog", "exit 0")
    program(tmp_path / "bin", "xmessage", "exit 0")
    done = without_a_library(
        tmp_path, DISPLAY=":7", QT_QPA_PLATFORM="", PATH=f"{tmp_path / 'bin'}:/usr/bin:/bin"
    )
    assert done.returncode == 6, done.stderr
    assert "Traceback" not in done.stderr
    wanted = install_command(distribution(), ["libEGL.so.1"]) or "libEGL.so.1"
    assert wanted in done.stderr
    for name in ("zenity", "kdialog"):
        assert wanted in (tmp_path / name).read_text("utf-8")
    assert not (tmp_path / "xmessage").exists(), "one dialog is enough"


@needs_scripts
def test_without_a_screen_no_dialog_is_tried(tmp_path: Path) -> None:
    program(tmp_path / "bin", "zenity", "exit 0")
    done = without_a_library(
        tmp_path, DISPLAY="", WAYLAND_DISPLAY="", PATH=f"{tmp_path / 'bin'}:/usr/bin:/bin"
    )
    assert done.returncode == 6
    assert "system libraries are missing" in done.stderr
    assert not (tmp_path / "zenity").exists()


def test_it_is_told_in_the_language_of_the_system(tmp_path: Path) -> None:
    done = without_a_library(tmp_path, DISPLAY="", WAYLAND_DISPLAY="", LANG="zh_CN.UTF-8")
    assert "缺少系统库" in done.stderr
