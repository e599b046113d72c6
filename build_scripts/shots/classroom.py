"""A class that installs, for the panel that shares a kit: somebody in every state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.plan import Workshop
from app.core.proof.code import Outcome, ProofCode
from app.core.proof.coding import workshop_mark
from app.core.sharing.announcing import Announcement
from app.core.sharing.messages import Phase, Progress
from app.core.sharing.room import SILENT_SECONDS, Room
from app.core.sharing.served import ServedKit
from app.core.sharing.server import Server
from app.core.sharing.share import Share
from app.gui.sharing.share_panel import SharePanel
from shots.recorded import MB
from shots.scripted import until

_ADDRESSES = ("http://192.168.1.20:8770", "http://10.0.0.4:8770")
_COURSE = Workshop(title="Machine learning in two days", packages=("numpy",))
_OTHER = Workshop(title="Another course")
_TOTAL = 612 * MB


@contextmanager
def shared(panel: SharePanel) -> Iterator[None]:
    """As if the panel shared a kit with a class in every state."""
    now = [0.0]
    panel.take(_share(lambda: now[0], now))
    try:
        yield
    finally:
        panel.stop()
        until(lambda: not panel.busy)


def _share(clock: Callable[[], float], now: list[float]) -> Share:
    """As if shared, with nobody listening: nothing of the network is touched."""
    kit = ServedKit(Path("/home/mei/kit"), _COURSE, {})
    room = Room(_COURSE, clock)
    _told(room, 1, Phase.INSTALLING, 1.0)
    now[0] += SILENT_SECONDS
    for second in range(5):
        room.sent("10.0.0.2", 3 * MB)
        now[0] += 1.0
        _told(room, 2, Phase.DOWNLOADING, 0.4 + second / 100)
    _told(room, 3, Phase.CONNECTING, 0.0)
    _told(room, 4, Phase.INSTALLING, 1.0)
    _told(room, 5, Phase.READY, 1.0, code=_code(Outcome.PASSED), name="Ada")
    _told(room, 6, Phase.FAILED, 1.0, code=_code(Outcome.KERNEL))
    _told(room, 7, Phase.READY, 1.0, code=_code(Outcome.PASSED, _OTHER))
    return Share(kit, _ADDRESSES, True, room, Server(kit, room), Announcement())


def _told(room: Room, number: int, phase: Phase, fraction: float, **more: str) -> None:
    done, address = int(_TOTAL * fraction), f"10.0.0.{number}"
    room.told(Progress(f"{number:032x}", phase, done, _TOTAL, **more), address)


def data() -> tuple[str, ...]:
    """What stands on the board that nobody translates: a name, and the codes."""
    outcomes = (_code(Outcome.PASSED), _code(Outcome.KERNEL), _code(Outcome.PASSED, _OTHER))
    return ("Ada", *outcomes)


def _code(outcome: Outcome, workshop: Workshop = _COURSE) -> str:
    return ProofCode(outcome, workshop_mark(workshop), 0).text
