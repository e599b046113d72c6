"""Kit: made here with every byte of the workshop, checked here, and what to do with it next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from app.core.finding import Level
from app.core.kits.app_words import app_findings
from app.core.kits.apps import without_app
from app.core.kits.checked_words import checked_findings, rehearsal_finding
from app.core.plan import Plan
from app.core.session import Session
from app.gui import theme
from app.gui.announce import announce
from app.gui.chips import Chips
from app.gui.focus import order_tabs
from app.gui.instructor import jobs, kit_words
from app.gui.instructor.section import Section
from app.gui.instructor.work import Work
from app.gui.instructor.work_line import Doing, Stage, Words, WorkLine
from app.gui.known import Known
from app.gui.typed_path import as_path
from app.gui.widgets import Findings, card, label, row
from app.i18n import _


class KitSection(Section):
    """Asks where; makes and checks. `made` says that a kit is complete."""

    made = Signal()

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.build_fields()
        self._file: Path | None = None
        self._proposed = ""
        self._saved = False
        self._apps: tuple[Path, ...] = ()
        self._lacking: tuple[str, ...] = ()
        self.folder, self._folder_label = QLineEdit(), QLabel()
        self.choose, self.add_app = QPushButton(), QPushButton()
        self.zipped, self.quick = QCheckBox(), QCheckBox()
        self.apps = Chips()
        self._build_place()
        self.making, self.checking = WorkLine(pausable=True), WorkLine()
        self.make, self.check = Work(self.making, self), Work(self.checking, self)
        self.checking.texts.addWidget(self.quick)
        self.quick.clicked.connect(self._on_work)
        self.making.start_asked.connect(self._on_make)
        self.checking.start_asked.connect(self._on_check)
        self.make.ended.connect(self._on_made)
        self.check.ended.connect(self._on_checked)
        for work in (self.make, self.check):
            work.changed.connect(self._on_work)
        self.found, self.about_apps = Findings(), Findings(lambda found: found.level is Level.WARN)
        self.about_apps.acted.connect(self._on_add_app)
        for findings in (self.found, self.about_apps):
            findings.hide()
        self._next = label("muted")
        for widget in (self.making, self.about_apps, self.checking, self.found, self._next):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.body.setSpacing(theme.GRID)

    def _build_place(self) -> None:
        self._folder_label.setBuddy(self.folder)
        self.folder.textEdited.connect(self._on_work)
        self.choose.clicked.connect(self._on_choose)
        self.add_app.clicked.connect(self._on_add_app)
        self.apps.removed.connect(self._on_remove_app)
        for button in (self.choose, self.add_app):
            button.setAutoDefault(False)
        frame, column = card()
        line = row(self._folder_label, self.folder, self.choose)
        line.setStretch(1, 1)
        column.addLayout(line)
        self._build_options(column)
        self.body.addWidget(frame)

    def _build_options(self, column: QVBoxLayout) -> None:
        line: QHBoxLayout = row(self.zipped, 1, self.add_app)
        column.addLayout(line)
        column.addWidget(self.apps)

    def name(self) -> str:
        return _("Kit")

    def heading(self) -> str:
        return _("Make the kit")

    def lead(self) -> str:
        return _(
            "A kit is a folder with all that participants need; add Seedbed’s installers to it, "
            "one for each kind of computer, from where you got Seedbed."
        )

    def chosen(self, plan: Plan) -> str:
        return _("made") if self.making.doing.stage is Stage.DONE else ""

    @property
    def busy(self) -> bool:
        """Whether a kit is being made or checked."""
        return self.make.busy or self.check.busy

    def stop(self) -> None:
        """Stop both."""
        self.make.stop()
        self.check.stop()

    @property
    def place(self) -> Path | None:
        """The kit's folder, if one was named."""
        return as_path(self.folder.text(), Path()) if self.folder.text().strip() else None

    def show_file(self, file: Path | None, saved: bool) -> None:
        """Take note of the workshop's file, and whether it has all answers."""
        if file != self._file and self.folder.text() == self._proposed:
            # Another workshop is another kit, unless somebody has named the folder for both.
            self.folder.clear()
            self._lacking = ()
            for work in (self.make, self.check):
                if not work.busy:
                    work.line.show_doing(Doing())
        self._file, self._saved = file, saved
        if file is not None and not self.folder.text():
            self._proposed = str(usual_folder(file))
            self.folder.setText(self._proposed)
        self._on_work()

    def draw_texts(self) -> None:
        self._folder_label.setText(_("&Folder:"))
        self.choose.setText(_("C&hoose…"))
        self.choose.setAccessibleDescription(_("The folder of the kit, for example on a stick"))
        self.add_app.setText(_("A&dd Seedbed’s installer…"))
        self.add_app.setToolTip(_("The file of Seedbed for one system, put into the kit"))
        self.apps.setAccessibleName(_("Files of Seedbed in the kit"))
        self.zipped.setText(_("Also as a &zip file, beside the folder"))
        self.quick.setText(_("Only compare the files: quick, &installs nothing"))
        make, again = _("&Make the kit"), _("Chec&k it again")
        self.making.retranslate(
            Words(_("The kit"), make, _("&Bring it up to date"), _("&Try again"))
        )
        self.checking.retranslate(Words(_("Check of the kit"), _("Chec&k the kit"), again, again))
        self._draw()

    def draw_plan(self) -> None:
        super().draw_plan()
        self._draw()

    def _draw(self) -> None:
        why = self._why_not()
        doing = self.making.doing
        about = why or ("" if doing.text else kit_words.about_making())
        said = about if doing.stage is Stage.IDLE else ""
        if doing.stage is Stage.PAUSED:
            said = why  # why it cannot go on as it is
        self.making.show_doing(doing, not why and not self.check.busy, said)
        at_work = self.make.busy or doing.stage in (Stage.RUNNING, Stage.PAUSED)
        ready = self.place is not None and not at_work
        check = self.checking.doing
        checks = kit_words.about_check(self.quick.isChecked()) if check == Doing() else ""
        self.checking.show_doing(check, ready, checks)
        findings = app_findings(self._lacking, self.workshop.platforms, self._apps)
        added = bool(findings) and findings[0].rule == "app_added"
        self.about_apps.show_findings(findings, "" if at_work or added else _("Add it…"))
        self.quick.setVisible(not self.check.busy)
        for widget in (self.folder, self.choose, self.zipped, self.add_app, self.apps):
            widget.setEnabled(not self.busy)
        self.apps.show_things([(str(file), file.name) for file in self._apps])
        self._next.setText(kit_words.next_text())

    def _why_not(self) -> str:
        """Why no kit can be made now; "" if one can."""
        if self._file is None or not self._saved:
            return _("Save the workshop first: the kit is made from its file.")
        if not self.workshop.platforms:
            return _("Choose at least one platform first.")
        return "" if self.place is not None else _("Name a folder for the kit first.")

    @Slot()
    def _on_work(self) -> None:
        self._draw()
        order_tabs(self)  # a chip or a finding's button may be new
        self.completeChanged.emit()

    @Slot()
    def _on_choose(self) -> None:
        start = str(self.place or self.session.home)
        title = _("Choose the folder of the kit")
        chosen = QFileDialog.getExistingDirectory(self, title, start)
        if chosen:
            self.folder.setText(chosen)
            self._on_work()

    @Slot()
    def _on_add_app(self) -> None:
        title = _("Choose Seedbed’s own file for one system")
        chosen, _filter = QFileDialog.getOpenFileName(self, title, str(self.session.home))
        if chosen:
            self.take_app(Path(chosen))

    def take_app(self, file: Path) -> None:
        """Put a file of Seedbed into the kit that will be made."""
        self._apps = tuple(dict.fromkeys((*self._apps, file)))
        self._on_work()

    @Slot(str)
    def _on_remove_app(self, thing: str) -> None:
        self._apps = tuple(file for file in self._apps if str(file) != thing)
        self._on_work()

    @Slot()
    def _on_make(self) -> None:
        place = self.place
        if self._file is None or place is None or self._why_not():
            return
        zipped = self.zipped.isChecked()
        wish = jobs.KitWish(self._file, place, self.workshop.platforms, self._apps, zipped)
        self.found.show_findings(())
        self._lacking = ()
        self.make.start(jobs.make_job(self.session, wish), _("Choosing versions"))

    @Slot()
    def _on_check(self) -> None:
        if self.place is not None and not self.make.busy:
            self.found.show_findings(())
            job = jobs.check_job(self.session, self.place, self.quick.isChecked())
            self.check.start(job, _("Reading every file"))

    @Slot(object)
    def _on_made(self, done: jobs.MadeKit) -> None:
        self.take_made(done)
        self.made.emit()

    def take_made(self, done: jobs.MadeKit) -> None:
        """Show a kit that is complete."""
        text = kit_words.made_text(done)
        self._lacking = without_app(done.made.manifest)
        self.making.show_doing(Doing(Stage.DONE, text=text, warned=bool(self._lacking)))
        announce(text, self)
        self._on_work()

    @Slot(object)
    def _on_checked(self, done: jobs.CheckedKit) -> None:
        self.take_checked(done)

    def take_checked(self, done: jobs.CheckedKit) -> None:
        """Show what was found in a kit."""
        good = done.checked.whole and done.failure is None
        text = kit_words.checked_text(done)
        self.checking.show_doing(Doing(Stage.DONE if good else Stage.FAILED, text=text))
        announce(text, self)
        findings = checked_findings(done.checked)
        if not self.quick.isChecked():
            tried = rehearsal_finding(done.rehearsed, done.failure, self.session.subdir)
            findings = (*findings, tried)
        self.found.show_findings(findings)
        self._on_work()


def usual_folder(file: Path) -> Path:
    """Beside the workshop's folder; in it, where that is a whole drive."""
    folder = file.parent
    return folder.with_name(f"{folder.name}-kit") if folder.name else folder / "kit"
