"""The one file that a person downloads and double-clicks: a launcher with the folder at its end.

How it unpacks and what it says is the launcher's business (launcher/, in C, so that it can speak
where the program inside could not start).
"""

from __future__ import annotations

import hashlib
import io
import subprocess
from pathlib import Path

import zstandard

from package import archives
from package.freezing import PackagingFailed

_SOURCES = Path(__file__).with_name("launcher")
# The last bytes of the file, as launcher/unpack.c reads them.
_MAGIC = b"SEEDBED1"
_KEY_LENGTH = 16
_LEVEL, _WINDOW_LOG = 19, 27


def write_single_file(folder: Path, glibc: str, target: Path) -> None:
    """Write the launcher with `folder` packed at its end. Raises PackagingFailed."""
    build_launcher(glibc, target)
    packed = pack(folder)
    with target.open("ab") as file:
        file.write(packed + trailer(packed))
    target.chmod(0o755)


def build_launcher(glibc: str, target: Path) -> None:
    """Compile the launcher alone; `glibc` is the oldest version that it lets pass."""
    sources = sorted(str(path) for path in _SOURCES.glob("*.c"))
    command = [
        "gcc", "-std=c11", "-Os", "-Wall", "-Wextra", "-Werror", "-static", "-no-pie", "-s",
        "-Wl,--build-id=none", f'-DGLIBC="{glibc}"', "-o", str(target), *sources, "-lzstd",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except FileNotFoundError:
        raise PackagingFailed(
            "The launcher needs a C compiler: apt-get install gcc libc6-dev libzstd-dev"
        ) from None
    if done.returncode:
        raise PackagingFailed(f"The launcher could not be compiled:\n{done.stderr[-3000:]}")


def pack(folder: Path) -> bytes:
    """`folder` as a tar packed by zstd, which unpacks ten times faster than xz."""
    plain = io.BytesIO()
    archives.write_tar(folder, "", plain)
    settings = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL, window_log=_WINDOW_LOG, enable_ldm=True, write_checksum=True, threads=-1
    )
    return zstandard.ZstdCompressor(compression_params=settings).compress(plain.getbuffer())


def trailer(packed: bytes) -> bytes:
    """What tells the launcher where its payload begins and what it is called when unpacked."""
    key = hashlib.sha256(packed).hexdigest()[:_KEY_LENGTH]
    return _MAGIC + len(packed).to_bytes(8, "little") + key.encode("ascii")
