"""Understands what a person pastes: a few names, a command, or the text of a whole list.

What a text means is `words`' and `specfile`'s business; here is decided whom to ask.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.core.specs.environment_file import looks_like_environment
from app.core.specs.explicit import looks_explicit
from app.core.specs.specfile import SpecFile, conda_packages, is_conda_export, read_spec_file
from app.core.specs.words import is_command, parse_words, tidy
from app.i18n import _

# What only pip's files have: options, extras, markers, addresses.
_PIP_ONLY = re.compile(
    r"^\s*(?:-[a-zA-Z]\b|--[a-z]|git\+|https?://)|^[\w.\-]+\s*\[|;\s*\w+\s*[<>=!]|\s@\s",
    re.MULTILINE,
)
_PINNED = re.compile(r"^\s*[\w.\-]+\s*==\s*[\w.+!*]+\s*(?:#.*)?$")
_DOCUMENT = re.compile(r"\s*(?:<|\{|\[\w)")


def read_pasted(text: str) -> SpecFile:
    """The packages in a pasted or typed text. Its kind is "words" where they are names to add,
    else that of the list whose text it is.

    Raises PlanInvalid, in one plain sentence, for anything else.
    """
    lines = [line for line in tidy(text).splitlines() if line.strip()]
    meant = [line for line in lines if not line.lstrip().startswith("#")]
    if _is_list(lines, meant):
        return read_spec_file(text.encode("utf-8", "replace"), _("The pasted text"))
    packages, python = conda_packages([spec.text for spec in parse_words(text)], "", [])
    return SpecFile("words", python=python, packages=packages)


def _is_list(lines: Sequence[str], meant: Sequence[str]) -> bool:
    """Whether these are the lines of a file rather than words."""
    if not meant:
        return False
    text = "\n".join(meant)
    if looks_explicit(meant) or looks_like_environment(text) or _DOCUMENT.match(text):
        return True
    if len(meant) < 2 or any(is_command(line) for line in meant):
        return False
    pinned = sum(bool(_PINNED.match(line)) for line in meant) * 2 > len(meant)
    table = lines[0].split()[:2] == ["Package", "Version"]
    return pinned or table or is_conda_export(lines, meant) or bool(_PIP_ONLY.search(text))
