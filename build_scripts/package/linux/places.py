"""Where the artefacts for Linux are tried: odd folders, poor environments, damaged files.

How a trial is judged is proof.py's business.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from package import names
from package.proof import Proven, Trial, selftest, usual_environment

_LONG = 240
_BROKEN = {
    "QT_PLUGIN_PATH": "/nowhere",
    "QT_QPA_PLATFORM": "nonsense",
    "QT_STYLE_OVERRIDE": "nonsense",
    "PYTHONHOME": "/nowhere",
    "PYTHONPATH": "/nowhere",
    "LD_LIBRARY_PATH": "/nowhere",
}

Try = Callable[[Trial], Proven]


def prove_folder(archive: Path, scratch: Path) -> Iterator[Proven]:
    """Unpack the .tar.xz as a person would, and start the program in it from everywhere."""
    odd = scratch / "my programs 我的程序"
    with tarfile.open(archive) as tar:
        tar.extractall(odd, filter="data")
    folder = next(odd.iterdir())
    console = str(folder / names.console_program("linux"))
    home = scratch / "home"
    home.mkdir(exist_ok=True)
    usual = usual_environment(home)

    def trial(place: str, environment: dict[str, str], *fails: str) -> Proven:
        return selftest(Trial(archive.name, place, [console], environment, "/", frozenset(fails)))

    yield trial("a folder with spaces and Chinese characters, started from /", usual)
    yield trial("an empty environment", {})
    yield trial("a broken environment", {**usual, **_BROKEN})
    yield trial("a home that cannot be written", {**usual, "HOME": "/proc/nowhere"}, "folders")
    with read_only(folder, scratch / "read only") as mounted:
        if mounted is not None:
            command = [str(mounted / names.console_program("linux"))]
            yield selftest(Trial(archive.name, "a read-only mount", command, usual))
    deep = scratch / ("d" * (_LONG - len(str(scratch)) - len("/Seedbed")))
    shutil.move(folder, deep / "Seedbed")
    long_name = [str(deep / "Seedbed" / names.console_program("linux"))]
    yield selftest(Trial(archive.name, f"a path of {_LONG} characters", long_name, usual))
    yield without_a_screen(archive.name, deep / "Seedbed" / "Seedbed", usual)


def prove_single_file(file: Path, scratch: Path) -> Iterator[Proven]:
    """Start the one file for the first time, again, with nowhere to write, and damaged."""
    odd = scratch / "下载 downloads"
    odd.mkdir()
    home = scratch / "home"
    home.mkdir(exist_ok=True)
    mine = odd / file.name
    shutil.copy2(file, mine)
    usual = usual_environment(home)
    yield selftest(Trial(file.name, "first start", [str(mine)], usual))
    yield selftest(Trial(file.name, "next start", [str(mine)], usual))
    poor = {**usual, "HOME": "/proc/nowhere", "TMPDIR": str(scratch)}
    fails = frozenset({"folders"})
    trial = Trial(file.name, "a home that cannot be written", [str(mine)], poor, "/", fails)
    yield selftest(trial)
    cut = odd / "cut short"
    cut.write_bytes(mine.read_bytes()[:-1_000_000])
    cut.chmod(0o755)
    yield refuses(file.name, "cut short", [str(cut)], usual, "incomplete")


def without_a_screen(artefact: str, window: Path, environment: dict[str, str]) -> Proven:
    """The window's program, where there is no screen, tells how to go on without one."""
    return refuses(artefact, "no screen", [str(window)], environment, "seedbed install")


def refuses(
    artefact: str, place: str, command: list[str], environment: dict[str, str], word: str
) -> Proven:
    """A start that cannot succeed ends soon, and says `word`."""
    begun = time.monotonic()
    done = subprocess.run(
        command, env=environment, cwd="/", stdin=subprocess.DEVNULL, capture_output=True,
        text=True, errors="replace", timeout=60, check=False,
    )  # fmt: skip
    ok = done.returncode not in (0, -6, -11) and word in done.stderr
    told = "" if ok else f"{done.returncode}: {done.stderr[-2000:]}"
    return Proven(artefact, place, ok, time.monotonic() - begun, told)


@contextmanager
def read_only(folder: Path, target: Path) -> Iterator[Path | None]:
    """`folder` seen at `target` where nothing can be written; None where we may not mount."""
    target.mkdir()
    mount = ["mount", "--bind", "-o", "ro", str(folder), str(target)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        yield None
        return
    try:
        yield target
    finally:
        subprocess.run(["umount", str(target)], check=True)
