"""An official server that fails and mirrors that the person allowed, or did not, on a real kit."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.catalog.mirrors import built_in
from app.core.conda.condarc import condarc
from app.core.consent import Consent, Kind
from app.core.machine.facts import Machine
from app.core.mirrors.installed import apply_to
from app.core.network.download import Downloader
from app.core.network.patience import Patience
from app.core.plan import Plan
from app.core.run.events import Event, RunDone, RunFailed
from app.core.session import Session
from app.core.workshops.opening import open_workshop
from app.errors import NoNetwork
from app.platforms import current
from app.steps import all_steps
from app.steps.road import Run
from tests.core.conftest import no_proxies
from tests.fakes import faults
from tests.fakes.fault_server import FaultServer
from tests.fakes.faults import Fault
from tests.fakes.mirror import MIRROR, mirrors_of, official_url, paths

__all__ = ["no_proxies"]
pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]

FILES = (".conda", ".sh")
FETCHING = ("fetch_installer", "fetch_packages")
QUICK = Patience(
    connect=5, read=5, stall=5, attempts=3, backoff=0.01, longest_wait=1, slow_window=0.5
)
REFUSALS = {
    "403": faults.status(403),
    "404": faults.status(404),
    "429": faults.status(429, Retry_After=3600),
    "slow": faults.drip(2000),
}


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
    shutil.rmtree(made.cache, ignore_errors=True)  # a third of a gigabyte each time


def everything(server: FaultServer, fault: Fault) -> None:
    for path in server.files:
        if path.endswith(FILES):
            server.always(path, fault)


def plan_for(session: Session, official: FaultServer, folder: Path, *consents: Consent) -> Plan:
    opened = open_workshop(official_url(official), session, Cancel())
    return session.opened(opened.workshop, opened.source).with_target(
        folder=folder, licence_accepted=True, launchers=False, mirrors=consents
    )


def run(session: Session, plan: Plan, only: tuple[str, ...] = ()) -> tuple[Event, str]:
    """The last event of a run of all steps, or of those named, and its log."""
    machine = Machine(family=current().family, cpu=current().cpu_facts())
    steps = [step for step in all_steps() if not only or step.name in only]
    last = Run(session, plan, machine, Cancel()).go(steps, lambda _event: None, checked=True)
    (log,) = (session.workspace(plan) / "logs").glob("*.log")
    return last, log.read_text("utf-8")


def answer(*command: str | Path) -> str:
    """What a program says; it must end well."""
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_whole_installation_with_an_official_server_that_refuses_every_file(
    practice_kit: Path, tmp_path: Path, session: Session
) -> None:
    folder = tmp_path / "conda"
    with servers(practice_kit) as (official, mirror):
        everything(official, faults.status(403))
        session = replace(session, mirrors=mirrors_of(official, mirror=mirror))
        consent = session.mirrors.consent(MIRROR)
        plan = plan_for(session, official, folder, consent)
        last, log = run(session, plan)
    assert isinstance(last, RunDone), last
    assert "Asking 127.0.0.1 first; where it fails, localhost." in log
    assert len(paths(mirror, FILES)) > 100
    assert paths(official, FILES) == set(), "what the mirror has is not asked for twice"
    assert {request.path for request in mirror.requests} == paths(mirror, FILES), "no index of it"
    assert any("repodata" in request.path for request in official.requests)
    conda_and_pip_follow(folder, plan.environment_prefix)


def conda_and_pip_follow(folder: Path, prefix: Path) -> None:
    """The real conda and the real pip take the settings, and lose them again."""
    conda, python = folder / "bin" / "conda", prefix / "bin" / "python"
    (folder / ".condarc").write_text(condarc(("conda-forge", "defaults")) + "solver: classic\n")
    mirrors = built_in()
    apply_to(folder, current(), mirrors, (mirrors.consent("tuna"), mirrors.consent("hf-mirror")))
    channels = json.loads(answer(conda, "info", "--json"))["channels"]
    hosts = {url.split("/")[2] for url in channels if url.startswith("https://")}
    assert hosts == {"mirrors.tuna.tsinghua.edu.cn"}
    assert "pypi.tuna" in answer(python, "-I", "-m", "pip", "config", "list")
    shown = answer(conda, "env", "config", "vars", "list", "--prefix", prefix)
    assert "HF_ENDPOINT = https://hf-mirror.com" in shown
    activate = f'source "{folder}/bin/activate" "{prefix}" && echo "[$HF_ENDPOINT]"'
    assert "[https://hf-mirror.com]" in answer("bash", "-c", activate)
    assert "numpy" in answer(conda, "list", "--prefix", prefix), "our notes do not disturb conda"
    apply_to(folder, current(), mirrors, ())
    channels = json.loads(answer(conda, "info", "--json"))["channels"]
    assert any("conda.anaconda.org/conda-forge" in url for url in channels)
    assert "pypi.tuna" not in answer(python, "-I", "-m", "pip", "config", "list")
    assert "[]" in answer("bash", "-c", activate)


@pytest.mark.parametrize("how", REFUSALS)
def test_an_allowed_server_that_fails_is_replaced_by_the_official_one(
    practice_kit: Path, tmp_path: Path, session: Session, how: str
) -> None:
    with servers(practice_kit) as (official, mirror):
        everything(mirror, REFUSALS[how])
        session = replace(session, mirrors=mirrors_of(official, mirror=mirror))
        consent = session.mirrors.consent(MIRROR)
        last, log = run(session, plan_for(session, official, tmp_path / "c", consent), FETCHING)
    assert isinstance(last, RunDone), last
    assert "Using localhost." in log
    assert len(paths(official, FILES)) > 100


@pytest.mark.parametrize("how", ["403", "slow"])
def test_the_next_allowed_server_is_asked_before_the_official_one(
    practice_kit: Path, tmp_path: Path, session: Session, how: str
) -> None:
    with servers(practice_kit) as (official, second), servers(practice_kit) as (first, _unused):
        everything(official, REFUSALS[how])
        everything(first, REFUSALS[how])
        mirrors = mirrors_of(official, first=first, second=second)
        session = replace(session, mirrors=mirrors)
        consents = (mirrors.consent("first"), mirrors.consent("second"))
        last, log = run(session, plan_for(session, official, tmp_path / "c", *consents), FETCHING)
    assert isinstance(last, RunDone), last
    assert "Using 127.0.0.1." in log
    assert len(paths(second, FILES)) > 100
    assert paths(official, FILES) == set()


def test_what_a_mirror_has_altered_is_noticed_and_fetched_from_the_official_one(
    practice_kit: Path, tmp_path: Path, session: Session
) -> None:
    with servers(practice_kit) as (official, mirror):
        for path in sorted(path for path in mirror.files if path.endswith(".conda")):
            mirror.always(path, faults.flip(100))
        session = replace(session, mirrors=mirrors_of(official, mirror=mirror))
        consent = session.mirrors.consent(MIRROR)
        last, log = run(session, plan_for(session, official, tmp_path / "c", consent), FETCHING)
    assert isinstance(last, RunDone), last
    assert "damaged or altered" in log
    assert len(paths(official, (".conda",))) > 100


def test_a_server_that_nobody_allowed_is_never_asked(
    practice_kit: Path, tmp_path: Path, session: Session
) -> None:
    with servers(practice_kit) as (official, mirror):
        everything(official, faults.status(403))
        session = replace(session, mirrors=mirrors_of(official, mirror=mirror))
        last, _log = run(session, plan_for(session, official, tmp_path / "conda"))
    assert isinstance(last, RunFailed)
    assert isinstance(last.error, NoNetwork), last
    assert last.error.remedy
    assert mirror.requests == []
    assert mirror.connections == 0


def test_allowed_for_one_kind_only_it_is_asked_for_no_other(
    practice_kit: Path, tmp_path: Path, session: Session
) -> None:
    with servers(practice_kit) as (official, mirror):
        session = replace(session, mirrors=mirrors_of(official, mirror=mirror))
        consent = session.mirrors.consent(MIRROR, (Kind.INSTALLERS,))
        last, _log = run(session, plan_for(session, official, tmp_path / "c", consent), FETCHING)
    assert isinstance(last, RunDone), last
    assert len(paths(mirror, (".sh",))) == 1
    assert paths(mirror, (".conda",)) == set()
    assert paths(official, (".sh",)) == set()
