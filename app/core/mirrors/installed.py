"""Gives a conda that is already installed, and our environments in it, other servers.

Only what Seedbed wrote is changed: a `.condarc` of anybody else's, and environments that are not
ours, stay as they are.
"""

from __future__ import annotations

from pathlib import Path

from app.core.catalog.mirrors import Mirrors
from app.core.conda import marker
from app.core.conda.condarc import condarc, read_condarc
from app.core.consent import Consent
from app.core.files import jsonfile
from app.core.mirrors import environment
from app.core.mirrors.settings import for_conda, for_environment
from app.errors import PlanInvalid
from app.i18n import _
from app.platforms.base import Platform


def apply_to(
    folder: Path, platform: Platform, mirrors: Mirrors, consents: tuple[Consent, ...]
) -> list[str]:
    """Change the settings of the conda in `folder`; says what was changed and what was not.

    Raises PlanInvalid where there is no conda.
    """
    if not (folder / "conda-meta").is_dir():
        raise PlanInvalid(
            _("There is no conda in {folder}.").format(folder=folder),
            _("Name the folder in which conda was installed; nothing was changed."),
        )
    said: list[str] = []
    _conda(folder / ".condarc", mirrors, consents, said)
    wanted = for_environment(mirrors, consents)
    for prefix in sorted((folder / "envs").glob("*")):
        if marker.is_ours(prefix) and not environment.is_set(prefix, platform, wanted):
            environment.tell(prefix, platform, wanted, said.append)
    return said


def _conda(file: Path, mirrors: Mirrors, consents: tuple[Consent, ...], said: list[str]) -> None:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    ours = read_condarc(text)
    if ours is None:
        said.append(_("{path} was not written by Seedbed; it was left alone.").format(path=file))
        return
    places = for_conda(ours.channels, mirrors, consents)
    wanted = condarc(ours.channels, places) + ours.rest
    if wanted != text:
        jsonfile.write_text(file, wanted)
        said.append(_("Wrote {path}").format(path=file))
