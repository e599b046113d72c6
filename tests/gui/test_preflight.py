"""What is seen before Qt is imported."""

from __future__ import annotations

import subprocess
import sys

from app.gui.preflight import loadable, window_trouble

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


def test_missing_libraries_are_named_with_the_command_that_installs_them() -> None:
    text = window_trouble("linux", {"DISPLAY": ":0"}, lambda name: "icccm" not in name)
    assert "libxcb-icccm4" in text
    assert "libgl1" not in text
    assert "apt install" in text


def test_a_session_without_a_screen_is_told_apart() -> None:
    text = window_trouble("linux", {}, everything)
    assert "no screen" in text


def test_nothing_is_wrong_with_a_screen_and_all_libraries() -> None:
    assert window_trouble("linux", {"WAYLAND_DISPLAY": "wayland-0"}, everything) == ""


def test_without_a_screen_on_purpose_only_the_basic_libraries_are_needed() -> None:
    environ = {"QT_QPA_PLATFORM": "offscreen"}
    assert window_trouble("linux", environ, lambda name: "xcb" not in name) == ""
    assert "libegl1" in window_trouble("linux", environ, lambda name: "EGL" not in name)


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
