"""Runs in both packaged programs before anything else: their modules lie in one file beside them.

PyInstaller's runtime hook: of the standard library only what Python itself starts with is there.
Left to itself, PyInstaller puts all modules into each program, and opens the program anew for every
single one that is loaded.
"""

import _thread
import marshal
import os
import sys
import zlib

import pyimod01_archive  # type: ignore[import-not-found]
import pyimod02_importers  # type: ignore[import-not-found]

# As seedbed.spec names it.
_FILE = os.path.join(sys._MEIPASS, "modules.pyz")  # type: ignore[attr-defined]  # noqa: PTH118


class _Modules(pyimod01_archive.ZlibArchiveReader):  # type: ignore[misc]
    """The archive, open as long as the program runs: whoever replaces it must end us first."""

    def __init__(self) -> None:
        super().__init__(_FILE, 0, check_pymagic=True)
        self._file = open(_FILE, "rb", buffering=0)  # noqa: PTH123, SIM115
        self._lock = _thread.allocate_lock()

    def extract(self, name: str, raw: bool = False) -> object:
        """The code of a module, None for a folder that is none; `raw` for the code's bytes."""
        kind, offset, length = self.toc[name]
        if kind == pyimod01_archive.PYZ_ITEM_NSPKG:
            return None
        with self._lock:  # threads import as well
            self._file.seek(offset)
            data = self._file.read(length)
        data = zlib.decompress(data)
        return data if raw else marshal.loads(data)


def _look_there() -> None:
    pyimod02_importers.pyz_archive = _Modules()
    # Last, the zip of what Python itself starts with: it is opened anew and unpacked each time.
    sys.path.sort(key=lambda place: place.endswith(".zip"))
    # Whoever has looked already has looked into the program.
    finders = sys.path_importer_cache
    for path, finder in list(finders.items()):
        if isinstance(finder, pyimod02_importers.PyiFrozenFinder):
            del finders[path]


_look_there()
