"""What surrounds the wizard: look, Qt's own texts, and the last net for mistakes."""

from __future__ import annotations

import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from types import FrameType, TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Signal, Slot
from PySide6.QtWidgets import QApplication

from app.core import preferences
from app.core.plan import Plan
from app.core.processes.stop_signals import stop_signals
from app.core.report import Report
from app.core.run.runner import as_install_error
from app.core.secrets import redact
from app.core.session import Session
from app.core.window_start import WindowStart
from app.gui import fonts, services, theme
from app.gui.announce import Herald
from app.gui.focus import FocusKeeper
from app.gui.instructor.door import InstructorDoor
from app.gui.links import Links
from app.gui.problem import ProblemDialog
from app.gui.wizard import Wizard
from app.gui.worker import Outcome, Worker
from app.i18n import language, set_language

_HEARTBEAT_MILLISECONDS = 200

Change = Callable[[Plan], Plan]


class Application(QObject):
    """Owns the wizard; changes language, appearance and motion; shows mistakes nobody caught.

    `_mistake` is emitted from whatever thread made the mistake: rare, so no queue is needed.
    """

    _mistake = Signal(object)

    def __init__(
        self,
        app: QApplication,
        session: Session,
        plan: Plan,
        change: Change,
        kind: type[Wizard] = Wizard,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._session = session
        self._translator = QTranslator(self)
        self._problem: ProblemDialog | None = None
        theme.choose(app, theme.chosen())
        self._load_qt_texts()
        self.wizard = kind(session, plan, change)
        self.wizard.language_chosen.connect(self._on_language)
        self.wizard.theme_chosen.connect(self._on_theme)
        self._motion = Worker(self)
        self._motion.ended.connect(self._on_motion)
        self.links = Links(session, self)
        self.herald = Herald(self.wizard)
        self.focus = FocusKeeper(app, self.wizard)
        self.instructor = InstructorDoor(app, self.wizard)
        app.styleHints().colorSchemeChanged.connect(self._on_appearance)
        self._mistake.connect(self._on_mistake)
        self._heartbeat = QTimer(self)
        self._heartbeat.setInterval(_HEARTBEAT_MILLISECONDS)
        self._heartbeat.timeout.connect(self._on_heartbeat)

    def catch_mistakes(self) -> None:
        """From now on an exception that nobody caught is shown, with a report to save."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def obey_signals(self) -> None:
        """Ctrl-C, the end of the session and a closed terminal stop a run in order and close the
        window.

        Python looks at signals only between two of its own instructions, hence the heartbeat.
        """
        for name in stop_signals():
            signal.signal(name, self._on_signal)
        self._heartbeat.start()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.instructor.stop()
        self.wizard.stop_and_close()

    def ask_about_motion(self) -> None:
        """Find out in the background whether the system asks for no motion."""
        self._motion.start(services.motion_job(self._session))

    def change_language(self, code: str) -> None:
        """Show everything in another language; no answer is lost. Says so where no font has it."""
        if not fonts.can_show(code):
            self.wizard.welcome.tell_unreadable()
            return
        set_language(code)
        self._load_qt_texts()
        self._retranslate()

    def show_mistake(self, error: BaseException) -> None:
        """Show one mistake; a second one does not pile up over it."""
        if self._problem is not None and self._problem.isVisible():
            return
        known = self.wizard.background.known
        report = Report.of(self._session, self.wizard.plan, known.machine, known.all_findings)
        self._problem = ProblemDialog(report.after(as_install_error(error)), self.wizard)
        self._problem.open()

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if sys.stderr is not None:  # a program without a console has none
            text = "".join(traceback.format_exception(kind, error, trace))
            sys.stderr.write(redact(text))
        self._mistake.emit(error)

    def _thread_hook(self, failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None:
            self._hook(failed.exc_type, failed.exc_value, failed.exc_traceback)

    def _load_qt_texts(self) -> None:
        self._app.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(QLocale(language()), "qtbase", "_", folder):
            self._app.installTranslator(self._translator)

    def _retranslate(self) -> None:
        self.wizard.retranslate()
        self.instructor.retranslate()

    @Slot()
    def _on_heartbeat(self) -> None:
        """Nothing: that Python runs at all is enough."""

    @Slot(object)
    def _on_mistake(self, error: BaseException) -> None:
        self.show_mistake(error)

    @Slot(str)
    def _on_language(self, code: str) -> None:
        self.change_language(code)
        if language() == code:
            preferences.keep(replace(preferences.load(), language=code))

    @Slot(str)
    def _on_theme(self, choice: str) -> None:
        theme.choose(self._app, choice)
        self._retranslate()
        preferences.keep(replace(preferences.load(), theme=choice))

    @Slot()
    def _on_appearance(self) -> None:
        theme.choose(self._app, theme.chosen())
        self._retranslate()

    @Slot(object)
    def _on_motion(self, outcome: Outcome) -> None:
        theme.keep_still(self._app, outcome.value is True)


def show_wizard(app: QApplication, start: WindowStart) -> Application:
    """Make the window that `start` describes; mistakes and signals are seen to from now on."""
    theme.choose(app, start.wish.theme)
    app.setWindowIcon(theme.application_icon())
    session = Session.start()
    window = Application(app, session, start.change(session.new_plan()), start.change)
    window.catch_mistakes()
    window.obey_signals()
    window.ask_about_motion()
    return window
