"""One window for each person and desktop: a second start asks the first window to come forward.

The first holds a file for as long as it lives; whoever finds it held leaves a request beside it,
and the first takes that away: then it was heard. Nothing is left over by a crash, because the
system lets go of the file, and a window that does not answer keeps nobody from opening another.
Drawing and raising windows is the front end's business.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from app.paths import state_folder
from app.platforms.desktop_session import desktop_name, hold, let_others_come_forward

# A start on a slow computer loads for a while before it can listen.
PATIENCE = 6.0
_POLL_SECONDS = 0.05
_OLD_SECONDS = 60.0
_HELD = "held"
_REQUEST = ".request"
_LONGEST = 32 * 1024
# What desktops give a program that was just started, so that a window may come forward for it.
_PERMITS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


class Request(NamedTuple):
    """What a second start wants: a workshop's `place`, "" for none, and to be seen.

    `permit` is the desktop's leave to come forward, "" where it gave none.
    """

    place: str = ""
    permit: str = ""

    @classmethod
    def of(cls, place: str, environ: Mapping[str, str]) -> Request:
        """A request that means the same in another process, whose folder is another one."""
        permit = next((environ[name] for name in _PERMITS if environ.get(name)), "")
        return cls(_absolute(place), permit)


def _absolute(place: str) -> str:
    if not place:
        return place
    from app.core.place import is_address  # a start without a workshop need not load it

    if is_address(place) or place.lower().startswith("file:"):
        return place
    try:
        return str(Path(place).expanduser().absolute())
    except (OSError, RuntimeError, ValueError):  # whoever opens it says what is wrong with it
        return place


class OneWindow:
    """The right to be the window of `folder`, which is made if need be."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None

    @classmethod
    def of_this_desktop(cls, environ: Mapping[str, str]) -> OneWindow:
        """The one of this person on this desktop."""
        return cls(state_folder() / "windows" / desktop_name(environ))

    def hold(self) -> bool:
        """Be the one window if no other is, asking nobody; also True where that cannot be tried."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = os.open(self._folder / _HELD, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return True
        try:
            held = hold(file)
        except OSError:  # e.g. a network drive without locks
            os.close(file)
            return True
        if held:
            self._file = file
        else:
            os.close(file)
        return held

    def take(self, request: Request, patience: float = PATIENCE) -> bool:
        """Become the one window; False where another one is, and has heard `request`.

        True as well where nobody can tell, or the other does not answer within `patience`
        seconds: a person who starts Seedbed always gets a window.
        """
        if self.hold():
            return True
        file = self._folder / f"{os.getpid()}-{time.monotonic_ns()}{_REQUEST}"
        let_others_come_forward()
        try:
            _write(file, request)
        except OSError:
            return True
        return not self._heard(file, patience)

    def requests(self) -> tuple[Request, ...]:
        """What was asked for since the last time; to take it is to answer. For the one window."""
        if self._file is None:
            return ()
        try:
            files = sorted(self._folder.glob(f"*{_REQUEST}"))
        except OSError:
            return ()
        return tuple(found for found in map(_taken, files) if found is not None)

    def leave(self) -> None:
        """No longer be the one window: the next start opens its own."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _heard(self, file: Path, patience: float) -> bool:
        end = time.monotonic() + patience
        while file.exists():
            if time.monotonic() > end or self.hold():
                with suppress(OSError):
                    file.unlink(missing_ok=True)
                return False
            time.sleep(_POLL_SECONDS)
        return True


def _write(file: Path, request: Request) -> None:
    """Whole or not at all: the other may look at any moment. No JSON, for a start has no time."""
    beside = file.with_suffix(".new")
    text = "\0".join((request.place, request.permit))
    beside.write_text(text, encoding="utf-8", errors="surrogatepass")
    beside.replace(file)


def _taken(file: Path) -> Request | None:
    """The request, removed; None for one that is no longer wanted, or is none."""
    try:
        age = time.time() - file.stat().st_mtime
        with file.open("rb") as opened:
            data = opened.read(_LONGEST)
        file.unlink()
        place, permit = data.decode("utf-8", "surrogatepass").split("\0")
    except (OSError, ValueError):
        return None
    return Request(place, permit) if age < _OLD_SECONDS else None
