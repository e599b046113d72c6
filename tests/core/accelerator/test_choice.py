"""Which builds are chosen on which machine, and the one sentence that says why."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.accelerator import Kind, Reason, choose, why
from app.core.accelerator.choice import Choice, is_open
from app.core.machine.facts import Gpu, Graphics, Machine, from_data
from app.core.machine.subdir import subdir_of
from app.core.plan import Accelerator, Plan, Target, Workshop
from app.platforms import named
from app.platforms.base import OsFacts

MACHINES = sorted((Path(__file__).parents[2] / "machines").glob("*.json"))
LINUX = "linux-64"


def plan(*packages: str, accelerator: Accelerator = Accelerator.AUTO) -> Plan:
    target = Target(Path("/x"), accelerator=accelerator)
    return Plan(Workshop(packages=packages or ("pytorch",)), target)


def computer(cuda: str = "", compute: str = "8.6", libc: str = "glibc 2.36") -> Machine:
    cards = (Gpu("NVIDIA GeForce RTX 3060", "570.1", None, compute),) if cuda else ()
    system = OsFacts(family="linux", name="Debian", version="12", libc=libc)
    return Machine("linux", os=system, graphics=Graphics(cards, cuda))


def recorded(name: str) -> Machine:
    file = next(file for file in MACHINES if file.stem == name)
    return from_data(json.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", MACHINES, ids=lambda file: file.stem)
def test_every_recorded_machine_gets_a_choice_and_a_sentence(file: Path) -> None:
    machine = recorded(file.stem)
    subdir = subdir_of(machine, named(machine.family))
    for wish in Accelerator:
        choice = choose(plan(accelerator=wish), machine, subdir)
        assert (choice.kind is None) is not bool(subdir)
        assert bool(why(choice)) is bool(subdir)
        assert "{" not in why(choice)


@pytest.mark.parametrize(
    ("name", "subdir", "kind", "reason"),
    [
        ("linux_nvidia_laptop", LINUX, Kind.CPU, Reason.OLD_DRIVER),
        ("linux_driver_silent", LINUX, Kind.CPU, Reason.DRIVER_SILENT),
        ("linux_two_old_cards", LINUX, Kind.CUDA, Reason.SUITS),
        ("linux_wsl_ubuntu", LINUX, Kind.CPU, Reason.OLD_DRIVER),
        ("linux_debian_plain", LINUX, Kind.CPU, Reason.NO_CARD),
        ("linux_nothing_known", LINUX, Kind.CPU, Reason.UNKNOWN),
        ("windows_old_driver", "win-64", Kind.CPU, Reason.OLD_DRIVER),
        ("windows_11_plain", "win-64", Kind.CPU, Reason.NO_CARD),
        ("macos_apple_silicon", "osx-arm64", Kind.METAL, Reason.APPLE),
        ("macos_intel_old", "osx-64", Kind.CPU, Reason.NO_BUILDS),
    ],
)
def test_the_machine_decides(name: str, subdir: str, kind: Kind, reason: Reason) -> None:
    choice = choose(plan(), recorded(name), subdir)
    assert (choice.kind, choice.reason) == (kind, reason)


@pytest.mark.parametrize(
    ("machine", "subdir", "line", "bound"),
    [
        (computer("12.9"), LINUX, "12.9", "cuda-version<=12.9"),
        (computer("12.8"), "win-64", "12.8", "cuda-version<=12.8"),
        (computer("13.1"), LINUX, "13.0", "cuda-version<=13.1"),
        # CUDA 13 needs a card of 2018 and glibc 2.28.
        (computer("13.0", compute="6.1"), LINUX, "12.9", "cuda-version<13"),
        (computer("13.0", libc="glibc 2.17"), LINUX, "12.9", "cuda-version<13"),
    ],
)
def test_the_newest_builds_that_can_run_are_taken(
    machine: Machine, subdir: str, line: str, bound: str
) -> None:
    choice = choose(plan(), machine, subdir)
    assert (choice.kind, choice.line, choice.bounds) == (Kind.CUDA, line, (bound,))
    assert choice.added == ()


def test_the_oldest_card_that_can_be_used_decides_and_a_useless_one_does_not() -> None:
    new, old = Gpu("new", "580", None, "8.9"), Gpu("old", "580", None, "6.1")
    useless = Gpu("useless", "580", None, "3.7")
    two = replace(computer("13.0"), graphics=Graphics((new, old), "13.0"))
    assert choose(plan(), two, LINUX).line == "12.9"
    mixed = replace(two, graphics=Graphics((new, useless), "13.0"))
    assert choose(plan(), mixed, LINUX).line == "13.0"
    alone = replace(two, graphics=Graphics((useless,), "13.0"))
    assert choose(plan(), alone, LINUX).reason is Reason.OLD_CARD


def test_a_card_of_another_maker_is_no_nvidia_card_even_beside_a_left_over_driver() -> None:
    amd = replace(computer(), graphics=Graphics((Gpu("AMD"),), "12.9"))
    assert choose(plan(), amd, LINUX).reason is Reason.NO_CARD


def test_the_sentence_names_driver_and_builds() -> None:
    assert why(choose(plan(), computer("12.4"), LINUX)) == (
        "Your NVIDIA driver supports CUDA 12.4, so the CUDA 12.9 builds cannot run and the CPU"
        " version of PyTorch is chosen; a newer driver would change that."
    )
    suits = choose(plan("torchvision", "jax"), computer("12.9"), LINUX)
    assert why(suits) == (
        "Your NVIDIA driver supports CUDA 12.9, so PyTorch, JAX for CUDA 12.9 is chosen."
    )
    assert "CUDA 13.1" in why(choose(plan(), computer("13.1"), LINUX), built="13.1")
    assert "Only the CPU version" in why(suits, built="")


def test_nothing_is_said_where_nothing_depends_on_it() -> None:
    choice = choose(plan("numpy", "scikit-learn"), computer("12.9"), LINUX)
    assert (choice.kind, why(choice), choice.cuda) == (None, "", "12.9")
    explicit = Plan(Workshop(explicit=("u",), packages=("pytorch",)), Target(Path("/x")))
    assert choose(explicit, computer("12.9"), LINUX).kind is None
    # Processor only is a wish for everything, even for what we do not know.
    assert choose(plan("xgboost", accelerator=Accelerator.CPU), computer("12.9"), LINUX).cuda == ""


@pytest.mark.parametrize(
    ("spec", "machine", "kind"),
    [
        ("pytorch-cpu", computer("13.0"), Kind.CPU),
        ("pytorch-gpu", computer(), Kind.CUDA),
        ("pytorch=2.9=cpu*", computer("13.0"), Kind.CPU),
        ("pytorch=*=cuda129*", computer("13.0"), Kind.CUDA),
        ("cuda-version=12.8", computer("13.0"), Kind.CUDA),
        ("cuda-version=12.8", computer(), Kind.CPU),
    ],
)
def test_what_the_list_itself_asks_for_wins_and_is_named(
    spec: str, machine: Machine, kind: Kind
) -> None:
    for wish in Accelerator:
        choice = choose(plan("pytorch", spec, accelerator=wish), machine, LINUX)
        assert (choice.kind, choice.reason) == (kind, Reason.OWN_SPEC)
        assert (choice.added, choice.bounds) == ((), ())
        assert spec in why(choice)
        assert bool(choice.cuda) is (kind is Kind.CUDA)


@pytest.mark.parametrize(
    ("machine", "subdir", "reason", "cuda"),
    [
        (computer("13.0"), LINUX, Reason.CHOSEN, "13.0"),
        (computer("12.4"), LINUX, Reason.CHOSEN_OLD_DRIVER, "12.9"),
        (computer(), "win-64", Reason.CHOSEN_WITHOUT_CARD, "12.8"),
    ],
)
def test_cuda_can_be_chosen_wherever_there_are_builds(
    machine: Machine, subdir: str, reason: Reason, cuda: str
) -> None:
    choice = choose(plan("peft", accelerator=Accelerator.CUDA), machine, subdir)
    assert (choice.kind, choice.reason, choice.cuda) == (Kind.CUDA, reason, cuda)
    assert choice.added == ("pytorch=*=*cuda*",)
    assert why(choice).startswith("You chose NVIDIA CUDA")


def test_cuda_cannot_be_chosen_on_a_mac_and_the_cpu_can_everywhere() -> None:
    for subdir, kind in (("osx-arm64", Kind.METAL), ("osx-64", Kind.CPU)):
        choice = choose(plan(accelerator=Accelerator.CUDA), computer(), subdir)
        assert (choice.kind, choice.reason) == (kind, Reason.CHOSEN_NO_BUILDS)
        assert (choice.added, choice.cuda) == ((), "")
    both = choose(plan(accelerator=Accelerator.CPU), computer(), "osx-arm64")
    assert (both.kind, both.reason) == (Kind.METAL, Reason.APPLE_BOTH), "one build does both"
    for subdir in (LINUX, "osx-64", "win-64"):
        choice = choose(plan(accelerator=Accelerator.CPU), computer("13.0"), subdir)
        assert (choice.kind, choice.reason, choice.cuda) == (Kind.CPU, Reason.CHOSEN, "")


def test_a_choice_waits_for_graphics_that_are_being_looked_at() -> None:
    looking = replace(computer(), graphics=None, pending=("graphics",))
    assert is_open(plan(), looking)
    assert not is_open(plan("numpy"), looking)
    assert not is_open(plan(accelerator=Accelerator.CPU), looking)
    assert not is_open(plan(), computer())


@given(
    st.text("0123456789.", max_size=6),
    st.text("0123456789.", max_size=5),
    st.sampled_from(["", "glibc 2.17", "glibc 2.36", "musl", "glibc x"]),
    st.sampled_from(list(Accelerator)),
)
def test_no_odd_fact_makes_choosing_fail_or_promise_too_much(
    cuda: str, compute: str, libc: str, wish: Accelerator
) -> None:
    choice: Choice = choose(plan(accelerator=wish), computer(cuda, compute, libc), LINUX)
    assert choice.kind in (Kind.CPU, Kind.CUDA)
    assert why(choice)
    assert bool(choice.cuda) is (choice.kind is Kind.CUDA)
