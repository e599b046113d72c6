"""Runs the check that a workshop brings along, as the last thing that is tried.

A script passes when it ends without an error, a notebook when all of its cells do. What is run
are the bytes that were shown, in the folder with the workshop's materials.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from app.core.proof.programs import ProofPrograms, answer_in, told_by
from app.core.proof.verdict import OWN, Check
from app.core.shell import Finished, OnLine
from app.core.workshops.own_check import MINUTES, OwnCheck
from app.errors import CommandFailed
from app.i18n import _, sentences
from app.paths import resource

_FOLDER = "own-check"
_PROGRAM = "proof/notebook.py"


@dataclass(frozen=True, slots=True)
class OwnTrial:
    """What to run, and in which folder: None for an empty one of our own. `minutes` is how long it
    may take."""

    own: OwnCheck
    folder: Path | None = None
    minutes: float = MINUTES


def left_out() -> Check:
    """The check of a workshop whose own check was not run."""
    return Check(OWN, None, _("It was left out."), kind="left_out")


def check_own(programs: ProofPrograms, trial: OwnTrial, say: OnLine) -> Check:
    """Run it; the check. Raises Cancelled when the flag is raised; all its processes end then."""
    place = programs.scratch / _FOLDER
    place.mkdir(parents=True, exist_ok=True)
    file = place / trial.own.file_name
    file.write_bytes(trial.own.data)
    words = (str(resource(_PROGRAM)), str(file)) if trial.own.is_notebook else (str(file),)
    started = time.monotonic()
    try:
        finished = programs.run_file(words, trial.folder, say, trial.minutes * 60)
    except CommandFailed as error:
        if time.monotonic() - started < trial.minutes * 60:
            return _failed(error.summary, error.detail)
        text = _("{name} had not ended after {minutes} minutes and was stopped.")
        text = text.format(name=trial.own.file_name, minutes=f"{trial.minutes:g}")
        return _failed(text, error.detail)
    return _of_notebook(finished) if trial.own.is_notebook else _of_script(trial.own, finished)


def _of_script(own: OwnCheck, finished: Finished) -> Check:
    if finished.returncode == 0:
        return Check(OWN, True)
    return _failed(_("{name} ended with an error.").format(name=own.file_name), told_by(finished))


def _of_notebook(finished: Finished) -> Check:
    answer = answer_in(finished) or {}
    detail = sentences(str(answer.get("detail", ""))) or told_by(finished)
    match answer.get("ended"):
        case "passed":
            return Check(OWN, True)
        case "no_software":
            text = _("The environment has no software that runs notebooks; add: ipykernel")
            return _failed(text, detail)
        case "failed" if answer.get("cell"):
            text = _("Cell {number} of the notebook ended with an error.")
            return _failed(text.format(number=answer["cell"]), detail)
        case _:
            return _failed(_("The notebook could not be run."), detail)


def _failed(sentence: str, detail: str) -> Check:
    return Check(OWN, False, f"{sentence}\n{detail}".strip(), kind="own")
