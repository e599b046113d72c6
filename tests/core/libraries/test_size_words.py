"""Sizes in sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.files.volume import Volume
from app.core.libraries.size_words import download_sentence, drive_sentences, time_sentence
from app.core.packages.disk_need import DriveNeed
from app.core.packages.sizes import Sizes

MB = 1_000_000
ALL = Sizes(30 * MB, 154 * MB, 115, 184 * MB, 30 * MB)
TARGET = DriveNeed(Volume(1, "C:\\", 12_000 * MB), target=True, unpacked=800 * MB, base=100 * MB)


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        (Sizes(), ""),
        (ALL, "115 packages. Still to download: 184 MB (conda 30 MB, packages 154 MB)."),
        (replace(ALL, missing=153 * MB), "153 MB (conda 30 MB, packages 123 MB)."),
        (replace(ALL, missing=30 * MB), "115 packages. Still to download: 30 MB."),
        (replace(ALL, missing=154 * MB, installer_missing=0), "Still to download: 154 MB."),
        (
            replace(ALL, count=1, missing=0, installer_missing=0),
            "1 package. Nothing is left to download.",
        ),
        (replace(ALL, unknown=3), "not all sizes are told."),
    ],
)
def test_the_download_is_told_with_what_it_is_made_of(sizes: Sizes, words: str) -> None:
    sentence = download_sentence(sizes)
    assert sentence.endswith(words)
    assert bool(sentence) == bool(words)


def test_the_time_of_the_download_is_told_only_from_a_measured_speed() -> None:
    assert "about 37 seconds" in time_sentence(ALL, 5.0 * MB)
    assert "5.0 MB/s" in time_sentence(ALL, 5.0 * MB)
    assert time_sentence(ALL, None) == ""
    assert time_sentence(replace(ALL, missing=0), 5.0 * MB) == ""
    assert time_sentence(Sizes(), 5.0 * MB) == ""


def test_each_drive_is_named_with_what_is_needed_and_free() -> None:
    cache = DriveNeed(Volume(2, "/home"), cache=True, archives=184 * MB)
    first, second = drive_sentences(replace(ALL, drives=(TARGET, cache)))
    assert first == "Space needed: about 945 MB on drive C: (12 GB free)."
    assert "Space for downloads: about 193 MB on drive /home" in second
    assert "unknown" in second


def test_what_is_not_known_is_not_called_about() -> None:
    (sentence,) = drive_sentences(Sizes(drives=(TARGET,)))
    assert "more than 945 MB" in sentence


def test_a_drive_that_needs_nothing_is_not_mentioned() -> None:
    nothing = DriveNeed(Volume(1, "/"), target=True)
    assert drive_sentences(replace(ALL, drives=(nothing,))) == ()
