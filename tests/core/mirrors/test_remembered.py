"""The choice of servers is remembered, taken back, and a broken memory harms nothing."""

from __future__ import annotations

import pytest

from app.core.catalog.mirrors import built_in
from app.core.consent import Consent, Kind
from app.core.mirrors import remembered
from app.core.plan import Workshop
from app.core.session import Session
from app.paths import state_folder

TUNA = Consent("tuna", (Kind.CONDA, Kind.PIP))
USTC = Consent("ustc", (Kind.INSTALLERS,))


def test_nothing_is_remembered_at_first() -> None:
    assert remembered.load(built_in()) == ()


def test_what_is_kept_comes_back_in_its_order() -> None:
    remembered.keep((USTC, TUNA))
    assert remembered.load(built_in()) == (USTC, TUNA)


def test_it_is_in_the_plan_of_a_later_run_and_never_in_a_workshop() -> None:
    remembered.keep((TUNA,))
    session = Session.start()
    assert session.new_plan().target.mirrors == (TUNA,)
    assert session.opened(Workshop(), "").target.mirrors == (TUNA,)


def test_taken_back_nothing_of_it_is_left() -> None:
    remembered.keep((TUNA,))
    remembered.keep(())
    assert remembered.load(built_in()) == ()
    assert list(state_folder().iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>",
        "[]",
        '{"servers": 5}',
        '{"servers": [5, {"server": "tuna"}, {"server": "tuna", "kinds": "conda"}]}',
        '{"servers": [{"server": "gone", "kinds": ["conda"]}]}',
        '{"servers": [{"server": "tuna", "kinds": ["huggingface", 7]}]}',
        '{"servers": [{"server": ["tuna"], "kinds": ["conda"]}]}',
    ],
)
def test_a_broken_memory_means_the_official_servers(text: str) -> None:
    (state_folder() / "servers.json").parent.mkdir(parents=True, exist_ok=True)
    (state_folder() / "servers.json").write_text(text)
    assert remembered.load(built_in()) == ()


def test_a_new_favourite_comes_first_and_its_kinds_are_taken_anew() -> None:
    again = Consent("tuna", (Kind.PIP,))
    assert remembered.preferring(again, (USTC, TUNA)) == (again, USTC)
