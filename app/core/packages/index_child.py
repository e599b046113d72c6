"""Tells what a channel has, by py-rattler, inside the child process: names, newest fitting builds.

Solving is `solve_child`'s business; what is shown of it is `search`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.core.packages.solve_child import Channels


async def names(channels: Channels) -> dict[str, Any]:
    """The names of all packages for the platform, in alphabetical order."""
    return {"names": sorted(set(await channels.names()))}


async def facts(channels: Channels, wanted: list[str], python: str) -> dict[str, Any]:
    """Version and size of the newest build of each package that fits Python `python` ("" for any).

    A package that the channel first named has is taken from there only (strict priority).
    """
    records = await channels.records([*wanted, "python"], channels.platforms)
    pythons = [record for record in records if record.name.normalized == "python"]
    target = _newest(_matching(channels, pythons, f"python={python}")) if python else None
    found = {}
    for name in wanted:
        mine = _of_first_channel([r for r in records if r.name.normalized == name])
        newest = _newest([r for r in mine if _fits(channels, r, target)]) or _newest(mine)
        if newest is not None:
            found[name] = {"version": str(newest.version), "size": newest.size}
    return {"facts": found}


def _matching(channels: Channels, records: list[Any], spec: str) -> list[Any]:
    wanted = channels.rattler.MatchSpec(spec)
    return [record for record in records if wanted.matches(record)]


def _of_first_channel(records: list[Any]) -> list[Any]:
    return [record for record in records if record.channel == records[0].channel]


def _newest(records: list[Any]) -> Any:
    return max(records, key=lambda record: (record.version, record.build_number), default=None)


def _fits(channels: Channels, record: Any, python: Any) -> bool:
    """Whether what a build asks of Python is met by this one."""
    if python is None:
        return True
    asked = [text for text in record.depends if text.split()[0] == "python"]
    return all(channels.rattler.MatchSpec(text).matches(python) for text in asked)
