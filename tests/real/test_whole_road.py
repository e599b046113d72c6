"""From a bare folder to a proven environment, for real, by the command line."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from practice.server import KitServer

from app.core.after.lessons import LESSONS
from tests.fakes.own_kit import own_kit
from tests.real.lessons import lessons_run_in
from tests.real.seedbed_process import SeedbedProcess, install

pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]

KILLED_IN = (
    "fetch_installer",
    "fetch_packages",
    "install_conda",
    "configure_conda",
    "create_environment",
    "copy_materials",
    "add_launchers",
    "verify",
)


def test_a_kit_ends_in_a_proven_environment_and_a_second_run_finds_everything(
    practice_kit: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "conda"
    first = install(practice_kit, folder).finish()
    assert first.code == 0, first.stderr
    assert first.last["event"] == "run_done"
    assert (folder / "envs" / "practice" / "conda-meta" / "history").is_file()
    second = install(practice_kit, folder).finish()
    assert second.code == 0, second.stderr
    assert second.steps("step_started") == ["verify"]
    _same_environment_proven_in_text(practice_kit, folder, tmp_path)
    lessons_run_in(folder / "envs" / "practice")
    kit = _kit_with(practice_kit, tmp_path / "kit")
    _the_code_at_the_end_is_of_this_workshop(kit, first, second)
    _another_wish_under_the_same_name_is_refused(practice_kit, folder)


def _the_code_at_the_end_is_of_this_workshop(kit: Path, *runs: SeedbedProcess) -> None:
    """Both runs end with the same code, and a lock made of the kit names what was installed."""
    (code,) = {str(run.last["proof_code"]) for run in runs}
    assert SeedbedProcess(("lock", str(kit), "--json")).finish().code == 0
    read = SeedbedProcess(("proof", code, "--workshop", str(kit), "--json")).finish()
    assert (read.last["passed"], read.last["belongs"]) == (True, "same")
    assert read.code == 0


def _same_environment_proven_in_text(kit: Path, folder: Path, tmp_path: Path) -> None:
    materials, lessons = tmp_path / "materials", tmp_path / "my lessons"
    places = ("--materials-to", str(materials), "--lessons-to", str(lessons))
    text = SeedbedProcess(("install", str(kit), "--to", str(folder), "--yes", *places)).finish()
    assert text.code == 0, text.stderr
    assert sorted(file.name for file in lessons.iterdir()) == sorted(LESSONS)
    for told in ("NumPy", "Slope: found 1.9", f'jupyter lab "{lessons / LESSONS[0]}"'):
        assert told in text.stderr
    result = text.last
    assert result["ready"] is True
    assert result["environment"] == str(folder / "envs" / "practice")
    assert abs(result["slope"] - 2) < 0.2
    assert abs(result["intercept"] - 1) < 0.2
    assert Path(result["picture"]).read_bytes().startswith(b"\x89PNG")
    assert (materials / "README.md").is_file()
    kernels = Path(os.environ["XDG_DATA_HOME"]) / "jupyter" / "kernels"
    kernel = json.loads((kernels / "seedbed-practice" / "kernel.json").read_text("utf-8"))
    assert kernel["argv"][0] == str(folder / "envs" / "practice" / "bin" / "python")


def _another_wish_under_the_same_name_is_refused(kit: Path, folder: Path) -> None:
    history = folder / "envs" / "practice" / "conda-meta" / "history"
    before = history.read_bytes()
    refused = install(kit, folder, "--preset", "scientific").finish()
    assert refused.code == 2
    assert "practice" in refused.last["error"]["summary"]
    assert history.read_bytes() == before


def test_killed_in_every_step_and_started_again_it_ends_ready(
    practice_kit: Path, tmp_path: Path
) -> None:
    folder, materials = tmp_path / "conda", tmp_path / "materials"
    neighbour = tmp_path / "neighbour.txt"
    neighbour.write_text("mine", "utf-8")
    with KitServer(practice_kit) as server:
        plan = (server.url, "--to", str(folder), "--materials-to", str(materials))
        started = set()
        for step in KILLED_IN:
            killed = SeedbedProcess(("install", *plan, "--yes", "--json"))
            killed.send_at(step, signal.SIGKILL)
            started.update(killed.steps("step_started"))
        last = SeedbedProcess(("install", *plan, "--yes", "--json")).finish()
    assert started >= set(KILLED_IN) - {"copy_materials"}
    assert last.code == 0, last.stderr
    assert last.last["event"] == "run_done"
    assert neighbour.read_text("utf-8") == "mine"
    assert not [path for path in tmp_path.iterdir() if "unfinished" in path.name]


@pytest.mark.parametrize("step", ["install_conda", "create_environment", "verify"])
def test_ctrl_c_ends_in_order_and_leaves_no_process_and_no_half_environment(
    practice_kit: Path, tmp_path: Path, step: str
) -> None:
    folder = tmp_path / "conda"
    stopped = install(practice_kit, folder).send_at(step, signal.SIGINT)
    assert stopped.code == 3, stopped.stderr
    assert stopped.last["event"] == "run_cancelled"
    assert _processes_in(folder) == []
    if step == "install_conda":
        assert not folder.exists()
    if step == "create_environment":
        assert not list((folder / "envs").glob("practice*"))


def test_nothing_of_an_environment_stays_when_conda_is_stopped_in_the_middle_of_linking(
    practice_kit: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "conda"
    stopped = install(practice_kit, folder)
    for event in stopped.read():
        if event.get("step") == "create_environment" and event.get("done", 0) > 20:
            assert list((folder / "envs" / "practice").glob(".condatmp"))
            stopped.send(signal.SIGINT)
            break
    assert stopped.finish().code == 3, stopped.stderr
    assert not list((folder / "envs").glob("practice*"))


def _processes_in(folder: Path) -> list[str]:
    time.sleep(0.3)  # the kernel needs a moment to take ended processes off the list
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    return [line for line in listed.stdout.splitlines() if str(folder) in line]


def test_a_folder_with_somebodys_files_is_refused_and_left_alone(
    practice_kit: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "chapter1.txt").write_text("all my work", "utf-8")
    refused = install(practice_kit, folder).finish()
    assert refused.code == 2
    assert [path.name for path in folder.iterdir()] == ["chapter1.txt"]
    assert (folder / "chapter1.txt").read_text("utf-8") == "all my work"


def _kit_with(practice_kit: Path, folder: Path, **replaced: str) -> Path:
    """A kit like the practice kit with some texts in its two files replaced."""
    for file in own_kit(practice_kit, folder).glob("*.toml"):
        text = file.read_text("utf-8")
        for old, new in replaced.items():
            text = text.replace(old, new)
        file.write_text(text, "utf-8")
    return folder


def test_an_installer_with_another_hash_is_never_run(practice_kit: Path, tmp_path: Path) -> None:
    installer = next((practice_kit / "installers").glob("*.sh"))
    right = hashlib.sha256(installer.read_bytes()).hexdigest()
    kit = _kit_with(practice_kit, tmp_path / "kit", **{right: "0" * 64})
    failed = install(kit, tmp_path / "conda").finish()
    assert failed.code == 4
    assert failed.last["step"] == "fetch_installer"
    assert "install_conda" not in failed.steps("step_started")
    assert not (tmp_path / "conda").exists()


def test_a_library_that_no_channel_has_is_named_before_anything_is_installed(
    practice_kit: Path, tmp_path: Path
) -> None:
    failed = install(practice_kit, tmp_path / "conda", "--package", "numppy").finish()
    assert failed.code == 2
    error = failed.last["error"]
    assert "numppy" in error["summary"]
    assert "numpy" in error["remedy"]
    assert not (tmp_path / "conda").exists()


def test_a_reader_that_goes_away_stops_the_run_and_is_no_success(
    practice_kit: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "conda"
    run = install(practice_kit, folder)
    next(run.read())
    assert run.stop_reading() == 3
    assert not folder.exists()
