"""What Linux and macOS share: the shape of a prefix, the .sh installer, the rules of its paths.

Everything that only one of them has is in linux.py and macos.py.
"""

from __future__ import annotations

import os
import shlex
import sys
from abc import abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from app.i18n import _
from app.platforms import path_rules
from app.platforms.base import Command, Launcher, OsFacts, PathProblem, Platform

if TYPE_CHECKING:
    import ctypes

# conda writes prefixes into binaries over a placeholder of this many bytes (conda-facts §1.1).
_PLACEHOLDER_BYTES = 255
# Room for "/envs/" and an environment's name below the prefix of a conda installation.
_ROOM_FOR_ENVIRONMENT = 40
_SHELL_CHARACTERS = "'\"`$\\*?[]{}<>|&;!()%"
_CONDA_NAMES = ("miniconda3", "miniforge3", "anaconda3", "mambaforge", "miniconda", "anaconda")
_NICE = 10
_MANY_FILES = 4096
_MAIN_NAMES = _CONDA_NAMES[:3]


class Posix(Platform):
    """A Unix: forward slashes, bash, one installer for both systems."""

    @property
    @abstractmethod
    def longest_script_line(self) -> int:
        """The longest `#!` line in bytes that the kernel accepts (conda-facts §1.1)."""

    def python_in(self, prefix: Path) -> Path:
        return prefix / "bin" / "python"

    def script_in(self, prefix: Path, name: str) -> Path:
        return prefix / "bin" / name

    def path_entries(self, prefix: Path) -> tuple[str, ...]:
        return (str(prefix / "bin"),)

    def site_packages_in(self, prefix: Path, python_version: str) -> Path:
        short = ".".join(python_version.split(".")[:2])
        return prefix / "lib" / f"python{short}" / "site-packages"

    def pip_settings_in(self, prefix: Path) -> Path:
        return prefix / "pip.conf"

    def installer_command(self, installer: Path, prefix: Path) -> Command:
        return Command(("bash", str(installer), "-b", "-p", str(prefix)))

    def signs_of_installation(self, prefix: Path) -> tuple[Path, ...]:
        return (
            self.python_in(prefix),
            prefix / "conda-meta" / "history",
            prefix / "bin" / "conda",
        )

    def path_problems(self, prefix: PurePath, facts: OsFacts) -> tuple[PathProblem, ...]:
        text = str(prefix)
        return path_rules.found(
            path_rules.relative(prefix),
            path_rules.space(text),
            path_rules.odd_blanks(text),
            _colon(text),
            _shell_characters(text),
            _non_ascii(text),
            _length(prefix),
            self._script_line(prefix),
            path_rules.environment_name(prefix),
            path_rules.nested_environment(prefix),
        )

    def _script_line(self, prefix: PurePath) -> PathProblem | None:
        if _bytes(f"#!{prefix}/bin/python3.99\n") <= self.longest_script_line:
            return None
        return PathProblem(
            "long_script_line",
            _("The folder’s path is long; a few older programs may not start from it."),
            False,
        )

    def is_read_only(self, folder: Path) -> bool:
        if sys.platform == "win32":  # for the type checker, as below
            return False
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)

    def popen_options(self) -> dict[str, Any]:
        return {"start_new_session": True}

    def allow_many_files(self) -> None:
        """A program that was double-clicked on macOS may hold only 256 of them."""
        if sys.platform != "win32":  # mypy reads this file for Windows, too
            import resource

            soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            wanted = _MANY_FILES if hard == resource.RLIM_INFINITY else min(hard, _MANY_FILES)
            if soft < wanted and soft != resource.RLIM_INFINITY:
                with suppress(OSError, ValueError):
                    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

    def give_way(self) -> None:
        if sys.platform == "win32":  # for the type checker: this class is of the other systems
            return
        with suppress(OSError):
            os.nice(_NICE)

    def temporary_variables(self, folder: Path) -> dict[str, str]:
        return {"TMPDIR": str(folder), "TMP": str(folder), "TEMP": str(folder)}

    def activation_lines(self, base: Path, environment: str) -> tuple[str, ...]:
        activate = shlex.quote(str(base / "bin" / "activate"))
        return (f"source {activate} {shlex.quote(environment)}",)

    def launcher_command(
        self, launcher: Launcher, home: Path, environ: Mapping[str, str]
    ) -> Command | None:
        return None

    def is_stub_python(self, path: Path) -> bool:
        return False

    def elevated(self) -> bool:
        if sys.platform == "win32":
            raise OSError("this system has no effective user id")
        import os

        return os.geteuid() == 0

    def conda_places(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        below_home = [home / name for name in (*_CONDA_NAMES, ".conda", "conda")]
        system = [Path("/opt", name) for name in (*_CONDA_NAMES, "conda")]
        return (*below_home, *(home / "opt" / name for name in _MAIN_NAMES), *system)

    def configuration_files(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
        conda = [
            Path("/etc/conda/.condarc"),
            Path("/etc/conda/condarc"),
            Path("/var/lib/conda/.condarc"),
            Path("/var/lib/conda/condarc"),
            config / "conda" / ".condarc",
            config / "conda" / "condarc",
            home / ".conda" / ".condarc",
            home / ".conda" / "condarc",
            home / ".condarc",
        ]
        pip = [Path("/etc/pip.conf"), config / "pip" / "pip.conf", home / ".pip" / "pip.conf"]
        return (*conda, *pip)

    def shell_files(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        zsh = Path(environ.get("ZDOTDIR") or home)
        names = (".bashrc", ".bash_profile", ".profile", ".xonshrc", ".tcshrc")
        fish = home / ".config" / "fish" / "config.fish"
        return (*(home / name for name in names), zsh / ".zshrc", fish)


def c_library() -> ctypes.CDLL:
    """The C library this program runs on. Raises OSError where there is none to ask."""
    import ctypes

    try:
        return ctypes.CDLL(None)
    except TypeError as error:
        raise OSError("no C library to ask on this system") from error


def _colon(text: str) -> PathProblem | None:
    if ":" not in text:
        return None
    return PathProblem(
        "colon", _("There is a “:” in the folder’s path, and programs cannot be found there."), True
    )


def _shell_characters(text: str) -> PathProblem | None:
    found = next((c for c in text if c in _SHELL_CHARACTERS), "")
    if not found:
        return None
    return PathProblem(
        "special_character",
        _("There is a “{character}” in the folder’s path; some programs trip over it.").format(
            character=found
        ),
        False,
    )


def _non_ascii(text: str) -> PathProblem | None:
    found = path_rules.first_non_ascii(text)
    if not found:
        return None
    return PathProblem(
        "non_ascii",
        _("There is a “{character}” in the folder’s path; some programs trip over it.").format(
            character=found
        ),
        False,
    )


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _length(prefix: PurePath) -> PathProblem | None:
    room = 0 if path_rules.is_environment(prefix) else _ROOM_FOR_ENVIRONMENT
    length, most = _bytes(str(prefix)), _PLACEHOLDER_BYTES - 1 - room
    if length <= most:
        return None
    return PathProblem(
        "too_long",
        _("The folder’s path has {length} characters; conda can use at most {most}.").format(
            length=length, most=most
        ),
        True,
    )
