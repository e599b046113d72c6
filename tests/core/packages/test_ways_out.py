"""Ways out change the plan as they say, and tell how to type the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.packages.ways_out import Way, WayOut, without
from app.core.plan import Plan, Target, Workshop

PLAN = Plan(
    Workshop(python="3.13", packages=("SciPy", "numpy = 1.21", "sklearn", "--bad", "python=3.9")),
    Target(Path("/x")),
)


@pytest.mark.parametrize(
    ("way_out", "packages", "title", "typed"),
    [
        (
            WayOut(Way.REPLACE, "numpy=1.21", "numpy"),
            ("SciPy", "numpy", "sklearn", "--bad", "python=3.9"),
            "Drop the version of numpy",
            "--package numpy",
        ),
        (
            WayOut(Way.REPLACE, "sklearn", "scikit-learn"),
            ("SciPy", "numpy = 1.21", "scikit-learn", "--bad", "python=3.9"),
            "Use scikit-learn instead of sklearn",
            "--without sklearn --package scikit-learn",
        ),
        (
            WayOut(Way.LEAVE_OUT, "scipy"),
            ("numpy = 1.21", "sklearn", "--bad", "python=3.9"),
            "Leave out scipy",
            "--without scipy",
        ),
        (
            WayOut(Way.PYTHON, "python=3.9", "3.12"),
            ("SciPy", "numpy = 1.21", "sklearn", "--bad"),
            "Use Python 3.12",
            "--python 3.12",
        ),
    ],
)
def test_a_way_out_changes_one_thing(
    way_out: WayOut, packages: tuple[str, ...], title: str, typed: str
) -> None:
    changed = way_out.applied_to(PLAN)
    assert changed.workshop.packages == packages
    assert changed.workshop.python == ("3.12" if way_out.way is Way.PYTHON else "3.13")
    assert (way_out.title, way_out.typed) == (title, typed)


def test_a_replacement_that_is_there_already_stays_once() -> None:
    plan = PLAN.with_workshop(packages=("scikit-learn", "sklearn"))
    changed = WayOut(Way.REPLACE, "sklearn", "scikit-learn").applied_to(plan)
    assert changed.workshop.packages == ("scikit-learn",)


def test_without_drops_a_library_in_every_version() -> None:
    plan = PLAN.with_workshop(packages=("numpy", "numpy>=2", "scipy"))
    assert without(plan, ("numpy",)).workshop.packages == ("scipy",)
    assert without(plan, ()) == plan
