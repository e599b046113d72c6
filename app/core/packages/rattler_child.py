"""The child process that reads channels, solves, unpacks and writes indexes, by py-rattler.

It is a process of its own because its work cannot be stopped otherwise (conda-facts §0.12).
It reads one JSON request file and prints JSON answers; `solve` and `unpack` are the other side.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main(request_file: str) -> int:
    """Answer the request in `request_file` on standard output; always returns 0 if it could."""
    request = json.loads(Path(request_file).read_text(encoding="utf-8"))
    answer = _answer(request)
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    return 0


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        import rattler
    except ImportError as error:
        return {"trouble": "unavailable", "detail": str(error)}
    if request["task"] == "unpack":
        from app.core.packages.unpack_child import work as unpack

        return unpack(request)
    if request["task"] == "index":
        from app.core.packages.indexing_child import work as write_index

        return write_index(request)
    from app.core.packages.solve_child import work as solve

    return solve(rattler, request)
