"""A lock that came with the workshop: used without solving, and what happens when it is stale."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from app.core.packages import lock as locks
from app.core.packages.solve import wish_for
from app.core.workshops.lock_file import LockedFile, LockFile, PlatformLock
from app.errors import NoNetwork
from app.steps.fetch_packages import FetchPackages
from app.steps.solving import kept_lock
from tests.core.conftest import no_proxies
from tests.fakes import faults
from tests.fakes.bench import PACKAGES, SUBDIR, Bench
from tests.fakes.fault_server import FaultServer

__all__ = ["no_proxies"]
STEP = FetchPackages()


def content(name: str) -> bytes:
    return name.encode() * 1000


def locked(names: tuple[str, ...]) -> tuple[LockedFile, ...]:
    return tuple(
        LockedFile(
            url=f"./channel/{SUBDIR}/{name}.conda",
            size=len(content(name)),
            sha256=hashlib.sha256(content(name)).hexdigest(),
            md5=hashlib.md5(content(name)).hexdigest(),
        )
        for name in names
    )


def record(file: LockedFile) -> dict[str, Any]:
    name, version, build = file.file_name.removesuffix(".conda").rsplit("-", 2)
    return {
        "name": name, "version": version, "build": build, "build_number": 0, "depends": [],
        "subdir": SUBDIR, "size": file.size, "md5": file.md5, "sha256": file.sha256,
    }  # fmt: skip


def served(names: tuple[str, ...]) -> dict[str, bytes]:
    """A channel on a server: these packages and their index."""
    files = locked(names)
    index = {
        "info": {"subdir": SUBDIR},
        "packages": {},
        "packages.conda": {file.file_name: record(file) for file in files},
    }
    empty = {"info": {"subdir": "noarch"}, "packages": {}, "packages.conda": {}}
    return {
        f"/kit/channel/{SUBDIR}/repodata.json": json.dumps(index).encode(),
        "/kit/channel/noarch/repodata.json": json.dumps(empty).encode(),
        **{f"/kit/channel/{SUBDIR}/{name}.conda": content(name) for name in names},
    }


def plan_with_lock(bench: Bench, source: str, names: tuple[str, ...] = PACKAGES) -> None:
    """Give the bench a plan whose workshop has a lock with these packages."""
    bench.plan = bench.plan.with_target(source=source).with_workshop(
        explicit=(), packages=("tiny",), channels=("./channel",)
    )
    key = wish_for(bench.plan, SUBDIR).key
    lock = LockFile((PlatformLock(SUBDIR, key, locked(names)),))
    bench.plan = bench.plan.with_workshop(lock=lock)


def asked_for(server: FaultServer, word: str) -> int:
    return sum(word in request.path for request in server.requests)


def test_the_workshops_lock_is_fetched_without_reading_an_index(
    bench: Bench, no_proxies: None
) -> None:
    with FaultServer(served(PACKAGES)) as server:
        plan_with_lock(bench, f"{server.url}/kit")
        STEP.run(bench.context())
        assert asked_for(server, "repodata") == 0
    found = {file.stem for file in (bench.root / "cache" / "packages").rglob("*.conda")}
    assert found == set(PACKAGES)
    assert "used again" in bench.told.text
    kept = locks.load(bench.workspace, wish_for(bench.plan, SUBDIR).key)
    assert kept is not None
    assert kept.find("tiny")


@pytest.mark.parametrize("code", [404, 410])
def test_a_file_that_is_no_longer_there_is_replaced_by_solving_once_more(
    bench: Bench, no_proxies: None, code: int
) -> None:
    newer = ("python-3.12.1-0", "tiny-1.1-0", "pip-25.0-0")
    gone = f"/kit/channel/{SUBDIR}/tiny-1.0-0.conda"
    with FaultServer(served(newer)) as server:
        server.always(gone, faults.status(code))
        plan_with_lock(bench, f"{server.url}/kit")
        STEP.run(bench.context())
        assert asked_for(server, "repodata.json") > 0
        lock = kept_lock(bench.context())
        assert lock is not None
        tiny = lock.find("tiny")
        assert tiny is not None
        assert tiny.version == "1.1"
        first = len(server.requests)
        STEP.run(bench.context())
        assert len(server.requests) == first, "the new lock is kept, everything is here"
    assert "no longer there" in bench.told.text
    assert gone in bench.told.text


def test_a_file_that_the_index_still_promises_but_nobody_has_ends_the_step(
    bench: Bench, no_proxies: None
) -> None:
    with FaultServer(served(PACKAGES)) as server:
        server.always(f"/kit/channel/{SUBDIR}/tiny-1.0-0.conda", faults.status(404))
        plan_with_lock(bench, f"{server.url}/kit")
        with pytest.raises(NoNetwork) as caught:
            STEP.run(bench.context())
    assert "does not have this file" in caught.value.summary
    assert caught.value.remedy


def test_a_file_with_another_hash_than_the_locks_is_not_taken_nor_solved_away(
    bench: Bench, no_proxies: None
) -> None:
    files = served(PACKAGES)
    path = f"/kit/channel/{SUBDIR}/tiny-1.0-0.conda"
    with FaultServer({**files, path: b"?" * len(files[path])}) as server:
        plan_with_lock(bench, f"{server.url}/kit")
        with pytest.raises(NoNetwork) as caught:
            STEP.run(bench.context())
        assert asked_for(server, "repodata") == 0
    assert "damaged or altered" in caught.value.summary
    assert not list((bench.root / "cache" / "packages").rglob("tiny*.conda"))


def test_a_folder_from_which_a_file_was_removed_is_told(bench: Bench, tmp_path: Path) -> None:
    kit = tmp_path / "stick"
    for path, data in served(PACKAGES).items():
        file = kit / path.removeprefix("/kit/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    plan_with_lock(bench, str(kit))
    (kit / "channel" / SUBDIR / "tiny-1.0-0.conda").unlink()
    with pytest.raises(NoNetwork) as caught:
        STEP.run(bench.context())
    assert caught.value.remedy
