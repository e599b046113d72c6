"""Computers nearby that share a workshop: which hosts are near, and what they say of themselves.

It stands here because opening a workshop asks; sharing one is the business of `sharing`.
"""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass

from app.core.foreign_text import shown

SCHEMA = 1
# Beside the files of the kit, where no kit may have one of its own.
ABOUT, PROGRESS = "sharing.json", "progress"
MOST_BYTES = 2048


@dataclass(frozen=True, slots=True)
class About:
    """What a sharing computer says of itself: the workshop's title and whose Seedbed it is."""

    title: str
    version: str


def write_about(about: About) -> bytes:
    """What is found under ABOUT."""
    data = {"schema": SCHEMA, "title": about.title, "version": about.version, "progress": PROGRESS}
    return json.dumps(data, ensure_ascii=False).encode()


def read_about(data: bytes) -> About | None:
    """What a sharing computer says of itself; None where that is none of ours."""
    try:
        document = json.loads(data.decode()) if len(data) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        return None
    title, version = document.get("title"), document.get("version")
    if document.get("progress") != PROGRESS or not isinstance(title, str):
        return None
    return About(shown(title), shown(version, 20) if isinstance(version, str) else "")


def is_near(host: str) -> bool:
    """Whether this is an address inside a local network or of this computer, or a name that only
    a local network knows."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.lower().endswith(".local") or host.lower() == "localhost"
    return address.is_private or address.is_link_local or address.is_loopback
