"""Takes pictures of every page in its important states: python build_scripts/shots.py OUT.

Works from a recorded computer and a scripted run, so nothing is probed, fetched or installed.
Give --size 900x600 for another size, --dark for the dark look, --language zh_CN for Chinese.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
_SCRATCH = tempfile.TemporaryDirectory(prefix="seedbed-shots-")
os.environ["SEEDBED_HOME"] = _SCRATCH.name

from PySide6.QtCore import QPointF  # noqa: E402
from PySide6.QtGui import QColor, QImage, QPainter, QPen  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from app.core.cancel import Cancel  # noqa: E402
from app.core.catalog.installers import built_in  # noqa: E402
from app.core.catalog.presets import preset  # noqa: E402
from app.core.consent import Kind  # noqa: E402
from app.core.events import (  # noqa: E402
    Event,
    Line,
    Progress,
    RunDone,
    RunFailed,
    StepDone,
    StepStarted,
    Unit,
)
from app.core.finding import Finding, Level  # noqa: E402
from app.core.limit import Cause, Limit  # noqa: E402
from app.core.machine.facts import from_data  # noqa: E402
from app.core.mirrors.measuring import candidates  # noqa: E402
from app.core.network.download import Downloader  # noqa: E402
from app.core.network.measure import Measured  # noqa: E402
from app.core.network.trouble import ServerTrouble  # noqa: E402
from app.core.network.words import Rule  # noqa: E402
from app.core.packages.disk_need import DriveNeed  # noqa: E402
from app.core.packages.sizes import Sizes  # noqa: E402
from app.core.plan import Plan, Target, Workshop  # noqa: E402
from app.core.proof.verdict import Check, Proof  # noqa: E402
from app.core.session import Session  # noqa: E402
from app.core.volume import Volume  # noqa: E402
from app.errors import NoNetwork  # noqa: E402
from app.gui import theme  # noqa: E402
from app.gui.application import Application  # noqa: E402
from app.gui.background import Background  # noqa: E402
from app.gui.faster_server import FasterServerDialog  # noqa: E402
from app.gui.known import Download, Transfer  # noqa: E402
from app.gui.wizard import Wizard  # noqa: E402
from app.gui.worker import Emit, Job  # noqa: E402
from app.i18n import _, set_language  # noqa: E402
from app.platforms import named  # noqa: E402

HOME = Path("/home/mei")
PAGES = [
    "welcome",
    "computer",
    "download",
    "location",
    "environment",
    "libraries",
    "review",
    "running",
    "finished",
]
MB = 1_000_000
_SIZES = Sizes(
    installer=154 * MB,
    packages=137 * MB,
    count=117,
    missing=260 * MB,
    installer_missing=154 * MB,
    drives=(
        DriveNeed(Volume(1, "/", 48_000 * MB), target=True, unpacked=616 * MB, base=770 * MB),
        DriveNeed(Volume(2, "/home", 12_000 * MB), cache=True, archives=260 * MB),
    ),
)

_FAILED = RunFailed(
    "fetch_packages",
    NoNetwork(
        "The connection to conda.anaconda.org was lost and could not be made again.",
        "Check the Wi-Fi, then press Try again: the download goes on where it stopped.",
        "GET https://conda.anaconda.org/conda-forge/linux-64/numpy.conda\nConnectionResetError",
    ),
)


class QuietBackground(Background):
    """Background work that does nothing: what it would find out is told by the script."""

    checked = True

    def plan_changed(self, plan: Plan) -> None:
        """Nothing is checked."""

    def want(self, topic: str) -> None:
        """No channel is asked."""

    def offer_download(self) -> None:
        """Nothing is downloaded."""


class ScriptedWizard(Wizard):
    """A wizard whose run is a script."""

    background_kind = QuietBackground

    script: tuple[Event, ...] = ()

    def run_job(self) -> Job:
        """Say the scripted events; a script without an end goes on until it is cancelled."""

        def job(emit: Emit, cancel: Cancel) -> object:
            for event in self.script:
                emit(event)
            if isinstance(self.script[-1], RunDone | RunFailed):
                return self.script[-1]
            cancel.wait(60)
            return None

        return job


def main() -> int:
    """Take all pictures and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", default="1100x720")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--language", default="en")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if "DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    set_language(options.language)
    wizard = _wizard(app, options.dark)
    width, height = (int(part) for part in options.size.split("x"))
    wizard.resize(width, height)
    for name in states(wizard):
        QTest.qWait(300)
        file = options.out / f"{name}.png"
        (QApplication.activeModalWidget() or wizard).grab().save(str(file))
        print(file)
    wizard.running.stop()
    wizard.done(0)
    while wizard.background.busy or wizard.running.running:
        QTest.qWait(50)
    return 0


def _wizard(app: QApplication, dark: bool) -> ScriptedWizard:
    data = json.loads((ROOT / "tests/machines/linux_nvidia_laptop.json").read_text("utf-8"))
    session = Session(
        platform=named("linux"),
        download=Downloader(Path(_SCRATCH.name) / "partials"),
        cache=Path(_SCRATCH.name) / "cache",
        home=HOME,
        environ={"HOME": str(HOME)},
        catalog=built_in(),
    )
    plan = Plan(Workshop(packages=preset("scientific").packages), Target(HOME / "miniconda3"))
    owner = Application(app, session, plan, lambda changed: changed, ScriptedWizard)
    theme.apply(app, "dark" if dark else "light")
    wizard = owner.wizard
    assert isinstance(wizard, ScriptedWizard)
    machine = replace(from_data(data), home=str(HOME), user="mei")
    wizard.retranslate()
    wizard.show()
    wizard.background.learn(machine=machine, catalog=session.catalog)
    return wizard


def _before() -> tuple[Event, ...]:
    """A run until its middle, in the language of the pictures."""
    return (
        StepStarted("fetch_installer", _("Downloading the installer")),
        StepDone("fetch_installer", 12.0),
        StepStarted("fetch_packages", _("Downloading the libraries")),
        StepStarted("install_conda", _("Installing conda")),
        Line("install_conda", "PREFIX=/home/mei/miniconda3"),
        Line("install_conda", "Unpacking payload ..."),
        Progress("install_conda", 1200, None, Unit.FILES, "", 9.0, 0.31),
        Progress(
            "fetch_packages",
            64 * MB,
            137 * MB,
            Unit.BYTES,
            "117 packages",
            14.0,
            0.44,
            5.1 * MB,
            38.0,
            Limit(Cause.DOWNLOAD, 5.1 * MB, alone=False),
        ),
    )


def states(wizard: ScriptedWizard) -> Iterator[str]:
    """Bring the wizard into one state after the other, and name it."""
    yield "1-welcome"
    yield from _computer(wizard)
    yield from _download(wizard)
    yield from _answers(wizard)
    yield from _review(wizard)
    yield from _running(wizard)
    yield from _finished(wizard)


def _go(wizard: ScriptedWizard, page: str) -> None:
    wizard.background.learn(findings=(), troubles=())
    while wizard.currentId() < PAGES.index(page):
        wizard.setCurrentId(wizard.currentId() + 1)


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true() and time.monotonic() < end:
        QTest.qWait(20)


def _computer(wizard: ScriptedWizard) -> Iterator[str]:
    _go(wizard, "computer")
    machine = wizard.background.known.machine
    waiting = replace(machine, reach=None, pythons=None, pending=("reach", "pythons"))
    wizard.background.learn(machine=waiting)
    yield "2-computer-looking"
    wizard.background.learn(machine=machine)
    yield "2-computer"


def _download(wizard: ScriptedWizard) -> Iterator[str]:
    _go(wizard, "download")
    licence = Finding("target.licence_accepted", Level.STOP, "licence", "")
    wizard.background.learn(findings=(licence,))
    yield "3-download-undecided"
    wizard.download.accept_box.click()
    wizard.background.learn(findings=())
    running = Download(Transfer.RUNNING, 45 * MB, 154 * MB, 6.2 * MB, 18.0)
    wizard.background.learn(download=running)
    yield "3-download"
    wizard.background.learn(download=replace(running, state=Transfer.PAUSED))
    yield "3-download-paused"
    failed = replace(running, state=Transfer.FAILED, error=_FAILED.error)
    wizard.background.learn(download=failed)
    yield "3-download-failed"
    wizard.background.learn(download=running)
    yield from _servers(wizard)


def _servers(wizard: ScriptedWizard) -> Iterator[str]:
    """The dialog with the speeds of an imagined afternoon."""
    mirrors = wizard.session.mirrors
    dialog = FasterServerDialog(wizard.session, (mirrors.consent("nju"),), wizard)
    servers = candidates(mirrors, Kind.CONDA)
    dialog.open()
    dialog.show_servers(servers)
    yield "3-servers-measuring"
    rates = (0.21, 5.4, 4.9, 3.1, 2.2, 1.7)
    now = time.time()
    dialog.learn([
        replace(each, measured=Measured("", int(rate * MB), 1.0, now - 3600.0 * (2 + 4 * number)))
        for number, (each, rate) in enumerate(zip(servers, rates, strict=False))
    ])  # fmt: skip
    gone = ServerTrouble(Rule.BLOCKED, "mirrors.aliyun.com")
    dialog.learn([replace(servers[-1], measured=Measured("", trouble=gone))])
    dialog.propose()
    yield "3-servers"
    dialog.reject()


def _answers(wizard: ScriptedWizard) -> Iterator[str]:
    _go(wizard, "location")
    yield "4-location"
    wizard.background.learn(findings=_folder_findings())
    yield "4-location-findings"
    _go(wizard, "environment")
    wizard.background.learn(pythons=("3.14", "3.13", "3.12", "3.11"))
    yield "5-environment"
    wizard.background.learn(findings=_name_findings())
    yield "5-environment-taken"
    _go(wizard, "libraries")
    wizard.background.learn(solving=True, troubles=())
    yield "6-libraries-solving"
    wizard.background.learn(solving=False, sizes=_SIZES)
    yield "6-libraries"


def _folder_findings() -> tuple[Finding, ...]:
    return (
        Finding(
            "target.folder", Level.STOP, "space", "The folder’s path contains a space.",
            "conda’s installer cannot work there. Choose a path without spaces.",
        ),
        Finding(
            "target.folder", Level.WARN, "sync", "The folder lies inside a synchronised folder.",
            "Synchronising thousands of files is slow and can break the environment.",
        ),
    )  # fmt: skip


def _name_findings() -> tuple[Finding, ...]:
    sentence = "An environment called “ml” is already there; it will not be touched."
    return (Finding("target.environment", Level.STOP, "taken", sentence, "Choose another name."),)


def _review(wizard: ScriptedWizard) -> Iterator[str]:
    _go(wizard, "review")
    wizard.background.learn(solving=False, sizes=_SIZES)
    yield "7-review"


def _running(wizard: ScriptedWizard) -> Iterator[str]:
    wizard.script = _before()
    _go(wizard, "running")
    yield "8-running"
    wizard.running.log.open()
    yield "8-running-log"
    wizard.running.log.close_drawer()
    for number in range(2, 6):
        wizard.running.tips.next_button.click()
        yield f"8-running-tip-{number}"
    wizard.running.all_steps.toggle()
    yield "8-running-other-steps"
    wizard.running.all_steps.toggle()
    wizard.running.watch.seconds = 0.05
    wizard.running.watch.take(_before())
    yield "8-running-slow"
    wizard.running.stop()
    _until(lambda: not wizard.running.running)
    yield "8-running-stopped"
    wizard.script = (*_before(), _FAILED)
    wizard.running.run(wizard.run_job())
    _until(lambda: not wizard.running.running)
    yield "8-running-failed"


def _finished(wizard: ScriptedWizard) -> Iterator[str]:
    workspace = wizard.session.workspace(wizard.plan)
    workspace.mkdir(parents=True, exist_ok=True)
    picture = workspace / "linear_regression.png"
    _draw(picture)
    # The checks of a real proof, the long names among them.
    versions = {
        "python": "3.13.5", "numpy": "2.4.1", "scipy": "1.17.0", "matplotlib": "3.10.8",
        "pandas": "3.0.1", "jupyter": "1.1.1", "all_together": "", "jupyter_kernel": "8.10.0",
        "linear_regression": "",
    }  # fmt: skip
    Proof(
        environment=str(wizard.plan.environment_prefix),
        python="3.13.5",
        packages=117,
        checks=tuple(Check(name, True, "", version) for name, version in versions.items()),
        kernel=str(wizard.plan.environment_prefix),
        slope=1.98,
        intercept=1.03,
        picture=str(picture),
        passed=True,
    ).save(workspace)
    _go(wizard, "finished")
    yield "9-finished"


def _draw(file: Path) -> None:
    """A stand-in for the picture that the proof draws in a real environment."""
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(QPen(QColor("#1f5f99"), 5))
    for number in range(60):
        noise = (number * 37 % 23 - 11) * 4
        painter.drawPoint(QPointF(40 + number * 9.4, 420 - number * 6.2 + noise))
    painter.setPen(QPen(QColor("#b3261e"), 3))
    painter.drawLine(QPointF(40, 420), QPointF(600, 50))
    painter.end()
    image.save(str(file))


if __name__ == "__main__":
    sys.exit(main())
