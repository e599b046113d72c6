"""Reads somebody else's TOML within limits: no text of theirs keeps the program busy.

What the keys mean is the readers' business, and how large a file may be.
"""

from __future__ import annotations

import re
from typing import Any

from app.core.foreign_text import shown
from app.i18n import _

MOST_DOTS = 20
# Texts and comments, also such as never end: each is gone over once. What is written wrongly ends
# tomllib's reading at the latest there, so that a key cannot hide behind it.
_QUOTED = re.compile(
    r'"""(?:[^"\\]+|\\.?|"{1,2}(?!"))*(?:"{3,5}|\Z)'
    r"|'''(?:[^']+|'{1,2}(?!'))*(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]+|\\[^\n]?)*"?'
    r"|'[^'\n]*'?"
    r"|#[^\n]*",
    re.DOTALL,
)
_BETWEEN_KEYS = re.compile(r"[\n=,\[\]{}]")


class NotUsable(ValueError):
    """Why a text cannot be read, as a part of a sentence."""


def read_toml(text: str) -> dict[str, Any]:
    """The document that a text is. Raises NotUsable."""
    import tomllib  # every start imports this module, hardly any reads a file

    # tomllib's time grows with the square of a key's parts.
    bare = _QUOTED.sub("", text)
    if any(key.count(".") > MOST_DOTS for key in _BETWEEN_KEYS.split(bare)):
        raise NotUsable(_("a key in it has far too many parts"))
    try:
        return tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, and numbers too long for Python
        problem = shown(str(error))
        raise NotUsable(_("it is not valid TOML: {problem}").format(problem=problem)) from error
    except RecursionError as error:
        raise NotUsable(_("its tables are nested too deeply")) from error
