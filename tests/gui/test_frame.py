"""The frame: Enter, double clicks, the strip, and room enough at the smallest and largest size."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
    QWizard,
)
from pytestqt.qtbot import QtBot

from app.core.finding import Finding, Level
from app.core.packages.sizes import Sizes
from app.gui import theme
from app.gui.known import Download, Transfer
from app.gui.widgets import ElidedLabel
from app.i18n import set_language
from tests.gui.conftest import ScriptedWizard, texts_of

BUTTON = QWizard.WizardButton
DOWNLOAD, REVIEW, RUNNING = 2, 6, 7
LANGUAGES = ("en", "zh_CN")
BUSY = Download(Transfer.RUNNING, 45_000_000, 154_000_000, 6_200_000.0, 18.0)


def go(wizard: ScriptedWizard, number: int) -> None:
    while wizard.currentId() < number:
        wizard.next()


def enter(widget: QWidget, held: bool = False) -> None:
    """One press of Enter, or one of the many of a key that is held down."""
    event = QKeyEvent(
        QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", held
    )
    QApplication.sendEvent(widget, event)


def test_enter_goes_on_from_a_line_of_text(scripted: ScriptedWizard) -> None:
    go(scripted, 3)
    scripted.location.folder.setFocus()
    enter(scripted.location.folder)
    assert scripted.currentId() == 4
    scripted.environment.name_field.setFocus()
    enter(scripted.environment.name_field)
    assert scripted.currentId() == 5


def test_enter_in_a_line_of_text_does_nothing_while_the_page_is_not_ready(
    scripted: ScriptedWizard,
) -> None:
    go(scripted, 3)
    stop = Finding("target.folder", Level.STOP, "space", "There is a space.", "Remove it.")
    scripted.background.learn(findings=(stop,))
    scripted.location.folder.setFocus()
    enter(scripted.location.folder)
    assert scripted.currentId() == 3
    assert scripted.isVisible()


def test_enter_on_a_button_presses_that_button_and_not_next(scripted: ScriptedWizard) -> None:
    go(scripted, 1)
    asked: list[bool] = []
    scripted.computer.look_again.connect(lambda: asked.append(True))
    scripted.computer.again_button.setFocus()
    enter(scripted.computer.again_button)
    assert asked == [True]
    assert scripted.currentId() == 1


def test_next_keeps_the_accent_whatever_has_the_focus(scripted: ScriptedWizard) -> None:
    go(scripted, 1)
    for button in (scripted.computer.again_button, scripted.button(BUTTON.BackButton)):
        button.setFocus()
        following = scripted.button(BUTTON.NextButton)
        assert isinstance(following, QPushButton)
        assert following.isDefault()


@pytest.mark.parametrize("language", LANGUAGES)
def test_back_keeps_its_place_on_every_page_that_asks(
    scripted: ScriptedWizard, language: str
) -> None:
    set_language(language)
    scripted.retranslate()
    places = set()
    for number in range(1, REVIEW + 1):
        go(scripted, number)
        QTest.qWait(20)
        places.add(scripted.button(BUTTON.BackButton).mapTo(scripted, QPoint(0, 0)).x())
    assert len(places) == 1, "a press meant for Next must not hit Back on the page after it"


def test_a_held_enter_does_not_run_through_to_installing(scripted: ScriptedWizard) -> None:
    enter(scripted)
    assert scripted.currentId() == 1
    for _number in range(40):
        enter(QApplication.focusWidget() or scripted, held=True)
    assert scripted.currentId() == 1


def test_a_second_press_in_the_same_moment_does_not_install(
    scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    go(scripted, REVIEW)
    commit = scripted.button(BUTTON.CommitButton)
    QTest.mouseClick(commit, Qt.MouseButton.LeftButton)
    enter(scripted)
    assert scripted.currentId() == REVIEW
    qtbot.wait(QApplication.doubleClickInterval() + 50)
    QTest.mouseClick(commit, Qt.MouseButton.LeftButton)
    assert scripted.currentId() == RUNNING


def test_escape_cancels_before_anything_is_installed(
    scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    go(scripted, 2)
    with qtbot.waitSignal(scripted.finished, timeout=5000):
        QTest.keyClick(scripted, Qt.Key.Key_Escape)
    assert not scripted.isVisible()


def test_typing_a_place_chooses_the_workshop_and_says_what_is_missing(
    scripted: ScriptedWizard,
) -> None:
    path = scripted.welcome._path
    QTest.keyClicks(path, "/no/such")
    assert not scripted.welcome.isComplete()
    assert "press Open" in texts_of(scripted.strip)
    spoken = scripted.button(BUTTON.NextButton).accessibleDescription()
    assert "press Open" in spoken, "why Next is grey is told to those who do not see it"


def overlapping(wizard: ScriptedWizard) -> bool:
    kinds = (BUTTON.BackButton, BUTTON.NextButton, BUTTON.CommitButton, BUTTON.CancelButton)
    shown = [wizard.button(kind) for kind in kinds if wizard.button(kind).isVisible()]
    left = min(button.mapTo(wizard, QPoint(0, 0)).x() for button in shown)
    return wizard.strip.geometry().right() >= left


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_strip_is_neither_cut_nor_over_a_button_on_any_page(
    scripted: ScriptedWizard, qtbot: QtBot, code: str
) -> None:
    set_language(code)
    scripted.retranslate()
    scripted.resize(900, 600)
    sizes = Sizes(installer=154_000_000, packages=2_300_000_000, count=117, missing=2_400_000_000)
    scripted.background.learn(download=BUSY, sizes=sizes)
    for number in range(REVIEW + 1):
        go(scripted, number)
        qtbot.wait(20)
        assert not overlapping(scripted), number
        shown = texts_of(scripted.strip)
        assert ("45 MB" in shown) is (number != DOWNLOAD)  # there the page itself shows it
        assert "…" not in shown, f"page {number}: {shown}"


def test_a_narrow_strip_says_less_rather_than_being_cut(scripted: ScriptedWizard) -> None:
    strip = scripted.strip
    scripted.background.learn(download=BUSY)
    lengths = []
    for width in (600, 330, 250, 180):
        strip.resize(width, 30)
        shown = texts_of(strip)
        assert "45 MB" in shown
        assert "…" not in shown
        lengths.append(len(shown))
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] < lengths[0]


def test_the_strip_has_a_bar_only_where_the_whole_is_known(scripted: ScriptedWizard) -> None:
    bar = scripted.strip._bar
    scripted.background.learn(download=BUSY)
    assert not bar.isHidden()
    scripted.background.learn(download=replace(BUSY, total=None))
    assert bar.isHidden()
    scripted.background.learn(download=Download(), solving=True)
    assert bar.isHidden()
    assert "versions that fit" in texts_of(scripted.strip)


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_needs_a_scroll_bar_at_the_smallest_size(
    scripted: ScriptedWizard, qtbot: QtBot, code: str
) -> None:
    """The Libraries page is a list by its nature."""
    set_language(code)
    scripted.retranslate()
    scripted.resize(900, 600)
    scripted.background.learn(download=BUSY)
    for number in (0, 1, 2, 3, 4, REVIEW):
        go(scripted, number)
        qtbot.wait(30)
        bar = scripted.current().area.verticalScrollBar()
        assert bar.maximum() == 0, f"page {number}: {bar.maximum()} pixels too high"


def test_the_licence_can_be_ticked_without_scrolling(
    scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    scripted.resize(900, 600)
    go(scripted, 2)
    qtbot.wait(30)
    box = scripted.download.accept_box
    assert box.visibleRegion().boundingRect() == box.rect()


def test_a_very_wide_window_keeps_its_lines_readable_and_in_the_middle(
    scripted: ScriptedWizard, qtbot: QtBot
) -> None:
    scripted.resize(3840, 2160)
    for number in range(REVIEW + 1):
        go(scripted, number)
        qtbot.wait(20)
        page = scripted.current()
        width = page.area.width()
        assert width <= theme.CONTENT_WIDTH
        left = page.area.mapTo(page, QPoint(0, 0)).x()
        assert abs(left - (page.width() - left - width)) <= 2 * theme.GRID


def test_tab_goes_from_top_to_bottom_on_every_page(scripted: ScriptedWizard, qtbot: QtBot) -> None:
    scripted.background.learn(download=BUSY)
    scripted.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is scripted, timeout=5000)
    for number in range(REVIEW):
        go(scripted, number)
        qtbot.wait(20)
        page = scripted.current()
        heights: list[int] = []
        first = QApplication.focusWidget()
        while first is not None and page.isAncestorOf(first):
            heights.append(first.mapTo(page, QPoint(0, 0)).y())
            QTest.keyClick(first, Qt.Key.Key_Tab)
            first = QApplication.focusWidget()
            assert len(heights) < 40
        assert heights or page is scripted.computer, f"page {number}: the focus is elsewhere"
        if page is scripted.libraries:  # the sets are a column of their own, beside the rest
            heights = heights[1:]
        rough = [height // 40 for height in heights]  # what stands side by side counts as one
        assert rough == sorted(rough), f"page {number}: {heights}"


def cut(window: QWidget) -> list[str]:
    """Visible texts and controls that have less room than they need."""
    found = []
    for part in window.findChildren(QWidget):
        if not part.isVisible() or isinstance(part, ElidedLabel):
            continue
        if isinstance(part, QLabel) and part.text():
            wraps = part.wordWrap()
            high = part.heightForWidth(part.width()) if wraps else part.sizeHint().height()
            wide = 0 if wraps else part.sizeHint().width()
        elif isinstance(part, QAbstractButton | QComboBox) and not isinstance(part, QToolButton):
            wide, high = part.minimumSizeHint().width(), part.minimumSizeHint().height()
        else:
            continue
        if part.width() + 1 < wide or part.height() + 1 < high:
            name = part.accessibleName() or getattr(part, "text", str)()
            found.append(f"{name!r}: {part.width()}x{part.height()} of {wide}x{high}")
    return found


@pytest.mark.parametrize("size", [(900, 600), (1000, 720), (3840, 2160)])
@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_and_no_control_is_cut(
    scripted: ScriptedWizard, qtbot: QtBot, code: str, size: tuple[int, int]
) -> None:
    set_language(code)
    scripted.retranslate()
    scripted.resize(*size)
    stop = Finding("target.folder", Level.STOP, "space", "There is a space. " * 8, "Remove it.")
    for number in range(REVIEW + 1):
        go(scripted, number)
        found = (stop,) if scripted.current() is scripted.location else ()
        scripted.background.learn(download=BUSY, findings=found)
        qtbot.wait(30)
        assert cut(scripted) == [], f"page {number}"
        scripted.background.learn(findings=())
