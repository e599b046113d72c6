"""A kit for other systems is told in one sentence, and nothing else about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.catalog.installers import Installer
from app.core.checks.kit import channel_findings, installer_findings, kit_findings
from app.core.finding import Level
from app.core.plan import Plan, Target, Workshop
from app.core.workshops.lock_file import LockFile, PlatformLock

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


def test_an_installer_that_should_lie_in_the_kit_and_does_not_is_told(tmp_path: Path) -> None:
    file = tmp_path / "Small-Linux.sh"
    installer = Installer(
        "small", "1.0", "linux", "x86_64", file.name, (file.as_uri(),), size=None, sha256=""
    )
    (finding,) = installer_findings(installer)
    assert finding.sentence == "The installer Small-Linux.sh is missing in the kit."
    assert finding.level is Level.STOP
    assert "seedbed kit check" in finding.remedy
    file.write_text("")
    assert list(installer_findings(installer)) == []
    elsewhere = replace(installer, urls=("https://example.org/Small-Linux.sh",))
    assert list(installer_findings(elsewhere)) == []


def test_a_channel_that_should_lie_in_the_kit_and_does_not_is_told(tmp_path: Path) -> None:
    asked = plan(tmp_path, "./channel", "conda-forge")
    (finding,) = channel_findings(asked)
    assert finding.sentence == "The channel ./channel is missing in the kit."
    assert finding.level is Level.STOP
    assert "seedbed kit check" in finding.remedy
    (tmp_path / "channel").mkdir()
    assert list(channel_findings(asked)) == []
    served = plan(tmp_path, "./other").with_target(source="https://h/kit")
    for elsewhere in (served, plan(tmp_path, "conda-forge"), plan(tmp_path, "./../channel")):
        assert list(channel_findings(elsewhere)) == []
