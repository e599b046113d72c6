"""A project's page on a package index, in JSON or HTML (PEP 503, 691, 700, 714): its wheels.

Reading the text only; it is somebody else's, and what makes no sense in it is passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.tags import Tag
from packaging.utils import InvalidWheelFilename, parse_wheel_filename
from packaging.version import Version

from app.core.workshops.lock_file import WHEEL_FILE

ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.1"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SOURCES = (".tar.gz", ".zip", ".tar.bz2", ".tar.xz", ".tgz")


@dataclass(frozen=True, slots=True)
class Wheel:
    """One wheel on an index. `has_metadata`: its METADATA can be read beside it (PEP 658)."""

    name: str
    version: Version
    tags: frozenset[Tag]
    url: str
    file_name: str
    sha256: str
    size: int | None = None
    requires_python: str = ""
    yanked: bool = False
    has_metadata: bool = False

    def suits(self, python: Version) -> bool:
        """Whether it says that it works with this Python; what it says badly counts as yes."""
        try:
            return python in SpecifierSet(self.requires_python)
        except InvalidSpecifier:
            return True


@dataclass(frozen=True, slots=True)
class Project:
    """What an index has of one project; `sources` tells whether there is source code."""

    wheels: tuple[Wheel, ...]
    sources: bool


def read_page(data: bytes, url: str) -> Project:
    """The project on the page that came from `url`. Raises ValueError where it is no such page."""
    text = data.decode("utf-8", errors="replace")
    entries = list(_from_json(text) if text.lstrip().startswith("{") else _from_html(text, url))
    wheels = [wheel for entry in entries if (wheel := _wheel(entry, url)) is not None]
    sources = any(str(entry["filename"]).endswith(_SOURCES) for entry in entries)
    return Project(tuple(wheels), sources)


def _from_json(text: str) -> Iterator[dict[str, Any]]:
    files = json.loads(text).get("files")
    if not isinstance(files, list):
        raise ValueError("no list of files")
    for file in files:
        if isinstance(file, dict) and isinstance(file.get("filename"), str):
            hashes = file.get("hashes")
            metadata = file.get("core-metadata", file.get("dist-info-metadata"))
            yield {
                **file,
                "sha256": hashes.get("sha256") if isinstance(hashes, dict) else None,
                "metadata": bool(metadata),
                "yanked": file.get("yanked") not in (None, False),
            }


def _wheel(entry: dict[str, Any], page: str) -> Wheel | None:
    """None for what is no wheel, has no SHA-256 or lies nowhere that can be asked."""
    file_name, sha256, url = str(entry["filename"]), entry.get("sha256"), entry.get("url")
    try:
        name, version, _build, tags = parse_wheel_filename(file_name)
    except InvalidWheelFilename:
        return None
    if not isinstance(url, str) or not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        return None
    address = urldefrag(urljoin(page, url)).url
    # The name becomes that of a file of ours, and the lock names the file by its address.
    if not WHEEL_FILE.fullmatch(file_name) or unquote(address.rpartition("/")[2]) != file_name:
        return None
    if urlsplit(address).scheme not in ("http", "https") or "@" in urlsplit(address).netloc:
        return None
    size, requires = entry.get("size"), entry.get("requires-python")
    return Wheel(
        name=str(name),
        version=version,
        tags=tags,
        url=address,
        file_name=file_name,
        sha256=sha256,
        size=size if type(size) is int and size > 0 else None,
        requires_python=requires if isinstance(requires, str) else "",
        yanked=bool(entry["yanked"]),
        has_metadata=bool(entry["metadata"]),
    )


def _from_html(text: str, url: str) -> Iterator[dict[str, Any]]:
    page = _Links()
    page.feed(text)
    if not page.seen:
        raise ValueError("no page of an index")
    for attributes in page.links:
        address, fragment = urldefrag(urljoin(url, attributes.get("href", "")))
        kind, _equals, value = fragment.partition("=")
        yield {
            "filename": unquote(urlsplit(address).path.rpartition("/")[2]),
            "url": address,
            "sha256": value if kind == "sha256" else None,
            "requires-python": attributes.get("data-requires-python", ""),
            "yanked": "data-yanked" in attributes,
            "metadata": "data-core-metadata" in attributes
            or "data-dist-info-metadata" in attributes,
        }


class _Links(HTMLParser):
    """Collects the links of a page, and whether it is one at all."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[dict[str, str]] = []
        self.seen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen = self.seen or tag in ("html", "body", "a")
        if tag == "a":
            self.links.append({name: value or "" for name, value in attrs})
