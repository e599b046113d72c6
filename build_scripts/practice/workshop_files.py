"""The files of the kit that people write by hand elsewhere: workshop, catalogue, materials.

Only text; what the packages and the installer contain is decided in kit.py.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from practice.installer import Product

PACKAGES = ("numpy", "scipy", "matplotlib", "pandas", "jupyter", "scikit-learn")
TITLE = "Practice workshop"
_MATERIALS = Path(__file__).with_name("materials")


def write_workshop(folder: Path, product: Product, python: str) -> None:
    """Write workshop.toml; `python` is the minor version, e.g. "3.11"."""
    text = f"""\
schema = 1

[workshop]
title = {_quoted(TITLE)}
author = "The Seedbed developers"
description = "Everything needed to practise the whole installation on this computer, offline."
contact = "https://example.org/practice"

[conda]
distribution = "practice"
version = {_quoted(product.version)}
catalog = "installers.toml"

[environment]
name = "practice"
python = {_quoted(python)}
channels = ["./channel"]
packages = [{", ".join(_quoted(name) for name in PACKAGES)}]

[materials]
folder = "materials"
"""
    (folder / "workshop.toml").write_text(text, "utf-8")


def write_catalogue(folder: Path, product: Product, installer: Path) -> None:
    """Write installers.toml for the one installer below `folder`."""
    place = installer.relative_to(folder).as_posix()
    digest = hashlib.sha256(installer.read_bytes()).hexdigest()
    text = f"""\
schema = 1

[[distribution]]
id = "practice"
title = "Seedbed practice distribution"
publisher = "The Seedbed developers"
summary = "A real conda with a small local channel, made for practising and testing."
licence_name = "BSD 3-Clause (conda) and the licences of the packages"
licence_url = "https://example.org/practice/licence"
licence_text = \"\"\"
{product.licence.strip()}
\"\"\"

[[installer]]
distribution = "practice"
version = {_quoted(product.version)}
os = {_quoted(product.system.family)}
cpu = {_quoted(product.system.cpu)}
file = {_quoted(installer.name)}
url = {_quoted(place)}
size = {installer.stat().st_size}
sha256 = {_quoted(digest)}
"""
    (folder / "installers.toml").write_text(text, "utf-8")


def copy_materials(folder: Path) -> None:
    """Put the workshop's notebook and its README into `<folder>/materials`."""
    shutil.copytree(
        _MATERIALS, folder / "materials", ignore=shutil.ignore_patterns("__pycache__", ".*")
    )


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's."""
    return json.dumps(text)
