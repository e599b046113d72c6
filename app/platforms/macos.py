"""macOS. What it shares with Linux is in posix.py, how to ask the kernel in macos_facts.py."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import ClassVar

from app.platforms import macos_facts
from app.platforms.app_bundle import app_folder, bundle_files
from app.platforms.base import Command, CpuFacts, FileToWrite, Launcher, OsFacts
from app.platforms.machine_names import architecture, user_part
from app.platforms.posix import Posix
from app.platforms.posix_terminal import activation

_SUBDIRS = {"x86_64": "osx-64", "arm64": "osx-arm64"}
_SYNC_NAMES = (
    "Library/Mobile Documents",
    "Library/CloudStorage",
    "Dropbox",
    "OneDrive",
    "Google Drive",
    "Nextcloud",
    "ownCloud",
    "MEGA",
    "Nutstore Files",
)
_TERMINAL_SCRIPT = (
    "on run arguments",
    'tell application "Terminal"',
    "activate",
    "do script (item 1 of arguments)",
    "end tell",
    "end run",
)


class MacOS(Posix):
    """macOS on Intel and Apple processors."""

    family: ClassVar[str] = "macos"

    @property
    def longest_script_line(self) -> int:
        return 512

    def conda_subdir(self, architecture: str) -> str:
        return _SUBDIRS.get(architecture, "")

    def safe_folders(self, name: str, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        own = f"{name}-{user_part(home)}"
        return (
            home / name,
            *(home / f"{name}-{number}" for number in (2, 3, 4)),
            Path("/Users/Shared", own),
            Path("/opt", own),
            Path("/usr/local", own),
        )

    def sync_folders(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        named = tuple(home / name for name in _SYNC_NAMES)
        icloud = home / "Library" / "Mobile Documents" / "com~apple~CloudDocs"
        # These two follow iCloud only where the person has switched that on (failures F42).
        switched = tuple(
            home / name for name in ("Desktop", "Documents") if (icloud / name).exists()
        )
        return (*named, *switched)

    def documents_folder(self, home: Path, environ: Mapping[str, str]) -> Path:
        return home / "Documents"

    def jupyter_data_folder(self, home: Path, environ: Mapping[str, str]) -> Path:
        return home / "Library" / "Jupyter"

    def languages(self, home: Path) -> tuple[str, ...]:
        """A program that was double-clicked has no LANG: the preferences are read instead."""
        return macos_facts.languages_in(home / "Library/Preferences/.GlobalPreferences.plist")

    def keep_awake(self) -> AbstractContextManager[None]:
        return macos_facts.keep_awake()

    def open_folder_command(self, folder: Path) -> Command:
        return Command(("/usr/bin/open", str(folder)))

    def open_link_command(self, link: str) -> Command:
        return Command(("/usr/bin/open", link))

    def terminal_command(
        self, base: Path, environment: Path, available: Sequence[str]
    ) -> Command | None:
        """Terminal is asked through osascript; macOS wants the person's consent the first time."""
        if "osascript" not in available:
            return None
        lines = tuple(part for line in _TERMINAL_SCRIPT for part in ("-e", line))
        return Command(("/usr/bin/osascript", *lines, activation(base, environment)))

    def terminal_programs(self) -> tuple[str, ...]:
        return ("osascript",)

    def launcher_files(
        self, launcher: Launcher, home: Path, environ: Mapping[str, str]
    ) -> tuple[FileToWrite, ...]:
        return bundle_files(launcher, home)

    def launcher_paths(
        self, launcher: Launcher, home: Path, environ: Mapping[str, str]
    ) -> tuple[Path, ...]:
        return (app_folder(launcher, home),)

    def os_facts(self) -> OsFacts:
        return OsFacts(self.family, "macOS", macos_facts.version())

    def cpu_facts(self) -> CpuFacts:
        return CpuFacts(
            architecture="arm64" if macos_facts.is_apple_silicon() else "x86_64",
            process=architecture(platform.machine()),
            cores=os.cpu_count(),
            name=macos_facts.sysctl_text("machdep.cpu.brand_string"),
        )

    def graphics_hardware(self) -> tuple[str, ...]:
        return ("Apple",) if macos_facts.is_apple_silicon() else ()

    def is_stub_python(self, path: Path) -> bool:
        """Without Apple's developer tools, /usr/bin/python3 offers to install them."""
        tools = (Path("/Library/Developer/CommandLineTools"), Path("/Applications/Xcode.app"))
        return path.parent == Path("/usr/bin") and not any(tool.exists() for tool in tools)

    def conda_places(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        rooms = (Path("/opt/homebrew/Caskroom"), Path("/usr/local/Caskroom"))
        brewed = [
            room / name / "base"
            for room in rooms
            for name in ("miniconda", "miniforge", "anaconda")
        ]
        return (*super().conda_places(home, environ), *brewed)

    def configuration_files(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        own = (
            Path("/Library/Application Support/pip/pip.conf"),
            home / "Library" / "Application Support" / "pip" / "pip.conf",
        )
        return (*super().configuration_files(home, environ), *own)

    def cuda_libraries(self) -> tuple[str, ...]:
        return ()

    def motion_question(self) -> Command | None:
        return Command(("defaults", "read", "com.apple.universalaccess", "reduceMotion"))

    def reduced_motion(self, answer: str, home: Path, environ: Mapping[str, str]) -> bool:
        return answer.strip() == "1"

    def system_proxies(self, environ: Mapping[str, str]) -> dict[str, str]:
        return macos_facts.proxies()
