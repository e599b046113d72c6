"""Environment: its name, Python's version, the channel, and what may be added outside."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from app.core.after.finishing import outside_paths
from app.core.finding import about
from app.core.plan import DEFAULT_CHANNELS, Plan
from app.core.session import Session
from app.gui import theme
from app.gui.known import Known
from app.gui.pages.page import Page
from app.gui.widgets import Findings, card, label
from app.i18n import _

_OFFERED_CHANNELS = (DEFAULT_CHANNELS, ("defaults",))
_SEPARATOR = ", "


class EnvironmentPage(Page):
    """Asks for name, Python and channel; the versions come from the channel itself."""

    topic = "environment"
    fields = ("target.environment", "workshop.python", "workshop.channels")

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        frame, column = card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(theme.GRID)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self._build_name(grid)
        self._build_python(grid)
        self._build_channel(grid)
        self.body.addWidget(frame)
        self._launchers_card, column = card()
        self.launchers = QCheckBox()
        self.launchers.clicked.connect(self._on_edited)
        column.addWidget(self.launchers)
        self._outside = label("muted")
        column.addWidget(self._outside)
        self.body.addWidget(self._launchers_card)
        self.body.addStretch(1)

    def name(self) -> str:
        return _("Environment")

    def heading(self) -> str:
        return _("Your environment")

    def lead(self) -> str:
        return _(
            "An environment is a set of libraries with a Python of its own. Several live side by "
            "side and never break one another."
        )

    def chosen(self, plan: Plan) -> str:
        version = plan.workshop.python
        python = _("Python {version}").format(version=version) if version else ""
        return _SEPARATOR.join(part for part in (plan.environment_name, python) if part)

    def read_plan(self, plan: Plan) -> Plan:
        name = self.name_field.text().strip()
        channels = tuple(
            part.strip() for part in self.channel.currentText().split(",") if part.strip()
        )
        # An empty name must be complained about, and not silently become the workshop's.
        own = "" if name == plan.workshop.environment else name or " "
        return plan.with_target(
            environment=own, launchers=self.launchers.isChecked()
        ).with_workshop(python=self._python_text(), channels=channels)

    def own_decisions(self) -> tuple[QWidget, ...]:
        return (self._launchers_card,)

    def decision_words(self) -> str:
        return _("The menu entry is yours to decide.")

    def _python_text(self) -> str:
        text = self.python.currentText().strip()
        index = self.python.findText(text)
        return str(self.python.itemData(index)) if index >= 0 else text

    def _build_name(self, grid: QGridLayout) -> None:
        self._name_label, self.name_field = QLabel(), QLineEdit()
        self.name_field.textEdited.connect(self._on_edited)
        self._name_label.setBuddy(self.name_field)
        self._name_trouble = Findings()
        grid.addWidget(self._name_label, 0, 0)
        grid.addWidget(self.name_field, 0, 1)
        grid.addWidget(self._name_trouble, 1, 1)

    def _build_python(self, grid: QGridLayout) -> None:
        self._python_label, self.python = QLabel(), QComboBox()
        self.python.setEditable(True)
        self.python.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.python.addItem("", "")
        self.python.currentTextChanged.connect(self._on_edited)
        self._python_label.setBuddy(self.python)
        self._python_text_line = label("muted")
        self._python_trouble = Findings()
        grid.addWidget(self._python_label, 2, 0)
        grid.addWidget(self.python, 2, 1)
        grid.addWidget(self._python_text_line, 3, 1)
        grid.addWidget(self._python_trouble, 4, 1)

    def _build_channel(self, grid: QGridLayout) -> None:
        self._channel_label, self.channel = QLabel(), QComboBox()
        self.channel.setEditable(True)
        self.channel.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for channels in _OFFERED_CHANNELS:
            self.channel.addItem(_SEPARATOR.join(channels))
        self.channel.currentTextChanged.connect(self._on_edited)
        self._channel_label.setBuddy(self.channel)
        self._channel_text = label("muted")
        self._channel_trouble = Findings()
        grid.addWidget(self._channel_label, 5, 0)
        grid.addWidget(self.channel, 5, 1)
        grid.addWidget(self._channel_text, 6, 1)
        grid.addWidget(self._channel_trouble, 7, 1)

    def draw_texts(self) -> None:
        self._name_label.setText(_("N&ame:"))
        self.name_field.setAccessibleName(_("Name of the environment"))
        self._python_label.setText(_("&Python:"))
        self.python.setAccessibleName(_("Version of Python"))
        self._channel_label.setText(_("C&hannel:"))
        self.channel.setAccessibleName(_("Channel"))
        self._channel_text.setText(
            _(
                "Where packages come from; if unsure, change nothing. conda-forge is free for "
                "everybody, “defaults” falls under Anaconda’s terms. Several: separated by commas."
            )
        )
        self.launchers.setText(_("Add a &menu entry and a notebook kernel for this environment"))

    def draw_plan(self) -> None:
        if self.name_field.text().strip() != self.plan.environment_name.strip():
            self.name_field.setText(self.plan.environment_name.strip())
        channels = _SEPARATOR.join(self.plan.workshop.channels)
        typed = [part.strip() for part in self.channel.currentText().split(",") if part.strip()]
        if tuple(typed) != self.plan.workshop.channels:
            self.channel.setCurrentText(channels)
        self.launchers.setChecked(self.plan.target.launchers)
        self._draw_pythons()
        paths = outside_paths(
            self.plan, self.session.platform, self.session.home, self.session.environ
        )
        listed = "\n".join(str(path) for path in paths)
        self._outside.setText(
            _(
                "Starts JupyterLab from the menu. If ticked, these files are added outside the "
                "folder:\n{paths}"
            ).format(paths=listed)
        )

    def draw_known(self) -> None:
        self._draw_pythons()
        if self.known.asking_pythons:
            text = _("Asking the channel which versions it has…")
        elif self.known.pythons:
            text = _("“Newest” is the newest one that all chosen libraries work with.")
        else:
            text = _("The channel could not be asked; you can type a version, for example 3.12.")
        self._python_text_line.setText(text)
        for findings, field in (
            (self._name_trouble, "target.environment"),
            (self._python_trouble, "workshop.python"),
            (self._channel_trouble, "workshop.channels"),
        ):
            findings.show_findings(about(self.known.all_findings, field))

    def _draw_pythons(self) -> None:
        wanted = self.plan.workshop.python
        texts = [(_("Newest that fits"), ""), *((text, text) for text in self.known.pythons)]
        shown = [
            (self.python.itemText(n), str(self.python.itemData(n)))
            for n in range(self.python.count())
        ]
        if shown != texts:
            self.python.clear()
            for text, data in texts:
                self.python.addItem(text, data)
        if self._python_text() != wanted or not self.python.currentText():
            index = self.python.findData(wanted)
            if index >= 0:
                self.python.setCurrentIndex(index)
            else:
                self.python.setCurrentText(wanted)

    @Slot()
    def _on_edited(self) -> None:
        self.say_edited()
