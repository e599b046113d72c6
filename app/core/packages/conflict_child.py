"""Finds which specs disagree, and changes that help, by really solving; inside the child process.

Everything is bounded in time: what is not found until then is not said.
"""

from __future__ import annotations

import time
from typing import Any

from app.core.packages.solve_child import Channels
from app.core.packages.ways_out import OURS, Way

_CORE_SECONDS = 4.0
_WAYS_SECONDS = 5.0
_PYTHONS = 4


async def explain(channels: Channels, specs: list[str]) -> dict[str, Any]:
    """Of specs that cannot be met together: a smallest set that disagrees ("core"), and changes
    with which all the rest can be met ("ways"), each tried out."""
    core = await _core(channels, specs, time.monotonic() + _CORE_SECONDS)
    ways = _Ways(channels, specs, time.monotonic() + _WAYS_SECONDS)
    await ways.find(core)
    return {"core": [spec for spec in core if spec not in OURS], "ways": ways.found}


async def _core(channels: Channels, specs: list[str], end: float) -> list[str]:
    """Leave out all specs without a version, then many at a time, then fewer, then single ones:
    what the rest still fails without is not to blame.

    Few specs are solved much faster than many, so the first steps are the ones that count.
    """
    core = sorted(specs, key=lambda spec: (spec not in OURS, not _is_plain(channels, spec)))
    suspects = [spec for spec in core if not _is_plain(channels, spec)]
    if suspects and not await _fits(channels, suspects):
        core = suspects
    size = max(1, len(core) // 2)
    while size:
        start = 0
        while start < len(core) and time.monotonic() < end:
            rest = core[:start] + core[start + size :]
            if rest and not await _fits(channels, rest):
                core = rest
            else:
                start += size
        size //= 2
    return [spec for spec in specs if spec in core]


async def _fits(channels: Channels, specs: list[str]) -> bool:
    from rattler import exceptions

    try:
        await channels.solve(specs)
    except exceptions.SolverError:
        return False
    return True


def _is_plain(channels: Channels, spec: str) -> bool:
    return spec == _name(channels, spec)


def _name(channels: Channels, spec: str) -> str:
    name: str = channels.rattler.MatchSpec(spec).name.normalized
    return name


class _Ways:
    """Collects changes of `specs` that were solved."""

    def __init__(self, channels: Channels, specs: list[str], end: float) -> None:
        self._channels = channels
        self._specs = specs
        self._end = end
        self.found: list[dict[str, str]] = []

    async def find(self, core: list[str]) -> None:
        """Another Python, then without a version, then without the library."""
        libraries = [spec for spec in core if _name(self._channels, spec) not in OURS]
        for spec in core:
            if _name(self._channels, spec) == "python" and spec != "python":
                await self._other_python(spec)
        for spec in libraries:
            if not _is_plain(self._channels, spec):
                name = _name(self._channels, spec)
                await self._try(Way.REPLACE, spec, name, name)
        for spec in libraries:
            await self._try(Way.LEAVE_OUT, spec, "", None)

    async def _other_python(self, spec: str) -> None:
        from app.core.packages.solve import minor_versions

        versions = minor_versions(await self._channels.pythons())
        for version in versions[:_PYTHONS]:
            if await self._try(Way.PYTHON, spec, version, f"python={version}"):
                return

    async def _try(self, way: Way, spec: str, value: str, instead: str | None) -> bool:
        """Solve with `instead` in the place of `spec`; what can be solved is a way out."""
        if time.monotonic() > self._end or instead == spec:
            return False
        new = [instead] if instead else []
        changed = [part for each in self._specs for part in ([each] if each != spec else new)]
        if not await _fits(self._channels, changed):
            return False
        self.found.append({"way": way, "spec": spec, "value": value})
        return True
