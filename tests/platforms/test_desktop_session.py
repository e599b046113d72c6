"""Who holds a file, and which desktop a start belongs to."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.platforms.desktop_session import desktop_name, hold

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="desktops of Linux")


def opened(file: Path) -> int:
    return os.open(file, os.O_RDWR | os.O_CREAT)


def test_a_file_is_held_once(tmp_path: Path) -> None:
    first, second = opened(tmp_path / "held"), opened(tmp_path / "held")
    assert hold(first)
    assert not hold(second)
    os.close(first)
    assert hold(second)
    os.close(second)


def test_a_process_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    program = (
        "import os, sys, time; from app.platforms.desktop_session import hold; "
        "print(hold(os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)), flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "held")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "True"
        mine = opened(tmp_path / "held")
        assert not hold(mine)
        other.kill()
        other.wait()
    assert hold(mine)
    os.close(mine)


@on_linux
def test_each_screen_is_a_desktop_of_its_own() -> None:
    local = desktop_name({"DISPLAY": ":0"})
    assert local == desktop_name({"DISPLAY": ":0", "LANG": "zh_CN.UTF-8"})
    assert local != desktop_name({"DISPLAY": "localhost:10.0"})
    assert local != desktop_name({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"})


@on_linux
def test_each_person_has_one() -> None:
    assert f"_{os.getuid()}_" in desktop_name({})


def test_the_name_can_be_a_folders() -> None:
    name = desktop_name({"DISPLAY": "/private/tmp/../x:0 \n我" + "y" * 300})
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,100}", name)
