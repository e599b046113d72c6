"""For which workshop and packages a code is, and what it says about a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.plan import Plan, Target, Workshop
from app.core.proof import verdict as proofs
from app.core.proof.code import Outcome, ProofCode, read_code
from app.core.proof.coding import (
    Belongs,
    belongs,
    code_when_done,
    code_when_failed,
    installed_packages,
    lock_mark,
    workshop_mark,
)
from app.core.proof.verdict import Check, Proof
from app.core.workshops.lock_file import LockedFile, LockFile, PlatformLock
from app.steps import all_steps

PACKAGES = ("python-3.12.4-h1_0", "numpy-2.4.1-py312_0", "tzdata-2026a-h0_0")
WORKSHOP = Workshop(title="Intro to ML", python="3.12", packages=("numpy", "pandas>=2"))


def platform(subdir: str, *packages: str) -> PlatformLock:
    files = tuple(LockedFile(f"c/{subdir}/{name}.conda", 1, "0" * 64) for name in packages)
    return PlatformLock(subdir, "f" * 64, files)


LOCKED = replace(
    WORKSHOP, lock=LockFile((platform("linux-64", *PACKAGES), platform("win-64", "numpy-1-0")))
)


def plan(tmp_path: Path, workshop: Workshop = LOCKED, packages: tuple[str, ...] = PACKAGES) -> Plan:
    """A plan whose environment has these packages."""
    made = Plan(workshop, Target(folder=tmp_path / "conda"))
    records = made.environment_prefix / "conda-meta"
    records.mkdir(parents=True)
    (records / "history").touch()
    for name in packages:
        (records / f"{name}.json").touch()
    return made


def prove(workspace: Path, *failed: str) -> None:
    names = (proofs.PYTHON, "numpy", proofs.TOGETHER, proofs.KERNEL, proofs.EXAMPLE)
    checks = tuple(Check(name, name not in failed) for name in names)
    Proof("/envs/ml", "3.12.4", 3, checks, passed=not failed).save(workspace)


def code_of(made: Plan, workspace: Path, *failed: str) -> ProofCode:
    prove(workspace, *failed)
    code = (
        code_when_failed(made, workspace, "verify") if failed else code_when_done(made, workspace)
    )
    assert code is not None
    return read_code(code.text)


def test_a_proof_of_the_workshop_and_its_lock_is_recognised(tmp_path: Path) -> None:
    code = code_of(plan(tmp_path), tmp_path)
    assert code.passed
    assert belongs(code, LOCKED) is Belongs.SAME


def test_any_platform_of_the_lock_will_do(tmp_path: Path) -> None:
    code = code_of(plan(tmp_path, packages=("numpy-1-0",)), tmp_path)
    assert belongs(code, LOCKED) is Belongs.SAME


@pytest.mark.parametrize("packages", [PACKAGES[:2], (*PACKAGES, "more-1-0")])
def test_other_packages_than_the_lock_names_are_told(
    tmp_path: Path, packages: tuple[str, ...]
) -> None:
    code = code_of(plan(tmp_path, packages=packages), tmp_path)
    assert belongs(code, LOCKED) is Belongs.OTHER_PACKAGES


def test_without_a_lock_only_the_workshop_can_be_compared(tmp_path: Path) -> None:
    code = code_of(plan(tmp_path), tmp_path)
    assert belongs(code, WORKSHOP) is Belongs.UNLOCKED


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Intro to ML, autumn"},
        {"python": "3.13"},
        {"packages": ("numpy", "pandas>=2", "scipy")},
        {"pip_packages": ("gradio==4.1",)},
        {"explicit": ("https://x/linux-64/numpy-2.4.1-py312_0.conda#" + "a" * 32,)},
    ],
)
def test_another_workshop_is_recognised(tmp_path: Path, changes: dict[str, object]) -> None:
    code = code_of(plan(tmp_path), tmp_path)
    assert belongs(code, replace(LOCKED, **changes)) is Belongs.OTHER_WORKSHOP  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"channels": ("./channel",)},
        {"packages": ("pandas >=2", "numpy", "numpy")},
        {"title": " Intro to ML "},
        {"description": "Bring a cable.", "contact": "me@example.org"},
        {"environment": "other", "distribution": "miniforge", "materials": "notebooks"},
    ],
)
def test_what_does_not_change_the_result_does_not_change_the_code(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    """A kit brings its own channel; a person may choose another name or distribution."""
    code = code_of(plan(tmp_path), tmp_path)
    assert belongs(code, replace(LOCKED, **changes)) is Belongs.SAME  # type: ignore[arg-type]


def test_what_is_no_address_is_compared_as_it_stands(tmp_path: Path) -> None:
    odd = replace(WORKSHOP, explicit=("https://[bad/x-1-0.conda",))
    assert belongs(code_of(plan(tmp_path, odd), tmp_path), odd) is Belongs.OTHER_PACKAGES


def test_a_list_of_exact_packages_counts_as_a_lock(tmp_path: Path) -> None:
    base = "https://mirror.example/conda-forge"
    exact = replace(
        WORKSHOP, explicit=tuple(f"{base}/linux-64/{name}.conda#a" for name in PACKAGES)
    )
    code = code_of(plan(tmp_path, exact), tmp_path)
    elsewhere = tuple(address.replace(base, "file:///kit/channel") for address in exact.explicit)
    assert belongs(code, replace(exact, explicit=elsewhere)) is Belongs.SAME
    fewer = code_of(plan(tmp_path / "b", exact, PACKAGES[:1]), tmp_path)
    assert belongs(fewer, exact) is Belongs.OTHER_PACKAGES


@pytest.mark.parametrize(
    ("failed", "outcome"),
    [
        ((proofs.PYTHON,), Outcome.PYTHON),
        (("numpy", proofs.TOGETHER, proofs.EXAMPLE), Outcome.LIBRARY),
        ((proofs.TOGETHER,), Outcome.TOGETHER),
        ((proofs.KERNEL,), Outcome.KERNEL),
        ((proofs.EXAMPLE,), Outcome.EXAMPLE),
    ],
)
def test_of_what_failed_the_first_is_told(
    tmp_path: Path, failed: tuple[str, ...], outcome: Outcome
) -> None:
    code = code_of(plan(tmp_path), tmp_path, *failed)
    assert code.outcome is outcome
    assert belongs(code, LOCKED) is Belongs.SAME


def test_each_step_that_can_fail_has_its_part(tmp_path: Path) -> None:
    made = plan(tmp_path)
    names = [step.name for step in all_steps()]
    assert names[-1] == "verify"
    assert len(names) > 8
    for name in names[:-1]:
        code = code_when_failed(made, tmp_path, name)
        assert code is not None, name
        assert not code.passed
        assert code.lock == 0, "the environment may be half made"
        assert belongs(code, LOCKED) is Belongs.UNLOCKED


def test_where_nothing_was_tried_there_is_no_code(tmp_path: Path) -> None:
    made = plan(tmp_path)
    assert code_when_done(made, tmp_path) is None
    assert code_when_failed(made, tmp_path, "prepare") is None
    assert code_when_failed(made, tmp_path, "verify") is None
    prove(tmp_path)
    assert code_when_failed(made, tmp_path, "prepare") is None


def test_a_plan_of_ones_own_has_no_code_and_a_lock_without_a_title_has_one(tmp_path: Path) -> None:
    prove(tmp_path)
    own = plan(tmp_path, replace(WORKSHOP, title=""))
    assert code_when_done(own, tmp_path) is None
    assert code_when_failed(own, tmp_path, "install_conda") is None
    locked = own.with_workshop(lock=LOCKED.lock)
    code = code_when_done(locked, tmp_path)
    assert code is not None
    assert belongs(code, locked.workshop) is Belongs.SAME


def test_a_code_says_nothing_about_the_person_or_the_computer(tmp_path: Path) -> None:
    here = code_of(plan(tmp_path / "ada"), tmp_path)
    there = code_of(plan(tmp_path / "grace"), tmp_path)
    assert here.text == there.text


def test_marks_are_spread_over_all_numbers() -> None:
    """Many workshops and locks: as few have the same mark as chance has it (1 in 16,383)."""
    workshops = [workshop_mark(Workshop(title=f"Workshop {number}")) for number in range(2000)]
    locks = [lock_mark([f"numpy-{number}-0"]) for number in range(2000)]
    for marks in (workshops, locks):
        assert len(set(marks)) > 1800
        assert min(marks) > 0
        assert max(marks) < 2**14
        assert max(marks) - min(marks) > 16_000
    assert lock_mark([]) == 0


def test_conda_s_records_say_what_is_installed(tmp_path: Path) -> None:
    assert installed_packages(plan(tmp_path).environment_prefix) == tuple(sorted(PACKAGES))
    assert installed_packages(tmp_path / "nowhere") == ()
