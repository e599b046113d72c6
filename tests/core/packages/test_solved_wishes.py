"""What was solved is not solved again, unless the channel has changed."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.packages.lock import Lock, Wish
from app.core.packages.solve import RattlerSolver
from app.core.packages.solved_wishes import remember, remembered
from app.core.shell import Shell
from app.platforms import current
from tests.core.packages.test_sharded import sharded
from tests.core.packages.test_solve import RECORDS
from tests.fakes.bench import SUBDIR
from tests.fakes.fault_server import FaultServer


def indexes() -> dict[str, bytes]:
    found = {}
    for subdir in (SUBDIR, "noarch"):
        packages = {
            f"{one['name']}-{one['version']}-0.conda": one
            for one in RECORDS
            if one["subdir"] == subdir
        }
        index = {"info": {"subdir": subdir}, "packages": {}, "packages.conda": packages}
        found[f"/{subdir}/repodata.json"] = json.dumps(index).encode()
    return found


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def solver(cache: Path) -> RattlerSolver:
    return RattlerSolver(Shell(current(), Cancel()), cache)


def test_a_local_channels_answer_counts_until_its_index_changes(
    tmp_path: Path, cache: Path
) -> None:
    for name, data in indexes().items():
        file = tmp_path / "channel" / name[1:]
        file.parent.mkdir(parents=True)
        file.write_bytes(data)
    wish = Wish(((tmp_path / "channel").as_uri(),), ("python", "pip"), SUBDIR)
    assert remembered(wish, cache) is None
    lock = solver(cache).solve(wish)
    remember(wish, lock, cache)
    assert remembered(wish, cache) == lock
    assert remembered(replace(wish, cuda="12.4"), cache) is None
    file = tmp_path / "channel" / SUBDIR / "repodata.json"
    os.utime(file, ns=(1, file.stat().st_mtime_ns + 10**9))
    assert remembered(wish, cache) is None


def test_a_servers_answer_counts_until_another_index_was_read(
    cache: Path, no_proxies: None
) -> None:
    with FaultServer(indexes()) as server:
        wish = Wish((server.url,), ("python=3.12", "pip"), SUBDIR)
        lock = solver(cache).solve(wish)
        remember(wish, lock, cache)
        assert remembered(wish, cache) == lock
        assert solver(cache).solve(wish) == lock
        assert remembered(wish, cache) == lock, "the same index was read again"
        changed = indexes()
        changed[f"/{SUBDIR}/repodata.json"] = changed[f"/{SUBDIR}/repodata.json"].replace(
            b"3.12.7", b"3.12.8"
        )
        server.files.update(changed)
        assert solver(cache).solve(wish) != lock
        assert remembered(wish, cache) is None


def test_a_sharded_index_is_known_again_too(cache: Path, no_proxies: None) -> None:
    with FaultServer({**sharded(SUBDIR), **sharded("noarch")}) as server:
        wish = Wish((server.url,), ("python", "pip"), SUBDIR)
        lock = solver(cache).solve(wish)
        remember(wish, lock, cache)
        assert solver(cache).solve(wish) == lock
        assert remembered(wish, cache) == lock
        shards = next(cache.glob("repodata/*.shards-cache-v1"))
        data = shards.read_bytes()
        shards.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        assert remembered(wish, cache) is None


def test_a_damaged_memory_is_none(tmp_path: Path, cache: Path) -> None:
    wish = Wish((tmp_path.as_uri(),), ("python",), SUBDIR)
    folder = cache / "repodata" / "solved"
    remember(wish, Lock(wish.key, wish.subdir, ()), cache)
    (file,) = folder.iterdir()
    data = json.loads(file.read_text(encoding="utf-8"))
    for broken in ("no json", json.dumps([]), json.dumps({**data, "lock": {"key": 1}})):
        file.write_text(broken, encoding="utf-8")
        assert remembered(wish, cache) is None
