"""What the help offers: nothing that means nothing there."""

from __future__ import annotations

import pytest

from tests.cli.test_cli import seedbed


def test_the_language_that_is_for_tests_is_not_offered() -> None:
    told = seedbed("--help").stdout
    assert "{en,zh_CN}" in told
    assert "pseudo" not in told


@pytest.mark.parametrize(
    ("command", "yes", "lines"),
    [
        ("install", True, True),
        ("check", False, True),
        ("steps", False, True),
        ("report", False, True),
        ("window", False, False),
    ],
)
def test_an_option_is_offered_where_it_means_something(
    command: str, yes: bool, lines: bool
) -> None:
    told = seedbed(command, "--help").stdout
    assert ("--yes" in told, "--json" in told) == (yes, lines)


def test_the_line_of_an_installation_is_taken_by_the_other_commands_too() -> None:
    assert seedbed("steps", "--yes", "--json").returncode == 0
