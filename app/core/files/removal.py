"""Removes folders that conda or its installer made, and nothing that it did not make."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from app.core.files.held import until_free

_Retry = Callable[[Callable[..., Any], str, Any], None]
# The journal leaves this file in every folder that we make, to know it again.
TOKEN_NAME = ".seedbed"

# The entries that installers, conda and its packages put at the top of a prefix (conda-facts
# §1.2, §1.6). A name that is missing here costs disk space, never somebody's file.
_CONDAS_OWN = frozenset(
    """
    bin cmake compiler_compat conda-bld conda-meta condabin condarc.d dlls doc docs envs etc fonts
    include info install_tmp jre lib lib32 lib64 libexec library libs licenses man menu
    mkspecs pkgs plugins python python.exe pythonw.exe python3.dll qml sbin scripts shell
    share ssl sysroot tcl tmp tools translations var vcruntime140.dll vcruntime140_1.dll
    zlib.dll _conda _conda.exe .condarc .nonadmin .installer.info .constructor-build.info
    .identifier .messages.txt .step.log license.txt license_python.txt
    news.txt pre_uninstall.bat conda.exe
    python3.exe python.app .ds_store .seedbed
    """.split()  # noqa: SIM905 - 65 lines of one word each would be harder to read
)
# What conda works with in a prefix, and leaves there when it is stopped.
_IN_BETWEEN = re.compile(r"\.condatmp|\.tmp[a-z0-9_]{8}(\.bat)?")
_OWN_ENDINGS = (".dll", "-conda-linux-gnu", "-w64-mingw32", ".c~", ".trash")


def put_aside_or_remove(folder: Path) -> Path | None:
    """Remove `folder` if everything at its top is conda's; else rename it and return its path."""
    if folder.is_symlink() or not folder.is_dir():
        return None
    if all(_is_condas(entry.name) for entry in folder.iterdir()):
        remove(folder)
        return None
    return _put_aside(folder)


def _is_condas(name: str) -> bool:
    plain = name.lower()
    uninstaller = plain.startswith("uninstall-") and plain.endswith(".exe")
    own = uninstaller or plain in _CONDAS_OWN or plain.endswith(_OWN_ENDINGS)
    return own or _IN_BETWEEN.fullmatch(plain) is not None


def _put_aside(folder: Path) -> Path:
    number = 1
    while (aside := folder.with_name(f"{folder.name}.unfinished-{number}")).exists():
        number += 1
    return until_free(lambda: folder.rename(aside))


def remove(folder: Path) -> None:
    """Remove a folder and everything in it, read-only files included; links are not followed.

    Waits some seconds for files that another program holds. Raises Held if one
    stays, and OSError.
    """
    until_free(lambda: _remove(folder))


def _remove(folder: Path) -> None:
    """The token goes last: what a removal that was cut short leaves is still known as ours."""
    retry = partial(_make_writable_and_retry, folder)
    if (folder / TOKEN_NAME).exists():
        for entry in list(os.scandir(folder)):
            if entry.is_dir(follow_symlinks=False):
                _remove_tree(entry.path, retry)
            elif entry.name != TOKEN_NAME:
                _remove_file(entry.path, retry)
    _remove_tree(folder, retry)


def _remove_file(path: str, retry: _Retry) -> None:
    try:
        Path(path).unlink()
    except OSError as error:
        retry(os.unlink, path, error)


def _remove_tree(folder: str | Path, retry: _Retry) -> None:
    if sys.version_info >= (3, 12):
        shutil.rmtree(folder, onexc=retry)
    else:
        shutil.rmtree(folder, onerror=retry)


def _make_writable_and_retry(
    root: Path, function: Callable[..., Any], path: str, _error: Any
) -> None:
    """Whose folder `root` lies in is nobody's to change: only what is in it is made writable."""
    stuck = Path(path)
    if stuck != root:
        stuck.parent.chmod(stat.S_IRWXU)
    if not stuck.is_symlink() and stuck.exists():
        stuck.chmod(stat.S_IRWXU)
    if function in (os.unlink, os.rmdir):
        function(path)
    else:  # a folder that could not be read: nothing in it has been removed yet
        shutil.rmtree(stuck)
