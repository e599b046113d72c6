"""Put the practice kit together, once, in one move.

The order of work and what belongs in the kit; each part is made by its own module.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import embeddable
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from practice import interpreters, windows_python_package
from practice.channel import write_index
from practice.conda_itself import build_conda
from practice.conda_package import BuiltPackage
from practice.installer import Product, build_installer
from practice.interpreters import Interpreter
from practice.library_packages import build_libraries, layout_of
from practice.python_package import build_python, build_python_abi
from practice.requirements import read_lock
from practice.systems import WINDOWS, Python
from practice.wheelhouse import fetch
from practice.wheels import Wheel, launcher_among, read_wheel
from practice.windows_installer import build_windows_installer
from practice.windows_python_package import EmbeddablePython, build_windows_python
from practice.workshop_files import copy_materials, write_catalogue, write_workshop

Say = Callable[[str], None]
AnyPython = Interpreter | EmbeddablePython

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_FOLDER = ROOT / ".cache" / "practice-kit"
WINDOWS_FOLDER = ROOT / ".cache" / "practice-kit-windows"
WHEELS = ROOT / ".cache" / "practice-wheels"
STAMP = "built-from.txt"
_SOURCES = Path(__file__).resolve().parent
_LOCK = _SOURCES.parent / "requirements-kit.txt"
_CONDA_LOCK = _SOURCES.parent / "requirements-kit-conda.txt"


@dataclass(frozen=True)
class _Bench:
    """Where one build works: the kit in the making and a folder for half-made things."""

    kit: Path
    work: Path
    say: Say

    @property
    def channel(self) -> Path:
        return self.kit / "channel"


def build(folder: Path, say: Say, extra_minors: Iterable[str] | None = None) -> Path:
    """Build the kit for this computer in `folder` unless it is there, made from the same inputs.

    A build that is interrupted leaves `folder` as it was. Raises RuntimeError with a plain
    reason if this computer cannot build the kit or a download fails.
    """
    pythons = interpreters.choose(extra_minors)
    return _build(folder, say, inputs_of(pythons), lambda: pythons)


def build_for_windows(folder: Path, say: Say) -> Path:
    """Build the kit for Windows in the same way, with the one Python that there is for it."""
    stamp = inputs_of([Python(embeddable.VERSION, WINDOWS)])
    return _build(folder, say, stamp, lambda: (windows_python_package.fetch(),))


def _build(
    folder: Path, say: Say, stamp: str, pythons: Callable[[], tuple[AnyPython, ...]]
) -> Path:
    if is_built(folder, stamp):
        say(f"The practice kit is up to date: {folder}")
        return folder
    started = time.monotonic()
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    with TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
        bench = _Bench(Path(scratch) / "kit", Path(scratch) / "work", say)
        bench.work.mkdir()
        _fill(bench, pythons())
        (bench.kit / STAMP).write_text(f"{stamp}\n", "utf-8")
        _replace(folder, bench.kit, Path(scratch) / "old")
    say(f"The practice kit was built in {time.monotonic() - started:.0f} s: {folder}")
    return folder


def is_built(folder: Path, stamp: str) -> bool:
    """True if `folder` holds a kit made from exactly these inputs."""
    mark = folder / STAMP
    return mark.is_file() and mark.read_text("utf-8").strip() == stamp


def inputs_of(pythons: Iterable[Python]) -> str:
    """A SHA-256 over everything the kit is made from: builder, locks, Pythons."""
    digest = hashlib.sha256()
    sources = [p for p in sorted(_SOURCES.rglob("*")) if p.is_file() and _counts(p)]
    for path in (*sources, embeddable.SOURCE, _LOCK, _CONDA_LOCK):
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    for python in pythons:
        place = python.prefix if isinstance(python, Interpreter) else python.system.subdir
        digest.update(f"{python.version}\0{place}\0".encode())
    return digest.hexdigest()


def _counts(path: Path) -> bool:
    """The server and caches do not change what is in the kit."""
    return path.name != "server.py" and "__pycache__" not in path.parts


def _fill(bench: _Bench, pythons: tuple[AnyPython, ...]) -> None:
    """Make everything in `bench.kit`; the first Python is the base's."""
    first = pythons[0]
    packages = _channel(bench, pythons)
    bench.say("Writing the installer ...")
    conda = next(p for p in packages if p.info.name == "conda")
    licence = (_SOURCES / "licence.txt").read_text("utf-8")
    product = Product("SeedbedPractice3", f"{conda.info.version}-0", first.system, licence)
    write_catalogue(bench.kit, product, _installer(bench, product, first, packages))
    write_workshop(bench.kit, product, first.minor)
    copy_materials(bench.kit)


def _installer(
    bench: _Bench, product: Product, python: AnyPython, packages: list[BuiltPackage]
) -> Path:
    base, folder = base_packages(packages, python), bench.kit / "installers"
    match python:
        case Interpreter():
            return build_installer(product, base, bench.work, folder)
        case EmbeddablePython():
            return build_windows_installer(product, python, base, bench.work, folder)


def _channel(bench: _Bench, pythons: tuple[AnyPython, ...]) -> list[BuiltPackage]:
    """Build all packages, and write the channel's index."""
    pins = read_lock(_LOCK.read_text("utf-8"))
    files = {python: fetch(pins, python, WHEELS, bench.say) for python in pythons}
    conda_pins = read_lock(_CONDA_LOCK.read_text("utf-8"))
    conda_wheel = fetch(conda_pins, pythons[0], WHEELS, bench.say)[0]
    wheels: dict[Python, list[Wheel]] = {
        python: [read_wheel(path) for path in files[python]] for python in pythons
    }
    launcher = layout_of(pythons[0], launcher_among(wheels[pythons[0]])).launcher
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        bench.say(f"Packing Python {' and '.join(python.version for python in pythons)} ...")
        packages = list(pool.map(lambda python: _python(bench, python), pythons))
        packages += [build_python_abi(python, bench.channel, bench.work) for python in pythons]
        bench.say("Packing conda ...")
        packages.append(build_conda(conda_wheel, pythons[0], launcher, bench.work, bench.channel))
        bench.say(f"Packing {sum(len(w) for w in wheels.values())} libraries ...")
        packages += build_libraries(wheels, bench.work, bench.channel, pool)
    write_index(bench.channel, (pythons[0].system.subdir, "noarch"), packages)
    return packages


def _python(bench: _Bench, python: AnyPython) -> BuiltPackage:
    match python:
        case Interpreter():
            return build_python(python, bench.work, bench.channel)
        case EmbeddablePython():
            return build_windows_python(python, bench.work, bench.channel)


def base_packages(packages: Iterable[BuiltPackage], python: Python) -> list[BuiltPackage]:
    """conda, pip, python and everything they need, each in the newest build that fits."""
    fitting: dict[str, BuiltPackage] = {}
    for package in sorted(packages, key=lambda package: Version(package.info.version)):
        if _fits(package, python):
            fitting[package.info.name] = package
    todo, chosen = ["conda", "pip", "python"], set[str]()
    while todo:
        name = todo.pop()
        if name not in chosen:
            chosen.add(name)
            todo += [spec.split()[0] for spec in fitting[name].info.depends]
    return [fitting[name] for name in sorted(chosen)]


def _fits(package: BuiltPackage, python: Python) -> bool:
    """True if the package is this Python, names it, or allows it by its own condition."""
    match package.info.name:
        case "python":
            return package.info.version == python.version
        case "python_abi":
            return package.info.version == python.minor
        case _:
            return python.version in _condition_on_python(package)


def _condition_on_python(package: BuiltPackage) -> SpecifierSet:
    """conda's condition in PyPI's words, which differ in how they write `3.11.*`."""
    conditions = [s.partition(" ")[2] for s in package.info.depends if s.split()[0] == "python"]
    parts = [part for text in conditions for part in text.replace(".0a0", "").split(",") if part]
    return SpecifierSet(",".join(part if part[0] in "<>=!~" else f"=={part}" for part in parts))


def _sweep(folder: Path) -> None:
    """Remove what killed builds left beside `folder`; a build takes minutes, never an hour."""
    for left in folder.parent.glob(f".{folder.name}-*"):
        if time.time() - left.stat().st_mtime > 3600:
            shutil.rmtree(left, ignore_errors=True)


def _replace(folder: Path, kit: Path, old: Path) -> None:
    """Put the finished kit in its place by renaming: nobody ever sees a half kit."""
    if folder.exists():
        folder.rename(old)
    kit.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
