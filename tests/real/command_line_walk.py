"""A workshop by the command line: prepare, make, check, serve, install from it, read the code.

Runs in a network of its own, and tells in one line of JSON what it saw. Started by
test_workshop_walk.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.paths import HOME_VARIABLE
from tests.real.room_network import ADDRESS, make_room
from tests.real.seedbed_process import SeedbedProcess, install

PLATFORMS = ("linux-64", "osx-arm64", "win-64")


def seedbed(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def last_line(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    data: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return data


def prepare(folder: Path) -> dict[str, Any]:
    """The workshop file, out of nothing but what lies in the folder: a channel, installers, a
    notebook or two and a check."""
    wanted = [f"--platform={subdir}" for subdir in PLATFORMS]
    wanted += ["--package=numpy", "--package=pandas", "--drop=osx-arm64:pandas"]
    wanted += ["--title=Waves and noise", "--author=Ana", "--contact=ana@example.org"]
    wanted += ["--distribution=practice", "--conda-version=24.7.1-0", "--catalog=installers.toml"]
    wanted += ["--name=waves", "--channel=./channel", "--materials=materials"]
    wanted += ["--check=check.py", "--page=location=hidden", "--page=libraries=locked"]
    return last_line(seedbed("prepare", str(folder / "workshop.toml"), *wanted, "--json"))


def serve(kit: Path) -> SeedbedProcess:
    return SeedbedProcess(
        ("kit", "serve", str(kit), "--at", ADDRESS, "--no-announce", "--port", "0", "--json")
    )


def until_proven(server: SeedbedProcess) -> dict[str, Any]:
    """The board's row that turned green."""
    for event in server.read():
        for row in event.get("rows", ()):
            if row["proven"]:
                found: dict[str, Any] = row
                return found
    raise AssertionError("the server ended before anybody was proven")


@contextmanager
def stopping(server: SeedbedProcess) -> Iterator[SeedbedProcess]:
    """Whatever happens, nobody is left serving."""
    try:
        yield server
    finally:
        if server.code is None:
            server.send(signal.SIGKILL)


def share(server: SeedbedProcess, saw: dict[str, Any], conda: Path) -> None:
    """A participant on what counts as another computer installs, until the board is green."""
    saw["sharing"] = next(server.read())
    os.environ[HOME_VARIABLE] = str(conda.with_name("another computer"))
    own = ("--no-lessons", "--materials-to", str(conda.with_name("materials")), "--unlock")
    participant = install(saw["sharing"]["addresses"][0], conda, *own, "--tell-as", "Mei").finish()
    assert participant.code == 0, f"{participant.last} {participant.stderr[-3000:]}"
    saw["done"] = participant.last
    saw["row"] = until_proven(server)
    server.send(signal.SIGINT)
    server.finish()
    saw["stopped"] = {"code": server.code, **server.last}


def main(folder: str, to: str) -> int:
    make_room()
    workshop, kit, conda = Path(folder), Path(to) / "kit", Path(to) / "conda"
    saw: dict[str, Any] = {"survey": prepare(workshop)}
    saw["made"] = last_line(
        seedbed("kit", "make", str(workshop), "--to", str(kit), "--zip", "--no-app", "--json")
    )
    saw["checked"] = last_line(seedbed("kit", "check", str(kit), "--json"))
    with stopping(serve(kit)) as server:
        share(server, saw, conda)
    read = seedbed("proof", saw["row"]["code"], "--workshop", str(kit))
    saw["read"] = {"code": read.returncode, "text": read.stdout}
    other = seedbed("proof", saw["row"]["code"][:-1] + "?", "--workshop", str(kit))
    saw["altered"] = {"code": other.returncode, "text": other.stdout + other.stderr}
    sys.stdout.write(json.dumps(saw) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
