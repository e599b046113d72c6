"""What starts when a person goes on: a terminal, a notebook, the folder in the file manager.

Only builds commands; starting them is the caller's business, through the shell. What is offered,
in words, is in `next_things`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from app.core.after.finishing import launcher_for, notebooks_folder
from app.core.plan import Plan
from app.core.processes.childenv import path_for
from app.core.session import Session
from app.platforms.base import Command


def terminal(session: Session, plan: Plan) -> Command | None:
    """A terminal with the environment active; None where this computer has no terminal."""
    programs = session.platform.terminal_programs()
    available = [name for name in programs if shutil.which(name)]
    return session.platform.terminal_command(plan.target.folder, plan.environment_prefix, available)


def notebook(session: Session, plan: Plan, lesson: Path | None = None) -> Command | None:
    """JupyterLab (or the classic notebook) with `lesson` open, or in the notebooks' folder; None
    where the environment has neither.

    A kernel of the same name among the person's own settings would win over the environment's and
    run another Python, unless Jupyter is told otherwise (conda-facts §7, failures F25).
    """
    launcher = launcher_for(plan, session.platform, session.home)
    if launcher is None:
        return None
    root = f"--ServerApp.root_dir={notebook_root(session, plan, lesson)}"
    opened = () if lesson is None else (str(lesson),)
    return Command(
        arguments=(*launcher.command, root, *opened),
        environment={
            "PATH": path_for(session.platform, plan.environment_prefix),
            "JUPYTER_PREFER_ENV_PATH": "1",
        },
    )


def notebook_root(session: Session, plan: Plan, lesson: Path | None = None) -> Path:
    """The folder that the notebook program shows at its left."""
    return notebooks_folder(plan, session.home) if lesson is None else lesson.parent


def open_folder(session: Session, plan: Plan) -> Command:
    """The notebooks' folder, or the environment's, in the file manager."""
    return session.platform.open_folder_command(notebooks_there(plan) or plan.environment_prefix)


def notebooks_there(plan: Plan) -> Path | None:
    """The folder with the materials, or with the lessons; None where neither was copied."""
    folders = (plan.target.materials_folder, plan.target.lessons_folder)
    return next((folder for folder in folders if folder and folder.is_dir()), None)
