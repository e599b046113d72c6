"""What tests of the window share: a session around temporary folders, and recorded machines."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shots.scripted import QuietBackground, ScriptedWizard, shown
from shots.state import State
from shots.states import states

from app.core.machine.facts import Machine, from_data
from app.core.network.download import Downloader
from app.core.plan import Plan
from app.core.session import Session
from app.gui import theme
from app.gui.known import Known
from app.gui.measures import SMALLEST
from app.gui.wizard import Wizard
from app.i18n import set_language
from app.platforms import named

__all__ = ["QuietBackground", "ScriptedWizard"]

_SETTLE_MILLISECONDS = 60
MACHINES = Path(__file__).parent.parent / "machines"


@pytest.fixture(autouse=True)
def garbage_in_this_thread() -> Iterator[None]:
    """As `app.gui.garbage` does it: the widgets of a test are gone before the next one's threads
    could collect them."""
    gc.disable()
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    """English texts and the light look before and after each test."""
    set_language("en")
    theme.apply(qapp, "light")
    yield
    set_language("en")


@pytest.fixture
def session(tmp_path: Path, own_home: Path) -> Iterator[Session]:
    """A session whose home and cache are temporary; the network is the real one, unused."""
    from app.core.catalog.installers import built_in

    download = Downloader(tmp_path / "partials")
    yield Session(
        platform=named("linux"),
        download=download,
        cache=tmp_path / "cache",
        home=own_home,
        environ={"HOME": str(own_home), "PATH": "/usr/bin:/bin"},
        catalog=built_in(),
    )
    download.close()


@pytest.fixture
def plan(session: Session, own_home: Path) -> Plan:
    """The plan of a person who has not answered anything yet."""
    return session.new_plan().with_target(folder=own_home / "miniconda3")


def recorded(name: str) -> Machine:
    """A recorded computer of tests/machines."""
    return from_data(json.loads((MACHINES / f"{name}.json").read_text(encoding="utf-8")))


@pytest.fixture
def machine(own_home: Path) -> Machine:
    """An ordinary Linux computer."""
    return from_data(
        {
            "family": "linux",
            "home": str(own_home),
            "user": "person",
            "elevated": False,
            "os": {"family": "linux", "name": "Debian", "version": "12", "libc": "glibc 2.36"},
            "cpu": {"architecture": "x86_64", "process": "x86_64", "cores": 4},
            "memory": {"total": 16_000_000_000, "available": 9_000_000_000},
            "drives": [{"mount": "/", "free": 90_000_000_000, "total": 200_000_000_000}],
            "graphics": {"cards": []},
            "pythons": [],
            "settings": [],
            "reach": [],
        }
    )


@pytest.fixture
def known(session: Session, machine: Machine) -> Known:
    """What background work has found on that computer."""
    return Known(machine, catalog=session.catalog)


@pytest.fixture
def scripted(session: Session, plan: Plan, known: Known, qtbot: QtBot) -> Iterator[ScriptedWizard]:
    """A shown wizard that does nothing by itself."""
    made = ScriptedWizard(session, plan)
    made.show()
    made.background.learn(machine=known.machine, catalog=known.catalog)
    yield made
    leave(made, qtbot)


def texts_of(widget: QWidget) -> str:
    """All visible texts of a widget, one a line."""
    labels = [part.text() for part in widget.findChildren(QLabel) if part.isVisible()]
    buttons = [part.text() for part in widget.findChildren(QAbstractButton) if part.isVisible()]
    return "\n".join(labels + buttons)


@pytest.fixture
def wizard(session: Session, plan: Plan, qtbot: QtBot) -> Iterator[Wizard]:
    """A shown wizard with its background work going on."""
    made = Wizard(session, plan)
    made.begin()
    yield made
    leave(made, qtbot)


def leave(wizard: Wizard, qtbot: QtBot) -> None:
    """Close a wizard and wait for all its threads."""
    if wizard.running.running:
        wizard.running.stop()
        qtbot.waitUntil(lambda: not wizard.running.running, timeout=20_000)
    wizard.done(0)
    qtbot.waitUntil(lambda: not wizard.background.busy, timeout=20_000)
    wizard.deleteLater()


def to_page(wizard: Wizard, qtbot: QtBot, number: int) -> None:
    """Press Next until page `number` is shown; the licence is ticked on the way."""
    for before in range(wizard.currentId(), number):
        page = wizard.current()
        if page is wizard.download and not wizard.plan.target.licence_accepted:
            wizard.download.accept_box.click()
        qtbot.waitUntil(lambda: wizard.background.checked, timeout=20_000)
        qtbot.waitUntil(page.isComplete, timeout=20_000)
        wizard.next()
        qtbot.waitUntil(partial(_is_past, wizard, before), timeout=20_000)


def _is_past(wizard: Wizard, number: int) -> bool:
    return wizard.currentId() > number


Walk = Callable[[str], Iterator[tuple[ScriptedWizard, State]]]


@pytest.fixture
def walk(qapp: QApplication, tmp_path: Path) -> Iterator[Walk]:
    """Walks through every scripted state in a language, in a window of the smallest size."""
    begun: list[Generator[tuple[ScriptedWizard, State], None, None]] = []

    def start(language: str) -> Generator[tuple[ScriptedWizard, State], None, None]:
        with shown(qapp, tmp_path / language, language) as wizard:
            wizard.resize(SMALLEST)
            for state in states(wizard):
                QTest.qWait(_SETTLE_MILLISECONDS)
                yield wizard, state

    def walk_in(language: str) -> Iterator[tuple[ScriptedWizard, State]]:
        begun.append(start(language))
        return begun[-1]

    yield walk_in
    for each in begun:
        each.close()
