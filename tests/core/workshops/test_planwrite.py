"""Writing workshop files: everything comes back, and what people wrote around it stays."""

from __future__ import annotations

import difflib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.plan import RULED_PAGES, Difference, PageRule, Workshop
from app.core.workshops.planfile import read_workshop
from app.core.workshops.planwrite import write_workshop
from app.errors import PlanInvalid

EVERYTHING = Workshop(
    title="Two days of learning",
    logo="pictures/logo.png",
    packages=("numpy", "tensorflow"),
    materials="materials",
    check="check/last.ipynb",
    pages=(("location", PageRule.LOCKED), ("libraries", PageRule.HIDDEN)),
    platforms=("linux-64", "osx-arm64", "win-64"),
    glibc="2.31",
    macos="13.0",
    cuda="12.4",
    differences=(
        Difference("osx-arm64", without=("jax",)),
        Difference("win-64", without=("tensorflow",), instead=("tensorflow-cpu",)),
    ),
)
BY_HAND = """\
# Ours, for the spring school.
schema = 1

[environment]   # what they get
name = 'spring'
packages = [
    "numpy",    # always
    "pandas",
]

[platforms]
names = ["win-64"]

[platforms.win-64]
# nobody has it there
without = ["pandas"]

[workshop]
title = "Spring"
"""


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line.startswith(("+ ", "- "))]


def test_a_workshop_with_everything_comes_back() -> None:
    text = write_workshop(EVERYTHING)
    assert read_workshop(text.encode()) == EVERYTHING
    assert "# What participants see" in text


def test_a_file_that_says_the_same_is_not_touched() -> None:
    workshop = read_workshop(BY_HAND.encode())
    assert write_workshop(workshop, BY_HAND) == BY_HAND


def test_only_what_differs_changes_and_comments_stay() -> None:
    workshop = replace(read_workshop(BY_HAND.encode()), title="Summer", python="3.12")
    text = write_workshop(workshop, BY_HAND)
    assert read_workshop(text.encode()) == workshop
    assert changed_lines(BY_HAND, text) == [
        '+ python = "3.12"',
        '- title = "Spring"',
        '+ title = "Summer"',
    ]


def test_what_is_no_longer_wanted_goes() -> None:
    workshop = replace(read_workshop(BY_HAND.encode()), differences=(), platforms=())
    text = write_workshop(workshop, BY_HAND)
    assert read_workshop(text.encode()) == workshop
    assert "without" not in text
    assert "win-64" not in text


RULES = st.dictionaries(st.sampled_from(RULED_PAGES), st.sampled_from(PageRule)).map(
    lambda rules: tuple((page, rules[page]) for page in RULED_PAGES if page in rules)
)
NAMES = st.lists(st.sampled_from(["numpy", "pandas", 'a"b', "ü"]), max_size=6).map(tuple)
DIFFERENCES = st.lists(
    st.builds(
        Difference, st.sampled_from(["linux-64", "osx-64", "win-64"]), without=NAMES, instead=NAMES
    ),
    max_size=3,
    unique_by=lambda difference: difference.subdir,
).map(tuple)
WORKSHOPS = st.builds(
    Workshop,
    title=st.sampled_from(["", "A", "二"]),
    packages=NAMES,
    check=st.sampled_from(["", "check.py"]),
    pages=RULES,
    platforms=NAMES,
    cuda=st.sampled_from(["", "12", "12.4"]),
    differences=DIFFERENCES,
)


@settings(max_examples=80, deadline=None)
@given(before=WORKSHOPS, after=WORKSHOPS)
def test_any_file_can_become_any_other(before: Workshop, after: Workshop) -> None:
    found = read_workshop(write_workshop(after, write_workshop(before)).encode())
    assert replace(found, differences=()) == replace(after, differences=())
    assert set(found.differences) == set(after.differences)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('[pages]\nlocation = "gone"\n', "pages.location"),
        ('[pages]\nwelcome = "hidden"\n', "pages.welcome"),
        ('[platforms]\ncuda = "twelve"\n', "platforms.cuda"),
        ('[platforms.win-64]\nonly = ["numpy"]\n', "platforms.win-64.only"),
        ('[platforms.win-64]\nwithout = "numpy"\n', "platforms.win-64.without"),
        ('[platforms."../up"]\nwithout = ["numpy"]\n', "platforms"),
        ('[check]\nfile = "../check.py"\n', "check.file"),
        ('[workshop]\nlogo = "/etc/passwd"\n', "workshop.logo"),
    ],
)
def test_what_cannot_be_used_is_named(text: str, word: str) -> None:
    with pytest.raises(PlanInvalid) as caught:
        read_workshop(f"schema = 1\n{text}".encode())
    assert word in caught.value.summary
    assert caught.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        '[platforms.win-64]\nwithout = ["numpy"]\n[environment]\nname = "x"\n'
        '[platforms]\ncuda = "12"\n',
        '[platforms.win-64]\nwithout = ["numpy"]\n[platforms]\ncuda = "12"\n',
    ],
)
def test_tables_in_an_odd_order_can_be_changed(text: str) -> None:
    before = f"schema = 1\n{text}"
    workshop = replace(read_workshop(before.encode()), differences=(), title="Odd")
    assert read_workshop(write_workshop(workshop, before).encode()) == workshop
