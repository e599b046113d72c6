"""Events as lines of JSON: complete, and every kind has its own name."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from app.core.run.events import (
    Event,
    Line,
    Progress,
    RunCancelled,
    RunDone,
    RunFailed,
    StepDone,
    StepSkipped,
    StepStarted,
    Unit,
    to_json,
)
from app.core.run.limit import Cause, Limit
from app.errors import NoSpace

ALL: tuple[Event, ...] = (
    StepStarted("a", "Doing A"),
    Progress("a", 1, None, Unit.BYTES, "x", 1.23456, 0.123456, None, 7.77),
    Progress("a", 1, 2, Unit.BYTES, "", 0, 0, limit=Limit(Cause.DOWNLOAD, 5.04, 2, alone=False)),
    Line("a", "文字"),
    StepSkipped("a", "Doing A", "there"),
    StepDone("a", 1.23456),
    RunFailed("a", NoSpace("Full.", "Make room.", "detail")),
    RunCancelled(1.0),
    RunDone(1.0),
)


def test_every_kind_of_event_is_tried_here() -> None:
    assert {type(event) for event in ALL} == set(get_args(Event))


@pytest.mark.parametrize("event", ALL, ids=lambda event: type(event).__name__)
def test_an_event_is_plain_data_with_its_name(event: Event) -> None:
    data = json.loads(json.dumps(to_json(event)))
    name = "".join(f"_{c.lower()}" if c.isupper() else c for c in type(event).__name__)[1:]
    assert data["event"] == name
    if hasattr(event, "step"):
        assert data["step"] == "a"


def test_a_failure_tells_what_to_do_and_the_exit_code() -> None:
    assert to_json(ALL[6])["error"] == {
        "code": "space",
        "exit_code": 5,
        "summary": "Full.",
        "remedy": "Make room.",
        "detail": "detail",
        "action": "clean_up",
    }


def test_what_is_unknown_stays_null() -> None:
    data = to_json(ALL[1])
    assert data["total"] is data["rate"] is None
    assert data["seconds_left"] == 7.8
    assert data["limit"] is None


def test_what_limits_the_run_is_told_with_what_was_measured() -> None:
    limit = {"cause": "download", "rate": 5.0, "archives": 2, "alone": False}
    assert to_json(ALL[2])["limit"] == limit
