"""Sizes in sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.packages.disk_need import DriveNeed
from app.core.packages.sizes import Sizes
from app.core.size_words import download_sentence, drive_sentences
from app.core.volume import Volume

MB = 1_000_000
ALL = Sizes(30 * MB, 154 * MB, 115, 184 * MB, 30 * MB)
TARGET = DriveNeed(Volume(1, "C:\\", 12_000 * MB), target=True, unpacked=800 * MB, base=100 * MB)


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        (Sizes(), ""),
        (ALL, "115 packages: 154 MB to download."),
        (replace(ALL, missing=153 * MB), "154 MB to download (31 MB of it are already here)."),
        (replace(ALL, missing=30 * MB), "115 packages; all of them are already here."),
        (replace(ALL, count=1, missing=0, installer_missing=0), "1 package; it is already here."),
        (replace(ALL, unknown=3), "does not tell all sizes."),
    ],
)
def test_the_download_is_one_sentence(sizes: Sizes, words: str) -> None:
    sentence = download_sentence(sizes)
    assert sentence.endswith(words)
    assert bool(sentence) == bool(words)


def test_each_drive_is_named_with_what_is_needed_and_free() -> None:
    cache = DriveNeed(Volume(2, "/home"), cache=True, archives=184 * MB)
    first, second = drive_sentences(replace(ALL, drives=(TARGET, cache)))
    assert first == "With conda itself about 945 MB are needed on drive C:, 12 GB are free."
    assert "On drive /home about 193 MB" in second
    assert "unknown" in second


def test_what_is_not_known_is_not_called_about() -> None:
    (sentence,) = drive_sentences(Sizes(drives=(TARGET,)))
    assert "more than 945 MB" in sentence


def test_a_drive_that_needs_nothing_is_not_mentioned() -> None:
    nothing = DriveNeed(Volume(1, "/"), target=True)
    assert drive_sentences(replace(ALL, drives=(nothing,))) == ()
