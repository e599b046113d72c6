"""The plan to begin again with, once an environment is ready: one more in the same conda."""

from __future__ import annotations

import os
from itertools import count

from app.core.plan import Plan


def another_environment(plan: Plan) -> Plan:
    """The same answers for another environment, whose name is free; conda is there already."""
    plan = plan.with_target(reuse=True)
    names = (f"{_first_name(plan)}-{number}" for number in count(2))
    plans = (plan.with_target(environment=name) for name in names)
    return next(named for named in plans if not os.path.lexists(named.environment_prefix))


def _first_name(plan: Plan) -> str:
    """The name without the number that it got here before: after ml-2 comes ml-3."""
    stem, _dash, number = plan.environment_name.rpartition("-")
    if not stem or not number.isdecimal():
        return plan.environment_name
    first = plan.with_target(environment=stem).environment_prefix
    return stem if os.path.lexists(first) else plan.environment_name
