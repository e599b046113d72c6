"""What `seedbed install` asks, of a kit whose catalogue somebody else has written."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import install
from app.cli.planning import Prepared, nothing_known
from app.core.catalog.installers import Catalog, Distribution
from app.core.finding import Finding, Level
from app.errors import PlanInvalid
from tests.cli.test_cli import seedbed


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Prepared:
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    return nothing_known()


def with_licence(known: Prepared, name: str) -> Prepared:
    theirs = Distribution(known.plan.workshop.distribution, "Conda", licence_name=name)
    return replace(known, catalog=Catalog((theirs,), ()))


@pytest.mark.parametrize("name", ["BSD[/nope]", "[bold]BSD", "BSD\\", "[link=https://x]BSD[/link]"])
def test_a_licence_is_named_letter_by_letter(
    known: Prepared, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = install._asked(with_licence(known, name))
    assert asked.plan.target.licence_accepted
    assert f"Conda: {name}" in capsys.readouterr().err


def test_the_name_of_a_licence_neither_moves_the_terminal_nor_fills_it(
    known: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    install._asked(with_licence(known, "BSD\n\x1b[2JAccepted already." + "x" * 9000))
    said = capsys.readouterr().err
    assert "Conda: BSD??[2JAccepted already." in said
    assert len(said) < 600


TERMS = Finding("workshop.channels", Level.STOP, "anaconda_terms", "Terms.", "Read them.")
FULL = Finding("target.folder", Level.STOP, "not_empty", "It is not empty.", "Another one.")


def test_terms_are_read_before_the_question_and_forbid_nothing_yet(known: Prepared) -> None:
    assert install._is_told_now(TERMS, known)
    assert not install._is_told_now(FULL, known), "it becomes the error"
    licence = replace(TERMS, rule="licence")
    assert not install._is_told_now(licence, known), "it stands in the question"


def test_what_else_forbids_a_run_is_told_where_another_error_comes_before_it(
    known: Prepared,
) -> None:
    unsolved = PlanInvalid("They do not fit together.")
    assert install._is_told_now(FULL, replace(known, unsolved=unsolved))
    same = replace(FULL, sentence=unsolved.summary)
    assert not install._is_told_now(same, replace(known, unsolved=unsolved))


def test_where_nobody_can_be_asked_the_terms_of_defaults_are_a_matter_of_yes(
    tmp_path: Path,
) -> None:
    file = tmp_path / "workshop.toml"
    file.write_text('schema = 1\n[environment]\nchannels = ["defaults"]\npackages = []\n')
    refused = seedbed("install", str(file), "--to", str(tmp_path / "conda"))
    assert refused.returncode == 2
    assert "fall under Anaconda" in refused.stderr
    assert "Add --yes to accept it" in refused.stderr
