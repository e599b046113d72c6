"""The one door to the network: files with a hash to the drive, small documents into memory.

Its parts: web (HTTP), routes (proxies, certificates), connections and waiting (leaving on cancel),
answer, tap and meter (bytes on their way), partial (bytes on the drive), servers (whom to ask
next), transfer (one file), sharing, ramp and pieces (more connections for a big one), slots and
crew (many at once), trouble and words (what went wrong).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial as bind
from pathlib import Path

from app.core.cancel import Cancel
from app.core.network.crew import Crew, Job
from app.core.network.document import read_document, size_of_document
from app.core.network.file_to_fetch import BytesSoFar, FileToFetch, Say, say_nothing
from app.core.network.meter import Meter, Traffic
from app.core.network.partial import partial_path
from app.core.network.patience import Patience
from app.core.network.pieces import kept_pieces
from app.core.network.sharing import SMALLEST_FILE, Board
from app.core.network.slots import Slots
from app.core.network.tally import Tally
from app.core.network.tap import Tap
from app.core.network.transfer import Door, Listeners, Transfer
from app.core.network.trouble import ServerTrouble
from app.core.network.unproven import UnprovenFile, fetch_unproven
from app.core.network.web import Web
from app.core.network.words import Rule
from app.errors import PlanInvalid

__all__ = ["BytesSoFar", "Downloader", "FileToFetch", "Patience", "Say"]

_USUAL_PATIENCE = Patience()
OnFile = Callable[[FileToFetch], None]


def _nobody_waits(file: FileToFetch) -> None:
    """Where nothing is to be done with a file before all are there."""


class Downloader:
    """Fetches files and documents; may be used from several threads at once.

    `partials` is the folder for unfinished files, `connections` the limit over all calls.
    """

    def __init__(
        self, partials: Path, *, connections: int = 8, patience: Patience = _USUAL_PATIENCE
    ) -> None:
        self._connections = connections
        self._meter = Meter()
        self._door = Door(Web(connections, patience), partials, patience, Slots(connections))

    @property
    def traffic(self) -> Traffic:
        """What has come through this door until now, over all calls."""
        return self._meter.traffic

    def fetch(
        self, file: FileToFetch, cancel: Cancel, on_bytes: BytesSoFar, say: Say = say_nothing
    ) -> Path:
        """Bring one file to its target and return that. See `fetch_all`."""
        self.fetch_all([file], cancel, on_bytes, say)
        return file.target

    def fetch_all(
        self,
        files: Sequence[FileToFetch],
        cancel: Cancel,
        on_bytes: BytesSoFar,
        say: Say = say_nothing,
        on_file: OnFile = _nobody_waits,
    ) -> None:
        """Bring all files to their targets, begun in this order; the first error stops the others.

        `on_file` hears of each file as soon as it is there and proved; like `on_bytes` and `say`
        it is called from worker threads. Raises Cancelled within 0.3 s of
        asking, ServerTrouble (a NoNetwork) when no server hands a file out, NoSpace, and
        PlanInvalid for a file without a hash or a folder that cannot be written.
        """
        for file in files:
            file.digest  # noqa: B018 - refuses a file without proof before anything is fetched
        tally = Tally([file.size for file in files], on_bytes)
        board = Board()
        jobs = [
            _job(Transfer(file, self._door, _ears(tally, index, say), board), bind(on_file, file))
            for index, file in enumerate(files)
        ]
        big = any((file.size or 0) >= SMALLEST_FILE for file in files)
        self._run(jobs, cancel, board.help if big else None)
        tally.finish()

    def missing_bytes(self, files: Sequence[FileToFetch]) -> int:
        """What fetching would still have to transfer; files of unknown size count nothing.

        A target of the right size counts as there; its hash is looked at when fetching.
        """
        return sum(self._missing(file) for file in files)

    def read(self, url: str, limit: int, cancel: Cancel, accept: str = "") -> bytes:
        """A small document of at most `limit` bytes from http, https or file; `accept` are the
        forms in which a server may send it.

        Raises Cancelled, ServerTrouble (a NoNetwork), and PlanInvalid where it is larger or, for a
        file, not there.
        """
        found: list[bytes] = []

        def job(tap: Tap) -> None:
            found.append(read_document(url, limit, self._door, tap, accept))

        try:
            self._run([job], cancel)
        except ServerTrouble as trouble:
            if trouble.rule is Rule.NO_FILE:
                raise PlanInvalid(trouble.summary, trouble.remedy, trouble.detail) from trouble
            raise
        return found[0]

    def sizes(self, urls: Sequence[str], cancel: Cancel) -> dict[str, int | None]:
        """How big the files at these addresses are, None where a server does not say.

        Raises Cancelled, ServerTrouble where one of them is not there.
        """
        found: dict[str, int | None] = {}

        def asking(url: str) -> Job:
            def job(tap: Tap) -> None:
                found[url] = size_of_document(url, self._door, tap)

            return job

        self._run([asking(url) for url in dict.fromkeys(urls)], cancel)
        return found

    def fetch_unproven(self, file: UnprovenFile, cancel: Cancel, on_bytes: BytesSoFar) -> str:
        """Bring a file without a hash to its target; returns the mark of what it is.

        Raises Cancelled, ServerTrouble (a NoNetwork), NoSpace, PlanInvalid.
        """
        marks: list[str] = []

        def job(tap: Tap) -> None:
            marks.append(fetch_unproven(file, self._door, tap, on_bytes))

        self._run([job], cancel)
        return marks[0]

    def close(self) -> None:
        """Close the connections that are kept alive."""
        self._door.web.close()

    def _run(self, jobs: Sequence[Job], cancel: Cancel, meanwhile: Job | None = None) -> None:
        Crew(jobs, self._connections, self._new_tap, cancel, meanwhile).run()

    def _new_tap(self, stop: Cancel) -> Tap:
        return Tap(stop, self._door.patience, self._meter)

    def _missing(self, file: FileToFetch) -> int:
        if file.size is None or _size_of(file.target) == file.size:
            return 0
        partial = partial_path(self._door.partials, file)
        there = _size_of(partial) + sum(map(_size_of, kept_pieces(partial)))
        return file.size - there if 0 < there <= file.size else file.size


def _ears(tally: Tally, index: int, say: Say) -> Listeners:
    return Listeners(bind(tally.count, index), bind(tally.expect, index), say)


def _job(transfer: Transfer, then: Callable[[], None]) -> Job:
    def job(tap: Tap) -> None:
        transfer.run(tap)
        then()

    return job


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
