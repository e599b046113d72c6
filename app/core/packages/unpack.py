"""Unpacks archives while others are still on their way, by a child process that can be stopped.

What cannot be unpacked here is left to conda, which unpacks it itself; so nothing fails here.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import TracebackType

import psutil

from app.core.cache.kind import CacheKind
from app.core.cancel import Cancel
from app.core.files.disk_trouble import writing
from app.core.files.removal import remove
from app.core.files.volume import device_of
from app.core.network.file_to_fetch import Say
from app.core.packages.lock import LockedPackage
from app.core.packages.unpack_pace import UnpackPace
from app.core.run.events import Stream
from app.core.run.limit import Backlog
from app.core.shell import Shell
from app.errors import Cancelled, CommandFailed
from app.i18n import _
from app.paths import CHILD, own_command
from app.platforms.base import Command

_LIST, _REQUEST = ".list", ".request.json"
_ALL = "*"


def staging_for(cache: Path, workspace: Path, prefix: Path) -> Path | None:
    """Where packages for the installation at `prefix` are unpacked before it exists.

    None where that is another drive: moving them would be copying, so conda unpacks there itself.
    """
    if device_of(cache) != device_of(prefix):
        return None
    return cache / CacheKind.UNPACKED / workspace.name


class Unpacker:
    """Unpacks into `folder`; `with` it the child runs, at its end it has ended.

    Raises NoSpace or PlanInvalid where the folder cannot be written at all.
    `on_count` hears, from other threads, how many are unpacked by now.
    """

    def __init__(
        self, shell: Shell, cancel: Cancel, folder: Path, on_count: Callable[[int], None]
    ) -> None:
        self._cancel = Cancel(parent=cancel)
        self._shell = shell.with_cancel(self._cancel)
        self._folder = folder
        self._on_count = on_count
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="unpack", daemon=True)
        self.unpacked: set[str] = set()
        self.refused: dict[str, str] = {}
        self._pace = UnpackPace()

    def __enter__(self) -> Unpacker:
        with writing(self._folder / _LIST):
            self._folder.mkdir(parents=True, exist_ok=True)
            for entry in self._folder.iterdir():
                if entry.name.startswith(".") and entry.is_dir():  # half-done by a killed run
                    remove(entry)
            (self._folder / _LIST).write_text("", encoding="utf-8")
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._cancel.set()
        self._thread.join()
        for name in (_LIST, _REQUEST):
            (self._folder / name).unlink(missing_ok=True)

    def add(self, package: LockedPackage, archive: Path) -> None:
        """Unpack an archive that is complete and proved; returns at once. From any thread."""
        self._pace.arrived(package.folder_name, package.size or 0)
        self._enter({"package": asdict(package), "archive": str(archive)})

    def backlog(self, to_come: int | None) -> Backlog:
        """What has arrived and waits; nothing does where all is left to conda."""
        if _ALL in self.refused:
            return Backlog(to_come=to_come)
        return self._pace.backlog(to_come)

    def finish(self, say: Say) -> None:
        """Wait until everything added is unpacked or refused. Raises Cancelled."""
        self._enter({})
        while self._thread.is_alive():
            self._cancel.check()
            self._thread.join(0.05)
        self._cancel.check()
        for name, reason in self.refused.items():
            say(_("{name} is left for conda to unpack: {reason}").format(name=name, reason=reason))

    def _enter(self, job: dict[str, object]) -> None:
        path = self._folder / _LIST
        with self._lock, writing(path), path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(job) + "\n")

    def _run(self) -> None:
        request = self._folder / _REQUEST
        own = psutil.Process()
        data = {
            "task": "unpack",
            "folder": str(self._folder),
            "list": str(self._folder / _LIST),
            "parent": [own.pid, own.create_time()],
        }
        try:
            request.write_text(json.dumps(data), encoding="utf-8")
            arguments, folder = own_command(CHILD, str(request))
            finished = self._shell.run(Command(arguments=arguments), cwd=folder, on_line=self._hear)
        except (OSError, CommandFailed) as error:
            self.refused[_ALL] = str(error)
        except Cancelled:
            return
        else:
            if finished.returncode != 0:
                self.refused[_ALL] = finished.stderr[-500:]

    def _hear(self, line: str, stream: Stream) -> None:
        if stream is not Stream.OUT or not line.startswith("{"):
            return
        answer = json.loads(line)
        if "trouble" in answer:
            self.refused[_ALL] = str(answer["detail"])
            return
        if "name" in answer:
            self._pace.done(answer["name"], answer["computed"])
        if answer.get("refused"):
            self.refused[answer["name"]] = answer["refused"]
        elif "name" in answer:
            self.unpacked.add(answer["name"])
            self._on_count(len(self.unpacked))
