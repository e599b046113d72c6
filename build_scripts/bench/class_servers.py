"""The two servers that a class is tried with: `seedbed kit serve`, and nginx with our settings."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.children import ROOT, BenchFailed, environment
from bench.room import SERVER

PORT = 8770
_PATIENCE = 30.0


@dataclass
class Running:
    """A server at work. `board` is the newest that it told, `memory` the most it ever held."""

    url: str
    process: subprocess.Popen[str]
    board: dict[str, Any] = field(default_factory=dict)

    @property
    def memory(self) -> int:
        """The most bytes of memory of the process and its children, each at its own worst."""
        pids = [self.process.pid, *_children(self.process.pid)]
        return sum(_peak(pid) for pid in pids)


@contextmanager
def seedbed(kit: Path, prefix: tuple[str, ...], folder: Path) -> Iterator[Running]:
    """`seedbed kit serve`. Raises BenchFailed."""
    command = [
        *prefix, sys.executable, "-m", "app", "kit", "serve", str(kit), "--at", SERVER,
        "--port", str(PORT), "--no-announce", "--json",
    ]  # fmt: skip
    env = environment(folder / "home", SEEDBED_HOME=str(folder / "seedbed"))
    with (folder / "serve.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert process.stdout is not None
    first = process.stdout.readline()
    if not first:
        raise BenchFailed(f"kit serve did not start: {(folder / 'serve.log').read_text()}")
    running = Running(json.loads(first)["addresses"][0], process)
    reader = threading.Thread(target=_follow, args=(running,), daemon=True)
    reader.start()
    try:
        yield running
    finally:
        _end(process, signal.SIGINT)
        reader.join()
        process.stdout.close()


@contextmanager
def nginx(kit: Path, prefix: tuple[str, ...], folder: Path) -> Iterator[Running]:
    """Debian's nginx with resources/kit/nginx.conf. Raises BenchFailed."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise BenchFailed("the program nginx is missing; install: nginx-light")
    settings = folder / "nginx.conf"
    settings.write_text(settings_for(kit, f"{SERVER}:{PORT}", folder))
    command = [*prefix, program, "-c", str(settings), "-g", "daemon off;"]
    with (folder / "nginx.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, text=True)
    try:
        _wait_for(prefix, process)
        yield Running(f"http://{SERVER}:{PORT}", process)
    finally:
        _end(process, signal.SIGTERM)


def settings_for(kit: Path, listen: str, folder: Path) -> str:
    """Our settings with the two lines changed that are marked, and nothing outside `folder`."""
    text = (ROOT / "resources" / "kit" / "nginx.conf").read_text("utf-8")
    text, ports = re.subn(r"listen 80;", f"listen {listen};", text)
    text, roots = re.subn(r"root /srv/kit;", f'root "{kit}";', text)
    if (ports, roots) != (1, 1):
        raise BenchFailed("nginx.conf does not have its two lines to change")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f'    {kind}_temp_path "{folder}/{kind}";\n' for kind in kinds)
    text = text.replace("http {\n", f"http {{\n{temporary}", 1)
    return f'user root;\npid "{folder}/nginx.pid";\nerror_log "{folder}/error.log";\n{text}'


def _follow(running: Running) -> None:
    assert running.process.stdout is not None
    for line in running.process.stdout:
        running.board = json.loads(line)


def _wait_for(prefix: tuple[str, ...], process: subprocess.Popen[str]) -> None:
    code = f"import socket; socket.create_connection(({SERVER!r}, {PORT}), 1).close()"
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        tried = subprocess.run(
            [*prefix, sys.executable, "-c", code], check=False, capture_output=True
        )
        if tried.returncode == 0:
            return
        time.sleep(0.1)
    raise BenchFailed("nginx did not start; see nginx.log")


def _end(process: subprocess.Popen[str], how: signal.Signals) -> None:
    process.send_signal(how)
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(text) for text in listed.read_text().split()] if listed.exists() else []
    return [*found, *(below for one in found for below in _children(one))]


def _peak(pid: int) -> int:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text())
    return int(found[1]) * 1024 if found else 0
