"""What the workshop comes to on each platform, as a line with what can be done there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.amounts import bytes_text
from app.core.finding import Finding, Level
from app.core.kits.survey import Surveyed
from app.core.kits.survey_words import difference_text, remark, title_of, trouble
from app.core.packages.ways_out import Way, WayOut
from app.core.plan import Plan, Workshop
from app.core.workshops.differences import difference_on
from app.core.workshops.platform_changes import is_there_only
from app.gui import theme
from app.gui.widgets import FindingLine, clear
from app.i18n import _, ngettext, sentences

_FIELD = "workshop.platforms"


@dataclass(frozen=True, slots=True)
class ReachingWay:
    """A way out whose title says for which computers it is."""

    way_out: WayOut

    @property
    def title(self) -> str:
        """The change, and its reach."""
        reach = (
            _("{change}, here only") if is_there_only(self.way_out) else _("{change}, everywhere")
        )
        return reach.format(change=self.way_out.title)

    @property
    def typed(self) -> str:
        """The same on the command line."""
        return self.way_out.typed

    def applied_to(self, plan: Plan) -> Plan:
        """The plan with this change."""
        return self.way_out.applied_to(plan)


class PlatformLine(FindingLine):
    """One platform; `way_chosen` brings its name and the way out that was pressed."""

    way_chosen = Signal(str, object)

    def __init__(self, subdir: str, finding: Finding) -> None:
        super().__init__(finding)
        self._subdir = subdir
        self.chosen.connect(self._on_way)

    @Slot(object)
    def _on_way(self, chosen: ReachingWay) -> None:
        self.way_chosen.emit(self._subdir, chosen.way_out)


class SurveyList(QWidget):
    """All platforms that were looked at, in their order."""

    way_chosen = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GRID)

    def show_survey(self, found: Sequence[Surveyed], workshop: Workshop) -> None:
        """Show what was found for a workshop."""
        findings = [(one.subdir, _finding(one, workshop)) for one in found]
        if findings == self._shown:
            return
        self._shown = findings
        clear(self._column)
        for subdir, finding in findings:
            line = PlatformLine(subdir, finding)
            line.way_chosen.connect(self.way_chosen)
            self._column.addWidget(line)
        self.setVisible(bool(findings))


def _finding(found: Surveyed, workshop: Workshop) -> Finding:
    otherwise = difference_text(difference_on(workshop, found.subdir))
    said = _("Here: {difference}.").format(difference=otherwise) if otherwise else ""
    text = _("{platform}: {text}")
    if found.possible:
        sentence = text.format(platform=title_of(found.subdir), text=_sizes(found))
        return Finding(_FIELD, Level.OK, found.subdir, sentence, sentences(remark(found), said))
    ways = tuple(ReachingWay(way) for way in found.ways_out if way.way is not Way.ACCELERATOR)
    sentence = text.format(platform=title_of(found.subdir), text=trouble(found))
    detail = "\n".join(error.detail for error in found.errors if error.detail)
    return Finding(_FIELD, Level.STOP, found.subdir, sentence, said, ways, detail)


def _sizes(found: Surveyed) -> str:
    text = ngettext(
        "{number} package, {download} to download, about {disk} on the disk.",
        "{number} packages, {download} to download, about {disk} on the disk.",
        found.count,
    )
    return text.format(
        number=found.count, download=bytes_text(found.download), disk=bytes_text(found.disk)
    )
