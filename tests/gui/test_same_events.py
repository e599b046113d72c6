"""Window and command line tell the same: one plan, carried out by both, gives the same events."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.core.plan import Plan
from app.core.run.events import Event, to_json
from app.core.session import Session
from app.gui.wizard import Wizard
from tests.gui.conftest import leave, to_page
from tests.real.seedbed_process import install

pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]


def test_wizard_and_command_line_give_the_same_events(
    practice_kit: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    in_window = _events_of_wizard(practice_kit, tmp_path / "window" / "conda", qtbot)
    text = tmp_path / "text"
    places = ("--materials-to", str(text / "materials"), "--lessons-to", str(text / "lessons"))
    text_run = install(practice_kit, text / "conda", *places)
    in_text = text_run.finish().events
    assert in_window[-1]["event"] == in_text[-1]["event"] == "run_done"
    assert _shape(in_window) == _shape(in_text)


def _events_of_wizard(kit: Path, folder: Path, qtbot: QtBot) -> list[dict[str, Any]]:
    session = Session.start()

    def change(plan: Plan) -> Plan:
        beside = folder.parent
        return plan.with_target(
            folder=folder,
            launchers=False,
            materials_folder=beside / "materials",
            lessons_folder=beside / "lessons",
        )

    wizard = Wizard(session, change(session.new_plan()), change)
    events: list[Event] = []
    wizard.running.worker.batch.connect(events.extend)
    wizard.begin()
    wizard.welcome.open(str(kit))
    qtbot.waitUntil(lambda: wizard.plan.target.source == str(kit), timeout=20_000)
    to_page(wizard, qtbot, 6)
    qtbot.waitUntil(lambda: not wizard.background.known.solving, timeout=60_000)
    wizard.next()
    qtbot.waitUntil(lambda: wizard.current() is wizard.finished_page, timeout=500_000)
    leave(wizard, qtbot)
    session.download.close()
    return [to_json(event) for event in events]


def _shape(events: list[dict[str, Any]]) -> dict[str, list[str]]:
    """What each step said, without numbers, paths and progress.

    Steps run side by side, so only the order within a step is the same every time. Where a lock
    comes from differs: the window has solved while the person was still reading.
    """
    said: dict[str, list[str]] = {}
    for event in events:
        about_lock = event["event"] == "line" and event["step"] == "fetch_packages"
        if event["event"] != "progress" and not about_lock:
            text = str(event.get("text", event.get("title", "")))
            plain = re.sub(r"/\S+|[0-9][0-9.]*", "#", text)
            said.setdefault(event.get("step", ""), []).append(f"{event['event']} {plain}")
    return said
