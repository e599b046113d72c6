"""Findings that forbid a run as one error: nothing is said twice, and none is left out."""

from __future__ import annotations

from app.core.checks.refusal import refusal
from app.core.finding import Finding, Level
from app.errors import Action, ExitCode, NoSpace

WARNED = Finding("machine.memory", Level.WARN, "little_memory", "There is little memory.")
NAME = Finding("target.environment", Level.STOP, "name", "That is no name.", "Choose another.")
FULL = Finding("target.folder", Level.STOP, "no_space", "It does not fit.", "Free some space.")
CACHE = Finding("target.cache", Level.STOP, "no_space", "The cache is full.")


def test_what_only_warns_forbids_nothing() -> None:
    assert refusal([WARNED]) is None


def test_the_first_is_the_sentence_and_only_the_others_are_the_details() -> None:
    error = refusal([WARNED, NAME, FULL])
    assert error is not None
    assert (error.summary, error.remedy) == ("That is no name.", "Choose another.")
    assert error.detail == "It does not fit. Free some space."
    assert (error.action, error.exit_code) == (Action.ENVIRONMENT, ExitCode.PLAN)


def test_where_only_space_is_missing_the_exit_code_says_so() -> None:
    error = refusal([FULL, CACHE])
    assert isinstance(error, NoSpace)
    assert error.exit_code is ExitCode.SPACE


def test_a_bad_folder_for_the_lessons_leads_to_the_folders() -> None:
    lessons = Finding("target.lessons_folder", Level.STOP, "no_folder", "It is a file.")
    error = refusal([lessons])
    assert error is not None
    assert error.action is Action.FOLDER
