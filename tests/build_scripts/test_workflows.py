"""The workflows of .github/: what they start exists and is accepted, and they may do little.

Nothing is run: every command line is given to the parser that would read it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bare_machine
import dev
import practice_kit
import pytest
import yaml

from app.cli.arguments import parser as app_parser

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTIONS = sorted((ROOT / ".github" / "actions").glob("*/action.yml"))
EXPRESSION = re.compile(r"\$\{\{.*?\}\}")
# Only GitHub's own, by their major version; or ours.
USED = re.compile(r"actions/[a-z-]+@v\d+|\./\.github/actions/[a-z-]+")
GRANTED = {"release": {"contents": "write", "id-token": "write", "attestations": "write"}}

each_workflow = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
each_file = pytest.mark.parametrize("file", [*WORKFLOWS, *ACTIONS], ids=lambda file: file.name)


def read(file: Path) -> dict[Any, Any]:
    data = yaml.safe_load(file.read_text("utf-8"))
    assert isinstance(data, dict)
    return data


def jobs(file: Path) -> dict[str, dict[str, Any]]:
    return dict(read(file).get("jobs", {}))


def steps(file: Path) -> Iterator[dict[str, Any]]:
    for job in jobs(file).values():
        yield from job["steps"]
    yield from read(file).get("runs", {}).get("steps", ())


def command_lines(file: Path) -> Iterator[list[str]]:
    """The words of every line that a step runs; lines that go on are one."""
    for step in steps(file):
        for line in str(step.get("run", "")).replace("\\\n", " ").splitlines():
            if "dev.py" in line or "-m app" in line or "practice_kit.py" in line:
                yield shlex.split(EXPRESSION.sub("word", line))


def after(words: list[str], *start: str) -> list[str] | None:
    """What follows `start` in `words`, None where that does not stand there."""
    for place in range(len(words)):
        if words[place : place + len(start)] == list(start):
            return words[place + len(start) :]
    return None


def test_there_are_the_three_workflows() -> None:
    assert [file.name for file in WORKFLOWS] == ["ci.yml", "nightly.yml", "package.yml"]
    assert ACTIONS


@each_file
def test_every_command_line_is_accepted_by_the_parser_that_would_read_it(file: Path) -> None:
    found = list(command_lines(file))
    assert found
    for words in found:
        ours = after(words, "-m", "app")
        developers = after(words, "build_scripts/dev.py")
        kit = after(words, "build_scripts/practice_kit.py")
        if ours is not None:
            app_parser().parse_args(ours)
        elif developers is not None:
            dev._parser().parse_args(developers)
        else:
            assert kit is not None, words
            practice_kit._parser().parse_args(kit)


def test_a_command_line_that_is_not_accepted_would_be_found(tmp_path: Path) -> None:
    file = tmp_path / "x.yml"
    file.write_text("jobs: {a: {steps: [{run: python build_scripts/dev.py nonsense}]}}", "utf-8")
    (words,) = command_lines(file)
    with pytest.raises(SystemExit):
        dev._parser().parse_args(after(words, "build_scripts/dev.py"))


@each_file
def test_every_file_of_ours_that_is_named_is_there(file: Path) -> None:
    text = file.read_text("utf-8")
    named = set(re.findall(r"build_scripts/[\w./-]+\w", text))
    assert [name for name in named if not (ROOT / name).exists()] == []
    for used in re.findall(r"uses: \./([\w./-]+)", text):
        assert (ROOT / used / "action.yml").is_file(), used


def test_scripts_that_are_started_by_their_name_can_be() -> None:
    text = "".join(file.read_text("utf-8") for file in WORKFLOWS)
    for name in set(re.findall(r"build_scripts/[\w/.-]+\.sh", text)):
        assert (ROOT / name).read_bytes().startswith(b"#!"), name


@each_workflow
def test_a_workflow_may_only_read(file: Path) -> None:
    assert read(file)["permissions"] == {"contents": "read"}
    for name, job in jobs(file).items():
        assert job.get("permissions") == GRANTED.get(name), name


@each_workflow
def test_no_job_runs_for_ever_and_no_two_in_each_others_way(file: Path) -> None:
    assert read(file)["concurrency"]["group"]
    for name, job in jobs(file).items():
        assert 0 < int(job["timeout-minutes"]) <= 180, name


@each_file
def test_actions_are_pinned_and_nobody_elses(file: Path) -> None:
    used = [step["uses"] for step in steps(file) if "uses" in step]
    assert [name for name in used if not USED.fullmatch(name)] == []


@each_file
def test_the_repositorys_token_does_not_stay_in_the_checkout(file: Path) -> None:
    for step in steps(file):
        if str(step.get("uses", "")).startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@each_file
def test_no_text_from_outside_becomes_a_command(file: Path) -> None:
    """What people write (names of branches, titles) and secrets reach a shell as variables only."""
    for step in steps(file):
        assert EXPRESSION.findall(str(step.get("run", ""))) == [], step


def test_a_secret_goes_only_to_the_steps_that_need_it() -> None:
    for file in WORKFLOWS:
        for name, job in jobs(file).items():
            for value in job.get("env", {}).values():
                told = "secrets." in str(value)
                assert not told or str(value).endswith("!= '' }}"), f"{file.name}: {name}"


def test_packages_are_built_where_they_run_on_the_oldest_systems() -> None:
    (file,) = (each for each in WORKFLOWS if each.name == "package.yml")
    found = jobs(file)
    linux = {
        one["processor"]: one["machine"] for one in found["linux"]["strategy"]["matrix"]["include"]
    }
    macos = {
        one["processor"]: one["machine"] for one in found["macos"]["strategy"]["matrix"]["include"]
    }
    assert linux == {"x86_64": "ubuntu-22.04", "arm64": "ubuntu-24.04-arm"}
    assert macos == {"arm64": "macos-15", "x86_64": "macos-15-intel"}
    assert set(found["release"]["needs"]) == {"linux", "windows", "macos"}


def test_linux_gets_what_qt_needs_from_the_list_that_dev_py_uses() -> None:
    assert "libxcb-cursor0" in bare_machine.QT_PACKAGES
    (prepare,) = ACTIONS
    environments = [step["env"] for step in steps(prepare) if "LIST" in step.get("env", {})]
    (code,) = (environment["LIST"] for environment in environments)
    compile(code, prepare.name, "exec")
    assert "bare_machine.QT_PACKAGES" in code
