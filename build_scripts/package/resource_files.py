"""Which files of resources/ the program needs when it runs, and which are for readers only."""

from __future__ import annotations

import json
import os
from pathlib import Path

_FOR_READERS = (
    *("pictures", "README.zh_CN.md", "locale/README.md"),
    *("kit/hosting.md", "kit/hosting.zh_CN.md", "kit/nginx.conf"),
    *("kit/instructors.md", "kit/instructors.zh_CN.md"),
)
_SOURCES = (".po", ".pot")  # the program reads what is compiled from them
# Whoever publishes says where new versions are announced: by the variable that also leads a
# running Seedbed elsewhere.
_UPDATES = "catalog/updates.toml"
_UPDATES_VARIABLE = "SEEDBED_UPDATES"


def resource_files(root: Path) -> list[tuple[str, str]]:
    """Pairs of a file and the folder inside the program that it goes to."""
    resources = root / "resources"
    files = sorted(path for path in resources.rglob("*") if path.is_file())
    return [
        (str(_published(path, root)), str(path.relative_to(root).parent))
        for path in files
        if _is_needed(path.relative_to(resources))
    ]


def _published(path: Path, root: Path) -> Path:
    """The file itself, or one of the same name that says where this copy was published."""
    address = os.environ.get(_UPDATES_VARIABLE, "")
    if not address or path.relative_to(root / "resources").as_posix() != _UPDATES:
        return path
    if not address.startswith("https://"):  # else every copy would refuse to look there
        raise ValueError(f"{_UPDATES_VARIABLE} must begin with https://: {address}")
    written = root / ".cache" / "published" / path.name
    written.parent.mkdir(parents=True, exist_ok=True)
    written.write_text(f"address = {json.dumps(address)}\n", encoding="utf-8")
    return written


def _is_needed(name: Path) -> bool:
    text = name.as_posix()
    return (
        not any(text == part or text.startswith(f"{part}/") for part in _FOR_READERS)
        and name.suffix not in _SOURCES
        and "__pycache__" not in name.parts
    )
