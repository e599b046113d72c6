"""The rules of a path on Windows, as its installer checks them (conda-facts §1.2)."""

from __future__ import annotations

import string
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.platforms import named
from app.platforms.base import OsFacts

WINDOWS = named("windows")
ENGLISH = OsFacts("windows", "Windows 11", "", long_paths=False, ansi_encoding="cp1252")
CHINESE = OsFacts("windows", "Windows 11", "", long_paths=False, ansi_encoding="cp936")
UTF8 = OsFacts("windows", "Windows 11", "", long_paths=False, ansi_encoding="utf-8")
UNKNOWN = OsFacts("windows", "Windows 11", "")
PLAIN = st.text(string.ascii_letters + string.digits + "_-", min_size=5, max_size=12).filter(
    lambda name: name.lower() != "desktop"
)


def rules(text: str, facts: OsFacts = ENGLISH) -> dict[str, bool]:
    found = WINDOWS.path_problems(PureWindowsPath(text), facts)
    return {problem.rule: problem.fatal for problem in found}


@given(PLAIN, PLAIN)
def test_plain_short_paths_have_no_problem(user: str, name: str) -> None:
    assert rules(rf"C:\Users\{user}\{name}") == {}


@given(PLAIN, st.sampled_from('^%!=,() &;<>|?*"\t'))
def test_a_character_that_breaks_programs_is_fatal_anywhere(name: str, bad: str) -> None:
    for text in (rf"C:\{name}{bad}{name}\c", rf"C:\{name}\x{bad}x"):
        assert any(rules(text).values())


@given(st.text(max_size=300))
def test_no_text_makes_the_rules_fail(text: str) -> None:
    for facts in (ENGLISH, UNKNOWN):
        for problem in WINDOWS.path_problems(PureWindowsPath(text), facts):
            assert problem.sentence


@pytest.mark.parametrize("character", "^%!=,()")
def test_the_installers_own_list_has_its_own_rule(character: str) -> None:
    assert rules(rf"C:\a{character}b") == {"refused_character": True}


def test_a_space_is_fatal() -> None:
    assert rules(r"C:\Users\Anna Maria\c") == {"space": True}


def test_an_apostrophe_is_a_warning() -> None:
    assert rules(r"C:\O'Neil\c") == {"dangerous_character": False}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (ENGLISH, {"non_ascii_refused": True}),
        (CHINESE, {"non_ascii": False}),
        (UTF8, {"non_ascii": False}),
        (UNKNOWN, {"non_ascii": False}),
    ],
    ids=["english", "chinese", "utf-8", "unknown"],
)
def test_a_chinese_name_depends_on_the_systems_alphabet(
    facts: OsFacts, expected: dict[str, bool]
) -> None:
    assert rules(r"C:\张三\c", facts) == expected


def test_a_western_accent_is_refused_only_where_the_alphabet_lacks_it() -> None:
    assert rules(r"C:\Ünal\c", ENGLISH) == {"non_ascii": False}
    greek = OsFacts("windows", "", "", long_paths=False, ansi_encoding="cp1253")
    assert rules(r"C:\Ünal\c", greek) == {"non_ascii_refused": True}


def test_the_character_that_is_named_is_one_that_is_refused() -> None:
    path = PureWindowsPath(r"C:\María王\c")
    sentences = [problem.sentence for problem in WINDOWS.path_problems(path, ENGLISH)]
    assert any("“王”" in sentence for sentence in sentences)
    assert not any("“í”" in sentence for sentence in sentences)


def test_an_alphabet_that_python_does_not_know_is_only_a_warning() -> None:
    odd = OsFacts("windows", "", "", long_paths=False, ansi_encoding="cp99999")
    assert rules(r"C:\张三\c", odd) == {"non_ascii": False}


def test_length_is_judged_by_the_long_paths_setting() -> None:
    at_limit, beyond = "C:\\" + "a" * 43, "C:\\" + "a" * 44
    assert rules(at_limit) == {"long": False}
    assert rules(beyond) == {"too_long": True}
    on = OsFacts("windows", "", "", long_paths=True, ansi_encoding="cp1252")
    assert rules(beyond, on) == {}
    assert rules("C:\\" + "a" * 178, on) == {"too_long": True}
    assert rules(beyond, UNKNOWN) == {"too_long": False}


def test_length_counts_what_windows_counts() -> None:
    # Each of these characters takes two of Windows' units.
    assert rules("C:\\" + "𝒂" * 22, UTF8).get("too_long") is True


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (r"C:\con\x", "reserved_name"),
        (r"C:\work\LPT1.txt", "reserved_name"),
        (r"C:\name.", "reserved_name"),
        ("C:\\", "drive_root"),
        (r"\\server\share\conda", "network_path"),
        (r"C:\Users\ana\Desktop\conda", "desktop"),
        (r"C:\a:b", "impossible_character"),
        (r"C:conda", "relative"),
        (r"\conda", "relative"),
    ],
)
def test_places_that_windows_or_the_installer_refuse(text: str, rule: str) -> None:
    assert rules(text).get(rule) is True


def test_a_folder_that_is_only_called_desktop_is_fine() -> None:
    assert rules(r"D:\Desktop\conda") == {}
