"""Turns the bytes of somebody's file into text, or says in one sentence what the file really is.

What the text means is specfile's business.
"""

from __future__ import annotations

import codecs
import json

from app.core.specs.words import tidy
from app.errors import PlanInvalid
from app.i18n import _

MAX_BYTES = 1024 * 1024
_MANY_CONTROLS = 0.02


def text_of(data: bytes, name: str, notes: list[str]) -> str:
    """The text in `data`, with plain quotes, spaces and line ends; `notes` gets what was changed.

    Raises PlanInvalid if it is too large or no text (failures F46, F47).
    """
    if len(data) > MAX_BYTES:
        raise refused(name, _("it is larger than 1 MB, so it cannot be a list of packages"))
    _refuse_binary(data, name)
    text = _decoded(data, name, notes)
    _refuse_documents(text, name)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    tidied = tidy(plain)
    if tidied != plain:
        notes.append(_("Curly quotes and other typographic signs were replaced by plain ones."))
    return tidied


def refused(name: str, why: str, remedy: str = "") -> PlanInvalid:
    """The error about a file that is not a list of packages."""
    return PlanInvalid(
        _("{name} cannot be used: {why}.").format(name=name or _("The file"), why=why),
        remedy or _("Open an environment.yml, a requirements.txt or an explicit list of packages."),
    )


def _refuse_binary(data: bytes, name: str) -> None:
    kinds = (
        (b"PK\x03\x04", _("it is a zip file or an Office document")),
        (b"PK\x05\x06", _("it is a zip file or an Office document")),
        (b"\x1f\x8b", _("it is a compressed archive")),
        (b"BZh", _("it is a compressed archive")),
        (b"7z\xbc\xaf", _("it is a compressed archive")),
        (b"Rar!", _("it is a compressed archive")),
        (b"%PDF", _("it is a PDF document")),
        (b"{\\rtf", _("it is a word processor’s document")),
        (b"\xd0\xcf\x11\xe0", _("it is an Office document")),
        (b"\x89PNG", _("it is a picture")),
        (b"\xff\xd8\xff", _("it is a picture")),
        (b"GIF8", _("it is a picture")),
        (b"MZ", _("it is a program")),
        (b"\x7fELF", _("it is a program")),
        (b"\xcf\xfa\xed\xfe", _("it is a program")),
        (b"SQLite format", _("it is a database")),
    )
    for magic, kind in kinds:
        # "MZ" could begin a text; a program has zero bytes soon after.
        if data.startswith(magic) and (len(magic) > 3 or b"\0" in data[:64] or magic[0] > 126):
            remedy = ""
            if magic.startswith((b"PK", b"\x1f\x8b", b"BZh", b"7z", b"Rar!")):
                remedy = _("If it is a zipped file, unpack it first and open what is inside.")
            raise refused(name, kind, remedy)


def _decoded(data: bytes, name: str, notes: list[str]) -> str:
    encoding = _encoding(data)
    if encoding != "utf-8-sig":
        notes.append(_("The file was in UTF-16 and was converted."))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
        notes.append(_("Letters that are not in UTF-8 were replaced by “\ufffd”."))
    controls = sum(ord(char) < 32 and char not in "\t\n\r\f\v" for char in text)
    if "\0" in text or controls > _MANY_CONTROLS * len(text) + 2:
        raise refused(name, _("it is not a text file"))
    return "".join(char for char in text if ord(char) >= 32 or char in "\t\n\r")


def _encoding(data: bytes) -> str:
    """utf-8 unless a byte order mark, or every second byte being zero, says UTF-16."""
    for mark, encoding in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return encoding
    head = data[:200]
    if len(head) >= 4 and len(head) % 2 == 0 and 0 not in head[::2] and not any(head[1::2]):
        return "utf-16-le"
    if len(head) >= 4 and len(head) % 2 == 0 and not any(head[::2]) and 0 not in head[1::2]:
        return "utf-16-be"
    return "utf-8-sig"


def _refuse_documents(text: str, name: str) -> None:
    start = text.lstrip()[:2000].lower()
    if not start:
        raise refused(name, _("it is empty"))
    if start.startswith(("<!doctype html", "<html", "<?xml", "<head")):
        raise refused(
            name,
            _("it is a web page, not the file itself"),
            _("On the page, use “Download” or “Raw”, then open the file that was saved."),
        )
    if start.startswith("{"):
        raise refused(name, _what_json(text))
    if start.startswith(("[project]", "[build-system]", "[tool.", "[workspace]", "[package]")):
        raise refused(name, _("it describes a Python project (pyproject.toml or pixi.toml)"))


def _what_json(text: str) -> str:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return _("it looks like JSON, but is damaged")
    if isinstance(content, dict) and "cells" in content:
        return _("it is a notebook, not a list of packages")
    return _("it is a JSON file")
