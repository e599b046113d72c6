"""The look: every colour is there, text can be read, every icon can be drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.core.finding import Level
from app.gui import theme
from app.gui.colours import colours_of
from app.paths import resource

GUI = Path(theme.__file__).parent
APPEARANCES = ("light", "dark")
TEXTS = ("text", "muted", "accent", "ok", "note", "warn", "stop")
LEVELS = [str(level) for level in Level]
STYLE = resource("style/style.qss").read_text(encoding="utf-8")


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
    colours = colours_of(appearance)
    assert contrast(colours[text], colours[background]) >= 4.5


@pytest.mark.parametrize("appearance", APPEARANCES)
@pytest.mark.parametrize("level", LEVELS)
def test_findings_can_be_read_on_their_tinted_ground(appearance: str, level: str) -> None:
    colours = colours_of(appearance)
    for text in ("text", "muted", level):
        assert contrast(colours[text], colours[f"{level}_tint"]) >= 4.5


@pytest.mark.parametrize("appearance", APPEARANCES)
@pytest.mark.parametrize("background", ["window", "surface"])
def test_the_edge_of_what_can_be_pressed_and_the_focus_can_be_seen(
    appearance: str, background: str
) -> None:
    colours = colours_of(appearance)
    for edge in ("control", "accent"):  # WCAG 1.4.11: parts of controls need 3:1
        assert contrast(colours[edge], colours[background]) >= 3.0


@pytest.mark.parametrize("appearance", APPEARANCES)
def test_what_the_mouse_is_over_stays_readable(appearance: str) -> None:
    colours = colours_of(appearance)
    assert contrast(colours["text"], colours["hover"]) >= 4.5
    assert contrast(colours["on_accent"], colours["accent_hover"]) >= 4.5


def test_there_are_exactly_four_sizes_of_text() -> None:
    assert set(theme.SIZES) == {"small", "body", "section", "heading"}
    assert len(set(theme.SIZES.values())) == 4
    used = set(re.findall(r"font-size:\s*([^;]+);", STYLE))
    assert used <= {f"${{{name}}}pt" for name in theme.SIZES}


def test_every_kind_of_control_shows_the_focus() -> None:
    for control in ("QPushButton", "QLineEdit", "QComboBox", "QRadioButton", "QCheckBox",
                    "QListWidget", "QTableView", 'QPushButton[role="stop"]'):  # fmt: skip
        rule = re.search(re.escape(control) + r":focus[^{]*\{([^}]*)\}", STYLE)
        assert rule, control
        assert "2px solid" in rule[1], control


def test_distances_in_the_window_lie_on_the_grid() -> None:
    """What is written as a number, in the modules and pages that belong to the look."""
    for name in ("rail", "frame", "strip", "widgets", "transfer_line", "server_choice", "clean_up",
                 "look_line", "pages/page", "pages/welcome", "pages/computer", "pages/download",
                 "pages/location", "pages/environment", "pages/review"):  # fmt: skip
        text = (GUI / f"{name}.py").read_text(encoding="utf-8")
        for call in re.findall(r"(?:Spacing|ContentsMargins)\(([^()]*)\)", text):
            numbers = {int(number) for number in re.findall(r"(?<![\w.*])\d+(?![\w.]| \*)", call)}
            assert numbers <= {0}, f"{name}: {call}"


def test_the_chosen_look_is_followed_and_the_systems_comes_back(qapp: QApplication) -> None:
    try:
        theme.choose(qapp, "dark")
        assert theme.chosen() == "dark"
        assert theme.colour("window") == colours_of("dark")["window"]
        theme.choose(qapp, "light")
        assert theme.colour("window") == colours_of("light")["window"]
    finally:
        theme.choose(qapp, "system")
    assert theme.chosen() == "system"
    assert theme.colour("window") == colours_of(theme.system_appearance(qapp))["window"]


@pytest.mark.parametrize("appearance", APPEARANCES)
def test_text_on_the_accent_can_be_read(appearance: str) -> None:
    colours = colours_of(appearance)
    assert contrast(colours["on_accent"], colours["accent"]) >= 4.5


def test_both_appearances_name_the_same_colours() -> None:
    light, dark = (colours_of(appearance) for appearance in APPEARANCES)
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
