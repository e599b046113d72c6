"""Location: the folder for conda, or a conda that is already there; where notebooks go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
)

from app.core.after.lessons import usual_folder
from app.core.amounts import bytes_text
from app.core.finding import about
from app.core.kits.served import has_materials
from app.core.machine.facts import PythonFound
from app.core.plan import Plan
from app.core.session import Session
from app.gui.known import Known
from app.gui.lessons_choice import LessonsChoice
from app.gui.pages.page import Page
from app.gui.typed_path import as_path, show_path
from app.gui.widgets import Findings, card, label, row
from app.i18n import _, sentences


class LocationPage(Page):
    """Asks where conda shall live; every finding about the folder is shown while typing."""

    topic = "location"
    fields = ("target.folder", "target.materials_folder", "target.lessons_folder")

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.new, self.reuse = QRadioButton(), QRadioButton()
        self._ways = QButtonGroup(self)
        for way in (self.new, self.reuse):
            self._ways.addButton(way)
        self._ways.buttonClicked.connect(self._on_way)
        self._own_folder = plan.target.folder
        self._reused = ""
        self._build_new()
        self._build_reuse()
        self._build_materials()
        usual = usual_folder(session.platform, session.home, session.environ)
        self.lessons = LessonsChoice(usual, self)
        self.lessons.edited.connect(self._on_typed)
        self.body.addWidget(self.lessons.frame)
        self.body.addStretch(1)

    def name(self) -> str:
        return _("Location")

    def heading(self) -> str:
        return _("Where shall it live?")

    def lead(self) -> str:
        where = (
            _("The environment goes into the conda that is there; what it has now stays as it is.")
            if self.plan.target.reuse
            else _(
                "Python, conda and all libraries go into one folder; to remove them later, "
                "delete it."
            )
        )
        elsewhere = _(
            "The lessons, the menu entry and the notebook kernel lie elsewhere: the Review page "
            "names each place."
        )
        return sentences(where, elsewhere)

    def chosen(self, plan: Plan) -> str:
        return str(plan.target.folder)

    def read_plan(self, plan: Plan) -> Plan:
        if self.reuse.isChecked():
            prefix = str(self.condas.currentData() or plan.target.folder)
            plan = plan.with_target(reuse=True, folder=Path(prefix))
        else:
            self._own_folder = as_path(self.folder.text(), self._own_folder)
            plan = plan.with_target(reuse=False, folder=self._own_folder)
        if has_materials(plan):
            text = self.materials.text().strip()
            folder = as_path(text, Path(text)) if text else None
            plan = plan.with_target(materials_folder=folder)
        return plan.with_target(lessons_folder=self.lessons.chosen())

    def _build_new(self) -> None:
        frame, column = card()
        column.addWidget(self.new)
        self.folder = QLineEdit()
        self.folder.textEdited.connect(self._on_typed)
        self._browse = QPushButton()
        self._suggest = QPushButton()
        for button, slot in ((self._browse, self._on_browse), (self._suggest, self._on_suggest)):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
        column.addLayout(row(self.folder, self._browse, self._suggest))
        self._space = label("muted")
        column.addWidget(self._space)
        self._trouble = Findings()
        column.addWidget(self._trouble)
        self.body.addWidget(frame)

    def _build_reuse(self) -> None:
        frame, column = card()
        column.addWidget(self.reuse)
        self._reuse_text = label("muted")
        column.addWidget(self._reuse_text)
        self.condas = QComboBox()
        self.condas.activated.connect(self._on_conda)
        column.addWidget(self.condas)
        self._reuse_trouble = Findings()
        column.addWidget(self._reuse_trouble)
        self.body.addWidget(frame)

    def _build_materials(self) -> None:
        self._materials_card, column = card()
        self._materials_label = QLabel()
        self.materials = QLineEdit()
        self.materials.textEdited.connect(self._on_typed)
        self._materials_label.setBuddy(self.materials)
        self._materials_browse = QPushButton()
        self._materials_browse.setAutoDefault(False)
        self._materials_browse.clicked.connect(self._on_materials)
        column.addWidget(self._materials_label)
        column.addLayout(row(self.materials, self._materials_browse))
        self._materials_text = label("muted")
        column.addWidget(self._materials_text)
        self._materials_trouble = Findings()
        column.addWidget(self._materials_trouble)
        self.body.addWidget(self._materials_card)

    def draw_texts(self) -> None:
        self.new.setText(_("&Install into a new folder"))
        self.folder.setAccessibleName(_("Folder for conda"))
        self._browse.setText(_("B&rowse…"))
        self._browse.setAccessibleDescription(_("Folder for conda"))
        self._suggest.setText(_("&Suggest a folder"))
        self.reuse.setText(_("Use a conda that is already &here"))
        self.condas.setAccessibleName(_("conda to use"))
        self._materials_label.setText(_("Copy the &materials of the workshop to:"))
        self.materials.setAccessibleName(_("Folder for the materials"))
        self._materials_browse.setText(_("Br&owse…"))
        self.lessons.retranslate()
        self._materials_browse.setAccessibleDescription(_("Folder for the materials"))
        self._materials_text.setText(
            _("Files of yours with the same name are never overwritten. Empty: nothing is copied.")
        )

    def draw_plan(self) -> None:
        target = self.plan.target
        self.new.setChecked(not target.reuse)
        self.reuse.setChecked(target.reuse)
        if not target.reuse:
            self._own_folder = target.folder
        show_path(self.folder, str(self._own_folder))
        materials = target.materials_folder
        show_path(self.materials, str(materials) if materials else "")
        self._materials_card.setVisible(has_materials(self.plan))
        self.lessons.show_folder(target.lessons_folder)
        self._draw_enabled()

    def draw_known(self) -> None:
        self._draw_condas()
        drive = self.known.machine.drive_of(self._own_folder)
        text = ""
        if drive is not None:
            text = _("{size} free on {drive}").format(
                size=bytes_text(drive.free), drive=drive.mount
            )
        self._space.setText(text)
        self._space.setVisible(bool(text))
        everything = self.known.all_findings
        self._materials_trouble.show_findings(about(everything, "target.materials_folder"))
        self.lessons.show_findings(about(everything, "target.lessons_folder"))
        found = about(everything, "target.folder")
        reuse = self.plan.target.reuse
        self._trouble.show_findings(() if reuse else found)
        self._reuse_trouble.show_findings(found if reuse else ())

    def _draw_enabled(self) -> None:
        new = self.new.isChecked()
        for widget in (self.folder, self._browse, self._suggest):
            widget.setEnabled(new)
        self.condas.setEnabled(not new)
        self.reuse.setEnabled(self.condas.count() > 0)

    def _draw_condas(self) -> None:
        usable = self._usable_condas()
        shown = [self.condas.itemText(n) for n in range(self.condas.count())]
        if shown != list(usable.values()):
            self.condas.clear()
            for prefix, text in usable.items():
                self.condas.addItem(text, prefix)
        index = self.condas.findData(str(self.plan.target.folder))
        if self.plan.target.reuse and index >= 0:
            self.condas.setCurrentIndex(index)
        self.condas.setVisible(bool(usable))
        pending = "pythons" in self.known.machine.pending
        nothing = (
            _("Still looking…") if pending else _("No usable conda was found on this computer.")
        )
        self._reuse_text.setText(
            _("Nothing is installed twice; only a new environment is added to it.")
            if usable
            else nothing
        )
        self._draw_enabled()

    def _usable_condas(self) -> dict[str, str]:
        """Folders and words. The plan's own stays among them wherever it lies, for a person may
        have put it where nobody looks."""
        found = filter(_usable, self.known.machine.pythons or ())
        usable = {conda.prefix: _conda_text(conda) for conda in found}
        if self.plan.target.reuse:
            self._reused = str(self.plan.target.folder)
        if self._reused and self._reused not in usable:
            own = _("conda in {folder}").format(folder=self._reused)
            usable = {self._reused: own, **usable}
        return usable

    @Slot()
    def _on_way(self) -> None:
        self._draw_enabled()
        self.say_edited()

    @Slot()
    def _on_typed(self) -> None:
        self.say_edited()

    @Slot()
    def _on_conda(self) -> None:
        self.say_edited()

    @Slot()
    def _on_suggest(self) -> None:
        machine = self.known.machine
        folder = self.session.recommended_folder(self.plan.workshop, machine)
        self.folder.setText(str(folder))
        self.say_edited()

    @Slot()
    def _on_browse(self) -> None:
        start = self._own_folder.parent
        folder = QFileDialog.getExistingDirectory(self, _("Folder for conda"), str(start))
        if folder:
            self.folder.setText(str(_inside(Path(folder), self._own_folder.name)))
            self.say_edited()

    @Slot()
    def _on_materials(self) -> None:
        start = self.materials.text() or str(self.session.home)
        title = _("Folder for the materials")
        folder = QFileDialog.getExistingDirectory(self, title, start)
        if folder:
            self.materials.setText(str(Path(folder)))
            self.say_edited()


def _inside(folder: Path, name: str) -> Path:
    """An installation needs a folder of its own: beside what is there, not in the middle of it."""
    try:
        empty = not any(folder.iterdir())
    except OSError:
        empty = True
    return folder if empty else folder / name


def _usable(found: PythonFound) -> bool:
    return found.kind == "conda" and found.healthy and found.writable


def _conda_text(found: PythonFound) -> str:
    return _("conda {version} in {folder}").format(version=found.version, folder=found.prefix)
