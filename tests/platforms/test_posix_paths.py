"""The rules of a path on Linux and macOS (conda-facts §1.1, failures F04, F05, F19)."""

from __future__ import annotations

import string
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.platforms import named
from app.platforms.base import OsFacts

LINUX, MACOS = named("linux"), named("macos")
FACTS = OsFacts("linux", "Debian", "12")
PLAIN = st.text(string.ascii_letters + string.digits + "._-", min_size=1, max_size=20).filter(
    lambda name: name not in (".", "..") and name.lower() != "envs"
)


def rules(text: str, family: str = "linux") -> dict[str, bool]:
    found = named(family).path_problems(PurePosixPath(text), FACTS)
    return {problem.rule: problem.fatal for problem in found}


@given(st.lists(PLAIN, min_size=1, max_size=3))
def test_plain_short_paths_have_no_problem(parts: list[str]) -> None:
    assert rules("/" + "/".join(parts)) == {}


@given(PLAIN, st.sampled_from(" \t\n:\x7f\x00\u3000\u2028"), PLAIN)
def test_one_fatal_character_anywhere_is_found(left: str, bad: str, right: str) -> None:
    for text in (f"/home/{left}{bad}{right}/conda", f"/home/{left}/{right}{bad}{left}"):
        assert any(rules(text).values())
        assert any(rules(text, "macos").values())


@given(st.characters(min_codepoint=0xA1, exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")))
def test_a_letter_that_is_not_ascii_is_a_warning_only(letter: str) -> None:
    assert rules(f"/home/{letter}/conda") == {"non_ascii": False}


@given(st.text(max_size=400))
def test_no_text_makes_the_rules_fail(text: str) -> None:
    for platform in (LINUX, MACOS):
        for problem in platform.path_problems(PurePosixPath(text), FACTS):
            assert problem.sentence


def test_composed_and_decomposed_accents_are_the_same_to_us() -> None:
    assert rules("/home/Ángel/c") == rules("/home/A\u0301ngel/c") == {"non_ascii": False}


def test_a_space_is_fatal() -> None:
    assert rules("/home/Anna Maria/miniconda3") == {"space": True}


@pytest.mark.parametrize("character", "'\"$`\\*?&;!()%")
def test_characters_of_the_shell_are_a_warning(character: str) -> None:
    assert rules(f"/home/a{character}b/c") == {"special_character": False}


def test_the_placeholder_limits_the_length_in_bytes() -> None:
    assert "too_long" not in rules("/" + "a" * 213)
    assert rules("/" + "a" * 214)["too_long"] is True
    assert rules("/" + "ü" * 107)["too_long"] is True


def test_an_environment_may_use_the_room_kept_for_it() -> None:
    assert "too_long" not in rules("/" + "a" * 213 + "/envs/" + "b" * 34)
    assert rules("/" + "a" * 213 + "/envs/" + "b" * 35)["too_long"] is True


def test_long_script_lines_are_mentioned_on_linux_sooner_than_on_macos() -> None:
    # "#!" + prefix + "/bin/python3.99" + end of line
    fits, too_long = "/" + "a" * 108, "/" + "a" * 109
    assert rules(fits) == {}
    assert rules(too_long) == {"long_script_line": False}
    assert rules(too_long, "macos") == {}
