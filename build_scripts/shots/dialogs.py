"""The dialogs over the pages, in their states: one function for each dialog."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.core.consent import Kind
from app.core.mirrors.measuring import candidates
from app.core.network.measure import Measured
from app.core.network.trouble import ServerTrouble
from app.core.network.words import Rule
from app.core.report import Report
from app.core.run.runner import as_install_error
from app.gui.clean_up import CleanUp
from app.gui.faster_server import FasterServerDialog
from app.gui.offers import BusyNote, OfferQuestion
from app.gui.problem import ProblemDialog
from app.paths import state_folder
from shots.recorded import MB
from shots.scripted import ScriptedWizard, until
from shots.state import State, States, go

_DAY = 86_400.0
_RATES = (0.21, 5.4, 4.9, 3.1, 2.2, 1.7)


def clean_up(wizard: ScriptedWizard) -> States:
    """What is kept, with something old among it, and the moment after it was removed."""
    _keep_something(wizard.session.cache)
    dialog = CleanUp(wizard.session.cache, state_folder(), "", wizard)
    dialog.open()
    until(lambda: not dialog.busy)
    yield State("welcome", "clean-up", dialog)
    dialog.remove_button.click()
    until(lambda: not dialog.busy)
    yield State("welcome", "cleaned-up", dialog)
    dialog.reject()
    dialog.deleteLater()


def _keep_something(cache: Path) -> None:
    old = time.time() - 60 * _DAY
    for name, size, changed in (
        ("installers/abc/Miniconda3-latest-Linux-x86_64.sh", 154 * MB, old),
        ("packages/def/numpy-2.4.1-py313h_0.conda", 9 * MB, time.time()),
        ("partials/sha256-0123.partial", 45 * MB, old),
    ):
        file = cache / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as writing:
            writing.truncate(size)
        os.utime(file, (changed, changed))


def problem(wizard: ScriptedWizard) -> States:
    """A mistake of ours that nobody caught."""
    known = wizard.background.known
    error = as_install_error(KeyError("channel"))
    report = Report.of(wizard.session, wizard.plan, known.machine, known.all_findings)
    dialog = ProblemDialog(report.after(error), wizard)
    dialog.open()
    yield State("welcome", "problem", dialog)
    dialog.reject()
    dialog.deleteLater()


def offers(wizard: ScriptedWizard) -> States:
    """A workshop from outside, while there are answers, and while something is installed."""
    place = str(wizard.session.home / "Downloads" / "machine-learning.seedbed")
    boxes = (("offer", OfferQuestion(place, wizard)), ("offer-busy", BusyNote(place, wizard)))
    for name, box in boxes:
        box.open()
        yield State("welcome", name, box)
        box.reject()
        box.deleteLater()


def faster_server(wizard: ScriptedWizard) -> States:
    """Servers while they are measured, and with the speeds of an imagined afternoon."""
    go(wizard, "download")
    mirrors = wizard.session.mirrors
    dialog = FasterServerDialog(wizard.session, (mirrors.consent("nju"),), wizard)
    servers = candidates(mirrors, Kind.CONDA)
    dialog.open()
    dialog.show_servers(servers)
    yield State("download", "servers-measuring", dialog)
    now = time.time()
    for number, (server, rate) in enumerate(zip(servers, _RATES, strict=False)):
        age = 3600.0 * (2 + 4 * number)
        measured = Measured("", int(rate * MB), 1.0, now - age)
        dialog.learn([replace(server, measured=measured)])
    gone = ServerTrouble(Rule.BLOCKED, "mirrors.aliyun.com")
    dialog.learn([replace(servers[-1], measured=Measured("", trouble=gone))])
    dialog.propose()
    yield State("download", "servers", dialog)
    dialog.reject()
    dialog.deleteLater()


def stop_question(wizard: ScriptedWizard) -> States:
    """The one question in mid-run; it is answered with “go on”."""
    wizard.reject()
    box = wizard.question
    assert box is not None
    yield State("running", "question", box)
    box.go_on_button.click()
    until(lambda: QApplication.activeModalWidget() is None)
