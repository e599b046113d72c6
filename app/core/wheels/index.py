"""Asks package indexes for projects and for what their wheels need; each project once."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from pathlib import Path

from packaging.metadata import parse_email
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from app.core.cancel import Cancel
from app.core.catalog.mirrors import PYPI
from app.core.consent import Kind
from app.core.network.download import Downloader, FileToFetch
from app.core.network.trouble import ServerTrouble, host_of
from app.core.network.words import Rule
from app.core.packages.hand_over import wheel_path
from app.core.plan import Plan
from app.core.session import Session
from app.core.wheels.index_page import ACCEPT, Project, Wheel, read_page
from app.errors import NoNetwork, PlanInvalid
from app.i18n import _

_PAGE_BYTES = 64 * 1024 * 1024
_METADATA_BYTES = 4 * 1024 * 1024
_NOTHING = Project((), False)


class Index:
    """PyPI, through the mirrors that the person consented to, most wanted first."""

    def __init__(self, addresses: tuple[str, ...], download: Downloader, cache: Path) -> None:
        self._addresses = addresses
        self._download = download
        self._cache = cache
        self._projects: dict[str, Project] = {}
        self._needs: dict[str, tuple[Requirement, ...]] = {}

    @classmethod
    def of(cls, plan: Plan, session: Session) -> Index:
        """The index for a plan, as pip would be told to use it."""
        addresses = session.mirrors.urls((PYPI,), Kind.PIP, plan.target.mirrors)
        return cls(addresses, session.download, session.cache)

    def project(self, name: str, cancel: Cancel) -> Project:
        """What there is of a project; nothing where no index knows it. Raises NoNetwork."""
        if name not in self._projects:
            self._projects[name] = self._read_project(name, cancel)
        return self._projects[name]

    def needs(self, wheel: Wheel, cancel: Cancel) -> tuple[Requirement, ...]:
        """What a wheel says that it needs, markers and all. Raises NoNetwork, PlanInvalid."""
        if wheel.sha256 not in self._needs:
            try:
                self._needs[wheel.sha256] = _requirements(self._metadata(wheel, cancel))
            except (ValueError, InvalidRequirement, zipfile.BadZipFile, zlib.error) as error:
                raise PlanInvalid(
                    _("{name} does not say properly what it needs.").format(name=wheel.file_name),
                    _("Choose another version of it."),
                    f"{wheel.url}: {error}",
                ) from error
        return self._needs[wheel.sha256]

    def size(self, wheel: Wheel, cancel: Cancel) -> int:
        """How big a wheel is; it is fetched into our cache where the index does not say."""
        return wheel.size or self._fetched(wheel, cancel).stat().st_size

    def _read_project(self, name: str, cancel: Cancel) -> Project:
        trouble: Exception | None = None
        url = ""
        for address in self._addresses:
            url = f"{address.rstrip('/')}/{name}/"
            try:
                return read_page(self._download.read(url, _PAGE_BYTES, cancel, ACCEPT), url)
            except ServerTrouble as error:
                if error.rule is not Rule.GONE:
                    trouble = trouble or error
            except (ValueError, RecursionError) as error:
                trouble = trouble or error
        if trouble is None:
            return _NOTHING
        why = trouble.summary if isinstance(trouble, ServerTrouble) else host_of(url)
        raise NoNetwork(
            _("The index of Python packages cannot be read: {problem}").format(problem=why),
            _("Check the network connection, then try again."),
            str(trouble),
        ) from trouble

    def _metadata(self, wheel: Wheel, cancel: Cancel) -> bytes:
        if wheel.has_metadata:
            try:
                return self._download.read(f"{wheel.url}.metadata", _METADATA_BYTES, cancel)
            except ServerTrouble as error:
                if error.rule is not Rule.GONE:
                    raise
        with zipfile.ZipFile(self._fetched(wheel, cancel)) as archive:
            for entry in archive.infolist():
                folder, _slash, name = entry.filename.partition("/")
                if folder.endswith(".dist-info") and name == "METADATA":
                    if entry.file_size > _METADATA_BYTES:
                        break
                    return archive.read(entry)
        raise ValueError("no METADATA")

    def _fetched(self, wheel: Wheel, cancel: Cancel) -> Path:
        target = wheel_path(wheel.sha256, wheel.file_name, self._cache)
        if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == wheel.sha256:
            return target
        file = FileToFetch((wheel.url,), target, wheel.size, wheel.sha256)
        return self._download.fetch(file, cancel, lambda _done, _total: None)


def _requirements(metadata: bytes) -> tuple[Requirement, ...]:
    raw, _unparsed = parse_email(metadata)
    if not canonicalize_name(raw.get("name", "")):
        raise ValueError("no METADATA of a package")
    return tuple(Requirement(line) for line in raw.get("requires_dist", []))
