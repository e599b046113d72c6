"""Answers of an instructor that are more than one field of the workshop."""

from __future__ import annotations

import pytest

from app.core.plan import PageRule, Workshop
from app.core.specs.specfile import SpecFile
from app.core.workshops.opening import with_list
from app.core.workshops.preparing import with_packages, with_pip, with_platforms, with_rules
from app.errors import PlanInvalid

BASE = Workshop(
    title="Two days",
    author="Ada",
    packages=("numpy", "pandas"),
    pip_packages=("rich==13.0",),
    pages=(("location", PageRule.ASKED),),
    check="check.py",
)


def test_somebodys_list_replaces_the_libraries_and_nothing_else() -> None:
    changed = with_list(SpecFile("environment", python="3.12", packages=("scipy",)), BASE)
    assert (changed.packages, changed.pip_packages) == (("scipy",), ())
    assert (changed.title, changed.author, changed.check) == ("Two days", "Ada", "check.py")
    assert changed.python == "3.12"


def test_a_library_that_is_named_again_stays_in_its_place() -> None:
    assert with_packages(BASE, ("numpy=2.1", "scipy"), ("pandas",)).packages == (
        "numpy=2.1",
        "scipy",
    )


def test_packages_of_pip_are_known_by_their_names() -> None:
    assert with_pip(BASE, ("Rich==14.0",), ()).pip_packages == ("Rich==14.0",)
    assert with_pip(BASE, (), ("RICH",)).pip_packages == ()


def test_a_rule_that_says_nothing_is_written_only_where_it_was() -> None:
    rules = {"computer": PageRule.ASKED, "libraries": PageRule.HIDDEN}
    assert with_rules(BASE, rules).pages == (
        ("location", PageRule.ASKED),
        ("libraries", PageRule.HIDDEN),
    )


def test_a_platform_that_nobody_knows_is_refused() -> None:
    with pytest.raises(PlanInvalid, match="amiga"):
        with_platforms(BASE, ("amiga",))
