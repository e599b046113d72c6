"""The colours of the look, by name, and which of the two sets the system seems to want.

Without Qt's own lists of names, which take longer to load than the cover to be painted; the theme
puts the colours on the whole program.
"""

from __future__ import annotations

import tomllib

from PySide6.QtWidgets import QApplication

from app.paths import resource

LIGHT, DARK = "light", "dark"
_DARK_BELOW = 128


def colours_of(appearance: str) -> dict[str, str]:
    """The colours of "light" or "dark" by name."""
    text = resource(f"style/{appearance}.toml").read_text(encoding="utf-8")
    return {name: str(value) for name, value in tomllib.loads(text).items()}


def by_palette(app: QApplication) -> str:
    """What the colours that the system gives its windows look like, "light" or "dark"."""
    return DARK if app.palette().window().color().lightness() < _DARK_BELOW else LIGHT
