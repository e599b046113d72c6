"""From the start of the process to the first painted window: python window_start.py ours|bare.

Prints the monotonic time at which the first paint was over, and ends at once.
"""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtWidgets import QWidget

from app.gui.first_paint import FirstPaint


def _watch(window: QWidget) -> None:
    FirstPaint(window).painted.connect(_tell)


def _tell() -> None:
    sys.stdout.write(f"{time.monotonic()}\n")
    sys.stdout.flush()
    os._exit(0)  # nothing was begun that needs an orderly end, and that is not what is measured


def _bare() -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv[:1])
    window = QWidget()
    window.resize(1000, 720)
    _watch(window)
    window.show()
    app.exec()


def _ours() -> None:
    """Seedbed's own way, from its first module; the cover before the wizard does not count."""
    from app.__main__ import main
    from app.gui.wizard import Wizard

    begin = Wizard.begin

    def listened(self: Wizard) -> None:
        _watch(self)
        begin(self)

    Wizard.begin = listened  # type: ignore[method-assign]
    main([])


if __name__ == "__main__":
    {"ours": _ours, "bare": _bare}[sys.argv[1]]()
