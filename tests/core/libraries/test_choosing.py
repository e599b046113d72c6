"""One library more or less: names count, whatever versions they are wanted in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.libraries.choosing import (
    names_in,
    refuse_unknown,
    with_library,
    with_words,
    without_list,
    without_pip,
)
from app.core.plan import Plan, Target, Workshop
from app.core.specs.specfile import SpecFile
from app.core.workshops.opening import as_workshop
from app.errors import PlanInvalid

PLAN = Plan(Workshop(packages=("numpy", "pytorch>=2")), Target(Path("/x")))


def test_a_library_is_added_at_the_end_and_removed_with_its_version() -> None:
    assert with_library(PLAN, "tqdm", True).workshop.packages == ("numpy", "pytorch>=2", "tqdm")
    assert with_library(PLAN, "pytorch", False).workshop.packages == ("numpy",)
    assert with_library(PLAN, "pytorch", True) == PLAN
    assert names_in(PLAN) == {"numpy", "pytorch"}


def test_words_that_name_a_library_again_replace_its_version_in_its_place() -> None:
    words = SpecFile("words", python="3.12", packages=("numpy=2.1", "tqdm"))
    changed = with_words(PLAN, words).workshop
    assert changed.packages == ("numpy=2.1", "pytorch>=2", "tqdm")
    assert changed.python == "3.12"


def test_a_package_of_pip_is_removed_as_it_was_written() -> None:
    plan = PLAN.with_workshop(pip_packages=("tinydb>=4", "nanogpt"))
    assert without_pip(plan, "tinydb>=4").workshop.pip_packages == ("nanogpt",)


def test_a_forgotten_list_gives_back_what_was_before_but_not_later_answers() -> None:
    read = SpecFile("environment", "course", "3.11", ("bioconda",), ("scipy",), ("tinydb",))
    listed = as_workshop(read, PLAN.workshop)
    after = replace(PLAN, workshop=listed).with_workshop(python="3.13", packages=("scipy", "tqdm"))
    back = without_list(after, PLAN.workshop, listed).workshop
    assert (back.packages, back.pip_packages) == (PLAN.workshop.packages, ())
    assert (back.channels, back.environment) == (("conda-forge",), "ml")
    assert back.python == "3.13", "this was answered after the list"


def test_who_leaves_out_what_is_not_there_is_told_what_could_be_meant() -> None:
    refuse_unknown("numpy", ["numpy"])
    with pytest.raises(PlanInvalid, match="no nump among") as refused:
        refuse_unknown("nump", ["numpy", "scipy"])
    assert refused.value.remedy == "Did you mean numpy?"
    with pytest.raises(PlanInvalid) as refused:
        refuse_unknown("zzz", ["numpy"])
    assert "Check the spelling" in refused.value.remedy
