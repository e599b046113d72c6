"""What is good to know about the environment that is being made, for the time of waiting.

Only words and the commands of this very plan; turning the cards is the window's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.core.after import aftercare
from app.core.after.finishing import notebooks_folder
from app.core.after.next_things import install_line, removal_line, update_line
from app.core.plan import Plan
from app.core.proof.wanted import wanted_libraries
from app.core.session import Session
from app.i18n import _, sentences

_NOTEBOOKS = ("jupyterlab", "notebook", "jupyter")


@dataclass(frozen=True, slots=True)
class Tip:
    """One card: a title, a few sentences, and what is typed for it ("" for nothing)."""

    title: str
    text: str
    command: str = ""


def tips_for(session: Session, plan: Plan) -> tuple[Tip, ...]:
    """The five cards, with this plan's names and this system's commands."""
    return (
        _environment(plan),
        _activate(session, plan),
        _notebooks(plan, session.home),
        _add_and_update(plan),
        _remove(plan),
    )


def _environment(plan: Plan) -> Tip:
    return Tip(
        _("What an environment is"),
        _(
            "An environment is a folder with a Python and libraries of its own. Yours is called "
            "“{name}”. What you add or change in it does not touch other programs, nor other "
            "environments, so you can try things without fear."
        ).format(name=plan.environment_name),
    )


def _activate(session: Session, plan: Plan) -> Tip:
    activate = session.platform.activation_lines(plan.target.folder, plan.environment_name)
    texts = [
        _("In a terminal, activate the environment first; “python” then means the one in it."),
    ]
    if aftercare.terminal(session, plan) is not None:
        texts.append(_("A button on the last page opens such a terminal, or you type:"))
    else:
        texts.append(_("For that you type:"))
    return Tip(_("For later: how to activate it"), sentences(*texts), "\n".join(activate))


def _notebooks(plan: Plan, home: Path) -> Tip:
    title = _("Where notebooks are")
    if not has_notebooks(plan):
        return Tip(
            title,
            _(
                "A notebook is a page with text, code and pictures, opened by JupyterLab. It is "
                "not among your libraries; you can add it later, after activating:"
            ),
            install_line(plan, "jupyterlab"),
        )
    texts = [
        _(
            "A notebook is a page with text, code and pictures, in a file that ends in .ipynb. "
            "JupyterLab opens in {folder}."
        ).format(folder=notebooks_folder(plan, home)),
        _("It will be in the system’s menu.") if plan.target.launchers else "",
        _("A button on the last page starts it; after activating, you can also type:"),
    ]
    return Tip(title, sentences(*texts), "jupyter lab")


def _add_and_update(plan: Plan) -> Tip:
    return Tip(
        _("For later: adding a library, updating"),
        _(
            "Something is missing? In an activated terminal you can add it, for example "
            "scikit-image. The second line brings all libraries up to date; it is best used "
            "between two projects, not in the middle of one."
        ),
        f"{install_line(plan, 'scikit-image')}\n{update_line(plan)}",
    )


def _remove(plan: Plan) -> Tip:
    texts = [
        _(
            "An environment that you do not need any more can go, in an activated terminal; the "
            "others stay as they are."
        ),
    ]
    if not plan.target.reuse:
        texts.append(
            _(
                "To remove conda with all its environments, delete the folder {folder}; where the "
                "system lists conda among its programs, uninstall it there."
            ).format(folder=plan.target.folder)
        )
    return Tip(
        _("Removing it again"),
        sentences(*texts),
        removal_line(plan),
    )


def has_notebooks(plan: Plan) -> bool:
    """Whether a notebook program is among the wished packages, or in the exact ones."""
    return any(wanted.name in _NOTEBOOKS for wanted in wanted_libraries(plan))
