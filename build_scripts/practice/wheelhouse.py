"""Download the locked wheels for a Python and pick the fitting file of each.

Uses pip for the network and for the hashes; reads no wheel's content.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from practice.requirements import Pin, environment_of
from practice.systems import Python

Say = Callable[[str], None]


def fetch(pins: Iterable[Pin], python: Python, folder: Path, say: Say) -> list[Path]:
    """One wheel in `folder` for every pin that applies to `python`, hashes verified.

    Asks the network only for what is not there yet. Raises RuntimeError with pip's last words
    if a wheel cannot be had.
    """
    environment = environment_of(python.version, python.system.markers)
    wanted = [pin for pin in pins if pin.applies(environment)]
    folder.mkdir(parents=True, exist_ok=True)
    tags = tags_of(python)
    chosen, missing = choose(wanted, folder, tags)
    if missing:
        say(f"Downloading {len(missing)} packages for Python {python.minor} ...")
        _download(missing, python, folder)
        chosen, missing = choose(wanted, folder, tags)
    if missing:
        names = ", ".join(pin.name for pin in missing)
        raise RuntimeError(f"no wheel for Python {python.minor} was downloaded of {names}")
    return chosen


def choose(pins: Iterable[Pin], folder: Path, tags: dict[Tag, int]) -> tuple[list[Path], list[Pin]]:
    """The best wheel in `folder` for each pin, and the pins that have none with the right hash."""
    best: dict[tuple[str, str], tuple[int, Path]] = {}
    for path in sorted(folder.glob("*.whl")):
        try:
            name, version, _, wheel_tags = parse_wheel_filename(path.name)
        except InvalidWheelFilename:
            continue
        rank = min((tags[tag] for tag in wheel_tags if tag in tags), default=None)
        key = (str(name), str(version))
        if rank is not None and (key not in best or rank < best[key][0]):
            best[key] = (rank, path)
    chosen, missing = [], []
    for pin in pins:
        found = best.get((pin.name, pin.version))
        if found and _sha256(found[1]) in pin.hashes:
            chosen.append(found[1])
        else:
            missing.append(pin)
    return chosen, missing


def tags_of(python: Python) -> dict[Tag, int]:
    """Every wheel tag that `python` accepts, with its rank (0 is best)."""
    platforms = python.wheel_platforms
    tags = [
        *cpython_tags(python.number, platforms=platforms),
        *compatible_tags(python.number, python.tag, platforms),
    ]
    return {tag: rank for rank, tag in reversed(list(enumerate(tags)))}


def _platform_flags(python: Python) -> list[str]:
    """Nothing for this system, whose tags pip knows best itself."""
    return [f"--platform={name}" for name in python.system.wheel_platforms]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _download(pins: list[Pin], python: Python, folder: Path) -> None:
    """pip evaluates markers for the Python that runs it, so it gets lines without markers."""
    with TemporaryDirectory() as scratch:
        lines = Path(scratch) / "requirements.txt"
        lines.write_text("".join(f"{pin.line()}\n" for pin in pins), "utf-8")
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--no-input",
            "--disable-pip-version-check", "--progress-bar", "off", "--no-deps",
            "--only-binary", ":all:", "--require-hashes", "--python-version",
            python.version, "--implementation", "cp", *_platform_flags(python),
            "--dest", str(folder), "--requirement", str(lines),
        ]  # fmt: skip
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if "WARNING" not in line]
        raise RuntimeError("pip could not download the packages: " + " ".join(errors[-1:]))
