"""Linux, including Linux inside Windows (WSL). What it shares with macOS is in posix.py."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import ClassVar

from app.platforms import linux_facts
from app.platforms.base import Command, CpuFacts, FileToWrite, Launcher, OsFacts
from app.platforms.desktop_entry import desktop_entry
from app.platforms.machine_names import architecture, process_architecture, user_part
from app.platforms.posix import Posix
from app.platforms.posix_terminal import bash_in

_SUBDIRS = {
    "x86_64": "linux-64",
    "arm64": "linux-aarch64",
    "ppc64le": "linux-ppc64le",
    "riscv64": "linux-riscv64",
    "s390x": "linux-s390x",
}
# How each terminal is told what to run, the most welcome first.
_TERMINALS: Mapping[str, tuple[str, ...]] = {
    "x-terminal-emulator": ("-e",),
    "ptyxis": ("--new-window", "--"),
    "gnome-terminal": ("--",),
    "kgx": ("--",),
    "konsole": ("-e",),
    "xfce4-terminal": ("-x",),
    "mate-terminal": ("-x",),
    "terminator": ("-x",),
    "tilix": ("-e",),
    "kitty": (),
    "alacritty": ("-e",),
    "foot": (),
    "xterm": ("-e",),
}
# Files and keys whose value says that nothing shall move.
_MOTION_SETTINGS = (
    ("gtk-4.0/settings.ini", "gtk-enable-animations"),
    ("gtk-3.0/settings.ini", "gtk-enable-animations"),
    ("kdeglobals", "AnimationDurationFactor"),
)
_SHARED_PLACES = ("/opt", "/usr/local", "/srv")
_SYNC_NAMES = (
    "Dropbox",
    "OneDrive",
    "Nextcloud",
    "ownCloud",
    "Google Drive",
    "GoogleDrive",
    "MEGA",
    "pCloudDrive",
    "Nutstore Files",
    "Syncthing",
    "Sync",
)


class Linux(Posix):
    """Linux of any distribution."""

    family: ClassVar[str] = "linux"

    @property
    def longest_script_line(self) -> int:
        return 127

    def conda_subdir(self, architecture: str) -> str:
        return _SUBDIRS.get(architecture, "")

    def safe_folders(self, name: str, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        """Home first; then places that some computers let everyone write to.

        /tmp and /var/tmp are emptied by the system and never offered.
        """
        own = f"{name}-{user_part(home)}"
        data = environ.get("XDG_DATA_HOME", "")
        return (
            home / name,
            *(home / f"{name}-{number}" for number in (2, 3, 4)),
            *((Path(data) / name,) if data.startswith("/") else ()),
            *(Path(place, own) for place in _SHARED_PLACES),
            Path("/scratch", user_part(home), name),
            Path("/data", user_part(home), name),
        )

    def sync_folders(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        return tuple(home / name for name in _SYNC_NAMES)

    def documents_folder(self, home: Path, environ: Mapping[str, str]) -> Path:
        config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
        text = linux_facts.text_of(config / "user-dirs.dirs")
        return linux_facts.documents_in(text, home) or home / "Documents"

    def jupyter_data_folder(self, home: Path, environ: Mapping[str, str]) -> Path:
        return _data_folder(home, environ) / "jupyter"

    def keep_awake(self) -> AbstractContextManager[None]:
        """Does nothing: only a conversation over D-Bus could keep a Linux desktop awake."""
        return nullcontext()

    def open_folder_command(self, folder: Path) -> Command:
        return Command(("xdg-open", str(folder)))

    def open_link_command(self, link: str) -> Command:
        return Command(("xdg-open", link))

    def terminal_command(
        self, base: Path, environment: Path, available: Sequence[str]
    ) -> Command | None:
        chosen = next((name for name in _TERMINALS if name in available), None)
        if chosen is None:
            return None
        return Command((chosen, *_TERMINALS[chosen], *bash_in(base, environment)))

    def terminal_programs(self) -> tuple[str, ...]:
        return tuple(_TERMINALS)

    def launcher_files(
        self, launcher: Launcher, home: Path, environ: Mapping[str, str]
    ) -> tuple[FileToWrite, ...]:
        (path,) = self.launcher_paths(launcher, home, environ)
        # Some desktops start only entries that are marked as programs.
        return (FileToWrite(path, desktop_entry(launcher), executable=True),)

    def launcher_paths(
        self, launcher: Launcher, home: Path, environ: Mapping[str, str]
    ) -> tuple[Path, ...]:
        folder = _data_folder(home, environ) / "applications"
        return (folder / f"{launcher.identifier}.desktop",)

    def motion_question(self) -> Command | None:
        key = ("org.gnome.desktop.interface", "enable-animations")
        return Command(("gsettings", "get", *key))

    def reduced_motion(self, answer: str, home: Path, environ: Mapping[str, str]) -> bool:
        """GNOME answers; Xfce and other GTK desktops, and KDE, keep it in a file."""
        if answer.strip() == "false":
            return True
        config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
        return any(
            linux_facts.switched_off(linux_facts.text_of(config / name), key)
            for name, key in _MOTION_SETTINGS
        )

    def os_facts(self) -> OsFacts:
        release = linux_facts.os_release(linux_facts.text_of(Path("/etc/os-release")))
        return OsFacts(
            family=self.family,
            name=release.get("NAME") or "Linux",
            version=release.get("VERSION_ID", ""),
            libc=linux_facts.libc(),
            wsl=linux_facts.is_wsl(linux_facts.text_of(Path("/proc/sys/kernel/osrelease"))),
        )

    def cpu_facts(self) -> CpuFacts:
        import platform

        machine = architecture(platform.machine())
        return CpuFacts(
            architecture=machine,
            process=process_architecture(machine, sys.maxsize > 2**32),
            cores=os.cpu_count(),
            name=linux_facts.processor_name(linux_facts.text_of(Path("/proc/cpuinfo"))),
        )

    def graphics_hardware(self) -> tuple[str, ...]:
        return linux_facts.graphics_cards(Path("/sys/bus/pci/devices"))

    def conda_places(self, home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
        module = [Path("/usr/local", name) for name in ("miniconda3", "anaconda3", "miniforge3")]
        return (*super().conda_places(home, environ), *module)

    def cuda_libraries(self) -> tuple[str, ...]:
        return ("libcuda.so.1", "libcuda.so", "/usr/lib/wsl/lib/libcuda.so.1")

    def system_proxies(self, environ: Mapping[str, str]) -> dict[str, str]:
        """Always empty: on Linux proxies are variables, which are read elsewhere."""
        return {}


def _data_folder(home: Path, environ: Mapping[str, str]) -> Path:
    data = environ.get("XDG_DATA_HOME", "")
    return Path(data) if data.startswith("/") else home / ".local" / "share"
