"""The pages that ask, in their states: one function for each page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QRadioButton

from app.core.finding import Finding
from app.core.libraries.solving import solving_finding
from app.core.machine.check_machine import check_machine
from app.core.packages.sizes import Sizes
from app.core.plan import Workshop
from app.core.run.journal import Owner
from app.core.sharing.browsing import Shared
from app.core.updates.latest import Announced
from app.core.workshops.planwrite import write_workshop
from app.gui.known import Download, Transfer
from app.i18n import language
from shots.recorded import (
    CONDA_HERE,
    HOME,
    MB,
    SIZES,
    in_channel,
    lost,
    machine,
    unsolvable,
)
from shots.scripted import ScriptedWizard, until
from shots.state import State, States, answer, go, relearn_machine, tell, tell_findings

_SHARED = Path("/srv/group/mei/miniconda3")
_TITLE = "Machine learning in two days"
_ADDRESS = "http://192.168.1.20:8770"


def welcome(wizard: ScriptedWizard) -> States:
    """The first page: alone, with a workshop, and with a place where none is."""
    page, before = wizard.welcome, wizard.plan
    yield State("welcome", "usual", wizard)
    page.shared.show_found((Shared(_TITLE, _ADDRESS),))
    yield State("welcome", "shared", wizard)
    page.shared.show_found(())
    for name, place in (("opened", _course(wizard)), ("wrong", HOME / "course.toml")):
        page.open(str(place))
        until(lambda: not page.busy)
        yield State("welcome", name, wizard)
    page.findChildren(QRadioButton)[0].click()
    page.updates.tell(Announced("9.1", "https://example.org/seedbed/9.1", newer=True), asked=True)
    yield State("welcome", "newer", wizard)
    page.updates.tell(None, asked=False)
    wizard.background.learn(findings=check_machine(machine("macos_disk_image")))
    yield State("welcome", "disk-image", wizard)
    wizard.background.learn(findings=())
    wizard.plan = before  # a new plan would depend on the disk of this computer


def _course(wizard: ScriptedWizard) -> Path:
    """A workshop as a teacher hands it out, in the language of the pictures."""
    chinese = language() == "zh_CN"
    course = Workshop(
        title="机器学习入门" if chinese else "Introduction to machine learning",
        author="李娜" if chinese else "Anna",
        description="两个上午，一个下午。" if chinese else "Two mornings, one afternoon.",
        contact="anna@example.org",
        packages=wizard.plan.workshop.packages,
    )
    file = wizard.session.cache.parent / "course.toml"
    file.write_text(write_workshop(course), "utf-8")
    return file


def computer(wizard: ScriptedWizard) -> States:
    """A computer that is still looked at, and one for each level of findings."""
    go(wizard, "computer")
    usual = wizard.background.known.machine
    waiting = replace(usual, reach=None, pythons=None, pending=("reach", "pythons"))
    wizard.background.learn(machine=waiting)
    yield State("computer", "looking", wizard)
    for level, name in (
        ("ok", "linux_nvidia_laptop"),
        ("note", "linux_nothing_known"),
        ("warn", "linux_hostile_settings"),
        ("stop", "linux_raspberry_32_bit"),
    ):
        shown = machine(name)
        wizard.background.learn(machine=shown, findings=check_machine(shown))
        yield State("computer", level, wizard)
    wizard.background.learn(machine=usual, findings=())


def download(wizard: ScriptedWizard) -> States:
    """The choice of conda, its licence, and the transfer in each of its states."""
    go(wizard, "download")
    tell_findings(wizard)
    yield State("download", "undecided", wizard)
    if not wizard.plan.target.licence_accepted:
        wizard.download.accept_box.click()
    tell_findings(wizard)
    running = Download(Transfer.RUNNING, 45 * MB, 154 * MB, 6.2 * MB, 18.0)
    for name, state in (
        ("waiting", Download()),
        ("downloading", running),
        ("paused", replace(running, state=Transfer.PAUSED)),
        ("failed", replace(running, state=Transfer.FAILED, error=lost())),
        ("downloaded", replace(running, state=Transfer.DONE)),
    ):
        wizard.background.learn(download=state)
        yield State("download", name, wizard)
    usual = wizard.background.known.machine
    wizard.background.learn(machine=machine("linux_centos7_old_glibc"), download=Download())
    tell_findings(wizard)
    yield State("download", "stop", wizard)
    wizard.background.learn(machine=usual, download=running)


def location(wizard: ScriptedWizard) -> States:
    """The folder with each level of findings, a conda that is already there, and materials."""
    go(wizard, "location")
    tell_findings(wizard)
    yield State("location", "ok", wizard)
    usual = wizard.plan
    long, spaced = HOME / "-".join(["machine-learning"] * 6), HOME / "My Documents"
    for name, folder, facts in (
        ("note", long, {}),
        ("warn", _SHARED, {"filesystem": "network"}),
        ("stop", spaced / "miniconda3", {"inside_sync": spaced}),
    ):
        answer(wizard, usual.with_target(folder=folder))
        tell_findings(wizard, **facts)
        yield State("location", name, wizard)
    answer(wizard, usual)
    tell_findings(wizard)
    relearn_machine(wizard, pythons=(CONDA_HERE,))
    reuse = wizard.plan.with_target(reuse=True, folder=HOME / "anaconda3")
    reuse = reuse.with_workshop(materials="materials")
    answer(wizard, reuse.with_target(materials_folder=HOME / "course"))
    tell(wizard)
    yield State("location", "reuse", wizard)
    answer(wizard, usual)
    relearn_machine(wizard, pythons=())


def environment(wizard: ScriptedWizard) -> States:
    """Name, Python and channel: while they are asked for, known, and complained about."""
    go(wizard, "environment")
    wizard.background.learn(asking_pythons=True, pythons=())
    yield State("environment", "asking", wizard)
    versions = ("3.14", "3.13", "3.12", "3.11")
    wizard.background.learn(asking_pythons=False, pythons=versions)
    tell_findings(wizard)
    yield State("environment", "ok", wizard)
    usual = wizard.plan
    answer(wizard, usual.with_workshop(channels=("defaults",)))
    tell_findings(wizard)
    yield State("environment", "warn", wizard)
    answer(wizard, usual)
    tell_findings(wizard, owner=Owner.FOREIGN)
    yield State("environment", "stop", wizard)


def libraries(wizard: ScriptedWizard) -> States:
    """The choice of libraries, while it is solved, solved, and not to be solved."""
    go(wizard, "libraries")
    wizard.background.learn(solving=True)
    yield State("libraries", "solving", wizard)
    wizard.background.learn(solving=False, sizes=SIZES, channel=in_channel())
    tell_findings(wizard)
    yield State("libraries", "ok", wizard)
    usual = wizard.plan
    answer(wizard, usual.with_workshop(packages=()))
    wizard.background.learn(sizes=replace(SIZES, count=12, packages=41 * MB, missing=195 * MB))
    tell_findings(wizard)
    yield State("libraries", "note", wizard)
    answer(wizard, usual)
    _troubled(wizard, unsolvable())
    yield State("libraries", "stop", wizard)
    go(wizard, "libraries")
    wizard.background.learn(sizes=SIZES)
    address = "https://conda.anaconda.org/conda-forge/linux-64/numpy-2.4.1-py313h_0.conda"
    answer(
        wizard, usual.with_workshop(packages=(), explicit=(address,), pip_packages=("requests",))
    )
    one = replace(SIZES, count=1, packages=9 * MB, missing=163 * MB)
    wizard.background.learn(sizes=one)
    yield State("libraries", "exact", wizard)
    answer(wizard, usual)
    wizard.background.learn(sizes=SIZES)


def _troubled(wizard: ScriptedWizard, trouble: Finding) -> None:
    wizard.background.learn(findings=(), troubles=(trouble,), sizes=Sizes())


def review(wizard: ScriptedWizard) -> States:
    """The whole plan: while its size is found out, ready, doubtful, impossible."""
    go(wizard, "review")
    wizard.background.learn(solving=True, sizes=Sizes())
    yield State("review", "solving", wizard)
    wizard.background.learn(solving=False, sizes=SIZES)
    tell_findings(wizard)
    yield State("review", "ok", wizard)
    _troubled(wizard, solving_finding(lost()))
    yield State("review", "note", wizard)
    wizard.background.learn(sizes=SIZES)
    usual = wizard.plan
    answer(wizard, usual.with_target(folder=_SHARED))
    tell_findings(wizard, filesystem="network")
    yield State("review", "warn", wizard)
    shared = usual.with_workshop(title=_TITLE, author="Anna")
    answer(wizard, shared.with_target(source=_ADDRESS, tell_to=_ADDRESS, tell_as="Mei"))
    tell(wizard)
    yield State("review", "shared", wizard)
    answer(wizard, usual)
    _troubled(wizard, unsolvable())
    yield State("review", "stop", wizard)
    tell(wizard)
    wizard.background.learn(sizes=SIZES)
