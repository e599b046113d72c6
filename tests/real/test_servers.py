"""A whole installation with an official server that fails and a mirror that the person allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.consent import Consent
from app.core.events import Event, RunDone, RunFailed
from app.core.machine.facts import Machine
from app.core.network.download import Downloader
from app.core.network.patience import Patience
from app.core.opening import open_workshop
from app.core.plan import Plan
from app.core.session import Session
from app.platforms import current
from app.steps.road import run_plan
from tests.core.conftest import no_proxies
from tests.fakes import faults
from tests.fakes.fault_server import FaultServer
from tests.fakes.faults import Fault
from tests.fakes.mirror import MIRROR, mirrors_of, official_url, paths

__all__ = ["no_proxies"]
pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]

FILES = (".conda", ".sh")
QUICK = Patience(
    connect=5, read=5, stall=5, attempts=3, backoff=0.01, longest_wait=1, slow_window=0.5
)


@contextmanager
def servers(kit: Path) -> Iterator[tuple[FaultServer, FaultServer]]:
    """The practice kit on an official server and on a mirror."""
    named = {"/" + f.relative_to(kit).as_posix(): f for f in kit.rglob("*")}
    files = {path: file.read_bytes() for path, file in named.items() if file.is_file()}
    with FaultServer(files) as official, FaultServer(files) as mirror:
        yield official, mirror


@pytest.fixture
def session(tmp_path: Path, no_proxies: None) -> Iterator[Session]:
    made = replace(Session.start(), download=Downloader(tmp_path / "partials", patience=QUICK))
    yield made
    made.download.close()


def everything(server: FaultServer, fault: Fault) -> None:
    for path in server.files:
        if path.endswith(FILES):
            server.always(path, fault)


def installed(session: Session, place: str, folder: Path, *names: str) -> tuple[Event, str]:
    """The last event of a whole run, and its log."""
    workshop = open_workshop(place, session, Cancel())
    plan = session.opened(workshop.workshop, workshop.source).with_target(
        folder=folder,
        licence_accepted=True,
        launchers=False,
        mirrors=tuple(session.mirrors.consent(name) for name in names),
    )
    machine = Machine(family=current().family, cpu=current().cpu_facts())
    last = run_plan(session, plan, machine, Cancel(), lambda _event: None)
    return last, log_of(session, plan)


def log_of(session: Session, plan: Plan) -> str:
    (log,) = (session.workspace(plan) / "logs").glob("*.log")
    return log.read_text("utf-8")


REFUSALS: dict[str, Callable[[], Fault]] = {
    "403": lambda: faults.status(403),
    "404": lambda: faults.status(404),
    "429": lambda: faults.status(429, Retry_After=3600),
    "slow": lambda: faults.drip(2000),
}


@pytest.mark.parametrize("how", REFUSALS)
def test_an_official_server_that_fails_is_replaced_by_the_one_that_was_allowed(
    practice_kit: Path, tmp_path: Path, session: Session, how: str
) -> None:
    with servers(practice_kit) as (official, mirror):
        everything(official, REFUSALS[how]())
        session = replace(session, mirrors=mirrors_of(official, mirror=mirror))
        last, log = installed(session, official_url(official), tmp_path / "conda", MIRROR)
    assert isinstance(last, RunDone), last
    assert "Asking 127.0.0.1 first; where it fails, localhost." in log
    assert len(paths(mirror, FILES)) > 100
    assert paths(official, FILES) == set(), "what the mirror has is not asked for twice"
    assert {request.path for request in mirror.requests} == paths(mirror, FILES), "no index of it"
    assert any("repodata" in request.path for request in official.requests)


@pytest.mark.parametrize("how", ["404", "429", "slow"])
def test_an_allowed_server_that_fails_is_replaced_by_the_official_one(
    practice_kit: Path, tmp_path: Path, session: Session, how: str
) -> None:
    with servers(practice_kit) as (official, mirror):
        everything(mirror, REFUSALS[how]())
        session = replace(session, mirrors=mirrors_of(official, mirror=mirror))
        last, log = installed(session, official_url(official), tmp_path / "conda", MIRROR)
    assert isinstance(last, RunDone), last
    assert "Using localhost." in log
    assert len(paths(official, FILES)) > 100


def test_what_a_mirror_has_altered_is_noticed_and_fetched_from_the_official_one(
    practice_kit: Path, tmp_path: Path, session: Session
) -> None:
    with servers(practice_kit) as (official, mirror):
        for path in sorted(paths_with_ending(mirror, ".conda"))[:3]:
            mirror.always(path, faults.flip(100))
        session = replace(session, mirrors=mirrors_of(official, mirror=mirror))
        last, log = installed(session, official_url(official), tmp_path / "conda", MIRROR)
    assert isinstance(last, RunDone), last
    assert "damaged or altered" in log
    assert 0 < len(paths(official, FILES)) <= 3


def test_a_server_that_nobody_allowed_is_never_asked(
    practice_kit: Path, tmp_path: Path, session: Session
) -> None:
    with servers(practice_kit) as (official, mirror):
        everything(official, faults.status(403))
        session = replace(session, mirrors=mirrors_of(official, mirror=mirror))
        last, _log = installed(session, official_url(official), tmp_path / "conda")
    assert isinstance(last, RunFailed)
    assert last.error.remedy
    assert mirror.requests == []
    assert mirror.connections == 0


def test_allowed_for_one_kind_only_it_is_asked_for_no_other(
    practice_kit: Path, tmp_path: Path, session: Session
) -> None:
    with servers(practice_kit) as (official, mirror):
        mirrors = mirrors_of(official, mirror=mirror)
        session = replace(session, mirrors=mirrors)
        workshop = open_workshop(official_url(official), session, Cancel())
        consent = mirrors.consent(MIRROR, (next(iter(mirrors.kinds)),))
        assert isinstance(consent, Consent)
        plan = session.opened(workshop.workshop, workshop.source).with_target(
            folder=tmp_path / "conda", licence_accepted=True, launchers=False, mirrors=(consent,)
        )
        machine = Machine(family=current().family, cpu=current().cpu_facts())
        last = run_plan(session, plan, machine, Cancel(), lambda _event: None)
    assert isinstance(last, RunDone), last
    assert [request.path for request in mirror.requests if ".conda" in request.path] == []
    assert len(paths(mirror, (".sh",))) == 1
    assert paths(official, (".sh",)) == set()


def paths_with_ending(server: FaultServer, ending: str) -> set[str]:
    return {path for path in server.files if path.endswith(ending)}
