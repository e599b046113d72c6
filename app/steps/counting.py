"""Tells, several times a second, how far conda is with an environment. No step of its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from types import TracebackType

from app.core.packages.create_count import CreateCount, Created
from app.core.packages.lock import Lock, LockedPackage
from app.core.run.events import Unit
from app.core.run.step import Context
from app.i18n import _

_LOOK_EVERY_SECONDS = 0.4


class Counting:
    """`with` it, conda's work on the plan's environment is counted on the disk and reported."""

    def __init__(self, ctx: Context, lock: Lock) -> None:
        python = lock.find("python")
        version = python.version if python else ""
        prefix = ctx.plan.environment_prefix
        site_packages = ctx.platform.site_packages_in(prefix, version)
        self._ctx = ctx
        self._number = len(lock.packages)
        self._taken = 0
        self._count = CreateCount(lock, ctx.conda.packages, prefix, site_packages, version)
        self._stop = threading.Event()
        self._watcher = threading.Thread(target=self._look, name="count packages", daemon=True)

    def __enter__(self) -> Counting:
        self._tell()
        self._watcher.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._watcher.join()
        self._tell()

    def take(self, batch: Sequence[LockedPackage]) -> None:
        """conda is given these now."""
        self._taken += len(batch)
        self._count.take(batch)

    def _look(self) -> None:
        while not self._stop.wait(_LOOK_EVERY_SECONDS):
            self._ctx.journal.recognise(self._ctx.plan.environment_prefix)
            self._tell()

    def _tell(self) -> None:
        created = self._count.look()
        self._ctx.report.progress(
            self._count.done(created), self._count.total, Unit.NOTHING, self._words(created)
        )

    def _words(self, created: Created) -> str:
        if created.unpacked < self._count.to_unpack:
            return _("{count} of {number} packages unpacked").format(
                count=created.unpacked, number=self._count.to_unpack
            )
        if created.linked < self._taken or self._taken == 0:
            return _("{count} of {number} packages linked").format(
                count=created.linked, number=self._number
            )
        if created.linked < self._number:
            return _("{count} of {number} packages linked; more are on their way").format(
                count=created.linked, number=self._number
            )
        return _("{number} packages linked, {count} compiled").format(
            number=self._number, count=created.compiled
        )
