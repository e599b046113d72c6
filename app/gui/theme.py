"""The look: the grid, colours by name, four text sizes, the style sheet, icons drawn in a colour.

Widgets ask here for what they need; nothing else knows a colour or a file of the style.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from string import Template

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from app.core.preferences import THEMES
from app.gui import fonts
from app.gui.colours import DARK as DARK
from app.gui.colours import LIGHT as LIGHT
from app.gui.colours import by_palette, colours_of
from app.gui.measures import CARD_MARGINS as CARD_MARGINS
from app.gui.measures import CONTENT_WIDTH as CONTENT_WIDTH
from app.gui.measures import GAP as GAP
from app.gui.measures import GRID as GRID
from app.gui.measures import HALF as HALF
from app.gui.measures import MARGIN as MARGIN
from app.gui.measures import SIZES as SIZES
from app.paths import resource

SYSTEM = THEMES[0]
_USUAL_POINTS = 10.0
_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)


class _Current:
    """What was chosen, and the colours, the font and the motion in use."""

    choice = SYSTEM
    colours: Mapping[str, str] = {}
    font: QFont | None = None
    still = False


def system_appearance(app: QApplication) -> str:
    """What the system asks for; where it does not say, what its palette looks like."""
    scheme = app.styleHints().colorScheme()
    if scheme == Qt.ColorScheme.Unknown:
        return by_palette(app)
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def choose(app: QApplication, choice: str) -> None:
    """Give the whole program the look of "light", of "dark", or of the "system".

    Qt is told too, so that window frames and the system's own dialogs follow where they can.
    """
    schemes = {LIGHT: Qt.ColorScheme.Light, DARK: Qt.ColorScheme.Dark}
    scheme = schemes.get(choice, Qt.ColorScheme.Unknown)
    _Current.choice = choice if choice in schemes else SYSTEM
    app.styleHints().setColorScheme(scheme)
    apply(app, choice if choice in schemes else system_appearance(app))


def chosen() -> str:
    """What was given to `choose` last."""
    return _Current.choice


def apply(app: QApplication, appearance: str) -> None:
    """Give the whole program the "light" or "dark" look."""
    _Current.colours = colours_of(appearance)
    _pixmap.cache_clear()
    app.setPalette(_palette(_Current.colours))
    if _Current.font is None:
        _Current.font = fonts.with_chinese(app.font())
    app.setFont(_Current.font)
    base = _Current.font.pointSizeF()
    if base <= 0:  # a font given in pixels has no point size
        base = _USUAL_POINTS
    sizes = {name: f"{base * factor:.1f}" for name, factor in SIZES.items()}
    sheet = Template(resource("style/style.qss").read_text(encoding="utf-8"))
    pictures = {
        "arrow": resource("icons/arrow.svg").as_posix(),
        "tick": resource(f"icons/tick-{appearance}.svg").as_posix(),
    }
    app.setStyleSheet(sheet.substitute(_Current.colours, **pictures, **sizes))


def keep_still(app: QApplication, still: bool) -> None:
    """Whether nothing shall move by itself, as some people need it."""
    _Current.still = still
    if still:
        for effect in _EFFECTS:
            app.setEffectEnabled(effect, False)


def is_still() -> bool:
    """Whether nothing may move by itself."""
    return _Current.still


def colour(name: str) -> str:
    """A colour of the appearance in use."""
    if not _Current.colours:
        _Current.colours = colours_of("light")
    return _Current.colours[name]


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
        set_property(widget, "role", role)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks for, and draw the widget anew."""
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


@lru_cache(maxsize=256)
def _pixmap(name: str, colour_code: str, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # not for the cover: it has no icons

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
