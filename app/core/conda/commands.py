"""How to talk to conda: pure builders of its command lines and readers of its answers.

Starting it is the shell's business; what to do with an error is the caller's. Every call goes
through the base's own Python, isolated from the person's settings (conda-facts §4.1, §4.8).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.processes.childenv import path_for
from app.core.shell import Finished
from app.platforms.base import Command, Platform

# conda takes a folder called "t" in a path for the token of an address, and hides what follows.
_TOKEN = re.compile(r"/t/[A-Za-z0-9-]+/")


@dataclass(frozen=True, slots=True)
class CondaAt:
    """One conda installation: its prefix, its platform, and a private home for its children.

    The private home keeps a broken or surprising `.condarc` of the person away from our calls
    (failures F18); conda has no switch for that.
    """

    platform: Platform
    base: Path
    private_home: Path

    def command(self, *arguments: str) -> Command:
        """`conda ARGUMENTS` as a command (conda-facts §4.1)."""
        python = self.platform.python_in(self.base)
        home = str(self.private_home)
        return Command(
            arguments=(str(python), "-I", "-X", "utf8", "-u", "-m", "conda", *arguments),
            environment={
                "PATH": path_for(self.platform, self.base),
                "HOME": home,
                "USERPROFILE": home,
                "XDG_CONFIG_HOME": home,
                "CONDA_PKGS_DIRS": str(self.packages),
                "CONDA_ENVS_DIRS": str(self.base / "envs"),
                "CONDA_CHANNEL_PRIORITY": "strict",
                "CONDA_REGISTER_ENVS": "false",
                "CONDA_SHORTCUTS": "false",
                # conda compares the size of every file once more and only warns, where nobody
                # reads it; `unpacked.is_whole` has done the same. A quarter of its time.
                "CONDA_SAFETY_CHECKS": "disabled",
            },
        )

    @property
    def packages(self) -> Path:
        """conda's package cache in this installation."""
        return self.base / "pkgs"

    def info(self) -> Command:
        """Ask conda about itself; works offline (conda-facts §4.4)."""
        return self.command("info", "--json")

    def create_offline(self, prefix: Path, explicit: Path, channels: tuple[str, ...]) -> Command:
        """Make an environment from an explicit file, without the network (conda-facts §5.2)."""
        return self._offline("create", prefix, explicit, channels)

    def add_offline(self, prefix: Path, explicit: Path, channels: tuple[str, ...]) -> Command:
        """Add the packages of an explicit file to an environment, in the same way."""
        return self._offline("install", prefix, explicit, channels)

    def _offline(
        self, verb: str, prefix: Path, explicit: Path, channels: tuple[str, ...]
    ) -> Command:
        return self.command(
            *(verb, "--json", "--yes", "--offline", "--override-channels"),
            *_channel_flags(channels),
            *("--prefix", str(prefix), "--file", str(explicit)),
        )

    def dry_run(self, prefix: Path, channels: tuple[str, ...], specs: tuple[str, ...]) -> Command:
        """Solve without doing: the answer lists what would be fetched (conda-facts §4.4)."""
        return self.command(
            *("create", "--json", "--yes", "--dry-run", "--override-channels"),
            *_channel_flags(channels),
            *("--prefix", str(prefix)),
            *specs,
        )


def _channel_flags(channels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(flag for channel in channels for flag in ("--channel", channel))


def answer(finished: Finished) -> dict[str, Any]:
    """The JSON object in conda's output, {} where there is none.

    Plugins may print before it, so reading starts at the first brace (conda-facts §4.5).
    """
    for text in (finished.stdout, finished.stderr):
        start = text.find("{")
        while start >= 0:
            try:
                data, _end = json.JSONDecoder().raw_decode(text, start)
            except json.JSONDecodeError as error:
                # What was read up to there belongs to this brace: half an answer is none.
                start = text.find("{", max(error.pos, start + 1))
                continue
            return data if isinstance(data, dict) else {}
    return {}


def is_healthy(finished: Finished, base: Path) -> bool:
    """Whether `conda info --json` answered for exactly this base."""
    root = answer(finished).get("root_prefix")
    if finished.returncode != 0 or not isinstance(root, str):
        return False
    try:
        here = base.resolve()
        return Path(root).resolve() == here or root == _TOKEN.sub("/t/<TOKEN>/", str(here))
    except OSError:
        return False
