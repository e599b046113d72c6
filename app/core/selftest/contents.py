"""Checks of what is inside the program: its files, its languages, its door to the network."""

from __future__ import annotations

import os
import ssl
import tomllib
from pathlib import Path

from app.core.catalog import installers, mirrors
from app.core.catalog.libraries import all_libraries
from app.core.catalog.presets import all_presets
from app.core.files import jsonfile
from app.core.network.routes import system_tls
from app.core.network.trust import has_certificates
from app.core.processes.certificate_choice import taken_out
from app.errors import PlanInvalid
from app.i18n import LANGUAGES, _, listing, ngettext, translated
from app.paths import cache_folder, resource, state_folder

_FOLDERS = ("catalog", "examples", "icons", "locale", "proof", "style")
# A sentence that every language says in its own way.
_SENTENCE = "Welcome to Seedbed"


def resources() -> str:
    """Every folder of resources/ has something in it, and the catalogues can be read."""
    missing = [name for name in _FOLDERS if not _files(resource(name))]
    if missing:
        raise PlanInvalid(
            _("Files of Seedbed itself are missing: {names}").format(names=", ".join(missing)),
            _again(),
        )
    for file in resource("catalog").glob("*.toml"):
        _parse(file)
    for read in (installers.built_in, mirrors.built_in, all_libraries, all_presets):
        read()
    count = sum(len(_files(resource(name))) for name in _FOLDERS)
    return ngettext("{number} file", "{number} files", count).format(number=count)


def translations() -> str:
    """Every language but English, in which all is written, has its own sentences."""
    silent = [code for code in LANGUAGES if code != "en" and not translated(code, _SENTENCE)]
    if silent:
        raise PlanInvalid(
            _("These languages are missing: {names}").format(names=", ".join(silent)), _again()
        )
    return ", ".join(LANGUAGES.values())


def certificates(family: str) -> str:
    """The door to the network knows whom to trust: there are certificates, and they can be read."""
    context = system_tls()
    chosen = os.environ.get("SSL_CERT_FILE", "")
    if chosen:
        context.load_verify_locations(chosen)
    if context.verify_mode is not ssl.CERT_REQUIRED or not (chosen or has_certificates(family)):
        raise PlanInvalid(
            _("This system has no certificates: no server can be trusted."),
            _("Install them; on Debian and Ubuntu: sudo apt install ca-certificates"),
        )
    found = _("servers are checked against the system’s certificates")
    if not has_certificates(family):
        found = _("this system has none: those that came with Seedbed are used")
    names = listing(taken_out(os.environ))
    if not names:
        return found
    ignored = _("{names} points nowhere and is ignored").format(names=names)
    return f"{found}; {ignored}"


def folders() -> str:
    """Seedbed's own folders can be written."""
    for folder in (state_folder(), cache_folder()):
        file = folder / "selftest.json"
        try:
            jsonfile.write(file, {"written": True})
            file.unlink()
        except OSError as error:
            raise PlanInvalid(
                _("Seedbed cannot write into {folder}.").format(folder=folder),
                _("Make the folder writable, or set SEEDBED_HOME to a folder that is."),
                str(error),
            ) from error
    return f"{state_folder()}"


def _parse(file: Path) -> None:
    try:
        tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PlanInvalid(
            _("{name} cannot be read.").format(name=file.name), _again(), str(error)
        ) from error


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _again() -> str:
    return _("Download Seedbed again and unpack all of it.")
