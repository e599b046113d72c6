"""What is to be fetched and how a download speaks; fetching is the downloader's business."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.errors import PlanInvalid
from app.i18n import _

BytesSoFar = Callable[[int, int | None], None]
Say = Callable[[str], None]

_SHA256 = re.compile(r"[0-9a-f]{64}")
_MD5 = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class FileToFetch:
    """One file: `urls` in order of preference (http, https or file), where it goes, and its proof.

    `size` is in bytes, None where unknown. `sha256` and `md5` are hexadecimal; one must be given,
    sha256 counts where both are. While an `urgent` file is under way, others get what it leaves.
    """

    urls: tuple[str, ...]
    target: Path
    size: int | None = None
    sha256: str = ""
    md5: str = ""
    urgent: bool = False

    @property
    def digest(self) -> tuple[str, str]:
        """The algorithm to prove the file with and the value it must give.

        Raises PlanInvalid where there is none, or one that is not a hash: nothing unproven is kept.
        """
        sha256, md5 = self.sha256.lower(), self.md5.lower()
        if _SHA256.fullmatch(sha256):
            return "sha256", sha256
        if not sha256 and _MD5.fullmatch(md5):
            return "md5", md5
        raise PlanInvalid(
            _("There is no valid checksum for {name}, so it cannot be proved genuine.").format(
                name=self.target.name
            ),
            _("Choose another version, or ask whoever made the workshop to add the checksum."),
            f"sha256={self.sha256!r} md5={self.md5!r} urls={self.urls!r}",
        )


def say_nothing(sentence: str) -> None:
    """Where nobody wants to hear how a download goes."""
