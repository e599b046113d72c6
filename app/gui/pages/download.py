"""Download: which conda, which version, its licence, and the installer's early transfer."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from app.core.catalog.installers import LATEST, Catalog, Distribution
from app.core.finding import Finding, Level
from app.core.mirrors.words import servers_text, short_servers_text
from app.core.plan import Plan
from app.core.session import Session
from app.gui import theme
from app.gui.address_button import AddressButton
from app.gui.known import Known, Transfer
from app.gui.licence_text import LOWEST, LicenceText
from app.gui.pages.page import Page
from app.gui.plain_tip import plain_tip
from app.gui.server_choice import ServerLine
from app.gui.transfer_line import TransferLine
from app.gui.widgets import Findings, card, clear, label, row
from app.i18n import _

_ABREAST = 2
_MOST_OF_THE_ROOM = 100


class DownloadPage(Page):
    """Asks for the distribution and for its licence; the transfer itself is asked for."""

    topic = "download"
    # Downloads are kept in our cache: what is wrong with that is told where they begin.
    fields = ("workshop.distribution", "target.licence_accepted", "target.cache")
    start_asked = Signal()
    servers_asked = Signal()

    def __init__(self, session: Session, plan: Plan, known: Known) -> None:
        super().__init__(session, plan, known)
        self._shown_catalog: Catalog | None = None
        self.ways: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._on_distribution)
        self._build_choice()
        self._build_licence()
        self.transfer = TransferLine()
        self.body.addWidget(self.transfer)
        self._trouble = Findings()
        self.body.addWidget(self._trouble)
        self.body.addStretch(1)

    def name(self) -> str:
        return _("Download")

    def heading(self) -> str:
        return _("Which conda?")

    def lead(self) -> str:
        return _(
            "conda is the program that puts Python and libraries into a folder of yours. Unsure? "
            "Keep the choice. At a workplace of 200 people or more, choose Miniforge: free for all."
        )

    def chosen(self, plan: Plan) -> str:
        if plan.target.reuse:
            return _("already there")
        known = self._distribution(plan)
        return _(known.title) if known else plan.workshop.distribution

    def hint(self) -> str:
        if any(item.rule != "licence" for item in self._stops()):
            return super().hint()
        return _("To go on, accept the terms.") if self._stops() else ""

    def meanwhile(self) -> str:
        running = self.known.download.state is Transfer.RUNNING
        return _("No need to wait: the download goes on when you press Next.") if running else ""

    def read_plan(self, plan: Plan) -> Plan:
        chosen = next((id for id, way in self.ways.items() if way.isChecked()), "")
        workshop = plan.workshop
        if chosen and chosen != workshop.distribution:
            # Another publisher: another licence, and a version of its own.
            plan = plan.with_workshop(distribution=chosen, distribution_version=LATEST)
            return self._with_default_folder(plan).with_target(licence_accepted=False)
        version = str(self.versions.currentData() or workshop.distribution_version)
        return plan.with_workshop(distribution_version=version).with_target(
            licence_accepted=self.accept_box.isChecked()
        )

    def _with_default_folder(self, plan: Plan) -> Plan:
        old = self.session.recommended_folder(self.plan.workshop)
        if plan.target.reuse or plan.target.folder != old:
            return plan
        return plan.with_target(folder=self.session.recommended_folder(plan.workshop))

    def own_decisions(self) -> tuple[QWidget, ...]:
        return (self._licence_card, self.transfer, self.servers, self.compare, self._trouble)

    def decision_words(self) -> str:
        return _("Accepting the terms is up to you.")

    def _build_choice(self) -> None:
        self._choices = QGridLayout()
        self._choices.setSpacing(theme.GAP)
        self.body.addLayout(self._choices)
        self._version_label = QLabel()
        self.versions = QComboBox()
        self.versions.setMinimumWidth(16 * theme.GRID)
        self.versions.activated.connect(self._on_version)
        self._version_label.setBuddy(self.versions)
        self.servers = ServerLine()
        self.servers.asked.connect(self.servers_asked)
        self.compare = QPushButton()
        self.compare.setCheckable(True)
        self.compare.setAutoDefault(False)
        self.compare.toggled.connect(self._on_compared)
        line = row(self._version_label, self.versions, self.servers, self.compare)
        line.setStretch(2, 1)
        self.body.addLayout(line)
        self._difference = label("muted")
        self._difference.hide()
        self.body.addWidget(self._difference)

    def _build_licence(self) -> None:
        self._licence_card, column = card()
        self._licence_title = label("section")
        self._full_text = AddressButton()
        self._licence = LicenceText()
        self.accept_box = QCheckBox()
        self.accept_box.clicked.connect(self._on_accepted)
        head = row(self._licence_title, self._full_text)
        head.setStretch(0, 1)
        column.addLayout(head)
        column.addWidget(self._licence)
        column.addWidget(self.accept_box)
        # Only the text may grow, and the card with it.
        fixed = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._licence_title.setSizePolicy(fixed)
        self._licence_card.setMaximumHeight(3 * LOWEST)
        self.body.addWidget(self._licence_card, _MOST_OF_THE_ROOM)

    def draw_texts(self) -> None:
        self._difference.setText(
            _(
                "Both contain the same conda. Miniconda comes from the company Anaconda and is "
                "what most tutorials use; Miniforge comes from the conda-forge community. The full "
                "“Anaconda” is not offered: it is ten times as large, installs hundreds of "
                "libraries that you may never need, and falls under the company’s terms."
            )
        )
        self.compare.setText(_("Co&mpare both"))
        self._version_label.setText(_("&Version:"))
        self.versions.setAccessibleName(_("Version"))
        self._licence.setAccessibleName(_("Text of the licence"))
        self.accept_box.setText(_("I have &read the terms and accept them"))
        self._shown_catalog = None
        self.transfer.retranslate()

    def draw_plan(self) -> None:
        self._draw_choices()
        self._draw_versions()
        self._draw_licence()
        self.accept_box.setChecked(self.plan.target.licence_accepted)
        mirrors, consents = self.session.mirrors, self.plan.target.mirrors
        self.servers.retranslate(short_servers_text(mirrors, consents))
        self.servers.setToolTip(plain_tip(servers_text(mirrors, consents)))

    def draw_known(self) -> None:
        if self.known.catalog is not self._shown_catalog:
            self.draw_plan()
        self._draw_versions()
        self.transfer.show_download(self.known.download, self.plan.target.licence_accepted)
        refused = any(item.rule != "licence" for item in self._stops())
        self.transfer.setVisible(not self.plan.target.reuse and not refused)
        # That the box is not ticked yet is plain to see; the rest deserves words.
        shown = [item for item in self.findings() if item.rule != "licence"]
        self._trouble.show_findings(shown)

    def _stops(self) -> list[Finding]:
        return [item for item in self.findings() if item.level is Level.STOP]

    def _distribution(self, plan: Plan) -> Distribution | None:
        catalog = self.known.catalog or self.session.catalog
        named = [d for d in catalog.distributions if d.id == plan.workshop.distribution]
        return named[0] if named else None

    def _draw_choices(self) -> None:
        catalog = self.known.catalog or self.session.catalog
        if self._shown_catalog is not catalog:
            self._shown_catalog = catalog
            self._fill_choices(catalog)
        way = self.ways.get(self.plan.workshop.distribution)
        if way is not None:
            way.setChecked(True)

    def _fill_choices(self, catalog: Catalog) -> None:
        for way in self.ways.values():
            self._group.removeButton(way)
        clear(self._choices)
        self.ways = {}
        for distribution in catalog.distributions:
            self._add_choice(distribution)

    def _add_choice(self, distribution: Distribution) -> None:
        summary = _(distribution.summary)
        if distribution.publisher:
            publisher = _(distribution.publisher)
            summary = _("{publisher}: {summary}").format(publisher=publisher, summary=summary)
        way = QRadioButton(_(distribution.title))
        way.setAccessibleDescription(summary)
        at, column = divmod(len(self.ways), _ABREAST)
        self.ways[distribution.id] = way
        self._group.addButton(way)
        text = label("muted")
        text.setText(summary)
        frame, inside = card(theme.HALF)
        inside.addWidget(way)
        inside.addWidget(text)
        inside.addStretch(1)
        self._choices.addWidget(frame, at, column)
        self._choices.setColumnStretch(column, 1)

    def _draw_versions(self) -> None:
        wanted = self._offered_versions()
        shown = [str(self.versions.itemData(n)) for n in range(self.versions.count())]
        if shown != wanted or not shown:
            self.versions.clear()
            for version in wanted:
                newest = _("Newest")
                self.versions.addItem(newest if version == LATEST else version, version)
        index = self.versions.findData(self.plan.workshop.distribution_version)
        self.versions.setCurrentIndex(index)

    def _offered_versions(self) -> list[str]:
        workshop, machine = self.plan.workshop, self.known.machine
        offered = [LATEST]
        if self.known.catalog is not None and machine.cpu is not None:
            offered += self.known.catalog.versions(
                workshop.distribution, machine.family, machine.cpu.architecture
            )
        if workshop.distribution_version not in offered:
            offered.append(workshop.distribution_version)
        return list(dict.fromkeys(offered))

    def _draw_licence(self) -> None:
        known = self._distribution(self.plan)
        if known is None:
            self._licence.clear()
            return
        self._licence_title.setText(_("Terms: {name}").format(name=_(known.licence_name)))
        paragraphs = _(known.licence_text.strip()).split("\n\n")
        text = "".join(f"<p>{_escaped(part)}</p>" for part in paragraphs)
        self._licence.setHtml(text.replace("\n- ", "<br>- "))
        self._full_text.show_address(known.licence_url)

    @Slot()
    def _on_distribution(self) -> None:
        self.say_edited()

    @Slot(bool)
    def _on_compared(self, wanted: bool) -> None:
        self._difference.setVisible(wanted)

    @Slot()
    def _on_version(self) -> None:
        self.say_edited()
        if self.accept_box.isChecked():
            self.start_asked.emit()

    @Slot()
    def _on_accepted(self) -> None:
        self.say_edited()
        if self.accept_box.isChecked() and self.known.download.state is Transfer.IDLE:
            self.start_asked.emit()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "")
