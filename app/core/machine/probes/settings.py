"""Variables and files of the person that could get in the way, with secrets taken out.

They are only listed: our children do not get them, and nothing is changed (failures F15, F18).
"""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from app.core.machine.facts import Setting
from app.core.machine.probes.shell_blocks import dead_autorun, dead_blocks
from app.core.processes.certificate_choice import points_nowhere
from app.core.secrets import redact
from app.platforms.base import Platform

_NAMES = re.compile(
    r"PYTHON(HOME|PATH|STARTUP|USERBASE|PLATLIBDIR)|CONDARC|MAMBARC|(HTTPS?|ALL|FTP|NO)_PROXY"
    r"|SSL_CERT_(FILE|DIR)|(REQUESTS|CURL)_CA_BUNDLE|VIRTUAL_ENV|LD_LIBRARY_PATH|LD_PRELOAD"
    r"|(CONDA|PIP|MAMBA|DYLD)_.*",
    re.IGNORECASE,
)
_SECRET_NAME = re.compile(r"TOKEN|PASSW|SECRET|APIKEY|API_KEY|CREDENTIAL", re.IGNORECASE)
_LOGIN = re.compile(r"://\S*@")
_HIDDEN = "***"
# The keys of a .condarc that change what conda does or where it looks.
_CONDARC_KEYS = re.compile(
    r"(default_|allowlist_|denylist_)?channels|channel_(alias|priority)|custom_(multi)?channels"
    r"|proxy_servers|ssl_verify|offline|(envs|pkgs)_dirs|pinned_packages|create_default_packages"
    r"|solver|subdir|auto_activate(_base)?|pip_interop_enabled|safety_checks"
)
_MAX_BYTES = 256 * 1024
_MAX_VALUE = 300
_MOST_PARTS = 12
UNREADABLE = "unreadable"
# The origin of a variable that chooses certificates where there are none.
NOWHERE = "environment, points nowhere"


def settings(platform: Platform, home: Path, environ: Mapping[str, str]) -> tuple[Setting, ...]:
    """Everything that could get in the way, variables first."""
    found = [*variables(environ), *_proxies(platform, environ)]
    for path in _files(platform, home, environ):
        found.extend(file_settings(path))
    for path in platform.shell_files(home, environ):
        found.extend(dead_blocks(path))
    found.extend(dead_autorun(platform))
    return tuple(found)


def variables(environ: Mapping[str, str]) -> Iterator[Setting]:
    """The variables that change what Python, conda, pip or the network do."""
    for name, value in sorted(environ.items()):
        if value and _NAMES.fullmatch(name):
            origin = NOWHERE if points_nowhere(name, value) else "environment"
            yield Setting(name, _without_secrets(name, value), origin)


def _proxies(platform: Platform, environ: Mapping[str, str]) -> Iterator[Setting]:
    try:
        found = platform.system_proxies(environ)
    except OSError:
        return
    for scheme, address in sorted(found.items()):
        yield Setting(f"proxy ({scheme})", _without_secrets(scheme, address), "system")


def _files(platform: Platform, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
    named = (environ.get("CONDARC", ""), environ.get("PIP_CONFIG_FILE", ""))
    own = tuple(Path(name) for name in named if name)
    return tuple(dict.fromkeys((*platform.configuration_files(home, environ), *own)))


def file_settings(path: Path) -> tuple[Setting, ...]:
    """What a conda or pip settings file says; one that cannot be read is named as such."""
    try:
        if not path.is_file():
            return ()
        data = path.read_bytes()[:_MAX_BYTES]
    except (OSError, ValueError) as error:
        return (Setting(UNREADABLE, type(error).__name__, str(path)),)
    read = _pip if path.name in ("pip.conf", "pip.ini") else _condarc
    try:
        return tuple(
            Setting(name, _without_secrets(name, _shown(value)), str(path))
            for name, value in read(data.decode("utf-8-sig"))
        )
    except (ValueError, RecursionError, yaml.YAMLError, configparser.Error) as error:
        return (Setting(UNREADABLE, _place_of(error), str(path)),)


def _condarc(text: str) -> Iterator[tuple[str, Any]]:
    data = yaml.safe_load(text)
    if data is None:
        return
    if not isinstance(data, dict):
        raise ValueError("not a mapping")
    for name, value in data.items():
        if _CONDARC_KEYS.fullmatch(str(name)):
            yield str(name), value


def _pip(text: str) -> Iterator[tuple[str, Any]]:
    parser = configparser.RawConfigParser()
    parser.read_string(text)
    for section in parser.sections():
        for name, value in parser.items(section):
            yield f"{section}.{name}", value


def _shown(value: Any, depth: int = 3) -> str:
    """The value on one line. Limited: aliases can make a small YAML file endlessly large."""
    if isinstance(value, list | dict) and depth == 0:
        return "…"
    if isinstance(value, list):
        return ", ".join(_shown(part, depth - 1) for part in value[:_MOST_PARTS])
    if isinstance(value, dict):
        parts = list(value.items())[:_MOST_PARTS]
        return ", ".join(f"{name}: {_shown(part, depth - 1)}" for name, part in parts)
    return str(value)


def _without_secrets(name: str, value: str) -> str:
    if _SECRET_NAME.search(name):
        return _HIDDEN
    shown = redact(_LOGIN.sub(f"://{_HIDDEN}@", value))
    return shown if len(shown) <= _MAX_VALUE else shown[:_MAX_VALUE] + "…"


def _place_of(error: Exception) -> str:
    """Where a file is broken; the text itself might hold a secret and is not repeated."""
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else getattr(error, "lineno", None)
    return f"{type(error).__name__}, line {line}" if line else type(error).__name__
