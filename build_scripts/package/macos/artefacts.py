"""Makes the disk image for macOS, and tries Seedbed in it and out of it.

The command line that all this is started from is command.py's business.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from package import names
from package.freezing import PackagingFailed, Say, settle, size_of
from package.macos import bundle, running, steps
from package.proof import Proven, Trial, selftest, usual_environment

_MEGABYTE = 1_000_000
_BEFORE = (
    "Freeze the two programs and lay Seedbed.app out",
    "Add the words of each language, the list of contents and the licences, and check the layout",
)
_ELSEWHERE = (
    "Seedbed for macOS can only be made on a Mac, with Apple's own tools: run this command there, "
    "or add --dry-run to see what it would do"
)


def shown(out: Path) -> str:
    """All that would be done, as lines to read."""
    where = steps.places(out)
    lines = [f"{where.image.name}, {names.architecture()}:"]
    lines += [f"{number:2}. {title}" for number, title in enumerate(_BEFORE, 1)]
    lines.append(running.shown(steps.steps(where, os.environ), len(_BEFORE) + 1))
    return "\n".join(lines)


def check_machine() -> None:
    """Raises PackagingFailed unless this is a Mac."""
    if names.this_system() != "macos":
        raise PackagingFailed(_ELSEWHERE)


def make(out: Path, frozen: Callable[[Path], Path], say: Say) -> Path:
    """The signed image in `out`; `frozen` freezes into a folder. Raises PackagingFailed."""
    check_machine()
    where = steps.places(out)
    folder = frozen(where.app.parent)
    bundle.complete(where.app, folder)
    settle(where.app)
    wrong = list(bundle.faults(where.app))
    if wrong:
        raise PackagingFailed("The application is not whole:\n" + "\n".join(wrong))
    where.volume.mkdir(parents=True, exist_ok=True)
    try:
        running.carry_out(steps.steps(where, os.environ), where.app, os.environ, say)
    finally:
        shutil.rmtree(where.scratch, ignore_errors=True)
    return where.image


def figures(out: Path) -> dict[str, float | str]:
    """The size of the application as it lies in Applications."""
    return {"size_mb": round(size_of(steps.places(out).app) / _MEGABYTE, 1)}


def prove(image: Path, kit: Path | None) -> Iterator[Proven]:
    """Let the program prove itself in the image, and copied out of it as people copy it."""
    with TemporaryDirectory(prefix="seedbed-package-") as name, _opened(image) as volume:
        scratch = Path(name)
        home = scratch / "home"
        home.mkdir()
        usual = usual_environment(home)

        def trial(place: str, app: Path, environment: dict[str, str]) -> Trial:
            console = app / "Contents" / "MacOS" / names.console_program("macos")
            return Trial(image.name, place, [str(console)], environment)

        inside = volume / bundle.APP
        yield selftest(trial("straight from the image, read-only", inside, usual))
        odd = scratch / "my programs 我的程序" / bundle.APP
        subprocess.run(["ditto", str(inside), str(odd)], check=True)
        yield selftest(trial("a folder with spaces and Chinese characters", odd, usual))
        yield selftest(trial("an empty environment", odd, {}))
        if kit is not None:
            yield selftest(trial("the whole road", odd, usual), "--deep", str(kit))


@contextmanager
def _opened(image: Path) -> Iterator[Path]:
    """The image as a folder, without a window of Finder."""
    with TemporaryDirectory(prefix="seedbed-image-") as name:
        attach = ["hdiutil", "attach", "-readonly", "-nobrowse", "-mountpoint", name, str(image)]
        subprocess.run(attach, check=True, stdout=subprocess.DEVNULL)
        try:
            yield Path(name)
        finally:
            detach = ["hdiutil", "detach", "-force", name]
            subprocess.run(detach, check=True, stdout=subprocess.DEVNULL)
