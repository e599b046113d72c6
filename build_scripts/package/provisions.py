"""What a machine needs before artefacts can be made on it: tools, and a kit to prove them with.

On Debian and Ubuntu, as root, what is missing is installed; elsewhere it is named.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import bare_machine
from practice import kit
from wine import prefix

from package.freezing import PackagingFailed
from package.linux import artefacts, host_libraries
from package.names import this_system

# Only with a screen is a start measured as people see it.
_SCREEN = {"Xvfb": "xvfb"}


def provide(target: str) -> None:
    """See to the tools for the artefacts of one system. Raises PackagingFailed."""
    packages = [package for tool, package in _SCREEN.items() if shutil.which(tool) is None]
    match target:
        case "linux":
            packages += [*artefacts.missing_tools().split(), *host_libraries.missing_packages()]
            if os.geteuid() == 0 and shutil.which("debootstrap") is None:
                packages.append("debootstrap")
        case "windows" if this_system() == "linux":
            packages += prefix.missing_packages()
        case _:
            return
    if packages:
        try:
            bare_machine.apt_or_tell(packages, "Tools for packaging are missing.")
        except bare_machine.NotReady as error:
            raise PackagingFailed(str(error)) from error


def practice_kit(target: str, say: Callable[[str], None]) -> Path | None:
    """The kit that an artefact is proven with, built if need be; None where it cannot be built.

    Raises PackagingFailed if it should be there and is not.
    """
    if this_system() != "linux":
        return None
    try:
        match target:
            case "linux":
                return kit.build(kit.DEFAULT_FOLDER, say)
            case "windows":
                return kit.build_for_windows(kit.WINDOWS_FOLDER, say)
            case _:
                return None
    except RuntimeError as error:
        raise PackagingFailed(f"The practice kit was not built: {error}") from error
