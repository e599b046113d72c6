"""Put the practice workshop together, once, in one move: a channel for three platforms, their
installers, and a workshop file that names them all.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from practice import interpreters, windows_python_package
from practice.channel import write_index
from practice.conda_itself import build_conda
from practice.conda_package import BuiltPackage
from practice.installer import Product, build_installer
from practice.interpreters import Interpreter
from practice.kit import ROOT, STAMP, WHEELS, base_packages, inputs_of, is_built
from practice.library_packages import layout_of
from practice.python_package import build_python, build_python_abi
from practice.requirements import read_lock
from practice.systems import WINDOWS, Python
from practice.wheelhouse import fetch
from practice.wheels import Wheel, launcher_among, read_wheel
from practice.windows_installer import build_windows_installer
from practice.windows_python_package import EmbeddablePython, build_windows_python
from practice.workshop_files import copy_materials, write_catalogue, write_workshop

from practice_workshop.libraries import build_jobs, jobs_for
from practice_workshop.mac import MAC, build_mac_python, mac_python

Say = Callable[[str], None]

WORKSHOP_FOLDER = ROOT / ".cache" / "practice-workshop"
_HERE = Path(__file__).resolve().parent
_LOCK = _HERE.parent / "requirements-kit.txt"
_CONDA_LOCK = _HERE.parent / "requirements-kit-conda.txt"
_LICENCE = _HERE.parent / "practice" / "licence.txt"


@dataclass(frozen=True)
class _Bench:
    """Where one build works: the workshop in the making, a folder for half-made things, and the
    Python that runs here, out of whose files others are made."""

    folder: Path
    work: Path
    running: Interpreter
    say: Say

    @property
    def channel(self) -> Path:
        return self.folder / "channel"


def build_workshop(folder: Path, say: Say) -> Path:
    """Build the workshop in `folder` unless it is there, made from the same inputs.

    A build that is interrupted leaves `folder` as it was. Raises RuntimeError with a plain reason
    if this computer cannot build it or a download fails.
    """
    running = interpreters.running()
    stamp = _stamp(running)
    if is_built(folder, stamp):
        say(f"The practice workshop is up to date: {folder}")
        return folder
    started = time.monotonic()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
        made, old = Path(scratch) / "workshop", Path(scratch) / "old"
        _fill(_Bench(made, Path(scratch) / "work", running, say))
        (made / STAMP).write_text(f"{stamp}\n", "utf-8")
        if folder.exists():
            folder.rename(old)
        made.rename(folder)
    say(f"The practice workshop was built in {time.monotonic() - started:.0f} s: {folder}")
    return folder


def _stamp(running: Interpreter) -> str:
    """A SHA-256 over everything that it is made from."""
    found = hashlib.sha256(inputs_of([running]).encode())
    for path in sorted(_HERE.glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()


def _fill(bench: _Bench) -> None:
    windows = windows_python_package.fetch()
    pythons: tuple[Python, ...] = (bench.running, mac_python(bench.running), windows)
    packages = _channel(bench, pythons)
    version = next(p.info.version for p in packages if p.info.name == "conda")
    licence = _LICENCE.read_text("utf-8")
    first = Product("SeedbedPractice3", f"{version}-0", pythons[0].system, licence)
    entries = []
    for python in pythons:
        bench.say(f"Writing the installer for {python.system.subdir} ...")
        product = replace(first, system=python.system)
        own = [p for p in packages if p.info.subdir in (python.system.subdir, "noarch")]
        installer = _installer(bench, product, python, base_packages(own, python))
        write_catalogue(bench.folder, product, installer)
        entries.append(_entry(bench.folder / "installers.toml", python))
    head = (bench.folder / "installers.toml").read_text("utf-8").partition("[[installer]]")[0]
    (bench.folder / "installers.toml").write_text(head + "\n".join(entries), "utf-8")
    _write_workshop_file(bench.folder, first, pythons)
    copy_materials(bench.folder)


def _entry(catalogue: Path, python: Python) -> str:
    """What the catalogue that was just written says of its one installer."""
    _head, mark, entry = catalogue.read_text("utf-8").partition("[[installer]]")
    return mark + (entry.replace('os = "linux"', 'os = "macos"') if python.system is MAC else entry)


def _write_workshop_file(folder: Path, product: Product, pythons: tuple[Python, ...]) -> None:
    """As the practice kits have it, and with the platforms."""
    minors = {python.minor for python in pythons}
    write_workshop(folder, product, minors.pop() if len(minors) == 1 else "")
    names = ", ".join(f'"{python.system.subdir}"' for python in pythons)
    with (folder / "workshop.toml").open("a", encoding="utf-8", newline="\n") as file:
        file.write(f"\n[platforms]\nnames = [{names}]\n")


def _installer(bench: _Bench, product: Product, python: Python, base: list[BuiltPackage]) -> Path:
    work, folder = bench.work / f"installer-{python.system.subdir}", bench.folder / "installers"
    work.mkdir(parents=True)
    if python.system is WINDOWS:
        return build_windows_installer(product, python, base, work, folder)
    made = build_installer(product, base, work, folder)
    if python.system is MAC:  # its header names the platform once, in its first lines
        made.write_bytes(made.read_bytes().replace(b"(Linux-arm64)", b"(MacOSX-arm64)", 1))
    return made


def _channel(bench: _Bench, pythons: tuple[Python, ...]) -> list[BuiltPackage]:
    """Build all packages, and write the channel's index."""
    pins = read_lock(_LOCK.read_text("utf-8"))
    wheels: dict[Python, list[Wheel]] = {}
    for python in pythons:
        files = fetch(pins, python, WHEELS, bench.say)
        wheels[python] = [read_wheel(path) for path in files]
    conda_wheel = fetch(
        read_lock(_CONDA_LOCK.read_text("utf-8")), bench.running, WHEELS, bench.say
    )[0]
    launcher = launcher_among(wheels[pythons[-1]])
    packages: list[BuiltPackage] = []
    for python in pythons:
        work = bench.work / python.system.subdir
        work.mkdir(parents=True)
        bench.say(f"Packing Python and conda for {python.system.subdir} ...")
        packages.append(_python(bench, python, work))
        starter = layout_of(python, launcher).launcher
        packages.append(build_conda(conda_wheel, python, starter, work, bench.channel))
    for python in {python.minor: python for python in pythons}.values():
        packages.append(build_python_abi(python, bench.channel, bench.work))
    jobs = jobs_for(wheels)
    bench.say(f"Packing {len(jobs)} libraries ...")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        packages += build_jobs(jobs, launcher, bench.work, bench.channel, pool)
    write_index(bench.channel, (*(p.system.subdir for p in pythons), "noarch"), packages)
    shutil.rmtree(bench.work)
    return packages


def _python(bench: _Bench, python: Python, work: Path) -> BuiltPackage:
    match python:
        case Interpreter():
            return build_python(python, work, bench.channel)
        case EmbeddablePython():
            return build_windows_python(python, work, bench.channel)
        case _:
            return build_mac_python(python, bench.running, work, bench.channel)
