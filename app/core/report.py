"""What a person sends to a helper: a zip to save and a text to paste, without names and secrets.

It tells what was wanted, on what computer, what the checks said, how it failed and what the logs
say. Nothing is sent from here, and nothing leaves in a form that `anonymous` has not seen.
"""

from __future__ import annotations

import io
import json
import os
import platform
import traceback
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app import __version__
from app.core.anonymous import Anonymiser, Person
from app.core.finding import Finding, Level
from app.core.machine import facts as machines
from app.core.machine.check_machine import rows
from app.core.machine.facts import Machine
from app.core.plan import Plan
from app.core.run.runlog import Failure, end_of, last_failure, last_lines, newest_logs
from app.core.secrets import known_secrets, redact
from app.core.session import Session
from app.core.workshops.planwrite import write_workshop
from app.errors import InstallError, PlanInvalid
from app.i18n import _, language

USUAL_NAME = "seedbed-report.zip"
_LOGS = 3
_NEWEST_BYTES, _OLDER_BYTES = 768 * 1024, 128 * 1024  # the window waits while they are searched
_LINES = 40
_LINE_LETTERS = 400
_DETAIL_LETTERS = 6000
_PARTS = ("PySide6-Essentials", "py-rattler", "requests", "urllib3", "certifi")
_HOMES = ("HOME", "USERPROFILE")
_USERS = ("USER", "USERNAME", "LOGNAME")
_COMPUTERS = ("COMPUTERNAME", "HOSTNAME", "USERDOMAIN")


@dataclass(frozen=True, slots=True)
class Report:
    """What is known when a report is made; without an error the newest log tells how it failed.

    `environ` is looked through for names and secrets that must not get into the report; nothing
    else of it is told.
    """

    plan: Plan
    machine: Machine
    workspace: Path
    findings: tuple[Finding, ...] = ()
    error: InstallError | None = None
    step: str = ""
    environ: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, session: Session, plan: Plan, machine: Machine, findings: Sequence[Finding] = ()
    ) -> Report:
        """The report about a plan in this session."""
        workspace, environ = session.workspace(plan), session.environ
        return cls(plan, machine, workspace, tuple(findings), environ=environ)

    def after(self, error: InstallError | None, step: str = "") -> Report:
        """The same, once this error has come; `step` is the one that failed."""
        return replace(self, error=error, step=step)

    @property
    def failure(self) -> Failure | None:
        """How the run failed; None where nothing says that one did."""
        error = self.error
        if error is None:
            return last_failure(self.workspace)
        return Failure(self.step, error.code, error.summary, error.remedy, error.detail)


def save_report(path: Path, report: Report) -> Path:
    """Write the zip to `path`, which gets the ending .zip unless it has one; returns where it is.

    Raises PlanInvalid, with a remedy, where it cannot be written.
    """
    path = path if path.suffix else path.with_name(f"{path.name}.zip")
    anonymiser = _anonymiser(report)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _contents(report):
            archive.writestr(name, anonymiser.text(text))
    try:
        path.write_bytes(made.getvalue())
    except (OSError, ValueError) as error:
        raise PlanInvalid(
            _("The report could not be written to {path}.").format(path=path),
            _("Choose another folder, for example your desktop."),
            str(error),
        ) from error
    return path


def report_text(report: Report) -> str:
    """The report as a text to paste into a message or an issue (Markdown)."""
    return _anonymiser(report).text("\n\n".join(_sections(report)) + "\n")


def relevant_lines(report: Report) -> tuple[str, ...]:
    """The last lines of the log that belong to the step that failed, secrets removed."""
    failure = report.failure
    if failure is None:
        return ()
    lines = last_lines(report.workspace, failure.step, _LINES)
    return tuple(redact(line)[:_LINE_LETTERS] for line in lines)


def _anonymiser(report: Report) -> Anonymiser:
    machine, environ = report.machine, report.environ
    homes = [machine.home, *(environ.get(name, "") for name in _HOMES)]
    homes = [home for home in homes if home]
    computers = [platform.node(), *(environ.get(name, "") for name in _COMPUTERS)]
    users = [machine.user, *(environ.get(name, "") for name in _USERS)]
    return Anonymiser(
        Person(
            users=tuple(user for user in users if user),
            computers=tuple(filter(None, computers)),
            homes=tuple(dict.fromkeys([*homes, *map(os.path.realpath, homes)])),
            secrets=known_secrets(environ),
        )
    )


def _versions() -> dict[str, str]:
    found = {"Seedbed": __version__, "Python": platform.python_version(), "language": language()}
    for name in _PARTS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # a frozen program carries no such notes
            continue
    return found


def _contents(report: Report) -> Iterator[tuple[str, str]]:
    yield "report.md", "\n\n".join(_sections(report)) + "\n"
    yield "versions.json", _json(_versions())
    yield "workshop.toml", write_workshop(report.plan.workshop)
    # The workshop is there already, and what its check contains is not about this computer.
    target = replace(report.plan.target, own_check=None, handed_out=None)
    yield "target.json", _json(asdict(target))
    yield "machine.json", _json(machines.to_data(report.machine))
    yield "findings.json", _json([asdict(item) for item in report.findings])
    failure = report.failure
    if failure is not None:
        parts = [failure.step, failure.code, failure.summary, failure.remedy, failure.detail]
        if report.error is not None:
            parts.append("".join(traceback.format_exception(report.error)))
        yield "error.txt", "\n\n".join(parts)
    logs = newest_logs(report.workspace, _LOGS)
    for log in logs:
        try:
            yield (
                f"logs/{log.name}",
                end_of(log, _NEWEST_BYTES if log is logs[-1] else _OLDER_BYTES),
            )
        except OSError as error:  # a report without its log is better than none
            yield f"logs/{log.name}", str(error)


def _json(data: object) -> str:
    return json.dumps(data, default=str, ensure_ascii=False, indent=1)


def _sections(report: Report) -> Iterator[str]:
    yield f"# {_('Seedbed report')}"
    yield _listed(f"{name}: {value}" for name, value in _versions().items())
    failure = report.failure
    if failure is not None:
        yield f"## {_('What happened')}"
        yield f"{failure.summary}\n{failure.remedy}".strip()
        yield _listed([f"step: {failure.step or '-'}", f"code: {failure.code}"])
        if failure.detail.strip():
            yield _fenced(failure.detail.strip()[-_DETAIL_LETTERS:])
    yield f"## {_('What was wanted')}"
    yield _listed(_wanted(report.plan))
    yield f"## {_('This computer')}"
    yield _listed(f"{row.title}: {row.value or _('unknown')}" for row in rows(report.machine))
    matters = [item for item in report.findings if item.level in (Level.WARN, Level.STOP)]
    if matters:
        yield f"## {_('What the checks said')}"
        yield _listed(
            f"{item.level} {item.field} ({item.rule}): {item.sentence}" for item in matters
        )
    lines = relevant_lines(report)
    if lines:
        yield f"## {_('The last lines of the log')}"
        yield _fenced("\n".join(lines))


def _wanted(plan: Plan) -> Iterator[str]:
    workshop, target = plan.workshop, plan.target
    yield f"{workshop.distribution} {workshop.distribution_version}"
    yield f"folder: {target.folder}{' (reused)' if target.reuse else ''}"
    yield f"environment: {plan.environment_name}, Python {workshop.python or '-'}"
    yield f"channels: {', '.join(workshop.channels)}"
    if workshop.explicit:
        yield f"exact packages: {len(workshop.explicit)}"
    yield f"packages: {', '.join(workshop.packages) or '-'}"
    if workshop.pip_packages:
        yield f"pip: {', '.join(workshop.pip_packages)}"
    if target.own_check is not None:
        own = target.own_check
        yield f"check: {own.name}, {own.problem or own.sha256}{'' if own.wanted else ', left out'}"
    if target.mirrors:
        yield f"mirrors: {', '.join(mirror.server for mirror in target.mirrors)}"


def _listed(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _fenced(text: str) -> str:
    """A block whose end no text within it can make."""
    return f"~~~~text\n{text.replace('~~~~', '~ ~ ~ ~')}\n~~~~"
