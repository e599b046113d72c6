"""Understands one conda spec as people write it.

Whether a package exists is the solver's business; lists and pasted commands are spec_words'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core.foreign_text import shown
from app.errors import PlanInvalid
from app.i18n import _

MAX_LENGTH = 200
_SPEC = re.compile(
    r"(?:(?P<channel>[A-Za-z0-9][\w.\-]*(?:/[A-Za-z0-9][\w.\-]*)*)::)?"
    r"(?P<name>[A-Za-z0-9_][A-Za-z0-9_.\-]*)"
    r"(?P<rest>.*)"
)
_VERSION = r"[A-Za-z0-9_*][A-Za-z0-9_.*+!]*(?:-[0-9]+)?"
_CLAUSE = re.compile(rf"(?P<op>===|==|!=|>=|<=|~=|=|>|<)(?P<version>{_VERSION})")
_BUILD = re.compile(r"=[A-Za-z0-9_.*+]+")
_BARE_VERSION = re.compile(r"\d+(?:\.(?:\d+|\*))*\*?")
_AROUND_OPERATOR = re.compile(r"\s*(===|==|!=|>=|<=|~=|=|>|<|,|\|)\s*")
_SHELL = set("$`;&'\"\\{}()?#%^")


@dataclass(frozen=True, slots=True)
class Spec:
    """A package that is wanted: its name, and the whole spec as conda reads it."""

    name: str
    text: str


def parse_spec(text: str) -> Spec:
    """The conda spec that `text` means. Raises PlanInvalid, with one sentence, for anything else.

    Spaces around operators are allowed; pip's `~=` and `===` become what conda reads.
    """
    _refuse_oddities(text)
    compact = _AROUND_OPERATOR.sub(r"\1", text.strip())
    match = _SPEC.fullmatch(compact)
    if not match:
        raise _bad(text, _("A name has only letters, digits, “-”, “_” and “.”."))
    if match["rest"].startswith("["):
        raise _bad(
            text,
            _("conda has no extras in brackets. Write the name alone: {name}").format(
                name=match["name"]
            ),
        )
    if _BARE_VERSION.fullmatch(match["name"]) and not match["rest"]:
        raise _bad(text, _("It is a version without a name. Write it like this: numpy=1.26"))
    name = match["name"].lower()
    channel = f"{match['channel']}::" if match["channel"] else ""
    return Spec(name, channel + name + _constraint(match["rest"], text))


def _refuse_oddities(text: str) -> None:
    stripped = text.strip()
    if not stripped:
        raise _bad(text, _("Write the name of a package, such as numpy."))
    if len(text) > MAX_LENGTH:
        raise _bad(text, _("It is too long for a package."))
    if any(ord(char) < 32 or ord(char) == 127 for char in stripped):
        raise _bad(text, _("It contains invisible control characters. Type the name by hand."))
    if stripped.startswith("-"):
        raise _bad(text, _("It is an option of a command. Leave it out."))
    if "://" in stripped or stripped.lower().startswith(("git+", "file:")):
        raise _bad(text, _("It is an address. Write the name of the package instead."))
    if stripped.startswith((".", "/", "~", "\\")) or "\\" in stripped or stripped[1:3] == ":/":
        raise _bad(text, _("It is a path. Open the file instead, or write the package’s name."))
    if set(stripped) & _SHELL:
        raise _bad(text, _("A name has only letters, digits, “-”, “_” and “.”."))


def _constraint(rest: str, text: str) -> str:
    """The version (and build) part as conda reads it, "" for none."""
    if not rest:
        return ""
    if rest.startswith("="):
        exact = re.fullmatch(
            rf"(===?|=)({_VERSION}(?:[,|](?:[<>=!~]=?)?{_VERSION})*)({_BUILD.pattern})?", rest
        )
        if exact:
            operator = "==" if exact[1] == "===" else exact[1]
            return operator + exact[2] + (exact[3] or "")
    parts = re.split(r"([,|])", rest)
    return "".join(part if part in ",|" and part else _clause(part, text) for part in parts)


def _clause(part: str, text: str) -> str:
    match = _CLAUSE.fullmatch(part)
    if not match:
        raise _bad(text, _("A version looks like this: numpy=1.26 or numpy>=1.26,<2"))
    match match["op"]:
        case "~=":
            return _compatible(match["version"], text)
        case "===":
            return f"=={match['version']}"
        case operator:
            return operator + match["version"]


def _compatible(version: str, text: str) -> str:
    """pip's `~=1.4.2` as `>=1.4.2,<1.5` (PEP 440, compatible release)."""
    numbers = version.split(".")
    if len(numbers) < 2 or not all(number.isdecimal() for number in numbers[:-1]):
        raise _bad(text, _("“~=” needs a version with at least one dot, such as ~=1.26."))
    upper = [*numbers[:-2], str(int(numbers[-2]) + 1)]
    return f">={version},<{'.'.join(upper)}"


def _bad(text: str, remedy: str) -> PlanInvalid:
    name = shown(text.strip(), 60)
    return PlanInvalid(_("“{text}” is not the name of a package.").format(text=name), remedy)
