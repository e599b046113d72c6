"""Where our files and folders are, from source and frozen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app import paths


def test_resources_are_found() -> None:
    assert paths.resource("catalog/presets.toml").is_file()
    assert paths.resource("locale").is_dir()


@pytest.mark.parametrize("name", ["", ".", "/etc/passwd", "..", "a/../../b"])
def test_a_name_that_leaves_the_resources_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a resource"):
        paths.resource(name)


def test_a_frozen_program_looks_beside_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "Seedbed"))
    assert paths.resource("icons") == tmp_path / "resources" / "icons"
    assert paths.own_command("steps") == ((str(tmp_path / "Seedbed"), "steps"), tmp_path)


@pytest.mark.parametrize(
    ("console", "window"),
    [("seedbed", "Seedbed"), ("seedbed.com", "Seedbed.exe"), ("seedbed-console", "Seedbed")],
)
def test_of_the_two_packaged_programs_one_has_the_window_and_one_makes_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, console: str, window: str
) -> None:
    for name in (console, window):
        (tmp_path / name).touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    for started in (console, window):
        monkeypatch.setattr(sys, "executable", str(tmp_path / started))
        assert paths.own_command("x")[0] == (str(tmp_path / console), "x")
        assert paths.window_command("y")[0] == (str(tmp_path / window), "y")
        assert paths.has_window() is (started == window)


def test_from_source_one_program_does_both() -> None:
    assert paths.window_command("x") == paths.own_command("x")
    assert paths.has_window()


def test_one_variable_moves_state_and_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SEEDBED_HOME", str(tmp_path))
    assert paths.state_folder() == tmp_path / "state"
    assert paths.cache_folder() == tmp_path / "cache"
    monkeypatch.setenv("SEEDBED_HOME", "relative")
    assert paths.state_folder().is_absolute()


def test_without_it_they_are_the_systems_and_apart(
    monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    monkeypatch.delenv("SEEDBED_HOME")
    assert own_home in paths.state_folder().parents
    assert own_home in paths.cache_folder().parents
    assert paths.state_folder() != paths.cache_folder()


def test_each_prefix_has_its_own_workspace_even_an_odd_one() -> None:
    names = ("/a", "/b", "/名", "/\udcff", "C:\\x")
    found = {paths.workspace_for(Path(name)) for name in names}
    assert len(found) == len(names)
    assert paths.workspace_for(Path("/a")) == paths.workspace_for(Path("/a/"))
    assert {each.parent for each in found} == {paths.workspaces_in(paths.state_folder())}


def test_seedbed_can_start_itself() -> None:
    arguments, folder = paths.own_command("--help")
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "seedbed" in done.stdout.lower()
