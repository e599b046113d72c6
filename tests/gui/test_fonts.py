"""Fonts: the system's own first, then one that really has Chinese characters."""

from __future__ import annotations

import tomllib

import pytest
from PySide6.QtGui import QFont, QFontInfo, QRawFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.plan import Plan
from app.core.session import Session
from app.gui import fonts
from app.gui.known import Known
from app.gui.pages.welcome import WelcomePage
from app.paths import resource
from tests.gui.conftest import texts_of

CATALOGUE = "locale/zh_CN/LC_MESSAGES/seedbed.po"


def test_preferred_fonts_come_first_whatever_their_case() -> None:
    found = ["AR PL KaitiM", "noto sans cjk sc", "Microsoft YaHei"]
    preferred = ["Microsoft YaHei", "Noto Sans CJK SC"]
    ordered = fonts.by_preference(found, preferred)
    assert ordered == ["Microsoft YaHei", "noto sans cjk sc", "AR PL KaitiM"]


def test_each_system_has_its_own_fonts_in_the_list() -> None:
    data = tomllib.loads(resource("style/fonts.toml").read_text(encoding="utf-8"))
    for family in ("Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC"):
        assert family in data["families"]
    assert len(set(data["families"])) == len(data["families"])


def test_the_systems_own_font_stays_first_and_a_chinese_one_stands_behind(
    qapp: QApplication,
) -> None:
    own = QFontInfo(qapp.font()).family()
    made = fonts.with_chinese(qapp.font())
    assert made.families()[0] == own
    assert QFontInfo(made).family() == own
    assert made.families()[1:] == ([fonts.chinese_family()] if fonts.can_show("zh_CN") else [])
    assert made.pointSizeF() == qapp.font().pointSizeF()


def test_the_chinese_font_has_every_character_of_our_catalogue(qapp: QApplication) -> None:
    if not fonts.can_show("zh_CN"):
        pytest.skip("no font here has Chinese characters")
    raw = QRawFont.fromFont(QFont(fonts.chinese_family()))
    text = resource(CATALOGUE).read_text(encoding="utf-8")
    letters = {letter for letter in text if "\u4e00" <= letter <= "\u9fff"}
    assert len(letters) > 300
    assert [each for each in sorted(letters) if not raw.supportsCharacter(ord(each))] == []


def test_without_a_chinese_font_the_language_stays_and_one_sentence_says_so(
    session: Session, plan: Plan, known: Known, qtbot: QtBot
) -> None:
    page = WelcomePage(session, plan, known)
    qtbot.addWidget(page)
    page.retranslate()
    page.show()
    assert "Chinese characters" not in texts_of(page)
    page.tell_unreadable()
    assert "no font with Chinese characters" in texts_of(page)
    assert page.isComplete()
