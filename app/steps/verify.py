"""Proves the finished environment: imports, a notebook cell, a calculation, an example."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.accelerator import choose
from app.core.foreign_text import printable
from app.core.plan import Plan
from app.core.problem_words import but_usable
from app.core.proof.own import OwnTrial, left_out
from app.core.proof.programs import ProofPrograms
from app.core.proof.proving import Own, Prover
from app.core.proof.verdict import Check, Proof, title_of
from app.core.proof.wanted import wanted_libraries
from app.core.proof.words import line_of
from app.core.run.events import Unit
from app.core.run.limit import Work
from app.core.run.step import Context, Step
from app.errors import Action, CommandFailed
from app.i18n import _, listing, sentences

_GLANCE = 120


@dataclass(frozen=True)
class Verify(Step):
    """Tries everything that was chosen, anew each time; the verdict is in the workspace."""

    name = "verify"
    weight = 4.2
    after = (
        "create_environment",
        "install_pip_packages",
        "set_servers",
        "copy_materials",
        "copy_lessons",
        "add_launchers",
    )

    @property
    def title(self) -> str:
        return _("Proving that everything works")

    def run(self, ctx: Context) -> None:
        ctx.report.at_work(Work.PROVING)
        programs = ProofPrograms(
            ctx.shell, ctx.platform, ctx.plan.environment_prefix, ctx.workspace / "proof"
        )
        prover = Prover(
            programs,
            ctx.workspace,
            lambda done, total, name: ctx.report.progress(done, total, Unit.CHECKS, title_of(name)),
            ctx.report.line,
        )
        cpu = ctx.machine.cpu or ctx.platform.cpu_facts()
        subdir = ctx.platform.conda_subdir(cpu.architecture)
        choice = choose(ctx.plan, ctx.machine, subdir)
        wanted, graphics = wanted_libraries(ctx.plan), ctx.machine.graphics
        proof = prover.prove(wanted, graphics, choice, _own(ctx.plan))
        for check in proof.checks:
            ctx.report.line(line_of(check))
        if not proof.passed:
            raise failure_of(proof, ctx.plan.workshop.contact)


def _own(plan: Plan) -> Own:
    """The workshop's own check, in the folder that its materials were copied to."""
    own, materials = plan.target.own_check, plan.target.materials_folder
    if not plan.workshop.check:
        return None
    if own is None or own.problem or not own.wanted:
        return left_out()
    copied = plan.workshop.materials and materials is not None and materials.is_dir()
    return OwnTrial(own, materials if copied else None)


def failure_of(proof: Proof, contact: str) -> CommandFailed:
    """What a proof that failed means, and what to do; `contact` is the workshop's author."""
    failed = proof.failed
    return CommandFailed(
        _summary(failed),
        _remedy(failed, contact),
        "\n\n".join(f"{check.name} ({check.kind or 'error'})\n{check.detail}" for check in failed),
        _action(failed),
    )


def _action(failed: tuple[Check, ...]) -> Action:
    if _is_own(failed):
        return Action.GO_ON
    device = any(check.kind == "device" for check in failed)
    return Action.LIBRARIES if device else Action.AGAIN


def _is_own(failed: tuple[Check, ...]) -> bool:
    """Whether nothing but the workshop's own check has failed."""
    return bool(failed) and all(check.kind == "own" for check in failed)


def _summary(failed: tuple[Check, ...]) -> str:
    if _is_own(failed):
        return _("Python and all libraries work; only the workshop’s own check failed.")
    names = listing(title_of(check.name) for check in failed)
    return _("The environment was made, but this does not work yet: {names}.").format(names=names)


def _last_words(detail: str) -> str:
    """The last line of what a check has said, if it can be read at a glance."""
    lines = detail.strip().splitlines()
    last = printable(lines[-1]).strip() if lines else ""
    return last if len(last) <= _GLANCE else ""


def _remedy(failed: tuple[Check, ...], contact: str) -> str:
    """What to do, from what is wrong with the first failure that we have advice for."""
    advice = {
        "device": _(
            "Update the driver of the graphics card, or choose the CPU version of the libraries."
        ),
        "absent": _("Remove the environment and run the installation again."),
        "missing": _("Remove the environment and run the installation again."),
        "outside": _(
            "Files of another Python are in the way. Remove the environment and install it again;"
            " if that does not help, save the report and ask for help."
        ),
    }
    if _is_own(failed):
        said = _last_words(failed[0].detail)
        quoted = _("It said: “{text}”.").format(text=said) if said else ""
        return sentences(quoted, but_usable(contact))
    for check in failed:
        if check.kind in advice:
            return advice[check.kind]
    return _(
        "Run it again: it goes on where it stopped. If the same failure comes back, save the report"
        " and ask for help with it."
    )
