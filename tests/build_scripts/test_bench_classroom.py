"""The figures of a class: what is aimed at is compared with what came of it."""

from __future__ import annotations

from typing import Any

import pytest
from bench.classroom import figures


def lesson(seconds: float, **changes: int) -> dict[str, Any]:
    found = {"memory": 50_000_000, "whole": 27, "proven": 3, "green": 3, "participants": 30}
    return {"seconds": seconds, "outside": 0, **found, **changes}


def missed(ours: dict[str, Any], theirs: dict[str, Any]) -> set[str]:
    met = figures({"seedbed": ours, "nginx": theirs}, ideal=100.0, size=5)["met"]
    return {name for name, is_met in met.items() if not is_met}


def test_a_class_in_which_all_went_well_meets_every_figure() -> None:
    assert missed(lesson(110), lesson(105)) == set()


@pytest.mark.parametrize(
    ("ours", "figure"),
    [
        (lesson(116), "seconds_over_ideal"),
        (lesson(110, memory=151_000_000), "memory_mb"),
        (lesson(110, whole=26), "everybody"),
        (lesson(110, outside=1), "one_copy"),
        (lesson(110, green=2), "board"),
    ],
)
def test_each_figure_that_is_missed_is_named(ours: dict[str, Any], figure: str) -> None:
    assert missed(ours, lesson(110)) == {figure}


def test_being_slower_than_nginx_is_named() -> None:
    assert missed(lesson(114), lesson(100)) == {"of_nginx"}
