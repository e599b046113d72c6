"""What the benchmark needs to know about the practice kit, read from its own files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from app.core.catalog.libraries import import_names


@dataclass(frozen=True, slots=True)
class Kit:
    """The installer, the environment, and a program that imports every chosen library."""

    folder: Path
    installer_file: str
    installer_url: str
    installer_size: int
    installer_sha256: str
    environment: str
    python: str
    packages: tuple[str, ...]

    @property
    def import_program(self) -> str:
        """What Seedbed's proof imports too."""
        names = [name for package in self.packages for name in import_names(package)]
        return "import " + ", ".join(names)


def read_kit(folder: Path) -> Kit:
    """Read workshop.toml and installers.toml. Raises OSError, KeyError."""
    workshop = tomllib.loads((folder / "workshop.toml").read_text("utf-8"))
    installer = tomllib.loads((folder / "installers.toml").read_text("utf-8"))["installer"][0]
    return Kit(
        folder=folder,
        installer_file=installer["file"],
        installer_url=installer["url"],
        installer_size=installer["size"],
        installer_sha256=installer["sha256"],
        environment=workshop["environment"]["name"],
        python=workshop["environment"]["python"],
        packages=tuple(workshop["environment"]["packages"]),
    )
