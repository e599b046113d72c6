"""Turns a bare machine into one that can run Seedbed from source. Standard library only.

Makes `.venv` from the locked requirements and sees to the system libraries that Qt needs. What
is run afterwards is dev.py's business.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCK = ROOT / "build_scripts" / "requirements-dev.txt"
_STAMP = VENV / "seedbed-built-from.txt"
_OLDEST = (3, 11)

# What a bare Debian or Ubuntu lacks for Qt's own window (xcb) and offscreen drawing. Qt's message
# about a missing libxcb-cursor0 is often about the two before it.
QT_PACKAGES = (
    "libgl1",
    "libegl1",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-cursor0",
    "libxcb-image0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xinerama0",
    "libxcb-randr0",
    "libxkbcommon-x11-0",
    "libfontconfig1",
    "libdbus-1-3",
    "fonts-dejavu-core",
    "fonts-wqy-microhei",
)


class NotReady(Exception):
    """The machine lacks something that only its owner can add; the text says what and how."""


def say(text: str) -> None:
    """Tell what is going on, on standard error."""
    print(text, file=sys.stderr, flush=True)


def venv_python() -> Path:
    """The Python of `.venv`."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare() -> Path:
    """Make everything ready and return the Python of `.venv`. Raises NotReady."""
    if sys.version_info < _OLDEST:
        raise NotReady(
            f"Python {'.'.join(map(str, _OLDEST))} or newer is needed; this is "
            f"{sys.version.split()[0]}. Run this script with a newer one, e.g. python3.12."
        )
    _make_venv()
    _check_qt_libraries()
    return venv_python()


def _make_venv() -> None:
    wanted = _fingerprint()
    if _STAMP.is_file() and _STAMP.read_text("utf-8") == wanted and venv_python().exists():
        return
    if VENV.is_symlink():
        raise NotReady(
            f"{VENV} is a link to {VENV.resolve()}, which is not up to date. Making it anew would "
            "empty that folder for whoever else uses it: remove the link first."
        )
    _check_venv_module()
    say("Making .venv ...")
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    say("Installing the locked requirements ...")
    pip = [str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--require-hashes", "-r", str(LOCK)])
    _run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    _STAMP.write_text(wanted, "utf-8")


def _fingerprint() -> str:
    digest = hashlib.sha256(LOCK.read_bytes())
    digest.update((ROOT / "pyproject.toml").read_bytes())
    digest.update(f"{sys.version}\0{sys.base_prefix}".encode())
    return digest.hexdigest()


def _check_venv_module() -> None:
    probe = "import venv, ensurepip"
    if subprocess.run([sys.executable, "-c", probe], check=False, capture_output=True).returncode:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        apt_or_tell([f"python{version}-venv"], "This Python cannot make virtual environments.")


def _check_qt_libraries() -> None:
    """Ask the loader what Qt's parts miss; only Linux leaves libraries to the system."""
    if not sys.platform.startswith("linux"):
        return
    if _missing_libraries() or not _has_fonts():
        apt_or_tell(list(QT_PACKAGES), "Qt lacks system libraries or fonts.")
        still = _missing_libraries()
        if still:
            raise NotReady("Qt still lacks: " + ", ".join(still))


def _missing_libraries() -> list[str]:
    qt = next((VENV / "lib").glob("python3*/site-packages/PySide6"))
    parts = [qt / "Qt/plugins/platforms/libqxcb.so", *sorted(qt.glob("QtWidgets*.so"))]
    missing: set[str] = set()
    for part in parts:
        found = subprocess.run(["ldd", str(part)], check=False, capture_output=True, text=True)
        lines = found.stdout.splitlines()
        missing |= {line.split()[0] for line in lines if "not found" in line}
    return sorted(missing)


def _has_fonts() -> bool:
    return any(any(Path(folder).rglob("*.tt?")) for folder in ("/usr/share/fonts",))


def apt_or_tell(packages: list[str], why: str) -> None:
    """Install Debian packages as root; otherwise say exactly what to type."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        raise NotReady(f"{why} Install what your system calls: {' '.join(packages)}")
    if os.geteuid() != 0:
        raise NotReady(f"{why} Run this, then start again:\n    sudo {' '.join(command)}")
    say(f"{why} Installing: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update", "-qq"], environment)
    _run([*command, "-qq"], environment)


def _run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run with output on standard error, so that standard output stays for results."""
    done = subprocess.run(command, check=False, stdout=sys.stderr, env=environment)
    if done.returncode:
        raise NotReady(f"This command failed with code {done.returncode}: {' '.join(command)}")
