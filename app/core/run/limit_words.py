"""What limits a run, in one sentence for people; the same in the window, on the command line and
in the log. What limits it is judged in `limit_watch`."""

from __future__ import annotations

from typing import assert_never

from app.core.amounts import rate_text
from app.core.run.limit import Cause, Limit
from app.i18n import _, ngettext


def limit_text(limit: Limit | None) -> str:
    """One sentence; "" where nothing measured tells."""
    if limit is None:
        return ""
    match limit.cause:
        case Cause.DOWNLOAD | Cause.COPYING:
            return _moving(limit)
        case Cause.NOTHING_ARRIVES:
            return _("Waiting for the network: nothing arrives at the moment")
        case Cause.UNPACKING_DISK | Cause.UNPACKING_PROCESSOR | Cause.WRITING | Cause.READING_AGAIN:
            return _of_this_computer(limit)
        case Cause.SOLVER | Cause.INSTALLER | Cause.CONDA | Cause.PIP | Cause.PROOF:
            return _of_a_program(limit)
        case _:
            assert_never(limit.cause)


def _moving(limit: Limit) -> str:
    rate = rate_text(limit.rate or 0.0)
    if limit.cause is Cause.COPYING:
        if limit.alone:
            return _("Limited by the disk: files are copied at {rate}").format(rate=rate)
        return _("Files are copied at {rate} while conda works").format(rate=rate)
    if limit.alone:
        return _("Limited by the download ({rate})").format(rate=rate)
    return _("Downloading at {rate} while conda works").format(rate=rate)


def _of_this_computer(limit: Limit) -> str:
    number = limit.archives
    match limit.cause:
        case Cause.UNPACKING_DISK | Cause.UNPACKING_PROCESSOR if not limit.alone:
            # Both compete for disk and processor: which of them is short cannot be measured.
            text = ngettext(
                "{number} package waits to be unpacked while conda works",
                "{number} packages wait to be unpacked while conda works",
                number,
            )
        case Cause.UNPACKING_DISK:
            text = ngettext(
                "Limited by the disk: {number} package waits to be unpacked",
                "Limited by the disk: {number} packages wait to be unpacked",
                number,
            )
        case Cause.UNPACKING_PROCESSOR:
            text = ngettext(
                "Limited by the processor: {number} package waits to be unpacked",
                "Limited by the processor: {number} packages wait to be unpacked",
                number,
            )
        case Cause.WRITING:
            text = _("Limited by this computer: writing and checking take longer than the download")
        case _:
            text = _("Limited by the disk: what was downloaded before is checked")
    return text.format(number=number)


def _of_a_program(limit: Limit) -> str:
    match limit.cause:
        case Cause.INSTALLER if limit.alone:
            return _("conda’s installer is at work; the network is idle")
        case Cause.INSTALLER:
            return _("conda’s installer is at work while the versions are chosen")
        case Cause.CONDA if limit.alone:
            return _("conda is linking files; the network is idle")
        case Cause.CONDA:
            return _("conda is linking files")
        case Cause.PIP:
            return _("pip is downloading and installing; it does not say how far it is")
        case Cause.PROOF:
            return _("Each library is tried out now; nothing is downloaded any more")
        case _:
            return _("Versions that fit together are being chosen")
