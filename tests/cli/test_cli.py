"""The command line as a person types it: results, errors, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STEPS = (
    "fetch_installer",
    "fetch_packages",
    "install_conda",
    "configure_conda",
    "create_environment",
    "install_pip_packages",
    "set_servers",
    "copy_materials",
    "copy_lessons",
    "add_launchers",
    "verify",
)
WORKSHOP = """\
schema = 1
[workshop]
title = "Test"
[environment]
name = "course"
packages = ["numpy"]
"""


def seedbed(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `seedbed ARGUMENTS` as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=dict(os.environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    file = tmp_path / "workshop.toml"
    file.write_text(WORKSHOP, "utf-8")
    return file


def test_steps_are_listed_in_their_order(workshop: Path) -> None:
    listed = seedbed("steps", str(workshop))
    assert listed.returncode == 0
    assert [line.split(":")[0] for line in listed.stdout.splitlines()] == list(STEPS)


def test_where_the_lessons_go_is_described_and_can_be_chosen_or_refused(
    workshop: Path, tmp_path: Path
) -> None:
    own = tmp_path / "my lessons"
    described = seedbed("check", str(workshop), "--lessons-to", str(own)).stdout
    assert f"The first lessons, three notebooks, are copied to {own}." in described
    usual = seedbed("check", str(workshop)).stdout
    assert f"are copied to {Path.home() / 'Documents' / 'Seedbed'}." in usual
    assert "first lessons" not in seedbed("check", str(workshop), "--no-lessons").stdout
    both = seedbed("check", str(workshop), "--no-lessons", "--lessons-to", str(own))
    assert both.returncode == 2


def test_lessons_inside_condas_folder_are_refused(workshop: Path, tmp_path: Path) -> None:
    conda = tmp_path / "conda"
    where = ("--to", str(conda), "--lessons-to", str(conda / "lessons"))
    refused = seedbed("check", str(workshop), *where, "--json")
    rules = {(found["field"], found["rule"]) for found in json.loads(refused.stdout)["findings"]}
    assert ("target.lessons_folder", "inside_conda") in rules


def test_steps_as_json_name_what_they_come_after(workshop: Path) -> None:
    lines = seedbed("steps", str(workshop), "--json").stdout.splitlines()
    order = {item["step"]: (item["after"], item["beside"]) for item in map(json.loads, lines)}
    assert order["create_environment"] == (["configure_conda"], ["fetch_packages"])
    assert order["fetch_packages"] == ([], [])


def test_check_shows_the_machine_and_the_plan_and_changes_nothing(
    practice_kit: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "conda"
    checked = seedbed("check", str(practice_kit), "--to", str(folder), "--no-launchers")
    assert checked.returncode == 0, checked.stderr
    assert str(folder) in checked.stdout
    assert "practice" in checked.stdout
    assert "Still to download: 1" in checked.stdout
    assert "Space needed: about 1" in checked.stdout, "more than 1 GB"
    assert not folder.exists()
    assert not list(Path(os.environ["SEEDBED_HOME"]).rglob("lock.json"))


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["text", "json"])
def test_a_package_that_no_channel_has_is_told_before_anything_is_begun(
    practice_kit: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    where = (str(practice_kit), "--to", str(tmp_path / "conda"), "--package", "nnumpy", *more)
    checked, installed = seedbed("check", *where), seedbed("install", *where, "--yes")
    assert (checked.returncode, installed.returncode) == (2, 2)
    assert "nnumpy" in checked.stdout
    assert "nnumpy" in (installed.stdout if more else installed.stderr)
    if more:
        assert json.loads(installed.stdout)["event"] == "run_failed"
    assert not (tmp_path / "conda").exists()


def test_install_shows_the_sizes_before_it_asks(practice_kit: Path, tmp_path: Path) -> None:
    refused = seedbed("install", str(practice_kit), "--to", str(tmp_path / "conda"))
    assert "Still to download: 1" in refused.stderr
    assert "Space needed: about" in refused.stderr


def test_check_as_json_has_machine_findings_and_description(
    practice_kit: Path, tmp_path: Path
) -> None:
    checked = seedbed("check", str(practice_kit), "--to", str(tmp_path / "a b"), "--json")
    assert checked.returncode == 2
    data = json.loads(checked.stdout)
    assert data["machine"]["family"]
    stops = [item for item in data["findings"] if item["level"] == "stop"]
    assert [item["field"] for item in stops] == ["target.folder"]
    assert "description" in data
    assert data["sizes"]["count"] > 50
    assert data["sizes"]["drives"][0]["total"] > data["sizes"]["download"] > 50_000_000


def test_nothing_starts_without_yes_where_nobody_can_be_asked(
    practice_kit: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "conda"
    refused = seedbed("install", str(practice_kit), "--to", str(folder))
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    assert not folder.exists()


def test_a_conda_that_is_there_already_needs_no_licence(practice_kit: Path, tmp_path: Path) -> None:
    for name in ("conda-meta", "condabin"):
        (tmp_path / "conda" / name).mkdir(parents=True)
    refused = seedbed("install", str(practice_kit), "--reuse", str(tmp_path / "conda"))
    assert refused.returncode == 2
    assert "there is nobody here to ask" in refused.stderr
    assert "licence" not in refused.stderr


@pytest.mark.parametrize(
    "name", ["my env", "a/b", "a:b", "a#b", "base", "root", "-x", "..", "con", "x" * 300]
)
def test_a_name_that_conda_would_not_take_is_refused(
    practice_kit: Path, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "conda"
    where = ("install", str(practice_kit), "--to", str(folder))
    refused = seedbed(*where, f"--name={name}", "--yes", "--json")
    assert refused.returncode == 2
    assert json.loads(refused.stdout)["error"]["code"] == "plan"
    assert not folder.exists()


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("nowhere.toml", 2),
        ("http://127.0.0.1:9/workshop.toml", 4),
        ("https://127.0.0.1:9/kit.zip", 4),
    ],
)
def test_a_place_that_cannot_be_opened_is_one_sentence(
    place: str, code: int, tmp_path: Path
) -> None:
    failed = seedbed(
        "install", str(tmp_path / place) if code == 2 and "://" not in place else place, "--yes"
    )
    assert failed.returncode == code, failed.stderr
    assert "Traceback" not in failed.stderr


@pytest.mark.parametrize("spec", ["--force", "numpy;rm", "two words here", "https://x/y", "数据"])
def test_a_package_that_is_not_a_spec_is_refused(workshop: Path, spec: str) -> None:
    refused = seedbed("check", str(workshop), f"--package={spec}")
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


def test_an_unknown_preset_is_refused_with_the_known_ones() -> None:
    refused = seedbed("check", "--preset", "nonsense")
    assert refused.returncode == 2
    assert "scientific" in refused.stderr


def test_the_command_line_never_loads_qt(workshop: Path) -> None:
    code = (
        "import sys; from app.__main__ import main; main(['steps', sys.argv[1]]);"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(workshop)], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
