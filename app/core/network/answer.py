"""Answers: one way to read a file's bytes, whether a server or a folder hands them out.

An answer knows where it begins and how long it claims to be; judging the bytes is not its job.
"""

from __future__ import annotations

import re
import stat
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ClassVar
from urllib.parse import urlsplit
from urllib.request import url2pathname

from app.core.foreign_text import shown
from app.core.network.retry_after import seconds_to_wait
from app.core.network.trouble import ServerTrouble, from_status, host_of
from app.core.network.web import Reply, Web
from app.core.network.words import Rule

_CONTENT_RANGE = re.compile(r"bytes\s+(\d+)-\d+/(\d+|\*)", re.IGNORECASE)
_REASON_BYTES = 400


@dataclass(frozen=True, slots=True)
class Claims:
    """What an answer says of itself.

    `start` is the offset of its first byte, `total` the size of the whole file (None unknown or
    encoded), `validator` a strong ETag or a Last-Modified, `page` whether it calls itself HTML.
    `around` is a dead proxy that was left out to get it.
    """

    start: int
    total: int | None
    validator: str = ""
    encoded: bool = False
    page: bool = False
    final_url: str = ""
    date: str = ""
    around: str = ""


class Answer(ABC):
    """Bytes on their way, from a server or a `local` folder; `interrupt` may be called from
    another thread."""

    claims: Claims
    local: ClassVar[bool] = False

    @abstractmethod
    def read(self, limit: int) -> bytes:
        """Up to `limit` bytes as soon as there are any; b"" at the end.

        Raises whatever the connection raises.
        """

    @abstractmethod
    def interrupt(self) -> None:
        """Wake a reader that waits for bytes; what it still gets is worth nothing."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the connection or file."""


class WebAnswer(Answer):
    """The body of an HTTP answer."""

    def __init__(self, reply: Reply, claims: Claims) -> None:
        self.claims = claims
        self._reply = reply

    def read(self, limit: int) -> bytes:
        data: bytes = self._reply.raw.read1(limit, decode_content=self.claims.encoded)
        return data

    def interrupt(self) -> None:
        with suppress(ValueError, RuntimeError, OSError):  # it has just ended by itself
            self._reply.raw.shutdown()

    def close(self) -> None:
        self._reply.close()


class FileAnswer(Answer):
    """A file in a folder, read as if it came from a server."""

    local = True

    def __init__(self, handle: BinaryIO, claims: Claims) -> None:
        self.claims = claims
        self._handle = handle

    def read(self, limit: int) -> bytes:
        return self._handle.read(limit)

    def interrupt(self) -> None:
        """A file does not keep its reader waiting."""

    def close(self) -> None:
        self._handle.close()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which bytes are wanted: from `start` on, up to `end` (None the last).

    `validator` belongs to the bytes already there. `size` is what the whole file should have: an
    answer of just that length is the file itself, even if it calls itself compressed. `accept` are
    the forms in which it may come, "" for any.
    """

    start: int = 0
    validator: str = ""
    size: int | None = None
    end: int | None = None
    accept: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """How to ask a server for that."""
        if not self.start and self.end is None:
            return {"Accept": self.accept} if self.accept else {}
        last = "" if self.end is None else self.end - 1
        headers = {"Range": f"bytes={self.start}-{last}"}
        return {**headers, "If-Range": self.validator} if self.validator else headers


_EVERYTHING = Wanted()


def open_answer(web: Web, url: str, wanted: Wanted = _EVERYTHING) -> Answer:
    """Ask for the `wanted` bytes of `url`; the answer may begin at 0 and go on beyond all the same.

    Raises ServerTrouble.
    """
    match _scheme(url):
        case "file":
            return _open_file(url, wanted.start)
        case "http" | "https":
            return _open_web(web, url, wanted)
        case _:
            raise ServerTrouble(Rule.BAD_ADDRESS, host_of(url), url)


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme.lower()
    except ValueError:
        return ""


def path_of(url: str) -> Path:
    """The path behind a file:// address, a network share's included."""
    parts = urlsplit(url)
    share = f"//{parts.netloc}" if parts.netloc not in ("", "localhost") else ""
    return Path(url2pathname(share + parts.path))


def _open_file(url: str, start: int) -> Answer:
    path = path_of(url)
    try:
        # A pipe would wait for whoever writes into it, and a device may never end.
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError("no ordinary file")
        handle = path.open("rb")
        total = handle.seek(0, 2)
        begin = start if start <= total else 0
        handle.seek(begin)
    except OSError as error:
        raise ServerTrouble(Rule.NO_FILE, shown(path.name), f"{url}: {error}") from error
    return FileAnswer(handle, Claims(begin, total, final_url=url))


def _open_web(web: Web, url: str, wanted: Wanted) -> Answer:
    reply = web.get(url, wanted.headers)
    try:
        if reply.status >= 400:
            raise _refusal(reply, url)
        return WebAnswer(reply, _claims(reply, url, wanted.start, wanted.size))
    except BaseException:
        reply.close()
        raise


def _refusal(reply: Reply, url: str) -> ServerTrouble:
    with suppress(Exception):  # the reason is a courtesy; the status says enough
        reason = reply.raw.read1(_REASON_BYTES, decode_content=True).decode("utf-8", "replace")
        return _status_trouble(reply, url, reason)
    return _status_trouble(reply, url, "")


def _status_trouble(reply: Reply, url: str, reason: str) -> ServerTrouble:
    wait = seconds_to_wait(reply.headers.get("Retry-After", ""))
    return from_status(reply.status, url, " ".join(reason.split()), wait)


def _claims(reply: Reply, url: str, start: int, size: int | None) -> Claims:
    headers = reply.headers
    begin, total = 0, _number(headers.get("Content-Length", ""))
    encoded = headers.get("Content-Encoding", "identity").lower() not in ("identity", "")
    if size is not None and total == size:
        encoded = False  # some servers call every .gz file compressed once more
    if reply.status == 206:
        found = _CONTENT_RANGE.match(headers.get("Content-Range", ""))
        if encoded or found is None or int(found[1]) != start:
            raise ServerTrouble(Rule.RANGE, host_of(url), f"{url}: {headers.get('Content-Range')}")
        begin, total = start, _number(found[2])
    etag = headers.get("ETag", "")
    return Claims(
        start=begin,
        total=None if encoded else total,
        validator=etag if etag.startswith('"') else headers.get("Last-Modified", ""),
        encoded=encoded,
        page="html" in headers.get("Content-Type", "").lower(),
        final_url=reply.url,
        around=reply.around,
        date=headers.get("Date", ""),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
