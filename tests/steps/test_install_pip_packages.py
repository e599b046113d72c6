"""How pip is called: with checksums, with pinned wheels, and where those are gone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.packages.solve import wish_for
from app.core.wheels.pip_calls import of_wheels, to_choose
from app.core.workshops.lock_file import LockedFile, LockedWheel, LockFile, PlatformLock
from app.errors import NoNetwork, PlanInvalid
from app.steps.create_environment import CreateEnvironment
from app.steps.fetch_packages import FetchPackages
from app.steps.install_pip_packages import InstallPipPackages
from tests.core.conftest import no_proxies
from tests.fakes.bench import PACKAGES, SUBDIR, Bench, channel, sha256
from tests.fakes.fault_server import FaultServer
from tests.fakes.faults import status
from tests.fakes.package_index import wheel_bytes
from tests.steps.test_create_environment import based

__all__ = ["based", "no_proxies"]
A = "a" * 64
FILE = "part-1.0-py3-none-any.whl"
STEP = InstallPipPackages()


def test_what_has_checksums_comes_first_and_without_what_it_needs(tmp_path: Path) -> None:
    """Otherwise pip would want a checksum of every dependency."""
    first, second = to_choose(("free>=2", f"proved==1.0 --hash=sha256:{A}"), tmp_path)
    *options, file = first
    assert options == ["--no-deps", "--require-hashes", "--requirement"]
    assert Path(file).read_text() == f"proved==1.0 --hash=sha256:{A}\n"
    assert second == ("--", "free>=2", "proved==1.0")
    assert to_choose(("free>=2",), tmp_path) == (("--", "free>=2"),)


def test_pinned_wheels_are_taken_from_one_folder_and_no_index(tmp_path: Path) -> None:
    data = tmp_path / "cache" / "packages" / A[:16] / FILE
    data.parent.mkdir(parents=True)
    data.write_bytes(b"wheel")
    wheels = (LockedWheel("./wheels/" + FILE, 5, A),)
    of_wheels(wheels, tmp_path / "cache", tmp_path)
    (call,) = of_wheels(wheels, tmp_path / "cache", tmp_path)
    assert call[:2] == ("--no-index", "--find-links")
    assert [file.name for file in Path(call[2]).iterdir()] == [FILE]
    assert {"--no-deps", "--require-hashes"} < set(call)
    assert Path(call[-1]).read_text() == f"part==1.0 --hash=sha256:{A}\n"
    assert of_wheels((), tmp_path / "cache", tmp_path) == ()


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer({f"/files/{FILE}": wheel_bytes("part", "1.0")}) as running:
        yield running


def lock(bench: Bench, *wheels: LockedWheel) -> None:
    """Give the workshop a lock of its own, with these wheels."""
    folder = bench.root / "kit" / "channel"
    channel(folder)
    bench.plan = bench.plan.with_workshop(
        explicit=(), channels=("./channel",), pip_packages=("part",), packages=("tiny",)
    )
    files = tuple(
        LockedFile(f"./channel/{SUBDIR}/{file.name}", file.stat().st_size, sha256(file))
        for file in (folder / SUBDIR / f"{name}.conda" for name in PACKAGES)
    )
    wish = wish_for(bench.plan, SUBDIR)
    locked = PlatformLock(SUBDIR, wish.file_key, files, wheels)
    bench.plan = bench.plan.with_workshop(lock=LockFile((locked,)))


def wheel_at(server: FaultServer) -> LockedWheel:
    data = server.files[f"/files/{FILE}"]
    return LockedWheel(f"{server.url}/files/{FILE}", len(data), hashlib.sha256(data).hexdigest())


def asked(bench: Bench) -> list[str]:
    """The words of pip's last call."""
    words: list[str] = json.loads((bench.plan.environment_prefix / "pip-words.json").read_text())
    return words


def test_wheels_come_with_the_libraries_and_pip_asks_nobody(
    based: Bench, server: FaultServer
) -> None:
    lock(based, wheel_at(server))
    FetchPackages().run(based.context())
    assert [request.path for request in server.requests] == [f"/files/{FILE}"]
    server.files.clear()
    CreateEnvironment().run(based.context())
    STEP.run(based.context())
    assert "--no-index" in asked(based)
    assert STEP.already_done(based.context())


def test_where_a_pinned_wheel_is_gone_pip_chooses_and_says_so(
    based: Bench, server: FaultServer
) -> None:
    lock(based, wheel_at(server))
    server.files.clear()
    FetchPackages().run(based.context())
    CreateEnvironment().run(based.context())
    STEP.run(based.context())
    assert "pip chooses anew" in based.told.text
    assert asked(based)[-2:] == ["--", "part"]


def test_a_server_that_cannot_be_asked_now_is_no_reason_to_choose_others(
    based: Bench, server: FaultServer
) -> None:
    lock(based, wheel_at(server))
    server.always(f"/files/{FILE}", status(403))
    with pytest.raises(NoNetwork):
        FetchPackages().run(based.context())


def test_a_lock_that_leaves_nothing_to_pip_calls_it_not_at_all(based: Bench) -> None:
    lock(based)
    FetchPackages().run(based.context())
    CreateEnvironment().run(based.context())
    STEP.run(based.context())
    assert not (based.plan.environment_prefix / "pip-words.json").exists()
    assert STEP.already_done(based.context())


def test_a_checksum_that_is_none_stops_before_pip_is_asked(based: Bench) -> None:
    based.plan = based.plan.with_workshop(pip_packages=("part==1 --hash=sha256:short",))
    CreateEnvironment().run(based.context())
    with pytest.raises(PlanInvalid, match="SHA-256"):
        STEP.run(based.context())
