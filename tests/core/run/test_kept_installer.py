"""Where the installer lies is noted in the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.run.kept_installer import FILE_NAME, load, save


def test_what_was_noted_comes_back(tmp_path: Path) -> None:
    assert load(tmp_path) is None
    save(tmp_path / "conda.sh", "a" * 64, tmp_path)
    assert load(tmp_path) == tmp_path / "conda.sh"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"other": 1}', '{"path": 1}', '{"path": ""}']
)
def test_a_damaged_note_is_like_none(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    assert load(tmp_path) is None
