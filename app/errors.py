"""Errors as objects: what happened, what the person can do, and what a helper needs to know.

Everything that can go wrong ends as one of these; nothing here decides, prints or translates.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    DONE = 0
    PLAN = 2
    CANCELLED = 3
    NETWORK = 4
    SPACE = 5
    COMMAND = 6
    BUG = 70


class Action(StrEnum):
    """What can be done about an error by one click or one option; front ends give it a meaning."""

    AGAIN = "again"
    GO_ON = "go_on"
    SERVERS = "servers"
    CLEAN_UP = "clean_up"
    FOLDER = "folder"
    ENVIRONMENT = "environment"
    LIBRARIES = "libraries"
    LICENCE = "licence"
    ANSWERS = "answers"
    REPORT = "report"


class InstallError(Exception):
    """Something the person must know: a sentence, a remedy, and details for a helper.

    `summary` and `remedy` are plain sentences in the person's language; `detail` holds the
    technical text (output, addresses, traceback) and may be long. `action` is the part of the
    remedy that we can do for the person; it goes with the kind of error unless one is given.
    """

    code: ClassVar[str] = "command"
    exit_code: ClassVar[ExitCode] = ExitCode.COMMAND
    usual_action: ClassVar[Action] = Action.AGAIN

    def __init__(
        self, summary: str, remedy: str = "", detail: str = "", action: Action | None = None
    ) -> None:
        super().__init__(summary)
        self.summary = summary
        self.remedy = remedy
        self.detail = detail
        self.action = action or self.usual_action

    def __str__(self) -> str:
        return self.summary


class PlanInvalid(InstallError):
    """The plan, or the file or answer it came from, cannot be carried out as it stands."""

    code = "plan"
    exit_code = ExitCode.PLAN
    usual_action = Action.ANSWERS


class NoNetwork(InstallError):
    """A server cannot be reached, or does not hand out what it should."""

    code = "network"
    exit_code = ExitCode.NETWORK


class NoSpace(InstallError):
    """A drive is full, or too small for what is planned."""

    code = "space"
    exit_code = ExitCode.SPACE
    usual_action = Action.CLEAN_UP


class CommandFailed(InstallError):
    """A program that we started (installer, conda, Python) did not do its work."""

    code = "command"
    exit_code = ExitCode.COMMAND


class Unexpected(InstallError):
    """A mistake of ours: anything that no other class describes."""

    code = "bug"
    exit_code = ExitCode.BUG
    usual_action = Action.REPORT


class Cancelled(Exception):
    """The person cancelled; raised wherever work notices the flag."""
