"""What is said about a proof code."""

from __future__ import annotations

import pytest

from app.core.proof.code import Outcome, ProofCode
from app.core.proof.code_words import (
    belongs_text,
    contents,
    outcome_text,
    part_text,
    what_helps,
)
from app.core.proof.coding import Belongs


def test_each_part_has_a_name_of_its_own() -> None:
    names = [part_text(outcome) for outcome in Outcome]
    assert names[0] == ""
    assert all(names[1:])
    assert len(set(names)) == len(names)


def test_what_the_code_contains_is_told_as_it_is() -> None:
    passed = contents(ProofCode(Outcome.PASSED, 1, 1))
    assert "“everything works”" in passed
    assert "which packages" in passed
    early = contents(ProofCode(Outcome.DOWNLOAD, 1, 0))
    assert f"“{outcome_text(Outcome.DOWNLOAD)}”" in early
    assert "packages" not in early, "there were none yet"


@pytest.mark.parametrize("found", Belongs)
def test_whether_it_belongs_is_one_sentence(found: Belongs) -> None:
    assert belongs_text(found).count(".") == 1


def test_what_helps_is_told_where_a_code_is_not_good() -> None:
    assert what_helps(Outcome.PASSED, Belongs.SAME) == ""
    assert "installed again" in what_helps(Outcome.PASSED, Belongs.OTHER_WORKSHOP)
    assert "screen of that computer" in what_helps(Outcome.KERNEL, Belongs.SAME)
