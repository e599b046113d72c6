"""Small widgets that the pages share: labels, cards, findings, pictures.

They show what they are given and know nothing of plans, runs or pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.finding import Finding, Level, WayOut, way_titles
from app.gui import theme
from app.gui.flow_layout import FlowLayout
from app.gui.plain_tip import plain_tip
from app.i18n import _

ICON_SIZE = 20
_MOST_WAYS_OUT = 6


def label(role: str = "", wrap: bool = True) -> QLabel:
    """An empty label in one of the four text sizes; its text may be selected with the mouse."""
    made = QLabel()
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        theme.set_role(made, role)
    return made


def card(spacing: int = theme.GRID) -> tuple[QFrame, QVBoxLayout]:
    """A rounded frame and the column inside it."""
    frame = QFrame()
    theme.set_role(frame, "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(*theme.CARD_MARGINS)
    column.setSpacing(spacing)
    return frame, column


def row(*items: QWidget | int) -> QHBoxLayout:
    """Widgets side by side; a number is a stretch."""
    line = QHBoxLayout()
    line.setSpacing(theme.GRID)
    for item in items:
        if isinstance(item, int):
            line.addStretch(item)
        else:
            line.addWidget(item)
    return line


def stacked(first: QLayout, *below: QWidget) -> QVBoxLayout:
    """One under the other; each brings its own gap, and none where it has nothing to show."""
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addLayout(first)
    for widget in below:
        column.addWidget(widget)
    return column


def clear(layout: QLayout) -> None:
    """Remove all widgets of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()


def level_word(level: Level) -> str:
    """The level in a word, for those who do not see the icon."""
    match level:
        case Level.OK:
            return _("All right")
        case Level.NOTE:
            return _("Note")
        case Level.WARN:
            return _("Warning")
        case Level.STOP:
            return _("Problem")


class Icon(QLabel):
    """A small picture of a state; its accessible name says the state in words."""

    def __init__(self, name: str = "waiting", colour: str = "muted", size: int = ICON_SIZE) -> None:
        super().__init__()
        self._size = size
        self.setFixedSize(size, size)
        self.show_state(name, colour)

    def show_state(self, name: str, colour: str, words: str = "") -> None:
        """Show another state; `words` is what a screen reader says."""
        self.setPixmap(theme.pixmap(name, colour, self._size, self.devicePixelRatioF()))
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture as it is: a state is no less true where the widget around it is off."""
        QPainter(self).drawPixmap(0, 0, self.pixmap())

    def show_level(self, level: Level) -> None:
        """Show the level of a finding."""
        self.show_state(str(level), str(level), level_word(level))


class ElidedLabel(QLabel):
    """One line of text, shortened to the room there is; the whole text is its tool tip."""

    def __init__(self, role: str, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        self._mode = mode
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(1)
        theme.set_role(self, role)

    def show_text(self, text: str) -> None:
        """Show another text."""
        if text != self._whole:
            self._whole = text
            self.setToolTip(plain_tip(text))
            self.setAccessibleName(text)
            self._shorten()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten again."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, self._mode, self.width()))


class WayOutButton(QPushButton):
    """Offers one change of the plan; `chosen` brings it."""

    chosen = Signal(object)

    def __init__(self, way_out: WayOut, title: str) -> None:
        super().__init__(title.replace("&", "&&"))
        self._way_out = way_out
        self.setAutoDefault(False)
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self._way_out)


class FindingLine(QFrame):
    """One finding in a quiet box of its level's colour: icon, sentence, remedy, and buttons where
    we can do something about it."""

    acted = Signal()
    chosen = Signal(object)

    def __init__(self, finding: Finding, action: str = "") -> None:
        super().__init__()
        theme.set_role(self, f"finding-{finding.level}")
        icon = Icon()
        icon.show_level(finding.level)
        sentence = label()
        sentence.setText(finding.sentence)
        texts = QVBoxLayout()
        texts.setSpacing(theme.HALF)
        texts.addWidget(sentence)
        if finding.remedy:
            remedy = label("muted")
            remedy.setText(finding.remedy)
            texts.addWidget(remedy)
        if finding.ways_out or finding.detail:
            self._add_ways_out(texts, finding)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        line.setSpacing(theme.GRID)
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        if action:
            button = QPushButton(action)
            button.setAutoDefault(False)
            button.setAccessibleDescription(finding.sentence)  # several findings, one name
            button.clicked.connect(self._on_clicked)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{level_word(finding.level)}: {finding.sentence}")

    def _add_ways_out(self, texts: QVBoxLayout, finding: Finding) -> None:
        """Buttons for the ways out, and one for what only helpers want to read."""
        buttons: list[QPushButton] = []
        ways = finding.ways_out[:_MOST_WAYS_OUT]
        for way_out, title in zip(ways, way_titles(ways), strict=True):
            button = WayOutButton(way_out, title)
            button.chosen.connect(self.chosen)
            buttons.append(button)
        detail = label("muted")
        detail.setText(finding.detail)
        detail.hide()
        if finding.detail:
            more = QPushButton(_("Technical details"))
            more.setCheckable(True)
            more.setAutoDefault(False)
            more.toggled.connect(detail.setVisible)
            buttons.append(more)
        flow = FlowLayout()  # long names must not make the page wider than the window
        for each in buttons:
            flow.addWidget(each)
        texts.addLayout(flow)
        texts.addWidget(detail)

    @Slot()
    def _on_clicked(self) -> None:
        self.acted.emit()


class Findings(QWidget):
    """Findings about one field, redrawn only when they change. `acted` asks for the remedy,
    `chosen` for one of a finding's ways out."""

    acted = Signal()
    chosen = Signal(object)

    def __init__(self, is_helped: Callable[[Finding], bool] = lambda _finding: False) -> None:
        super().__init__()
        self._is_helped = is_helped
        self._shown: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GRID)

    def show_findings(self, findings: Sequence[Finding], action: str = "") -> None:
        """Show these findings; `action` names the button beside the first it helps against."""
        if self._shown == (tuple(findings), action):
            return
        self._shown = (tuple(findings), action)
        clear(self._column)
        for finding in findings:
            # One remedy against all of them, so it is offered once.
            helped = action if self._is_helped(finding) else ""
            action = "" if helped else action
            line = FindingLine(finding, helped)
            line.acted.connect(self._on_acted)
            line.chosen.connect(self.chosen)
            self._column.addWidget(line)
        self.setVisible(bool(findings))

    @Slot()
    def _on_acted(self) -> None:
        self.acted.emit()


class Picture(QLabel):
    """A picture from a file, scaled to a size."""

    def __init__(self, largest: QSize) -> None:
        super().__init__()
        self._largest = largest
        self._picture = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedSize(largest)

    def show_file(self, file: Path, words: str) -> None:
        """Show the picture in `file`; `words` describe it to those who do not see it."""
        self._picture = QPixmap(str(file))
        self.setAccessibleName(words)
        self.setVisible(not self._picture.isNull())
        self._draw()

    def _draw(self) -> None:
        if self._picture.isNull():
            return
        ratio = self.devicePixelRatioF()
        room = self._largest * ratio
        scaled = self._picture.scaled(
            room,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        self.setPixmap(scaled)
