"""Which servers hold copies of official files, and how their addresses differ: data, no network.

Measuring servers, remembering a person's choice and telling conda or pip are `app.core.mirrors`'
business. Texts are English and pass through `_()` where they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from app.core.catalog.table import Table, read_tables
from app.core.consent import Consent, Kind
from app.core.foreign_text import shown
from app.errors import PlanInvalid
from app.i18n import _, listing
from app.paths import resource

OFFICIAL = "official"
PYPI = "https://pypi.org/simple/"
HUGGING_FACE = "https://huggingface.co/"
_SCHEMA = 1
_WORD = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
_THIS_COMPUTER = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What a kind is called, who hands it out officially, and a small file to measure with."""

    title: str
    official: str
    sample: str


@dataclass(frozen=True, slots=True)
class Server:
    """One mirror: by kind, (official beginning, own beginning) of addresses, and what it lacks."""

    id: str
    title: str
    places: Mapping[Kind, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    lacks: Mapping[Kind, str] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that it has."""
        return tuple(kind for kind in Kind if self.places.get(kind))

    def address(self, url: str, kind: Kind) -> str:
        """Its own address for an official one; "" where it has none."""
        for official, own in self.places.get(kind, ()):
            found = _pattern(official).match(url)
            if found:
                return own + url[found.end() :]
        return ""


@dataclass(frozen=True, slots=True)
class Mirrors:
    """All mirrors that are known, and the facts about each kind."""

    kinds: Mapping[Kind, KindFacts]
    servers: tuple[Server, ...]

    def server(self, id: str) -> Server:
        """The mirror called `id`. Raises PlanInvalid, naming those there are."""
        for server in self.servers:
            if server.id == id:
                return server
        raise PlanInvalid(
            _("There is no server called “{name}”.").format(name=shown(id, 60)),
            _("Known servers: {names}.").format(
                names=listing((OFFICIAL, *(server.id for server in self.servers)))
            ),
        )

    def having(self, kind: Kind) -> tuple[Server, ...]:
        """The mirrors that have this kind."""
        return tuple(server for server in self.servers if kind in server.kinds)

    def consent(self, id: str, kinds: tuple[Kind, ...] = ()) -> Consent:
        """Consent to a mirror, for all that it has unless `kinds` are named.

        Raises PlanInvalid for an unknown mirror, or for a kind that it does not have.
        """
        server = self.server(id)
        for kind in kinds:
            if kind not in server.kinds:
                raise PlanInvalid(
                    _("{server} has no {kind}.").format(
                        server=_(server.title), kind=_(self.kinds[kind].title)
                    ),
                    _("It has: {kinds}.").format(kinds=listing(server.kinds)),
                )
        return Consent(id, tuple(kind for kind in Kind if kind in (kinds or server.kinds)))

    def consented(self, url: str, kind: Kind, consents: tuple[Consent, ...]) -> tuple[str, ...]:
        """Where the consented mirrors, in order, have the official `url`; unknown ones nowhere."""
        known = {server.id: server for server in self.servers}
        found = (
            known[consent.server].address(url, kind)
            for consent in consents
            if kind in consent.kinds and consent.server in known
        )
        return tuple(dict.fromkeys(address for address in found if address))

    def urls(
        self, official: tuple[str, ...], kind: Kind, consents: tuple[Consent, ...]
    ) -> tuple[str, ...]:
        """The consented mirrors' addresses of one file and, always last, the official ones."""
        copies = (copy for url in official for copy in self.consented(url, kind, consents))
        return tuple(dict.fromkeys((*copies, *official)))


@cache
def built_in() -> Mirrors:
    """The mirrors that we know (conda-facts §2.3)."""
    return read(resource("catalog/mirrors.toml").read_text(encoding="utf-8"))


def read(text: str) -> Mirrors:
    """The mirrors in a file like ours. Raises PlanInvalid, with the line, for anything wrong."""
    tables = read_tables(text, _SCHEMA, "kind", "server")
    kinds = dict(_kind(table) for table in tables["kind"])
    servers = tuple(_server(table, kinds) for table in tables["server"])
    names = [server.id for server in servers]
    for table, name in zip(tables["server"], names, strict=True):
        if names.count(name) > 1 or name == OFFICIAL:
            raise table.bad(_("the name “{name}” is taken").format(name=name))
    return Mirrors(kinds, servers)


def _kind(table: Table) -> tuple[Kind, KindFacts]:
    table.only("id", "title", "official", "sample")
    id = table.text("id")
    if id not in list(Kind):
        raise table.bad(_("“id” must be one of: {names}").format(names=listing(Kind)))
    sample = _address(table, table.text("sample"))
    return Kind(id), KindFacts(table.text("title"), table.text("official"), sample)


def _server(table: Table, kinds: Mapping[Kind, KindFacts]) -> Server:
    table.only("id", "title", "lacks", *Kind)
    if not _WORD.fullmatch(table.text("id")):
        raise table.bad(_("“id” must be a word of small letters"))
    places = {}
    for kind in Kind:
        found = table.map(kind)
        if found and kind not in kinds:
            raise table.bad(_("there is no [[kind]] for “{kind}”").format(kind=kind))
        pairs = [(_beginning(table, key), _beginning(table, own)) for key, own in found.items()]
        if any("*" in own for _official, own in pairs):
            raise table.bad(_("“*” may stand in an official address only"))
        places[kind] = tuple(pairs)
    lacks = table.map("lacks")
    for name in lacks:
        if name not in list(Kind):
            raise table.bad(_("“{name}” is not a kind").format(name=shown(name, 60)))
    return Server(
        table.text("id"),
        table.text("title"),
        places,
        {Kind(name): text for name, text in lacks.items()},
    )


def _beginning(table: Table, text: str) -> str:
    if not text.endswith("/"):
        raise table.bad(_("the address “{url}” must end with a slash").format(url=shown(text)))
    return _address(table, text)


def _address(table: Table, text: str) -> str:
    """A safe address: encrypted, unless it is on this computer itself. Raises PlanInvalid."""
    try:
        parts = urlsplit(text)
        secure = parts.scheme == "https" and bool(parts.hostname)
        here = parts.scheme == "http" and parts.hostname in _THIS_COMPUTER
    except ValueError:
        secure = here = False
    odd = any(ord(char) <= 32 or char in '\\"<>?#@' for char in text)
    if odd or not (secure or here):
        raise table.bad(_("the address “{url}” must begin with https://").format(url=shown(text)))
    return text


@cache
def _pattern(official: str) -> re.Pattern[str]:
    return re.compile(re.escape(official).replace(r"\*", "[^/]+"))
