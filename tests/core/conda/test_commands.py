"""conda's command lines and answers, as conda-facts §4 describes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from app.core.conda.commands import CondaAt, answer, is_healthy
from app.core.conda.condarc import condarc
from app.core.shell import Finished
from app.platforms import named

BASE = Path("/home/anna/miniconda3")
CONDA = CondaAt(named("linux"), BASE, Path("/home/anna/.seedbed/home"))


def test_conda_is_started_by_its_own_python_and_isolated() -> None:
    command = CONDA.info()
    assert command.arguments[0] == str(BASE / "bin" / "python")
    assert command.arguments[1:7] == ("-I", "-X", "utf8", "-u", "-m", "conda")
    assert command.arguments[7:] == ("info", "--json")
    env = command.environment
    assert env["HOME"] == env["USERPROFILE"] == env["XDG_CONFIG_HOME"] == str(CONDA.private_home)
    assert env["CONDA_PKGS_DIRS"] == str(BASE / "pkgs")
    assert env["PATH"].startswith(str(BASE / "bin"))
    assert not any("ACCEPT" in name for name in env)


def test_an_environment_is_made_offline_from_a_file_and_only_from_these_channels() -> None:
    words = CONDA.create_offline(BASE / "envs/ml", Path("/w/e.txt"), ("https://a", "https://b"))
    text = " ".join(words.arguments)
    for part in ("create --json --yes --offline --override-channels", "--file /w/e.txt"):
        assert part in text
    assert "--channel https://a --channel https://b" in text
    assert f"--prefix {BASE / 'envs/ml'}" in text


def test_a_dry_run_ends_with_the_wishes_and_changes_nothing() -> None:
    words = CONDA.dry_run(BASE / "envs/x", ("https://a",), ("python=3.12", "numpy>=2,<3")).arguments
    assert "--dry-run" in words
    assert "--override-channels" in words
    assert words[-2:] == ("python=3.12", "numpy>=2,<3")


@pytest.mark.parametrize("family", ["windows", "macos", "linux"])
def test_no_call_of_ours_names_anacondas_channels(family: str) -> None:
    conda = CondaAt(named(family), BASE, BASE)
    calls = (conda.info(), conda.create_offline(BASE, BASE, ()), conda.dry_run(BASE, (), ("x",)))
    assert not any("defaults" in word or "pkgs/main" in word for c in calls for word in c.arguments)


@pytest.mark.parametrize(
    ("out", "err", "found"),
    [
        ('{"a": 1}', "", {"a": 1}),
        ('a plugin says {hello}\n{"a": {"b": 1}}\n', "", {"a": {"b": 1}}),
        ("", 'tip: use pip\n{"exception_name": "X"}', {"exception_name": "X"}),
        ("[1, 2]", "", {}),
        ("", "", {}),
        ("{" * 2000, "", {}),
    ],
)
def test_the_answer_is_found_among_other_output(
    out: str, err: str, found: dict[str, object]
) -> None:
    assert answer(Finished(0, out, err)) == found


def test_half_an_answer_is_none() -> None:
    whole = json.dumps({"success": True, "actions": {"LINK": [{"name": "a"}]}}, indent=2)
    assert answer(Finished(0, whole[:-3], "")) == {}
    assert answer(Finished(0, json.dumps({"packages": [{"name": "a"}]})[:-2], "")) == {}


def test_a_conda_is_healthy_only_if_it_answers_for_its_own_folder(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path)

    def says(root: object, code: int = 0) -> Finished:
        return Finished(code, json.dumps({"root_prefix": root}), "")

    assert is_healthy(says(str(tmp_path)), tmp_path)
    assert is_healthy(says(str(tmp_path)), link)
    assert not is_healthy(says(str(tmp_path)), tmp_path / "other")
    assert not is_healthy(says(str(tmp_path), code=1), tmp_path)
    assert not is_healthy(says(None), tmp_path)
    assert not is_healthy(Finished(0, "", ""), tmp_path)
    hidden = tmp_path / "t" / "folder-1" / "conda"
    assert is_healthy(says(str(tmp_path / "t" / "<TOKEN>" / "conda")), hidden), "as conda prints it"
    assert not is_healthy(says(str(tmp_path / "t" / "<TOKEN>" / "conda")), hidden / "other")


def test_the_settings_are_valid_and_name_only_the_given_channels() -> None:
    text = condarc(("conda-forge", "file:///a b/ü: #x"))
    found = yaml.safe_load(text)
    assert found["channels"] == ["conda-forge", "file:///a b/ü: #x"]
    assert found["channel_priority"] == "strict"
    assert "nodefaults" not in text
