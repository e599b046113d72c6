"""Paths that a person types: what they mean, and showing one without disturbing the typing."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtWidgets import QLineEdit


def as_path(text: str, otherwise: Path) -> Path:
    """What was typed as an absolute path; never resolved: links in it are the person's choice."""
    plain = text.strip().strip('"')
    return Path(os.path.abspath(Path(plain).expanduser())) if plain else otherwise  # noqa: PTH100


def show_path(field: QLineEdit, text: str) -> None:
    """Show a path, unless the field already says the same: typing must not lose the cursor."""
    if str(as_path(field.text(), Path())) != text:
        field.setText(text)
