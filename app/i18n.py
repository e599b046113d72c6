"""The person's language: `_()` for sentences and `ngettext` for counted ones.

Nothing else in the program knows where translations come from. Sentences are written in English
and looked up at the moment they are shown, so the language can change while the program runs.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.paths import resource

DOMAIN = "seedbed"
PSEUDO = "pseudo"
LANGUAGES: Mapping[str, str] = {"en": "English", "zh_CN": "简体中文"}


class _PseudoTranslations(gettext.NullTranslations):
    """Marks every sentence that went through `_()`, so that tests see the ones that did not."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


class _Current:
    """The one place that remembers the chosen language."""

    code = "en"
    translations: gettext.NullTranslations = gettext.NullTranslations()


def set_language(code: str) -> None:
    """Use language `code` ("en", "zh_CN", or "pseudo" in tests); others mean English."""
    _Current.code = code if code in LANGUAGES or code == PSEUDO else "en"
    if code == PSEUDO:
        _Current.translations = _PseudoTranslations()
    elif _Current.code == "en":  # as the sentences are written: nothing to look for on the drive
        _Current.translations = gettext.NullTranslations()
    else:
        folder: Path = resource("locale")
        _Current.translations = gettext.translation(
            DOMAIN, localedir=str(folder), languages=[_Current.code], fallback=True
        )


def translated(code: str, sentence: str) -> bool:
    """Whether language `code` is there and says `sentence` in its own way."""
    try:
        found = gettext.translation(DOMAIN, str(resource("locale")), [code])
    except OSError:
        return False
    return found.gettext(sentence) != sentence


def language() -> str:
    """The code of the language in use."""
    return _Current.code


def system_language(environ: Mapping[str, str] | None = None, settings: Iterable[str] = ()) -> str:
    """The best language of ours for what the person asks for: by LC_ALL, LC_MESSAGES or LANG,
    else by the languages in the system's own `settings`, best first."""
    values = os.environ if environ is None else environ
    named = [values.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    wanted = next(filter(None, (*named, *settings)), "")
    return "zh_CN" if wanted.lower().startswith("zh") else "en"


def _(sentence: str) -> str:
    """The sentence in the person's language."""
    return _Current.translations.gettext(sentence) if sentence else ""


def ngettext(one: str, many: str, number: int) -> str:
    """The sentence that fits `number`, in the person's language."""
    return _Current.translations.ngettext(one, many, number)


def listing(items: Iterable[str]) -> str:
    """Several things one after the other, with the language's own mark between them."""
    return _(", ").join(items)


def joined_facts(parts: Iterable[str]) -> str:
    """Different facts about one thing; Chinese keeps its other mark for things of one kind."""
    return ("，" if language().startswith("zh") else ", ").join(part for part in parts if part)


def sentences(*parts: str) -> str:
    """Whole sentences one after the other; Chinese writes no space between them."""
    between = "" if language().startswith("zh") else " "
    return between.join(part for part in parts if part)


def labelled(label: str, text: str) -> str:
    """What something is called, and what is to say about it, with the language's own colon."""
    return f"{label}：{text}" if language().startswith("zh") else f"{label}: {text}"
