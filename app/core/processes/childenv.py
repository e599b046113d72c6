"""The environment of our children: what they may inherit, and what must not reach them.

A PYTHONHOME set by a CAD program, another conda's variables or a proxy-less CI flag break an
installation in ways a beginner cannot see (failures F14, F15, F35; conda-facts §3, §4.1).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from app.core.processes.certificate_choice import BEFORE, before_trust
from app.paths import is_frozen
from app.platforms.base import Platform

_PREFIXES = (
    BEFORE,
    "PYTHON",
    "CONDA",
    "_CE_",
    "_CONDA",
    "MAMBA",
    "PIP_",
    "JUPYTER",
    "IPYTHON",
    "DYLD_",
    "QT_",
    "PYTEST_",
    # Functions and start-up files of bash and tar's options would run inside the installer.
    "BASH_FUNC_",
    "TAR_",
)
_NAMES = frozenset(
    {
        "VIRTUAL_ENV",
        "VIRTUAL_ENV_PROMPT",
        "LD_LIBRARY_PATH",
        "LD_PRELOAD",
        "LD_AUDIT",
        "PS1",
        "ENV",
        "BASH_ENV",
        "BASHOPTS",
        "SHELLOPTS",
        "CDPATH",
        "GREP_OPTIONS",
        "POSIXLY_CORRECT",
        "MPLBACKEND",
        "MPLCONFIGDIR",
        "KMP_DUPLICATE_LIB_OK",
        # A true value of these makes conda's plugin accept terms that nobody read.
        "CI",
        "GITHUB_ACTIONS",
        "TF_BUILD",
        "TRAVIS",
        "JENKINS_URL",
        "TEAMCITY_VERSION",
        "CODEBUILD_BUILD_ID",
        "BAMBOO_BUILDKEY",
        "HEROKU_TEST_RUN_ID",
        "GITLAB_CI",
        "CIRCLECI",
        "APPVEYOR",
        "BUILDKITE",
        "DRONE",
    }
)
_LIBRARIES, _LIBRARIES_BEFORE = "LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"
_ALWAYS = {
    "PYTHONNOUSERSITE": "1",
    "PYTHONUTF8": "1",
    "PIP_NO_INPUT": "1",
    "PIP_USER": "0",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "CONDA_NUMBER_CHANNEL_NOTICES": "0",
    "CONDA_NOTIFY_OUTDATED_CONDA": "false",
}


def of_the_person(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` as it was before we changed it: our choice of certificates, and what a packaged
    Seedbed's own starter does.

    The starter puts our libraries before the person's and remembers theirs (packaging §2).
    """
    theirs = before_trust(environ)
    if not is_frozen():
        return theirs
    kept = {name: value for name, value in theirs.items() if not name.startswith("_PYI_")}
    kept.pop(_LIBRARIES, None)
    before = kept.pop(_LIBRARIES_BEFORE, "")
    return {**kept, _LIBRARIES: before} if before else kept


def scrubbed(environ: Mapping[str, str]) -> dict[str, str]:
    """A copy of `environ` that is safe to start a conda, an installer or a Python with.

    A frozen Seedbed was started with its own LD_LIBRARY_PATH; the person's is in
    LD_LIBRARY_PATH_ORIG and is left out as well, since conda's programs bring their libraries.
    """
    kept = {
        name: value
        for name, value in environ.items()
        if name.upper() not in _NAMES
        and not name.upper().startswith(_PREFIXES)
        and name != _LIBRARIES_BEFORE
    }
    if "PATH" in kept:
        kept["PATH"] = _clean_path(kept["PATH"])
    return {**kept, **_ALWAYS}


def path_for(platform: Platform, prefix: Path) -> str:
    """PATH for a program of a conda prefix that is started without activation."""
    inherited = _clean_path(os.environ.get("PATH", os.defpath))
    return os.pathsep.join((*platform.path_entries(prefix), inherited))


def _clean_path(text: str) -> str:
    """PATH without empty, relative, quoted and repeated entries (failures F54)."""
    seen: dict[str, None] = {}
    for entry in text.split(os.pathsep):
        plain = entry.strip().strip('"')
        if plain and Path(plain).is_absolute():
            seen.setdefault(plain)
    return os.pathsep.join(seen)
