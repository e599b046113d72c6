"""Small documents read into memory: a workshop file, a catalogue, an index of hashes.

Large files go to the drive, with a hash: that is transfer's business.
"""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from app.core.network.answer import Answer, Claims, Wanted, open_answer
from app.core.network.file_to_fetch import say_nothing
from app.core.network.patience import Patience
from app.core.network.servers import Servers
from app.core.network.tap import Tap
from app.core.network.transfer import Door
from app.core.network.trouble import ServerTrouble, host_of
from app.core.network.words import Rule
from app.errors import PlanInvalid
from app.i18n import _

_CHUNK = 64 * 1024
_PAGE_ENDINGS = (".html", ".htm", "/")


def read_document(url: str, limit: int, door: Door, tap: Tap, accept: str = "") -> bytes:
    """All bytes behind `url`, at most `limit`, in a form of `accept`.

    Raises Cancelled, ServerTrouble, PlanInvalid.
    """
    servers = Servers((url,), door.patience, say_nothing)
    while True:
        server = servers.next(tap.cancel)
        try:
            return _read_once(url, limit, door, tap, accept)
        except ServerTrouble as trouble:
            if trouble.rule is Rule.SLOW:  # once more would keep the person waiting once more
                raise
            servers.failed(server, trouble, gained=False)


def size_of_document(url: str, door: Door, tap: Tap) -> int | None:
    """How big the file behind `url` is, as far as its server says; no byte of it is read.

    Raises Cancelled, ServerTrouble.
    """
    servers = Servers((url,), door.patience, say_nothing)
    while True:
        server = servers.next(tap.cancel)
        try:
            with door.slots.one(tap.cancel), tap.on(lambda: open_answer(door.web, url)) as answer:
                return answer.claims.total
        except ServerTrouble as trouble:
            servers.failed(server, trouble, gained=False)


def _read_once(url: str, limit: int, door: Door, tap: Tap, accept: str) -> bytes:
    def ask() -> Answer:
        return open_answer(door.web, url, Wanted(accept=accept))

    content = bytearray()
    with door.slots.one(tap.cancel), tap.on(ask) as answer:
        pace = _LeastPace(url, door.patience)
        _refuse_page(answer.claims, url)
        if (answer.claims.total or 0) > limit:
            raise _too_large(url, limit)
        while data := tap.read(_CHUNK):
            content += data
            if len(content) > limit:
                raise _too_large(url, limit)
            pace.check(len(content))
        total = answer.claims.total
    if total is not None and len(content) < total:
        detail = f"{url}: {len(content)} of {total} bytes"
        raise ServerTrouble(Rule.CUT, host_of(url), detail)
    return bytes(content)


class _LeastPace:
    """How fast a document has to come: with a byte now and then, no answer ever falls silent."""

    def __init__(self, url: str, patience: Patience) -> None:
        self._url, self._patience, self._begun = url, patience, time.monotonic()

    def check(self, came: int) -> None:
        """Raise ServerTrouble where far too little has come for the time."""
        taken = time.monotonic() - self._begun
        least = self._patience.document_slowest * taken
        if taken > self._patience.document_time and came < least:
            detail = f"{self._url}: {came} bytes in {taken:.0f} s"
            raise ServerTrouble(Rule.SLOW, host_of(self._url), detail)


def _refuse_page(claims: Claims, url: str) -> None:
    if claims.page and not urlsplit(url).path.lower().endswith(_PAGE_ENDINGS):
        raise ServerTrouble(Rule.PORTAL, host_of(url), f"{url}: a web page")


def _too_large(url: str, limit: int) -> PlanInvalid:
    return PlanInvalid(
        _("The document from {host} is far too large to be what we asked for.").format(
            host=host_of(url)
        ),
        _("Check the address in the workshop file or catalogue."),
        f"{url}: over {limit} bytes",
    )
