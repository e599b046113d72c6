"""Takes an installer's SHA-256 from what its publisher says. Fetching is done by the caller."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from app.core.catalog.installers import Installer
from app.errors import NoNetwork
from app.i18n import _

MAX_BYTES = 4 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LINE = re.compile(r"([0-9A-Fa-f]{64})(?:\s+\*?(\S.*))?")


def origin_hash(installer: Installer, read: Callable[[str, int], bytes]) -> tuple[str, int | None]:
    """SHA-256 and size (None if unknown) of `installer`, from its list or from its publisher.

    `read(address, limit)` fetches at most `limit` bytes over a verified connection. Raises
    NoNetwork if the publisher gives no hash for this file (conda-facts §2.1, §2.2).
    """
    if installer.sha256:
        return installer.sha256, installer.size
    if not installer.hash_url:
        raise _no_hash(installer, "the catalogue names no place for the hash")
    text = read(installer.hash_url, MAX_BYTES).decode("utf-8", errors="replace")
    match installer.hash_format:
        case "files.json":
            return _from_index(text, installer)
        case "sha256":
            return _from_line(text, installer), installer.size
        case other:
            raise _no_hash(installer, f"unknown format {other!r}")


def _from_index(text: str, installer: Installer) -> tuple[str, int | None]:
    """The entry of an index: {file name: {size, mtime, sha256, md5}}."""
    try:
        index = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _no_hash(installer, f"not JSON: {error}\n{text[:400]}") from error
    entry = index.get(installer.file) if isinstance(index, dict) else None
    digest = entry.get("sha256") if isinstance(entry, dict) else None
    if not isinstance(digest, str) or not _SHA256.fullmatch(digest.lower()):
        raise _no_hash(installer, f"no entry with a SHA-256 for {installer.file}")
    size = entry.get("size") if isinstance(entry, dict) else None
    return digest.lower(), size if type(size) is int and size > 0 else installer.size


def _from_line(text: str, installer: Installer) -> str:
    """The hash of a line such as `<64 digits>  ./name`; a line without a name must be alone."""
    lines = [match for line in text.splitlines() if (match := _LINE.fullmatch(line.strip()))]
    named = [match for match in lines if _file_name(match[2]) == installer.file]
    bare = [match for match in lines if match[2] is None]
    chosen = named or (bare if len(lines) == 1 else [])
    if len({match[1].lower() for match in chosen}) != 1:
        raise _no_hash(installer, f"no line for {installer.file}:\n{text[:400]}")
    return chosen[0][1].lower()


def _file_name(text: str | None) -> str:
    return (text or "").strip().replace("\\", "/").rpartition("/")[2]


def _no_hash(installer: Installer, detail: str) -> NoNetwork:
    return NoNetwork(
        _("The publisher’s server gave no checksum for {file}.").format(file=installer.file),
        _(
            "Without a checksum nothing is run. Try again later, choose another version, or check"
            " whether a login page of the network is in the way."
        ),
        f"{installer.hash_url}\n{detail}",
    )
