"""What every test gets: a home of its own, no screen, no settings of the person who runs it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_HOME_VARIABLES = {
    "HOME": "home",
    "USERPROFILE": "home",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_CACHE_HOME": "home/.cache",
    "SEEDBED_HOME": "seedbed",
}
_LANGUAGE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def own_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A temporary home, so that no test sees or changes the real one; gone after the test."""
    root = tmp_path_factory.mktemp("person")
    for variable, name in _HOME_VARIABLES.items():
        folder = root / name
        folder.mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(variable, str(folder))
    for name in [name for name in os.environ if name.startswith(("CONDA", "_CE_"))]:
        monkeypatch.delenv(name)
    for name in _LANGUAGE_VARIABLES:  # tests read English, wherever they run
        if os.environ.get(name, "").lower().startswith("zh"):
            monkeypatch.setenv(name, "C.UTF-8")
    yield root / "home"
    shutil.rmtree(root, ignore_errors=True)  # whole installations would fill the drive


@pytest.fixture(scope="session")
def qapp_cls() -> type[Any]:
    """The application of the real start: there is one for all tests, whichever needs it first."""
    from app.gui.doorkeeper import SeedbedApplication

    return SeedbedApplication


@pytest.fixture
def practice_kit() -> Path:
    """The practice kit; `dev.py test` builds it before the tests."""
    kit = Path(__file__).parent.parent / ".cache" / "practice-kit"
    if not (kit / "workshop.toml").is_file():
        pytest.skip("the practice kit is not built: python3 build_scripts/dev.py kit")
    return kit
