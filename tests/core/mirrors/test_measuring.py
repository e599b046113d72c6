"""Which server is proposed: the fastest that works and has not been left behind."""

from __future__ import annotations

import pytest

from app.core.cancel import Cancel
from app.core.catalog.mirrors import OFFICIAL
from app.core.consent import Kind
from app.core.mirrors.measuring import Candidate, measure, proposed
from app.core.mirrors.words import age_text, order_text, speed_text
from app.core.network.measure import Limits, Measured
from app.core.network.trouble import ServerTrouble
from app.core.network.words import Rule
from tests.core.conftest import no_proxies
from tests.fakes import faults
from tests.fakes.fault_server import FaultServer
from tests.fakes.mirror import SAMPLE, mirrors_of

__all__ = ["no_proxies"]
DAY = 86400.0
NOW = 1_800_000_000.0


def candidate(server: str, rate: float, behind: float | None = 0.0) -> Candidate:
    modified = None if behind is None else NOW - behind
    trouble = None if rate else ServerTrouble(Rule.REFUSED, "x.example")
    measured = Measured("", int(rate), 1.0, modified, trouble)
    return Candidate(server, server, Kind.CONDA, "", measured)


def name(*candidates: Candidate) -> str | None:
    best = proposed(candidates)
    return best.server if best else None


def test_the_fastest_is_proposed_even_if_it_is_the_official_one() -> None:
    assert name(candidate("official", 9), candidate("a", 5)) == "official"
    assert name(candidate("official", 1), candidate("a", 5), candidate("b", 6)) == "b"


def test_one_that_does_not_answer_is_never_proposed() -> None:
    assert name(candidate("official", 0), candidate("a", 2)) == "a"
    assert name(candidate("official", 0), candidate("a", 0)) is None


def test_one_that_has_stopped_following_is_not_proposed() -> None:
    assert name(candidate("official", 1), candidate("a", 9, behind=5 * DAY)) == "official"
    assert name(candidate("official", 1), candidate("a", 9, behind=2 * DAY)) == "a"


def test_one_that_tells_no_age_may_be_proposed() -> None:
    assert name(candidate("official", 1), candidate("a", 9, behind=None)) == "a"


def test_real_servers_are_measured_and_the_faster_one_is_found(no_proxies: None) -> None:
    data = bytes(1_000_000)
    with FaultServer({SAMPLE: data}) as official, FaultServer({SAMPLE: data}) as fast:
        official.always(SAMPLE, faults.drip(200_000))
        mirrors = mirrors_of(official, fast=fast)
        heard: list[Candidate] = []
        limits = Limits(seconds=0.4, total=5)
        found = measure(mirrors, (Kind.CONDA,), Cancel(), heard.append, limits)
    assert [each.server for each in found] == [OFFICIAL, "fast"]
    assert sorted(heard, key=str) == sorted(found, key=str)
    assert name(*found) == "fast"
    assert found[0].measured.rate < 400_000


@pytest.mark.parametrize(
    ("hours", "text"), [(0.2, "less than an hour ago"), (5, "5 hours ago"), (72, "3 days ago")]
)
def test_an_age_is_said_in_words(hours: float, text: str) -> None:
    assert age_text(Measured("", modified=NOW - hours * 3600), NOW) == text


def test_no_age_is_made_up() -> None:
    assert age_text(Measured("")) == ""


def test_a_speed_or_the_reason_for_none_is_said() -> None:
    assert speed_text(candidate("a", 5_400_000).measured) == "5.4 MB/s"
    assert speed_text(candidate("a", 0).measured).startswith("not reachable: x.example")


def test_the_order_of_servers_is_only_said_where_there_is_more_than_one() -> None:
    assert order_text(("https://a.example/x",)) == ""
    said = order_text(("https://a.example/x", "https://b.example/x", "https://c.example/x"))
    assert said == "Asking a.example first; where it fails, b.example, c.example."
