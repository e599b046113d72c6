"""Turns conda's error JSON into sentences with a remedy; unknown ones stay unknown.

The classes are those of conda-facts §4.5; texts of messages are never matched, except for the
operating system's error number, which conda only gives as text.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.core.conda.commands import answer
from app.core.shell import Finished
from app.errors import Action, CommandFailed, InstallError, NoNetwork, NoSpace, PlanInvalid
from app.i18n import _, listing

_NETWORK = {
    "CondaHTTPError",
    "CondaSSLError",
    "ProxyError",
    "OfflineError",
    "UnavailableInvalidChannel",
    "ChecksumMismatchError",
}
_MISSING = {
    "PackagesNotFoundError",
    "PackagesNotFoundInChannelsError",
    "ResolvePackageNotFound",
}
_CONFLICT = {
    "UnsatisfiableError",
    "LibMambaUnsatisfiableError",
    "RattlerUnsatisfiableError",
    "SpecsConfigurationConflictError",
}
_TERMS_PREFIX = "CondaToS"
_WRITING = {
    "NotWritableError",
    "EnvironmentNotWritableError",
    "NoWritableEnvsDirError",
    "NoWritablePkgsDirError",
    "CondaToSPermissionError",
}
_DAMAGED = {
    "CondaVerificationError",
    "SafetyError",
    "InvalidArchiveError",
    "CorruptedEnvironmentError",
    "ClobberError",
    "KnownPackageClobberError",
    "UnknownPackageClobberError",
    "SharedLinkPathClobberError",
}
_ROOM_BYTES = 20_000_000
_NO_SPACE_TEXT = ("[Errno 28]", "[Errno 122]")


def errors_in(data: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """All single errors of conda's answer: multi-errors flattened, repeats removed."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for error in _flattened(data):
        key = (str(error.get("exception_name", "")), str(error.get("message", "")))
        found.setdefault(key, error)
    return tuple(found.values())


def _flattened(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    inner = data.get("errors")
    if isinstance(inner, list) and inner:
        for error in inner:
            if isinstance(error, dict):
                yield from _flattened(error)
    elif "exception_name" in data or "error" in data:
        yield data


def failure(finished: Finished, doing: str) -> InstallError:
    """What went wrong in a conda that ended with an error; `doing` completes "conda stopped while
    …" in the person's language."""
    errors = errors_in(answer(finished))
    detail = "\n".join(
        [f"{error.get('exception_name', '')}: {error.get('message', '')}" for error in errors]
        or [finished.stdout[-4000:], finished.stderr[-4000:]]
    )
    for error in errors:
        known = _known(error, detail)
        if known is not None:
            return known
    return CommandFailed(
        _("conda stopped while {doing} (code {code}).").format(
            doing=doing, code=finished.returncode
        ),
        _("Try again. If it fails twice, save the report and send it to whoever helps you."),
        detail,
    )


def drive_is_full(folder: Path) -> bool:
    """Whether the drive of `folder` has no room left to speak of.

    Some condas stop with a traceback instead of JSON when an archive cannot be unpacked; what is
    true of the drive then tells more than any text.
    """
    try:
        return shutil.disk_usage(folder).free < _ROOM_BYTES
    except OSError:
        return False


def no_space(detail: str) -> NoSpace:
    """An error for a drive that became full while conda worked."""
    return NoSpace(
        _("The drive is full."),
        _("Free some space and try again; what is done so far is kept."),
        detail,
    )


def _known(error: dict[str, Any], detail: str) -> InstallError | None:
    name = str(error.get("exception_name", ""))
    message = str(error.get("message", error.get("error", "")))
    if name == "NoSpaceLeftError" or any(text in message for text in _NO_SPACE_TEXT):
        return no_space(detail)
    if name in _MISSING:
        packages = error.get("packages")
        names = packages if isinstance(packages, list) else ()
        return missing_packages(tuple(map(str, names)), detail)
    if name in _CONFLICT:
        return conflict(detail)
    if name in _NETWORK:
        return NoNetwork(
            _("A package server did not hand out what was needed."),
            _("Check the network connection and try again; finished downloads are kept."),
            detail,
        )
    return _known_on_this_computer(name, detail)


def _known_on_this_computer(name: str, detail: str) -> InstallError | None:
    if name in _WRITING:
        return CommandFailed(
            _("conda may not write into its folder."),
            _("Choose a folder inside your own home folder; administrator rights are not needed."),
            detail,
            Action.FOLDER,
        )
    if name.startswith(_TERMS_PREFIX):
        return PlanInvalid(
            _("Anaconda’s channels want their terms of service to be accepted first."),
            _("Use the channel conda-forge, which has no such terms."),
            detail,
            Action.ENVIRONMENT,
        )
    if name in _DAMAGED:
        return CommandFailed(
            _("A package in conda’s cache is damaged, often after an interruption."),
            _("Try again: the package will be fetched once more."),
            detail,
        )
    if name == "CondaMemoryError":
        return CommandFailed(
            _("The computer ran out of memory."),
            _("Close other programs and try again."),
            detail,
        )
    return None


def missing_packages(
    names: tuple[str, ...], detail: str, near: tuple[str, ...] = ()
) -> PlanInvalid:
    """An error for packages that no chosen channel has for this computer."""
    remedy = (
        _("Did you mean {names}?").format(names=listing(near))
        if near
        else _("Check the spelling, or remove it from the libraries.")
    )
    return PlanInvalid(
        _("The channels have no package {names} for this computer.").format(
            names=listing(f"“{name}”" for name in names) or "?"
        ),
        remedy,
        detail,
        Action.LIBRARIES,
    )


def conflict(detail: str) -> PlanInvalid:
    """An error for wishes that cannot be met together."""
    return PlanInvalid(
        _("The chosen libraries and versions do not fit together."),
        _("Remove a version number, choose another Python version, or leave one library out."),
        detail,
        Action.LIBRARIES,
    )
