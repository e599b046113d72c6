"""Choosing libraries one by one: a plan with one more, or one less, whatever versions it names.

Which ones there are is `searching`'s business, whole lists are `opening`'s.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import fields

from app.core.packages.ways_out import without
from app.core.plan import Plan, Workshop
from app.core.specs.spec_names import name_of
from app.core.specs.specfile import SpecFile
from app.errors import Action, PlanInvalid
from app.i18n import _

_LISTS = ("packages", "pip_packages", "explicit")


def names_in(plan: Plan) -> frozenset[str]:
    """The names of the conda packages that were chosen."""
    return frozenset(map(name_of, plan.workshop.packages))


def refuse_unknown(name: str, known: Sequence[str]) -> None:
    """Raise PlanInvalid for the name of a library that is to go and is not among the `known`."""
    if name in known:
        return
    near = difflib.get_close_matches(name, known, n=1)
    raise PlanInvalid(
        _("There is no {name} among the libraries.").format(name=name),
        _("Did you mean {names}?").format(names=near[0])
        if near
        else _("Check the spelling, or leave it out of the command."),
        action=Action.LIBRARIES,
    )


def with_words(plan: Plan, words: SpecFile) -> Plan:
    """The plan with these packages too. One that is named again is wanted as it is named now,
    in the place where it was."""
    named = {name_of(text): text for text in words.packages}
    kept = [named.pop(name_of(text), text) for text in plan.workshop.packages]
    changed = plan.with_workshop(packages=tuple(dict.fromkeys((*kept, *named.values()))))
    return changed.with_workshop(python=words.python) if words.python else changed


def with_library(plan: Plan, name: str, wanted: bool) -> Plan:
    """The plan with or without the library of this name."""
    if not wanted:
        return without(plan, (name,))
    return plan if name in names_in(plan) else with_words(plan, SpecFile("words", packages=(name,)))


def without_pip(plan: Plan, requirement: str) -> Plan:
    """The plan without this package of pip."""
    kept = tuple(text for text in plan.workshop.pip_packages if text != requirement)
    return plan.with_workshop(pip_packages=kept)


def without_list(plan: Plan, before: Workshop, listed: Workshop) -> Plan:
    """The plan without a list that turned `before` into `listed`; other answers since then stay."""
    now = plan.workshop
    back = {
        field.name: getattr(before, field.name)
        for field in fields(Workshop)
        if field.name in _LISTS or getattr(now, field.name) == getattr(listed, field.name)
    }
    return plan.with_workshop(**back)
