"""The translations are complete and sound, and a fault in them does not stay unseen."""

from __future__ import annotations

import ast
import gettext
from pathlib import Path

import pytest
from catalog_texts import FIELDS
from translations import ROOT, Locale, check, collect, compile_catalogue, update

_CODE = """\
from app.i18n import _, ngettext

_("Hello {name}")
_("&Open")
_("first\\nline\\n")
_("in " "two parts")
ngettext("{n} file", "{n} files", 2)
"""
_TOML = '''\
[[library]]
name = "numpy"
title = "NumPy"
purpose = """
Fast
tables
"""
[[server]]
id = "near"
[server.lacks]
conda = "Some files."
'''
_WRITTEN = {
    "Hello {name}": "你好，{name}",
    "&Open": "打开(&O)",
    r"first\nline\n": r"第一\n行\n",
    "in two parts": "分成两部分",
    "NumPy": "NumPy",
    r"Fast\ntables": r"快速的表格",
    "Some files.": "部分文件。",
}
_PLURAL = 'msgid "{n} file"\nmsgid_plural "{n} files"\nmsgstr[0] "@"\n'


@pytest.fixture
def small(tmp_path: Path) -> Locale:
    """A small program with eight sentences, all of them translated well."""
    code = tmp_path / "app" / "cli" / "hello.py"
    code.parent.mkdir(parents=True)
    code.write_text(_CODE, encoding="utf-8")
    data = tmp_path / "resources" / "catalog" / "things.toml"
    data.parent.mkdir(parents=True)
    data.write_text(_TOML, encoding="utf-8")
    locale = Locale(tmp_path, "zh_CN")
    locale.po.parent.mkdir(parents=True)
    write(locale, {})
    return locale


def write(locale: Locale, changes: dict[str, str | None], plural: str = "{n} 个文件") -> None:
    """The good catalogue with other translations; None leaves the sentence out."""
    entries = [
        f'msgid "{sentence}"\nmsgstr "{text}"\n'
        for sentence, text in (_WRITTEN | changes).items()
        if text is not None
    ]
    locale.po.write_text("\n".join([*entries, _PLURAL.replace("@", plural)]), encoding="utf-8")


def test_sentences_are_found_in_code_and_in_catalogues(small: Locale) -> None:
    found = {message.id for message in collect(small.root) if message.id}
    assert found == {
        "Hello {name}",
        "&Open",
        "first\nline\n",
        "in two parts",
        ("{n} file", "{n} files"),
        "NumPy",
        "Fast\ntables",
        "Some files.",
    }


def test_a_place_in_a_toml_file_is_told_with_its_line(small: Locale) -> None:
    write(small, {"Some files.": ""})
    assert check(small) == ["missing: 'Some files.' (resources/catalog/things.toml:11)"]


def test_a_good_catalogue_has_no_faults(small: Locale) -> None:
    assert check(small) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"in two parts": ""}, "missing: 'in two parts'"),
        ({"in two parts": None}, "missing: 'in two parts'"),
        ({"Gone.": "没有了。"}, "stale (no longer in the program): 'Gone.'"),
        ({"Hello {name}": "你好"}, "placeholders differ"),
        ({"Hello {name}": "你好，{nam}"}, "placeholders differ"),
        ({"Hello {name}": "你好，{name}，{name}"}, "placeholders differ"),
        ({"Hello {name}": "你好，{name!r}"}, "placeholders differ"),
        ({"Hello {name}": "你好，{name"}, "placeholders differ"),
        ({"&Open": "打开"}, "mnemonic (&) lost or doubled"),
        ({"&Open": "&打开(&O)"}, "mnemonic (&) lost or doubled"),
        ({"&Open": "打开(&&O)"}, "mnemonic (&) lost or doubled"),
        ({r"first\nline\n": r"第一\n行"}, "line breaks at the ends differ"),
        ({r"first\nline\n": r"\n第一\n行\n"}, "line breaks at the ends differ"),
    ],
)
def test_each_kind_of_fault_is_told(
    small: Locale, changes: dict[str, str | None], fault: str
) -> None:
    write(small, changes)
    (told,) = check(small)
    assert told.startswith(fault)


@pytest.mark.parametrize(("plural", "fault"), [("", "missing"), ("文件", "placeholders differ")])
def test_plural_forms_are_checked_too(small: Locale, plural: str, fault: str) -> None:
    write(small, {}, plural)
    (told,) = check(small)
    assert told.startswith(f"{fault}: '{{n}} file'")


def test_a_guess_is_a_fault(small: Locale) -> None:
    text = small.po.read_text(encoding="utf-8")
    small.po.write_text("#, fuzzy\n" + text, encoding="utf-8")
    (told,) = check(small)
    assert told == "guessed (marked as fuzzy): 'Hello {name}'"


def test_what_is_no_catalogue_is_told(small: Locale) -> None:
    small.po.write_text('msgid "never closed\n', encoding="utf-8")
    (told,) = check(small)
    assert told.startswith("not a catalogue")


def test_updating_keeps_what_is_right_and_guesses_nothing(small: Locale) -> None:
    write(small, {"in three parts": "分成三部分", "in two parts": None})
    update(small)
    assert "三" not in small.po.read_text(encoding="utf-8"), "nearly the same is not the same"
    assert check(small) == ["missing: 'in two parts' (app/cli/hello.py:6)"]


def test_updating_twice_changes_nothing_even_when_code_moves(small: Locale) -> None:
    update(small)
    before = small.po.read_bytes()
    assert b"#: app/cli/hello.py\n" in before
    code = small.root / "app" / "cli" / "hello.py"
    lines = code.read_text(encoding="utf-8").splitlines()
    code.write_text("\n".join([*lines[:1], "", "", *reversed(lines[1:])]), encoding="utf-8")
    update(small)
    assert small.po.read_bytes() == before


def test_a_language_can_be_begun_from_nothing(small: Locale) -> None:
    small.po.unlink()
    update(small)
    assert len(check(small)) == 8
    assert all(told.startswith("missing") for told in check(small))


def test_compiled_for_gettext_a_missing_sentence_stays_english(small: Locale) -> None:
    write(small, {"in two parts": ""})
    update(small)
    compile_catalogue(small)
    with small.mo.open("rb") as file:
        chinese = gettext.GNUTranslations(file)
    assert chinese.gettext("&Open") == "打开(&O)"
    assert chinese.gettext("in two parts") == "in two parts"
    assert {chinese.ngettext("{n} file", "{n} files", n) for n in (0, 1, 2)} == {"{n} 个文件"}


def test_every_sentence_of_seedbed_is_translated_and_sound() -> None:
    assert check(Locale(ROOT, "zh_CN")) == []


def test_whatever_the_program_translates_can_be_found() -> None:
    """`_()` gets a sentence as it is written, or a field of a catalogue that is looked through."""
    fields = {field for names in FIELDS.values() for field in names}
    hidden = [
        f"{file.relative_to(ROOT)}:{call.lineno}: {ast.unparse(call)}"
        for file in sorted((ROOT / "app").rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "ngettext")
        and not _can_be_found(call.args[0], fields)
    ]
    assert hidden == []


def _can_be_found(part: ast.expr, fields: set[str]) -> bool:
    """A literal, `x.field`, `x.field[key]` or `x.field.strip()`."""
    match part:
        case ast.Constant(value=str()):
            return True
        case ast.Attribute(attr=name):
            return name in fields
        case ast.Subscript(value=inner) | ast.Call(func=ast.Attribute(value=inner, attr="strip")):
            return _can_be_found(inner, fields)
        case _:
            return False
