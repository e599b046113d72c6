"""`seedbed install`: carries a plan out, with text progress or one JSON event per line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.prompt import Confirm
from rich.text import Text

from app.cli.failure import report_of, save_and_tell, show_failure, typed_remedy
from app.cli.finish import show_finish
from app.cli.planning import Prepared, nothing_known, prepared
from app.cli.progress import TextProgress
from app.cli.proof_code import code_after, show_code
from app.cli.result import print_result
from app.cli.signals import stopped_by_signals
from app.cli.texts import console, nobody_reads, show_finding
from app.core.cancel import Cancel
from app.core.checks.refusal import refusal
from app.core.describe import describe
from app.core.finding import Finding, Level
from app.core.foreign_text import one_line, shown
from app.core.problem_words import kept_text
from app.core.proof.code import ProofCode
from app.core.run.events import Event, RunCancelled, RunDone, RunFailed, to_json
from app.core.run.runlog import newest_logs
from app.core.run.runner import Emit
from app.errors import Action, Cancelled, ExitCode, InstallError, PlanInvalid
from app.i18n import _
from app.steps.road import PREPARING, run_plan

# How long to wait for the sizes: where nobody is asked, the run itself finds them out.
_ASKED_SECONDS = 20.0
_UNASKED_SECONDS = 3.0
# Of what a kit says about its conda.
_LONGEST = 200
# Whether they are accepted is what will be asked.
_TERMS = frozenset({"licence", "anaconda_terms"})


def run(options: argparse.Namespace) -> int:
    """Carry out the plan; the exit code says how it ended."""
    cancel = Cancel()
    seconds = _UNASKED_SECONDS if options.yes else _ASKED_SECONDS
    try:
        known = prepared(options, cancel, seconds, keep_lock=True)
    except InstallError as error:
        if options.report:
            save_and_tell(options.report, report_of(nothing_known(), error))
        raise
    if not options.json:
        _show_plan(known)
    if isinstance(known.unsolved, PlanInvalid):
        # Told before anything is begun: these libraries cannot be put together.
        return _end(known, _refused(known.unsolved, options.json), options)
    if not options.yes:
        refused = refusal([found for found in known.findings if found.rule not in _TERMS])
        if refused is not None:
            return _end(known, _refused(refused, options.json), options)
        known = _asked(known)
    earlier = newest_logs(known.session.workspace(known.plan))
    # Until here Ctrl-C simply ends the program: nothing has been begun.
    with stopped_by_signals(cancel):
        last = _with_json(known, cancel) if options.json else _with_text(known, cancel)
    logs = newest_logs(known.session.workspace(known.plan))
    return _end(known, last, options, [log for log in logs if log not in earlier])


def _refused(error: InstallError, as_json: bool) -> Event:
    failed = RunFailed(PREPARING, error)
    if as_json:
        _say_json(failed)
    return failed


def _say_json(event: Event, code: ProofCode | None = None) -> None:
    data = to_json(event) if code is None else {**to_json(event), "proof_code": code.text}
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _with_json(known: Prepared, cancel: Cancel) -> Event:
    def say(event: Event) -> None:
        try:
            _say_json(event, code_after(known, event))
        except BrokenPipeError:
            # Stop in order, as for Ctrl-C.
            nobody_reads()
            cancel.set()

    return run_plan(known.session, known.plan, known.machine, cancel, say)


def _with_text(known: Prepared, cancel: Cancel) -> Event:
    with TextProgress(console()) as text:
        emit: Emit = text.event
        return run_plan(known.session, known.plan, known.machine, cancel, emit)


def _show_plan(known: Prepared) -> None:
    out = console()
    plan, machine = known.plan, known.machine
    for sentence in describe(plan, known.session, known.catalog, known.sizes, machine):
        out.print(f"• {one_line(sentence)}", markup=False)
    for finding in known.findings:
        if _is_told_now(finding, known):
            show_finding(finding)


def _is_told_now(finding: Finding, known: Prepared) -> bool:
    """What forbids the run is told as the error that it becomes, once, unless another one comes
    before it; the distribution's licence is told where it is asked about."""
    unsolved = known.unsolved
    if finding.rule in _TERMS:
        return finding.rule == "anaconda_terms"
    if unsolved is not None and finding.sentence == unsolved.summary:
        return False
    stops = finding.level is Level.STOP and isinstance(unsolved, PlanInvalid)
    return stops or finding.level is Level.WARN


def _asked(known: Prepared) -> Prepared:
    """Ask about the licence, where conda comes new, and whether to start, before anything is
    done."""
    reuse, out = known.plan.target.reuse, console()
    if sys.stdin is None or not sys.stdin.isatty():
        raise _nobody_to_ask(reuse)
    if reuse:
        question = _("Shall Seedbed start?")
    else:
        distribution = known.catalog.distribution(known.plan.workshop.distribution)
        texts = (_(distribution.title), _(distribution.licence_name), distribution.licence_url)
        title, licence, address = (shown(text, _LONGEST) for text in texts)
        out.print(f"{title}: {licence} {address}", markup=False)
        question = _("Do you accept this licence, and shall Seedbed start?")
    if not Confirm.ask(Text(question), console=out, default=False):
        raise Cancelled
    return replace(known, plan=known.plan.with_target(licence_accepted=True))


def _nobody_to_ask(reuse: bool) -> PlanInvalid:
    if reuse:
        return PlanInvalid(
            _("Nothing was started: there is nobody here to ask."),
            _("Add --yes to start without being asked."),
        )
    return PlanInvalid(
        _("Nothing was started: the licence must be accepted first."),
        _("Add --yes to accept it and to start without being asked."),
    )


def _end(
    known: Prepared, last: Event, options: argparse.Namespace, logs: Sequence[Path] = ()
) -> int:
    """Tell how it ended; `logs` are there only where something was begun."""
    as_json = bool(options.json)
    workspace = known.session.workspace(known.plan)
    code = code_after(known, last)
    match last:
        case RunDone():
            if not as_json:
                show_finish(known.session, known.plan, code)
                print_result(workspace, code)
            return int(ExitCode.DONE)
        case RunFailed(step, error):
            if not as_json:
                show_failure(error, kept_text(step != PREPARING, error), logs)
                if error.action is Action.GO_ON:
                    show_finish(known.session, known.plan, code)
                else:
                    show_code(code)
            if options.report:
                save_and_tell(options.report, report_of(known, error, step))
            return int(error.exit_code)
        case RunCancelled():
            if not as_json:
                out = console()
                out.print(_("The installation was stopped."))
                out.print(f"  {kept_text()}")
                out.print(f"  {typed_remedy(Action.AGAIN)}")
            return int(ExitCode.CANCELLED)
        case _:
            raise AssertionError(f"not a last event: {last}")
