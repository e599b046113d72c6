"""The next three things to do once an environment works, in words and with the exact commands.

Window and command line show the same ones. Starting programs is `aftercare`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.finishing import notebook_program, notebooks_folder
from app.core.lessons import first_lesson
from app.core.plan import Plan
from app.core.session import Session
from app.i18n import _


@dataclass(frozen=True, slots=True)
class NextThing:
    """One thing to do: its title, a sentence about it, and the commands that do it in a
    terminal."""

    title: str
    text: str
    commands: tuple[str, ...]


def next_things(session: Session, plan: Plan) -> tuple[NextThing, NextThing, NextThing]:
    """What to do next, in this order: open the first lesson, open a terminal, change libraries."""
    return _open(session, plan), _terminal(session, plan), _libraries(plan)


def _open(session: Session, plan: Plan) -> NextThing:
    lesson = first_lesson(plan)
    activate = session.platform.activation_lines(plan.target.folder, plan.environment_name)
    if notebook_program(plan, session.platform) is None:
        return _without_notebook(plan, lesson is not None)
    if lesson is None:
        folder = notebooks_folder(plan, session.home)
        return NextThing(
            _("Open JupyterLab"),
            _("Your notebooks are in {folder}").format(folder=folder),
            (*activate, f'jupyter lab "{folder}"'),
        )
    return NextThing(
        _("Open the first lesson"),
        _("Three short lessons in {folder}").format(folder=lesson.parent),
        (*activate, f'jupyter lab "{lesson}"'),
    )


def _without_notebook(plan: Plan, has_lesson: bool) -> NextThing:
    text = (
        _("The first lessons are in {folder}. They are notebooks: add JupyterLab to open them.")
        if has_lesson
        else _("To work with notebooks, add JupyterLab to the environment.")
    )
    return NextThing(
        _("Add JupyterLab"),
        text.format(folder=plan.target.lessons_folder),
        (install_line(plan, "jupyterlab"),),
    )


def _terminal(session: Session, plan: Plan) -> NextThing:
    return NextThing(
        _("Open a terminal"),
        _("In any other terminal, type this first:"),
        session.platform.activation_lines(plan.target.folder, plan.environment_name),
    )


def _libraries(plan: Plan) -> NextThing:
    return NextThing(
        _("Add, update or remove libraries"),
        _("In that terminal; your notebooks stay:"),
        (
            install_line(plan, "seaborn"),
            update_line(plan),
            removal_line(plan),
        ),
    )


def install_line(plan: Plan, package: str) -> str:
    """What adds a package to the environment."""
    return f"conda install --name {plan.environment_name} {package}"


def update_line(plan: Plan) -> str:
    """What brings all libraries of the environment up to date."""
    return f"conda update --name {plan.environment_name} --all"


def removal_line(plan: Plan) -> str:
    """What removes the environment, from a terminal in which it is active."""
    return f"conda deactivate && conda env remove --name {plan.environment_name}"


def as_text(things: tuple[NextThing, ...]) -> str:
    """The commands with their titles as comments, to copy into a terminal or a note."""
    parts = ["\n".join((f"# {thing.title}", *thing.commands)) for thing in things]
    return "\n\n".join(parts)
