"""The look: colours by name, four text sizes, the style sheet, and icons drawn in a colour.

Widgets ask here for what they need; nothing else knows a colour or a file of the style.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from string import Template

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from app.core.finding import Level
from app.paths import resource

GRID = 8
_SIZES = {"small": 0.92, "section": 1.15, "heading": 1.6}
_DARK_BELOW = 128


class _Current:
    """The colours in use; replaced by `apply`."""

    colours: Mapping[str, str] = {}


def colours_of(appearance: str) -> dict[str, str]:
    """The colours of "light" or "dark" by name."""
    text = resource(f"style/{appearance}.toml").read_text(encoding="utf-8")
    return {name: str(value) for name, value in tomllib.loads(text).items()}


def system_appearance(app: QApplication) -> str:
    """What the system asks for; where it does not say, what its palette looks like."""
    scheme = app.styleHints().colorScheme()
    if scheme == Qt.ColorScheme.Unknown:
        window = app.style().standardPalette().color(QPalette.ColorRole.Window)
        return "dark" if window.lightness() < _DARK_BELOW else "light"
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def apply(app: QApplication, appearance: str) -> None:
    """Give the whole program the "light" or "dark" look."""
    _Current.colours = colours_of(appearance)
    _pixmap.cache_clear()
    app.setPalette(_palette(_Current.colours))
    base = app.font().pointSizeF()
    if base <= 0:  # a font given in pixels has no point size
        base = 10.0
    sizes = {name: f"{base * factor:.1f}" for name, factor in _SIZES.items()}
    sheet = Template(resource("style/style.qss").read_text(encoding="utf-8"))
    pictures = {
        "arrow": resource("icons/arrow.svg").as_posix(),
        "tick": resource(f"icons/tick-{appearance}.svg").as_posix(),
    }
    app.setStyleSheet(sheet.substitute(_Current.colours, **pictures, **sizes))


def colour(name: str) -> str:
    """A colour of the appearance in use."""
    if not _Current.colours:
        _Current.colours = colours_of("light")
    return _Current.colours[name]


def colour_of(level: Level) -> str:
    """The colour that goes with a level; the icon's shape says the same."""
    return colour(str(level))


def icon(name: str, colour_name: str = "text") -> QIcon:
    """An icon of resources/icons in a colour of the appearance in use."""
    return QIcon(pixmap(name, colour_name, 20, 1.0))


def pixmap(name: str, colour_name: str, size: int, ratio: float) -> QPixmap:
    """An icon as a picture of `size` logical pixels on a screen with this pixel ratio."""
    return _pixmap(name, colour(colour_name), size, ratio)


def application_icon() -> QIcon:
    """Seedbed's own icon."""
    return QIcon(str(resource("icons/seedbed.svg")))


def set_role(widget: QWidget, role: str) -> None:
    """Choose how the style sheet draws a widget ("card", "heading", "muted" …)."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


@lru_cache(maxsize=256)
def _pixmap(name: str, colour_code: str, size: int, ratio: float) -> QPixmap:
    drawing = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour_code).encode()))
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def _palette(colours: Mapping[str, str]) -> QPalette:
    palette = QPalette(QColor(colours["window"]), QColor(colours["window"]))
    role = QPalette.ColorRole
    for roles, name in (
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), "text"),
        ((role.Base, role.Button, role.ToolTipBase, role.AlternateBase), "surface"),
        ((role.Highlight, role.Accent), "accent"),
        ((role.Link,), "note"),
        ((role.HighlightedText,), "on_accent"),
        ((role.PlaceholderText,), "muted"),
    ):
        for each in roles:
            palette.setColor(each, QColor(colours[name]))
    disabled = QPalette.ColorGroup.Disabled
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, each, QColor(colours["disabled"]))
    return palette
