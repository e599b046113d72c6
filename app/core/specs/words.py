"""Understands package names in free text: lists, and commands pasted from tutorials.

Single specs are spec_grammar's business, files are `specfile`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.catalog.libraries import known_alias
from app.core.specs.grammar import Spec, parse_spec
from app.errors import PlanInvalid
from app.i18n import _

MAX_TEXT = 20_000
MAX_SPECS = 500
# What people type on a Chinese keyboard, and what word processors make of quotes and operators.
_TYPOGRAPHY = {
    **dict.fromkeys("，、；", ","),
    **dict.fromkeys("“”„‟«»‘’‚`", '"'),
    **dict.fromkeys("\u00a0\u2007\u202f\u3000", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", ""),
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "：": ":",
    "–": "-",
    "—": "--",
    "‑": "-",
}
_TABLE = str.maketrans(
    {**_TYPOGRAPHY, **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}
    | _TYPOGRAPHY
)
_PROMPT = re.compile(r"^\s*(?:\([\w.\-]+\)\s*)?(?:[A-Za-z]:\\\S*>|PS \S*>|>>>|[$%!>])\s*")
_COMMAND = re.compile(
    r"^\s*(?:sudo\s+)?(?:(?:(?=\S*python)\S+|py)\s+(?:-3\S*\s+)?-m\s+)?"
    r"(?P<tool>conda|mamba|micromamba|pip3?|uv pip|uv)\s+(?:env\s+)?"
    r"(?:install|create|add|update|upgrade)\b"
)
_FLAGS_WITH_VALUE = frozenset(
    {"-c", "--channel", "-n", "--name", "-p", "--prefix", "--solver", "--platform", "--subdir"}
    | {"-i", "--index-url", "--extra-index-url", "-f", "--find-links", "--trusted-host"}
    | {"-t", "--target", "--python"}
)
_FILE_FLAGS = frozenset({"-r", "--requirement", "--file", "-e", "--editable"})
# A comma after an operator's version goes on with the same package: numpy>=1.26,<2
_SEPARATOR = re.compile(r"[;,]\s*(?![<>=!~])|\s+")
# They begin where the spaces begin, so that a long row of spaces is looked at once only.
_LOOSE_OPERATOR = re.compile(r"(?<![ \t])[ \t]*(===|==|!=|>=|<=|~=|=|>|<)[ \t]*(?=[\w*])")
_LOOSE_COMMA = re.compile(r"(?<!\s)\s*,[ \t]*(?=[<>=!~])")


def parse_words(text: str) -> tuple[Spec, ...]:
    """The packages in free text, each once, in order.

    Names that people use for a package ("sklearn") become the package's own. Raises PlanInvalid
    for a word that cannot be a package, or an unreasonable amount of text.
    """
    if len(text) > MAX_TEXT:
        raise PlanInvalid(
            _("This is too much text for a list of packages."),
            _("Paste only the names, or open the file they are in."),
        )
    found: dict[str, Spec] = {}
    for word in _words(tidy(text)):
        spec = _by_real_name(parse_spec(word))
        found.setdefault(spec.text, spec)
        if len(found) > MAX_SPECS:
            raise PlanInvalid(
                _("These are more than {number} packages.").format(number=MAX_SPECS),
                _("Open the file they are in, or choose fewer."),
            )
    return tuple(found.values())


def is_command(line: str) -> bool:
    """Whether a line is a command that installs, with or without a prompt before it."""
    return _COMMAND.match(_PROMPT.sub("", tidy(line), count=1)) is not None


def tidy(text: str) -> str:
    """`text` with full-width signs, smart quotes and unusual spaces replaced by plain ones."""
    return text.translate(_TABLE)


def _by_real_name(spec: Spec) -> Spec:
    real = known_alias(spec.name)
    if not real:
        return spec
    channel, colons, rest = spec.text.rpartition("::")
    return Spec(real, channel + colons + real + rest[len(spec.name) :])


def _words(text: str) -> Iterator[str]:
    for line in text.replace("\\\n", " ").splitlines():
        plain = _PROMPT.sub("", line, count=1)
        plain = re.sub(r"(?:^|\s)#.*$", "", plain)
        command = _COMMAND.match(plain)
        if command:
            yield from _arguments(plain[command.end() :])
        else:
            yield from _split(re.sub(r"^\s*[-*•]\s+", "", plain))


def _split(line: str) -> list[str]:
    joined = _LOOSE_COMMA.sub(",", _LOOSE_OPERATOR.sub(r"\1", line.replace('"', " ")))
    return [word.strip("'") for word in _SEPARATOR.split(joined) if word.strip("'")]


def _arguments(rest: str) -> Iterator[str]:
    """The packages among the arguments of an install command; options are left out."""
    skip = False
    for word in _split(re.split(r"&&|\|\||\|\s", rest)[0]):
        if skip:
            skip = False
        elif word in _FILE_FLAGS:
            raise PlanInvalid(
                _("The command “{text}” reads its packages from a file.").format(
                    text=rest.strip()[:60]
                ),
                _("Open that file instead of pasting the command."),
            )
        elif word.startswith("-"):
            skip = word in _FLAGS_WITH_VALUE
        else:
            yield word
