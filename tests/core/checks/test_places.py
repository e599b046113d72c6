"""Folders that files are copied to: outside conda's own, folders, and writable."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.core.checks.places import place_findings
from app.core.finding import Level
from app.core.kits import names
from app.core.machine.folder import look_at
from app.core.plan import Plan
from tests.fakes.bench import Bench


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    made = Bench(tmp_path).plan.with_workshop(materials="materials")
    (tmp_path / "kit" / "materials").mkdir()
    return made


def rules(plan: Plan) -> list[tuple[str, str]]:
    found = list(place_findings(plan, look_at))
    assert all(finding.level is Level.STOP and finding.remedy for finding in found)
    return [(finding.field, finding.rule) for finding in found]


def test_ordinary_folders_are_fine_whether_they_are_there_or_not(
    plan: Plan, tmp_path: Path
) -> None:
    assert rules(plan.with_target(lessons_folder=tmp_path / "home" / "new" / "lessons")) == []
    assert rules(plan.with_target(lessons_folder=tmp_path / "home")) == []
    assert rules(plan.with_target(lessons_folder=None, materials_folder=None)) == []


def test_notebooks_do_not_belong_into_condas_folder(plan: Plan) -> None:
    conda = plan.target.folder
    both = plan.with_target(lessons_folder=conda, materials_folder=conda / "notebooks")
    assert rules(both) == [
        ("target.materials_folder", "inside_conda"),
        ("target.lessons_folder", "inside_conda"),
    ]


def test_a_file_is_no_folder(plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "lessons"
    file.write_text("a shopping list")
    for folder in (file, file / "below" / "it"):
        found = rules(plan.with_target(lessons_folder=folder))
        assert found == [("target.lessons_folder", "no_folder")]


@pytest.mark.skipif(not Path("/proc/sys").is_dir(), reason="a folder that nobody can write into")
def test_a_folder_that_cannot_be_written_is_told(plan: Plan) -> None:
    found = rules(plan.with_target(lessons_folder=Path("/proc/lessons")))
    assert found == [("target.lessons_folder", "not_writable")]


def test_materials_that_are_not_there_are_told_before_anything_is_installed(plan: Plan) -> None:
    elsewhere = plan.with_workshop(materials="notes")
    assert rules(elsewhere) == [("target.materials_folder", "missing")]
    assert rules(elsewhere.with_target(materials_folder=None)) == []


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_materials_behind_a_link_that_leads_out_are_refused(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "kit" / "materials").rmdir()
    (tmp_path / "kit" / "materials").symlink_to(tmp_path / "home")
    assert rules(plan) == [("target.materials_folder", "outside")]


def test_materials_that_are_not_copied_are_not_judged(plan: Plan) -> None:
    inside = plan.with_target(materials_folder=plan.target.folder / "x")
    assert rules(inside.with_workshop(materials="")) == []
    on_the_web = inside.with_target(source="https://example.org/kit")
    assert rules(on_the_web) == []
    of_a_kit = on_the_web.with_workshop(catalog=names.CATALOG, channels=(f"./{names.CHANNEL}",))
    assert rules(of_a_kit) == [("target.materials_folder", "inside_conda")]


def test_what_helps_is_true_in_the_window_and_on_a_terminal(plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "lessons"
    file.write_text("a shopping list")
    (found,) = place_findings(plan.with_target(lessons_folder=file), look_at)
    assert "tick" not in found.remedy
    assert "line" not in found.remedy
