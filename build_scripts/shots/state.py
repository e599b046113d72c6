"""One state of the window, and how states are reached from one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.finding import Finding
from app.core.plan import Plan
from shots.recorded import found
from shots.scripted import ScriptedWizard

PAGES = (
    "welcome",
    "computer",
    "download",
    "location",
    "environment",
    "libraries",
    "review",
    "running",
    "finished",
    "prepare",  # the instructor's window, which is no page of the wizard
)


@dataclass(frozen=True, slots=True)
class State:
    """A page, or a dialog over it, in a named state; `window` is what is to be looked at."""

    page: str
    name: str
    window: QWidget

    @property
    def title(self) -> str:
        """Its name in file names: number of the page, page, state."""
        return f"{PAGES.index(self.page) + 1}-{self.page}-{self.name}"


States = Iterator[State]
PageStates = Callable[[ScriptedWizard], States]


def go(wizard: ScriptedWizard, page: str) -> None:
    """Go forward to a page as if nothing stopped there, and forget earlier findings."""
    wizard.background.learn(findings=(), troubles=())
    while wizard.currentId() < PAGES.index(page):
        wizard.setCurrentId(wizard.currentId() + 1)


def answer(wizard: ScriptedWizard, plan: Plan) -> None:
    """Let this plan be what the person has answered, on the page and in the rail."""
    wizard.plan = plan
    wizard.current().show_plan(plan)


def tell_findings(wizard: ScriptedWizard, plan: Plan | None = None, **folder: Any) -> None:
    """Let the real checks judge a plan; `folder` as in `found`."""
    known = wizard.background.known.machine
    tell(wizard, *found(wizard.session, plan or wizard.plan, known, **folder))


def tell(wizard: ScriptedWizard, *findings: Finding) -> None:
    """Show these findings, and only these."""
    wizard.background.learn(findings=findings, troubles=())


def relearn_machine(wizard: ScriptedWizard, **facts: Any) -> None:
    """Let the computer be another one in some facts."""
    known = wizard.background.known.machine
    wizard.background.learn(machine=replace(known, **facts))
