"""`seedbed lock` and what the other commands make of a lock and of a conflict, as typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import seedbed
from tests.fakes.own_kit import own_kit
from tests.real.seedbed_process import install


@pytest.fixture
def kit(practice_kit: Path, tmp_path: Path) -> Path:
    """The practice kit with files of its own, so that a lock can be written beside them."""
    return own_kit(practice_kit, tmp_path / "kit")


def lock_rules(place: Path, *options: str) -> list[str]:
    checked = seedbed("check", str(place), "--json", *options)
    findings = json.loads(checked.stdout)["findings"]
    return [finding["rule"] for finding in findings if finding["field"] == "workshop.lock"]


def test_a_kit_is_locked_and_the_lock_is_used_until_the_choice_changes(kit: Path) -> None:
    locked = seedbed("lock", str(kit))
    assert locked.returncode == 0, locked.stderr
    assert "linux-64: 115 packages" in locked.stdout
    assert (kit / "workshop.lock.toml").is_file()
    assert lock_rules(kit) == []
    assert lock_rules(kit, "--without", "pandas") == ["lock_other"]


def test_a_broken_lock_file_is_a_warning_and_no_refusal(kit: Path) -> None:
    (kit / "workshop.lock.toml").write_text("<html>")
    checked = seedbed("check", str(kit))
    assert checked.returncode == 0, checked.stderr
    assert "! workshop.lock.toml is not used, because it is not valid TOML" in checked.stdout


def test_all_platforms_are_tried_and_the_exit_code_tells_of_those_that_failed(kit: Path) -> None:
    locked = seedbed("lock", str(kit / "workshop.toml"), "--platform", "all", "--json")
    assert locked.returncode == 2
    result = json.loads(locked.stdout)
    assert list(result["made"]) == ["linux-64"]
    assert sorted(result["failed"]) == ["linux-aarch64", "osx-64", "osx-arm64", "win-64"]
    assert {Path(file).name for file in result["files"]} == {
        "workshop.lock.toml",
        "workshop.linux-64.txt",
    }


@pytest.mark.parametrize("arguments", [("--platform", "amiga"), ("--platform", "")])
def test_an_unknown_platform_is_refused_with_the_known_ones(
    kit: Path, arguments: tuple[str, ...]
) -> None:
    refused = seedbed("lock", str(kit), *arguments)
    assert refused.returncode == 2
    assert "win-64" in refused.stderr
    assert not (kit / "workshop.lock.toml").exists()


def test_a_conflict_is_told_with_what_to_type_and_that_works(kit: Path) -> None:
    place = ("check", str(kit), "--python", "3.13", "--package", "numpy=2.4")
    told = seedbed(*place)
    assert told.returncode == 2
    assert "python=3.13 and numpy=2.4 do not fit together." in told.stdout
    assert "Use Python 3.11 (recommended) (--python 3.11)" in told.stdout
    assert "Keep numpy, in any version (--package numpy)" in told.stdout
    assert seedbed(*place, "--python", "3.11").returncode == 0
    assert seedbed("check", str(kit), "--python", "3.13", "--package", "numpy").returncode == 0
    assert seedbed(*place[:4], "--without", "numpy", "--without", "scipy").returncode == 0


def test_a_missing_package_is_told_by_install_too(kit: Path, tmp_path: Path) -> None:
    folder = tmp_path / "conda"
    arguments = ("install", str(kit), "--to", str(folder), "--yes", "--no-launchers")
    failed = seedbed(*arguments, "--package", "sklearn")
    assert failed.returncode == 2
    assert "--without sklearn --package scikit-learn" in failed.stderr
    assert failed.stderr.count("have no package “sklearn”") == 1
    assert not (folder / "envs").exists()


@pytest.mark.real
def test_an_installation_from_a_lock_reads_no_index_and_conda_reads_the_files_too(
    kit: Path, tmp_path: Path
) -> None:
    """The channel has no index any more: only the lock can have told what to install."""
    assert seedbed("lock", str(kit)).returncode == 0
    channel = (kit / "channel").resolve()
    (kit / "channel").unlink()
    for file in channel.rglob("*.conda"):
        place = kit / "channel" / file.relative_to(channel)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(file)
    run = install(kit, tmp_path / "conda").finish()
    assert run.code == 0, run.last
    lines = [event["text"] for event in run.events if event["event"] == "line"]
    assert any("used again" in line for line in lines)
    _conda_makes_an_environment_from(kit / "workshop.linux-64.txt", tmp_path)


def _conda_makes_an_environment_from(explicit: Path, tmp_path: Path) -> None:
    import os
    import subprocess

    prefix = tmp_path / "by-conda"
    python = tmp_path / "conda" / "bin" / "python"
    where = ("--prefix", str(prefix), "--file", explicit.name)
    done = subprocess.run(
        [str(python), "-I", "-m", "conda", "create", "--yes", "--offline", *where],
        cwd=explicit.parent,
        env={**os.environ, "CONDA_PKGS_DIRS": str(tmp_path / "other-cache")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(list((prefix / "conda-meta").glob("*.json"))) == 115


def test_words_about_platforms_that_have_no_effect_are_told(kit: Path) -> None:
    with (kit / "workshop.toml").open("a") as file:
        file.write('[platforms.linux-64]\nwithout = ["tensorflow"]\n[platforms.amiga-16]\n')
    locked = seedbed("lock", str(kit))
    assert locked.returncode == 0, locked.stderr
    assert "does without tensorflow, which it does not have." in locked.stderr
    assert "does not know: amiga-16." in locked.stderr
    checked = seedbed("check", str(kit))
    assert "does without tensorflow" in checked.stdout
    assert checked.returncode == 0
