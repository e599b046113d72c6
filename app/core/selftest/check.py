"""What one check of the self-test is, and how a list of them is carried out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import Cancelled, InstallError


@dataclass(frozen=True, slots=True)
class Check:
    """`name` is for machines, `title` for people; `work` returns what it found, in a few words.

    It raises an InstallError, which has a remedy, or any other error, where something is wrong.
    """

    name: str
    title: str
    work: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Result:
    """How a check ended; `seconds` is how long it took."""

    name: str
    title: str
    ok: bool
    seconds: float
    detail: str
    remedy: str = ""

    def to_json(self) -> dict[str, Any]:
        """As `seedbed selftest --json` writes it."""
        return {
            "name": self.name,
            "ok": self.ok,
            "seconds": round(self.seconds, 3),
            "detail": self.detail,
            "remedy": self.remedy,
        }


def carry_out(checks: Sequence[Check]) -> Iterator[Result]:
    """The result of each check as soon as it is there; one that fails does not stop the others."""
    for check in checks:
        started = time.monotonic()
        ok, remedy = True, ""
        try:
            detail = check.work()
        except Cancelled:
            raise
        except InstallError as error:
            ok, detail, remedy = False, f"{error.summary} {error.detail}".strip(), error.remedy
        except Exception as error:  # what a self-test finds can be anything
            ok, detail = False, f"{type(error).__name__}: {error}"
        yield Result(check.name, check.title, ok, time.monotonic() - started, detail, remedy)
