"""The states of the instructor's window, section by section; each function opens and leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app import __version__
from app.core.kits.apps import app_name
from app.core.kits.checking import Checked
from app.core.kits.making import Made
from app.core.kits.manifest import Entry, Manifest
from app.core.kits.names import APP
from app.core.kits.survey import Surveyed
from app.core.packages import unsolvable
from app.core.plan import Difference, PageRule, Workshop
from app.core.proof.code import Outcome, ProofCode
from app.core.proof.coding import workshop_mark
from app.core.run.events import Progress, StepStarted, Unit
from app.core.workshops.draft import ChangedMeanwhile, Draft
from app.errors import NoSpace
from app.gui.instructor.door import InstructorDoor
from app.gui.instructor.jobs import Begun, CheckedKit, MadeKit
from app.gui.instructor.kit import KitSection
from app.gui.instructor.questions import ChangedQuestion, Trouble, UnsavedQuestion
from app.gui.instructor.window import InstructorWindow
from app.gui.instructor.work_line import Doing, Stage, after_events, when_paused
from app.gui.pages.page import Page
from app.i18n import _
from shots.classroom import shared
from shots.recorded import HOME
from shots.scripted import ScriptedWizard, until
from shots.state import State, States

PAGE = "prepare"
BAD_TITLE = "A title with a bell: \x07"
BAD_VERSION = "two"
NO_CODE = "nonsense"
WITH_APP = ("linux-64", "win-64")
APP_FILES = tuple(Path(app_name(subdir, __version__)) for subdir in WITH_APP)
FILE = HOME / "course" / "workshop.toml"
WORKSHOP = Workshop(
    title="First steps in machine learning",
    author="Ada Lovelace",
    description="Two days for people who have never programmed.\nBring your own laptop.",
    contact="ada@example.org",
    environment="course",
    python="3.12",
    packages=("numpy", "pandas", "scikit-learn", "jupyter", "jax"),
    pip_packages=("rich==14.0.0",),
    materials="notebooks",
    check="check.py",
    pages=(("computer", PageRule.HIDDEN), ("location", PageRule.LOCKED)),
    platforms=("linux-64", "osx-arm64", "win-64"),
    windows="10.0.19045",
    differences=(Difference("osx-arm64", ("jax",), ("jax-metal",)),),
)
MANIFEST = Manifest(
    WORKSHOP.title,
    WORKSHOP.platforms,
    (
        *(Entry(f"channel/noarch/{number}.conda", 3_100_000, "0" * 64) for number in range(409)),
        *(
            Entry(f"{APP}/{app_name(subdir, __version__)}", 90_000_000, "0" * 64)
            for subdir in WITH_APP
        ),
    ),
)


@contextmanager
def _opened(wizard: ScriptedWizard) -> Iterator[InstructorWindow]:
    """The window, as Welcome opens it, of the wizard's size."""
    door = wizard.findChild(InstructorDoor)
    assert isinstance(door, InstructorDoor)
    wizard.welcome.prepare.click()
    window = door.window
    assert window is not None
    try:
        yield window
    finally:
        if window.files.box is not None:
            window.files.box.close()
        window.leave()
        until(lambda: door.window is None)


def _at(window: InstructorWindow, section: Page) -> InstructorWindow:
    window.go_to(window.sections().index(section))
    return window


def _saved(window: InstructorWindow, workshop: Workshop = WORKSHOP) -> None:
    window.show_draft(Draft(workshop, FILE, "schema = 1\n", workshop))


def answers(wizard: ScriptedWizard) -> States:
    """The sections that ask, new and filled."""
    with _opened(wizard) as window:
        yield State(PAGE, "new", window)
        window.answer(replace(WORKSHOP, title=BAD_TITLE, logo="../logo.png"))
        yield State(PAGE, "about-stop", window)
        window.answer(WORKSHOP)
        yield State(PAGE, "about", _at(window, window.about))
        yield State(PAGE, "software", _at(window, window.software))
        window.answer(replace(WORKSHOP, environment="my env", python="3.99.x!"))
        yield State(PAGE, "software-stop", _at(window, window.software))
        window.answer(WORKSHOP)
        yield State(PAGE, "libraries", _at(window, window.libraries))
        _at(window, window.materials).materials.materials.take(Path(HOME / "notebooks"))
        yield State(PAGE, "materials-elsewhere", window)
        _saved(window)
        window.materials.materials.take(FILE.parent / "notebooks")
        yield State(PAGE, "materials", window)
        yield State(PAGE, "rules", _at(window, window.rules))


def _surveyed() -> list[object]:
    absent = {"spec": "jax", "name": "jax", "near": ["jaxlib"], "platforms": ["linux-64"]}
    conflict = unsolvable.conflict(
        ("python=3.12", "scikit-learn=0.24"),
        ({"way": "python", "spec": "python=3.12", "value": "3.9"},
         {"way": "replace", "spec": "scikit-learn=0.24", "value": "scikit-learn"}),
        "python 3.12.* conflicts with scikit-learn 0.24.2",
    )  # fmt: skip
    return [
        Surveyed("linux-64", 163, 412_000_000, 0, 137_000_000, 2_400_000_000, True),
        Surveyed("osx-arm64", errors=(conflict,)),
        Surveyed("win-64", errors=(unsolvable.missing((absent,), "win-64"),)),
    ]


def platforms(wizard: ScriptedWizard) -> States:
    """Before, during and after versions are chosen."""
    with _opened(wizard) as window:
        _saved(window, replace(WORKSHOP, differences=()))
        yield State(PAGE, "platforms", _at(window, window.platforms))
        window.platforms.take([Begun("linux-64"), *_surveyed()])
        yield State(PAGE, "platforms-conflict", window)
        window.answer(replace(WORKSHOP, glibc=BAD_VERSION))
        yield State(PAGE, "platforms-changed", window)


def kit(wizard: ScriptedWizard) -> States:
    """Made and checked, in every stage."""
    with _opened(wizard) as window:
        yield State(PAGE, "kit-unsaved", _at(window, window.kit))
        _saved(window)
        section = window.kit
        for file in APP_FILES:
            section.take_app(file)
        yield State(PAGE, "kit", window)
        step = _("Downloading packages and installers")
        moved = Progress("fetch", 412_000_000, 1_280_000_000, Unit.BYTES, "", 34.0, 0.4, 12e6, 72.0)
        doing = after_events(Doing(Stage.RUNNING), [StepStarted("fetch", step), moved])
        _shown(section, doing)
        yield State(PAGE, "kit-running", window)
        _shown(section, when_paused(doing))
        yield State(PAGE, "kit-paused", window)
        full = NoSpace(
            _("The drive is full."),
            _("Free some space and try again; what is done so far is kept."),
        )
        _shown(section, Doing(Stage.FAILED, error=full))
        yield State(PAGE, "kit-failed", window)
        section.take_made(MadeKit(Made(HOME / "course-kit", MANIFEST, (), ()), None))
        yield State(PAGE, "kit-made", window)
        whole = Checked(MANIFEST, complete=MANIFEST.platforms)
        section.take_checked(CheckedKit(whole, True))
        yield State(PAGE, "kit-checked", window)
        paths = tuple(entry.path for entry in MANIFEST.files[:9])
        section.take_checked(CheckedKit(Checked(MANIFEST, paths, paths[:1], ("notes.txt",))))
        yield State(PAGE, "kit-broken", window)


def _shown(section: KitSection, doing: Doing) -> None:
    section.making.show_doing(doing)
    section.draw_plan()


def room(wizard: ScriptedWizard) -> States:
    """Sharing, and what comes back."""
    with _opened(wizard) as window:
        yield State(PAGE, "room-unsaved", _at(window, window.room))
        _saved(window)
        yield State(PAGE, "room", window)
        window.room.panel.show_kit(HOME / "course-kit")
        yield State(PAGE, "room-ready", window)
        with shared(window.room.panel):
            yield State(PAGE, "room-sharing", window)
        yield State(PAGE, "results", _at(window, window.results))
        window.results.codes.setPlainText("\n".join((*codes(), NO_CODE)))
        yield State(PAGE, "results-read", window)


def codes() -> tuple[str, ...]:
    """Proof codes: of this workshop, passed and failed, and of another one."""
    mine = workshop_mark(WORKSHOP)
    return (
        ProofCode(Outcome.PASSED, mine, 0).text,
        ProofCode(Outcome.KERNEL, mine, 0).text,
        ProofCode(Outcome.PASSED, mine % 99 + 1, 0).text,
    )


def questions(wizard: ScriptedWizard) -> States:
    """What is asked so that nothing is lost."""
    with _opened(wizard) as window:
        _saved(window)
        full = NoSpace(
            _("The drive is full."),
            _("Free some space and try again; what is done so far is kept."),
        )
        summary = _("{name} has been changed by another program.").format(name=FILE.name)
        remedy = _("Open it again, save under another name, or replace it.")
        changed = ChangedMeanwhile(summary, remedy)
        for name, box in (
            ("unsaved", UnsavedQuestion(window, changed=True)),
            ("at-work", UnsavedQuestion(window, changed=False)),
            ("changed", ChangedQuestion(changed, window)),
            ("trouble", Trouble(full, window)),
        ):
            window.files.ask(box)
            yield State(PAGE, f"question-{name}", box)
            box.close()
