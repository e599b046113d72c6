"""No sentence of the command line bypasses translation: help, check, steps, errors."""

from __future__ import annotations

import argparse
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.__main__ import main
from app.cli.argparse_words import known_words
from app.cli.arguments import parser
from app.i18n import PSEUDO, set_language
from tests.gui.visible_texts import left_over

COMMANDS = (
    "install", "check", "steps", "report", "lock", "window", "search", "mirrors", "cache",
    "environments", "kit", "prepare", "shared", "proof", "update", "selftest",
)  # fmt: skip
# What argparse sets between its words.
_ARGPARSE = ("seedbed",)


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    set_language("en")


def run(*arguments: str) -> int:
    """One command line in the pseudo-language; the exit code."""
    try:
        return main(["--language", PSEUDO, *arguments])
    except SystemExit as end:
        return int(end.code or 0)


def without_syntax(text: str) -> str:
    """Help without its usage paragraph, options, choices and words in capitals (metavars)."""
    _usage, _blank, rest = text.partition("\n\n")
    rest = re.sub(r"\s+", " ", rest)
    return re.sub(r"(?<![\w⟦])(--?[a-z][\w-]*|[A-Z][A-Z_]+\b|\{[^}]*\})", " ", rest)


@pytest.mark.parametrize(
    "command",
    ["", *COMMANDS, "mirrors measure", "mirrors use", "kit make", "kit check", "kit serve"],
)
def test_all_help_is_translated(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*command.split(), "--help") == 0
    shown = capsys.readouterr().out
    assert shown.count("⟦") > 1
    choices = re.findall(r"^    (\w+) ", shown, re.MULTILINE)
    assert left_over(without_syntax(shown), (*_ARGPARSE, *choices)) == ""


def test_every_command_is_looked_at() -> None:
    usage = parser().format_help()
    assert all(f"\n    {name} " in usage for name in COMMANDS)
    listed = re.findall(r"^    (\w+) ", usage, re.MULTILINE)
    assert sorted(listed) == sorted(COMMANDS)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("form", ["{0} {1}", "{0}={1}"])
def test_help_speaks_the_language_that_is_asked_for(
    language: str, form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8" if language == "zh_CN" else "zh_CN.UTF-8")
    with pytest.raises(SystemExit):
        main([*form.format("--language", language).split(), "--help"])
    english = "From a bare computer to a proven Python environment." in capsys.readouterr().out
    assert english is (language == "en")


def test_a_language_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, complaint in (
        (["--language", "xx", "steps"], "zh_CN"),
        (["--language"], "expected one argument"),
    ):
        with pytest.raises(SystemExit) as end:
            main(arguments)
        assert end.value.code == 2
        assert complaint in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["install", "--bogus"],
        ["cache", "burn"],
        ["lock"],
        ["search", "x", "--python"],
        ["cache", "--all", "--older-than", "3"],
        ["check", "--details=3"],
        ["window", "--theme", "pink"],
    ],
    ids=" ".join,
)
def test_complaints_about_the_command_line_are_translated(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    usage, _blank, complaint = capsys.readouterr().err.rpartition("\n⟦")
    assert usage.startswith("⟦usage: ⟧")
    assert complaint.rstrip("\n").endswith("⟧")
    assert complaint.count("⟦") >= 1


def test_the_words_of_argparse_are_really_its_own() -> None:
    source = inspect.getsource(argparse)
    for words in known_words():
        assert repr(words)[1:-1] in source.replace('"', "'") or words in source, words


def test_the_steps_are_told_in_translated_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("steps", "--to", "/opt/conda") == 0
    shown = capsys.readouterr().out
    names = {line.partition(":")[0] for line in shown.splitlines()}
    assert {"fetch_installer", "verify"} <= names
    assert "⟦after fetch_installer" in shown
    assert left_over(shown, names) == ""


def test_what_check_says_is_translated_or_data(
    practice_kit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ("check", str(practice_kit), "--to", str(tmp_path / "a b"), "--no-launchers")
    assert run(*place, "--json") == 2
    data = json.loads(capsys.readouterr().out)
    assert run(*place) == 2
    shown = capsys.readouterr().out
    words = set(re.findall(r"[^\W_][\w.+-]*", " ".join(_values(data["machine"]))))
    assert shown.count("⟦") > 15
    marks = {"i"}  # of a note
    title = {"Practice", "workshop"}  # as its author wrote it
    assert left_over(shown, words | marks | title) == ""


def _values(data: object) -> Iterator[str]:
    match data:
        case dict():
            for value in data.values():
                yield from _values(value)
        case list():
            for value in data:
                yield from _values(value)
        case str():
            yield data
        case _:
            return


def test_an_error_is_translated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("steps", str(tmp_path / "gone.toml")) == 2
    shown = capsys.readouterr().err
    assert left_over(shown) == ""
    assert shown.count("⟦") == 2, "a sentence and a remedy"
