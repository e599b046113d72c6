"""A package index of this computer: real little wheels, on pages in JSON or HTML."""

from __future__ import annotations

import hashlib
import html
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

from packaging.utils import canonicalize_name, parse_wheel_filename

from app.core.catalog.mirrors import PYPI, Mirrors, read
from app.core.consent import Consent, Kind
from tests.fakes.fault_server import FaultServer

CONSENT = Consent("near", (Kind.PIP,))


def wheel_bytes(name: str, version: str, *requires: str, body: str = "") -> bytes:
    """A wheel that pip installs, with one module called like it."""
    info = f"{name}-{version}.dist-info"
    lines = "".join(f"Requires-Dist: {text}\n" for text in requires)
    files = {
        f"{name}.py": body or f'VERSION = "{version}"\n',
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{lines}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in files) + f"{info}/RECORD,,\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path), text)
    return out.getvalue()


@dataclass
class Packages:
    """What the index has: file names with their bytes, and what its pages say of some."""

    files: dict[str, bytes] = field(default_factory=dict)
    facts: dict[str, dict[str, object]] = field(default_factory=dict)
    in_html: bool = False
    metadata: bool = True

    def add(
        self, name: str, version: str, *requires: str, tag: str = "py3-none-any", **facts: object
    ) -> str:
        """Put a wheel there; returns its SHA-256."""
        file = f"{name}-{version}-{tag}.whl"
        self.files[file] = wheel_bytes(name, version, *requires, body=f"TAG = {tag!r}\n")
        self.facts[file] = facts
        return hashlib.sha256(self.files[file]).hexdigest()

    def add_source(self, name: str, version: str) -> None:
        """Put source code there."""
        self.files[f"{name}-{version}.tar.gz"] = b"source"

    def served(self) -> dict[str, bytes]:
        """All pages and files as a server has them, by path."""
        found: dict[str, bytes] = {}
        projects: dict[str, list[str]] = {}
        for file, data in self.files.items():
            found[f"/files/{quote(file)}"] = data
            if self.metadata and file.endswith(".whl"):
                found[f"/files/{quote(file)}.metadata"] = _metadata(data)
            projects.setdefault(_project(file), []).append(file)
        for name, files in projects.items():
            page = self._html(files) if self.in_html else self._json(name, files)
            found[f"/simple/{name}/"] = page.encode()
        return found

    def _json(self, name: str, files: Iterable[str]) -> str:
        listed = [
            {
                "filename": file,
                "url": f"../../files/{quote(file)}",
                "hashes": {"sha256": hashlib.sha256(self.files[file]).hexdigest()},
                "size": len(self.files[file]),
                "core-metadata": self.metadata and file.endswith(".whl"),
                **self.facts.get(file, {}),
            }
            for file in files
        ]
        return json.dumps({"meta": {"api-version": "1.1"}, "name": name, "files": listed})

    def _html(self, files: Iterable[str]) -> str:
        lines = ["<!doctype html><html><body>"]
        for file in files:
            digest = hashlib.sha256(self.files[file]).hexdigest()
            facts = {f"data-{key}": html.escape(str(v)) for key, v in self._facts(file).items()}
            attributes = "".join(f' {key}="{value}"' for key, value in facts.items())
            href = f"../../files/{quote(file)}#sha256={digest}"
            lines.append(f'<a href="{href}"{attributes}>{file}</a><br>')
        return "\n".join(lines)

    def _facts(self, file: str) -> dict[str, object]:
        facts = dict(self.facts.get(file, {}))
        return {**facts, "core-metadata": "true"} if self.metadata else facts


def mirrors_at(server: FaultServer) -> Mirrors:
    """A catalogue in which a server of this computer has all of PyPI."""
    text = f"""\
schema = 1
[[kind]]
id = "pip"
title = "packages of pip"
official = "PyPI"
sample = "{server.url}/simple/sample/"
[[server]]
id = "{CONSENT.server}"
title = "The near one"
[server.pip]
"{PYPI}" = "{server.url}/simple/"
"""
    return read(text)


def _project(file: str) -> str:
    if file.endswith(".whl"):
        return str(parse_wheel_filename(file)[0])
    return canonicalize_name(file.rpartition("-")[0])


def _metadata(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("/METADATA")]
        return archive.read(name)
