"""What `seedbed install` asks, of a kit whose catalogue somebody else has written."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from app.cli import install
from app.cli.planning import Prepared, nothing_known
from app.core.catalog.installers import Catalog, Distribution


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
