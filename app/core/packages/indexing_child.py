"""The child process's part of writing a channel's index: py-rattler reads every archive in it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any


def work(request: dict[str, Any]) -> dict[str, Any]:
    """Write repodata.json and repodata.json.zst of each platform's folder in the channel."""
    from rattler.index import index_fs

    channel = Path(request["folder"])
    (channel / "noarch").mkdir(parents=True, exist_ok=True)  # a channel always has this one
    try:
        # Forced, because otherwise an archive that has changed keeps its old record.
        asyncio.run(index_fs(channel, write_zst=True, write_shards=False, force=True))
    except Exception as error:  # py-rattler has no class of its own for what goes wrong here
        return {"trouble": "index", "detail": str(error)}
    return {"indexed": True}
