"""A kit for other systems is told in one sentence, and nothing else about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.check_kit import kit_findings
from app.core.lock_file import LockFile, PlatformLock
from app.core.plan import Plan, Target, Workshop

LOCK = LockFile((PlatformLock("win-64", "0" * 64, ()),))


def plan(source: Path, *channels: str, lock: LockFile = LOCK) -> Plan:
    workshop = Workshop(channels=channels, lock=lock)
    return Plan(workshop, Target(folder=source / "conda", source=str(source)))


def rules(asked: Plan, subdir: str = "linux-64") -> list[str]:
    return [finding.rule for finding in kit_findings(asked, subdir)]


def test_a_kit_without_this_platform_cannot_be_installed_here(tmp_path: Path) -> None:
    (tmp_path / "channel" / "win-64").mkdir(parents=True)
    (finding,) = kit_findings(plan(tmp_path, "./channel"), "linux-64")
    assert finding.sentence == "This kit is for win-64, and this computer is linux-64."
    assert finding.remedy
    assert rules(plan(tmp_path, "./channel"), "win-64") == []


@pytest.mark.parametrize("channels", [("conda-forge",), ("./channel", "conda-forge"), ()])
def test_packages_from_elsewhere_may_still_be_had(
    tmp_path: Path, channels: tuple[str, ...]
) -> None:
    assert rules(plan(tmp_path, *channels)) == []


def test_a_channel_may_have_more_platforms_than_the_lock(tmp_path: Path) -> None:
    (tmp_path / "channel" / "linux-64").mkdir(parents=True)
    assert rules(plan(tmp_path, "./channel")) == []


def test_without_a_lock_or_a_known_platform_nothing_is_said(tmp_path: Path) -> None:
    assert rules(plan(tmp_path, "./channel", lock=LockFile())) == []
    assert rules(plan(tmp_path, "./channel"), "") == []
    assert rules(plan(tmp_path, "./../channel")) == []
