"""Bytes, rates and times as people read them, in their language."""

from __future__ import annotations

from app.i18n import _, ngettext

_STEP = 1000
_UNITS = ("kB", "MB", "GB", "TB")


def bytes_text(number: float) -> str:
    """`number` bytes with the unit that fits, e.g. "137 MB" or "1.4 GB" (1 kB = 1000 bytes)."""
    if number < _STEP:
        return _("{number} bytes").format(number=int(number))
    value = number / _STEP
    unit = 0
    while round(value) >= _STEP and unit < len(_UNITS) - 1:
        value /= _STEP
        unit += 1
    digits = 1 if unit and round(value, 1) < 10 else 0
    return f"{value:.{digits}f} {_UNITS[unit]}"


def rate_text(number: float) -> str:
    """`number` bytes per second."""
    return _("{amount}/s").format(amount=bytes_text(number))


def seconds_text(seconds: float) -> str:
    """A duration, rounded as people say it: "40 seconds", "3 minutes", "1 h 20 min"."""
    whole = round(seconds)
    if whole < 90:
        return ngettext("{number} second", "{number} seconds", whole).format(number=whole)
    minutes = round(seconds / 60)
    if minutes < 60:
        return ngettext("{number} minute", "{number} minutes", minutes).format(number=minutes)
    return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def arrival_text(done: int, total: int | None) -> str:
    """How much of a kit that is being fetched is here."""
    size = bytes_text(total) if total else _("an unknown amount")
    return _("The kit arrives: {done} of {total}").format(done=bytes_text(done), total=size)
