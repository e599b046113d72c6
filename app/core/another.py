"""The plan to begin again with, once an environment is ready: one more in the same conda."""

from __future__ import annotations

from itertools import count

from app.core.plan import Plan


def another_environment(plan: Plan) -> Plan:
    """The same answers for another environment, whose name is free; conda is there already."""
    names = (f"{plan.environment_name}-{number}" for number in count(2))
    plan = plan.with_target(reuse=True)
    return next(
        named
        for name in names
        if not (named := plan.with_target(environment=name)).environment_prefix.exists()
    )
