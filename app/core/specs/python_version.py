"""What a version of Python that somebody asks for may look like."""

from __future__ import annotations

import re

_PYTHON = re.compile(r"3\.\d{1,2}(\.\d{1,3})?")


def is_python_version(text: str) -> bool:
    """Whether `text` is one, such as 3.12 or 3.12.4."""
    return _PYTHON.fullmatch(text) is not None
