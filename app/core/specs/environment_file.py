"""Reads an environment.yml as people save it: exported, edited by hand, pasted from a web page.

Only plain texts are read from the YAML, so nothing in it can do anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from app.core.specs.text import refused
from app.i18n import _

_KNOWN = frozenset({"name", "channels", "dependencies", "prefix", "variables", "category"})
_TAB = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)
# Spaces and tabs, not \s: blank lines after blank lines would be looked at from each of them anew.
_BULLET = re.compile(r"^([ \t]*)[•·*\-](?=[A-Za-z0-9_])", re.MULTILINE)
_BULLET_SPACED = re.compile(r"^([ \t]*)[•·*](?=\s)", re.MULTILINE)
_KEY_WITHOUT_SPACE = re.compile(r"^([ \t]*(?:name|prefix)):(?=\S)", re.MULTILINE)
_MAX_ITEMS = 3000
# Reading YAML is slow: more than this is noise, and would keep the person waiting.
_MAX_MARKS = 20_000


@dataclass(frozen=True, slots=True)
class EnvironmentFile:
    """The parts of an environment file, as texts."""

    name: str
    channels: tuple[str, ...]
    dependencies: tuple[str, ...]
    pip: tuple[str, ...]


def looks_like_environment(text: str) -> bool:
    """Whether a text has the keys of an environment file."""
    return re.search(r"^[ \t]*(dependencies|channels)[ \t]*:", text, re.MULTILINE) is not None


def read_environment(text: str, file: str, notes: list[str]) -> EnvironmentFile:
    """The parts of an environment file; `notes` gets what was mended or left out.

    Raises PlanInvalid, with the line, for YAML that cannot be mended.
    """
    if sum(map(text.count, ",\n[{")) > _MAX_MARKS:
        raise refused(file, _("it has too many entries for an environment file"))
    content = _parsed(_mended(text, notes), file)
    if not isinstance(content, dict):
        raise refused(file, _("it is not an environment file: it has no “dependencies:”"))
    if "package" in content or "metadata" in content:
        raise refused(file, _("it is a lock file of another program"))
    for key in content:
        if key == "prefix":
            notes.append(_("“prefix:” was left out: it is a place on somebody’s computer."))
        elif key == "variables":
            notes.append(_("“variables:” was left out."))
        elif key not in _KNOWN:
            notes.append(_("“{key}:” is not known and was left out.").format(key=str(key)[:60]))
    dependencies, pip = _dependencies(content.get("dependencies"), file)
    return EnvironmentFile(
        name=_text(content.get("name"), "name", file),
        channels=_channels(content.get("channels"), file, notes),
        dependencies=dependencies,
        pip=pip,
    )


def _mended(text: str, notes: list[str]) -> str:
    mended = _TAB.sub(lambda match: match[0].expandtabs(2), text)
    if mended != text:
        notes.append(_("Tabs were replaced by spaces."))
    spaced = _BULLET.sub(r"\1- ", mended)
    spaced = _BULLET_SPACED.sub(r"\1-", spaced)
    spaced = _KEY_WITHOUT_SPACE.sub(r"\1: ", spaced)
    if spaced != mended:
        notes.append(_("Missing spaces and dashes were put in."))
    return spaced


def _parsed(text: str, file: str) -> Any:
    try:
        # The base loader knows texts, lists and tables only, and keeps 3.10 from becoming 3.1.
        return yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise refused(
            file,
            _("line {line} is not written as an environment file wants it").format(line=line),
            _("Look at the dashes, colons and spaces in this line and the one before it."),
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise refused(file, _("it is not a valid environment file")) from error


def _dependencies(value: Any, file: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The conda and the pip packages."""
    conda: list[str] = []
    pip: list[str] = []
    if isinstance(value, str):
        return tuple(value.split()), ()
    if value is None:
        return (), ()
    if not isinstance(value, list) or len(value) > _MAX_ITEMS:
        raise refused(file, _("“dependencies:” must be a list, one package per line with a dash"))
    for item in value:
        if isinstance(item, str):
            conda += [item] if item.strip() else []
        elif isinstance(item, dict) and list(item) == ["pip"]:
            pip += _texts(item["pip"], "pip", file)
        elif isinstance(item, dict) and len(item) == 1:
            conda.append(_from_pair(item, file))
        else:
            raise refused(file, _("“dependencies:” has an entry that is not a package"))
    return tuple(conda), tuple(pip)


def _from_pair(item: dict[Any, Any], file: str) -> str:
    """`numpy: 1.26`, which people write for `numpy=1.26`."""
    name, version = next(iter(item.items()))
    if not isinstance(name, str) or not isinstance(version, str):
        raise refused(file, _("“dependencies:” has an entry that is not a package"))
    version = version.strip()
    if not version or version == "*":
        return name
    return f"{name}{version}" if version[0] in "<>=!~" else f"{name}={version}"


def _channels(value: Any, file: str, notes: list[str]) -> tuple[str, ...]:
    channels = _texts(value, "channels", file)
    kept = tuple(channel for channel in channels if channel != "nodefaults")
    if len(kept) != len(channels):
        notes.append(_("“nodefaults” was left out: new versions of conda stumble over it."))
    return kept


def _texts(value: Any, key: str, file: str) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return value.split()
    if not isinstance(value, list) or len(value) > _MAX_ITEMS:
        raise refused(file, _("“{key}:” must be a list").format(key=key))
    if not all(isinstance(item, str) for item in value):
        raise refused(file, _("“{key}:” must be a list of texts").format(key=key))
    return [item.strip() for item in value if item.strip()]


def _text(value: Any, key: str, file: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise refused(file, _("“{key}:” must be one word").format(key=key))
    return value.strip()
