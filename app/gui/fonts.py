"""Fonts: the system's own for everything, and one that has Chinese characters behind it.

Sizes and weights are the style's business.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QRawFont

from app.i18n import LANGUAGES
from app.paths import resource

_FILE = "style/fonts.toml"
_CHINESE = "zh"


@lru_cache(maxsize=1)
def chinese_family() -> str:
    """The best font of this system that has Chinese characters; "" where there is none."""
    data = tomllib.loads(resource(_FILE).read_text(encoding="utf-8"))
    found = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    upright = [family for family in found if not QFontDatabase.isFixedPitch(family)]
    ordered = by_preference(upright or found, data["families"])
    # Opening a font with ten thousand characters takes time: no more of them than needed.
    return next((family for family in ordered if _draws(family, data["probe"])), "")


def by_preference(found: Sequence[str], preferred: Sequence[str]) -> list[str]:
    """The fonts of `found`, those of `preferred` first and in its order."""
    places = {family.casefold(): place for place, family in enumerate(preferred)}
    return sorted(found, key=lambda family: places.get(family.casefold(), len(places)))


def with_chinese(font: QFont) -> QFont:
    """`font` with a Chinese one behind it for what it cannot draw itself.

    Its real name comes first: in a list, an alias such as “Sans Serif” would lose to the Chinese.
    """
    made = QFont(font)
    families = (QFontInfo(font).family(), chinese_family())
    made.setFamilies(list(dict.fromkeys(filter(None, families))))
    return made


def can_show(language: str) -> bool:
    """Whether this system has a font for a language of ours."""
    return not language.startswith(_CHINESE) or bool(chinese_family())


def name_of(language: str) -> str:
    """The language by its own name, unless that could not be drawn."""
    return LANGUAGES.get(language, language) if can_show(language) else "Chinese"


def _draws(family: str, text: str) -> bool:
    """Whether the font itself has these characters; some only claim it."""
    raw = QRawFont.fromFont(QFont(family))
    return all(raw.supportsCharacter(ord(character)) for character in text)
