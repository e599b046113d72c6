"""One file: from whichever of its servers hands it out, proved by its hash, into its target.

Which server comes next is decided in servers, how several files share the line in download.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial as bind
from pathlib import Path

from app.core.foreign_text import shown
from app.core.network.answer import Answer, Claims, Wanted, open_answer, path_of
from app.core.network.file_to_fetch import FileToFetch, Say
from app.core.network.partial import Partial, alone, is_genuine
from app.core.network.patience import Patience
from app.core.network.pieces import Pieces
from app.core.network.servers import Server, Servers
from app.core.network.sharing import SMALLEST_FILE, Board, Sharing
from app.core.network.slots import Slots
from app.core.network.tap import Tap
from app.core.network.trouble import ServerTrouble, host_of
from app.core.network.web import Web
from app.core.network.words import Rule
from app.i18n import _

_CHUNK = 1 << 20
_WORTHWHILE = 64 * 1024
_PARTING = 0.5
_GLANCE = 0.05


@dataclass(frozen=True, slots=True)
class Door:
    """What all transfers of one downloader share."""

    web: Web
    partials: Path
    patience: Patience
    slots: Slots


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears of a transfer: `count` how many bytes are there, `expect` a size that was unknown
    before, `say` sentences for the person."""

    count: Callable[[int], None]
    expect: Callable[[int], None]
    say: Say


class Transfer:
    """Fetches one file; used once. A big one is put on the `board`, for others to help with."""

    def __init__(self, file: FileToFetch, door: Door, listeners: Listeners, board: Board) -> None:
        self._file = file
        self._door = door
        self._count = listeners.count
        self._expect = listeners.expect
        self._say = listeners.say
        self._board = board
        self._sharing: Sharing | None = None

    def run(self, tap: Tap) -> None:
        """Do it, on the worker's tap. Raises Cancelled, ServerTrouble, NoSpace, PlanInvalid."""
        if self._already_there(tap):
            return
        with alone(self._door.partials, self._file, tap.cancel, self._say):
            if self._already_there(tap):
                return
            if self._file.target.exists():
                self._say(
                    _("{name} was altered since it was downloaded; it is downloaded anew.").format(
                        name=self._file.target.name
                    )
                )
            partial = Partial(self._door.partials, self._file)
            try:
                partial.open(tap.cancel)
                with self._shared(partial):
                    self._gather(partial, tap)
                partial.finish(tap.cancel)
                self._count(partial.done)
            finally:
                partial.close()

    @contextmanager
    def _shared(self, partial: Partial) -> Iterator[None]:
        """Let others help with a big file; when it ends, nobody works at it any more."""
        size = self._file.size
        pieces = Pieces(partial.path, size) if size and size >= SMALLEST_FILE else None
        if size is None or pieces is None:
            yield
            return
        self._sharing = sharing = Sharing(pieces, self._door, self._count, self._file.urgent)
        self._board.put(sharing)
        try:
            yield
        finally:
            self._board.take_down(sharing)
            sharing.stop()
            end = time.monotonic() + _PARTING
            while pieces.active and time.monotonic() < end:
                time.sleep(0.01)
        pieces.clear()

    def _already_there(self, tap: Tap) -> bool:
        if not is_genuine(self._file.target, self._file, tap.cancel):
            return False
        size = self._file.target.stat().st_size
        self._expect(size)
        self._count(size)
        return True

    def _gather(self, partial: Partial, tap: Tap) -> None:
        """Ask servers until the bytes are complete and genuine."""
        self._moved(partial)
        servers = Servers(self._file.urls, self._door.patience, self._say)
        if self._is_complete(partial):
            return
        best = partial.done
        while True:
            self._take_pieces(partial, tap)
            server = servers.next(tap.cancel)
            kept = _Kept()
            try:
                total = self._file.size
                if total is None or partial.done < total:
                    total = self._receive(server, partial, tap, kept)
                if self._sharing and partial.done in (self._limit(partial.done), kept.end):
                    self._take_pieces(partial, tap)
                    if partial.done < (self._file.size or 0):
                        continue
                self._prove(server, partial, total)
                return
            except ServerTrouble as trouble:
                # Against the best so far: a server that starts anew each time gets nowhere.
                gained = kept.resumable and partial.done - best >= _WORTHWHILE
                best = max(best, partial.done)
                servers.failed(server, trouble, gained)

    def _moved(self, partial: Partial) -> None:
        if self._sharing:
            self._sharing.moved(partial.done)
        else:
            self._count(partial.done)

    def _take_pieces(self, partial: Partial, tap: Tap) -> None:
        """Append what others have fetched; wait for what they are about to bring, and help."""
        sharing = self._sharing
        if sharing is None:
            return
        moved = bind(self._moved, partial)
        sharing.pieces.absorb(partial, tap.cancel, moved)
        while sharing.pieces.is_awaited(partial.done):
            if not sharing.fetch_piece(tap):
                tap.cancel.wait(_GLANCE)
            sharing.pieces.absorb(partial, tap.cancel, moved)

    def _is_complete(self, partial: Partial) -> bool:
        """Whether an earlier run has left everything; a full but wrong file is forgotten."""
        if not partial.done or self._file.size not in (None, partial.done):
            return False
        if partial.is_genuine():
            return True
        if self._file.size is not None:
            partial.restart()
        return False

    def _receive(self, server: Server, partial: Partial, tap: Tap, kept: _Kept) -> int | None:
        """Take what one answer gives; returns the size that the server claims for the file."""
        url = server.url

        def ask() -> Answer:
            limit, size = self._limit(partial.done), self._file.size
            # Up to the next piece only: more would be on its way when we hang up.
            kept.end = None if limit == size else limit
            wanted = Wanted(partial.done, partial.validator_for(url), size, kept.end)
            return open_answer(self._door.web, url, wanted)

        with self._door.slots.one(tap.cancel, self._file.urgent):
            try:
                with tap.on(ask) as answer:
                    self._take(answer.claims, url, partial, tap, kept)
                    return answer.claims.total
            except ServerTrouble as trouble:
                if trouble.rule is Rule.RANGE:
                    partial.restart()
                raise

    def _take(self, claims: Claims, url: str, partial: Partial, tap: Tap, kept: _Kept) -> None:
        data = tap.read(_CHUNK)
        self._refuse_page(claims, url, data)
        if claims.start != partial.done:
            partial.restart()
            kept.resumable = False
        if claims.encoded:
            kept.resumable = False
        if claims.around:
            sentence = _("The proxy {proxy} does not answer; {host} is reached without it.")
            self._say(sentence.format(proxy=claims.around, host=host_of(url)))
        partial.came_from(url, claims.validator)
        if self._sharing and not claims.encoded:
            self._sharing.came_from(url, claims.validator)
        if claims.total is not None:
            self._expect(claims.total)
        while data:
            limit = self._limit(partial.done)
            if limit is not None and limit != self._file.size:
                data = data[: limit - partial.done]  # only what comes beyond the end spoils a hash
            partial.append(data)
            self._moved(partial)
            if limit is not None and partial.done >= limit:
                return
            data = tap.read(_CHUNK)

    def _limit(self, front: int) -> int | None:
        """Where to stop: at the file's size, or where another connection has begun."""
        return self._sharing.pieces.limit(front) if self._sharing else self._file.size

    def _refuse_page(self, claims: Claims, url: str, data: bytes) -> None:
        """Raise if a web page came instead (failures F41); what is kept already stays."""
        if claims.start or (self._file.size is not None and claims.total == self._file.size):
            return
        if claims.page or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            beginning = data[:200].decode("utf-8", "replace")
            raise ServerTrouble(Rule.PORTAL, host_of(url), f"{url}: {beginning!r}")

    def _prove(self, server: Server, partial: Partial, claimed: int | None) -> None:
        """Accept the bytes or say what is wrong: too few are cut off, never altered (F33)."""
        expected = self._file.size if self._file.size is not None else claimed
        host, found = host_of(server.url), partial.done
        if expected is not None and found < expected:
            raise ServerTrouble(Rule.CUT, host, f"{server.url}: {found} of {expected} bytes")
        if not partial.is_genuine():
            partial.restart()
            self._share_no_more()
            algorithm, value = self._file.digest
            text = f"{server.url}: {found} bytes, {algorithm} is not {value}"
            if server.url.startswith("file:"):
                raise ServerTrouble(Rule.DAMAGED_FILE, shown(path_of(server.url).name), text)
            raise ServerTrouble(Rule.DAMAGED, host, text)

    def _share_no_more(self) -> None:
        """Pieces of different versions may have met: once more, over one connection."""
        if self._sharing:
            self._board.take_down(self._sharing)
            self._sharing.pieces.clear()
            self._sharing = None


@dataclass
class _Kept:
    """Whether the bytes of an attempt can be continued later, and up to where it asked for them."""

    resumable: bool = True
    end: int | None = None
