"""The lock: the exact packages of one platform, so that nothing is left to chance afterwards.

Solving is `solve`'s business; a lock only knows what was chosen, how big it is, and its files.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from app.core.files import jsonfile
from app.core.foreign_text import shown
from app.core.place import as_url, checked_reference, join
from app.core.workshops.lock_file import PACKAGE_FILE, LockedWheel
from app.errors import PlanInvalid
from app.i18n import _

FILE_NAME = "lock.json"
EXPLICIT_NAME = "explicit.txt"
_MD5 = re.compile(r"[0-9a-f]{32}")
_CUDA_BUILD = re.compile(r"cuda_?(?P<major>1\d)(?P<minor>\d)(?!\d)")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be solved: addresses of channels, conda specs, conda's name of the platform.

    `names` are the channels as they are called wherever a kit lies. `virtual` are the virtual
    packages ("name=version=build") of another computer, empty for this one's own.

    What the choice of accelerator adds: `kind` ("cpu", "cuda"; "" for none), the `cuda` that the
    driver is taken to serve ("" for none, None for what the solver finds itself), specs that are
    `added` and `bounds` of packages that come anyway. `least` are the oldest systems that the
    workshop says must be enough.

    `pip` is what pip shall add afterwards; it decides nothing about conda's packages.
    """

    channels: tuple[str, ...]
    specs: tuple[str, ...]
    subdir: str
    names: tuple[str, ...] = ()
    virtual: tuple[str, ...] = ()
    kind: str = ""
    cuda: str | None = None
    added: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
    least: tuple[str, ...] = ()
    pip: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A fingerprint: a lock is used again only for exactly the same wish, on any computer."""
        wanted = [self.names or self.channels, sorted(self.specs), self.subdir]
        text = json.dumps([*wanted, self.least] if self.least else wanted)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def file_key(self) -> str:
        """The fingerprint in a lock file, which has the packages of pip as well."""
        if not self.pip:
            return self.key
        return hashlib.sha256(json.dumps([self.key, sorted(self.pip)]).encode()).hexdigest()

    @property
    def kept_key(self) -> str:
        """The fingerprint of what is solved on this computer: other builds are another lock."""
        if not self.kind:
            return self.key
        text = json.dumps([self.key, self.kind, self.added, self.bounds])
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class LockedPackage:
    """One exact package; `size` in bytes, None where its source does not say."""

    name: str
    version: str
    build: str
    subdir: str
    url: str
    size: int | None = None
    sha256: str = ""
    md5: str = ""

    @property
    def file_name(self) -> str:
        """The archive's name, which conda's cache needs unchanged (conda-facts §5.1)."""
        # The last part after unquoting: a name from a channel must not lead anywhere else.
        return re.split(r"[/\\]", unquote(urlsplit(self.url).path))[-1]

    @property
    def folder_name(self) -> str:
        """The name of the unpacked package in conda's cache."""
        return self.file_name.removesuffix(".conda").removesuffix(".tar.bz2")


@dataclass(frozen=True, slots=True)
class Lock:
    """All packages of an environment on one platform; `key` is the fingerprint of its wish.

    `instead_of` is the `digest` of a lock that this one replaces because its files are gone.
    `wheels` are what pip shall add, None where it is to choose itself.
    """

    key: str
    subdir: str
    packages: tuple[LockedPackage, ...]
    instead_of: str = ""
    wheels: tuple[LockedWheel, ...] | None = None

    @property
    def digest(self) -> str:
        """A fingerprint of the packages themselves."""
        wheels = "".join(f"{wheel.url} {wheel.sha256}\n" for wheel in self.wheels or ())
        return hashlib.sha256((self.explicit() + wheels).encode()).hexdigest()

    @property
    def download_bytes(self) -> int:
        """The size of all archives and wheels, as far as known."""
        archives = sum(package.size or 0 for package in self.packages)
        return archives + sum(wheel.size for wheel in self.wheels or ())

    @property
    def cuda(self) -> str:
        """The CUDA version that libraries in it were built for, e.g. "12.9"; "" for none."""
        built = (_CUDA_BUILD.search(package.build) for package in self.packages)
        found = next((match for match in built if match), None)
        if found is None:
            return ""
        toolkit = self.find("cuda-version")
        return toolkit.version if toolkit else f"{found['major']}.{found['minor']}"

    def find(self, name: str) -> LockedPackage | None:
        """The package called `name`, if it is in the lock."""
        return next((package for package in self.packages if package.name == name), None)

    def explicit(self) -> str:
        """The lock as conda's explicit file. md5, because conda compares nothing else with
        files that it knows only through urls.txt (conda-facts §5.2)."""
        lines = [f"{package.url}#{package.md5}" for package in self.packages if package.md5]
        lines += [package.url for package in self.packages if not package.md5]
        return "\n".join(["@EXPLICIT", *lines]) + "\n"


def save(lock: Lock, workspace: Path) -> Path:
    """Keep the lock in the workspace; returns the explicit file beside it."""
    jsonfile.write(workspace / FILE_NAME, dataclasses.asdict(lock))
    explicit = workspace / EXPLICIT_NAME
    jsonfile.write_text(explicit, lock.explicit())
    return explicit


def load(workspace: Path, key: str) -> Lock | None:
    """The kept lock, if it is there and answers the wish with this fingerprint."""
    data = jsonfile.read(workspace / FILE_NAME)
    if not isinstance(data, dict) or data.get("key") != key:
        return None
    try:
        return from_data(data)
    except (KeyError, TypeError, AttributeError):
        return None


def from_data(data: dict[str, Any]) -> Lock:
    """A lock from plain data. Raises KeyError or TypeError where it is not one."""
    packages = tuple(LockedPackage(**package) for package in data["packages"])
    instead_of = str(data.get("instead_of", ""))
    wheels = data.get("wheels")
    pinned = None if wheels is None else tuple(LockedWheel(**wheel) for wheel in wheels)
    return Lock(str(data["key"]), str(data["subdir"]), packages, instead_of, pinned)


def from_explicit(lines: tuple[str, ...], subdir: str, source: str = "") -> Lock:
    """A lock from the lines of an explicit file; those with "./" lie beside the workshop at
    `source`. Raises PlanInvalid for a line that names no package, has no hash, or belongs to
    another platform."""
    packages = tuple(_explicit_package(_whole(line, source), subdir) for line in lines)
    return Lock(Wish((), lines, subdir).key, subdir, packages)


def explicit_platform(lines: tuple[str, ...]) -> str:
    """The one platform that the lines of an explicit file are for, "" where all are for any."""
    folders = (urlsplit(line.partition("#")[0]).path.split("/")[-2:-1] for line in lines)
    return next((name for folder in folders for name in folder if name != "noarch"), "")


def _whole(line: str, source: str) -> str:
    if not line.startswith("./") or not source:
        return line
    reference, _mark, proof = line.partition("#")
    inside = checked_reference(unquote(reference), _("The package"))
    return f"{as_url(join(source, inside))}#{proof}"


def _explicit_package(line: str, subdir: str) -> LockedPackage:
    url, _mark, fragment = line.partition("#")
    digest = fragment.removeprefix("sha256:").lower()
    path = PurePosixPath(unquote(urlsplit(url).path))
    match = PACKAGE_FILE.fullmatch(path.name)
    if not match or not (_MD5.fullmatch(digest) or _SHA256.fullmatch(digest)):
        raise PlanInvalid(
            _("The list of exact packages has a line without a package or a hash: {line}").format(
                line=shown(line, 120)
            ),
            _("Make the list with: conda list --explicit --md5"),
        )
    if path.parent.name not in (subdir, "noarch"):
        raise PlanInvalid(
            _("The list of exact packages is for {theirs}, but this computer is {ours}.").format(
                theirs=path.parent.name, ours=subdir
            ),
            _("Ask for a list for your system, or give the libraries by name."),
        )
    return LockedPackage(
        name=match["name"],
        version=match["version"],
        build=match["build"],
        subdir=path.parent.name,
        url=url,
        md5=digest if _MD5.fullmatch(digest) else "",
        sha256=digest if _SHA256.fullmatch(digest) else "",
    )
