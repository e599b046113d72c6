"""Reads channels and solves by py-rattler, inside the child process.

What to say to the person about the answer is `unsolvable`'s business.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.core.packages import index_child

_NEAR = 3
_NAMED = 3
_ELSEWHERE_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels of one request for one platform, read by one gateway that remembers them."""

    rattler: Any
    gateway: Any
    sources: tuple[str, ...]
    subdir: str
    virtual: tuple[Any, ...] = ()
    bounds: tuple[str, ...] = ()

    @property
    def platforms(self) -> list[str]:
        """Where packages may come from."""
        return [self.subdir, "noarch"]

    async def solve(self, specs: list[str]) -> list[Any]:
        """The records that answer these specs; the channel first named wins (strict priority)."""
        rattler = self.rattler
        records: list[Any] = await rattler.solve(
            sources=[rattler.Channel(address) for address in self.sources],
            specs=[rattler.MatchSpec(text) for text in specs],
            gateway=self.gateway,
            platforms=self.platforms,
            virtual_packages=list(self.virtual),
            channel_priority=rattler.ChannelPriority.Strict,
            constraints=[rattler.MatchSpec(text) for text in self.bounds],
        )
        return records

    async def records(self, names: list[str], platforms: list[str]) -> list[Any]:
        """All records of the packages with these names."""
        found = await self.gateway.query(
            sources=[self.rattler.Channel(address) for address in self.sources],
            platforms=platforms,
            specs=names,
            recursive=False,
        )
        return [record for records in found for record in records]

    async def names(self) -> list[str]:
        """The names of all packages."""
        sources = [self.rattler.Channel(address) for address in self.sources]
        found = await self.gateway.names(sources, self.platforms)
        return [name.normalized for name in found]

    async def pythons(self) -> list[str]:
        """The versions of Python that there are."""
        records = await self.records(["python"], self.platforms)
        return sorted({str(record.version) for record in records})


def work(rattler: Any, request: dict[str, Any]) -> dict[str, Any]:
    """The answer to a request to solve, or about what there is; troubles are an answer, too."""
    from rattler import exceptions

    if request["quiet"]:
        from app.platforms import current  # starting must stay quick where it is not needed

        current().give_way()
    try:
        return asyncio.run(_answer(_channels(rattler, request), request))
    except (exceptions.GatewayError, exceptions.FetchRepoDataError) as error:
        return {"trouble": "network", "detail": str(error)}
    except (exceptions.InvalidMatchSpecError, exceptions.InvalidChannelError) as error:
        return {"trouble": "spec", "detail": str(error)}


async def _answer(channels: Channels, request: dict[str, Any]) -> dict[str, Any]:
    match request["task"]:
        case "pythons":
            return {"pythons": await channels.pythons()}
        case "names":
            return await index_child.names(channels)
        case "facts":
            return await index_child.facts(channels, request["names"], request["python"])
        case _:
            return await _solve(channels, request)


def _channels(rattler: Any, request: dict[str, Any]) -> Channels:
    # Shards where the channel has them: a few MB instead of the whole index (conda-facts §0.9).
    how = rattler.SourceConfig(zstd_enabled=True, bz2_enabled=True, sharded_enabled=True)
    gateway = rattler.Gateway(cache_dir=Path(request["cache"]), default_config=how)
    solving = request["task"] == "solve"
    virtual = _virtual(rattler, request) if solving else ()
    bounds = tuple(request["bounds"]) if solving else ()
    sources = tuple(request["channels"])
    return Channels(rattler, gateway, sources, request["subdir"], virtual, bounds)


def _virtual(rattler: Any, request: dict[str, Any]) -> tuple[Any, ...]:
    """The virtual packages that were given for another computer, or this one's own; of CUDA what
    was chosen."""
    if request["virtual"]:
        found = [_generic(rattler, *text.split("=")) for text in request["virtual"]]
    else:
        found = [each.into_generic() for each in rattler.VirtualPackage.detect()]
    if request["cuda"] is not None:
        hidden = ("__cuda",) if request["cuda"] else ("__cuda", "__cuda_arch")
        found = [each for each in found if each.name.normalized not in hidden]
    if request["cuda"]:
        found.append(_generic(rattler, "__cuda", request["cuda"], "0"))
    return tuple(found)


def _generic(rattler: Any, name: str, version: str, build: str) -> Any:
    return rattler.GenericVirtualPackage(
        rattler.PackageName(name), rattler.Version(version), rattler.BuildString(build)
    )


async def _solve(channels: Channels, request: dict[str, Any]) -> dict[str, Any]:
    from rattler import exceptions

    specs: list[str] = request["specs"]
    missing = await _missing(channels, specs, request["elsewhere"])
    if missing:
        return {"trouble": "missing", "missing": missing}
    try:
        records = await channels.solve([*specs, *request["added"]])
    except exceptions.SolverError as error:
        if await _fits_otherwise(channels, request):
            return {"trouble": "accelerator", "detail": str(error)}
        from app.core.packages.conflict_child import explain

        return {"trouble": "conflict", "detail": str(error), **await explain(channels, specs)}
    return {"packages": [_package(record) for record in records]}


async def _fits_otherwise(channels: Channels, request: dict[str, Any]) -> bool:
    """Whether only the choice of accelerator cannot be met."""
    from rattler import exceptions

    if not request["added"] and not request["bounds"]:
        return False
    try:
        await replace(channels, bounds=()).solve(request["specs"])
    except exceptions.SolverError:
        return False
    return True


async def _missing(
    channels: Channels, specs: list[str], elsewhere: list[str]
) -> list[dict[str, Any]]:
    """What no channel has for this platform: similar names, and platforms that have it."""
    match = channels.rattler.MatchSpec
    wanted = {text: match(text).name.normalized for text in specs}
    names = list(dict.fromkeys(wanted.values()))
    here = await channels.records(names, channels.platforms)
    present = {record.name.normalized for record in here}
    missing = {text: name for text, name in wanted.items() if name not in present}
    if not missing:
        return []
    known = await channels.names()
    others = await _platforms_with(channels, list(missing.values()), elsewhere)
    return [
        {
            "spec": text,
            "name": name,
            "near": _near(name, known) if number < _NAMED else [],
            "platforms": others.get(name, []),
        }
        for number, (text, name) in enumerate(missing.items())
    ]


def _near(name: str, known: list[str]) -> list[str]:
    """Names of packages that could have been meant, most likely first."""
    import difflib

    from app.core.catalog.libraries import known_alias

    alias = known_alias(name)
    similar = difflib.get_close_matches(name, known, n=_NEAR)
    return list(dict.fromkeys([*([alias] if alias in known else []), *similar]))[:_NEAR]


async def _platforms_with(
    channels: Channels, names: list[str], elsewhere: list[str]
) -> dict[str, list[str]]:
    """Which other platforms have these packages; nothing where that takes too long to say."""
    from rattler import exceptions

    found: dict[str, list[str]] = {}
    try:
        for subdir in elsewhere:
            if subdir != channels.subdir:
                asking = channels.records(names, [subdir])
                records = await asyncio.wait_for(asking, _ELSEWHERE_SECONDS)
                for name in {record.name.normalized for record in records}:
                    found.setdefault(name, []).append(subdir)
    except (exceptions.GatewayError, exceptions.FetchRepoDataError, TimeoutError):
        return found
    return found


def _package(record: Any) -> dict[str, Any]:
    return {
        "name": record.name.normalized,
        "version": str(record.version),
        "build": str(record.build),
        "subdir": str(record.subdir),
        "url": str(record.url),
        "size": record.size,
        "sha256": record.sha256.hex() if record.sha256 else "",
        "md5": record.md5.hex() if record.md5 else "",
    }
