"""No visible text of the window bypasses translation, on any page, in any state, in any dialog."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shots import classroom, instructor

from app.core.after.next_things import next_things
from app.core.catalog.platforms import all_platforms
from app.core.foreign_text import printable
from app.core.plan import Plan
from app.core.session import Session
from app.i18n import LANGUAGES, PSEUDO, _, set_language
from tests.gui.conftest import ScriptedWizard, Walk
from tests.gui.visible_texts import bypassed, left_over, texts_of

# Names are the same in every language; these stand on pages whatever the plan says.
NAMES = ("Seedbed", "glibc", "conda-forge", "defaults", PSEUDO, *LANGUAGES.values())
# Qt's own words, which Qt's own catalogues translate.
# What stands in the instructor's window: the workshop, its kit and its files.
_WORKSHOP = instructor.WORKSHOP
_OF_INSTRUCTOR = (
    *(_WORKSHOP.title, _WORKSHOP.environment, _WORKSHOP.materials, _WORKSHOP.check, "my env"),
    *(one.subdir for one in all_platforms()),
    *_WORKSHOP.packages,
    *(name for one in _WORKSHOP.differences for name in (*one.without, *one.instead)),
    *(entry.path for entry in instructor.MANIFEST.files),
    *_WORKSHOP.pip_packages,
    *(instructor.BAD_TITLE, printable(instructor.BAD_TITLE), instructor.BAD_VERSION),
    *(
        *(file.name for file in instructor.APP_FILES),
        instructor.NO_CODE,
        instructor.FILE.name,
        "notes.txt",
        "START-HERE",
    ),
    *("jaxlib", "win-64:", "../logo.png"),
)
_QTS = ("< &Back", "&Next >", "&Finish", "Cancel")


def data_of(wizard: ScriptedWizard) -> list[str]:
    """What the pages show that nobody translates: names of the plan, the machine, the proof."""
    return [
        *NAMES,
        *(QCoreApplication.translate("QWizard", text) for text in _QTS),
        *_of_plan(wizard.plan, wizard.session),
        *_of_machine(wizard),
        *_proof_codes(wizard),
        *_OF_INSTRUCTOR,
        *instructor.codes(),
        *classroom.data(),
    ]


def _proof_codes(wizard: ScriptedWizard) -> list[str]:
    shown = (wizard.running.code, wizard.finished_page.code)
    return [line.code.text() for line in shown if line.code.text()]


def _of_plan(plan: Plan, session: Session) -> list[str]:
    workshop = plan.workshop
    commands = [
        part
        for thing in next_things(session, plan)
        for typed in thing.commands
        for line in typed.lines
        for part in line.split(" && ")
    ]
    texts = [
        plan.environment_name,
        str(plan.target.folder),
        *workshop.packages,
        workshop.title,
        *workshop.description.splitlines(),
        *commands,
    ]
    return [text for text in texts if text]


def _of_machine(wizard: ScriptedWizard) -> list[str]:
    machine = wizard.background.known.machine
    found = [machine.os.name] if machine.os else []
    if machine.cpu:
        found += [machine.cpu.name, machine.cpu.architecture]
    return [text for text in found if text]


def test_no_text_of_the_window_bypasses_translation(walk: Walk) -> None:
    found, number = [], 0
    for wizard, state in walk(PSEUDO):
        number += len(list(texts_of(state.window)))
        found += [f"{state.title}: {text}" for text in bypassed(state.window, data_of(wizard))]
    assert not found, "\n".join(dict.fromkeys(found))
    assert number > 3000, "the walk has really seen the texts"


@pytest.mark.parametrize("where", ["label", "tool tip", "placeholder", "item", "name", "title"])
def test_a_text_that_bypasses_translation_is_found(qtbot: QtBot, where: str) -> None:
    set_language(PSEUDO)
    window = QWidget()
    qtbot.addWidget(window)
    label, box, field, choice = QLabel(_("Name:")), QCheckBox(_("Yes")), QLineEdit(), QComboBox()
    field.setText("typed by a person")
    field.setPlaceholderText(_("Path"))
    choice.addItems([_("Newest"), "3.13"])
    column = QVBoxLayout(window)
    for widget in (label, box, field, choice):
        column.addWidget(widget)
    window.show()
    assert bypassed(window, ()) == []
    for place, say in (
        ("label", label.setText),
        ("tool tip", box.setToolTip),
        ("placeholder", field.setPlaceholderText),
        ("item", choice.addItem),
        ("name", choice.setAccessibleName),
        ("title", window.setWindowTitle),
    ):
        if place == where:
            say("Forgotten")
    (found,) = bypassed(window, ())
    assert "“Forgotten”" in found
    label.hide()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("⟦Ready⟧", ""),
        ("⟦{⟦5 MB⟧} of 7⟧ · 12", ""),
        ("⟦Folder:⟧ /home/mei/x-y.z", ""),
        ("C:\\Users\\Mei ⟦is free⟧", ""),
        ("3.13.5 · 26.9.4-1", ""),
        ("ml: ⟦done⟧", ""),
        ("⟦Ready⟧ now", "now"),
        ("html", "html"),
        ("Ready⟧", "Ready⟧"),
        ("更多", "更多"),
    ],
)
def test_what_is_left_over_of_a_text(text: str, rest: str) -> None:
    assert left_over(text, ("ml",)) == rest
