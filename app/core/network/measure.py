"""Measures how fast servers hand out the beginning of a file; nothing is kept or believed.

Choosing among servers is not done here, and no file of a run comes this way.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.core.cancel import Cancel
from app.core.network.patience import Patience
from app.core.network.retry_after import seconds_since_epoch
from app.core.network.trouble import ServerTrouble, from_exception, from_status, host_of
from app.core.network.web import Reply, Web
from app.core.network.words import Rule
from app.errors import Cancelled

_CHUNK = 64 * 1024
_GLANCE = 0.05


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read: `bytes` and `seconds` of each server, `at_once` servers at a time, and
    `total` seconds for all of them together; who was not heard of by then counts as silent."""

    bytes: int = 1_000_000
    seconds: float = 2.5
    at_once: int = 4
    total: float = 10.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What one address gave: `bytes` in `seconds`, connecting included, and when the file was
    last changed (seconds since 1970, None unknown); or the trouble there was."""

    url: str
    bytes: int = 0
    seconds: float = 0.0
    modified: float | None = None
    trouble: ServerTrouble | None = None

    @property
    def rate(self) -> float:
        """Bytes per second; 0 where there was trouble."""
        return self.bytes / self.seconds if self.seconds > 0 and self.trouble is None else 0.0


Told = Callable[[int, Measured], None]
USUAL_LIMITS = Limits()


def measure_all(
    urls: Sequence[str], cancel: Cancel, told: Told, limits: Limits = USUAL_LIMITS
) -> tuple[Measured, ...]:
    """Measure each address, a few at a time. `told` hears of each (by its index) when it is known.

    Raises Cancelled at once when asked; a server in trouble raises nothing.
    """
    web = Web(limits.at_once, Patience(connect=limits.seconds, read=limits.seconds))
    stop = Cancel(parent=cancel)
    found: dict[int, Measured] = {}
    deadline = time.monotonic() + limits.total
    try:
        answers = _asked(urls, web, limits, stop)
        while len(found) < len(urls) and time.monotonic() < deadline:
            cancel.check()
            with suppress(queue.Empty):
                index, measured = answers.get(timeout=_GLANCE)
                found[index] = measured
                told(index, measured)
    finally:
        stop.set()
        web.close()
    for index, url in enumerate(urls):
        if index not in found:
            detail = f"{url}: no answer in {limits.total:g} s"
            trouble = ServerTrouble(Rule.TIMEOUT, host_of(url), detail)
            found[index] = Measured(url, trouble=trouble)
            told(index, found[index])
    return tuple(found[index] for index in range(len(urls)))


_Answers = queue.SimpleQueue[tuple[int, Measured]]


def _asked(urls: Sequence[str], web: Web, limits: Limits, stop: Cancel) -> _Answers:
    """Threads at work on the addresses; who hangs in looking up a name is left behind."""
    waiting: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()
    answers = _Answers()
    for item in enumerate(urls):
        waiting.put(item)

    def work() -> None:
        with suppress(queue.Empty, Cancelled):
            while not stop.asked:
                index, url = waiting.get_nowait()
                answers.put((index, _measured(url, web, limits, stop)))

    for _number in range(min(limits.at_once, len(urls))):
        threading.Thread(target=work, name="seedbed-measure", daemon=True).start()
    return answers


def _measured(url: str, web: Web, limits: Limits, stop: Cancel) -> Measured:
    try:
        return _measure(url, web, limits, stop)
    except Cancelled:
        raise
    except ServerTrouble as trouble:
        return Measured(url, trouble=trouble)
    except Exception as error:  # whatever a broken connection may raise
        return Measured(url, trouble=from_exception(error, url))


def _measure(url: str, web: Web, limits: Limits, stop: Cancel) -> Measured:
    began = time.monotonic()
    response = web.get(url, {"Range": f"bytes=0-{limits.bytes - 1}"})
    try:
        _refuse(response, url)
        modified = seconds_since_epoch(response.headers.get("Last-Modified", ""))
        count = 0
        while count < limits.bytes and time.monotonic() - began < limits.seconds:
            stop.check()
            data: bytes = response.raw.read1(_CHUNK)
            if not data:
                break
            count += len(data)
        seconds = time.monotonic() - began
    finally:
        response.close()
    if not count:
        raise ServerTrouble(Rule.CUT, host_of(url), f"{url}: nothing came")
    return Measured(url, count, seconds, modified)


def _refuse(response: Reply, url: str) -> None:
    """Raise ServerTrouble for an answer that is not the file."""
    if response.status >= 400:
        raise from_status(response.status, url)
    page = "html" in response.headers.get("Content-Type", "").lower()
    if page and not urlsplit(url).path.endswith("/"):
        raise ServerTrouble(Rule.PORTAL, host_of(url), f"{url}: a web page")
