"""The first lessons: which notebooks there are, where they come from, and where they usually go.

Copying them is a step's business, opening them that of `aftercare`. Their file names are the same
in every language, so that a lesson is found whatever language the window speaks by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.core.plan import Plan
from app.i18n import LANGUAGES, language
from app.paths import resource
from app.platforms.base import Platform

LESSONS = (
    "1_linear_regression.ipynb",
    "2_gradient_descent.ipynb",
    "3_backpropagation.ipynb",
)
FIRST = LESSONS[0]
_FOLDER_NAME = "Seedbed"


def usual_folder(platform: Platform, home: Path, environ: Mapping[str, str]) -> Path:
    """Where the lessons go unless the person says otherwise: a folder among the documents."""
    return platform.documents_folder(home, environ) / _FOLDER_NAME


def source_of(lesson: str) -> Path:
    """Our file of a lesson in the language of now; English where there is none in it."""
    code = language() if language() in LANGUAGES else "en"
    return resource(f"examples/{code}/{lesson}")


def in_every_language(lesson: str) -> tuple[Path, ...]:
    """Our files of a lesson, one for each language."""
    return tuple(resource(f"examples/{code}/{lesson}") for code in LANGUAGES)


def first_lesson(plan: Plan) -> Path | None:
    """The first lesson in the person's folder; None where it is not there."""
    folder = plan.target.lessons_folder
    file = None if folder is None else folder / FIRST
    return file if file is not None and file.is_file() else None
