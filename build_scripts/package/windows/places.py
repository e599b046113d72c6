"""Where the artefacts for Windows are tried: odd folders, broken variables, setup and removal.

How a trial is judged is proof.py's business.
"""

from __future__ import annotations

import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import captured

from package import names
from package.proof import Proven, Trial, selftest
from package.windows.machines import Starter

_LONG = 240
_SETUP_TIMEOUT = 300.0
# Wine takes Qt's own variables away, so that those are tried on Linux only (packaging §5).
_BROKEN = {
    "PYTHONHOME": "C:\\nowhere",
    "PYTHONPATH": "C:\\nowhere",
}
_CONSOLE = names.console_program("windows")
_WINDOW = names.window_program("windows")

Holds = Callable[[], bool]


@contextmanager
def emptied(folder: Path) -> Iterator[None]:
    """An empty `folder`, gone again afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prove_zip(packed: Path, starter: Starter, scratch: Path) -> Iterator[Proven]:
    """Unpack the zip as a person would, and start the program in it from everywhere."""
    odd = scratch / "my programs 我的程序"
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(odd)
    folder = odd / names.APP_NAME
    usual = with_home(starter, scratch / "home")

    def trial(
        place: str, command: Sequence[str], environment: dict[str, str], *fails: str
    ) -> Proven:
        return selftest(Trial(packed.name, place, command, environment, "/", frozenset(fails)))

    program = starter.command(folder / _CONSOLE)
    yield trial("a folder with spaces and Chinese characters", program, usual)
    yield trial("broken variables", program, {**usual, **_BROKEN})
    nowhere = {**usual, "SEEDBED_HOME": "Q:\\nowhere"}
    yield trial("a home that cannot be written", program, nowhere, "folders")
    deep = scratch / ("d" * (_LONG - len(starter.path(scratch)) - len("\\Seedbed\\")))
    shutil.move(folder, deep / names.APP_NAME)
    long_name = starter.command(deep / names.APP_NAME / _CONSOLE)
    yield trial(f"a folder with a path of {_LONG} characters", long_name, usual)


def prove_setup(
    program: Path, starter: Starter, scratch: Path, kit: Path | None
) -> Iterator[Proven]:
    """Install silently, prove what was installed, remove it, and find only people's own left."""
    target = scratch / "Programs" / names.APP_NAME
    usual = with_home(starter, scratch / "home")
    install = [*starter.command(program), "/S", f"/D={starter.path(target)}"]
    yield ended(program.name, "setup, silently", install, usual, (target / _WINDOW).is_file)
    console = starter.command(target / _CONSOLE)
    yield selftest(Trial(program.name, "where setup put it", console, usual))
    if kit is not None:
        trial = Trial(program.name, "the whole road", console, usual)
        yield selftest(trial, "--deep", starter.path(kit))
    yield ended(program.name, "setup over itself", install, usual, (target / _WINDOW).is_file)
    # `_?=` keeps the uninstaller from copying itself away, so that its end can be waited for.
    remove = [*starter.command(target / "Uninstall.exe"), "/S", f"_?={starter.path(target)}"]
    home = scratch / "home"
    yield ended(
        program.name, "removed again", remove, usual,
        lambda: not (target / "_internal").exists() and home.is_dir(),
    )  # fmt: skip


def ended(
    artefact: str, place: str, command: Sequence[str], environment: dict[str, str], holds: Holds
) -> Proven:
    """A program that must end with 0, after which `holds` must be true."""
    begun = time.monotonic()
    try:
        done = captured.run(command, environment, "/", _SETUP_TIMEOUT)
        told, code = done.out + done.err, done.code
    except subprocess.TimeoutExpired as error:
        told, code = str(error), -1
    ok = code == 0 and holds()
    told = "" if ok else f"exit code {code}: {told[-2000:]}"
    return Proven(artefact, place, ok, time.monotonic() - begun, told)


def with_home(starter: Starter, home: Path) -> dict[str, str]:
    """The usual variables, and a folder of its own for what Seedbed keeps."""
    return {**starter.environment, "SEEDBED_HOME": starter.path(home)}
