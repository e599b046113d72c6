"""One requirement of pip as a workshop has it: what is wanted and, behind it, its checksums."""

from __future__ import annotations

import re
from dataclasses import dataclass

from packaging.requirements import InvalidRequirement, Requirement

from app.core.foreign_text import shown
from app.errors import PlanInvalid
from app.i18n import _

_HASH = re.compile(r"(?<!\s)\s+--hash[= ]\s*(\S+)")
_SHA256 = re.compile(r"sha256:([0-9a-f]{64})", re.IGNORECASE)
_EXACT = re.compile(r"={2,3}[^*,;]+")
_WHEEL = re.compile(r"https?://[^\s/]+/\S*\.whl", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PipRequirement:
    """`text` is what pip reads, without the `hashes` (SHA-256), of which a file must have one."""

    text: str
    hashes: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """As it stands in a requirements file, the only place where pip reads hashes."""
        return " ".join((self.text, *(f"--hash=sha256:{value}" for value in self.hashes)))


def parse_pip(text: str) -> PipRequirement:
    """What somebody wrote under “pip”. Raises PlanInvalid for what is no name on PyPI and no ready
    wheel with its checksum, for a checksum that is none, and for checksums of what is not one
    exact version, which pip could not prove."""
    found = _HASH.findall(text)
    plain = _HASH.sub("", text).strip()
    # pip puts variables of the surroundings, secrets among them, where a file says ${NAME}.
    if any(ord(c) < 32 or c == "$" for c in text) or not (requirement := _parsed(plain)):
        raise PlanInvalid(
            _("“{text}” is not a package from PyPI.").format(text=shown(text)[:80]),
            _("Write for example: requests==2.32"),
        )
    hashes = tuple(dict.fromkeys(_hash(value) for value in found))
    if requirement.url:
        _check_address(requirement, hashes)
    if hashes and not _is_exact(plain):
        raise PlanInvalid(
            _("“{text}” has a checksum, but is not one exact version.").format(
                text=shown(plain)[:80]
            ),
            _("Write for example: requests==2.32.3 --hash=sha256:…"),
        )
    return PipRequirement(plain, hashes)


def pip_text(text: str) -> str:
    """A requirement as it is shown: without checksums."""
    return _HASH.sub("", text).strip()


def _hash(value: str) -> str:
    match = _SHA256.fullmatch(value)
    if match is None:
        raise PlanInvalid(
            _("“{text}” is not a SHA-256 checksum of a package.").format(text=shown(value)[:80]),
            _("Write for example: requests==2.32.3 --hash=sha256:…"),
        )
    return match[1].lower()


def _check_address(requirement: Requirement, hashes: tuple[str, ...]) -> None:
    """Only a ready file whose bytes are known: anything else would be built here, by a program
    that nobody has seen."""
    if not (_WHEEL.fullmatch((requirement.url or "").partition("#")[0]) and hashes):
        raise PlanInvalid(
            _(
                "“{name}” is to come from an address, but is no ready file with its checksum."
            ).format(name=shown(requirement.name)[:80]),
            _(
                "Use the package of PyPI, or write: {name} @ https://…/{name}-1.0-py3-none-any.whl "
                "--hash=sha256:…"
            ).format(name=shown(requirement.name)[:80]),
        )


def _is_exact(text: str) -> bool:
    requirement = _parsed(text)
    if requirement is None:
        return False
    return bool(requirement.url) or _EXACT.fullmatch(str(requirement.specifier)) is not None


def _parsed(text: str) -> Requirement | None:
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    # The one thing that its grammar lets pass and pip does not: “===” and nothing behind it.
    return requirement if all(one.version for one in requirement.specifier) else None
