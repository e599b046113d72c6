"""`seedbed environments` as a person types it, and as removal programs do."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.test_cli import seedbed
from tests.core.after.test_environments import conda

__all__ = ["conda"]

PRERM = Path(__file__).parents[2] / "build_scripts" / "package" / "linux" / "debian" / "prerm"


def test_nothing_made_is_said_in_words() -> None:
    shown = seedbed("environments")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout == "Seedbed has made no environment here.\n"
    assert seedbed("environments", "--paths").stdout == ""


def test_each_is_shown_with_its_size_and_that_it_stays(conda: Path) -> None:
    shown = seedbed("environments").stdout
    assert f"{conda / 'envs' / 'ml'}\n  environment, 1 kB\n" in shown
    assert f"{conda}\n  conda with all its environments, 3 kB\n" in shown
    assert "not finished" in shown
    assert "They stay when Seedbed is removed." in shown


def test_programs_get_json_or_bare_paths(conda: Path) -> None:
    (conda / "envs" / "half" / "file").unlink()
    (conda / "envs" / "half").rename(conda / "envs" / "moved")
    listed = json.loads(seedbed("environments", "--json").stdout)["environments"]
    assert [(each["kind"], each["state"]) for each in listed] == [
        ("conda", "complete"),
        ("environment", "absent"),
        ("environment", "complete"),
    ]
    assert listed[1]["size"] is None
    paths = seedbed("environments", "--paths").stdout
    assert paths == f"{conda}\n{conda / 'envs' / 'ml'}\n"


def test_the_removal_program_of_windows_can_read_every_character(
    own_home: Path, tmp_path: Path
) -> None:
    from app.core.run.journal import Journal
    from app.paths import workspace_for
    from tests.core.after.test_environments import make

    folder = own_home / "我的 miniforge3"
    make(folder, Journal(workspace_for(folder)))
    file = tmp_path / "list.txt"
    assert seedbed("environments", "--to", str(file)).returncode == 0
    data = file.read_bytes()
    assert data[:2] == b"\xff\xfe"
    assert data[2:].decode("utf-16-le") == f"{folder}\r\n"


@pytest.mark.skipif(os.name == "nt", reason="a script of Debian")
def test_the_debian_package_lists_them_before_it_goes(conda: Path, tmp_path: Path) -> None:
    program = tmp_path / "seedbed"
    program.write_text(f'#!/bin/sh\n[ "$*" = "environments --paths" ] && echo "{conda}"\n', "utf-8")
    program.chmod(0o755)
    told = removal("remove", str(program))
    assert told.returncode == 0
    assert f"  {conda}\n" in told.stdout
    assert removal("upgrade", str(program)).stdout == ""


@pytest.mark.skipif(os.name == "nt", reason="a script of Debian")
@pytest.mark.parametrize("body", ["exit 70", "echo half; kill -9 $$"])
def test_the_debian_package_goes_even_if_that_fails(tmp_path: Path, body: str) -> None:
    program = tmp_path / "seedbed"
    program.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    program.chmod(0o755)
    told = removal("remove", str(program))
    assert (told.returncode, told.stdout) == (0, "")
    assert removal("remove", str(tmp_path / "nothing there")).returncode == 0


def removal(action: str, program: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if name != "SUDO_USER"}
    return subprocess.run(
        ["sh", str(PRERM), action],
        env={**environ, "SEEDBED_PROGRAM": program},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
