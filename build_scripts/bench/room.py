"""A classroom on this computer: one server and many participants, each in a network of its own,
with a link of a known rate behind the server. Linux and root only.

Nothing leads out of these networks, so not one byte can come from the internet.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.children import BenchFailed
from bench.namespaces import no_relay_reason

SERVER = "10.213.72.1"
_SWITCH_DEVICE = "room"
_BURST, _LATENCY = "256kb", "50ms"


@dataclass(frozen=True, slots=True)
class Room:
    """The words before a command that put it into the server's or a participant's network."""

    server: tuple[str, ...]
    participants: tuple[tuple[str, ...], ...]

    def from_outside(self) -> int:
        """The bytes that came into these networks by any way that is not the room's."""
        return sum(
            device["stats64"]["rx"]["bytes"]
            for prefix in (self.server, *self.participants)
            for device in json.loads(_run(*prefix, "ip", "-json", "-statistics", "link"))
            if device["ifname"] != "lo" and not re.fullmatch(r"p\d+", device["ifname"])
        )


def no_room_reason() -> str:
    """Why no classroom can be made here, "" where it can."""
    reason = no_relay_reason()
    if not reason and shutil.which("tc") is None:
        return "the program `tc` is missing; install: iproute2"
    return reason


@contextmanager
def classroom(participants: int, bits: float) -> Iterator[Room]:
    """The room; what the server sends goes through a link of `bits` per second. Raises
    BenchFailed."""
    number = os.getpid()
    switch, server = f"sbr-x-{number}", f"sbr-s-{number}"
    members = [f"sbr-{at}-{number}" for at in range(participants)]
    try:
        for name in (switch, server, *members):
            _ip("netns", "add", name)
        _ip("-n", switch, "link", "add", _SWITCH_DEVICE, "type", "bridge")
        _ip("-n", switch, "link", "set", _SWITCH_DEVICE, "up")
        for at, name in enumerate((server, *members), start=1):
            _plug_in(switch, name, at)
        rate = f"{int(bits)}bit"
        slow = ("tbf", "rate", rate, "burst", _BURST, "latency", _LATENCY)
        _run("ip", "netns", "exec", server, "tc", "qdisc", "add", "dev", "p1", "root", *slow)
        yield Room(_inside(server), tuple(map(_inside, members)))
    finally:
        for name in (switch, server, *members):
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)


def _plug_in(switch: str, name: str, at: int) -> None:
    """Put a wire between a computer and the switch; the computer's end is called p and `at`."""
    _ip("-n", switch, "link", "add", f"w{at}", "type", "veth", "peer", "name", f"p{at}")
    _ip("-n", switch, "link", "set", f"p{at}", "netns", name)
    _ip("-n", switch, "link", "set", f"w{at}", "master", _SWITCH_DEVICE, "up")
    _ip("-n", name, "address", "add", f"10.213.72.{at}/24", "dev", f"p{at}")
    for device in (f"p{at}", "lo"):
        _ip("-n", name, "link", "set", device, "up")


def _inside(name: str) -> tuple[str, ...]:
    return ("ip", "netns", "exec", name)


def _ip(*arguments: str) -> None:
    _run("ip", *arguments)


def _run(*command: str) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise BenchFailed(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout
