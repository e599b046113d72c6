"""One spelling for what systems call processors, and for the user in a folder's name. Pure."""

from __future__ import annotations

import re
from pathlib import PurePath

_ARCHITECTURES = {
    "amd64": "x86_64",
    "x64": "x86_64",
    "x86_64": "x86_64",
    "win-amd64": "x86_64",
    "aarch64": "arm64",
    "arm64": "arm64",
    "win-arm64": "arm64",
    "i386": "x86",
    "i486": "x86",
    "i586": "x86",
    "i686": "x86",
    "x86": "x86",
    "win32": "x86",
}
_THIRTY_TWO_BIT = {"x86_64": "x86", "arm64": "armv7l"}


def architecture(name: str) -> str:
    """Our name of a processor architecture; an unknown one stays as the system says it."""
    return _ARCHITECTURES.get(name.lower(), name)


def process_architecture(machine: str, sixty_four_bit: bool) -> str:
    """What a program is built for, on a kernel that calls itself `machine`."""
    return machine if sixty_four_bit else _THIRTY_TWO_BIT.get(machine, machine)


def user_part(home: PurePath) -> str:
    """The user in a form that any folder's name may have: ASCII letters, digits and dashes.

    A name without any of these (张三) becomes a short number that stays the same.
    """
    import unicodedata  # a start has no time for it

    plain = unicodedata.normalize("NFKD", home.name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:12].strip("-")
    if slug:
        return slug
    import hashlib

    return "u" + hashlib.sha256(home.name.encode("utf-8", "replace")).hexdigest()[:5]
