"""What a screen reader is told of a window, as plain data, and what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

Role = QAccessible.Role
CONTROLS = frozenset({
    Role.Button, Role.ButtonDropDown, Role.ButtonMenu, Role.CheckBox, Role.ComboBox, Role.Dial,
    Role.EditableText, Role.HotkeyField, Role.Link, Role.List, Role.MenuItem, Role.PageTab,
    Role.ProgressBar, Role.RadioButton, Role.Slider, Role.SpinBox, Role.Switch, Role.Table,
    Role.Tree,
})  # fmt: skip
# Their parts (the field and the list of a combo box, the cells of a table) speak for themselves.
_WHOLE = frozenset({Role.ComboBox, Role.List, Role.Table, Role.Tree, Role.SpinBox})
_MNEMONIC = re.compile(r"\([A-Z0-9]\)")  # as Chinese texts write it; it tells nobody anything


@dataclass(frozen=True, slots=True)
class Node:
    """One control as it is told; `kind` is the class of its widget."""

    role: Role
    name: str
    description: str
    kind: str

    def __str__(self) -> str:
        return f"{self.role.name} “{self.name}” ({self.kind})"


def controls(window: QWidget) -> list[Node]:
    """The visible controls of a window."""
    top = QAccessible.queryAccessibleInterface(window)
    assert top is not None
    return [_node(each) for each in _visible(top) if each.role() in CONTROLS]


def _visible(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    if not interface.isValid() or interface.state().invisible:
        return
    yield interface
    if interface.role() in _WHOLE:
        return
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and not _is_window(child):
            yield from _visible(child)


def _is_window(interface: QAccessibleInterface) -> bool:
    widget = interface.object()
    return isinstance(widget, QWidget) and widget.isWindow()


def _node(interface: QAccessibleInterface) -> Node:
    return Node(
        interface.role(),
        _MNEMONIC.sub("", _name(interface)),
        interface.text(QAccessible.Text.Description),
        type(interface.object()).__name__,
    )


def _name(interface: QAccessibleInterface) -> str:
    """Its name; on Linux the name of a combo box is what stands in it, and its label names it."""
    name = interface.text(QAccessible.Text.Name)
    if interface.role() is not Role.ComboBox or any(map(str.isalpha, name)):
        return name
    labels = [label for label, _relation in interface.relations(QAccessible.RelationFlag.Label)]
    return " ".join([*(label.text(QAccessible.Text.Name) for label in labels), name])


def unnamed(window: QWidget) -> list[str]:
    """Controls whose name is empty or has not one letter."""
    return [str(each) for each in controls(window) if not any(map(str.isalpha, each.name))]


def alike(window: QWidget) -> list[str]:
    """Controls that nobody can tell from one another by role, name and description."""
    counted = Counter((each.role, each.name, each.description) for each in controls(window))
    return [f"{n} times {role.name} “{name}”" for (role, name, _), n in counted.items() if n > 1]


def stray_focus(window: QWidget) -> list[str]:
    """Widgets that take the focus by Tab and are nothing that a reader has a word for."""
    found = []
    for widget in own_widgets(window):
        if not _takes_tab(widget):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        role = interface.role() if interface is not None else Role.NoRole
        # A text to read takes the focus so that the keyboard can scroll it; then it has a name.
        is_named_text = role is Role.StaticText and bool(widget.accessibleName())
        if role not in CONTROLS and not is_named_text:
            found.append(f"{type(widget).__name__} as {role.name}")
    return found


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return bool(policy & Qt.FocusPolicy.TabFocus) and widget.isEnabled()


def own_widgets(window: QWidget) -> list[QWidget]:
    """The visible widgets of a window, without those of a dialog over it."""
    found = window.findChildren(QWidget)
    return [each for each in found if each.isVisible() and each.window() is window]


def shared_mnemonics(window: QWidget) -> list[str]:
    """Letters that more than one visible control of the window answers to."""
    texts: dict[str, list[str]] = {}
    for widget in own_widgets(window):
        if isinstance(widget, QAbstractButton) or (
            isinstance(widget, QLabel) and widget.buddy() is not None
        ):
            letter = QKeySequence.mnemonic(widget.text()).toString()
            if letter:
                texts.setdefault(letter, []).append(widget.text())
    return [f"{letter}: {', '.join(same)}" for letter, same in texts.items() if len(same) > 1]
