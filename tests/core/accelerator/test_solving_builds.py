"""The choice reaches a real solver: py-rattler on a small channel with CPU and CUDA builds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.accelerator import choose
from app.core.cancel import Cancel
from app.core.machine.facts import Gpu, Graphics, Machine
from app.core.packages import lock as locks
from app.core.packages.lock import Lock
from app.core.packages.solve import RattlerSolver, wish_elsewhere, wish_for
from app.core.packages.unsolvable import Unsolvable
from app.core.packages.workshop_lock import known_lock
from app.core.plan import Accelerator, Plan, Target, Workshop
from app.core.shell import Shell
from app.platforms import current
from tests.fakes import cuda_channel

LINUX = "linux-64"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    address = cuda_channel.write(tmp_path / "channel")
    workshop = Workshop(channels=(address,), packages=("numpy", "pytorch", "torchvision"))
    return Plan(workshop, Target(tmp_path / "conda"))


@pytest.fixture
def solver(tmp_path: Path) -> RattlerSolver:
    return RattlerSolver(Shell(current(), Cancel()), tmp_path / "cache")


def computer(cuda: str, compute: str = "8.6") -> Machine:
    cards = (Gpu("NVIDIA card", "580.1", None, compute),) if cuda else ()
    return Machine("linux", graphics=Graphics(cards, cuda))


def solved(solver: RattlerSolver, plan: Plan, machine: Machine, subdir: str = LINUX) -> Lock:
    """The lock on such a machine; another platform is solved with what may be relied on there."""
    wish = wish_for(plan, subdir, choose(plan, machine, subdir))
    if subdir != LINUX:
        wish = replace(wish, virtual=wish_elsewhere(plan, subdir).virtual)
    return solver.solve(wish)


@pytest.mark.parametrize(
    ("cuda", "subdir", "wish", "built"),
    [
        ("", LINUX, Accelerator.AUTO, ""),
        ("12.4", LINUX, Accelerator.AUTO, ""),
        ("12.9", LINUX, Accelerator.AUTO, "12.9"),
        ("13.0", LINUX, Accelerator.AUTO, "13.0"),
        ("13.0", LINUX, Accelerator.CPU, ""),
        ("12.4", LINUX, Accelerator.CUDA, "12.9"),
        ("", LINUX, Accelerator.CUDA, "12.9"),
        ("", "win-64", Accelerator.AUTO, ""),
        ("12.8", "win-64", Accelerator.AUTO, "12.8"),
        ("13.0", "win-64", Accelerator.CPU, ""),
        ("", "win-64", Accelerator.CUDA, "12.8"),
        ("", "osx-arm64", Accelerator.AUTO, ""),
        ("", "osx-arm64", Accelerator.CUDA, ""),
    ],
)
def test_the_right_build_is_solved_for(
    plan: Plan, solver: RattlerSolver, cuda: str, subdir: str, wish: Accelerator, built: str
) -> None:
    lock = solved(solver, plan.with_target(accelerator=wish), computer(cuda), subdir)
    torch = lock.find("pytorch")
    assert torch is not None
    assert lock.cuda == built
    assert torch.build.startswith(f"cuda{built.replace('.', '')}_" if built else "cpu_")


def test_an_old_card_gets_cuda_12_from_a_new_driver(plan: Plan, solver: RattlerSolver) -> None:
    assert solved(solver, plan, computer("13.0", "6.1")).cuda == "12.9"


def test_a_version_that_the_list_pins_is_kept(plan: Plan, solver: RattlerSolver) -> None:
    pinned = plan.with_workshop(packages=("pytorch", "cuda-version=12.9"))
    assert solved(solver, pinned, computer("13.0")).cuda == "12.9"
    helper = plan.with_workshop(packages=("pytorch=*=cpu*",))
    assert solved(solver, helper, computer("13.0")).cuda == ""


def test_without_builds_for_cuda_the_automatic_choice_takes_others_and_an_explicit_one_says_so(
    plan: Plan, solver: RattlerSolver, tmp_path: Path
) -> None:
    index = tmp_path / "channel" / LINUX / "repodata.json"
    index.write_text(index.read_text().replace('"__cuda"', '"absent"'))
    assert solved(solver, plan, computer("12.9")).cuda == ""
    with pytest.raises(Unsolvable) as caught:
        solved(solver, plan.with_target(accelerator=Accelerator.CUDA), computer("12.9"))
    way = caught.value.ways_out[0]
    assert way.typed == "--accelerator cpu"
    assert solved(solver, way.applied_to(plan), computer("12.9")).cuda == ""


def test_the_sizes_differ_as_the_builds_do(plan: Plan, solver: RattlerSolver) -> None:
    cpu, cuda = (
        solved(solver, plan.with_target(accelerator=wish), computer("12.9")).download_bytes
        for wish in (Accelerator.CPU, Accelerator.CUDA)
    )
    assert cuda - cpu == cuda_channel.CUDA_12_BYTES - cuda_channel.CPU_BYTES + 1000


def test_a_lock_that_was_kept_for_one_kind_is_not_used_for_the_other(
    plan: Plan, solver: RattlerSolver, tmp_path: Path
) -> None:
    machine = computer("12.9")
    lock = solved(solver, plan, machine)
    locks.save(lock, tmp_path)
    same = wish_for(plan, LINUX, choose(plan, machine, LINUX))
    assert known_lock(plan, same, tmp_path) == lock
    for asked, found in (
        (plan.with_target(accelerator=Accelerator.CPU), machine),
        (plan, computer("")),
    ):
        wish = wish_for(asked, LINUX, choose(asked, found, LINUX))
        assert known_lock(asked, wish, tmp_path) is None


def test_a_lock_for_everybody_is_for_the_processor_unless_cuda_is_asked_for(
    plan: Plan, solver: RattlerSolver
) -> None:
    assert solver.solve(wish_elsewhere(plan, "win-64")).cuda == ""
    wanted = plan.with_target(accelerator=Accelerator.CUDA)
    assert solver.solve(wish_elsewhere(wanted, "win-64")).cuda == "12.8"
    assert solver.solve(wish_elsewhere(wanted, "osx-arm64")).cuda == ""
