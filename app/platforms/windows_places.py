"""Where things are on Windows. Pure functions of the home folder and the environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PureWindowsPath

from app.platforms.machine_names import user_part

_NAMES = ("miniconda3", "miniforge3", "anaconda3", "mambaforge", "miniconda", "anaconda")
_SYNC_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_SYNC_NAMES = (
    "OneDrive",
    "Dropbox",
    "Google Drive",
    "iCloudDrive",
    "iCloud Drive",
    "Box",
    "Nextcloud",
    "ownCloud",
    "MEGA",
    "Nutstore",
    "Creative Cloud Files",
)


def _drive(environ: Mapping[str, str]) -> Path:
    letter = environ.get("SYSTEMDRIVE") or environ.get("SystemDrive") or "C:"
    return Path(f"{letter}/")


def _of(environ: Mapping[str, str], name: str) -> tuple[Path, ...]:
    """The folder that a variable names, as one element, or nothing; names have no case here."""
    value = next((v for key, v in environ.items() if key.lower() == name.lower()), "")
    return (Path(value),) if PureWindowsPath(value).is_absolute() else ()


def roaming(home: Path, environ: Mapping[str, str]) -> Path:
    """Where programs keep what belongs to the person."""
    return (*_of(environ, "APPDATA"), home / "AppData" / "Roaming")[0]


def safe_folders(name: str, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Home first; then short folders that every account may normally make (conda-facts §1.2)."""
    own = f"{name}-{user_part(PureWindowsPath(str(home)))}"
    drive = _drive(environ)
    return (
        home / name,
        *(home / f"{name}-{number}" for number in (2, 3, 4)),
        drive / own,
        *(folder / own for folder in _of(environ, "PUBLIC")),
        drive / "tools" / own,
        *(folder / own for folder in _of(environ, "ProgramData")),
    )


def sync_folders(home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
    """The folders that OneDrive names itself, and the usual ones of the others."""
    named = [folder for variable in _SYNC_VARIABLES for folder in _of(environ, variable)]
    return tuple(dict.fromkeys([*named, *(home / name for name in _SYNC_NAMES)]))


def conda_places(home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Where the installers put a conda: for one person, for a domain account, for everyone."""
    local = _of(environ, "LOCALAPPDATA")
    roots = [
        home,
        *local,
        *(folder / "Continuum" for folder in local),
        *_of(environ, "ProgramData"),
        _drive(environ),
        _drive(environ) / "tools",
    ]
    return tuple(root / name for root in roots for name in _NAMES)


def configuration_files(home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
    """conda's and pip's settings (conda-facts §4.8)."""
    everyone = _of(environ, "ProgramData") or (_drive(environ) / "ProgramData",)
    conda = [
        *(folder / "conda" / name for folder in everyone for name in (".condarc", "condarc")),
        home / ".config" / "conda" / ".condarc",
        home / ".conda" / ".condarc",
        home / ".condarc",
    ]
    pip = [folder / "pip" / "pip.ini" for folder in (*everyone, *_of(environ, "APPDATA"))]
    return (*conda, *pip, home / "pip" / "pip.ini")
