"""“Find a faster server”: real measurements, a proposal, and consent before anything changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from app.core.catalog.mirrors import built_in
from app.core.consent import Consent, Kind
from app.core.mirrors import remembered
from app.core.plan import Plan
from app.core.run.events import Progress, RunDone, RunFailed, StepStarted, Unit
from app.core.session import Session
from app.errors import CommandFailed, NoNetwork
from app.gui.faster_server import FasterServerDialog
from app.gui.known import Known
from app.gui.server_choice import ServerLine
from tests.core.conftest import no_proxies
from tests.fakes import faults
from tests.fakes.fault_server import FaultServer
from tests.fakes.mirror import SAMPLE, mirrors_of
from tests.gui.conftest import ScriptedWizard, leave, texts_of

__all__ = ["no_proxies"]
FAST = Consent("fast", (Kind.INSTALLERS, Kind.CONDA))
CUT = RunFailed("fetch_packages", NoNetwork("The line was cut.", "Plug it in."))


@pytest.fixture
def loopback(session: Session, no_proxies: None) -> Iterator[Session]:
    """A session with a slow official server, a fast mirror and one that refuses."""
    data = bytes(1_000_000)
    slow, fast, dead = (FaultServer({SAMPLE: data}) for _number in range(3))
    with slow, fast, dead:
        slow.always(SAMPLE, faults.drip(300_000))
        dead.always(SAMPLE, faults.status(403))
        yield replace(session, mirrors=mirrors_of(slow, fast=fast, dead=dead))


@pytest.fixture
def made(loopback: Session, plan: Plan, known: Known, qtbot: QtBot) -> Iterator[ScriptedWizard]:
    """A wizard with those servers."""
    wizard = ScriptedWizard(loopback, plan)
    wizard.show()
    wizard.background.learn(machine=known.machine, catalog=known.catalog)
    yield wizard
    leave(wizard, qtbot)
    qtbot.waitUntil(lambda: not wizard.servers.busy, timeout=10_000)


def opened(wizard: ScriptedWizard, line: ServerLine, qtbot: QtBot) -> FasterServerDialog:
    """The dialog, opened by a real click, after it has measured."""
    QTest.mouseClick(line.button, Qt.MouseButton.LeftButton)
    dialog = wizard.servers.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: not dialog.worker.busy, timeout=10_000)
    return dialog


def shown(dialog: FasterServerDialog) -> list[list[str]]:
    table = dialog.table
    cells = [
        [table.item(line, place) for place in range(table.columnCount())]
        for line in range(table.rowCount())
    ]
    return [[cell.text() if cell else "" for cell in line] for line in cells]


def to(wizard: ScriptedWizard, page: object) -> None:
    while wizard.current() is not page:
        wizard.setCurrentId(wizard.currentId() + 1)


def test_every_server_is_measured_and_the_fastest_is_proposed(
    made: ScriptedWizard, qtbot: QtBot
) -> None:
    to(made, made.download)
    dialog = opened(made, made.download.servers, qtbot)
    official, fast, dead = shown(dialog)
    assert official[0] == "Official server"
    assert official[1].endswith("kB/s")
    assert fast[1].endswith("B/s")
    assert dead[1] == "not reachable"
    assert "refuses to hand out" in dead[3]
    chosen = dialog.selected()
    assert chosen is not None
    assert chosen.server == "fast"
    assert "The fast is the fastest" in texts_of(dialog)


def test_nothing_is_changed_by_looking(made: ScriptedWizard, qtbot: QtBot) -> None:
    to(made, made.download)
    before = made.plan
    dialog = opened(made, made.download.servers, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert made.plan == before
    assert remembered.load(made.session.mirrors) == ()


def test_use_puts_it_into_the_plan_and_remembers_it(made: ScriptedWizard, qtbot: QtBot) -> None:
    to(made, made.download)
    dialog = opened(made, made.download.servers, qtbot)
    QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    assert made.plan.target.mirrors == (FAST,)
    assert remembered.load(made.session.mirrors) == (FAST,)
    assert "First from: The fast" in texts_of(made.download)


def test_only_what_is_ticked_is_used(made: ScriptedWizard, qtbot: QtBot) -> None:
    to(made, made.download)
    dialog = opened(made, made.download.servers, qtbot)
    dialog.boxes[Kind.INSTALLERS].click()
    dialog.use.click()
    assert made.plan.target.mirrors == (Consent("fast", (Kind.CONDA,)),)


def test_with_nothing_ticked_or_the_official_row_there_is_nothing_to_use(
    made: ScriptedWizard, qtbot: QtBot
) -> None:
    to(made, made.download)
    dialog = opened(made, made.download.servers, qtbot)
    for box in dialog.boxes.values():
        box.click()
    assert not dialog.use.isEnabled()
    dialog.table.selectRow(0)
    assert not dialog.use.isEnabled()
    assert not dialog.official.isEnabled(), "they are used already"


def test_the_official_servers_come_back_with_one_button(made: ScriptedWizard, qtbot: QtBot) -> None:
    to(made, made.download)
    opened(made, made.download.servers, qtbot).use.click()
    dialog = opened(made, made.download.servers, qtbot)
    QTest.mouseClick(dialog.official, Qt.MouseButton.LeftButton)
    assert made.plan.target.mirrors == ()
    assert remembered.load(made.session.mirrors) == ()
    assert "From the official servers" in texts_of(made.download)


def test_it_works_by_keyboard_alone(made: ScriptedWizard, qtbot: QtBot) -> None:
    to(made, made.download)
    dialog = opened(made, made.download.servers, qtbot)
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    chosen = dialog.selected()
    assert chosen is not None
    assert chosen.server == "dead"
    QTest.keyClick(dialog.table, Qt.Key.Key_Up)
    QTest.keyClick(dialog.use, Qt.Key.Key_Space)
    assert made.plan.target.mirrors == (FAST,)


def test_a_row_chosen_while_measuring_stays_chosen(made: ScriptedWizard, qtbot: QtBot) -> None:
    to(made, made.download)
    made.download.servers.button.click()
    dialog = made.servers.dialog
    assert dialog is not None
    assert dialog.worker.busy
    dialog.table.selectRow(2)
    qtbot.waitUntil(lambda: not dialog.worker.busy, timeout=10_000)
    chosen = dialog.selected()
    assert chosen is not None
    assert chosen.server == "dead"


def test_every_part_has_a_name_for_those_who_do_not_see_it(
    made: ScriptedWizard, qtbot: QtBot
) -> None:
    to(made, made.download)
    dialog = opened(made, made.download.servers, qtbot)
    assert dialog.table.accessibleName()
    assert all(box.text() for box in dialog.findChildren(QCheckBox))
    assert dialog.windowTitle()


def test_a_slow_run_offers_it_and_goes_on_with_the_chosen_server(
    made: ScriptedWizard, qtbot: QtBot
) -> None:
    begun = StepStarted("fetch_packages", "Downloading the libraries")
    crawl = Progress("fetch_packages", 5, 10**9, Unit.BYTES, "", 0.0, 0.1)
    made.script = (begun, crawl)
    to(made, made.running)
    assert not made.running.slow.isVisible()
    made.running.watch.seconds = 0.3
    qtbot.waitUntil(made.running.slow.isVisible, timeout=5000)
    dialog = opened(made, made.running.slow, qtbot)
    assert made.running.running, "looking stops nothing"
    made.script = (RunDone(1.0),)
    dialog.use.click()
    qtbot.waitUntil(lambda: made.running.succeeded, timeout=10_000)
    assert made.plan.target.mirrors == (FAST,)


def test_a_failed_download_offers_it_and_is_tried_again_with_the_chosen_server(
    made: ScriptedWizard, qtbot: QtBot
) -> None:
    made.script = (CUT,)
    to(made, made.running)
    qtbot.waitUntil(made.running.problem.isVisible, timeout=5000)
    assert "&Find a faster server…" in texts_of(made.running)
    made.running.problem.servers.emit()
    dialog = made.servers.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: not dialog.worker.busy, timeout=10_000)
    made.script = (RunDone(1.0),)
    dialog.use.click()
    qtbot.waitUntil(lambda: made.running.succeeded, timeout=10_000)


def test_another_failure_has_nothing_to_do_with_servers(made: ScriptedWizard, qtbot: QtBot) -> None:
    made.script = (RunFailed("verify", CommandFailed("It broke.", "Try again.")),)
    to(made, made.running)
    qtbot.waitUntil(made.running.problem.isVisible, timeout=5000)
    assert "&Find a faster server…" not in texts_of(made.running.problem)


def test_closing_the_window_ends_a_measurement(made: ScriptedWizard, qtbot: QtBot) -> None:
    to(made, made.download)
    made.download.servers.button.click()
    assert made.servers.busy
    made.done(0)
    qtbot.waitUntil(lambda: not made.servers.busy, timeout=5000)


def test_where_no_server_answers_that_is_said(
    session: Session, no_proxies: None, qtbot: QtBot
) -> None:
    with FaultServer({}) as server:
        mirrors = mirrors_of(server, gone=server)
        dialog = FasterServerDialog(replace(session, mirrors=mirrors), (), None)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.measure()
        qtbot.waitUntil(lambda: not dialog.worker.busy, timeout=10_000)
    assert "None of these servers answers" in texts_of(dialog)
    assert not dialog.use.isEnabled()


def test_the_real_list_opens_without_asking_anybody(session: Session, qtbot: QtBot) -> None:
    dialog = FasterServerDialog(session, (built_in().consent("tuna"),), None)
    qtbot.addWidget(dialog)
    assert not dialog.worker.busy
    assert dialog.kind is Kind.CONDA
    assert dialog.official.isEnabled()
