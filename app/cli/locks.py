"""Answers on the command line against what the author of the workshop has decided.

The same pages as in the window, with the same exception: where somebody says so, they decide.
What declines something (--no-…) is always theirs.
"""

from __future__ import annotations

import argparse

from app.core.plan import PageRule, Plan
from app.errors import PlanInvalid
from app.i18n import _, listing

_FLAGS = {
    "download": ("distribution", "conda_version"),
    "location": ("to", "reuse", "materials_to", "lessons_to"),
    "environment": ("name", "python", "channel", "packages_from"),
    "libraries": ("preset", "package", "without", "packages_from"),
}


def unlocked(plan: Plan, options: argparse.Namespace) -> Plan:
    """The plan in which every page is asked, where the person wants to decide."""
    return plan.with_workshop(pages=()) if options.unlock else plan


def refuse_locked(before: Plan, after: Plan, options: argparse.Namespace) -> None:
    """Raise PlanInvalid where an option has changed an answer that was decided."""
    for page, rule in before.workshop.pages:
        if rule is PageRule.ASKED or _answers(before, page) == _answers(after, page):
            continue
        given = [name for name in _FLAGS.get(page, ()) if getattr(options, name)]
        if given:
            flags = listing("--" + name.replace("_", "-") for name in given)
            raise PlanInvalid(
                _(
                    "The author of this workshop has decided about “{page}”: {flags} is not used."
                ).format(page=_title(page), flags=flags),
                _("Leave it out, or add --unlock to decide it yourself."),
            )


def _answers(plan: Plan, page: str) -> object:
    workshop, target = plan.workshop, plan.target
    match page:
        case "download":
            return workshop.distribution, workshop.distribution_version
        case "location":
            return target.folder, target.reuse, target.materials_folder, target.lessons_folder
        case "environment":
            return plan.environment_name, workshop.python, workshop.channels
        case _:
            return workshop.packages, workshop.pip_packages, workshop.explicit


def _title(page: str) -> str:
    titles = {
        "download": _("Download"),
        "location": _("Location"),
        "environment": _("Environment"),
        "libraries": _("Libraries"),
    }
    return titles.get(page, page)
