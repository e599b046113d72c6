"""Windows. Rules of its paths are in windows_paths.py, how to ask it in windows_facts.py."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path, PurePath, PureWindowsPath
from typing import Any, ClassVar

from app.platforms import windows_facts, windows_places
from app.platforms.base import (
    Command,
    CpuFacts,
    FileToWrite,
    Launcher,
    OsFacts,
    PathProblem,
    Platform,
)
from app.platforms.machine_names import architecture
from app.platforms.windows_paths import path_problems
from app.platforms.windows_shortcut import shortcut_command, shortcut_path

_CREATE_NO_WINDOW = 0x08000000
_CREATE_NEW_PROCESS_GROUP = 0x00000200
_BELOW_NORMAL = 0x00004000  # BELOW_NORMAL_PRIORITY_CLASS
_INSTALLER_SWITCHES = "/S /InstallationType=JustMe /RegisterPython=0 /AddToPath=0"
# The order matters: it is the one the installer itself works with (conda-facts §1.2).
_PATH_PARTS = (
    (),
    ("Library", "mingw-w64", "bin"),
    ("Library", "usr", "bin"),
    ("Library", "bin"),
    ("Scripts",),
    ("bin",),
)


class Windows(Platform):
    """Windows 10 and newer."""

    family: ClassVar[str] = "windows"

    def python_in(self, prefix: Path) -> Path:
        return prefix / "python.exe"

    def script_in(self, prefix: Path, name: str) -> Path:
        return prefix / "Scripts" / f"{name}.exe"

    def path_entries(self, prefix: Path) -> tuple[str, ...]:
        return tuple(str(prefix.joinpath(*parts)) for parts in _PATH_PARTS)

    def site_packages_in(self, prefix: Path, python_version: str) -> Path:
        return prefix / "Lib" / "site-packages"

    def conda_subdir(self, architecture: str) -> str:
        """ARM computers get the x86 packages, which Windows emulates (failures F58)."""
        return "win-64" if architecture in ("x86_64", "arm64") else ""

    def pip_settings_in(self, prefix: Path) -> Path:
        return prefix / "pip.ini"

    def installer_command(self, installer: Path, prefix: Path) -> Command:
        """One exact command line. The folder that TEMP names lies beside the prefix, because
        virus scanners block what installers unpack below LOCALAPPDATA (conda-facts §1.2); it
        must exist when the installer starts and may go when it has ended."""
        program, target = _text(installer), _text(prefix)
        return Command(
            arguments=(program, *_INSTALLER_SWITCHES.split(), f"/D={target}"),
            verbatim=f'"{program}" {_INSTALLER_SWITCHES} /D={target}',
            environment=self.temporary_variables(prefix.with_name(f"{prefix.name}-temporary")),
        )

    def signs_of_installation(self, prefix: Path) -> tuple[Path, ...]:
        return (
            self.python_in(prefix),
            prefix / "conda-meta" / "history",
            prefix / "Scripts" / "conda.exe",
        )

    def path_problems(self, prefix: PurePath, facts: OsFacts) -> tuple[PathProblem, ...]:
        return path_problems(PureWindowsPath(str(prefix)), facts)

    def safe_folders(self, name: str, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        return windows_places.safe_folders(name, home, environ)

    def sync_folders(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        return windows_places.sync_folders(home, environ)

    def documents_folder(self, home: Path, environ: Mapping[str, str]) -> Path:
        """Often below OneDrive, which is why the system is asked first."""
        try:
            return Path(windows_facts.documents_folder())
        except OSError:
            return home / "Documents"

    def languages(self, home: Path) -> tuple[str, ...]:
        """Windows has no LANG; Settings keeps the languages in the registry."""
        return windows_facts.languages()

    def jupyter_data_folder(self, home: Path, environ: Mapping[str, str]) -> Path:
        return windows_places.roaming(home, environ) / "jupyter"

    def is_read_only(self, folder: Path) -> bool:
        return windows_facts.is_disc(_text(folder))

    def popen_options(self) -> dict[str, Any]:
        return {"creationflags": _CREATE_NO_WINDOW | _CREATE_NEW_PROCESS_GROUP}

    def give_way(self) -> None:
        import psutil

        with suppress(psutil.Error, OSError):
            psutil.Process().nice(_BELOW_NORMAL)

    def temporary_variables(self, folder: Path) -> dict[str, str]:
        return {"TEMP": _text(folder), "TMP": _text(folder)}

    def allow_many_files(self) -> None:
        """Windows sets no limit that a class would reach."""

    def keep_awake(self) -> AbstractContextManager[None]:
        return windows_facts.keep_awake()

    def open_folder_command(self, folder: Path) -> Command:
        return Command(("explorer.exe", _text(folder)))

    def open_link_command(self, link: str) -> Command:
        return Command(("rundll32.exe", "url.dll,FileProtocolHandler", link))

    def terminal_command(
        self, base: Path, environment: Path, available: Sequence[str]
    ) -> Command | None:
        """Our children get no window, so the first cmd only starts a second one that has its own.

        Both skip the AutoRun command that a removed conda may have left (failures F17).
        """
        if "cmd.exe" not in available:
            return None
        activate = f'"{_text(base / "Scripts" / "activate.bat")}" "{_text(environment)}"'
        return Command(
            arguments=("cmd.exe", "/D", "/C", "start", "", "cmd.exe", "/D", "/K", activate),
            verbatim=f'cmd.exe /D /C start "" cmd.exe /D /K "{activate}"',
        )

    def terminal_programs(self) -> tuple[str, ...]:
        return ("cmd.exe",)

    def activation_lines(self, base: Path, environment: str) -> tuple[str, ...]:
        return (f'"{_text(base / "Scripts" / "activate.bat")}" {environment}',)

    def launcher_files(
        self, launcher: Launcher, home: Path, environ: Mapping[str, str]
    ) -> tuple[FileToWrite, ...]:
        return ()

    def launcher_command(
        self, launcher: Launcher, home: Path, environ: Mapping[str, str]
    ) -> Command | None:
        return shortcut_command(launcher, home, environ)

    def launcher_paths(
        self, launcher: Launcher, home: Path, environ: Mapping[str, str]
    ) -> tuple[Path, ...]:
        return (shortcut_path(launcher, home, environ),)

    def os_facts(self) -> OsFacts:
        build, release = windows_facts.build_and_release()
        return OsFacts(
            family=self.family,
            name=windows_facts.product_name(build),
            version=f"{release} (build {build})" if release else f"build {build}",
            long_paths=windows_facts.long_paths(),
            ansi_encoding=windows_facts.ansi_encoding(),
        )

    def cpu_facts(self) -> CpuFacts:
        import platform

        process = architecture(windows_facts.process_platform())
        return CpuFacts(
            architecture=windows_facts.machine_architecture() or process,
            process=process,
            cores=os.cpu_count(),
            name=windows_facts.processor_name() or platform.processor(),
        )

    def elevated(self) -> bool:
        return windows_facts.elevated()

    def graphics_hardware(self) -> tuple[str, ...]:
        return windows_facts.graphics_cards()

    def is_stub_python(self, path: Path) -> bool:
        """The Store puts empty files called python.exe on PATH (failures F14)."""
        if "WindowsApps" not in path.parts:
            return False
        try:
            return path.lstat().st_size == 0
        except OSError:
            return True

    def configuration_files(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        return windows_places.configuration_files(home, environ)

    def shell_files(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        documents = self.documents_folder(home, environ)
        profiles = [
            documents / name / "profile.ps1" for name in ("WindowsPowerShell", "PowerShell")
        ]
        return (*profiles, home / ".bash_profile", home / ".bashrc")

    def autorun(self) -> str:
        return windows_facts.autorun()

    def conda_places(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        return windows_places.conda_places(home, environ)

    def cuda_libraries(self) -> tuple[str, ...]:
        return ("nvcuda.dll", "nvcuda64.dll")

    def reduced_motion(self, answer: str, home: Path, environ: Mapping[str, str]) -> bool:
        return not windows_facts.animations()

    def system_proxies(self, environ: Mapping[str, str]) -> dict[str, str]:
        return windows_facts.proxies()


def _text(path: PurePath) -> str:
    """The path with backslashes, on whatever system this is asked."""
    return str(PureWindowsPath(str(path)))
