"""The child process that reads channels, solves and unpacks, by py-rattler.

It is a process of its own because its work cannot be stopped otherwise (conda-facts §0.12).
It reads one JSON request file and prints one JSON answer; `solve` and `unpack` are the other side.
"""

from __future__ import annotations

import asyncio
import difflib
import json
import sys
from pathlib import Path
from typing import Any

_NEAR = 3


def main(request_file: str) -> int:
    """Answer the request in `request_file` on standard output; always returns 0 if it could."""
    request = json.loads(Path(request_file).read_text(encoding="utf-8"))
    answer = _answer(request)
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    return 0


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        import rattler
        from rattler import exceptions
    except ImportError as error:
        return {"trouble": "unavailable", "detail": str(error)}
    if request["task"] == "unpack":
        from app.core.packages.unpack_child import work as unpack

        return unpack(request)
    try:
        work = {"solve": _solve, "pythons": _pythons}[request["task"]]
        return asyncio.run(work(rattler, request))
    except exceptions.SolverError as error:
        return {"trouble": "conflict", "detail": str(error)}
    except (exceptions.GatewayError, exceptions.FetchRepoDataError) as error:
        return {"trouble": "network", "detail": str(error)}
    except (exceptions.InvalidMatchSpecError, exceptions.InvalidChannelError) as error:
        return {"trouble": "spec", "detail": str(error)}


def _gateway(rattler: Any, request: dict[str, Any]) -> Any:
    return rattler.Gateway(cache_dir=Path(request["cache"]))


def _sources(rattler: Any, request: dict[str, Any]) -> list[Any]:
    return [rattler.Channel(address) for address in request["channels"]]


async def _pythons(rattler: Any, request: dict[str, Any]) -> dict[str, Any]:
    found = await _gateway(rattler, request).query(
        sources=_sources(rattler, request),
        platforms=[request["subdir"], "noarch"],
        specs=["python"],
        recursive=False,
    )
    versions = {str(record.version) for records in found for record in records}
    return {"pythons": sorted(versions)}


async def _solve(rattler: Any, request: dict[str, Any]) -> dict[str, Any]:
    gateway = _gateway(rattler, request)
    sources = _sources(rattler, request)
    platforms = [request["subdir"], "noarch"]
    specs = [rattler.MatchSpec(text) for text in request["specs"]]
    missing = await _missing(gateway, sources, platforms, specs)
    if missing:
        return {"trouble": "missing", **missing}
    records = await rattler.solve(
        sources=sources,
        specs=specs,
        gateway=gateway,
        platforms=platforms,
        virtual_packages=rattler.VirtualPackage.detect(),
        channel_priority=rattler.ChannelPriority.Strict,
    )
    return {"packages": [_package(record) for record in records]}


async def _missing(
    gateway: Any, sources: list[Any], platforms: list[str], specs: list[Any]
) -> dict[str, Any]:
    names = [spec.name.normalized for spec in specs if spec.name is not None]
    found = await gateway.query(sources=sources, platforms=platforms, specs=names, recursive=False)
    present = {record.name.normalized for records in found for record in records}
    missing = [name for name in names if name not in present]
    if not missing:
        return {}
    known = [name.normalized for name in await gateway.names(sources, platforms)]
    near = [match for name in missing for match in difflib.get_close_matches(name, known, n=_NEAR)]
    return {"names": missing, "near": near, "detail": ", ".join(missing)}


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
