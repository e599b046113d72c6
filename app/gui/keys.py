"""What Enter does in our windows; every other key is Qt's business."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def press_focused(window: QWidget, event: QKeyEvent) -> bool:
    """Enter presses the button that has the focus; elsewhere it is for the default button.

    Otherwise Enter on “Browse…” would go to the next page.
    """
    focused = window.focusWidget()
    if event.key() in ENTER and isinstance(focused, QPushButton) and focused.isEnabled():
        focused.click()
        return True
    return False
