"""A room's network inside a network namespace: one cable, one address, no way out."""

from __future__ import annotations

import subprocess

ADDRESS = "10.77.0.1"


def make_room() -> None:
    """Lay the cable; to be called in a namespace of one's own, as root."""
    for words in (
        "link add room type veth peer name wall",
        f"addr add {ADDRESS}/24 dev room",
        "link set room up",
        "link set wall up",
    ):
        subprocess.run(["ip", *words.split()], check=True)
