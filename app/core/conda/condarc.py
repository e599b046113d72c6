"""The settings file of one conda installation: made, and read again where it is still ours.

Writing it is done elsewhere, and no other `.condarc` is any business of ours.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml


@dataclass(frozen=True, slots=True)
class ChannelPlaces:
    """Where channels are that are not at the official server: by name, the address of the folder
    that a channel is in, and the addresses that "defaults" stands for (conda-facts §6)."""

    custom: Mapping[str, str] = field(default_factory=dict)
    defaults: tuple[str, ...] = ()


OFFICIAL_PLACES = ChannelPlaces()
_CONDARC_HEAD = "# Written by Seedbed; belongs to this conda installation only."


def condarc(channels: tuple[str, ...], places: ChannelPlaces = OFFICIAL_PLACES) -> str:
    """The text of `<prefix>/.condarc`: channels of this installation and nothing of the person's.

    Never `nodefaults`, which newer condas take for a real channel (conda-facts §0.6).
    """
    lines = [_CONDARC_HEAD, "channels:"]
    lines += [f"  - {json.dumps(channel)}" for channel in channels]
    if places.custom:
        lines.append("custom_channels:")
        lines += [f"  {json.dumps(name)}: {json.dumps(at)}" for name, at in places.custom.items()]
    if places.defaults:
        lines.append("default_channels:")
        lines += [f"  - {json.dumps(address)}" for address in places.defaults]
    lines += ["channel_priority: strict", "show_channel_urls: true", "auto_activate_base: false"]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class OurCondarc:
    """What a file of ours says: its channels, and the lines that were added after ours."""

    channels: tuple[str, ...]
    rest: str


def read_condarc(text: str) -> OurCondarc | None:
    """What is in a `.condarc` that `condarc` made; None where somebody has rewritten it."""
    if not text.startswith(_CONDARC_HEAD):
        return None
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    custom = data.get("custom_channels") or {} if isinstance(data, dict) else None
    if not isinstance(custom, dict):
        return None
    channels = _texts(data.get("channels"))
    ours = condarc(channels, ChannelPlaces(custom, _texts(data.get("default_channels"))))
    return OurCondarc(channels, text[len(ours) :]) if text.startswith(ours) else None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
