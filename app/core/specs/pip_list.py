"""Reads pip's requirements as people save them: options, hashes, local paths, `pip list` tables.

Nothing here decides what is installed; the notes say what was left out and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from packaging.requirements import InvalidRequirement, Requirement

from app.core.secrets import redact
from app.core.specs.text import refused
from app.i18n import _

_COMMENT = re.compile(r"(^|\s)#.*$")
_HASH = re.compile(r"\s--hash[= ]\S+")
_OPTION = re.compile(r"(--?[A-Za-z][\w-]*)[= ]*(.*)")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._\-]+)")
_LOCAL = re.compile(r"^(?:\.{1,2}[/\\]|[/~\\]|[A-Za-z]:[/\\])|\.whl$|\.tar\.gz$")
_TABLE_RULE = re.compile(r"-{3,}(\s+-{3,})+\s*$")


class PipReader:
    """Collects requirements, and notes about what could not be taken over."""

    def __init__(self, name: str, notes: list[str]) -> None:
        self._name = name
        self._notes = notes
        self._hashes = 0

    def read(self, lines: Sequence[str]) -> tuple[str, ...]:
        """The requirements in `lines`, each once. Raises PlanInvalid for a line that pip
        would not understand either."""
        found: dict[str, None] = {}
        for line in _logical(lines):
            requirement = self._line(line)
            if requirement:
                found.setdefault(requirement)
        if self._hashes:
            self._notes.append(_("Checksums of pip packages were left out."))
        return tuple(found)

    def _line(self, line: str) -> str:
        plain, hashes = _HASH.subn("", line)
        self._hashes += hashes
        if plain.startswith("-"):
            return self._option(plain)
        return self._requirement(_unquoted(plain.strip().rstrip(",")))

    def _option(self, line: str) -> str:
        match = _OPTION.match(line)
        option, value = (match[1], match[2].strip()) if match else (line, "")
        if option in ("-e", "--editable"):
            return self._address(value) if "://" in value else self._left_out(value)
        if option in ("-r", "--requirement", "-c", "--constraint"):
            self._notes.append(
                _("It refers to another file, {file}, which was not read.").format(file=value[:80])
            )
        elif option in ("-i", "--index-url", "--extra-index-url", "-f", "--find-links"):
            self._notes.append(
                _("The address {address} is not used.").format(address=redact(value)[:120])
            )
        else:
            self._notes.append(_("The option {option} is not used.").format(option=option[:60]))
        return ""

    def _requirement(self, text: str) -> str:
        if re.match(r"(git|hg|svn|bzr)\+|https?://", text):
            return self._address(text)
        if "://" not in text and _LOCAL.search(text):
            return self._left_out(text)
        try:
            requirement = Requirement(text)
        except InvalidRequirement as error:
            raise refused(
                self._name,
                _("“{text}” in it is not a requirement of pip").format(
                    text="".join(char for char in text[:80] if char.isprintable())
                ),
                _("Correct the line, or delete it."),
            ) from error
        if requirement.url and requirement.url.lower().startswith("file:"):
            # conda's own packages are listed like this by pip freeze.
            self._notes.append(
                _("{name}: a place on somebody’s computer was left out.").format(
                    name=requirement.name
                )
            )
            requirement.url = None
        return str(requirement)

    def _address(self, text: str) -> str:
        egg = _EGG.search(text)
        if not egg:
            return self._left_out(redact(text))
        return f"{egg[1]} @ {text.partition('#')[0]}"

    def _left_out(self, what: str) -> str:
        self._notes.append(
            _("{what} was left out: it is not a package with a name.").format(what=what[:120])
        )
        return ""


def is_pip_table(lines: Sequence[str]) -> bool:
    """Whether the lines are what `pip list` prints."""
    return len(lines) > 1 and lines[0].split()[:2] == ["Package", "Version"]


def from_pip_table(lines: Sequence[str]) -> list[str]:
    """The lines of `pip list` as requirements."""
    rows = [line.split() for line in lines[1:] if line.strip() and not _TABLE_RULE.match(line)]
    return [f"{row[0]}=={row[1]}" for row in rows if len(row) >= 2]


def _logical(lines: Sequence[str]) -> Iterator[str]:
    """The lines without comments; a backslash at the end joins the next one."""
    joined = ""
    for line in lines:
        plain = _COMMENT.sub("", line).strip()
        joined += plain.removesuffix("\\").rstrip() + " "
        if plain.endswith("\\"):
            continue
        if joined.strip():
            yield joined.strip()
        joined = ""
    if joined.strip():
        yield joined.strip()


def _unquoted(text: str) -> str:
    """`text` without quotes around the whole of it; those of a marker at its end stay."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1]
    return text
