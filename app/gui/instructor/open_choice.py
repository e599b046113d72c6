"""A choice that may be typed instead, and that gives back what it was given until somebody acts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox


class OpenChoice(QComboBox):
    """Offers texts that stand for values; what is typed stands for itself. `edited` says that the
    person chose or typed."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._value, self._drawn, self._drawing = "", "", False
        self.currentTextChanged.connect(self._on_text)

    def offer(self, texts: Sequence[tuple[str, str]]) -> None:
        """Offer these texts, each with its value."""
        there = [(self.itemText(n), str(self.itemData(n))) for n in range(self.count())]
        if there == list(texts):
            return
        value, self._drawing = self.value(), True
        self.clear()
        for text, data in texts:
            self.addItem(text, data)
        self._show(value)

    def draw(self, value: str) -> None:
        """Show a value; what is being typed for it keeps its cursor."""
        if value != self.value():
            self._show(value)

    def value(self) -> str:
        """The value that is shown."""
        text = self.currentText()
        if text != self._drawn:
            index = self.findText(text)
            self._value = str(self.itemData(index)) if index >= 0 else text.strip()
            self._drawn = text
        return self._value

    def _show(self, value: str) -> None:
        self._drawing = True
        index = self.findData(value)
        if index >= 0:
            self.setCurrentIndex(index)
        else:
            self.setCurrentText(value)
        self._value, self._drawn, self._drawing = value, self.currentText(), False

    @Slot()
    def _on_text(self) -> None:
        if not self._drawing:
            self.edited.emit()
