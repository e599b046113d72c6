"""Background work follows the plan, and what failed is told where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.core.finding import Level
from app.core.plan import Plan
from app.core.session import Session
from app.errors import NoNetwork, PlanInvalid
from app.gui.background import Background
from app.gui.known import Known
from app.gui.worker import Outcome


@pytest.fixture
def background(session: Session, plan: Plan, known: Known, qtbot: QtBot) -> Iterator[Background]:
    made = Background(session, plan)
    made.known = replace(made.known, machine=known.machine)
    yield made
    made.stop()
    qtbot.waitUntil(lambda: not made.busy, timeout=15_000)


def test_the_plan_is_checked_as_soon_as_the_catalogue_is_read(
    background: Background, plan: Plan, qtbot: QtBot
) -> None:
    background.plan_changed(plan)
    qtbot.waitUntil(lambda: background.checked, timeout=10_000)
    assert any(item.rule == "licence" for item in background.known.findings)
    background.plan_changed(plan.with_target(licence_accepted=True))
    qtbot.waitUntil(lambda: background.checked, timeout=10_000)
    assert not any(item.rule == "licence" for item in background.known.findings)


def test_a_catalogue_that_cannot_be_read_stops_on_the_download_page(
    background: Background, plan: Plan, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = plan.with_workshop(catalog="installers.toml").with_target(source=str(tmp_path))
    background.plan_changed(broken)
    qtbot.waitUntil(lambda: bool(background.known.troubles), timeout=10_000)
    (trouble,) = background.known.troubles
    assert (trouble.field, trouble.level) == ("workshop.distribution", Level.STOP)
    background.plan_changed(plan)
    qtbot.waitUntil(lambda: not background.known.troubles, timeout=10_000)


def test_a_catalogue_that_could_not_be_read_is_read_when_somebody_asks_again(
    background: Background, plan: Plan, tmp_path: Path, qtbot: QtBot
) -> None:
    own = plan.with_workshop(catalog="installers.toml", distribution="own")
    background.plan_changed(own.with_target(source=str(tmp_path), reuse=False))
    qtbot.waitUntil(lambda: background.known.without_catalog, timeout=10_000)
    qtbot.waitUntil(lambda: background.checked, timeout=10_000)
    fields = [finding.field for finding in background.known.all_findings]
    assert fields.count("workshop.distribution") == 1, "why there is none, and not what follows"
    text = 'schema = 1\n[[distribution]]\nid = "own"\ntitle = "Own"\n'
    (tmp_path / "installers.toml").write_text(text)
    background.ask_again()
    qtbot.waitUntil(lambda: not background.known.without_catalog, timeout=10_000)
    assert background.known.catalog is not None
    assert background.known.catalog.distribution("own").title == "Own"


def test_channels_are_asked_only_when_somebody_wants_to_know(
    background: Background, plan: Plan, qtbot: QtBot
) -> None:
    background.plan_changed(plan)
    qtbot.waitUntil(lambda: background.checked, timeout=10_000)
    assert not background.known.asking_pythons
    assert not background.known.solving


def test_sizes_and_versions_come_from_a_real_channel(
    session: Session, known: Known, practice_kit: Path, qtbot: QtBot
) -> None:
    from app.core.cancel import Cancel
    from app.core.workshops.opening import open_workshop

    opened = open_workshop(str(practice_kit), session, Cancel())
    plan = session.opened(opened.workshop, opened.source)
    background = Background(session, plan)
    background.known = replace(background.known, machine=known.machine)
    background.plan_changed(plan)
    background.want("pythons")
    background.want("sizes")
    assert background.known.solving
    qtbot.waitUntil(
        lambda: not background.known.solving and not background.known.asking_pythons,
        timeout=60_000,
    )
    assert background.known.pythons
    assert (background.known.sizes.count or 0) > 50
    assert (background.known.sizes.download or 0) > 50_000_000
    background.take_sizes(Outcome(error=NoNetwork("No network.", "Plug it in.")))
    assert background.known.troubles
    background.ask_again()
    assert background.known.solving
    assert not background.known.troubles
    qtbot.waitUntil(lambda: not background.known.solving, timeout=60_000)
    assert (background.known.sizes.count or 0) > 50
    background.stop()
    qtbot.waitUntil(lambda: not background.busy, timeout=15_000)


def test_a_conflict_stops_but_a_solver_that_cannot_be_asked_does_not(
    background: Background,
) -> None:
    background.take_sizes(Outcome(error=PlanInvalid("They do not fit.", "Drop one.")))
    assert [item.level for item in background.known.troubles] == [Level.STOP]
    background.take_sizes(Outcome(error=NoNetwork("No network.", "Plug it in.")))
    assert [item.level for item in background.known.troubles] == [Level.NOTE]


def test_after_stopping_the_next_plan_begins_anew(
    background: Background, plan: Plan, qtbot: QtBot
) -> None:
    background.plan_changed(plan)
    background.stop()
    qtbot.waitUntil(lambda: not background.busy, timeout=10_000)
    background.plan_changed(plan)
    qtbot.waitUntil(lambda: background.checked, timeout=10_000)
    assert background.known.findings
