"""The early download against a real server on this computer: pause keeps, resume goes on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.core.cancel import Cancel
from app.core.machine.facts import Machine
from app.core.plan import Plan
from app.core.session import Session
from app.core.workshops.opening import open_workshop
from app.gui.early_download import EarlyDownload
from app.gui.known import Transfer
from tests.fakes.fault_server import FaultServer
from tests.fakes.faults import drip, status

CONTENT = bytes(range(256)) * 20_000
FILE = "/installer.sh"
WORKSHOP = b"""
schema = 1
[conda]
distribution = "tiny"
version = "1.0"
catalog = "installers.toml"
"""
CATALOG = f"""
schema = 1
[[distribution]]
id = "tiny"
title = "Tiny"
[[installer]]
distribution = "tiny"
version = "1.0"
os = "linux"
cpu = "x86_64"
file = "installer.sh"
url = "installer.sh"
size = {len(CONTENT)}
sha256 = "{hashlib.sha256(CONTENT).hexdigest()}"
""".encode()


@pytest.fixture
def server() -> Iterator[FaultServer]:
    files = {"/workshop.toml": WORKSHOP, "/installers.toml": CATALOG, FILE: CONTENT}
    with FaultServer(files) as made:
        yield made


@pytest.fixture
def course(server: FaultServer, session: Session, plan: Plan) -> Plan:
    opened = open_workshop(server.url, session, Cancel())
    made = session.opened(opened.workshop, opened.source)
    return made.with_target(folder=plan.target.folder)


@pytest.fixture
def download(session: Session, qtbot: QtBot) -> Iterator[EarlyDownload]:
    made = EarlyDownload(session)
    yield made
    made.worker.cancel()
    qtbot.waitUntil(lambda: not made.worker.busy, timeout=10_000)


def until(download: EarlyDownload, state: Transfer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: download.state.state is state, timeout=15_000)


def cached(session: Session) -> list[bytes]:
    return [f.read_bytes() for f in (session.cache / "installers").rglob("installer.sh")]


def test_a_download_ends_verified_in_the_cache(
    download: EarlyDownload, course: Plan, machine: Machine, session: Session, qtbot: QtBot
) -> None:
    download.start(course, machine)
    until(download, Transfer.DONE, qtbot)
    assert cached(session) == [CONTENT]


def test_a_paused_download_keeps_its_bytes_and_goes_on_from_there(
    download: EarlyDownload,
    course: Plan,
    machine: Machine,
    session: Session,
    server: FaultServer,
    qtbot: QtBot,
) -> None:
    server.fail(FILE, drip(2_000_000))
    download.start(course, machine)
    qtbot.waitUntil(lambda: download.state.done > 500_000, timeout=10_000)
    download.pause()
    until(download, Transfer.PAUSED, qtbot)
    assert not download.worker.busy
    kept = download.state.done
    download.start(course, machine)
    until(download, Transfer.DONE, qtbot)
    assert cached(session) == [CONTENT]
    ranges = [request.range_start for request in server.requests if request.path == FILE]
    assert ranges[0] == 0
    assert ranges[-1] >= kept * 0.5


def test_what_is_there_is_not_called_paused(
    download: EarlyDownload, course: Plan, machine: Machine, qtbot: QtBot
) -> None:
    download.start(course, machine)
    until(download, Transfer.DONE, qtbot)
    download.pause()
    download.give_way()
    download.take_up()
    assert download.state.state is Transfer.DONE
    assert not download.worker.busy


def test_after_a_run_it_goes_on_with_what_it_left_to_the_run(
    download: EarlyDownload, course: Plan, machine: Machine, server: FaultServer, qtbot: QtBot
) -> None:
    server.fail(FILE, drip(2_000_000))
    download.start(course, machine)
    qtbot.waitUntil(lambda: download.state.done > 500_000, timeout=10_000)
    download.give_way()
    until(download, Transfer.PAUSED, qtbot)
    download.take_up()
    until(download, Transfer.DONE, qtbot)
    download.take_up()
    assert not download.worker.busy


def test_a_cancelled_download_does_not_start_again_by_itself(
    download: EarlyDownload, course: Plan, machine: Machine, server: FaultServer, qtbot: QtBot
) -> None:
    server.always(FILE, drip(200_000))
    download.start(course, machine)
    qtbot.waitUntil(lambda: download.state.done > 0, timeout=10_000)
    download.discard()
    until(download, Transfer.IDLE, qtbot)
    asked = len(server.requests)
    download.offer(course, machine)
    download.plan_changed(course.with_target(licence_accepted=True), machine)
    assert not download.worker.busy
    assert len(server.requests) == asked


def test_a_failed_download_tells_why_and_can_be_tried_again(
    download: EarlyDownload, course: Plan, machine: Machine, server: FaultServer, qtbot: QtBot
) -> None:
    server.fail(FILE, status(404))
    download.start(course, machine)
    until(download, Transfer.FAILED, qtbot)
    assert download.state.error is not None
    assert download.state.error.remedy
    download.start(course, machine)
    until(download, Transfer.DONE, qtbot)


def test_choosing_an_existing_conda_stops_the_download(
    download: EarlyDownload, course: Plan, machine: Machine, server: FaultServer, qtbot: QtBot
) -> None:
    server.always(FILE, drip(200_000))
    download.start(course, machine)
    qtbot.waitUntil(lambda: download.state.done > 0, timeout=10_000)
    download.plan_changed(course.with_target(reuse=True), machine)
    until(download, Transfer.IDLE, qtbot)


def test_another_version_replaces_the_running_download(
    download: EarlyDownload, course: Plan, machine: Machine, server: FaultServer, qtbot: QtBot
) -> None:
    server.always(FILE, drip(200_000))
    course = course.with_target(licence_accepted=True)
    download.start(course, machine)
    qtbot.waitUntil(lambda: download.state.done > 0, timeout=10_000)
    download.plan_changed(course.with_workshop(distribution_version="9.9"), machine)
    until(download, Transfer.FAILED, qtbot)
    assert download.state.error is not None
    assert "9.9" in download.state.error.summary


def test_another_choice_whose_terms_are_not_accepted_only_ends_the_running_download(
    download: EarlyDownload, course: Plan, machine: Machine, server: FaultServer, qtbot: QtBot
) -> None:
    server.always(FILE, drip(200_000))
    download.start(course.with_target(licence_accepted=True), machine)
    qtbot.waitUntil(lambda: download.state.done > 0, timeout=10_000)
    download.plan_changed(course.with_workshop(distribution_version="9.9"), machine)
    until(download, Transfer.IDLE, qtbot)
