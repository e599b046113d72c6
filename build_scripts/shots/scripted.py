"""A real wizard whose background work is quiet and whose run is a script.

What the background would find out is told by those who use it: the pictures, and tests.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PosixPath

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.cancel import Cancel
from app.core.catalog.installers import built_in
from app.core.catalog.presets import preset
from app.core.network.download import Downloader
from app.core.plan import Plan, Target, Workshop
from app.core.run.events import Event, RunDone, RunFailed
from app.core.session import DEFAULT_PRESET, Session
from app.gui import theme
from app.gui.application import Application
from app.gui.background import Background
from app.gui.wizard import Change, Wizard
from app.gui.worker import Emit, Job
from app.i18n import set_language
from app.platforms.base import Launcher
from app.platforms.linux import Linux
from shots.recorded import HOME, machine

_PATIENCE = 20.0
_LONGEST = 60.0


class PicturedLinux(Linux):
    """A Linux on which every environment has JupyterLab: none is really there."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def script_in(self, prefix: Path, name: str) -> Path:
        """A file that is there, whatever the prefix."""
        script = self._folder / "bin" / name
        script.parent.mkdir(parents=True, exist_ok=True)
        script.touch()
        return script

    def launcher_paths(
        self, launcher: Launcher, home: Path, environ: Mapping[str, str]
    ) -> tuple[Path, ...]:
        """The true places, where the pictured person has a menu entry."""
        return tuple(map(There, super().launcher_paths(launcher, home, environ)))


class There(PosixPath):
    """A file of the pictured person, whom this computer does not have."""

    def exists(self) -> bool:
        """It is there."""
        return True


class QuietBackground(Background):
    """Background work that does nothing: what it would find out is told."""

    checked = True

    def plan_changed(self, plan: Plan) -> None:
        """Nothing is checked."""

    def want(self, topic: str) -> None:
        """No channel is asked."""

    def offer_download(self) -> None:
        """Nothing is downloaded."""


class ScriptedWizard(Wizard):
    """A wizard with quiet background work, whose run is a script of events.

    A script without an end goes on until it is cancelled, and then until it `may_end`.
    """

    background_kind = QuietBackground
    script: tuple[Event, ...] = ()

    def __init__(self, session: Session, plan: Plan, change: Change = lambda plan: plan) -> None:
        self.may_end = threading.Event()
        self.may_end.set()
        super().__init__(session, plan, change)

    def run_job(self) -> Job:
        """Say the events of the script."""

        def job(emit: Emit, cancel: Cancel) -> object:
            for event in self.script:
                emit(event)
            last = self.script[-1] if self.script else None
            if isinstance(last, RunDone | RunFailed):
                return last
            try:
                cancel.wait(_LONGEST)  # raises as soon as it is cancelled
            finally:
                self.may_end.wait(_LONGEST)
            return None

        return job


@contextmanager
def shown(
    app: QApplication, folder: Path, language: str, appearance: str = "light"
) -> Iterator[ScriptedWizard]:
    """A shown wizard in this language and look; `folder` is for what a session keeps.

    SEEDBED_HOME must name a folder of one's own. Afterwards the texts are English again.
    """
    set_language(language)
    session = Session(
        platform=PicturedLinux(folder),
        download=Downloader(folder / "partials"),
        cache=folder / "cache",
        home=HOME,
        environ={"HOME": str(HOME)},
        catalog=built_in(),
    )
    workshop = Workshop(packages=preset(DEFAULT_PRESET).packages)
    target = Target(HOME / "miniconda3", lessons_folder=HOME / "Documents" / "Seedbed")
    plan = Plan(workshop, target)
    owner = Application(app, session, plan, lambda changed: changed, ScriptedWizard)
    wizard = owner.wizard
    assert isinstance(wizard, ScriptedWizard)
    theme.apply(app, appearance)
    wizard.retranslate()
    wizard.show()
    wizard.background.learn(machine=machine(), catalog=session.catalog)
    try:
        yield wizard
    finally:
        _leave(wizard)
        session.download.close()
        owner.change_language("en")
        owner.deleteLater()
        wizard.deleteLater()
        # Now, not when Python ends: then Qt is gone already, and that crashed.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def until(true: Callable[[], bool]) -> None:
    """Let the window work until something is true. Raises TimeoutError after 20 seconds."""
    end = time.monotonic() + _PATIENCE
    while not true():
        if time.monotonic() > end:
            raise TimeoutError("a scripted state has not come about")
        QTest.qWait(10)


def _leave(wizard: ScriptedWizard) -> None:
    wizard.may_end.set()
    if wizard.running.running:
        wizard.running.stop()
        until(lambda: not wizard.running.running)
    wizard.done(0)
    until(lambda: not (wizard.background.busy or wizard.welcome.busy))
