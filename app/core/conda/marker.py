"""The marker inside a finished environment: which plan it answers. Written last of all."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from app.core.files import jsonfile
from app.core.plan import Accelerator, Plan
from app.core.run.journal import Journal

# Not .json: conda takes every such file there for a package, and fails over ours.
_PLACE = ("conda-meta", "seedbed")


def plan_key(plan: Plan) -> str:
    """A fingerprint of everything that decides what is in the environment.

    Of the accelerator only what the person chose: what suits the computer may change with it.
    """
    workshop = plan.workshop
    wanted: list[object] = [
        workshop.channels,
        workshop.python,
        sorted(workshop.packages),
        sorted(workshop.pip_packages),
        sorted(workshop.explicit),
    ]
    accelerator = plan.target.accelerator
    if accelerator is not Accelerator.AUTO:
        wanted.append(str(accelerator))
    return hashlib.sha256(json.dumps(wanted).encode()).hexdigest()


def conda_key(plan: Plan) -> str:
    """A fingerprint of what conda alone puts into the environment."""
    return plan_key(plan.with_workshop(pip_packages=()))


def write(plan: Plan) -> None:
    """Mark the plan's environment as complete for this plan."""
    _write(plan, {"plan": plan_key(plan), "name": plan.environment_name})


def finish(plan: Plan, journal: Journal) -> None:
    """Mark the plan's environment as complete, the journal last: killed in between, the marker
    alone tells."""
    write(plan)
    journal.complete(plan.environment_prefix)


def write_conda_part(plan: Plan) -> None:
    """Mark that conda's part is done; the packages from PyPI are still to come."""
    _write(plan, {"conda": conda_key(plan), "name": plan.environment_name})


def answers(plan: Plan) -> bool:
    """Whether the environment on the disk was completed for exactly this plan."""
    return _read(plan).get("plan") == plan_key(plan)


def conda_part_answers(plan: Plan) -> bool:
    """Whether only the packages from PyPI are missing in the environment on the disk."""
    return _read(plan).get("conda") == conda_key(plan)


def is_complete(plan: Plan) -> bool:
    """Whether the environment on the disk was completed for some plan, this or another."""
    return "plan" in _read(plan)


def is_ours(prefix: Path) -> bool:
    """Whether the environment in `prefix` was made by us, completely or up to conda's part."""
    return prefix.joinpath(*_PLACE).is_file()


def _write(plan: Plan, data: dict[str, str]) -> None:
    jsonfile.write(plan.environment_prefix.joinpath(*_PLACE), data)


def _read(plan: Plan) -> dict[str, Any]:
    data = jsonfile.read(plan.environment_prefix.joinpath(*_PLACE))
    return data if isinstance(data, dict) else {}
