"""Materials are copied file by file and never over a file of the person."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.errors import Cancelled, PlanInvalid
from app.steps.copy_materials import CopyMaterials
from tests.fakes.bench import Bench, contents

STEP = CopyMaterials()


@pytest.fixture
def kit(bench: Bench) -> Bench:
    source = bench.root / "kit" / "materials"
    (source / "data").mkdir(parents=True)
    (source / "lesson 1.ipynb").write_text("{}")
    (source / "data" / "点.csv").write_text("x,y\n1,3\n")
    (source / "link").symlink_to("/etc/passwd")
    bench.plan = bench.plan.with_workshop(materials="materials")
    return bench


def target(bench: Bench) -> Path:
    folder = bench.plan.target.materials_folder
    assert folder is not None
    return folder


def test_all_files_are_copied_once_and_links_are_not(kit: Bench) -> None:
    assert STEP.already_done(kit.context()) == ""
    STEP.run(kit.context())
    assert set(contents(target(kit))) == {"lesson 1.ipynb", "data", "data/点.csv"}
    assert STEP.already_done(kit.context())
    assert kit.told.counts[-1][:2] == (2, 2)


def test_a_file_that_the_person_changed_is_kept(kit: Bench) -> None:
    STEP.run(kit.context())
    (target(kit) / "lesson 1.ipynb").write_text("my answers")
    (target(kit) / "data" / "点.csv").unlink()
    STEP.run(kit.context())
    assert (target(kit) / "lesson 1.ipynb").read_text() == "my answers"
    assert (target(kit) / "data" / "点.csv").exists()
    assert "Kept your own lesson 1.ipynb" in kit.told.text


def test_a_link_of_the_person_is_not_followed(kit: Bench) -> None:
    elsewhere = kit.root / "home" / "elsewhere.txt"
    target(kit).mkdir(parents=True)
    (target(kit) / "lesson 1.ipynb").symlink_to(elsewhere)
    STEP.run(kit.context())
    assert not elsewhere.exists()


def test_what_an_interrupted_copy_left_is_replaced(kit: Bench) -> None:
    target(kit).mkdir(parents=True)
    (target(kit) / ".lesson 1.ipynb.partial").write_text("{")
    STEP.run(kit.context())
    assert (target(kit) / "lesson 1.ipynb").read_text() == "{}"
    assert not list(target(kit).rglob("*.partial"))


def test_missing_materials_are_a_clear_error(kit: Bench) -> None:
    kit.plan = kit.plan.with_workshop(materials="nowhere")
    with pytest.raises(PlanInvalid) as caught:
        STEP.run(kit.context())
    assert "nowhere" in caught.value.summary
    assert caught.value.remedy


def test_materials_never_come_from_the_folder_seedbed_was_started_in(
    kit: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(kit.root / "kit")
    kit.plan = kit.plan.with_target(source="")
    with pytest.raises(PlanInvalid):
        STEP.run(kit.context())
    assert not target(kit).exists()


@pytest.mark.parametrize("reference", ["../secret", "/etc", "~/x", "a/../../b"])
def test_materials_never_come_from_outside_the_kit(kit: Bench, reference: str) -> None:
    kit.plan = kit.plan.with_workshop(materials=reference)
    with pytest.raises(PlanInvalid):
        STEP.already_done(kit.context())


@pytest.mark.parametrize("reference", ["materials", "materials/data"])
def test_materials_behind_a_link_out_of_the_kit_are_not_copied(kit: Bench, reference: str) -> None:
    (kit.root / "kit" / "materials").rename(kit.root / "private")
    (kit.root / "kit" / "materials").symlink_to("../private")
    kit.plan = kit.plan.with_workshop(materials=reference)
    with pytest.raises(PlanInvalid, match=r"The materials folder “.*” does not stay inside"):
        STEP.run(kit.context())
    assert not target(kit).exists()


def test_copying_stops_when_the_person_cancels(kit: Bench) -> None:
    kit.cancel.set()
    with pytest.raises(Cancelled):
        STEP.run(kit.context())
    assert not target(kit).exists()


def test_each_reason_to_copy_nothing_is_told(kit: Bench) -> None:
    plan = kit.plan
    plans = (
        plan.with_workshop(materials=""),
        plan.with_target(source="https://example.org/kit"),
        plan.with_target(materials_folder=None),
    )
    reasons = set()
    for kit.plan in plans:
        reasons.add(STEP.already_done(kit.context()))
    assert len(reasons - {""}) == len(plans)


def test_two_runs_at_once_do_not_stand_in_each_others_way(kit: Bench) -> None:
    source = kit.root / "kit" / "materials"
    for number in range(150):
        (source / f"{number}.csv").write_bytes(b"x" * 100_000)
    together = threading.Barrier(2)

    def run() -> None:
        together.wait()
        STEP.run(kit.context())

    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(run), pool.submit(run)]:
            done.result()
    (source / "link").unlink()
    assert contents(target(kit)) == contents(source)
