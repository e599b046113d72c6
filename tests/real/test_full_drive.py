"""A drive that becomes full while conda works: one clear sentence, and more space is enough."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real.seedbed_process import SeedbedProcess, install

pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]

DRIVE_BYTES = 1_150_000_000
# Room for the archives, which are copied to the drive first, but not for what is in them.
LEFT_BYTES = 350_000_000


@pytest.fixture
def small_drive(tmp_path: Path) -> Iterator[Path]:
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small drive")
    drive = tmp_path / "drive"
    drive.mkdir()
    size = f"size={DRIVE_BYTES}"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", drive], check=False).returncode:
        pytest.skip("this machine does not let us mount a small drive")
    yield drive
    subprocess.run(["umount", "--lazy", drive], check=True)


def test_a_full_drive_is_named_and_more_space_is_enough(
    practice_kit: Path, small_drive: Path
) -> None:
    folder, hog = small_drive / "conda", small_drive / "hog"
    run = install(practice_kit, folder)
    _fill_when_linking_begins(run, hog)
    assert run.finish().code == 5, run.last
    assert run.last["error"]["code"] == "space"
    assert not (folder / "envs" / "practice").exists()
    hog.unlink()
    again = install(practice_kit, folder).finish()
    assert again.code == 0, again.last
    assert again.steps("step_skipped").count("install_conda") == 1


def _fill_when_linking_begins(run: SeedbedProcess, hog: Path) -> None:
    for event in run.read():
        if event["event"] == "step_started" and event["step"] == "create_environment":
            free = shutil.disk_usage(hog.parent).free
            with hog.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, free - LEFT_BYTES)
            return


def test_a_drive_that_is_too_small_is_refused_before_anything_is_done(
    practice_kit: Path, small_drive: Path
) -> None:
    (small_drive / "hog").write_bytes(bytes(400_000_000))
    refused = install(practice_kit, small_drive / "conda").finish()
    assert refused.code == 5
    assert "free" in refused.last["error"]["summary"]
    assert not (small_drive / "conda").exists()
