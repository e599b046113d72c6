"""Imports the chosen libraries in one process, and still gives each its own verdict.

A library that takes the whole process down is named; the ones after it get a new process
(failures F36).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.proof.programs import ProofPrograms, parsed, told_by
from app.core.proof.verdict import PYTHON, TOGETHER, Check
from app.core.proof.wanted import Wanted
from app.core.run.events import Stream
from app.errors import CommandFailed

PROGRAM = "proof/imports.py"
Say = Callable[[str, Stream], None]


@dataclass(frozen=True, slots=True)
class About:
    """What the environment's Python says about itself."""

    python: str = ""
    prefix: str = ""
    packages: int = 0
    torch: bool = False


@dataclass(slots=True)
class _Heard:
    """What one process said so far; filled by reader threads, read when it has ended."""

    on_start: Callable[[str], None]
    say: Say
    about: About = field(default_factory=About)
    current: str = ""
    verdicts: dict[str, Check] = field(default_factory=dict)

    def line(self, text: str, stream: Stream) -> None:
        data = parsed(text, stream)
        if data is None:
            self.say(text, stream)
        elif isinstance(data.get("start"), str):
            self.current = data["start"]
            self.on_start(self.current)
        elif isinstance(data.get("about"), dict):
            self.about = _about(data["about"])
        elif isinstance(data.get("name"), str):
            self.verdicts[data["name"]] = _verdict(data)


def check_imports(
    programs: ProofPrograms, wanted: Sequence[Wanted], on_start: Callable[[str], None], say: Say
) -> tuple[About, tuple[Check, ...]]:
    """Import everything; `on_start` is told each name as its turn comes, `say` gets other output.

    There is exactly one check for Python itself, for each library, and for all of them together,
    in this order. Raises Cancelled when the flag is raised.
    """
    about, found = About(), {}
    pending = list(wanted)
    names = [PYTHON, *(library.name for library in wanted), TOGETHER]
    whole = True
    while True:
        heard = _Heard(on_start, say)
        ended, kind = _run(programs, pending, whole, heard)
        found.update(heard.verdicts)
        about = heard.about if whole else about
        if heard.current and heard.current not in found:
            found[heard.current] = Check(heard.current, False, ended, kind=kind)
        left = [library for library in pending if library.name not in found]
        # One that ended early without even a start would end early again.
        if not left or len(left) == len(pending) or found.get(PYTHON, _UNHEARD).passed is False:
            break
        pending, whole = left, False
    return about, tuple(found.get(name) or _unanswered(name, found, ended) for name in names)


_UNHEARD = Check(PYTHON, None)


def _run(
    programs: ProofPrograms, pending: Sequence[Wanted], whole: bool, heard: _Heard
) -> tuple[str, str]:
    """Run one process; how it ended, for those that it gave no verdict on, and in one word."""
    request = programs.scratch / "request.json"
    libraries = [
        {"name": one.name, "imports": list(one.imports), "certain": one.certain} for one in pending
    ]
    text = json.dumps({"libraries": libraries, "whole": whole})
    request.parent.mkdir(parents=True, exist_ok=True)
    request.write_text(text, encoding="utf-8")
    try:
        finished = programs.run(PROGRAM, str(request), on_line=heard.line)
    except CommandFailed as error:
        return f"{error.summary}\n{error.detail}", "silent"
    return told_by(finished), "crashed" if finished.returncode else "silent"


def _unanswered(name: str, found: dict[str, Check], ended: str) -> Check:
    """The check of something that no process spoke about."""
    if name == TOGETHER and any(check.passed is False for check in found.values()):
        return Check(name, None, "not tried, because something else failed")
    return Check(name, False, ended, kind="silent")


def _about(data: dict[str, Any]) -> About:
    packages = data.get("packages")
    return About(
        python=str(data.get("python", "")),
        prefix=str(data.get("prefix", "")),
        packages=packages if isinstance(packages, int) else 0,
        torch=data.get("torch") is True,
    )


def _verdict(data: dict[str, Any]) -> Check:
    passed = data.get("passed")
    return Check(
        name=str(data["name"]),
        passed=passed if isinstance(passed, bool) else None,
        detail=str(data.get("detail", "")),
        version=str(data.get("version", "")),
        kind=str(data.get("kind", "")),
    )
