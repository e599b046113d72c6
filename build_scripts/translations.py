"""Keeps the catalogues of resources/locale/ in step with the sentences of the program.

    .venv/bin/python build_scripts/translations.py update | check | compile

`update` writes the .po anew, `check` tells its faults, `compile` writes the .mo for gettext. What
counts as a fault stands in translation_faults.py; how sentences are looked up in app/i18n.py.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from translation_faults import faults

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("zh_CN",)
_METHODS = [("app/**.py", "python"), ("resources/catalog/**.toml", "catalog_texts:extract")]
_KEYWORDS = {"_": None, "ngettext": (1, 2)}
# Without dates and without names of people: writing twice must give the same file.
_HEADER = """\
# Sentences of Seedbed. Written by: python3 build_scripts/dev.py i18n
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


@dataclass(frozen=True)
class Locale:
    """The two files of one language below `root`; what they say is not known here."""

    root: Path
    language: str

    @property
    def po(self) -> Path:
        """The catalogue that people write."""
        folder = self.root / "resources" / "locale" / self.language / "LC_MESSAGES"
        return folder / "seedbed.po"

    @property
    def mo(self) -> Path:
        """The same, compiled for gettext; never in git."""
        return self.po.with_suffix(".mo")

    def read(self) -> Catalog:
        """What is translated so far. Raises PoFileError for a file that is not a catalogue."""
        if not self.po.is_file():
            return Catalog(locale=self.language)
        with self.po.open("rb") as file:
            return read_po(file, locale=self.language, abort_invalid=True)


def collect(root: Path) -> Catalog:
    """All sentences of the program below `root`, with the places where they stand."""
    catalog = Catalog()
    found = extract_from_dir(str(root), _METHODS, keywords=_KEYWORDS)
    for file, line, sentence, _comments, _context in found:
        catalog.add(sentence, locations=[(file.replace("\\", "/"), line)])
    return catalog


def update(locale: Locale) -> None:
    """Write the .po anew: new sentences without a translation, vanished ones gone.

    A translation is kept only for exactly the same sentence; nothing is guessed.
    """
    old = locale.read()
    new = Catalog(locale=locale.language)
    for files, message in _by_file(collect(locale.root)):
        known = old.get(message.id)
        kept = known.string if known and known.id == message.id else ""
        new.add(message.id, kept, locations=[(file, 1) for file in files])
    written = BytesIO()
    write_po(written, new, width=0, omit_header=True, include_lineno=False)
    header = _HEADER.format(language=locale.language, plurals=new.plural_forms)
    locale.po.parent.mkdir(parents=True, exist_ok=True)
    locale.po.write_bytes(header.encode("utf-8") + written.getvalue().strip() + b"\n")


def _by_file(catalog: Catalog) -> list[tuple[list[str], Message]]:
    """The sentences with their files, in an order that does not change when code moves."""
    found = [
        (sorted({file for file, _line in message.locations}), message)
        for message in catalog
        if message.id
    ]
    return sorted(found, key=lambda each: (each[0], str(each[1].id)))


def check(locale: Locale) -> list[str]:
    """One line for each fault of the catalogue; none if it is complete and sound."""
    try:
        return faults(collect(locale.root), locale.read())
    except PoFileError as error:
        return [f"not a catalogue: {error}"]


def compile_catalogue(locale: Locale) -> None:
    """Write the .mo; a sentence without a translation stays English."""
    catalog = locale.read()
    # By way of a second file: whoever starts the program meanwhile never sees half of it.
    part = locale.mo.with_suffix(".mo.part")
    with part.open("wb") as file:
        write_mo(file, catalog)
    part.replace(locale.mo)


def main() -> int:
    """Do one thing with every language and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("action", choices=("update", "check", "compile"))
    action = parser.parse_args().action
    found: list[str] = []
    for locale in (Locale(ROOT, language) for language in LANGUAGES):
        if action == "update":
            update(locale)
        if action == "check":
            found += [f"{locale.language}: {fault}" for fault in check(locale)]
        else:
            compile_catalogue(locale)
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
