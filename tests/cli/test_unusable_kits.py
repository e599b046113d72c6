"""A kit that cannot be installed here is one clear sentence, and nothing is begun."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.paths import cache_folder
from tests.cli.test_cli import seedbed
from tests.fakes.small_workshop import make_workshop

INSTALLER = "installers/Small-Linux.sh"


def for_windows(folder: Path) -> str:
    kit = folder.with_name("kit")
    made = seedbed("kit", "make", str(folder), "--platform", "win-64", "--to", str(kit))
    assert made.returncode == 0, made.stderr
    shutil.rmtree(folder)
    kit.rename(folder)
    return "This kit is for win-64, and this computer is linux-64."


def of_a_newer_seedbed(folder: Path) -> str:
    file = folder / "workshop.toml"
    file.write_text(file.read_text().replace("schema = 1", "schema = 99"))
    return "workshop.toml was made for a newer Seedbed (schema 99)."


def without_its_installer(folder: Path) -> str:
    (folder / INSTALLER).unlink()
    return "The installer Small-Linux.sh is missing in the kit."


def with_a_check_that_leads_out(folder: Path) -> str:
    with (folder / "workshop.toml").open("a") as file:
        file.write('[check]\nfile = "../check.py"\n')
    return "“check.file” “../check.py” does not stay inside the workshop’s folder."


@pytest.mark.parametrize(
    "spoil",
    [for_windows, of_a_newer_seedbed, without_its_installer, with_a_check_that_leads_out],
)
def test_it_is_told_in_one_sentence_and_nothing_is_begun(
    tmp_path: Path, spoil: object, own_home: Path
) -> None:
    kit = make_workshop(tmp_path / "small")
    assert callable(spoil)
    sentence = str(spoil(kit))
    conda = tmp_path / "conda"
    refused = seedbed("install", str(kit), "--to", str(conda), "--yes")
    assert refused.returncode == 2, refused.stderr
    assert refused.stderr.count(sentence) == 1 or f"✗ {sentence}" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not conda.exists()
    assert not list(cache_folder().rglob("*.conda")), "nothing was fetched"
    told = seedbed("check", str(kit), "--to", str(conda))
    assert told.returncode == 2
    assert sentence in told.stdout + told.stderr
