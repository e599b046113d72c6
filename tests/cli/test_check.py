"""`seedbed check` tells by its exit code what `install` would end with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.cli import check, run
from app.cli.planning import Prepared, nothing_known
from app.core.finding import Finding, Level
from app.core.window_start import WindowStart


def no_window(_start: WindowStart) -> int:
    raise AssertionError


@pytest.mark.parametrize(
    ("rule", "level", "code"),
    [("no_space", Level.STOP, 5), ("name", Level.STOP, 2), ("no_space", Level.WARN, 0)],
)
def test_the_exit_code_is_that_of_the_run_that_would_be_refused(
    monkeypatch: pytest.MonkeyPatch, rule: str, level: Level, code: int
) -> None:
    found = Finding("target.folder", level, rule, "It does not fit.")

    def known(*_all: object, **_named: object) -> Prepared:
        return replace(nothing_known(), findings=(found,))

    monkeypatch.setattr(check, "prepared", known)
    assert run(["--language", "en", "check", "--json"], no_window) == code
