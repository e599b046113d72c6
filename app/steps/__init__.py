"""The steps: what is done, one file each. Steps know each other only by name.

What two of them share is in modules beside them that are no steps.
"""

from __future__ import annotations

from app.core.run.step import Step
from app.steps.add_launchers import AddLaunchers
from app.steps.configure_conda import ConfigureConda
from app.steps.copy_lessons import CopyLessons
from app.steps.copy_materials import CopyMaterials
from app.steps.create_environment import CreateEnvironment
from app.steps.fetch_installer import FetchInstaller
from app.steps.fetch_packages import FetchPackages
from app.steps.install_conda import InstallConda
from app.steps.install_pip_packages import InstallPipPackages
from app.steps.set_servers import SetServers
from app.steps.verify import Verify


def all_steps() -> tuple[Step, ...]:
    """The steps of every plan, in the order in which they are shown.

    Always the same ones: a step with nothing to do says why it is skipped, so that a person (and
    every reader of the events) sees that it was not forgotten.
    """
    return (
        FetchInstaller(),
        FetchPackages(),
        InstallConda(),
        ConfigureConda(),
        CreateEnvironment(),
        InstallPipPackages(),
        SetServers(),
        CopyMaterials(),
        CopyLessons(),
        AddLaunchers(),
        Verify(),
    )
