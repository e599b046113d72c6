"""Kits that are damaged, made by somebody who lies, or newer than we are: one sentence each, as
typed, and nothing is begun."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.test_cli import seedbed
from tests.cli.test_kit import TINY, make
from tests.fakes.small_workshop import make_workshop


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    folder = tmp_path / "kit"
    made = make(make_workshop(tmp_path / "small"), folder, "--platform", "linux-64")
    assert made.returncode == 0, made.stderr
    return folder


def install(kit: Path) -> subprocess.CompletedProcess[str]:
    folder = str(kit.parent / "conda")
    return seedbed("install", str(kit), "--to", folder, "--yes", "--no-lessons", "--no-launchers")


def the_sentence(finished: subprocess.CompletedProcess[str]) -> str:
    """The one sentence that was told; there is no trace of Python in it."""
    assert finished.returncode not in (0, 1, 70), finished.stderr
    assert "Traceback" not in finished.stderr
    told = [line for line in finished.stderr.splitlines() if line.startswith("✗")]
    assert told, finished.stderr
    return told[-1]


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_an_installer_that_is_missing_is_told_and_no_folder_is_left(kit: Path) -> None:
    (kit / "installers" / "Small-Linux.sh").unlink()
    assert "Small-Linux.sh" in the_sentence(install(kit))
    assert not (kit.parent / "conda").exists()


def test_an_installer_that_was_altered_is_not_run(kit: Path) -> None:
    ran = kit.parent / "it ran"
    (kit / "installers" / "Small-Linux.sh").write_text(f"#!/bin/sh\ntouch '{ran}'\n")
    the_sentence(install(kit))
    assert not ran.exists()
    assert not (kit.parent / "conda").exists()


def test_a_newer_workshop_wants_a_newer_seedbed(kit: Path) -> None:
    change(kit / "workshop.toml", "schema = 1", "schema = 99")
    told = the_sentence(install(kit))
    assert "newer Seedbed" in told
    assert not (kit.parent / "conda").exists()


def test_a_newer_manifest_wants_a_newer_seedbed(kit: Path) -> None:
    change(kit / "manifest.json", '"schema": 1', '"schema": 99')
    assert "newer Seedbed" in the_sentence(seedbed("kit", "check", str(kit), "--quick"))


def test_a_kit_that_is_not_finished_is_not_installed_from(kit: Path) -> None:
    (kit / "unfinished.json").write_text('{"schema": 1, "files": []}')
    assert "not finished" in the_sentence(install(kit))


@pytest.mark.parametrize(
    "reference", ["../secret.py", "/etc/passwd", "C:/x.py", "~/x.py", "a/nul", "x" * 500]
)
def test_a_check_or_logo_that_leads_elsewhere_is_refused(kit: Path, reference: str) -> None:
    file = kit / "workshop.toml"
    file.write_text(f'{file.read_text("utf-8")}\n[check]\nfile = "{reference}"\n', "utf-8")
    the_sentence(install(kit))
    assert not (kit.parent / "conda").exists()


def test_a_manifest_that_names_a_link_is_found_out(kit: Path, tmp_path: Path) -> None:
    (kit / TINY).rename(tmp_path / "elsewhere")
    (kit / TINY).symlink_to(tmp_path / "elsewhere")
    checked = seedbed("kit", "check", str(kit), "--quick", "--json")
    assert checked.returncode == 2
    assert json.loads(checked.stdout.splitlines()[-1])["altered"] == [TINY]
