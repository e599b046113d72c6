"""How a failed run ends on a terminal: the same sentences as on the window's error screen.

What happened, what to do (as options where we can), what was kept, and what a helper wants.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.markup import escape

from app.cli.planning import Prepared
from app.cli.texts import console, show_error
from app.core.packages.unsolvable import Unsolvable
from app.core.problem_words import saved_text
from app.core.report import USUAL_NAME, Report, save_report
from app.errors import Action, InstallError
from app.i18n import _


def show_failure(error: InstallError, kept: str, logs: Sequence[Path]) -> None:
    """Tell a failure on standard error, and where the logs of what was tried are."""
    show_error(error)
    out = console()
    typed = typed_remedy(error.action)
    if typed and not (isinstance(error, Unsolvable) and error.ways_out):  # told with the error
        out.print(f"  {escape(typed)}")
    if kept:
        out.print(f"  {escape(kept)}")
    for log in logs:
        out.print(escape(_("  The log: {path}").format(path=log)))
    if error.action is not Action.REPORT:
        out.print(f"  {escape(_report_remedy())}")


def typed_remedy(action: Action) -> str:
    """What the button of the window does, as it is typed."""
    texts = {
        Action.AGAIN: _("To try again, run the same command."),
        Action.GO_ON: _("To use it as it is: see “What next?”."),
        Action.SERVERS: _("To find another server: seedbed mirrors, then --mirror NAME"),
        Action.CLEAN_UP: _("To remove old downloads of Seedbed: seedbed cache clean"),
        Action.FOLDER: _(
            "To choose another folder: --to DIR (for materials: --materials-to DIR or"
            " --no-materials, for the first lessons: --lessons-to DIR or --no-lessons)"
        ),
        Action.ENVIRONMENT: _(
            "To change the environment: --name ENV, --python VERSION, --channel NAME"
        ),
        Action.LIBRARIES: _(
            "To leave out a library: --without NAME; to choose another: --package SPEC"
        ),
        Action.LICENCE: _("To accept the licence: --yes; for another one: --distribution NAME"),
        Action.ANSWERS: "",
        Action.REPORT: _report_remedy(),
    }
    return texts[action]


def _report_remedy() -> str:
    return _("For a report to send: the same command with “report” in the place of “install”.")


def report_of(known: Prepared, error: InstallError | None = None, step: str = "") -> Report:
    """The report about a plan that was prepared."""
    report = Report.of(known.session, known.plan, known.machine, known.findings)
    return report.after(error, step)


def save_and_tell(path: Path, report: Report) -> Path:
    """Save the report, in a folder under its usual name, and say where it is. Raises PlanInvalid
    where it cannot be written."""
    path = path / USUAL_NAME if path.is_dir() else path
    written = save_report(path, report)
    console().print(escape(saved_text().format(path=written)))
    return written
