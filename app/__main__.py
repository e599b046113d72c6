"""Starts Seedbed: the window without arguments, else the command line.

Qt is imported only for the window, so that the command line works where Qt cannot.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from app.core.window_start import WORKSHOP_FILE, WindowStart
from app.errors import ExitCode
from app.paths import CHILD, DRAW_CHILD, SELFTEST_CHILD, has_window, window_command


def main(arguments: list[str] | None = None) -> int:
    """Run Seedbed and return its exit code."""
    try:
        code = _run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:  # before there is a command that could say anything
        code = int(ExitCode.CANCELLED)
    if arguments is not None:
        return code
    if "PySide6.QtWidgets" in sys.modules:
        _end(code)
    return code


def _end(code: int) -> NoReturn:
    """End at once, all work being done: Python takes a window apart in any order when it ends, and
    over some of them Qt crashes."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):  # nobody reads any more
                stream.flush()
    os._exit(code)


def _run(given: list[str]) -> int:
    _have_streams()
    for stream in (sys.stdout, sys.stderr):
        # A terminal may be unable to show ✓ (failures F46).
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace", encoding=None if stream.isatty() else "utf-8")
    if given[:1] in ([CHILD], [SELFTEST_CHILD], [DRAW_CHILD]):
        return _be_child(*given[:2])
    if not given:  # a double click: nothing to read, and every moment is waited for
        return _open_window(WindowStart())
    if len(given) == 1 and _is_handed_over(given[0]):
        return _open_window(WindowStart(given[0]))
    from app.cli import run

    return run(given, _open_window)


def _have_streams() -> None:
    """A windowed program has none, and a shell can close them: what is written goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123


def _is_handed_over(word: str) -> bool:
    """A workshop file by a double click, or any file or folder dropped onto the program's icon:
    then the system names its whole path, which no command looks like."""
    return word.lower().endswith(WORKSHOP_FILE) or Path(word).is_absolute()


def _be_child(kind: str, word: str) -> int:
    """Seedbed has started itself for work that must be stoppable, or needs the other program."""
    if kind == SELFTEST_CHILD:
        from app.core.selftest.child import main as wait

        return wait(int(word))
    if kind == DRAW_CHILD:
        from app.gui.drawing import main as draw

        return draw(word)
    from app.core.packages.rattler_child import main as answer

    code = answer(word)
    sys.stderr.flush()
    # py-rattler's threads may still be at work, and can crash a Python that takes itself apart.
    os._exit(code)


def _open_window(start: WindowStart) -> int:
    if not has_window():  # the console program of a package has no Qt: its sibling has
        from app.core.shell import stand_in

        command, _folder = window_command(*sys.argv[1:])
        return stand_in(command)
    from app.gui.main import run

    return run(start)


if __name__ == "__main__":
    sys.exit(main())
