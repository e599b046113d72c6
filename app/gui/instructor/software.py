"""Software: the distribution of conda, the environment, its Python and channels, pip's packages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLabel

from app.core.catalog.installers import LATEST, Distribution
from app.core.finding import Finding, Level
from app.core.plan import DEFAULT_CHANNELS, Plan, Workshop
from app.core.session import Session
from app.core.specs.environment_name import environment_name_problem
from app.core.specs.pip_requirement import parse_pip
from app.core.specs.python_version import is_python_version
from app.errors import InstallError
from app.gui import theme
from app.gui.fold import Fold
from app.gui.instructor.open_choice import OpenChoice
from app.gui.instructor.place_line import Ask
from app.gui.instructor.section import Section
from app.gui.instructor.text_fields import add_line, empty_form, plain_name
from app.gui.known import Known
from app.gui.widgets import card, label, row
from app.i18n import _, joined_facts, sentences

_SEPARATOR = ", "
_CHANNELS = (DEFAULT_CHANNELS, ("defaults",))
_CATALOGS = "TOML (*.toml)"
_PIP_LINES = 4
_SELDOM = ("catalog", "pip_packages")


class SoftwareSection(Section):
    """Asks for everything that is installed but the libraries of conda."""

    typed = ("catalog", "environment", "python", "channels", "pip_packages")
    fields = ("workshop.distribution", "workshop.python", "workshop.channels")

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self.build_fields()
        self.distribution, self.version = QComboBox(), OpenChoice()
        self.python, self.channels = OpenChoice(), OpenChoice()
        self.channels.offer([(_SEPARATOR.join(each),) * 2 for each in _CHANNELS])
        self.distribution.activated.connect(self._on_chosen)
        for each in (self.version, self.python, self.channels):
            each.edited.connect(self._on_chosen)
        self._labels: dict[QComboBox, QLabel] = {
            self.distribution: QLabel(),
            self.version: QLabel(),
            self.python: QLabel(),
            self.channels: QLabel(),
        }
        for choice, name in self._labels.items():
            name.setBuddy(choice)
        self._build()

    def _build(self) -> None:
        frame, column = card()
        grid = empty_form()
        both = row(self.distribution, self._labels[self.version], self.version)
        both.setStretch(0, 3)
        both.setStretch(2, 2)
        grid.addWidget(self._labels[self.distribution], 0, 0)
        grid.addLayout(both, 0, 1)
        self._licences = label("muted")
        grid.addWidget(self._licences, 1, 1)
        name = self.texts.line("environment")
        add_line(grid, 2, self.texts.label_of("environment"), name)
        add_line(grid, 3, self._labels[self.python], self.python)
        add_line(grid, 4, self._labels[self.channels], self.channels)
        column.addLayout(grid)
        self.body.addWidget(frame)
        self._build_seldom()
        self.body.addStretch(1)
        self.body.setSpacing(theme.GRID)

    def _build_seldom(self) -> None:
        self.seldom, grid = Fold(), empty_form()
        self.catalog = self.place_line("catalog")
        grid.addWidget(self.texts.label_of("catalog"), 0, 0)
        grid.addLayout(self.catalog.layout(), 0, 1)
        pip = self.texts.box("pip_packages", _PIP_LINES)
        add_line(grid, 1, self.texts.label_of("pip_packages"), pip)
        self._about_pip = label("muted")
        grid.addWidget(self._about_pip, 2, 1)
        self.seldom.column.addLayout(grid)
        self.body.addWidget(self.seldom)

    def name(self) -> str:
        return _("Software")

    def heading(self) -> str:
        return _("What is installed?")

    def lead(self) -> str:
        return _(
            "The preset answers suit most workshops: nothing here needs to be changed. The "
            "libraries have a page of their own."
        )

    def chosen(self, plan: Plan) -> str:
        python = plan.workshop.python
        return joined_facts(
            (
                plan.workshop.environment,
                _("Python {version}").format(version=python) if python else "",
            )
        )

    def draw_texts(self) -> None:
        self.texts.retranslate({
            "catalog": _("Own installer&s:"),
            "environment": _("&Environment name:"),
            "pip_packages": _("Packages of &pip:"),
        })  # fmt: skip
        self.catalog.retranslate(
            Ask(_("Choose the catalogue of installers"), files=_CATALOGS), _("Choose a fi&le…")
        )
        self.catalog.line.setPlaceholderText(_("A catalogue of installers (.toml)"))
        for choice, text in (
            (self.distribution, _("&Distribution:")),
            (self.version, _("Ve&rsion:")),
            (self.python, _("P&ython:")),
            (self.channels, _("C&hannels:")),
        ):
            self._labels[choice].setText(text)
        self.seldom.show_title(_("Seldom needed: own installers, packages of pip"))
        self.version.setAccessibleName(_("Version of the distribution"))
        self.python.setAccessibleName(_("Version of Python"))
        self.channels.setAccessibleName(_("Channels"))
        self._about_pip.setText(
            _(
                "One on each line, as in requirements.txt, with “--hash=sha256:…” if you like. "
                "Only for what no channel has; empty: none."
            )
        )

    def draw_plan(self) -> None:
        super().draw_plan()
        workshop = self.workshop
        self._draw_installers()
        self.seldom.show_said(joined_facts((workshop.catalog, *workshop.pip_packages)))
        if self.trouble_in(_SELDOM):
            self.seldom.open()
        self.python.draw(workshop.python)
        if self._channels() != workshop.channels:
            self.channels.draw(_SEPARATOR.join(workshop.channels))

    def draw_known(self) -> None:
        pythons = [(_("Newest that fits"), ""), *((text, text) for text in self.known.pythons)]
        self.python.offer(pythons)
        self._draw_installers()
        self.draw_trouble()

    def read_workshop(self, workshop: Workshop) -> Workshop:
        return replace(
            self.texts.read(workshop),
            distribution=str(self.distribution.currentData()),
            distribution_version=self.version.value() or (workshop.distribution_version and LATEST),
            python=self.python.value(),
            channels=self._channels(workshop.channels),
        )

    def _channels(self, before: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The channels in their field; `before` where it still shows those."""
        text = self.channels.value()
        return before if before and text == _SEPARATOR.join(before) else _listed(text)

    def _draw_installers(self) -> None:
        self._draw_distributions()
        self.version.offer(self._versions())
        self.version.draw(self.workshop.distribution_version)

    def _draw_distributions(self) -> None:
        catalog = self.known.catalog or self.session.catalog
        known = {each.id: _(each.title) for each in catalog.distributions}
        own = self.workshop.distribution
        wanted = [(title, id_) for id_, title in {**known, own: known.get(own, own)}.items()]
        self._licences.setText(_licences_text(catalog.distributions))
        box = self.distribution
        if [(box.itemText(n), box.itemData(n)) for n in range(box.count())] != wanted:
            box.clear()
            for title, id_ in wanted:
                box.addItem(title, id_)
        box.setCurrentIndex(box.findData(own))

    def own_findings(self) -> tuple[Finding, ...]:
        return super().own_findings() + tuple(self._judged())

    def _judged(self) -> Iterator[Finding]:
        workshop = self.workshop
        problem = environment_name_problem(workshop.environment)
        if problem:
            yield self._stop("environment", problem)
        if workshop.python and not is_python_version(workshop.python):
            problem = _("“{text}” is not a Python version.").format(text=workshop.python[:40])
            yield self._stop("python", problem, _("Write for example 3.12, or leave it empty."))
        if not workshop.channels and not workshop.explicit:
            yield self._stop("channels", _("No channel is chosen."), _("Add conda-forge."))
        for text in workshop.pip_packages:
            try:
                parse_pip(text)
            except InstallError as error:
                yield self._stop("pip_packages", error.summary, error.remedy)
                return  # the first: it is mended before the next one is looked for

    def _stop(self, field: str, problem: str, remedy: str = "") -> Finding:
        text = _("{field}: {problem}").format(field=self.field_name(field), problem=problem)
        return Finding(f"workshop.{field}", Level.STOP, "judged", text, remedy)

    def field_name(self, field: str) -> str:
        choices = {"python": self.python, "channels": self.channels}
        choice = choices.get(field)
        return plain_name(self._labels[choice].text()) if choice else super().field_name(field)

    def _versions(self) -> Sequence[tuple[str, str]]:
        """The versions that the catalogue has for any system."""
        catalog = self.known.catalog or self.session.catalog
        own = [i for i in catalog.installers if i.distribution == self.workshop.distribution]
        versions = dict.fromkeys(installer.version for installer in own)
        named = [(version, version) for version in versions if version != LATEST]
        return [(_("Newest"), LATEST), *named]

    @Slot()
    def _on_chosen(self) -> None:
        self.say_edited()


def _licences_text(distributions: Sequence[Distribution]) -> str:
    """What each participant is asked to accept, by distribution."""
    text = _("{name}: each participant is asked to accept “{licence}”.")
    return "\n".join(
        sentences(
            text.format(name=_(one.title), licence=_(one.licence_name)),
            _(one.summary) if one.summary else "",
        )
        for one in distributions
        if one.licence_name
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
