"""A workshop's words about platforms: those to no effect, and those that this computer misses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.checks.workshop import difference_findings, workshop_findings
from app.core.finding import Finding, Level
from app.core.machine.facts import Graphics, Machine
from app.core.plan import Difference, Plan, Target, Workshop
from app.core.workshops.differences import plan_on
from app.platforms.base import OsFacts

STATED = Workshop(packages=("numpy",), glibc="2.31", macos="13.0", windows="11", cuda="12.9")


def found(machine: Machine, subdir: str, workshop: Workshop = STATED) -> list[Finding]:
    plan = Plan(workshop, Target(Path("/x")))
    return list(workshop_findings(plan_on(plan, subdir), machine, subdir))


def computer(family: str, version: str = "", libc: str = "") -> Machine:
    return Machine(family, os=OsFacts(family, family, version, libc))


@pytest.mark.parametrize(
    ("machine", "subdir", "words"),
    [
        (computer("linux", libc="glibc 2.28"), "linux-64", ("glibc 2.31", "2.28")),
        (computer("macos", "12.6.1"), "osx-arm64", ("macOS 13.0", "12.6.1")),
        (computer("windows", "22H2 (build 19045)"), "win-64", ("10.0.22000", "10.0.19045")),
    ],
)
def test_an_older_computer_is_told_and_may_try(
    machine: Machine, subdir: str, words: tuple[str, ...]
) -> None:
    (finding,) = found(machine, subdir)
    assert finding.rule == "older_than_stated"
    assert finding.level is Level.WARN
    assert all(word in finding.sentence for word in words)
    assert finding.remedy


@pytest.mark.parametrize(
    ("machine", "subdir"),
    [
        (computer("linux", libc="glibc 2.31"), "linux-64"),
        (computer("linux", libc="musl 1.2"), "linux-64"),
        (computer("macos", "13.1"), "osx-arm64"),
        (computer("macos", "10.16"), "osx-64"),
        (computer("windows", "24H2 (build 26100)"), "win-64"),
        (Machine("linux"), "linux-64"),
    ],
)
def test_who_is_new_enough_or_unknown_hears_nothing(machine: Machine, subdir: str) -> None:
    assert found(machine, subdir) == []
    assert found(computer("linux", libc="glibc 2.17"), "linux-64", Workshop()) == []


def test_an_older_driver_is_told_where_there_are_builds_for_it() -> None:
    machine = replace(computer("linux", libc="glibc 2.36"), graphics=Graphics(cuda="12.2"))
    (finding,) = found(machine, "linux-64")
    assert "12.9" in finding.sentence
    assert "12.2" in finding.sentence
    assert found(replace(machine, graphics=Graphics(cuda="13.0")), "linux-64") == []
    assert found(replace(machine, graphics=Graphics()), "linux-64") == []


def test_words_to_no_effect_are_told_also_after_the_libraries_were_settled() -> None:
    workshop = Workshop(
        packages=("numpy>=2",),
        platforms=("linux-64", "amiga-16"),
        differences=(Difference("linux-64", without=("numpy", "tensorflow")),),
    )
    told = found(computer("linux"), "linux-64", workshop)
    assert [finding.rule for finding in told] == ["unknown_platform", "idle_difference"]
    assert "amiga-16" in told[0].sentence
    assert "tensorflow" in told[1].sentence
    assert "numpy" not in told[1].sentence
    assert all(finding.level is Level.NOTE for finding in told)
    assert list(difference_findings(Workshop(packages=("numpy",)))) == []
