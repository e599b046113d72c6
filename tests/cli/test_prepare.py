"""`seedbed prepare`, as typed: every answer of the instructor's window, and the survey."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.plan import Difference, PageRule, Workshop
from app.core.workshops.planfile import read_workshop
from tests.cli.test_cli import seedbed
from tests.fakes.small_workshop import make_workshop


def read(file: Path) -> Workshop:
    return read_workshop(file.read_bytes(), file.name)


def prepare(file: Path, *options: str, survey: bool = False) -> Workshop:
    done = seedbed("prepare", str(file), *options, *(() if survey else ("--no-survey",)))
    assert done.returncode == 0, done.stderr
    return read(file)


def test_a_workshop_is_made_from_nothing(tmp_path: Path) -> None:
    listed = tmp_path / "environment.yml"
    listed.write_text("name: course\ndependencies:\n  - python=3.12\n  - numpy\n  - scipy\n")
    made = prepare(
        tmp_path / "course" / "workshop.toml",
        *("--title", "Two days", "--author", "Ada", "--contact", "ada@example.org"),
        *("--description", "From nothing", "--logo", "logo.png", "--distribution", "miniforge"),
        *("--from", str(listed), "--package", "jax", "--package", "tensorflow"),
        *("--without", "scipy", "--pip", "rich==14.0", "--channel", "conda-forge"),
        *("--materials", "notes", "--check", "check.py", "--page", "location=locked"),
        *("--page", "computer=hidden", "--platform", "linux-64", "--platform", "win-64"),
        *("--glibc", "2.28", "--macos", "12.1", "--windows", "10.0.19045", "--cuda", "12.4"),
        *("--drop", "win-64:jax", "--replace", "win-64:tensorflow=tensorflow-cpu"),
    )
    assert made == Workshop(
        title="Two days",
        author="Ada",
        contact="ada@example.org",
        description="From nothing",
        logo="logo.png",
        distribution="miniforge",
        environment="course",
        python="3.12",
        packages=("numpy", "jax", "tensorflow"),
        pip_packages=("rich==14.0",),
        materials="notes",
        check="check.py",
        pages=(("computer", PageRule.HIDDEN), ("location", PageRule.LOCKED)),
        platforms=("linux-64", "win-64"),
        glibc="2.28",
        macos="12.1",
        windows="10.0.19045",
        cuda="12.4",
        differences=(Difference("win-64", ("jax", "tensorflow"), ("tensorflow-cpu",)),),
    )


def test_a_change_keeps_the_rest_and_the_comments(tmp_path: Path) -> None:
    file = make_workshop(tmp_path / "small") / "workshop.toml"
    file.write_text("# since 2019\n" + file.read_text("utf-8"), "utf-8")
    changed = prepare(file, "--title", "Three days", "--materials", "")
    assert (changed.title, changed.materials, changed.packages) == ("Three days", "", ("tiny",))
    assert file.read_text("utf-8").startswith("# since 2019\n")
    again = prepare(file, "--drop", "win-64:tiny")
    assert again.differences == (Difference("win-64", ("tiny",)),)
    assert prepare(file, "--alike", "win-64").differences == ()


def test_without_an_answer_the_file_is_only_surveyed(tmp_path: Path) -> None:
    file = make_workshop(tmp_path / "small") / "workshop.toml"
    before = file.read_bytes()
    done = seedbed("prepare", str(file), "--platform", "linux-64", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["platforms"]["linux-64"]["packages"] == 4
    done = seedbed("prepare", str(file))
    assert done.returncode == 0, done.stderr
    assert "linux-64  4" in done.stdout
    assert file.read_bytes() != before, "the platform is an answer"


def test_a_platform_on_which_it_cannot_be_had_sets_the_exit_code(tmp_path: Path) -> None:
    file = make_workshop(tmp_path / "small") / "workshop.toml"
    done = seedbed("prepare", str(file))
    assert done.returncode == 2
    assert "win-64         4" in done.stdout
    assert "✗ There is no Small 1.0 for macOS (arm64)." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--page", "finished=locked"), "location"),
        (("--page", "location=gone"), "hidden"),
        (("--drop", "jax"), "SUBDIR:NAME"),
        (("--replace", "win-64:jax"), "SUBDIR:NAME=SPEC"),
        (("--drop", "amiga:jax"), "Known ones"),
        (("--platform", "amiga"), "Known ones"),
        (("--cuda", "new"), "must be a version"),
        (("--materials", "../all"), "does not stay inside"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_written(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    refused = seedbed("prepare", str(tmp_path / "w.toml"), *arguments, "--no-survey")
    assert refused.returncode == 2
    assert said in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_workshop_file_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "w.toml"
    file.write_text("not a workshop", "utf-8")
    refused = seedbed("prepare", str(file), "--title", "Mine")
    assert refused.returncode == 2
    assert file.read_text("utf-8") == "not a workshop"
