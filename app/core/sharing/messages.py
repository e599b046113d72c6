"""What is said between a participant's Seedbed and the computer that shares a kit, as JSON.

Both sides read strictly, because it is somebody else's text: whatever is not exactly as it should
be is no message. Sending and answering is the business of others.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.foreign_text import printable
from app.core.proof.code import read_code
from app.core.workshops.nearby import MOST_BYTES, SCHEMA
from app.errors import PlanInvalid

LONGEST_NAME = 40
_MOST = 2**50
_RUN = re.compile(r"[0-9a-f]{32}")
_KEYS = frozenset({"schema", "run", "phase", "done", "total", "code", "name"})


class Phase(StrEnum):
    """How far a participant's run is."""

    CONNECTING = "connecting"
    DOWNLOADING = "downloading"
    INSTALLING = "installing"
    READY = "ready"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def over(self) -> bool:
        """Whether nothing follows, unless the person tries again."""
        return self in (Phase.READY, Phase.FAILED, Phase.STOPPED)


class NotAMessage(ValueError):
    """What was sent is none of our messages."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one run is. `run` is a random number of this run only; `done` of `total` bytes are
    there, 0 for a total that is not known; `code` is its proof code, "" before the end; `name`
    only what the person has typed."""

    run: str
    phase: Phase
    done: int = 0
    total: int = 0
    code: str = ""
    name: str = ""


def write_progress(progress: Progress) -> bytes:
    """The message as it is sent."""
    data = {
        "schema": SCHEMA,
        "run": progress.run,
        "phase": str(progress.phase),
        "done": progress.done,
        "total": progress.total,
        "code": progress.code,
        "name": progress.name,
    }
    return json.dumps(data, ensure_ascii=False).encode()


def read_progress(data: bytes) -> Progress:
    """The message in `data`. Raises NotAMessage."""
    document = _document(data)
    if not document.keys() <= _KEYS:
        raise NotAMessage("unknown key")
    run, phase = document.get("run"), document.get("phase")
    if not isinstance(run, str) or not _RUN.fullmatch(run):
        raise NotAMessage("run")
    if not isinstance(phase, str) or phase not in list(Phase):
        raise NotAMessage("phase")
    done, total = _number(document, "done"), _number(document, "total")
    if done > total > 0:
        raise NotAMessage("done")
    return Progress(run, Phase(phase), done, total, _code(document), _name(document))


def plain_name(text: str) -> str:
    """A name as it may be sent: one short line."""
    return " ".join(printable(text).split())[:LONGEST_NAME].strip()


def _document(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data.decode()) if len(data) <= MOST_BYTES else None
    except (ValueError, RecursionError) as error:
        raise NotAMessage("not JSON") from error
    if not isinstance(document, dict) or type(document.get("schema")) is not int:
        raise NotAMessage("no message")
    if document["schema"] != SCHEMA:
        raise NotAMessage("schema")
    return document


def _number(document: dict[str, Any], key: str) -> int:
    value = document.get(key, 0)
    if type(value) is not int or not 0 <= value <= _MOST:
        raise NotAMessage(key)
    return value


def _code(document: dict[str, Any]) -> str:
    code = document.get("code", "")
    if not isinstance(code, str):
        raise NotAMessage("code")
    try:
        return read_code(code).text if code else ""
    except PlanInvalid as error:
        raise NotAMessage("code") from error


def _name(document: dict[str, Any]) -> str:
    name = document.get("name", "")
    if not isinstance(name, str) or len(name) > LONGEST_NAME or name != printable(name):
        raise NotAMessage("name")
    return name.strip()
