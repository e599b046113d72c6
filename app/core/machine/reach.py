"""Finds out whether servers can be reached, and what stands in the way, before anything is asked.

A probe reads a few bytes and changes nothing; judging its result is `check_machine`'s business.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from app.core.cancel import Cancel
from app.core.machine.facts import Reach
from app.core.network.answer import Answer, open_answer
from app.core.network.certificate import issuer_of
from app.core.network.patience import Patience
from app.core.network.retry_after import seconds_since_epoch
from app.core.network.trouble import ServerTrouble, host_of, is_out_of_time
from app.core.network.web import Web
from app.core.network.words import Rule

USUAL_TIMEOUT = 12.0
CLOCK_LIMIT_SECONDS = 24 * 3600.0

_FIRST_BYTES = 4096
_PAGE_ENDINGS = ("/", ".html", ".htm")


def probe_host(url: str, timeout: float = USUAL_TIMEOUT, web: Web | None = None) -> Reach:
    """Ask for the beginning of `url` and say how that went.

    `trouble` is "" or one of Rule's values; "clock" with `ok` means that the server answered but
    this computer's clock is more than a day off (failures F60). Best given the address of a data
    file: a web page in its place shows a sign-in page. Raises nothing for a bad network.
    """
    own = web or Web(1, _patience(timeout))
    try:
        return _probe(url, own, timeout)
    finally:
        if web is None:
            own.close()


def probe_all(
    urls: Sequence[str], timeout: float = USUAL_TIMEOUT, cancel: Cancel | None = None
) -> tuple[Reach, ...]:
    """Probe all at once; the verdict comes after `timeout` seconds at the latest.

    A server that has not been heard of by then (looking up a name can hang) counts as "timeout".
    Raises Cancelled.
    """
    flag = cancel or Cancel()
    deadline = time.monotonic() + timeout
    web = Web(len(urls) or 1, _patience(timeout))
    found: dict[int, Reach] = {}

    def work(index: int, url: str) -> None:
        found[index] = probe_host(url, timeout, web)

    threads = [
        threading.Thread(target=work, args=item, name="seedbed-probe", daemon=True)
        for item in enumerate(urls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive() and time.monotonic() < deadline:
            flag.check()
            thread.join(min(0.05, max(0.0, deadline - time.monotonic())))
    flag.check()
    web.close()
    late = Reach("", ok=False, trouble=str(Rule.TIMEOUT), detail=f"no verdict in {timeout:g} s")
    return tuple(
        found.get(index, replace(late, host=host_of(url))) for index, url in enumerate(urls)
    )


def _patience(timeout: float) -> Patience:
    return Patience(connect=timeout * 0.4, read=timeout * 0.4)


def _probe(url: str, web: Web, timeout: float) -> Reach:
    try:
        answer = open_answer(web, url)
    except ServerTrouble as trouble:
        return _explain(trouble, url, web, timeout)
    try:
        return _look_at(answer, url)
    except Exception as error:  # whatever a connection that breaks may raise
        return Reach(host_of(url), ok=False, trouble=str(Rule.RESET), detail=str(error))
    finally:
        answer.close()


def _look_at(answer: Answer, url: str) -> Reach:
    claims, host = answer.claims, host_of(url)
    off = _clock_off(claims.date)
    if claims.around:  # our downloads go around it; conda and pip will not
        detail = f"{claims.final_url}: the proxy {claims.around} does not answer"
        return Reach(host, ok=False, trouble=str(Rule.PROXY), detail=detail, clock_off_seconds=off)
    beginning = answer.read(_FIRST_BYTES)
    if claims.page and _page_is_foreign(url, claims.final_url):
        detail = f"{claims.final_url}: {beginning[:120].decode('utf-8', 'replace')!r}"
        return Reach(host, ok=False, trouble=str(Rule.PORTAL), detail=detail, clock_off_seconds=off)
    if off is not None and abs(off) > CLOCK_LIMIT_SECONDS:
        return Reach(host, ok=True, trouble=str(Rule.CLOCK), clock_off_seconds=off)
    return Reach(host, ok=True, clock_off_seconds=off)


def _page_is_foreign(url: str, final_url: str) -> bool:
    """Whether a web page is no answer: a data file was asked for, or another server's page came."""
    path = urlsplit(url).path.lower()
    wants_page = path.endswith(_PAGE_ENDINGS) or path == ""
    return not wants_page or urlsplit(url).hostname != urlsplit(final_url).hostname


def _explain(trouble: ServerTrouble, url: str, web: Web, timeout: float) -> Reach:
    rule, detail, off = trouble.rule, trouble.detail, None
    match rule:
        case Rule.PROXY_PASSWORD:
            rule, detail = Rule.PROXY, f"407: {detail}"
        case Rule.REDIRECTS | Rule.DOWNGRADE:
            rule = Rule.PORTAL  # no server of ours does that, sign-in pages do
        case Rule.TLS | Rule.CLOCK:
            rule, detail, off = _explain_tls(trouble, url, web, timeout)
        case _:
            pass
    return Reach(host_of(url), ok=False, trouble=str(rule), detail=detail, clock_off_seconds=off)


def _explain_tls(
    trouble: ServerTrouble, url: str, web: Web, timeout: float
) -> tuple[Rule, str, float | None]:
    """Tell a wrong clock from a connection that somebody opens, and who that is."""
    parts = urlsplit(url)
    rule, off = trouble.rule, None
    if trouble.__cause__ is not None and is_out_of_time(trouble.__cause__):
        off = _clock_by_plain_http(parts.hostname or "", web)
        if off is not None and abs(off) > CLOCK_LIMIT_SECONDS:
            rule = Rule.CLOCK
    issuer = issuer_of(parts.hostname or "", parts.port or 443, timeout * 0.2)
    return rule, f"issuer: {issuer}\n{trouble.detail}" if issuer else trouble.detail, off


def _clock_by_plain_http(host: str, web: Web) -> float | None:
    """The clock's error by the Date of an unencrypted answer: good for advice, not for trust."""
    try:
        reply = web.get(f"http://{host}/", {}, follow=False)
    except ServerTrouble:
        return None
    with reply:
        return _clock_off(reply.headers.get("Date", ""))


def _clock_off(date: str) -> float | None:
    """Seconds that this computer is ahead of the server (negative: behind); None if not told."""
    moment = seconds_since_epoch(date) if date else None
    return None if moment is None else time.time() - moment
