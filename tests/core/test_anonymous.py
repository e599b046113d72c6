"""Whoever reads a report does not learn whose it is, however a program has written the name."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from urllib.parse import quote, unquote

import pytest

from app.core.anonymous import Anonymiser, Person

PEOPLE = [
    ("C:\\Users\\Anna Müller", "Anna Müller"),
    ("C:\\Users\\王 小明", "王 小明"),
    ("C:\\Users\\李明", "李明"),
    ("C:\\Users\\𠮷田", "𠮷田"),
    ("D:\\Users\\annamue", "CORP\\Anna Müller"),
    ("/home/o'neill", "o'neill"),
    ("/Users/zoë.x", "zoë.x"),
    ("/home/li", "li"),
    ("/home/小明", "xiaoming"),
]


def anonymous(text: str, home: str, user: str) -> str:
    return Anonymiser(Person((user,), (home,))).text(text)


def spellings(text: str) -> list[str]:
    """A text as the programs of a run write it."""
    forward = text.replace("\\", "/")
    return [
        text,
        forward,
        text.upper(),
        unicodedata.normalize("NFD", text),
        json.dumps(text),
        json.dumps(text, ensure_ascii=False),
        json.dumps(json.dumps(text)),
        json.dumps({"detail": json.dumps({"path": text}, ensure_ascii=False)}),
        repr(text),
        repr(text.encode()),
        ascii(text),
        quote(text),
        quote(text, safe=""),
        quote(quote(forward)),
        f"file:///{quote(forward.lstrip('/'))}",
        text.replace(" ", "\\ "),
        f"\\\\?\\{text}",
    ]


def _letter(found: re.Match[str]) -> str:
    return chr(int(found[1], 16) & 0xFFFF)


def told(text: str) -> str:
    """A text with every encoding undone, as somebody would who wants to know."""
    for _again in range(3):
        text = unquote(text)
    text = re.sub(r"\\+[uUx]([0-9a-f]{8}|[0-9a-f]{4}|[0-9a-f]{2})", _letter, text)
    text += text.encode("latin-1", "replace").decode("utf-8", "replace")
    return unicodedata.normalize("NFC", text).casefold()


@pytest.mark.parametrize(("home", "user"), PEOPLE, ids=[user for _home, user in PEOPLE])
def test_no_spelling_of_a_home_folder_tells_a_name(home: str, user: str) -> None:
    separator = "\\" if "\\" in home else "/"
    name = home.rpartition(separator)[2]
    for spelled in spellings(f"{home}{separator}miniconda3{separator}x.py"):
        plain = anonymous(f'cannot open "{spelled}", said conda', home, user)
        assert "<home>" in plain, spelled
        assert "miniconda3" in plain.lower()
        assert name.casefold() not in told(plain).replace("<home>", ""), spelled


@pytest.mark.parametrize(
    "path",
    [
        "/c/Users/Anna Müller/x",
        "/mnt/c/Users/Anna Müller/x",
        "/cygdrive/c/Users/Anna Müller/x",
        "c:/users/ANNA MÜLLER/x",
        "C:\\Users\\ANNAMÜ~1\\x",
        "C:\\Users\\ANNAMU~2\\AppData\\Local\\Temp",
        "D:\\ANNAMÜ~1\\x",
        "D:\\Anna Müller's files\\x",
        "ssh anna@host",
        "USERNAME=Anna Müller",
        "ANNA-PC",
        "anna_env",
        "Müller, Anna",
        '"msg": "first line\\nanna said"',
        "小组anna的电脑",
    ],
)
def test_names_are_found_where_no_home_folder_is(path: str) -> None:
    plain = anonymous(path, "C:\\Users\\Anna Müller", "Anna Müller")
    assert "anna" not in plain.casefold()
    assert "müller" not in plain.casefold()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("/home/bob/x of anna", "/home/<user>/x of <user>"),
        ("C:\\Users\\Bob Ray\\x", "C:\\Users\\<user>\\x"),
        ("/home/annabel/x", "/home/<user>/x"),
        ('"one\\n/home/bob/x"', '"one\\n/home/<user>/x"'),
        ("file:///home/bob/x", "file:///home/<user>/x"),
        ("/data/home/cache/x", "/data/home/cache/x"),
        ("/Users/Shared/x and C:\\Users\\Public\\x", "/Users/Shared/x and C:\\Users\\Public\\x"),
    ],
)
def test_other_peoples_folders_name_nobody_either(text: str, plain: str) -> None:
    assert anonymous(text, "/home/anna", "anna") == plain


@pytest.mark.parametrize(
    ("user", "home"), [("conda", "/home/conda"), ("root", "/root"), ("person", "/opt/x")]
)
def test_an_ordinary_name_does_not_garble_what_is_told(user: str, home: str) -> None:
    text = "conda-forge/linux-64 root_prefix python3 in-person"
    assert anonymous(text, home, user) == text


@pytest.mark.parametrize(
    ("text", "home", "user"),
    [
        ("annals of hannah, johanna and savanna", "/home/anna", "anna"),
        ("python of py, list of li", "/", "li"),
        ("nothing", "", ""),
        ("/ C:\\ \\\\server\\share", "/", ""),
        ("https://conda.anaconda.org/conda-forge/noarch/x-1.conda", "/home/anna", "anna"),
    ],
)
def test_what_is_no_name_stays(text: str, home: str, user: str) -> None:
    assert anonymous(text, home, user) == text


def test_secrets_of_the_environment_are_found_without_their_names() -> None:
    person = Person(secrets=("p@ss wörd/1", "hf_short"))
    text = Anonymiser(person).text(
        'said p@ss wörd/1, p%40ss%20w%C3%B6rd%2F1, "p@ss w\\u00f6rd/1" and xhf_shorty'
    )
    for part in ("p@ss", "p%40ss", "hf_short"):
        assert part not in text
    assert text.startswith("said ***, ***,")


def test_making_it_anonymous_twice_changes_nothing_more() -> None:
    once = anonymous("/home/anna/x anna:pw@host C:\\Users\\bob\\x", "/home/anna", "anna")
    assert anonymous(once, "/home/anna", "anna") == once


@pytest.mark.parametrize("piece", ["/home/", "C:\\Users\\", "a ", "\\\\", "%2F", "王 ", "anna~"])
def test_a_log_that_is_four_times_as_long_takes_about_four_times(piece: str) -> None:
    anonymiser = Anonymiser(Person(("王 小明", "anna"), ("C:\\Users\\王 小明", "/home/anna")))

    def seconds(length: int) -> float:
        started = time.process_time()
        anonymiser.text(piece * (length // len(piece)))
        return time.process_time() - started

    # Looking back over all that was read before would take sixteen times.
    assert seconds(300_000) < 10 * max(seconds(75_000), 0.02)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Annas-MacBook: ready", "on <computer>: ready"),
        ("on annas-macbook.local, port 80", "on <computer>, port 80"),
        ("//ANNAS-MACBOOK/share", "//<computer>/share"),
        ("Hannas-MacBook is another one", "Hannas-MacBook is another one"),
    ],
)
def test_a_computer_is_not_named_either(text: str, expected: str) -> None:
    person = Person(users=("anna",), computers=("Annas-MacBook.local",))
    assert Anonymiser(person).text(text) == expected


@pytest.mark.parametrize("name", ["localhost", "debian", "pc", "Windows", "x"])
def test_a_computer_that_is_called_like_many_takes_no_words_out_of_a_text(name: str) -> None:
    text = "localhost: Debian on a PC, Windows x64 elsewhere"
    assert Anonymiser(Person(computers=(name,))).text(text) == text
