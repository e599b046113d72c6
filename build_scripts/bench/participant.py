"""A participant who only downloads: python participant.py LIST.json FOLDER.

LIST.json is a list of {"url", "path", "size", "sha256"}. It says "ready", waits for a line, fetches
everything with Seedbed's own downloader, and prints as JSON when it had every byte. After one more
line it prints whether each file has its hash, looked at once more after the downloader did.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
import time
from pathlib import Path

from app.core.cancel import Cancel
from app.core.network.download import Downloader, FileToFetch


def main() -> int:
    """Fetch everything and tell when it was there."""
    listed, folder = json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2])
    files = [
        FileToFetch((one["url"],), folder / one["path"], one["size"], one["sha256"])
        for one in listed
    ]
    download = Downloader(folder / "partials")
    importlib.import_module("requests")  # a window that downloads has it in memory
    print("ready", flush=True)
    sys.stdin.readline()
    download.fetch_all(files, Cancel(), lambda _done, _total: None)
    ended = time.monotonic()
    download.close()
    print(json.dumps({"ended": ended}), flush=True)
    sys.stdin.readline()  # looking again must not take the processor from those who still download
    whole = all(_hash(folder / one["path"]) == one["sha256"] for one in listed)
    print(json.dumps({"whole": whole}), flush=True)
    return 0


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
