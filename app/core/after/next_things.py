"""The next three things to do once an environment works, in words and with the exact commands.

Window and command line show the same ones. Starting programs is `aftercare`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.after.finishing import launcher_for, notebook_program, notebooks_folder
from app.core.after.lessons import first_lesson
from app.core.plan import Plan
from app.core.session import Session
from app.i18n import _, sentences


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed into a terminal for one purpose, and the purpose in words.

    Each has a label of its own, so that nobody copies a command that deletes along with another.
    """

    label: str
    lines: tuple[str, ...]
    deletes: bool = False

    @property
    def text(self) -> str:
        """The lines as they are pasted."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class NextThing:
    """One thing to do: its title, a sentence about it ("" where the title says it), and the
    commands that do it in a terminal."""

    title: str
    text: str
    commands: tuple[Typed, ...]


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
        where = _("Your notebooks are in {folder}").format(folder=folder)
        return NextThing(
            _("Open JupyterLab in your web browser"),
            sentences(_later(session, plan), where),
            (_by_hand((*activate, f'jupyter lab "{folder}"')),),
        )
    where = _("Three short lessons in {folder}").format(folder=lesson.parent)
    return NextThing(
        _("Open the first lesson in your web browser"),
        sentences(_later(session, plan), where),
        (_by_hand((*activate, f'jupyter lab "{lesson}"')),),
    )


def _later(session: Session, plan: Plan) -> str:
    """How to come back on another day: by the menu entry, where there is one."""
    launcher = launcher_for(plan, session.platform, session.home)
    if launcher is None or not plan.target.launchers:
        return ""
    made = session.platform.launcher_paths(launcher, session.home, session.environ)
    if not made or not all(path.exists() for path in made):
        return ""
    return _("Later, start “{name}” from the menu of applications.").format(name=launcher.title)


def _by_hand(lines: tuple[str, ...]) -> Typed:
    return Typed(_("Open it from a terminal"), lines)


def _without_notebook(plan: Plan, has_lesson: bool) -> NextThing:
    text = (
        _("The first lessons are in {folder}. They are notebooks: add JupyterLab to open them.")
        if has_lesson
        else _("To work with notebooks, add JupyterLab to the environment.")
    )
    return NextThing(
        _("Add JupyterLab"),
        text.format(folder=plan.target.lessons_folder),
        (Typed(_("Add JupyterLab"), (install_line(plan, "jupyterlab"),)),),
    )


def _terminal(session: Session, plan: Plan) -> NextThing:
    activate = session.platform.activation_lines(plan.target.folder, plan.environment_name)
    return NextThing(
        _("Work in a terminal, if you like"),
        "",
        (Typed(_("Activate it in a terminal"), activate),),
    )


def _libraries(plan: Plan) -> NextThing:
    example = "seaborn"
    return NextThing(
        _("Add, update or remove libraries"),
        _("Whenever you want, in an activated terminal; your notebooks stay."),
        (
            Typed(
                _("Add a library (here: {name})").format(name=example),
                (install_line(plan, example),),
            ),
            Typed(_("Update everything"), (update_line(plan),)),
            Typed(
                _("Delete this environment and everything in it"),
                (removal_line(plan),),
                deletes=True,
            ),
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
