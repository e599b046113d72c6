"""Checks of what the program does in children: solving, drawing the window, being stopped."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from app.core.cancel import Cancel
from app.core.packages.lock import Wish
from app.core.packages.solve import RattlerSolver
from app.core.run.events import Stream
from app.core.session import Session
from app.core.shell import Finished
from app.errors import Cancelled, CommandFailed
from app.i18n import _, ngettext
from app.paths import DRAW_CHILD, SELFTEST_CHILD, own_command, window_command
from app.platforms.base import Command

_GENERATIONS = 3
_SECONDS = 60.0
_PICTURE = b"\x89PNG\r\n"
_FEWEST_COLOURS = 20
_TINY = {
    "sapling-1.0-0.tar.bz2": ("sapling", ["seed >=2"]),
    "seed-2.0-0.tar.bz2": ("seed", []),
    "seed-1.0-0.tar.bz2": ("seed", []),
}


def solver(session: Session, cancel: Cancel) -> str:
    """py-rattler, in the child that every plan is solved by, solves a channel of three packages."""
    with TemporaryDirectory(prefix="seedbed-") as name:
        channel = _channel(Path(name))
        wish = Wish(channels=(channel.as_uri(),), specs=("sapling",), subdir="linux-64")
        found = RattlerSolver(session.shell(cancel), Path(name) / "cache").solve(wish)
    names = sorted(f"{package.name} {package.version}" for package in found.packages)
    if names != ["sapling 1.0", "seed 2.0"]:
        raise CommandFailed(_("The solver answered something else than expected."), "", str(names))
    return ", ".join(names)


def _channel(folder: Path) -> Path:
    for subdir in ("linux-64", "noarch"):
        (folder / "channel" / subdir).mkdir(parents=True)
        packages = {} if subdir == "noarch" else {f: _record(f, *p) for f, p in _TINY.items()}
        data = {"info": {"subdir": subdir}, "packages": packages, "repodata_version": 1}
        (folder / "channel" / subdir / "repodata.json").write_text(json.dumps(data), "utf-8")
    return folder / "channel"


def _record(file: str, name: str, depends: list[str]) -> dict[str, object]:
    return {
        "name": name,
        "version": file.split("-")[1],
        "build": "0",
        "build_number": 0,
        "depends": depends,
        "subdir": "linux-64",
        "size": 1,
        "md5": "0" * 32,
        "sha256": "0" * 64,
    }


def process_tree(session: Session, cancel: Cancel) -> str:
    """A child that has children of its own is stopped with all of them."""
    stop, seen = Cancel(), list[int]()

    def on_line(text: str, stream: Stream) -> None:
        if stream is Stream.OUT and text.strip().isdigit():
            seen.append(int(text))
        if len(seen) == _GENERATIONS or cancel.asked:
            stop.set()

    command, folder = own_command(SELFTEST_CHILD, str(_GENERATIONS))
    try:
        ended = session.shell(stop).run(
            Command(command), on_line=on_line, cwd=folder, timeout=_SECONDS
        )
    except Cancelled:
        cancel.check()
    else:
        raise CommandFailed(_("A child process ended by itself."), "", ended.stderr)
    alive = [pid for pid in seen if psutil.pid_exists(pid)]
    if alive:
        raise CommandFailed(_("A process could not be stopped."), "", str(alive))
    count = len(seen)
    return ngettext("{number} process stopped", "{number} processes stopped", count).format(
        number=count
    )


def window(session: Session, cancel: Cancel) -> str:
    """The window's program draws its first page, in every language, into pictures."""
    with TemporaryDirectory(prefix="seedbed-") as name:
        command, folder = window_command(DRAW_CHILD, name)
        ended = session.shell(cancel).run(Command(command), cwd=folder, timeout=_SECONDS)
        drawn = _drawn(ended)
        for language, colours in drawn.items():
            picture = Path(name) / f"{language}.png"
            if colours < _FEWEST_COLOURS or picture.read_bytes()[: len(_PICTURE)] != _PICTURE:
                raise CommandFailed(_("The window was drawn empty."), "", f"{language}: {colours}")
    return ", ".join(drawn)


def _drawn(ended: Finished) -> dict[str, int]:
    lines = ended.stdout.strip().splitlines()
    if ended.returncode or not lines:
        raise CommandFailed(
            _("The window cannot be drawn."),
            _("Start Seedbed from a terminal: what it says there tells what is missing."),
            ended.stderr or ended.stdout,
        )
    found: dict[str, int] = json.loads(lines[-1])
    return found
