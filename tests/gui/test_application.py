"""The application: language and look while it runs, and no silent death."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QWizard
from pytestqt.qtbot import QtBot

from app.core import preferences
from app.core.plan import Plan
from app.core.preferences import Preferences
from app.core.session import Session
from app.gui import theme
from app.gui.application import Application
from app.gui.colours import colours_of
from app.gui.problem import ProblemDialog
from app.gui.wizard import Wizard
from app.i18n import language
from tests.gui.conftest import QuietBackground, leave


class QuietWizard(Wizard):
    background_kind = QuietBackground


@pytest.fixture
def application(
    qapp: QApplication, session: Session, plan: Plan, qtbot: QtBot
) -> Iterator[Application]:
    hooks = sys.excepthook, threading.excepthook
    made = Application(qapp, session, plan, lambda changed: changed, QuietWizard)
    made.wizard.show()
    yield made
    sys.excepthook, threading.excepthook = hooks
    made.change_language("en")
    theme.choose(qapp, theme.SYSTEM)
    theme.keep_still(qapp, False)
    leave(made.wizard, qtbot)
    made.deleteLater()  # else it would follow the system's look for ever
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def dialogs(application: Application) -> list[ProblemDialog]:
    found = application.wizard.findChildren(ProblemDialog)
    return [dialog for dialog in found if dialog.isVisible()]


def test_another_language_reaches_qts_own_buttons(application: Application) -> None:
    next_button = application.wizard.button(QWizard.WizardButton.NextButton)
    english = next_button.text()
    application.wizard.welcome.language_chosen.emit("zh_CN")
    assert language() == "zh_CN"
    assert next_button.text() != english
    application.wizard.welcome.language_chosen.emit("en")
    assert next_button.text() == english


def test_qts_standard_buttons_speak_chinese(application: Application, qtbot: QtBot) -> None:
    application.change_language("zh_CN")
    standard = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(standard.Ok | standard.Cancel | standard.Close)
    qtbot.addWidget(box)
    texts = [box.button(each).text() for each in (standard.Ok, standard.Cancel, standard.Close)]
    assert [text.partition("(")[0] for text in texts] == ["确定", "取消", "关闭"]


def test_a_mistake_in_the_window_is_shown_with_a_report_to_save(
    application: Application, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    application.catch_mistakes()
    error = ZeroDivisionError("oops")
    sys.excepthook(ZeroDivisionError, error, None)
    qtbot.waitUntil(lambda: bool(dialogs(application)), timeout=2000)
    (dialog,) = dialogs(application)
    shown = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Seedbed itself" in shown
    assert "oops" in capsys.readouterr().err
    sys.excepthook(ZeroDivisionError, error, None)
    qtbot.wait(30)
    assert len(dialogs(application)) == 1
    dialog.accept()


def test_a_mistake_in_any_thread_is_shown_too(
    application: Application, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    application.catch_mistakes()

    def wrong() -> None:
        raise LookupError("in a thread")

    thread = threading.Thread(target=wrong)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(dialogs(application)), timeout=2000)
    assert "in a thread" in capsys.readouterr().err
    dialogs(application)[0].accept()


def test_the_dark_look_reaches_the_window(application: Application, qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    dark = QColor(colours_of("dark")["window"])
    assert application.wizard.palette().window().color() == dark


def test_the_chosen_look_reaches_the_window_and_is_remembered(application: Application) -> None:
    themes = application.wizard.welcome.themes
    themes.activated.emit(themes.findData("dark"))
    dark = QColor(colours_of("dark")["window"])
    assert application.wizard.palette().window().color() == dark
    assert themes.currentData() == "dark"
    assert preferences.load().theme == "dark"
    themes.activated.emit(themes.findData("system"))
    assert preferences.load().theme == "system"
    assert theme.chosen() == "system"


def test_the_chosen_language_is_remembered_beside_the_look(application: Application) -> None:
    preferences.keep(Preferences("", "light"))
    application.wizard.welcome.language_chosen.emit("zh_CN")
    assert preferences.load() == Preferences("zh_CN", "light")


def test_a_look_of_ones_own_stays_when_the_systems_changes(
    application: Application, qapp: QApplication
) -> None:
    application.wizard.welcome.theme_chosen.emit("dark")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.colour("window") == colours_of("dark")["window"]


def test_a_person_who_wants_no_motion_gets_none(
    application: Application, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = application.wizard.session
    object.__setattr__(session, "environ", {**session.environ, "SEEDBED_REDUCED_MOTION": "1"})
    assert not theme.is_still()
    application.ask_about_motion()
    qtbot.waitUntil(theme.is_still, timeout=5000)
    assert not qapp.isEffectEnabled(Qt.UIEffect.UI_AnimateCombo)
