"""From the start of the process to the first painted window: python window_start.py ours|bare.

Prints the monotonic time at which the first paint was over, and ends at once.
"""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer


class FirstPaint(QObject):
    """Watches one window; tells and ends the process when it has been painted."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Never keeps an event back."""
        if event.type() == QEvent.Type.Paint:
            # The paint itself, with all its children, is over when the loop comes round again.
            QTimer.singleShot(0, _tell)
        return False


def _tell() -> None:
    sys.stdout.write(f"{time.monotonic()}\n")
    sys.stdout.flush()
    os._exit(0)  # nothing was begun that needs an orderly end, and that is not what is measured


def _bare() -> None:
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication(sys.argv[:1])
    window = QWidget()
    window.resize(1000, 720)
    watch = FirstPaint()
    window.installEventFilter(watch)
    window.show()
    app.exec()


def _ours() -> None:
    """Seedbed's own way, from its first module; only the showing of the wizard is listened to."""
    from app.__main__ import main
    from app.gui.wizard import Wizard

    begin = Wizard.begin

    def listened(self: Wizard) -> None:
        self.installEventFilter(FirstPaint(self))
        begin(self)

    Wizard.begin = listened  # type: ignore[method-assign]
    main([])


if __name__ == "__main__":
    {"ours": _ours, "bare": _bare}[sys.argv[1]]()
