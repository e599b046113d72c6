"""What was kept of a run is said once."""

from __future__ import annotations

import pytest

from app.core.network.trouble import ServerTrouble
from app.core.network.words import Rule
from app.core.problem_words import kept_text
from app.errors import Action, CommandFailed


def test_what_was_kept_is_told() -> None:
    text = kept_text(error=CommandFailed("It ended."))
    assert "What was downloaded and finished is kept" in text
    assert "Only what was half installed was removed" in text


def test_nothing_is_told_where_all_was_made_and_can_be_used() -> None:
    assert kept_text(error=CommandFailed("All is there, but.", action=Action.GO_ON)) == ""


@pytest.mark.parametrize("rule", list(Rule))
def test_a_remedy_that_tells_what_is_kept_is_not_repeated(rule: Rule) -> None:
    error = ServerTrouble(rule, "host")
    for begun in (True, False):
        both = f"{error.remedy} {kept_text(begun, error)}"
        assert both.count("kept") <= 1
        assert not ("continues where it stopped" in both and "goes on from there" in both)


def test_a_try_that_had_not_begun_changed_nothing() -> None:
    assert kept_text(begun=False).startswith("Nothing was changed by this try.")
    assert "earlier ones" in kept_text(begun=False)
