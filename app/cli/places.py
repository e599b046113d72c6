"""Paths as they are typed on a command line."""

from __future__ import annotations

import os
from pathlib import Path

from app.errors import PlanInvalid
from app.i18n import _


def absolute(path: Path) -> Path:
    """A path from the root. Raises PlanInvalid for a home folder that is not there."""
    # Not resolve(): a prefix is written into files, and links in it are the person's choice.
    try:
        return Path(os.path.abspath(path.expanduser()))  # noqa: PTH100
    except RuntimeError as error:
        raise PlanInvalid(
            _("There is no home folder for {path}.").format(path=path),
            _("Write the whole path, beginning with a slash or a drive letter."),
        ) from error
