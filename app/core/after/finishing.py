"""What makes an environment easy to find afterwards: launcher, kernel, conda's list.

Decides names and places only; writing is the step's business, so that the same places can be
shown before anything is done.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from app.core.files.jsonfile import write_text
from app.core.kits.served import has_materials
from app.core.plan import Plan
from app.core.processes.childenv import path_for
from app.i18n import _
from app.platforms.base import Launcher, Platform

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")
# The notebook programs and the modules that `python -m` starts them by, the best first.
_NOTEBOOKS = {"jupyter-lab": "jupyterlab", "jupyter-notebook": "notebook"}


def identifier(plan: Plan) -> str:
    """A name for files and kernels: letters, digits, dot, dash (conda-facts §7)."""
    name = plan.environment_name
    plain = _NOT_PLAIN.sub("-", name).strip("-.").lower()
    if plain != name.lower():
        # 环境 and 课程 must not become the same file.
        plain = f"{plain or 'environment'}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
    return f"seedbed-{plain}"


def notebook_program(plan: Plan, platform: Platform) -> Path | None:
    """The environment's notebook program, JupyterLab first; None where it has none."""
    candidates = (platform.script_in(plan.environment_prefix, name) for name in _NOTEBOOKS)
    return next((program for program in candidates if program.exists()), None)


def notebooks_folder(plan: Plan, home: Path) -> Path:
    """Where the person's notebooks are: the workshop's materials, else the first lessons, else at
    home."""
    target = plan.target
    if has_materials(plan) and target.materials_folder:
        return target.materials_folder
    return target.lessons_folder or home


def launcher_for(plan: Plan, platform: Platform, home: Path) -> Launcher | None:
    """The menu entry: starts the notebook program where the notebooks are; None where the
    environment has none."""
    program = notebook_program(plan, platform)
    if program is None:
        return None
    python = platform.python_in(plan.environment_prefix)
    return Launcher(
        identifier=identifier(plan),
        title=_("JupyterLab ({environment})").format(environment=plan.environment_name),
        command=(str(python), "-X", "utf8", "-m", _NOTEBOOKS[program.stem]),
        working_folder=notebooks_folder(plan, home),
    )


def kernel_folder(plan: Plan, platform: Platform, home: Path, environ: Mapping[str, str]) -> Path:
    """Where Jupyter looks for a kernel of this user (conda-facts §7)."""
    return platform.jupyter_data_folder(home, environ) / "kernels" / identifier(plan)


def write_kernel(plan: Plan, platform: Platform, folder: Path) -> Path | None:
    """Write the kernel's description; None where the environment cannot be a kernel.

    It names the environment's Python by its full path, so a notebook that chooses it can run in
    no other one (failures F25); user packages stay out (F35).
    """
    prefix = plan.environment_prefix
    if not any((prefix / "conda-meta").glob("ipykernel-*.json")):
        return None
    arguments = (str(platform.python_in(prefix)), "-X", "utf8", "-m", "ipykernel_launcher")
    description = {
        "argv": [*arguments, "-f", "{connection_file}"],
        "display_name": f"Python ({plan.environment_name})",
        "language": "python",
        "env": {"PYTHONNOUSERSITE": "1", "PATH": path_for(platform, prefix)},
        "metadata": {"debugger": True},
    }
    file = folder / "kernel.json"
    write_text(file, json.dumps(description, ensure_ascii=False, indent=1) + "\n")
    return file


def known_environments_file(home: Path) -> Path:
    """conda's list of environments, where editors look for them."""
    return home / ".conda" / "environments.txt"


def outside_paths(
    plan: Plan, platform: Platform, home: Path, environ: Mapping[str, str]
) -> tuple[Path, ...]:
    """Everything that will be written outside the plan's folder, for the person to see first."""
    sketch = Launcher(identifier(plan), plan.environment_name, (), home)
    return (
        *platform.launcher_paths(sketch, home, environ),
        kernel_folder(plan, platform, home, environ) / "kernel.json",
        known_environments_file(home),
    )
