"""The platforms of the catalogue are those that our own Platform classes name."""

from __future__ import annotations

import pytest

from app.core.catalog.platforms import all_platforms, conda_platform
from app.errors import PlanInvalid
from app.platforms import named


def test_every_computer_that_we_support_can_be_locked_for() -> None:
    subdirs = {platform.subdir for platform in all_platforms()}
    for family in ("windows", "macos", "linux"):
        for architecture in ("x86_64", "arm64"):
            assert named(family).conda_subdir(architecture) in subdirs


def test_nothing_is_relied_on_that_only_some_computers_have() -> None:
    for platform in all_platforms():
        names = [text.split("=")[0] for text in platform.virtual]
        assert all(len(text.split("=")) == 3 for text in platform.virtual)
        assert "__cuda" not in names
        assert ("__win" in names) is platform.subdir.startswith("win")
        assert ("__osx" in names) is platform.subdir.startswith("osx")


def test_an_unknown_platform_is_refused_with_the_known_ones() -> None:
    assert conda_platform("win-64").title == "Windows"
    with pytest.raises(PlanInvalid) as caught:
        conda_platform("amiga")
    assert "osx-arm64" in caught.value.remedy
