"""The look: every colour is there, text can be read, every icon can be drawn."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.core.finding import Level
from app.gui import theme
from app.paths import resource

APPEARANCES = ("light", "dark")
TEXTS = ("text", "muted", "accent", "ok", "note", "warn", "stop")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    red, green, blue = (linear(part) for part in (made.redF(), made.greenF(), made.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    bright, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("appearance", APPEARANCES)
@pytest.mark.parametrize("background", ["window", "surface"])
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_colour_has_enough_contrast(appearance: str, background: str, text: str) -> None:
    colours = theme.colours_of(appearance)
    assert contrast(colours[text], colours[background]) >= 4.5


@pytest.mark.parametrize("appearance", APPEARANCES)
def test_text_on_the_accent_can_be_read(appearance: str) -> None:
    colours = theme.colours_of(appearance)
    assert contrast(colours["on_accent"], colours["accent"]) >= 4.5


def test_both_appearances_name_the_same_colours() -> None:
    light, dark = (theme.colours_of(appearance) for appearance in APPEARANCES)
    assert light.keys() == dark.keys()


@pytest.mark.parametrize("appearance", APPEARANCES)
def test_the_style_sheet_knows_all_its_names(qapp: QApplication, appearance: str) -> None:
    theme.apply(qapp, appearance)
    assert "$" not in qapp.styleSheet()
    assert qapp.palette().window().color() == QColor(theme.colour("window"))


@pytest.mark.parametrize("icon", sorted(f.stem for f in resource("icons").glob("*.svg")))
def test_every_icon_can_be_drawn(qapp: QApplication, icon: str) -> None:
    image = theme.pixmap(icon, "text", 20, 1.0).toImage()
    drawn = [(x, y) for x in range(20) for y in range(20) if image.pixelColor(x, y).alpha() > 100]
    assert len(drawn) > 10


def test_every_level_has_a_colour_and_an_icon() -> None:
    for level in Level:
        assert QColor(theme.colour(str(level))).isValid()
        assert resource(f"icons/{level}.svg").is_file()
