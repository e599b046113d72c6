"""Zips that are damaged anywhere: one clear sentence each, and never anything else."""

from __future__ import annotations

import os
import random
import zipfile
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.foreign_text import printable
from app.core.workshops.zipped_kit import unpacked
from app.errors import InstallError, PlanInvalid


def test_a_damaged_zip_is_opened_or_refused_in_a_sentence_whatever_is_wrong_with_it(
    tmp_path: Path,
) -> None:
    archive, chance = tmp_path / "x.zip", random.Random(5)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as contents:
        for name in ("workshop.toml", "a/b.txt", "d/"):
            contents.writestr(name, "" if name == "d/" else name * 9)
    whole = archive.read_bytes()
    for number in range(500):
        damaged = bytearray(whole)
        for _again in range(chance.choice((1, 1, 2, 4))):
            damaged[chance.randrange(len(whole))] = chance.choice(
                (0, 1, 255, chance.getrandbits(8))
            )
        archive.write_bytes(damaged)
        os.utime(archive, (number, number))
        told = _told(archive, tmp_path / "kits")
        assert printable(told) == told
        assert "cannot be written" not in told


def _told(archive: Path, kits: Path) -> str:
    try:
        unpacked(archive, kits, Cancel())
    except InstallError as error:
        return error.summary
    return ""


def _with_bytes(archive: Path, found: bytes, instead: bytes) -> None:
    archive.write_bytes(archive.read_bytes().replace(found, instead))


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        (b"\0\xc3\xa9", b"\0\xff\xa9"),  # a name that is no text
        (b"\x14\0\0\x08\0\0", b"\x14\0\0\x08\x63\0"),  # packed in a way that nobody knows
        (b"PK\x05\x06", b"PK\x05\x07"),
    ],
)
def test_headers_that_are_wrong_are_a_damaged_zip(
    tmp_path: Path, found: bytes, instead: bytes
) -> None:
    archive = tmp_path / "x.zip"
    with zipfile.ZipFile(archive, "w") as contents:
        contents.writestr("é", "x")
    _with_bytes(archive, found, instead)
    with pytest.raises(PlanInvalid, match=r"x\.zip is damaged"):
        unpacked(archive, tmp_path / "kits", Cancel())


def test_a_name_of_no_letters_is_a_damaged_zip(tmp_path: Path) -> None:
    archive = tmp_path / "x.zip"
    with zipfile.ZipFile(archive, "w") as contents:
        entry = zipfile.ZipInfo("a")
        entry.filename = ""
        contents.writestr(entry, "x")
    with pytest.raises(PlanInvalid, match=r"x\.zip is damaged"):
        unpacked(archive, tmp_path / "kits", Cancel())
