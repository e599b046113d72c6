"""A Windows of its own for the tests, the practice kit for Windows, and a person on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from practice.kit import WINDOWS_FOLDER
from wine.prefix import FOLDER, NoWine, Wine, python

from tests.wine.person import Person


@pytest.fixture(scope="session")
def windows() -> Wine:
    """A prefix that is kept for the next time; what tests install there they remove."""
    try:
        return Wine.make(FOLDER / "tests")
    except NoWine as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def windows_kit() -> Path:
    """The practice kit for Windows."""
    if not (WINDOWS_FOLDER / "workshop.toml").is_file():
        pytest.skip("the kit for Windows is not built: dev.py test --wine builds it")
    return WINDOWS_FOLDER


@pytest.fixture(scope="session")
def ana(windows: Wine) -> Person:
    """Somebody with spaces, an accent and a Chinese character in the name."""
    try:
        return Person("Ana María 王", windows, python())
    except NoWine as error:
        pytest.skip(str(error))
