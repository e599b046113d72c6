"""Sharing one kit in a room, from its beginning to its end: server, account, announcement.

Window and command line share through this and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.core.cancel import Cancel
from app.core.session import Session
from app.core.sharing.addresses import local_addresses
from app.core.sharing.announcing import Announcement
from app.core.sharing.board import Board
from app.core.sharing.room import Room
from app.core.sharing.served import ServedKit, open_kit
from app.core.sharing.server import USUAL_PORTS, Server
from app.errors import PlanInvalid
from app.i18n import _


@dataclass(frozen=True, slots=True)
class How:
    """How to share: at which `ports` (the first that is free), at which one address of this
    computer ("" all of them), and whether to announce it."""

    ports: Sequence[int] = field(default=USUAL_PORTS)
    at: str = ""
    announce: bool = True


@dataclass(frozen=True, slots=True)
class Share:
    """A kit that is being shared, until `stop`. `addresses` are what participants may type, the
    most useful first; `announced` tells whether they need not."""

    kit: ServedKit
    addresses: tuple[str, ...]
    announced: bool
    _room: Room
    _server: Server
    _announcement: Announcement

    @property
    def title(self) -> str:
        """The workshop's title."""
        return self.kit.title

    def board(self) -> Board:
        """How far everybody is now; may be asked from any thread."""
        return self._room.board()

    def stop(self) -> None:
        """Take back the announcement and end the server."""
        self._announcement.end()
        self._server.stop()


def start_sharing(folder: Path, session: Session, cancel: Cancel, how: How = How()) -> Share:
    """Share the kit in `folder`.

    Raises PlanInvalid where that is no finished kit, where this computer is in no network, and
    where the port is taken; Cancelled.
    """
    kit = open_kit(folder, session, cancel)
    at = (how.at,) if how.at else local_addresses()
    if not at:
        raise PlanInvalid(
            _("This computer is in no network, so nobody could reach it."),
            _("Connect it to the network of the room, or open a hotspot, and try again."),
        )
    session.platform.allow_many_files()
    room = Room(kit.workshop)
    server = Server(kit, room, session.platform.keep_awake)
    port = server.start(how.at, how.ports)
    announcement = Announcement()
    announced = how.announce and announcement.begin(kit.title, at, port)
    addresses = tuple(f"http://{address}:{port}" for address in at)
    return Share(kit, addresses, announced, room, server, announcement)
