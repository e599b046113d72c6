"""How a proof code is written and read: nothing is lost, and no mistake goes by."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.foreign_text import printable
from app.core.proof.code import ALPHABET, LOOK_ALIKES, MARKS, Outcome, ProofCode, read_code
from app.errors import PlanInvalid

CODES = st.builds(
    ProofCode,
    outcome=st.sampled_from(Outcome),
    workshop=st.integers(1, MARKS - 1),
    lock=st.integers(0, MARKS - 1),
)
PLACES = st.sampled_from([0, 1, 2, 3, 5, 6, 7, 8])  # 4 is the hyphen
LARGEST = ProofCode(Outcome.EXAMPLE, MARKS - 1, MARKS - 1)


def with_character(text: str, place: int, character: str) -> str:
    return text[:place] + character + text[place + 1 :]


def refused(text: str) -> PlanInvalid:
    with pytest.raises(PlanInvalid) as found:
        read_code(text)
    return found.value


@given(CODES)
def test_what_is_written_is_read_back(code: ProofCode) -> None:
    assert read_code(code.text) == code


@given(CODES)
def test_a_code_is_two_groups_of_four_from_the_alphabet(code: ProofCode) -> None:
    first, second = code.text.split("-")
    assert len(first) == len(second) == 4
    assert set(first + second) <= set(ALPHABET)


def test_the_alphabet_has_no_two_characters_that_look_alike() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 29
    assert not set(LOOK_ALIKES) & set(ALPHABET)
    assert set(LOOK_ALIKES.values()) <= set(ALPHABET)
    assert sorted([*ALPHABET, *LOOK_ALIKES]) == sorted("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@given(CODES, PLACES, st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(code: ProofCode, place: int, character: str) -> None:
    assume(code.text[place] != character)
    assert "altered" in refused(with_character(code.text, place, character)).summary


@given(CODES, PLACES, st.characters(codec="utf-8"))
def test_whatever_else_stands_in_the_place_of_a_character_is_found_too(
    code: ProofCode, place: int, character: str
) -> None:
    plain = unicodedata.normalize("NFKC", character).upper()
    assume(LOOK_ALIKES.get(plain, plain) != code.text[place])
    refused(with_character(code.text, place, character))


@given(CODES, PLACES, PLACES)
def test_every_swap_of_two_characters_is_found_neighbours_or_not(
    code: ProofCode, one: int, other: int
) -> None:
    text = code.text
    assume(text[one] != text[other])
    swapped = with_character(with_character(text, one, text[other]), other, text[one])
    assert "altered" in refused(swapped).summary


@given(CODES, PLACES)
def test_a_missing_or_a_doubled_character_is_found(code: ProofCode, place: int) -> None:
    text = code.text
    refused(text[:place] + text[place + 1 :])
    refused(text[:place] + text[place] + text[place:])


@given(CODES, st.data())
def test_what_people_type_instead_is_read_kindly(code: ProofCode, data: st.DataObject) -> None:
    alike = {one: [o for o, read in LOOK_ALIKES.items() if read == one] for one in ALPHABET}
    typed = [data.draw(st.sampled_from([one, *alike[one]])) for one in code.text.replace("-", "")]
    typed = [data.draw(st.sampled_from([one, one.lower()])) for one in typed]
    between = data.draw(st.sampled_from(["", "-", " ", " - ", "–", "—", "_", "\u00a0"]))
    around = data.draw(st.sampled_from(["", " ", "\n"]))
    assert read_code(around + "".join(typed[:4]) + between + "".join(typed[4:]) + around) == code


@given(CODES)
def test_full_width_letters_of_a_chinese_keyboard_are_read(code: ProofCode) -> None:
    wide = "".join(chr(ord(one) + 0xFEE0) for one in code.text)
    assert wide.isascii() is False
    assert read_code(wide) == code


@given(st.text())
def test_any_other_text_is_refused_without_control_characters_in_the_answer(text: str) -> None:
    assume(not re.search(r"[A-Z0-9]", unicodedata.normalize("NFKC", text).upper()))
    summary = refused(text).summary
    assert printable(summary) == summary


@pytest.mark.parametrize("text", ["", "-", "0ABC", "0ABC-DEFG-H", "数据数据数据数据", "0" * 5000])
def test_what_is_no_code_is_told_what_one_is(text: str) -> None:
    error = refused(text)
    assert "eight letters and digits" in error.summary
    assert len(error.summary) < 200


def test_eight_zeros_are_no_code() -> None:
    assert "altered" in refused("0000-0000").summary


def test_a_code_of_a_newer_seedbed_is_told_as_that() -> None:
    """The next version's first code, and an outcome that this version does not know."""
    for number in ((1 << 32) | (1 << 14) | 1, (15 << 28) | (1 << 14) | 1):
        digits = [number // 29**place % 29 for place in range(6, -1, -1)]
        sums = sum(place * digit for place, digit in enumerate(digits, 1))
        (check,) = [last for last in range(29) if (sums + 8 * last) % 29 == 0]
        text = "".join(ALPHABET[digit] for digit in (*digits, check))
        assert "newer Seedbed" in refused(text).summary


def test_the_numbers_of_outcomes_never_change() -> None:
    """Old codes must stay readable: append, never renumber."""
    names = "PASSED DOWNLOAD CONDA ENVIRONMENT PIP FILES PYTHON LIBRARY TOGETHER KERNEL GRAPHICS"
    assert [one.name for one in Outcome] == [*names.split(), "EXAMPLE", "OWN_CHECK"]
    assert [one.value for one in Outcome] == list(range(13))
    assert read_code("42DJ-K73F") == ProofCode(Outcome.KERNEL, 812, 9999)
    assert read_code("5D1A-YDC2") == LARGEST


@pytest.mark.parametrize(("workshop", "lock"), [(0, 1), (MARKS, 1), (1, MARKS), (1, -1)])
def test_marks_that_do_not_fit_are_never_written(workshop: int, lock: int) -> None:
    with pytest.raises(ValueError, match="no marks"):
        _ = ProofCode(Outcome.PASSED, workshop, lock).text
