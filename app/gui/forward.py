"""Bringing a window to the front for a person who has started Seedbed once more."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

# Qt hands it to the desktop with its next wish to be active, and forgets it then.
_PERMIT = "XDG_ACTIVATION_TOKEN"


def bring_forward(window: QWidget, permit: str = "") -> None:
    """Show `window`, or the dialog over it, before all others.

    Desktops decide themselves whether they obey; one that does not marks the window's entry in
    its bar instead. `permit` is the desktop's leave, where it gave one.
    """
    if permit:
        os.environ[_PERMIT] = permit
    try:
        state = window.windowState() & ~Qt.WindowState.WindowMinimized
        window.setWindowState(state | Qt.WindowState.WindowActive)
        front = QApplication.activeModalWidget() or window
        for each in dict.fromkeys((window, front)):
            each.show()
            each.raise_()
        front.activateWindow()
        QApplication.alert(window)
    finally:
        os.environ.pop(_PERMIT, None)
