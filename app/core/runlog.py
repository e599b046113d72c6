"""The log of each run, and the report a person can save and send: secrets and names removed."""

from __future__ import annotations

import json
import re
import time
import traceback
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app import __version__
from app.core.events import Event, Line, Progress, to_json
from app.core.finding import Finding
from app.core.limit import Cause, Limit
from app.core.machine import facts as machines
from app.core.machine.facts import Machine
from app.core.plan import Plan
from app.core.planfile import write_workshop
from app.core.secrets import redact
from app.errors import InstallError

FOLDER = "logs"
_KEPT_LOGS = 20
_REPORTED_LOGS = 3


class RunLog:
    """One file with everything that one run said; use it as a context manager."""

    def __init__(self, workspace: Path) -> None:
        folder = workspace / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        _forget_old(folder)
        self.path = folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{time.monotonic_ns() % 10**6}.log"
        self._file = self.path.open("w", encoding="utf-8", errors="replace", buffering=1)
        self._limited_by: Cause | None = None

    def __enter__(self) -> RunLog:
        return self

    def __exit__(self, *_error: object) -> None:
        with suppress(OSError):
            self._file.close()

    def write(self, text: str) -> None:
        """Add a line of ours, e.g. a command that is started."""
        self._add(redact(text))

    def event(self, event: Event) -> None:
        """Add an event; of progress only a new limit, the rest would drown everything else."""
        match event:
            case Progress():
                self._note_limit(event.limit)
            case Line(step, text, stream):
                self._add(f"[{step}] {stream}: {text}")
            case _:
                self._add(redact(json.dumps(to_json(event), ensure_ascii=False)))

    def _note_limit(self, limit: Limit | None) -> None:
        cause = limit.cause if limit else None
        if limit is not None and cause is not self._limited_by:
            self._add(f"limit: {limit.cause}, {limit.archives} archives wait, rate {limit.rate}")
        self._limited_by = cause

    def _add(self, text: str) -> None:
        # A full drive must not end a run only because it cannot be written down.
        with suppress(OSError):
            if not self._file.closed:
                self._file.write(f"{time.strftime('%H:%M:%S')} {text}\n")


def _forget_old(folder: Path) -> None:
    for old in sorted(folder.glob("*.log"))[:-_KEPT_LOGS]:
        old.unlink(missing_ok=True)


def save_report(
    path: Path,
    workspace: Path,
    facts: Mapping[str, Any],
    error: InstallError | None = None,
) -> Path:
    """Write a zip with plan, machine, findings, error and the newest logs to `path`.

    `facts` comes from `report_facts`. The user's name and home path are replaced everywhere.
    Raises OSError where it cannot be written.
    """
    machine = facts["machine"]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _contents(workspace, facts, error).items():
            archive.writestr(name, anonymous(text, machine.home, machine.user))
    return path


def report_facts(plan: Plan, machine: Machine, findings: Sequence[Finding]) -> dict[str, Any]:
    """What a report tells about a plan on a machine."""
    return {"plan": plan, "machine": machine, "findings": tuple(findings)}


def anonymous(text: str, home: str, user: str) -> str:
    """`text` without secrets, home path and user name."""
    plain = redact(text)
    for path in (home.replace("\\", "\\\\"), home):
        if len(path) > 1:
            plain = re.sub(re.escape(path), "<home>", plain, flags=re.IGNORECASE)
    if len(user) > 2:
        # Only as a word of its own: "conda" may be somebody's name.
        whole = rf"(?<![\w-]){re.escape(user)}(?![\w-])"
        plain = re.sub(whole, "<user>", plain, flags=re.IGNORECASE)
    return plain


def _contents(
    workspace: Path, facts: Mapping[str, Any], error: InstallError | None
) -> dict[str, str]:
    plan: Plan = facts["plan"]
    contents = {
        "version.txt": f"Seedbed {__version__}\n",
        "workshop.toml": write_workshop(plan.workshop),
        "target.json": json.dumps(asdict(plan.target), default=str, indent=1),
        "machine.json": json.dumps(machines.to_data(facts["machine"]), default=str, indent=1),
        "findings.json": json.dumps([asdict(item) for item in facts["findings"]], indent=1),
    }
    if error is not None:
        lines = (error.code, error.summary, error.remedy, error.detail)
        contents["error.txt"] = (
            "\n\n".join(lines) + "\n\n" + "".join(traceback.format_exception(error))
        )
    for log in sorted((workspace / FOLDER).glob("*.log"))[-_REPORTED_LOGS:]:
        contents[f"logs/{log.name}"] = log.read_text(encoding="utf-8", errors="replace")
    return contents
