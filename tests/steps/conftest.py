"""What tests of steps share: a workbench in which the fake installer finds its Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.bench import Bench, python_program


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setenv("FAKE_PYTHON_PROGRAM", python_program())
    return Bench(tmp_path)
