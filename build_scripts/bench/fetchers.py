"""Three ways to fetch files: Seedbed's downloader, aria2c, curl. Builds commands and runs them.

Seedbed always checks the SHA-256, so aria2c is told to; curl cannot.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.children import BUILD_SCRIPTS, ROOT, BenchFailed, environment, must, run
from bench.payload import Payload

NAMES = ("seedbed", "aria2c", "curl")


@dataclass(frozen=True, slots=True)
class Task:
    """What is fetched from where into which folder, over how many connections at most.

    `prefix` puts the program e.g. into another network.
    """

    files: Sequence[Payload]
    url: str
    folder: Path
    connections: int
    prefix: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """All bytes."""
        return sum(file.size for file in self.files)


def fetch(name: str, task: Task) -> dict[str, Any]:
    """Fetch everything anew; seconds and processor seconds. Raises BenchFailed."""
    shutil.rmtree(task.folder, ignore_errors=True)
    task.folder.mkdir(parents=True)
    command = {"seedbed": _ours, "aria2c": _aria2c, "curl": _curl}[name](task)
    env = environment(task.folder / "home", PYTHONPATH=f"{BUILD_SCRIPTS}:{ROOT}")
    log = task.folder / "errors.log"
    ran = must(run([*task.prefix, *command], env, log), name, log)
    _check(task, name)
    found = {
        "bytes": task.size,
        "seconds": ran.seconds,
        "process_s": ran.seconds,
        "process_cpu_s": ran.cpu,
    }
    if name == "seedbed":
        found.update(json.loads(ran.output))
    shutil.rmtree(task.folder, ignore_errors=True)
    return found


def _check(task: Task, name: str) -> None:
    """A fast tool that has not fetched everything is no comparison. Raises BenchFailed."""
    for file in task.files:
        path = task.folder / file.name
        if not path.is_file() or path.stat().st_size != file.size:
            raise BenchFailed(f"{name} has not fetched {file.name}")


def _ours(task: Task) -> list[str]:
    listed = [
        {
            "url": f"{task.url}/{file.name}",
            "target": str(task.folder / file.name),
            "size": file.size,
            "sha256": file.sha256,
        }
        for file in task.files
    ]
    (task.folder / "list.json").write_text(json.dumps(listed), "utf-8")
    script = str(BUILD_SCRIPTS / "bench" / "our_fetch.py")
    return [sys.executable, script, str(task.folder / "list.json"), str(task.connections)]


def _aria2c(task: Task) -> list[str]:
    lines = []
    for file in task.files:
        lines += [f"{task.url}/{file.name}", f"  dir={task.folder}", f"  out={file.name}"]
        lines.append(f"  checksum=sha-256={file.sha256}")
    (task.folder / "list.txt").write_text("\n".join(lines) + "\n", "utf-8")
    many = str(task.connections)
    return [
        "aria2c", "--no-conf", "--quiet", "--file-allocation=none", "--min-split-size=1M",
        f"--max-connection-per-server={many}", f"--split={many}",
        f"--max-concurrent-downloads={many}", f"--input-file={task.folder / 'list.txt'}",
    ]  # fmt: skip


def _curl(task: Task) -> list[str]:
    lines = []
    for file in task.files:
        lines += [f'url = "{task.url}/{file.name}"', f'output = "{task.folder / file.name}"']
    (task.folder / "list.txt").write_text("\n".join(lines) + "\n", "utf-8")
    parallel = ["--parallel", "--parallel-max", str(task.connections)]
    return [
        "curl", "--disable", "--fail", "--silent", "--show-error", "--create-dirs",
        *(parallel if len(task.files) > 1 else ()), "--config", str(task.folder / "list.txt"),
    ]  # fmt: skip
