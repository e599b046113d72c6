"""An environment is told of servers, and just what we wrote is taken back."""

from __future__ import annotations

import configparser
import json
from pathlib import Path

import pytest

from app.core.mirrors import environment
from app.core.mirrors.settings import ForEnvironment
from app.platforms import named
from tests.fakes.bench import contents

PLATFORM = named("linux")
BOTH = ForEnvironment("https://m.example/simple/", "https://hf.example")
NONE = ForEnvironment()


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    (tmp_path / "conda-meta").mkdir()
    return tmp_path


def tell(prefix: Path, wanted: ForEnvironment) -> list[str]:
    said: list[str] = []
    environment.tell(prefix, PLATFORM, wanted, said.append)
    return said


def is_set(prefix: Path, wanted: ForEnvironment) -> bool:
    return environment.is_set(prefix, PLATFORM, wanted)


def variables(prefix: Path) -> dict[str, str]:
    found = json.loads((prefix / "conda-meta" / "state").read_text())["env_vars"]
    assert isinstance(found, dict)
    return found


def test_pip_and_hugging_face_get_their_settings(prefix: Path) -> None:
    tell(prefix, BOTH)
    settings = configparser.ConfigParser()
    settings.read(prefix / "pip.conf")
    assert settings["global"]["index-url"] == "https://m.example/simple/"
    assert variables(prefix) == {"HF_ENDPOINT": "https://hf.example"}
    assert is_set(prefix, BOTH)


def test_the_official_servers_leave_the_environment_as_it_was(prefix: Path) -> None:
    (prefix / "conda-meta" / "numpy-2.0-0.json").write_text("{}")
    before = contents(prefix)
    assert is_set(prefix, NONE)
    tell(prefix, BOTH)
    assert not is_set(prefix, NONE)
    tell(prefix, NONE)
    assert contents(prefix) == before
    assert is_set(prefix, NONE)


def test_another_choice_replaces_the_first(prefix: Path) -> None:
    tell(prefix, BOTH)
    other = ForEnvironment("https://n.example/simple/", "")
    assert not is_set(prefix, other)
    tell(prefix, other)
    assert "n.example" in (prefix / "pip.conf").read_text()
    assert not (prefix / "conda-meta" / "state").exists()
    assert is_set(prefix, other)


def test_nothing_with_the_ending_json_is_added_where_conda_looks_for_packages(prefix: Path) -> None:
    tell(prefix, BOTH)
    assert list((prefix / "conda-meta").glob("*.json")) == []


def test_somebody_elses_settings_of_pip_are_left_alone(prefix: Path) -> None:
    text = "[global]\nindex-url = https://company.example/simple\n"
    (prefix / "pip.conf").write_text(text)
    said = tell(prefix, BOTH)
    assert (prefix / "pip.conf").read_text() == text
    assert any("somebody else" in line for line in said)
    tell(prefix, NONE)
    assert (prefix / "pip.conf").read_text() == text


def test_what_somebody_added_after_ours_stays(prefix: Path) -> None:
    tell(prefix, BOTH)
    with (prefix / "pip.conf").open("a") as file:
        file.write("timeout = 60\n")
    assert is_set(prefix, BOTH)
    tell(prefix, ForEnvironment("https://n.example/simple/"))
    assert "n.example" in (prefix / "pip.conf").read_text()
    tell(prefix, NONE)
    settings = configparser.ConfigParser()
    settings.read(prefix / "pip.conf")
    assert dict(settings["global"]) == {"timeout": "60"}


def test_what_somebody_changed_in_our_file_is_theirs_and_that_is_told(prefix: Path) -> None:
    tell(prefix, BOTH)
    text = "[global]\nindex-url = https://m.example/simple/\nretries = 1\n"
    (prefix / "pip.conf").write_text(text)
    said = tell(prefix, NONE)
    assert (prefix / "pip.conf").read_text() == text
    assert any("pip.conf" in line for line in said), "that it is still there is told"


def test_other_variables_of_the_environment_stay(prefix: Path) -> None:
    state = {"version": 1, "env_vars": {"MY_TOKEN": "x", "HF_ENDPOINT": "***unset***"}}
    (prefix / "conda-meta" / "state").write_text(json.dumps(state))
    tell(prefix, BOTH)
    assert variables(prefix) == {"MY_TOKEN": "x", "HF_ENDPOINT": "https://hf.example"}
    tell(prefix, NONE)
    assert variables(prefix) == {"MY_TOKEN": "x"}


def test_an_endpoint_that_somebody_set_is_theirs(prefix: Path) -> None:
    state = {"env_vars": {"HF_ENDPOINT": "https://mine.example"}}
    (prefix / "conda-meta" / "state").write_text(json.dumps(state))
    said = tell(prefix, BOTH)
    tell(prefix, NONE)
    assert variables(prefix) == {"HF_ENDPOINT": "https://mine.example"}
    assert any("HF_ENDPOINT" in line for line in said)


@pytest.mark.parametrize("text", ["", "<html>", "[1]", '{"env_vars": 5}'])
def test_a_state_that_cannot_be_read_is_left_alone(prefix: Path, text: str) -> None:
    (prefix / "conda-meta" / "state").write_text(text)
    said = tell(prefix, BOTH)
    assert (prefix / "conda-meta" / "state").read_text() == text
    assert any("cannot be read" in line for line in said)


def test_a_file_that_was_removed_by_hand_is_noticed(prefix: Path) -> None:
    tell(prefix, BOTH)
    (prefix / "pip.conf").unlink()
    assert not is_set(prefix, BOTH)


def test_windows_has_another_name_for_the_file(prefix: Path) -> None:
    environment.tell(prefix, named("windows"), BOTH, lambda _line: None)
    assert (prefix / "pip.ini").exists()
    assert not (prefix / "pip.conf").exists()
