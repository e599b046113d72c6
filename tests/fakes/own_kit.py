"""A practice kit of a test's own, whose files it may change and add to."""

from __future__ import annotations

import shutil
from pathlib import Path


def own_kit(practice_kit: Path, folder: Path) -> Path:
    """Made in `folder`; what is large and never changed is linked."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("workshop.toml", "installers.toml"):
        shutil.copy(practice_kit / name, folder)
    for name in ("channel", "installers"):
        (folder / name).symlink_to(practice_kit / name)
    shutil.copytree(practice_kit / "materials", folder / "materials")
    return folder
