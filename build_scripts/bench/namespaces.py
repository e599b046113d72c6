"""Two networks on this computer with a slow, lossy line between them. Linux and root only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.children import BUILD_SCRIPTS, BenchFailed, Place, Served, served
from bench.settings import UNLIMITED, Settings

_SERVER, _CLIENT = "10.213.71.1", "10.213.71.2"
# What most servers use; with BBR a lost packet would hardly matter (packaging.md §8c).
CONGESTION = "cubic"


def no_relay_reason() -> str:
    """Why no such line can be made here, "" where it can."""
    if not sys.platform.startswith("linux"):
        return "network namespaces exist on Linux only"
    if os.geteuid() != 0:
        return "network namespaces need root"
    if shutil.which("ip") is None:
        return "the program `ip` is missing; install: iproute2"
    if not Path("/dev/net/tun").exists():
        return "this computer has no /dev/net/tun"
    name = f"sbb-try-{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], check=False, capture_output=True, text=True)
    if made.returncode:
        return f"network namespaces are not allowed here: {made.stderr.strip()}"
    _ip("netns", "delete", name)
    return ""


@dataclass(frozen=True, slots=True)
class _Side:
    """One end of the line."""

    namespace: str
    device: str
    address: str

    def set_up(self) -> None:
        """Move the device into its network and give it its address."""
        _ip("link", "set", self.device, "netns", self.namespace)
        inside = ("netns", "exec", self.namespace)
        _ip("-n", self.namespace, "address", "add", f"{self.address}/30", "dev", self.device)
        for device in (self.device, "lo"):
            _ip("-n", self.namespace, "link", "set", device, "up")
        # Else the second connection would know what the first had learned about the line.
        _ip(*inside, "sysctl", "-qw", "net.ipv4.tcp_no_metrics_save=1")


@contextmanager
def relayed(folder: Path, settings: Settings) -> Iterator[tuple[Served, tuple[str, ...]]]:
    """A server behind the line, and the words before a command that put it on the other side.

    Raises BenchFailed.
    """
    number = os.getpid()
    server = _Side(f"sbb-s-{number}", f"sbbs{number}"[:15], _SERVER)
    client = _Side(f"sbb-c-{number}", f"sbbc{number}"[:15], _CLIENT)
    try:
        for side in (server, client):
            _ip("netns", "add", side.namespace)
        with _relay(server, client, settings):
            inside = ("ip", "netns", "exec", server.namespace)
            place = Place(_SERVER, inside, CONGESTION)
            with served(folder, UNLIMITED, place) as running:
                yield running, ("ip", "netns", "exec", client.namespace)
    finally:
        for side in (server, client):
            subprocess.run(
                ["ip", "netns", "delete", side.namespace], check=False, capture_output=True
            )


@contextmanager
def _relay(server: _Side, client: _Side, settings: Settings) -> Iterator[None]:
    rate = settings.rates.link_bytes or 100e6 / 8
    numbers = (rate, settings.relay_round_trip / 2, settings.relay_loss)
    script = str(BUILD_SCRIPTS / "bench" / "relay.py")
    command = [sys.executable, script, *map(str, numbers), server.device, client.device]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            if child.stdout.readline().strip() != "ready":
                raise BenchFailed("the relay did not start")
            for side in (server, client):
                side.set_up()
            yield
        finally:
            child.terminate()


def _ip(*arguments: str) -> None:
    done = subprocess.run(["ip", *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        raise BenchFailed(f"ip {' '.join(arguments)}: {done.stderr.strip()}")
