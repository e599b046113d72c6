"""Seedbed's downloader alone, as a child process: python our_fetch.py LIST.json CONNECTIONS.

LIST.json is a list of {"url", "target", "size", "sha256"}; prints one line of JSON: seconds,
processor seconds and memory of the transfer itself, without starting Python.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path

from app.core.cancel import Cancel
from app.core.network.download import Downloader, FileToFetch

_CLEAR_PEAK = "5"


def _memory(field: str) -> int:
    """A field of the kernel's account of this process in bytes; the most ever used elsewhere."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> int:
    """Fetch everything and tell what it took."""
    listed = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    files = [
        FileToFetch((one["url"],), Path(one["target"]), one["size"], one["sha256"])
        for one in listed
    ]
    download = Downloader(Path(sys.argv[1]).parent / "partials", connections=int(sys.argv[2]))
    # Coming into memory is the program's start, which is taken off the others' time too.
    importlib.import_module("requests")
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text(_CLEAR_PEAK, "ascii")
    idle = _memory("VmRSS")
    cpu, started = time.process_time(), time.monotonic()
    download.fetch_all(files, Cancel(), lambda _done, _total: None)
    seconds, cpu = time.monotonic() - started, time.process_time() - cpu
    peak = _memory("VmHWM")
    download.close()
    told = {"seconds": seconds, "cpu_s": cpu, "idle": idle, "peak_above_idle": peak - idle}
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
