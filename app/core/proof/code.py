"""The proof code: eight characters that say what came of a run, for which workshop and lock.

One number of 34 bits, written as seven digits to the base 29 and a check character, in two groups
of four. From the highest bit to the lowest:

    version    2 bits   0 so far; whoever meets another one is too old to read the rest
    outcome    4 bits   0: everything passed; else the part that failed, see `Outcome`
    workshop  14 bits   the mark of the workshop, never 0
    lock      14 bits   the mark of the packages that were installed, 0 where there are none yet

What the marks are made of is the business of `coding`; here they are numbers. Another workshop has
the same mark by chance once in 16,383, other packages of the same workshop once in 16,383 for each
platform that its lock has, and both at once about once in 268 million.

The alphabet has 29 characters, no two of which look alike: of 0 O, of 1 I L, of 2 Z, of 5 S, of
8 B, of V U only the first is in it, and the others are read as that one. The digits, each times
its place (1 to 8), add up to a multiple of 29. Since 29 is prime, every single wrong character and
every swap of two characters is found; of codes that are altered at will one in 29 passes as whole.
It finds mistakes, not lies: it is no signature. Nothing in it is about a person or a computer, so
everybody with the same workshop, the same packages and the same outcome has the same code.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

from app.core.foreign_text import shown
from app.errors import PlanInvalid
from app.i18n import _

ALPHABET = "0123456789ACDEFGHJKMNPQRTVWXY"
LOOK_ALIKES = {"O": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "U": "V"}
VERSION = 0
MARK_BITS = 14
MARKS = 1 << MARK_BITS
_OUTCOME_BITS, _VERSION_BITS = 4, 2
_LENGTH, _GROUP = 8, 4
_LONGEST_TYPED = 64
_BASE = len(ALPHABET)
# What people and word processors put between and around the groups.
_BETWEEN = re.compile(r"[\s_.\-\u2010-\u2015\u2212]+")
_KINDLY = str.maketrans(LOOK_ALIKES)


class Outcome(IntEnum):
    """What came of a run: everything passed, or the first part that failed. The numbers are
    written into codes and never change."""

    PASSED = 0
    DOWNLOAD = 1
    CONDA = 2
    ENVIRONMENT = 3
    PIP = 4
    FILES = 5
    PYTHON = 6
    LIBRARY = 7
    TOGETHER = 8
    KERNEL = 9
    GRAPHICS = 10
    EXAMPLE = 11
    OWN_CHECK = 12

    @property
    def word(self) -> str:
        """A stable word for programs."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class ProofCode:
    """What a code says. `workshop` and `lock` are marks: numbers below `MARKS`."""

    outcome: Outcome
    workshop: int
    lock: int

    @property
    def passed(self) -> bool:
        """Whether everything was seen to work."""
        return self.outcome is Outcome.PASSED

    @property
    def text(self) -> str:
        """The code as it is shown: two groups of four characters."""
        number = _packed(VERSION, self.outcome, self.workshop, self.lock)
        digits = [number // _BASE**place % _BASE for place in reversed(range(_LENGTH - 1))]
        written = "".join(ALPHABET[digit] for digit in (*digits, _check_digit(digits)))
        return f"{written[:_GROUP]}-{written[_GROUP:]}"


def read_code(text: str) -> ProofCode:
    """What a code says, however it was typed. Raises PlanInvalid for what is no code, for one that
    was altered, and for one of a newer Seedbed."""
    digits = _digits(text)
    if _sum(digits) % _BASE:
        raise _altered(text)
    number = 0
    for digit in digits[:-1]:
        number = number * _BASE + digit
    number, lock = divmod(number, MARKS)
    number, workshop = divmod(number, MARKS)
    version, outcome = divmod(number, 2**_OUTCOME_BITS)
    if version >= 2**_VERSION_BITS or not workshop:
        raise _altered(text)
    if version != VERSION or outcome not in _OUTCOMES:
        raise PlanInvalid(
            _("The proof code “{code}” was made by a newer Seedbed.").format(
                code=shown(text, _LONGEST_TYPED)
            ),
            _("Install the newest Seedbed and read it again."),
        )
    return ProofCode(_OUTCOMES[outcome], workshop, lock)


def _packed(version: int, outcome: int, workshop: int, lock: int) -> int:
    if not 0 < workshop < MARKS or not 0 <= lock < MARKS:
        raise ValueError(f"no marks: {workshop}, {lock}")
    return (((version << _OUTCOME_BITS | outcome) << MARK_BITS) | workshop) << MARK_BITS | lock


def _sum(digits: list[int]) -> int:
    return sum(place * digit for place, digit in enumerate(digits, start=1))


def _check_digit(digits: list[int]) -> int:
    """The eighth digit, with which the sum becomes a multiple of the base."""
    return -_sum(digits) * pow(_LENGTH, -1, _BASE) % _BASE


def _digits(text: str) -> list[int]:
    """The eight digits in what was typed. Raises PlanInvalid where there are not eight."""
    # NFKC: full-width letters, as Chinese keyboards write them.
    plain = unicodedata.normalize("NFKC", text[:_LONGEST_TYPED]).upper()
    written = _BETWEEN.sub("", plain).translate(_KINDLY)
    wrong = [char for char in written if char not in ALPHABET]
    if len(text) > _LONGEST_TYPED or len(written) != _LENGTH or wrong:
        raise PlanInvalid(
            _("“{code}” is no proof code: one has eight letters and digits.").format(
                code=shown(text, _LONGEST_TYPED)
            ),
            _("It stands at the end of the installation, such as {example}.").format(
                example=_EXAMPLE
            ),
        )
    return [ALPHABET.index(char) for char in written]


def _altered(text: str) -> PlanInvalid:
    return PlanInvalid(
        _("“{code}” is not a proof code: it was altered or mistyped.").format(
            code=shown(text, _LONGEST_TYPED)
        ),
        _("Compare it with the screen, character by character."),
    )


_OUTCOMES = {outcome.value: outcome for outcome in Outcome}
_EXAMPLE = ProofCode(Outcome.PASSED, 812, 9999).text
