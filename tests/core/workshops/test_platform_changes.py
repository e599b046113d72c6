"""One platform may get something else; the others never notice."""

from __future__ import annotations

from app.core.packages.ways_out import Way, WayOut
from app.core.plan import Difference, Workshop
from app.core.workshops.differences import workshop_on
from app.core.workshops.platform_changes import alike, dropped, replaced, way_out_there

BASE = Workshop(packages=("jax", "numpy=2.1", "tensorflow"), platforms=("linux-64", "win-64"))


def libraries(workshop: Workshop, subdir: str) -> tuple[str, ...]:
    return workshop_on(workshop, subdir).packages


def test_a_library_is_left_out_on_one_platform_only() -> None:
    changed = dropped(dropped(BASE, "win-64", "jax"), "win-64", "jax")
    assert changed.differences == (Difference("win-64", without=("jax",)),)
    assert libraries(changed, "win-64") == ("numpy=2.1", "tensorflow")
    assert libraries(changed, "linux-64") == BASE.packages


def test_a_library_is_replaced_and_replaced_again() -> None:
    changed = replaced(BASE, "win-64", "tensorflow", "tensorflow-cpu")
    assert libraries(changed, "win-64") == ("jax", "numpy=2.1", "tensorflow-cpu")
    again = replaced(changed, "win-64", "tensorflow", "tensorflow-cpu=2.18")
    assert libraries(again, "win-64") == ("jax", "numpy=2.1", "tensorflow-cpu=2.18")


def test_a_version_is_let_go_on_one_platform() -> None:
    changed = way_out_there(BASE, "win-64", WayOut(Way.REPLACE, "numpy=2.1", "numpy"))
    assert changed is not None
    assert libraries(changed, "win-64") == ("jax", "tensorflow", "numpy")


def test_what_was_taken_instead_can_be_left_out_too() -> None:
    changed = replaced(BASE, "win-64", "jax", "jaxlib")
    left = way_out_there(changed, "win-64", WayOut(Way.LEAVE_OUT, "jaxlib"))
    assert left is not None
    assert libraries(left, "win-64") == ("numpy=2.1", "tensorflow")


def test_another_python_is_not_for_one_platform() -> None:
    assert way_out_there(BASE, "win-64", WayOut(Way.PYTHON, "python=3.13", "3.12")) is None


def test_alike_again_and_other_platforms_keep_what_they_have() -> None:
    both = dropped(dropped(BASE, "win-64", "jax"), "osx-64", "jax")
    assert alike(both, "win-64").differences == (Difference("osx-64", without=("jax",)),)
