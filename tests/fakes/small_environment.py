"""A real, small Python environment to prove things about: a venv with packages that we write."""

from __future__ import annotations

import json
import sysconfig
import venv
from pathlib import Path

from app.platforms import current


class SmallEnvironment:
    """A venv at `prefix`, and ways to put libraries into it."""

    def __init__(self, prefix: Path) -> None:
        self.prefix = prefix
        venv.EnvBuilder(with_pip=False, symlinks=True).create(prefix)
        version = sysconfig.get_python_version()
        self.site_packages = current().site_packages_in(prefix, version)

    def add(self, name: str, code: str, version: str = "1.0", module: str = "") -> None:
        """A library as pip would leave it: a module and its metadata."""
        module = module or name.replace("-", "_")
        (self.site_packages / f"{module}.py").write_text(code, encoding="utf-8")
        info = self.site_packages / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        (info / "METADATA").write_text(metadata, encoding="utf-8")
        (info / "INSTALLER").write_text("pip\n", encoding="utf-8")
        (info / "RECORD").write_text(f"{module}.py,,\n", encoding="utf-8")

    def record(self, name: str, *files: str, version: str = "1.0") -> None:
        """conda's record of a package."""
        folder = self.prefix / "conda-meta"
        folder.mkdir(exist_ok=True)
        data = {"name": name, "version": version, "files": list(files)}
        file = folder / f"{name}-{version}-0.json"
        file.write_text(json.dumps(data), encoding="utf-8")
