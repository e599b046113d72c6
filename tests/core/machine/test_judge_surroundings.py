"""What stands in a network's way is told in sentences that fit one server and several."""

from __future__ import annotations

from app.core.machine.facts import Machine, Reach
from app.core.machine.judge_surroundings import about_reach


def sentence(*hosts: str) -> str:
    machine = Machine("linux", reach=tuple(Reach(host, False, "no_dns") for host in hosts))
    (found,) = about_reach(machine)
    return found.sentence


def test_one_server_is_named_in_the_singular() -> None:
    assert sentence("a.org") == "The address a.org cannot be found from this network."


def test_of_several_the_others_are_added_in_a_sentence_of_their_own() -> None:
    one = "The address a.org cannot be found from this network."
    assert sentence("a.org", "b.org") == f"{one} The same goes for b.org."
    assert sentence("a.org", "b.org", "c.org") == f"{one} The same goes for b.org, c.org."


def test_many_are_counted() -> None:
    text = sentence("a.org", "b.org", "c.org", "d.org", "e.org")
    assert text.endswith("The same goes for b.org, c.org and 2 more.")
