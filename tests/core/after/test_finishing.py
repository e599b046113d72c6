"""Launcher, kernel and their names."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from app.core.after.finishing import identifier, kernel_folder, launcher_for, write_kernel
from app.platforms import named
from tests.fakes.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def program(bench: Bench, name: str) -> None:
    file = bench.session.platform.script_in(bench.plan.environment_prefix, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("ml", "seedbed-ml"),
        ("My Env+2", "seedbed-my-env-2"),
        ("机器", "seedbed-environment"),
        ("..", "seedbed-environment"),
    ],
)
def test_identifiers_are_plain(bench: Bench, name: str, plain: str) -> None:
    found = identifier(bench.plan.with_target(environment=name))
    assert re.fullmatch(rf"{plain}(-[0-9a-f]{{6}})?", found)
    # A name that had to be changed cannot share its files with another one.
    assert (found == plain) == (plain == f"seedbed-{name.lower()}")


def test_two_chinese_names_do_not_share_their_files(bench: Bench) -> None:
    names = {identifier(bench.plan.with_target(environment=name)) for name in ("环境", "课程")}
    assert len(names) == 2


@pytest.mark.parametrize(
    ("program_name", "module"), [("jupyter-lab", "jupyterlab"), ("jupyter-notebook", "notebook")]
)
def test_the_launcher_starts_the_notebook_by_its_module(
    bench: Bench, program_name: str, module: str
) -> None:
    session = bench.session
    assert launcher_for(bench.plan, session.platform, session.home) is None
    program(bench, program_name)
    launcher = launcher_for(bench.plan, session.platform, session.home)
    assert launcher is not None
    assert launcher.command[-2:] == ("-m", module)
    assert launcher.command[0] == str(bench.plan.environment_prefix / "bin" / "python")


def test_a_kernel_is_written_only_for_an_environment_that_can_be_one(bench: Bench) -> None:
    platform, folder = bench.session.platform, bench.root / "kernel"
    assert write_kernel(bench.plan, platform, folder) is None
    assert not folder.exists()
    record = bench.plan.environment_prefix / "conda-meta" / "ipykernel-6-0.json"
    record.parent.mkdir(parents=True)
    record.touch()
    written = write_kernel(bench.plan, platform, folder)
    assert written is not None
    kernel = json.loads(written.read_text())
    assert kernel["argv"][-1] == "{connection_file}"
    assert kernel["env"]["PYTHONNOUSERSITE"] == "1"


@pytest.mark.parametrize("family", ["windows", "macos", "linux"])
def test_kernels_have_a_place_on_every_system(bench: Bench, family: str) -> None:
    folder = kernel_folder(bench.plan, named(family), bench.root / "home", {})
    assert folder.name == "seedbed-ml"
    assert folder.parent.name == "kernels"
