"""The road without Seedbed: what a person who follows the usual instructions types.

Fair to it: no pauses for reading, nothing done twice, the same packages from the same server, and
`--override-channels` because the usual channels are not in the practice world.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.children import Served, environment, must, run
from bench.kit import Kit


@dataclass(frozen=True, slots=True)
class ByHand:
    """One place to do it in, emptied before each run."""

    kit: Kit
    server: Served
    folder: Path

    def once(self) -> dict[str, Any]:
        """Do it and return the seconds of each part. Raises BenchFailed."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.server.reset()
        started = time.monotonic()
        parts: dict[str, float] = {}
        for name, command in self._commands():
            begun = time.monotonic()
            log = self.folder / f"{name}.log"
            must(run(command, environment(self.folder / "home"), log), f"by hand: {name}", log)
            parts[name] = round(time.monotonic() - begun, 3)
        sent = self.server.sent()
        created = started + sum(list(parts.values())[:-1])
        return {
            "seconds": round(time.monotonic() - started, 3),
            "parts": parts,
            "bytes": sent["bytes"],
            "connections": sent["connections"],
            "after_last_byte_s": round(created - sent["last"], 3),
        }

    def _commands(self) -> list[tuple[str, list[str]]]:
        """The names and commands, in their order; the import comes last."""
        installer = self.folder / self.kit.installer_file
        conda = self.folder / "conda"
        python = conda / "envs" / self.kit.environment / "bin" / "python"
        check = f'echo "{self.kit.installer_sha256}  {installer}" | sha256sum --check'
        address = f"{self.server.url}/{self.kit.installer_url}"
        create = [
            str(conda / "bin" / "conda"), "create", "--yes", "--name", self.kit.environment,
            "--override-channels", "--channel", f"{self.server.url}/channel",
            f"python={self.kit.python}", "pip", *self.kit.packages,
        ]  # fmt: skip
        return [
            ("download", ["curl", "--fail", "--silent", "-o", str(installer), address]),
            ("check", ["sh", "-c", check]),
            ("install", ["bash", str(installer), "-b", "-p", str(conda)]),
            ("create", create),
            ("import", [str(python), "-c", self.kit.import_program]),
        ]
