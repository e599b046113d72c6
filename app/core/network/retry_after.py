"""Reads the Retry-After and Date headers; deciding how long to wait is the asker's business."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime


def seconds_since_epoch(date: str) -> float | None:
    """The moment an HTTP date names, None where it is not one."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def seconds_to_wait(header: str, now: float | None = None) -> float | None:
    """Seconds from `now` that a Retry-After header asks for, never negative; None without one."""
    text = header.strip()
    if text.lstrip("-").isascii() and text.lstrip("-").isdigit():
        return max(0.0, float(text[:12]))
    moment = seconds_since_epoch(text) if text else None
    if moment is None:
        return None
    return max(0.0, moment - (time.time() if now is None else now))
