"""Errors as objects: what happened, what the person can do, and what a helper needs to know.

Everything that can go wrong ends as one of these; nothing here decides, prints or translates.
"""

from __future__ import annotations

from enum import IntEnum
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


class InstallError(Exception):
    """Something the person must know: a sentence, a remedy, and details for a helper.

    `summary` and `remedy` are plain sentences in the person's language; `detail` holds the
    technical text (output, addresses, traceback) and may be long.
    """

    code: ClassVar[str] = "command"
    exit_code: ClassVar[ExitCode] = ExitCode.COMMAND

    def __init__(self, summary: str, remedy: str = "", detail: str = "") -> None:
        super().__init__(summary)
        self.summary = summary
        self.remedy = remedy
        self.detail = detail


class PlanInvalid(InstallError):
    """The plan, or the file or answer it came from, cannot be carried out as it stands."""

    code = "plan"
    exit_code = ExitCode.PLAN


class NoNetwork(InstallError):
    """A server cannot be reached, or does not hand out what it should."""

    code = "network"
    exit_code = ExitCode.NETWORK


class NoSpace(InstallError):
    """A drive is full, or too small for what is planned."""

    code = "space"
    exit_code = ExitCode.SPACE


class CommandFailed(InstallError):
    """A program that we started (installer, conda, Python) did not do its work."""

    code = "command"
    exit_code = ExitCode.COMMAND


class Unexpected(InstallError):
    """A mistake of ours: anything that no other class describes."""

    code = "bug"
    exit_code = ExitCode.BUG


class Cancelled(Exception):
    """The person cancelled; raised wherever work notices the flag."""
