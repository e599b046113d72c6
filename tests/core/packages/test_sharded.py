"""A channel with a sharded index: only the shards of what is needed are read (conda-facts §0.9)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import zstandard
from pip._vendor import msgpack

from app.core.cancel import Cancel
from app.core.packages.lock import Wish
from app.core.packages.solve import RattlerSolver
from app.core.packages.unsolvable import Unsolvable
from app.core.shell import Shell
from app.platforms import current
from tests.core.packages.test_solve import RECORDS
from tests.fakes.bench import SUBDIR
from tests.fakes.fault_server import FaultServer


def packed(data: Any) -> bytes:
    encoded: bytes = msgpack.packb(data, use_bin_type=True)  # type: ignore[no-untyped-call]
    return zstandard.compress(encoded)


def sharded(subdir: str) -> dict[str, bytes]:
    """The files of one subdir's sharded index."""
    shards: dict[str, dict[str, Any]] = {}
    for one in RECORDS:
        if one["subdir"] == subdir:
            binary = {key: bytes.fromhex(one[key]) for key in ("md5", "sha256")}
            name = f"{one['name']}-{one['version']}-0.conda"
            shards.setdefault(one["name"], {})[name] = {**one, **binary}
    files, index = {}, {}
    for name, records in shards.items():
        data = packed({"packages": {}, "packages.conda": records, "removed": []})
        digest = hashlib.sha256(data)
        files[f"/{subdir}/shards/{digest.hexdigest()}.msgpack.zst"] = data
        index[name] = digest.digest()
    info = {"subdir": subdir, "base_url": "./", "shards_base_url": "./shards/"}
    whole = {"version": 1, "info": info, "shards": index}
    return {f"/{subdir}/repodata_shards.msgpack.zst": packed(whole), **files}


@pytest.fixture
def solver(tmp_path: Path) -> RattlerSolver:
    return RattlerSolver(Shell(current(), Cancel()), tmp_path / "cache")


def test_only_the_shards_of_what_is_needed_are_read(
    solver: RattlerSolver, no_proxies: None
) -> None:
    with FaultServer({**sharded(SUBDIR), **sharded("noarch")}) as server:
        lock = solver.solve(Wish((server.url,), ("python", "pip", "numpy"), SUBDIR))
        asked = {request.path for request in server.requests}
    assert {package.name for package in lock.packages} == {"python", "pip", "numpy"}
    assert all(len(package.sha256) == 64 and package.size for package in lock.packages)
    assert lock.packages[0].url.startswith(f"{server.url}/{SUBDIR}/")
    assert not any(path.endswith(("repodata.json", "repodata.json.zst")) for path in asked)
    assert sum("/shards/" in path for path in asked) == 3


def test_conflicts_and_near_names_are_found_in_shards_too(
    solver: RattlerSolver, no_proxies: None
) -> None:
    with FaultServer({**sharded(SUBDIR), **sharded("noarch")}) as server:
        with pytest.raises(Unsolvable) as caught:
            solver.solve(Wish((server.url,), ("python", "pip", "old", "new"), SUBDIR))
        assert caught.value.summary == "old and new do not fit together."
        with pytest.raises(Unsolvable) as caught:
            solver.solve(Wish((server.url,), ("python", "numpyy"), SUBDIR))
        assert caught.value.ways_out[0].value == "numpy"
