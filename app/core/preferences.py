"""How the person likes the window: its language and its look, kept in our own folder.

Answers about an installation are the plan's; servers are kept by `mirrors.remembered`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from app.core.files import jsonfile
from app.i18n import LANGUAGES
from app.paths import state_folder

THEMES = ("system", "light", "dark")
_FILE = "window.json"


@dataclass(frozen=True, slots=True)
class Preferences:
    """A language of ours and one of THEMES; "" where nothing was said."""

    language: str = ""
    theme: str = ""

    def over(self, other: Preferences) -> Preferences:
        """These, and `other` where these say nothing."""
        return Preferences(self.language or other.language, self.theme or other.theme)


NOTHING_SAID = Preferences()


def load() -> Preferences:
    """What was chosen before; a file that is missing or broken says nothing."""
    data = jsonfile.read(state_folder() / _FILE)
    if not isinstance(data, dict):
        return Preferences()
    language, theme = data.get("language"), data.get("theme")
    return Preferences(
        language if isinstance(language, str) and language in LANGUAGES else "",
        theme if isinstance(theme, str) and theme in THEMES else "",
    )


def keep(preferences: Preferences) -> bool:
    """Remember these for the next start; False where they cannot be written: nothing is harmed."""
    try:
        jsonfile.write(state_folder() / _FILE, asdict(preferences))
    except OSError:
        return False
    return True
