"""The smallest program of Seedbed's kind: one empty window, py-rattler beside it.

Frozen in the same way, it is what size and start of the real one are measured against.
"""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.gui.first_paint import FirstPaint

# A word to show in the window: with the first one, a system's fonts are looked through.
WORD_VARIABLE = "SEEDBED_BARE_WORD"


def tell() -> None:
    """The monotonic time, as `seedbed window --until painted` tells it."""
    sys.stdout.write(f"{time.monotonic()}\n")
    sys.stdout.flush()
    os._exit(0)


def main() -> None:
    """Show the window; with any argument ask py-rattler instead, as Seedbed's child does."""
    if len(sys.argv) > 1:
        import rattler

        sys.stdout.write(f"{rattler.Version('1.0')}\n")
        return
    app = QApplication(sys.argv[:1])
    window = QWidget()
    window.resize(1000, 720)
    if WORD_VARIABLE in os.environ:
        QLabel(os.environ[WORD_VARIABLE], window)
    watch = FirstPaint(window)
    watch.painted.connect(tell)
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
