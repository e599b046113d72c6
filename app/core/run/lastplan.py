"""What the last run in a workspace was to do, kept for a report that somebody asks for later.

How it went is in its log (`runlog`); nothing is ever carried out from here.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from app.core.files import jsonfile
from app.core.plan import Accelerator, Plan
from app.core.run.runlog import newest_logs
from app.core.secrets import redact
from app.core.session import Session
from app.core.workshops.planfile import read_workshop
from app.core.workshops.planwrite import write_workshop
from app.errors import InstallError
from app.paths import state_folder, workspaces_in

_NAME = "last_plan.json"


def keep_plan(workspace: Path, plan: Plan) -> None:
    """Remember the plan of a run that begins, secrets removed. That it cannot be is no reason to
    stop the run."""
    target = plan.target
    # ValueError: a path that is no text in UTF-8.
    with suppress(OSError, ValueError, InstallError):
        data = {
            "workshop": redact(write_workshop(plan.workshop)),
            "folder": str(target.folder),
            "reuse": target.reuse,
            "environment": target.environment,
            "source": redact(target.source),
            "accelerator": str(target.accelerator),
        }
        jsonfile.write(workspace / _NAME, data)


def newest_workspace() -> Path | None:
    """Where the last run was, of all that this person has made; None where there was none."""
    try:
        there = list(workspaces_in(state_folder()).iterdir())
    except OSError:
        return None
    begun = {log.name: place for place in there for log in newest_logs(place)}
    return begun[max(begun)] if begun else None


def plan_of(workspace: Path, session: Session) -> Plan | None:
    """The plan of the last run there; None where it was not kept, or cannot be read."""
    data = jsonfile.read(workspace / _NAME)
    if not isinstance(data, dict):
        return None
    with suppress(InstallError, KeyError, TypeError, ValueError):
        return _plan(data, session)
    return None


def _plan(data: dict[str, Any], session: Session) -> Plan:
    workshop = read_workshop(str(data["workshop"]).encode(), _NAME)
    return session.opened(workshop, str(data["source"])).with_target(
        folder=Path(data["folder"]),
        environment=str(data["environment"]),
        reuse=data["reuse"] is True,
        accelerator=Accelerator(data["accelerator"]),
        licence_accepted=True,  # whether it was says nothing about the run any more
    )
