"""conda's name for the platform that a computer is, such as "linux-64".

What a computer without such a name gets is for the checks and the steps to say.
"""

from __future__ import annotations

from app.core.machine.facts import Machine
from app.platforms.base import Platform


def subdir_of(machine: Machine, platform: Platform) -> str:
    """conda's name for this computer; "" while the processor is not known, or where conda has none
    for it."""
    return platform.conda_subdir(machine.cpu.architecture) if machine.cpu else ""
