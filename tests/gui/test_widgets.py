"""The small widgets."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.core.finding import Finding, Level
from app.gui.log_drawer import MAX_LINES, LogDrawer
from app.gui.widgets import ElidedLabel, Findings

STOP = Finding("target.folder", Level.STOP, "space", "There is a space.", "Remove it.")
NOTE = Finding("target.folder", Level.NOTE, "deep", "It is deep.")


def test_a_finding_is_shown_with_sentence_and_remedy(qtbot: QtBot) -> None:
    findings = Findings()
    qtbot.addWidget(findings)
    findings.show_findings([STOP])
    texts = [label.text() for label in findings.findChildren(QLabel)]
    assert "There is a space." in texts
    assert "Remove it." in texts
    names = [label.accessibleName() for label in findings.findChildren(QLabel)]
    assert "Problem" in names


def test_the_button_stands_once_beside_a_finding_that_it_helps_against(qtbot: QtBot) -> None:
    findings = Findings(lambda finding: finding.level is Level.STOP)
    qtbot.addWidget(findings)
    findings.show_findings([NOTE, STOP, STOP], "Use a safe folder")
    buttons = findings.findChildren(QPushButton)
    assert len(buttons) == 1
    with qtbot.waitSignal(findings.acted):
        buttons[0].click()


def test_findings_disappear_when_there_are_none(qtbot: QtBot) -> None:
    findings = Findings()
    qtbot.addWidget(findings)
    findings.show_findings([STOP])
    assert not findings.isHidden()
    findings.show_findings([])
    assert findings.isHidden()
    assert not [label for label in findings.findChildren(QLabel) if label.isVisible()]


def test_a_long_text_is_shortened_and_whole_in_its_tool_tip(qtbot: QtBot) -> None:
    made = ElidedLabel("muted")
    qtbot.addWidget(made)
    made.resize(60, 20)
    made.show_text("a text that is much longer than sixty pixels")
    assert made.text() != made.toolTip()
    made.resize(600, 20)
    made.show()
    assert made.text() == made.toolTip()


def test_a_flood_of_lines_reaches_the_log_in_few_batches_and_is_capped(qtbot: QtBot) -> None:
    log = LogDrawer()
    qtbot.addWidget(log)
    changes: list[int] = []
    log.view.textChanged.connect(lambda: changes.append(1))
    for number in range(20_000):
        log.add([f"line {number}"])
    qtbot.waitUntil(lambda: log.view.toPlainText().endswith("line 19999"), timeout=5000)
    assert log.view.blockCount() <= MAX_LINES
    assert len(changes) < 20


def test_the_log_is_closed_at_first_and_opens_by_its_button(qtbot: QtBot) -> None:
    log = LogDrawer()
    qtbot.addWidget(log)
    log.retranslate()
    assert log.isHidden()
    log.toggle.click()
    assert not log.isHidden()
    assert "Hide" in log.toggle.text()
