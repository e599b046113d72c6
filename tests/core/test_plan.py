"""Plans are replaced, never edited."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from app.core.plan import Plan, Target, Workshop

PLAN = Plan(Workshop(), Target(Path("/opt/conda")))


def test_the_environment_is_named_by_the_person_or_the_workshop() -> None:
    assert PLAN.environment_prefix == Path("/opt/conda/envs/ml")
    named = PLAN.with_target(environment="mine")
    assert named.environment_name == "mine"
    assert named.environment_prefix == Path("/opt/conda/envs/mine")
    assert PLAN.environment_name == "ml"


def test_a_change_makes_a_copy_and_a_wrong_name_is_refused() -> None:
    assert PLAN.with_workshop(python="3.12") != PLAN
    assert PLAN.workshop.python == ""
    with pytest.raises(TypeError):
        PLAN.with_workshop(pyhton="3.12")
    with pytest.raises(FrozenInstanceError):
        PLAN.workshop = Workshop()  # type: ignore[misc]


def test_nothing_is_accepted_for_the_person() -> None:
    assert not PLAN.target.licence_accepted
    assert not PLAN.target.reuse
    assert PLAN.workshop.channels == ("conda-forge",)
