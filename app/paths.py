"""Where things are: our resources (from source or frozen) and our own folders for this user.

Nobody else looks at `__file__`. What belongs to a conda installation is not found here.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

HOME_VARIABLE = "SEEDBED_HOME"
# The single file for Linux says in it where it lies, before it becomes the program inside.
STARTED_FILE = "SEEDBED_FILE"
# The first argument of Seedbed as a child process that solves and unpacks. It stands here because
# starting must not load the solver's whole room: that alone took as long as a solve.
CHILD = "solver-child"
# The same for the self-test's children: one with children of its own, one that draws the window.
SELFTEST_CHILD = "selftest-child"
DRAW_CHILD = "draw-child"
# The two packaged programs. Where "seedbed" and "Seedbed" would be one file, the first has a name
# of its own; a shell of Windows finds .com before .exe.
_CONSOLE = ("seedbed.com", "seedbed-console", "seedbed")
_WINDOW = ("Seedbed.exe", "Seedbed")


def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def resource(name: str) -> Path:
    """The path of a file or folder under resources/, named with forward slashes.

    Raises ValueError for a name that would leave resources/.
    """
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute():
        raise ValueError(f"not a resource name: {name!r}")
    return _root().joinpath("resources", *parts)


def _own_folders() -> PlatformDirs:
    from platformdirs import PlatformDirs  # a start has no time for what it loads on Windows

    return PlatformDirs(appname="Seedbed", appauthor=False)


def state_folder() -> Path:
    """Where we remember runs, journals and logs; SEEDBED_HOME moves it, and the cache with it."""
    moved = os.environ.get(HOME_VARIABLE)
    return Path(moved).absolute() / "state" if moved else Path(_own_folders().user_data_path)


def cache_folder() -> Path:
    """Where downloads are kept; everything in it can be fetched again."""
    moved = os.environ.get(HOME_VARIABLE)
    return Path(moved).absolute() / "cache" if moved else Path(_own_folders().user_cache_path)


def workspaces_in(state: Path) -> Path:
    """Where in the folder `state` every conda installation has its workspace."""
    return state / "installs"


def workspace_for(prefix: Path) -> Path:
    """Our own folder about the conda installation at `prefix`: journal, lock, proof, run logs."""
    import hashlib

    key = hashlib.sha256(str(prefix).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return workspaces_in(state_folder()) / key


def is_frozen() -> bool:
    """Whether this is the packaged program, which has no Python beside it."""
    return bool(getattr(sys, "frozen", False))


def program_file() -> Path | None:
    """The packaged program that is running; None from source."""
    return Path(sys.executable) if is_frozen() else None


def packaged_folders() -> tuple[Path, ...]:
    """Where our own packaged files may lie: the source's `dist`, or beside the file that a person
    has downloaded and started."""
    if not is_frozen():
        return (_root() / "dist",)
    started = os.environ.get(STARTED_FILE, "")
    return (Path(started).parent,) if started else ()


def own_command(*arguments: str) -> tuple[tuple[str, ...], Path]:
    """How to start Seedbed itself as a child with `arguments`, and in which folder.

    A packaged program consists of two: children are the one for the command line, which loads
    nothing of the window. From source both are the same.
    """
    if is_frozen():
        program = _sibling(_CONSOLE)
        return (str(program), *arguments), program.parent
    return (sys.executable, "-m", "app", *arguments), _root()


def window_command(*arguments: str) -> tuple[tuple[str, ...], Path]:
    """The same for the program that opens the window."""
    if is_frozen():
        program = _sibling(_WINDOW)
        return (str(program), *arguments), program.parent
    return own_command(*arguments)


def has_window() -> bool:
    """Whether this very program can open the window; the packaged console program cannot."""
    return not is_frozen() or Path(sys.executable) == _sibling(_WINDOW)


def _sibling(names: tuple[str, ...]) -> Path:
    here = Path(sys.executable)
    found = (here.with_name(name) for name in names)
    return next((path for path in found if path.is_file()), here)
