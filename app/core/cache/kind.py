"""What there is in Seedbed's cache, by kind. Who fills a folder knows what is inside it."""

from __future__ import annotations

from enum import StrEnum


class CacheKind(StrEnum):
    """A kind of things that can be fetched or made again; its value is its folder's name."""

    INSTALLERS = "installers"
    PACKAGES = "packages"
    UNPACKED = "unpacked"
    PARTIALS = "partials"
    REPODATA = "repodata"
    KITS = "kits"
    MATERIALS = "materials"
