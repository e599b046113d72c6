"""Which of a file's addresses to ask next, and when to give up. It fetches nothing itself."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.cancel import Cancel
from app.core.network.file_to_fetch import Say
from app.core.network.patience import Patience
from app.core.network.trouble import ServerTrouble, host_of
from app.core.network.words import Rule
from app.i18n import _

# Trying the same address again would change nothing.
_HOPELESS = frozenset({
    Rule.GONE, Rule.BLOCKED, Rule.NO_FILE, Rule.BAD_ADDRESS, Rule.REDIRECTS, Rule.DOWNGRADE,
    Rule.TLS, Rule.CLOCK, Rule.PROXY_PASSWORD,
})  # fmt: skip

# Where several servers failed, the cause that explains most is told: first this computer's own.
_TELLING = (
    Rule.CLOCK, Rule.PORTAL, Rule.PROXY_PASSWORD, Rule.PROXY, Rule.TLS, Rule.DAMAGED,
    Rule.DAMAGED_FILE, Rule.NO_NETWORK, Rule.NO_DNS,
)  # fmt: skip

_DAMAGED = frozenset({Rule.DAMAGED, Rule.DAMAGED_FILE})
_DAMAGED_LIMIT = 2


@dataclass
class Server:
    """One address of the file and how it has behaved so far."""

    url: str
    failures: int = 0
    damaged: int = 0
    ready_at: float = 0.0
    given_up: bool = False
    troubles: list[ServerTrouble] = field(default_factory=list)


class Servers:
    """The addresses of one file, in order of preference."""

    def __init__(self, urls: Sequence[str], patience: Patience, say: Say) -> None:
        self._servers = [Server(url) for url in dict.fromkeys(urls)]
        self._patience = patience
        self._say = say
        self._current: Server | None = None

    def next(self, cancel: Cancel) -> Server:
        """The server to ask now, after the wait that it needs.

        Raises Cancelled, and the most telling ServerTrouble when none is left.
        """
        live = [server for server in self._servers if not server.given_up]
        if not live:
            raise self._verdict()
        now = time.monotonic()
        if self._current in live and self._current.ready_at <= now:
            return self._current
        ready = [server for server in live if server.ready_at <= now]
        chosen = ready[0] if ready else min(live, key=lambda server: server.ready_at)
        self._tell(chosen)
        self._current = chosen
        cancel.wait(chosen.ready_at - now)
        return chosen

    def failed(self, server: Server, trouble: ServerTrouble, gained: bool) -> None:
        """Remember a failure; `gained` if the attempt brought new bytes that can be kept."""
        server.troubles.append(trouble)
        server.damaged += trouble.rule in _DAMAGED
        if gained:
            server.failures = 0
            if trouble.rule is Rule.SLOW and self._has_others(server):
                server.ready_at = time.monotonic() + self._patience.longest_wait
                return
            self._say(_("The connection to {host} dropped; continuing.").format(host=trouble.host))
            return
        server.failures += 1
        wait = self._wait_for(server, trouble)
        server.ready_at = time.monotonic() + wait
        hopeless = trouble.rule in _HOPELESS or wait > self._patience.longest_wait
        server.given_up = (
            hopeless
            or server.damaged >= _DAMAGED_LIMIT
            or server.failures >= self._patience.attempts
        )

    def _wait_for(self, server: Server, trouble: ServerTrouble) -> float:
        if trouble.rule in _DAMAGED:
            return 0.0
        own = self._patience.pause(server.failures, random.random())
        if trouble.retry_after is None:
            return own
        others = self._has_others(server)
        asked = trouble.retry_after
        # With nobody else to turn to, waiting as long as we may is better than giving up.
        return max(own, asked if others else min(asked, self._patience.longest_wait))

    def _has_others(self, server: Server) -> bool:
        return any(not other.given_up for other in self._servers if other is not server)

    def _tell(self, chosen: Server) -> None:
        before = self._current
        if before is None or not before.troubles:
            return
        trouble, host = before.troubles[-1], host_of(chosen.url)
        wait = chosen.ready_at - time.monotonic()
        if chosen is not before:
            self._say(_("{problem} Using {host}.").format(problem=trouble.summary, host=host))
        elif trouble.retry_after is not None and wait > 0.5:
            sentence = _("{host} is busy and asks to wait {seconds} seconds.")
            self._say(sentence.format(host=host, seconds=round(wait)))
        else:
            self._say(_("{problem} Trying again.").format(problem=trouble.summary))

    def _verdict(self) -> ServerTrouble:
        last = [server.troubles[-1] for server in self._servers if server.troubles]
        if not last:
            return ServerTrouble(Rule.BAD_ADDRESS, "", "no address was given")
        chosen = min(last, key=_rank)
        detail = "\n".join(
            trouble.detail for server in self._servers for trouble in server.troubles[-5:]
        )
        return ServerTrouble(chosen.rule, chosen.host, detail, chosen.retry_after, chosen.proxy)


def _rank(trouble: ServerTrouble) -> int:
    return _TELLING.index(trouble.rule) if trouble.rule in _TELLING else len(_TELLING)
