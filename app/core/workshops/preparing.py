"""Answers of an instructor that become a workshop: those that are more than one field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.core.catalog.platforms import conda_platform
from app.core.plan import RULED_PAGES, PageRule, Workshop
from app.core.specs import parse_spec
from app.core.specs.pip_requirement import parse_pip
from app.core.specs.spec_names import name_of, pip_name_of


def with_packages(workshop: Workshop, added: tuple[str, ...], names: tuple[str, ...]) -> Workshop:
    """The workshop with these libraries, and without those called `names`. One that is named again
    is wanted as it is named now, in its place. Raises PlanInvalid for what is no library."""
    new = {spec.name: spec.text for spec in map(parse_spec, added)}
    going = {parse_spec(name).name for name in names}
    kept = [new.pop(name_of(one), one) for one in workshop.packages if name_of(one) not in going]
    return replace(workshop, packages=tuple(dict.fromkeys((*kept, *new.values()))))


def with_pip(workshop: Workshop, added: tuple[str, ...], names: tuple[str, ...]) -> Workshop:
    """The same for packages of pip. Raises PlanInvalid for what pip would not read."""
    new = {pip_name_of(parse_pip(one).text): one for one in added}
    going = {*map(pip_name_of, names), *new}
    kept = [one for one in workshop.pip_packages if pip_name_of(one) not in going]
    return replace(workshop, pip_packages=(*kept, *new.values()))


def with_rules(workshop: Workshop, rules: Mapping[str, PageRule]) -> Workshop:
    """The workshop with these rules of pages; what is asked need not be written."""
    there = {**dict(workshop.pages), **rules}
    said = [(page, there[page]) for page in RULED_PAGES if page in there]
    named = dict(workshop.pages)
    return replace(
        workshop,
        pages=tuple((p, rule) for p, rule in said if rule is not PageRule.ASKED or p in named),
    )


def with_platforms(workshop: Workshop, subdirs: tuple[str, ...]) -> Workshop:
    """The workshop for these platforms. Raises PlanInvalid for one that is not known."""
    for subdir in subdirs:
        conda_platform(subdir)
    return replace(workshop, platforms=subdirs)
