"""What a person does next: a terminal, a notebook, the folder, the commands to type.

Only builds commands; starting them is the caller's business, through the shell.
"""

from __future__ import annotations

import shutil

from app.core.childenv import path_for
from app.core.finishing import launcher_for
from app.core.plan import Plan
from app.core.session import Session
from app.i18n import _
from app.platforms.base import Command, Platform


def terminal(session: Session, plan: Plan) -> Command | None:
    """A terminal with the environment active; None where this computer has no terminal."""
    programs = session.platform.terminal_programs()
    available = [name for name in programs if shutil.which(name)]
    return session.platform.terminal_command(plan.target.folder, plan.environment_prefix, available)


def notebook(session: Session, plan: Plan) -> Command | None:
    """JupyterLab in the materials' folder; None where the environment has no notebook."""
    launcher = launcher_for(plan, session.platform, session.home)
    if launcher is None:
        return None
    folder = str(launcher.working_folder)
    return Command(
        arguments=(*launcher.command, f"--ServerApp.root_dir={folder}"),
        environment={"PATH": path_for(session.platform, plan.environment_prefix)},
    )


def open_folder(session: Session, plan: Plan) -> Command:
    """The materials' folder, or the environment's, in the file manager."""
    materials = plan.target.materials_folder
    there = materials if materials and materials.is_dir() else plan.environment_prefix
    return session.platform.open_folder_command(there)


def commands_text(plan: Plan, platform: Platform) -> str:
    """The commands to activate, update and remove the environment, to copy."""
    name = plan.environment_name
    activate = "\n".join(platform.activation_lines(plan.target.folder, name))
    return "\n".join(
        [
            "# " + _("Activate the environment in a terminal:"),
            activate,
            "# " + _("Update its libraries:"),
            f"conda update --name {name} --all",
            "# " + _("Remove the environment (your notebooks stay):"),
            f"conda env remove --name {name}",
        ]
    )
