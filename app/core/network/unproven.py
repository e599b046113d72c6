"""One file of which no hash is known beforehand: a zipped kit at somebody's address.

What is in it proves itself later, package by package. It comes over one connection, and a part that
is there goes on only where the server says that the file is still the same.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core.amounts import bytes_text
from app.core.files import jsonfile
from app.core.files.disk_trouble import writing
from app.core.network.answer import Answer, Wanted, open_answer
from app.core.network.file_to_fetch import BytesSoFar, Say, say_nothing
from app.core.network.servers import Servers
from app.core.network.tap import Tap
from app.core.network.transfer import Door
from app.core.network.trouble import ServerTrouble, host_of
from app.core.network.words import Rule
from app.errors import NoSpace
from app.i18n import _

_CHUNK = 256 * 1024
_SPARE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class UnprovenFile:
    """What is at `url`, to be kept as `target`; `is_known` is asked, with the mark of what the
    server has now, whether that need not come again."""

    url: str
    target: Path
    is_known: Callable[[str], bool] = lambda _mark: False


def fetch_unproven(
    file: UnprovenFile, door: Door, tap: Tap, on_bytes: BytesSoFar, say: Say = say_nothing
) -> str:
    """Bring the file to its target; returns the mark of what it is: address, size and version.

    Raises Cancelled, ServerTrouble, NoSpace, PlanInvalid.
    """
    servers = Servers((file.url,), door.patience, say)
    partial = _partial(file.url, door.partials)
    while True:
        server, before = servers.next(tap.cancel), _size(partial)
        try:
            with door.slots.one(tap.cancel):
                return _fetch_once(file, partial, door, tap, on_bytes)
        except ServerTrouble as trouble:
            servers.failed(server, trouble, gained=_size(partial) > before)


def _fetch_once(
    file: UnprovenFile, partial: Path, door: Door, tap: Tap, on_bytes: BytesSoFar
) -> str:
    origin = partial.with_suffix(".origin")
    start, validator = _kept(partial, origin)

    def ask() -> Answer:
        return open_answer(door.web, file.url, Wanted(start, validator))

    with tap.on(ask) as answer:
        claims = answer.claims
        if claims.page:
            raise ServerTrouble(Rule.PORTAL, host_of(file.url), f"{file.url}: a web page")
        mark = f"{file.url}|{claims.validator}|{claims.total}"
        if claims.validator and file.is_known(mark):
            return mark
        with writing(partial):
            partial.parent.mkdir(parents=True, exist_ok=True)
            _refuse_too_large(claims.total, claims.start, partial.parent)
            jsonfile.write(origin, {"validator": claims.validator, "total": claims.total})
            done = _write(partial, claims.start, claims.total, tap, on_bytes)
    if claims.total is not None and done != claims.total:
        detail = f"{file.url}: {done} of {claims.total} bytes"
        raise ServerTrouble(Rule.CUT, host_of(file.url), detail)
    with writing(file.target):
        file.target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(partial, file.target)  # noqa: PTH105 - both are paths of ours
        origin.unlink(missing_ok=True)
    return mark


def _kept(partial: Path, origin: Path) -> tuple[int, str]:
    """How much is there to go on with, and of which version. Of a whole file its last byte is asked
    for again, because a server refuses to send none."""
    known = jsonfile.read(origin)
    validator, total = "", None
    if isinstance(known, dict):
        validator, total = str(known.get("validator", "")), known.get("total")
    there = _size(partial)
    if not validator or (isinstance(total, int) and there > total):
        return 0, ""
    return (min(there, total - 1) if isinstance(total, int) and total else there), validator


def _write(partial: Path, start: int, total: int | None, tap: Tap, on_bytes: BytesSoFar) -> int:
    """Write what comes behind the first `start` bytes; returns how many there are in the end."""
    done = start
    with partial.open("r+b" if partial.exists() else "wb") as out:
        out.truncate(start)
        out.seek(start)
        on_bytes(done, total)
        while data := tap.read(_CHUNK):
            if total is None:
                _refuse_too_large(None, done, partial.parent)
            out.write(data)
            done += len(data)
            on_bytes(done, total)
    return done


def _refuse_too_large(total: int | None, done: int, folder: Path) -> None:
    """Raise NoSpace before a drive is full: others need some of it, too."""
    free = shutil.disk_usage(folder).free
    if free < (total or done) - done + _SPARE:
        raise NoSpace(
            _("The file is too large for the drive: {size}, and {free} are free.").format(
                size=bytes_text(total) if total else _("an unknown amount"), free=bytes_text(free)
            ),
            _("Free some space, or download it yourself to another drive and open it there."),
        )


def _partial(url: str, folder: Path) -> Path:
    return folder / f"unproven-{hashlib.sha256(url.encode()).hexdigest()}.partial"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
