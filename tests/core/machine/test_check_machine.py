"""Recorded computers and what is said about them."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from app.core.finding import Level
from app.core.machine.check_machine import check_machine, rows
from app.core.machine.facts import Machine, from_data, to_data
from app.i18n import set_language

FOLDER = Path(__file__).parents[2] / "machines"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
FACTS = ("os", "cpu", "memory", "drives", "graphics", "pythons", "settings", "reach")

# Everything that is to be said, and nothing else.
EXPECTED: dict[str, set[tuple[str, str]]] = {
    "linux_debian_plain": set(),
    "linux_nvidia_laptop": set(),
    "linux_read_only_place": {("note", "started_read_only")},
    "windows_inside_a_zip": {("note", "started_archive")},
    "macos_translocated": {("note", "started_translocated")},
    "macos_disk_image": {("note", "started_disk_image")},
    "linux_two_old_cards": {("note", "card_for_cuda_12")},
    "linux_driver_silent": {("warn", "driver_silent")},
    "linux_centos7_old_glibc": {("note", "glibc_for_miniforge")},
    "linux_centos6_too_old": {("stop", "old_glibc")},
    "linux_alpine_musl": {("stop", "musl")},
    "linux_raspberry_32_bit": {("stop", "32_bit"), ("warn", "little_memory")},
    "linux_wsl_ubuntu": {("note", "wsl")},
    "linux_full_disk": {("warn", "little_space")},
    "linux_hostile_settings": {
        ("note", "conda_there"),
        ("note", "conda_broken"),
        ("warn", "unreadable"),
        ("note", "variables"),
        ("note", "files"),
        ("note", "certificates"),
        ("note", "dead_conda"),
        ("note", "proxy"),
    },
    "linux_root_container": {("note", "elevated"), ("note", "modest_memory")},
    "linux_no_network": {("warn", "no_dns")},
    "linux_school_network": {("warn", "proxy"), ("warn", "tls"), ("warn", "clock")},
    "linux_nothing_known": {("note", "unknown")},
    "windows_11_plain": set(),
    "windows_space_in_name": set(),
    "windows_chinese_name": set(),
    "windows_arm": {("note", "windows_arm")},
    "windows_lab_as_administrator": {
        ("warn", "elevated"),
        ("note", "modest_space"),
        ("note", "conda_there"),
        ("note", "dead_conda"),
    },
    "windows_old_driver": {("note", "old_driver")},
    "windows_32_bit": {("stop", "32_bit")},
    "windows_8": {("stop", "old_windows")},
    "macos_apple_silicon": set(),
    "macos_rosetta": {("note", "emulated")},
    "macos_intel_old": {("warn", "macos_for_old_installers"), ("note", "intel_mac")},
    "macos_icloud_desktop": set(),
}


def without(known: Machine, fact: str, **changes: Any) -> Machine:
    """The machine with one fact unknown."""
    values: dict[str, Any] = {fact: None, **changes}
    return replace(known, **values)


def machine(name: str) -> Machine:
    return from_data(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def test_every_recorded_machine_has_its_expectation() -> None:
    assert set(NAMES) == set(EXPECTED)
    assert len(NAMES) >= 14


@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_machine_gets_exactly_its_findings(name: str) -> None:
    found = check_machine(machine(name))
    assert {(str(one.level), one.rule) for one in found} == EXPECTED[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_has_a_sentence_and_a_remedy(name: str) -> None:
    for finding in check_machine(machine(name)):
        assert finding.sentence
        assert finding.remedy
        assert "{" not in finding.sentence + finding.remedy


@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_machine_survives_being_written_and_read(name: str) -> None:
    known = machine(name)
    assert from_data(json.loads(json.dumps(to_data(known)))) == known


@pytest.mark.parametrize("name", NAMES)
def test_there_is_one_row_for_each_fact(name: str) -> None:
    shown = rows(machine(name))
    assert [row.field for row in shown] == [f"machine.{fact}" for fact in FACTS]
    worst = {row.field: row.level for row in shown}
    about_the_computer = [
        finding for finding in check_machine(machine(name)) if finding.field != "program"
    ]
    for finding in about_the_computer:
        order = list(Level)
        assert order.index(worst[finding.field]) >= order.index(finding.level)


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_that_is_unknown_is_a_note_and_never_stops(fact: str) -> None:
    (row,) = [
        row
        for row in rows(without(machine("linux_debian_plain"), fact))
        if row.field == f"machine.{fact}"
    ]
    assert (row.level, row.value, row.pending) == (Level.NOTE, "", False)
    assert row.sentence


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_that_is_pending_says_nothing_yet(fact: str) -> None:
    waiting = without(machine("linux_debian_plain"), fact, pending=(fact,))
    (row,) = [row for row in rows(waiting) if row.pending]
    assert (row.field, row.level, row.sentence) == (f"machine.{fact}", Level.OK, "")
    assert check_machine(waiting) == ()


def test_rows_show_the_values_as_people_say_them() -> None:
    values = {row.field: row.value for row in rows(machine("linux_wsl_ubuntu"))}
    assert values["machine.os"] == "Ubuntu 24.04, 64-bit, inside Windows (WSL)"
    assert values["machine.cpu"] == "Intel Core i5, 8 cores"
    assert values["machine.memory"] == "16 GB: plenty"
    assert values["machine.drives"].startswith("900 GB free for your files; 80 GB free on /mnt/c")
    assert values["machine.graphics"] == (
        "NVIDIA GeForce RTX 4070 with 12 GB; its driver supports CUDA 12.4"
    )
    assert values["machine.reach"] == "online: all servers answer"


def test_rows_keep_the_technical_side_for_those_who_help() -> None:
    details = {row.field: row.details for row in rows(machine("linux_wsl_ubuntu"))}
    assert "glibc 2.39" in details["machine.os"]
    assert details["machine.cpu"] == ("x86_64",)
    assert details["machine.memory"] == ("11 GB of 16 GB are free now",)
    assert details["machine.drives"][0].startswith("/: 900 GB free of 1.0 TB")
    assert "driver 5" in details["machine.graphics"][0]
    assert len(details["machine.reach"]) == 2


def test_the_build_of_windows_is_a_detail() -> None:
    (system, *_others) = rows(machine("windows_11_plain"))
    assert system.value == "Windows 11 23H2, 64-bit"
    assert "build 22631" in system.details[0]


def test_every_recorded_machine_says_all_its_cards_pythons_settings_and_servers_in_details() -> (
    None
):
    for name in NAMES:
        known = machine(name)
        details = {row.field: "\n".join(row.details) for row in rows(known)}
        for found in known.pythons or ():
            assert found.prefix in details["machine.pythons"]
        for setting in known.settings or ():
            assert setting.name in details["machine.settings"]
        for reach in known.reach or ():
            assert reach.host in details["machine.reach"]


def test_a_name_with_braces_is_shown_as_it_is() -> None:
    known = machine("linux_debian_plain")
    assert known.cpu is not None
    odd = replace(known, cpu=replace(known.cpu, name="{cores} {0}"))
    assert rows(odd)[1].value == "{cores} {0}, 8 cores"


def test_a_full_home_drive_names_the_drive_with_room() -> None:
    (finding,) = check_machine(machine("linux_full_disk"))
    assert "/data" in finding.remedy


def test_a_home_that_holds_a_list_is_reported() -> None:
    known = replace(machine("windows_11_plain"), home=r"C:\a;C:\b")
    assert "home_malformed" in {finding.rule for finding in check_machine(known)}


def test_huge_and_empty_numbers_are_no_obstacle() -> None:
    known = machine("linux_debian_plain")
    assert known.memory is not None
    assert known.drives is not None
    odd = replace(
        known,
        memory=replace(known.memory, total=2**80, available=0),
        drives=(),
        home="",
        user="\udcff",
    )
    assert [finding.level for finding in check_machine(odd)] == []
    assert len(rows(odd)) == len(FACTS)


def test_every_sentence_can_be_translated() -> None:
    set_language("pseudo")
    try:
        for name in NAMES:
            for row in rows(machine(name)):
                assert row.title.startswith("⟦")
                assert not row.sentence or row.sentence.startswith("⟦")
                assert not row.remedy or row.remedy.startswith("⟦")
    finally:
        set_language("en")


def test_the_rows_cover_what_a_machine_knows() -> None:
    aside = {"family", "home", "user", "elevated", "sync_folders", "pending", "program"}
    assert {field.name for field in fields(Machine)} - aside == set(FACTS)
