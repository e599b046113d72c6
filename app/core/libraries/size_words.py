"""The sizes of a plan in sentences, the same on the pages and on the terminal."""

from __future__ import annotations

from app.core.amounts import bytes_text, rate_text, seconds_text
from app.core.files.volume import drive_text
from app.core.packages.disk_need import DriveNeed
from app.core.packages.sizes import Sizes
from app.i18n import _, ngettext, sentences


def count_sentence(sizes: Sizes) -> str:
    """How many packages the libraries make with all they need; "" while that is not known."""
    if not sizes.count or sizes.packages is None:
        return ""
    if sizes.unknown:
        text = ngettext(
            "With all that is needed, that makes {count} package; its size is not told.",
            "With all that is needed, that makes {count} packages; not all sizes are told.",
            sizes.count,
        )
    else:
        text = ngettext(
            "With all that is needed, that makes {count} package.",
            "With all that is needed, that makes {count} packages.",
            sizes.count,
        )
    return text.format(count=sizes.count)


def left_sentence(sizes: Sizes) -> str:
    """What still has to be downloaded, all of it first, then its parts; "" while not known."""
    left = sizes.download
    if not sizes.count or sizes.unknown or left is None:
        return ""
    if not left:
        return _("Nothing is left to download.")
    packages = (sizes.packages or 0) - sizes.packages_here
    if not 0 < packages < left:
        return _("Still to download: {size}.").format(size=bytes_text(left))
    return _("Still to download: {size} (conda {conda}, packages {packages}).").format(
        size=bytes_text(left), conda=bytes_text(left - packages), packages=bytes_text(packages)
    )


def download_sentence(sizes: Sizes) -> str:
    """Both together."""
    return sentences(count_sentence(sizes), left_sentence(sizes))


def time_sentence(sizes: Sizes, rate: float | None) -> str:
    """How long the download will take at `rate` bytes per second, which were measured; "" without
    a measurement. How long the rest takes nobody knows before it runs."""
    if not sizes.download or not rate or not sizes.count or sizes.unknown:
        return ""
    return _(
        "The download takes about {time} at the {rate} measured just now; unpacking and testing "
        "come on top."
    ).format(rate=rate_text(rate), time=seconds_text(sizes.download / rate))


def preset_words(sizes: Sizes) -> str:
    """What a set of libraries costs to download, in a few words; "" while that is not known."""
    if not sizes.count or sizes.packages is None or sizes.unknown:
        return ""
    left = sizes.packages - sizes.packages_here
    if left <= 0:
        return _("already here")
    return _("{size} to download").format(size=bytes_text(left))


def drive_sentences(sizes: Sizes) -> tuple[str, ...]:
    """What will be taken from each drive, and what is free there; none where nothing is."""
    return tuple(_drive(need, sizes) for need in sizes.drives if need.total)


def _drive(need: DriveNeed, sizes: Sizes) -> str:
    known = sizes.count is not None and not sizes.unknown
    if not need.target:
        text = _("Space for downloads: about {size} on {drive} ({free} free).")
    elif not known:
        text = _("Space needed: more than {size} on {drive} ({free} free).")
    else:
        text = _("Space needed: about {size} on {drive} ({free} free).")
    free = need.volume.free
    return text.format(
        size=bytes_text(need.total),
        drive=drive_text(need.volume.mount),
        free=_("an unknown amount") if free is None else bytes_text(free),
    )
