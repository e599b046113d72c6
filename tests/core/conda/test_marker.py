"""The marker tells which plan an environment answers, and how far it came."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.conda import marker
from app.core.plan import Plan, Target, Workshop
from app.core.run.journal import Journal, Owner


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return Plan(Workshop(packages=("numpy", "scipy"), pip_packages=("x",)), Target(tmp_path))


def test_the_marker_has_no_ending_that_conda_takes_for_a_packages(plan: Plan) -> None:
    marker.write(plan)
    assert marker.is_ours(plan.environment_prefix)
    assert list((plan.environment_prefix / "conda-meta").glob("*.json")) == []


def test_a_marked_environment_answers_exactly_its_plan(plan: Plan) -> None:
    assert not marker.answers(plan)
    marker.write(plan)
    assert marker.answers(plan)
    assert marker.answers(plan.with_workshop(packages=("scipy", "numpy"), title="other title"))
    for change in (
        {"packages": ("numpy",)},
        {"python": "3.12"},
        {"channels": ("other",)},
        {"pip_packages": ()},
        {"explicit": ("url",)},
    ):
        other = plan.with_workshop(**change)
        assert not marker.answers(other)
        assert marker.is_complete(other), "it is somebody's complete environment"


def test_a_finished_environment_is_marked_and_complete_in_the_journal(
    plan: Plan, tmp_path: Path
) -> None:
    journal = Journal(tmp_path / "work")
    journal.begin(plan.environment_prefix)
    plan.environment_prefix.mkdir(parents=True)
    marker.finish(plan, journal)
    assert marker.answers(plan)
    assert Journal(tmp_path / "work").owner(plan.environment_prefix) is Owner.COMPLETE


def test_condas_part_alone_is_not_complete(plan: Plan) -> None:
    marker.write_conda_part(plan)
    assert not marker.answers(plan)
    assert not marker.is_complete(plan)
    assert marker.conda_part_answers(plan)
    assert marker.conda_part_answers(plan.with_workshop(pip_packages=("corrected",)))
    assert not marker.conda_part_answers(plan.with_workshop(packages=("other",)))
    marker.write(plan)
    assert not marker.conda_part_answers(plan)


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_a_damaged_marker_answers_nothing(plan: Plan, text: str) -> None:
    marker.write(plan)
    next((plan.environment_prefix / "conda-meta").iterdir()).write_text(text)
    assert not marker.answers(plan)
    assert not marker.is_complete(plan)
