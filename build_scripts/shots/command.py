"""Takes the pictures: for each language and look all states, and a contact sheet per language.

Which states there are, and how they are reached, is told elsewhere.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shots.options import Choice, add_options, choice_from
from shots.scripted import shown
from shots.sheet import Entry, draw
from shots.states import states

# Qt reads it when the application is made, so another scale needs another process.
_SCALE = "QT_SCALE_FACTOR"
_SETTLE_MILLISECONDS = 120
_START = Path(__file__).parent


def main() -> int:
    """Take the pictures that the command line asks for and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_options(parser)
    choice = choice_from(parser.parse_args())
    if float(os.environ.get(_SCALE, "1")) != choice.scale:
        environment = {**os.environ, _SCALE: str(choice.scale)}
        again = [sys.executable, str(_START), *sys.argv[1:]]
        return subprocess.run(again, check=False, env=environment).returncode
    with tempfile.TemporaryDirectory(prefix="seedbed-shots-") as scratch:
        os.environ["SEEDBED_HOME"] = scratch
        if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        app = QApplication(sys.argv[:1])
        for language in choice.languages:
            _one_language(app, choice, language, Path(scratch))
    return 0


def _one_language(app: QApplication, choice: Choice, language: str, scratch: Path) -> None:
    entries = []
    for theme in choice.themes:
        entries += take(app, choice, (language, theme), scratch / f"{language}-{theme}")
    draw(entries, choice.sheet(language))
    print(choice.sheet(language), flush=True)


def take(
    app: QApplication,
    choice: Choice,
    look: tuple[str, str],
    scratch: Path,
    settle: int = _SETTLE_MILLISECONDS,
) -> list[Entry]:
    """Take a picture of every state in one language and theme, each after `settle` milliseconds."""
    folder = choice.folder(*look)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("[1-9]-*.png"):  # of a state that may have another name now
        old.unlink()
    entries = []
    with shown(app, scratch, *look) as wizard:
        wizard.resize(*choice.size)
        for state in states(wizard):
            QTest.qWait(settle)
            file = folder / f"{state.title}.png"
            if not state.window.grab().save(str(file)):
                raise OSError(f"{file} cannot be written")
            entries.append(Entry(file, f"{state.title} ({look[1]})"))
    return entries
