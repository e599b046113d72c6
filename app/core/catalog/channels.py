"""What a channel's name stands for: its addresses. Reading channels is the solvers' business."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from app.core.foreign_text import shown
from app.core.place import as_url, checked_reference, is_readable, join
from app.errors import PlanInvalid
from app.i18n import _

CONDA_CLOUD = "https://conda.anaconda.org"
ANACONDA = "https://repo.anaconda.com/pkgs"
_DEFAULTS = ("main", "r")
_OWN_PREFIX = "./"
_NAME = re.compile(r"[A-Za-z0-9_][\w.-]*(?:/label/[A-Za-z0-9_][\w.-]*)?", re.ASCII)
# Hosts and channels whose packages are Anaconda's own, by whatever address (conda-facts §3).
_ANACONDAS_HOST = "repo.anaconda.com"
_ANACONDAS_CHANNELS = ("/anaconda", "/main", "/r", "/msys2")


def addresses(channels: tuple[str, ...], source: str) -> tuple[str, ...]:
    """The addresses of channels, most wanted first.

    A plain name is one of conda's public channels; "./folder" lies beside the workshop file, in
    `source`. Raises PlanInvalid for anything else, or without a source for a relative one.
    """
    return tuple(named_addresses(channels, source))


def named_addresses(channels: tuple[str, ...], source: str) -> dict[str, str]:
    """As `addresses`, each with a name that is the same wherever the workshop lies: "./folder"
    for a channel beside it, else the address itself."""
    found: dict[str, str] = {}
    for channel in map(str.strip, channels):
        for address in _of(channel, source):
            found.setdefault(address, _cleaned(channel) or address)
    return found


def for_condarc(channels: tuple[str, ...], source: str) -> tuple[str, ...]:
    """The channels as a `.condarc` names them: public ones by name, a workshop's by address."""
    named = [
        name
        for channel in map(str.strip, channels)
        for name in (
            addresses((channel,), source) if channel.startswith(_OWN_PREFIX) else (channel,)
        )
    ]
    return tuple(dict.fromkeys(named))


def is_anacondas(address: str) -> bool:
    """Whether a channel falls under Anaconda's terms of service (conda-facts §3)."""
    parts = urlsplit(address)
    if (parts.hostname or "") == _ANACONDAS_HOST:
        return True
    return address.startswith(CONDA_CLOUD) and parts.path.rstrip("/") in _ANACONDAS_CHANNELS


def _of(channel: str, source: str) -> tuple[str, ...]:
    if channel == "defaults":
        return tuple(f"{ANACONDA}/{part}" for part in _DEFAULTS)
    # A blank or a line break would let an address say more than where it leads, and conda puts
    # variables of the surroundings where it reads ${NAME}.
    is_word = channel.isprintable() and not set(channel) & {" ", "$"}
    is_address = channel.startswith(("http://", "https://", "file://"))
    if is_word and is_address and is_readable(channel):
        return (channel.rstrip("/"),)
    if channel.isprintable() and channel.startswith(_OWN_PREFIX):
        return (_beside(channel, source),)
    if _NAME.fullmatch(channel):
        return (f"{CONDA_CLOUD}/{channel}",)
    raise PlanInvalid(
        _("“{channel}” is not a channel.").format(channel=shown(channel)),
        _("Use a name such as conda-forge, or an address that begins with https://."),
    )


def _cleaned(channel: str) -> str:
    """A channel beside the workshop file, written in the one usual way; "" for any other."""
    if not channel.startswith(_OWN_PREFIX):
        return ""
    reference = checked_reference(channel.removeprefix(_OWN_PREFIX), _("The channel"))
    return _OWN_PREFIX + reference


def _beside(channel: str, source: str) -> str:
    if not source:
        raise PlanInvalid(
            _("The channel “{channel}” lies beside a workshop file, but none is open.").format(
                channel=shown(channel)
            ),
            _("Open the workshop or kit that the channel belongs to."),
        )
    return as_url(join(source, _cleaned(channel).removeprefix(_OWN_PREFIX)))
