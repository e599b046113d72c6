"""Errors are objects with a code of their own."""

from __future__ import annotations

import pytest

from app import errors
from app.errors import Action, Cancelled, ExitCode, InstallError

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, InstallError) and kind is not InstallError
]


def test_each_kind_has_its_own_code_and_exit_code() -> None:
    assert len(KINDS) == 5
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert {kind.exit_code for kind in KINDS} == set(ExitCode) - {ExitCode.DONE, ExitCode.CANCELLED}


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_reads_as_its_sentence_and_keeps_the_rest(kind: type[InstallError]) -> None:
    error = kind("It broke.", "Mend it.", "trace")
    assert str(error) == error.summary == "It broke."
    assert (error.remedy, error.detail) == ("Mend it.", "trace")


def test_to_cancel_is_no_error() -> None:
    assert not issubclass(Cancelled, InstallError)
    assert [int(code) for code in ExitCode] == [0, 2, 3, 4, 5, 6, 70]


def test_each_kind_knows_what_usually_helps_and_one_error_may_know_better() -> None:
    assert errors.CommandFailed("x").action is Action.AGAIN
    assert errors.NoSpace("x").action is Action.CLEAN_UP
    assert errors.Unexpected("x").action is Action.REPORT
    assert errors.PlanInvalid("x", action=Action.FOLDER).action is Action.FOLDER
