"""Which files of resources/ the program needs when it runs, and which are for readers only."""

from __future__ import annotations

from pathlib import Path

_FOR_READERS = ("pictures", "README.zh_CN.md", "locale/README.md")
_SOURCES = (".po", ".pot")  # the program reads what is compiled from them


def resource_files(root: Path) -> list[tuple[str, str]]:
    """Pairs of a file and the folder inside the program that it goes to."""
    resources = root / "resources"
    files = sorted(path for path in resources.rglob("*") if path.is_file())
    return [
        (str(path), str(path.relative_to(root).parent))
        for path in files
        if _is_needed(path.relative_to(resources))
    ]


def _is_needed(name: Path) -> bool:
    text = name.as_posix()
    return (
        not any(text == part or text.startswith(f"{part}/") for part in _FOR_READERS)
        and name.suffix not in _SOURCES
        and "__pycache__" not in name.parts
    )
