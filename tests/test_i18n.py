"""The person's language, which may change while the program runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from translations import Locale, compile_catalogue

from app import i18n
from app.core.amounts import seconds_text
from app.i18n import (
    _,
    labelled,
    language,
    listing,
    ngettext,
    sentences,
    set_language,
    system_language,
)
from app.paths import resource


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    set_language("en")


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Locale:
    """The Chinese catalogue in a program that is somewhere else; it is not compiled yet."""
    copytree(
        resource("locale"),
        tmp_path / "resources" / "locale",
        ignore=lambda _folder, names: [name for name in names if name.endswith(".mo")],
    )
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    return Locale(tmp_path, "zh_CN")


def test_the_compiled_catalogue_speaks_chinese(frozen: Locale) -> None:
    compile_catalogue(frozen)
    set_language("zh_CN")
    assert _("Machine learning") == "机器学习"
    assert seconds_text(1) == "1 秒"
    assert seconds_text(40) == "40 秒"
    set_language("en")
    assert _("Machine learning") == "Machine learning"


def test_without_the_compiled_catalogue_chinese_is_english(frozen: Locale) -> None:
    assert not frozen.mo.exists()
    set_language("zh_CN")
    assert _("Machine learning") == "Machine learning"
    assert seconds_text(40) == "40 seconds"


def test_english_is_as_it_is_written() -> None:
    set_language("en")
    assert _("Try again.") == "Try again."
    assert _("") == "", "gettext would answer with the catalogue's header"
    assert ngettext("{n} file", "{n} files", 1) == "{n} file"
    assert ngettext("{n} file", "{n} files", 0) == "{n} files"


def test_the_pseudo_language_marks_what_goes_through_it_at_that_moment() -> None:
    before = seconds_text(1)
    set_language("pseudo")
    assert _("Try again.") == "⟦Try again.⟧"
    assert seconds_text(1) == f"⟦{before}⟧"
    set_language("en")
    assert seconds_text(1) == before


@pytest.mark.parametrize("code", ["xx", "", "../../etc", "zh"])
def test_an_unknown_language_is_english(code: str) -> None:
    set_language(code)
    assert language() == "en"
    assert _("Try again.") == "Try again."


@pytest.mark.parametrize("code", i18n.LANGUAGES)
def test_every_offered_language_can_be_chosen(code: str) -> None:
    set_language(code)
    assert language() == code
    assert _("A sentence that nobody has written.") == "A sentence that nobody has written."


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_TW.UTF-8"}, "zh_CN"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "en_US", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN"}, "zh_CN"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_environment_s_language_is_followed(environ: dict[str, str], code: str) -> None:
    assert system_language(environ) == code


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (("zh-Hans-CN", "en-US"), "zh_CN"),
        (("en-US", "zh-Hans-CN"), "en"),
        (("fr-FR",), "en"),
        ((), "en"),
    ],
)
def test_without_variables_the_system_s_settings_are_followed(
    settings: tuple[str, ...], code: str
) -> None:
    assert system_language({}, settings) == code


def test_variables_come_before_settings() -> None:
    assert system_language({"LANG": "en_US.UTF-8"}, ("zh-Hans-CN",)) == "en"


def test_a_list_is_written_with_the_marks_of_the_language() -> None:
    set_language("en")
    assert listing(("numpy", "scipy")) == "numpy, scipy"
    assert sentences("One.", "", "Two.") == "One. Two."
    assert labelled("Memory", "8 GB") == "Memory: 8 GB"


def test_chinese_writes_no_space_between_sentences() -> None:
    set_language("zh_CN")
    assert listing(("numpy", "scipy")) == "numpy、scipy"
    assert sentences("第一句。", "第二句。") == "第一句。第二句。"


def test_chinese_has_a_colon_of_its_own() -> None:
    set_language("zh_CN")
    assert labelled("内存", "8 GB") == "内存：8 GB"
