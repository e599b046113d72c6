"""How errors and findings look on a terminal, whoever wrote the words in them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.cli.check import _as_text
from app.cli.planning import nothing_known
from app.cli.texts import console, finding_text, row_text, show_error, show_finding
from app.core.finding import Finding, Level
from app.core.machine.check_machine import Row
from app.errors import PlanInvalid
from app.i18n import set_language

FORGED = "no\x1b[2J such\n✓ All is well [/x] :cat:"
ONE_LINE = "no?[2J such ✓ All is well [/x] :cat:"
FINDING = Finding("workshop.channels", Level.STOP, "channel", FORGED, "Mend it.")
FOUND = Finding("target.folder", Level.WARN, "rule", "第一句。", "第二句。")


def test_an_error_is_one_line_whatever_stands_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    show_error(PlanInvalid(FORGED, "Mend it.", "one\ttab\nand \x1b]0;title"))
    said = capsys.readouterr().err.splitlines()
    assert said == [f"✗ {ONE_LINE}", "  Mend it.", "  one     tab", "  and ?]0;title"]


def test_so_is_a_finding(capsys: pytest.CaptureFixture[str]) -> None:
    show_finding(FINDING)
    assert capsys.readouterr().err == f"✗ {ONE_LINE} Mend it.\n"
    assert finding_text(FINDING) == f"✗ {ONE_LINE} Mend it."


def test_a_sentence_about_the_plan_is_one_line() -> None:
    text = _as_text(nothing_known(), (FORGED,), with_details=False)
    assert text.splitlines()[-1] == f"  {ONE_LINE}"


def test_nothing_that_is_told_moves_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    console().print("up \x1b[1A and\n\x9b2J gone", markup=False)
    assert capsys.readouterr().err == "up ?[1A and\n?2J gone\n"


@pytest.fixture
def chinese() -> Iterator[None]:
    set_language("zh_CN")
    yield
    set_language("en")


@pytest.mark.usefixtures("chinese")
def test_nothing_stands_between_chinese_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    show_finding(FOUND)
    row = Row("machine.memory", "内存", "8 GB", Level.WARN, "第一句。", "第二句。", False)
    for text in (capsys.readouterr().err, finding_text(FOUND), row_text(row)):
        assert "第一句。第二句。" in text
    assert "内存：8 GB" in row_text(row)
