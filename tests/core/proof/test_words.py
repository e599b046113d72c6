"""The proof in words: every check by its name, and what was found beside what is true."""

from __future__ import annotations

from dataclasses import replace

from app.core.proof.verdict import KERNEL, Check, Proof
from app.core.proof.words import (
    about_graphics,
    about_kernel,
    about_noise,
    comparisons,
    line_of,
    summary,
)

PROOF = Proof(environment="/e", python="3.12.4", packages=117, checks=())


def test_a_check_is_told_with_the_name_people_know_its_version_and_its_outcome() -> None:
    assert line_of(Check("numpy", True, "", "2.4.1")) == "NumPy 2.4.1: works"
    assert line_of(Check("sklearn-extra-of-mine", None)) == "sklearn-extra-of-mine: not checked"
    assert line_of(Check(KERNEL, False, "boom")) == "A notebook cell: does not work"


def test_the_summary_counts_the_packages() -> None:
    assert summary(PROOF) == "Python 3.12.4 with 117 packages"
    assert summary(replace(PROOF, packages=1)) == "Python 3.12.4 with 1 package"


def test_kernel_and_graphics_card_are_told_as_they_were_found() -> None:
    assert about_kernel(PROOF) == ""
    assert "ran a cell" in about_kernel(replace(PROOF, kernel="/e"))
    assert about_graphics(PROOF) == "These libraries need no graphics card."
    assert about_graphics(replace(PROOF, gpu="PyTorch calculates on: X")).endswith("on: X")


def test_slope_and_intercept_stand_beside_the_true_ones() -> None:
    found = comparisons(replace(PROOF, slope=1.9712, intercept=1.0328))
    assert [(one.title, one.found_text, one.true_text) for one in found] == [
        ("Slope", "1.97", "2"),
        ("Intercept", "1.03", "1"),
    ]
    assert comparisons(replace(PROOF, slope=1.97)) == ()


def test_why_found_and_true_differ_is_said_only_beside_the_two() -> None:
    both = replace(PROOF, slope=1.9712, intercept=1.0328)
    assert "noise" in about_noise(both)
    assert about_noise(replace(PROOF, slope=1.97)) == ""
