"""Bytes, rates and times as people read them."""

from __future__ import annotations

import pytest

from app.core.amounts import bytes_text, rate_text, seconds_text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (999_400, "999 kB"),
        (999_999, "1.0 MB"), (1_440_000, "1.4 MB"), (9_960_000, "10 MB"), (137_000_000, "137 MB"),
        (999_700_000, "1.0 GB"), (2_500_000_000, "2.5 GB"), (5e15, "5000 TB"),
    ],
)  # fmt: skip
def test_bytes(number: float, text: str) -> None:
    assert bytes_text(number) == text


def test_a_rate_is_bytes_per_second() -> None:
    assert rate_text(2_000_000) == "2.0 MB/s"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 seconds"), (1, "1 second"), (89.4, "89 seconds"), (90, "2 minutes"),
        (3540, "59 minutes"), (3599, "1 h 0 min"), (4800, "1 h 20 min"),
    ],
)  # fmt: skip
def test_times(seconds: float, text: str) -> None:
    assert seconds_text(seconds) == text
