"""Draws the wizard's first page without a screen, for the self-test: nothing is shown or begun."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.core.session import Session
from app.gui.application import Application
from app.gui.measures import USUAL
from app.i18n import LANGUAGES

_STEP = 4  # every fourth pixel is enough to see that there is something


def main(folder: str) -> int:
    """Write a picture of Welcome in each language into `folder`; prints the colours in each.

    The platform is told as an argument: some systems keep the variable from us.
    """
    app = QApplication(["seedbed", "-platform", "offscreen"])
    session = Session.start()
    window = Application(app, session, session.new_plan(), lambda plan: plan)
    window.wizard.resize(USUAL)
    window.wizard.restart()
    colours = {}
    for language in LANGUAGES:
        window.change_language(language)
        picture = window.wizard.grab().toImage()
        if not picture.save(str(Path(folder) / f"{language}.png")):
            return 1
        colours[language] = _colours(picture)
    sys.stdout.write(json.dumps(colours) + "\n")
    return 0


def _colours(picture: QImage) -> int:
    wide, high = range(0, picture.width(), _STEP), range(0, picture.height(), _STEP)
    return len({picture.pixel(x, y) for x in wide for y in high})
