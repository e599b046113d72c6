"""Ways out change the plan as they say, and tell how to type the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.finding import way_titles
from app.core.packages.unsolvable import conflict
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
            "Keep numpy, in any version",
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
            "Do without scipy",
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


def test_what_keeps_everything_comes_first_and_is_the_one_that_is_recommended() -> None:
    ways = (
        {"way": "leave_out", "spec": "scipy", "value": ""},
        {"way": "python", "spec": "python=3.9", "value": "3.12"},
        {"way": "replace", "spec": "numpy=1.21", "value": "numpy"},
    )
    error = conflict(("python=3.9", "numpy=1.21"), ways, "")
    assert way_titles(error.ways_out) == [
        "Use Python 3.12 (recommended)",
        "Keep numpy, in any version",
        "Do without scipy",
    ]


def test_of_one_way_out_none_is_recommended() -> None:
    assert way_titles([WayOut(Way.LEAVE_OUT, "scipy")]) == ["Do without scipy"]
    assert way_titles([]) == []
