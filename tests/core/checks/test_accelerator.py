"""Findings about builds: what is not there, what is useless, and a lock for something else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.accelerator import choose
from app.core.cancel import Cancel
from app.core.checks.accelerator import accelerator_findings
from app.core.conda import marker
from app.core.finding import Finding, Level
from app.core.machine.facts import Gpu, Graphics, Machine
from app.core.packages.solve import RattlerSolver, wish_elsewhere, wish_for
from app.core.packages.workshop_lock import for_file, known_lock
from app.core.plan import Accelerator, Plan, Target, Workshop
from app.core.shell import Shell
from app.core.workshops.lock_file import LockFile
from app.platforms import current
from tests.fakes import cuda_channel

LINUX = "linux-64"
NO_CARD = Machine("linux", graphics=Graphics())
CARD = Machine("linux", graphics=Graphics((Gpu("RTX", "575.51", None, "8.6"),), "12.9"))
OLD = Machine("linux", graphics=Graphics((Gpu("RTX", "550.54", None, "8.6"),), "12.4"))


def plan(*packages: str, accelerator: Accelerator = Accelerator.AUTO) -> Plan:
    return Plan(Workshop(packages=packages), Target(Path("/x"), accelerator=accelerator))


def found(asked: Plan, machine: Machine, subdir: str = LINUX) -> list[Finding]:
    return list(accelerator_findings(asked, machine, subdir))


def test_a_library_that_is_not_there_stops_and_can_be_left_out() -> None:
    asked = plan("numpy", "vllm>=0.9", "pytorch")
    (finding,) = found(asked, NO_CARD, "win-64")
    assert (finding.field, finding.level) == ("workshop.packages", Level.STOP)
    assert finding.sentence.startswith("vLLM is not available for Windows")
    (way,) = finding.ways_out
    assert way.applied_to(asked).workshop.packages == ("numpy", "pytorch")
    assert found(way.applied_to(asked), NO_CARD, "win-64") == []
    assert found(asked, NO_CARD) == []


def test_what_needs_cuda_offers_cuda_where_there_are_builds() -> None:
    asked = plan("pytorch", "flash-attn")
    assert found(asked, CARD) == []
    (finding,) = found(asked, NO_CARD)
    assert "only with an NVIDIA card" in finding.sentence
    assert [way.typed for way in finding.ways_out] == [
        "--without flash-attn",
        "--accelerator cuda",
    ]
    cuda = finding.ways_out[1].applied_to(asked)
    assert [item.level for item in found(cuda, NO_CARD)] == [Level.WARN]


@pytest.mark.parametrize("machine", [NO_CARD, OLD])
def test_cuda_that_nothing_can_use_warns_and_leads_back(machine: Machine) -> None:
    asked = plan("pytorch", accelerator=Accelerator.CUDA)
    (finding,) = found(asked, machine)
    assert (finding.field, finding.level) == ("target.accelerator", Level.WARN)
    back = finding.ways_out[0].applied_to(asked)
    assert back == plan("pytorch")
    assert found(back, machine) == []
    assert found(asked, CARD) == []


def test_nothing_is_found_where_nothing_depends_on_it() -> None:
    for wish in Accelerator:
        assert found(plan("numpy", accelerator=wish), OLD) == []
        assert found(plan("pytorch", "vllm", accelerator=wish), OLD, "") == []


@pytest.mark.parametrize(
    ("locked", "machine", "level", "says"),
    [
        (Accelerator.AUTO, NO_CARD, None, ""),
        (Accelerator.AUTO, CARD, Level.NOTE, "for the processor (CPU)"),
        (Accelerator.CUDA, NO_CARD, Level.WARN, "NVIDIA cards (CUDA 12.9)"),
        (Accelerator.CUDA, CARD, None, ""),
    ],
)
def test_a_workshops_lock_is_kept_and_told_where_it_is_for_something_else(
    tmp_path: Path, locked: Accelerator, machine: Machine, level: Level | None, says: str
) -> None:
    address = cuda_channel.write(tmp_path / "channel")
    asked = plan("pytorch").with_workshop(channels=(address,))
    wish = wish_elsewhere(asked.with_target(accelerator=locked), LINUX)
    solver = RattlerSolver(Shell(current(), Cancel()), tmp_path / "cache")
    lock = for_file(solver.solve(wish), wish)
    asked = asked.with_workshop(lock=LockFile((lock,)))
    findings = found(asked, machine)
    assert [item.level for item in findings] == ([level] if level else [])
    assert all(says in item.sentence for item in findings)
    here = wish_for(asked, LINUX, choose(asked, machine, LINUX))
    kept = known_lock(asked, here, tmp_path)
    assert kept is not None
    assert kept.cuda == ("12.9" if locked is Accelerator.CUDA else "")


def test_another_choice_of_the_person_is_another_environment_but_the_machine_is_not() -> None:
    asked = plan("pytorch")
    same = replace(asked, target=replace(asked.target, launchers=False))
    assert marker.plan_key(same) == marker.plan_key(asked)
    keys = {marker.plan_key(plan("pytorch", accelerator=wish)) for wish in Accelerator}
    assert len(keys) == 3
