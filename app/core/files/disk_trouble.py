"""Turns a drive's refusal to keep a download into an error with a remedy.

Network errors never come here: only the code that touches files is wrapped.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import Action, InstallError, NoSpace, PlanInvalid
from app.i18n import _

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Within it, an OSError becomes NoSpace or PlanInvalid about the drive of `path`."""
    try:
        yield
    except OSError as error:
        raise _explain(error, path) from error


def drive_of(path: Path) -> str:
    """The mount point that `path` is, or would be, on."""
    place = path.absolute()
    # Path.is_mount cannot be asked on Windows before Python 3.12.
    while not os.path.ismount(place) and place != place.parent:
        place = place.parent
    return str(place)


def _explain(error: OSError, path: Path) -> InstallError:
    detail = f"{path}: {error}"
    if error.errno in _FULL:
        return NoSpace(
            _("The drive {drive} is full.").format(drive=drive_of(path)),
            _("Make room on it or choose a folder on another drive, then try again."),
            detail,
        )
    if error.errno == errno.EFBIG:
        return PlanInvalid(
            _("The drive {drive} cannot keep a file as large as {name}.").format(
                drive=drive_of(path), name=path.name
            ),
            _("A stick formatted as FAT32 takes files below 4 GB: choose a folder elsewhere."),
            detail,
            Action.FOLDER,
        )
    if error.errno == errno.EROFS:
        return PlanInvalid(
            _("The drive {drive} can only be read.").format(drive=drive_of(path)),
            _("Choose a folder on another drive."),
            detail,
            Action.FOLDER,
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return PlanInvalid(
            _("We are not allowed to write in {folder}.").format(folder=path.parent),
            _("Choose a folder that belongs to you. A virus scanner may also be holding it."),
            detail,
            Action.FOLDER,
        )
    return PlanInvalid(
        _("The folder {folder} cannot be written to.").format(folder=path.parent),
        _("Check that the drive is connected and in order, or choose another folder."),
        detail,
        Action.AGAIN,
    )
