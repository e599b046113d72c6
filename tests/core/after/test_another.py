"""Beginning again keeps the answers, uses the conda that is there, and takes a free name."""

from __future__ import annotations

from pathlib import Path

from app.core.after.another import another_environment
from app.core.plan import Plan, Target, Workshop


def test_the_next_environment_goes_into_the_same_conda_under_a_free_name(tmp_path: Path) -> None:
    plan = Plan(Workshop(environment="ml", packages=("numpy",)), Target(tmp_path))
    plan.environment_prefix.mkdir(parents=True)
    second = another_environment(plan)
    assert second.target.reuse
    assert second.target.folder == plan.target.folder
    assert second.environment_name == "ml-2"
    assert second.workshop == plan.workshop
    second.environment_prefix.mkdir()
    assert another_environment(plan).environment_name == "ml-3"
    assert another_environment(second).environment_name == "ml-3", "and not ml-2-2"


def test_a_number_that_the_person_chose_stays(tmp_path: Path) -> None:
    plan = Plan(Workshop(environment="python-3"), Target(tmp_path))
    plan.environment_prefix.mkdir(parents=True)
    assert another_environment(plan).environment_name == "python-3-2"
