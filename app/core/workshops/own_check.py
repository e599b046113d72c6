"""The workshop's own check: the author's script or notebook, as it was read when it was opened.

What is shown, named and run are the same bytes. Reading them is `arriving`'s business, running
them the proof's.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from app.core.foreign_text import printable

NOTEBOOK, SCRIPT = ".ipynb", ".py"
MAX_BYTES = 4 * 1024 * 1024
MINUTES = 10


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """`name` is what the workshop file calls it, with its folder; with a `problem` (and its
    `remedy`) it could not be read. Where it is not `wanted`, somebody has left it out."""

    name: str
    data: bytes = field(default=b"", repr=False)
    problem: str = ""
    remedy: str = ""
    wanted: bool = True

    @property
    def file_name(self) -> str:
        """Its name without folders."""
        return PurePosixPath(self.name).name

    @property
    def is_notebook(self) -> bool:
        """Whether it is a notebook, and not a script."""
        return is_notebook(self.name)

    @property
    def sha256(self) -> str:
        """A fingerprint of what would be run."""
        import hashlib  # not at the top: every start loads this module, and has no time for it

        return hashlib.sha256(self.data).hexdigest()

    @property
    def text(self) -> str:
        """All that would be run, to read: the script, or the code of the notebook's cells."""
        written = self.data.decode("utf-8-sig", errors="replace")
        if self.is_notebook:
            written = _cells(written)
        return "\n".join(map(printable, written.expandtabs(4).splitlines()))


def other_encoding(data: bytes) -> str:
    """The encoding that a script declares for itself, "" for UTF-8: Python would read another text
    than the one that is shown."""
    import tokenize

    # Python ends lines at a lone carriage return as well, and looks at the first two of them.
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        found = tokenize.detect_encoding(io.BytesIO(lines).readline)[0]
        data.decode("utf-8-sig")
    except (SyntaxError, UnicodeDecodeError):
        return "?"
    return "" if found in ("utf-8", "utf-8-sig") else found


def is_notebook(name: str) -> bool:
    """Whether a file of this name is a notebook."""
    return name.lower().endswith(NOTEBOOK)


def is_script(name: str) -> bool:
    """Whether a file of this name is a Python script."""
    return name.lower().endswith(SCRIPT)


def _cells(written: str) -> str:
    """The code cells of a notebook; everything, where it cannot be read as one."""
    try:
        cells: Any = json.loads(written)["cells"]
        codes = [_source(cell) for cell in cells if cell.get("cell_type") == "code"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return written
    return "\n\n".join(f"# [{number}]\n{code}" for number, code in enumerate(codes, start=1))


def _source(cell: Any) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(map(str, source))
