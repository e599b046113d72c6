"""Texts on a terminal in the language's own writing: Chinese has no blanks between sentences."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.cli.texts import finding_text, row_text, show_finding
from app.core.finding import Finding, Level
from app.core.machine.check_machine import Row
from app.i18n import set_language

FOUND = Finding("target.folder", Level.WARN, "rule", "第一句。", "第二句。")


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
