"""Libraries that a platform or a kind of build does not have, with the reason in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.accelerator import Choice, Kind, unavailable, why_not
from app.core.accelerator.missing import lacking
from app.core.accelerator.options import alternative, options
from app.core.catalog.libraries import all_libraries, library
from app.core.catalog.platforms import all_platforms
from app.core.machine.facts import Gpu, Graphics, Machine
from app.core.plan import Accelerator, Plan, Target, Workshop

SUBDIRS = {platform.subdir for platform in all_platforms()}


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("vllm", {"win-64", "osx-64"}),
        ("flash-attn", {"win-64", "osx-64", "osx-arm64"}),
        ("deepspeed", {"win-64", "osx-64", "osx-arm64"}),
        ("bitsandbytes", {"win-64", "osx-64", "osx-arm64"}),
        ("pytorch", set()),
        ("numpy", set()),
        ("something-of-mine", set()),
    ],
)
def test_what_a_platform_lacks_is_known(name: str, missing: set[str]) -> None:
    assert {subdir for subdir in SUBDIRS if why_not(name, subdir)} == missing
    assert why_not(name, "") == "", "nothing is claimed while the computer is not known"


def test_the_reason_names_library_and_platforms() -> None:
    known = library("vllm")
    assert known is not None
    assert why_not(known, "win-64") == (
        "vLLM is not available for Windows, only for:"
        " Linux, Intel or AMD; Linux, ARM; macOS, Apple chip."
    )


def test_what_needs_cuda_is_missing_in_a_choice_for_the_processor() -> None:
    names = ("flash-attn", "bitsandbytes", "pytorch")
    assert unavailable(names, "linux-64", Kind.CUDA) == {}
    assert list(unavailable(names, "linux-64", Kind.CPU)) == ["flash-attn"]
    assert unavailable(names, "linux-64", None) == {}


def test_a_channel_of_the_workshops_own_may_have_everything() -> None:
    plan = Plan(Workshop(packages=("vllm>=0.9", "numpy")), Target(Path("/x")))
    assert list(lacking(plan, "win-64", Choice())) == ["vllm>=0.9"]
    assert lacking(plan.with_workshop(channels=("./channel",)), "win-64", Choice()) == {}
    assert lacking(plan, "", Choice()) == {}


def test_the_catalogue_names_only_kinds_and_platforms_that_there_are() -> None:
    for known in all_libraries():
        assert set(known.platforms) <= SUBDIRS
        assert set(known.accelerators) <= set(Kind)
        assert bool(known.accelerators) is bool(known.engine)


def test_what_can_be_chosen_instead_and_what_stands_against_it() -> None:
    plan = Plan(Workshop(packages=("pytorch",)), Target(Path("/x")))
    card = Machine("linux", graphics=Graphics((Gpu("NVIDIA", "575", None, "8.6"),), "12.9"))
    old = Machine("linux", graphics=Graphics((Gpu("NVIDIA", "550", None, "8.6"),), "12.4"))
    none = Machine("linux", graphics=Graphics())
    cuda = {
        machine.graphics: options(plan, machine, "linux-64")[2] for machine in (card, old, none)
    }
    assert all(option.possible for option in cuda.values())
    assert [option.against for option in cuda.values()] == [
        "",
        "the card or its driver is too old",
        "no NVIDIA card was found",
    ]
    other = alternative(plan, card, "linux-64")
    assert other is not None
    assert other.target.accelerator is Accelerator.CPU
    assert alternative(plan, none, "osx-64") is None
    assert alternative(plan, none, "osx-arm64") is None
    own = plan.with_workshop(packages=("pytorch-cpu",))
    assert [option.possible for option in options(own, card, "linux-64")] == [True, False, False]
    assert alternative(own, card, "linux-64") is None
