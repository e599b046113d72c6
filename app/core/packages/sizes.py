"""How big a plan is: bytes to download and to keep, as far as they are known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.core.network.download import Downloader
from app.core.packages.hand_over import files_to_fetch
from app.core.packages.lock import Lock

# An installed base and an environment need their archives, the unpacked files and some room to
# work in; hard links make the environment itself nearly free (conda-facts §4.4).
_BASE_FACTOR = 6
_ENVIRONMENT_FACTOR = 4
_LEAST_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of the installer and of all packages, the packages' number, and what of all that is
    still `missing` here; None where it is not known."""

    installer: int | None = None
    packages: int | None = None
    count: int | None = None
    missing: int | None = None

    @property
    def download(self) -> int | None:
        """What still has to be downloaded; None if that is not known."""
        if self.missing is not None:
            return self.missing
        if self.installer is None or self.packages is None:
            return None
        return self.installer + self.packages

    @property
    def on_disk(self) -> int:
        """An estimate of the space that is needed, never less than what conda alone takes."""
        need = (self.installer or 0) * _BASE_FACTOR + (self.packages or 0) * _ENVIRONMENT_FACTOR
        return max(need, _LEAST_BYTES)


def of_lock(lock: Lock, installer: int | None, cache: Path, download: Downloader) -> Sizes:
    """The sizes of a plan with this lock; what our cache has, whole or in part, is not missing."""
    missing = download.missing_bytes(files_to_fetch(lock, cache))
    return Sizes(
        installer=installer,
        packages=lock.download_bytes,
        count=len(lock.packages),
        missing=None if installer is None else installer + missing,
    )
