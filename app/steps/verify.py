"""Proves the finished environment: imports, a notebook cell, a calculation, an example."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.accelerator import choose
from app.core.events import Unit
from app.core.limit import Work
from app.core.proof.programs import ProofPrograms
from app.core.proof.proving import Prover
from app.core.proof.verdict import Check, Proof, title_of
from app.core.proof.wanted import wanted_libraries
from app.core.proof.words import line_of
from app.core.step import Context, Step
from app.errors import Action, CommandFailed
from app.i18n import _, listing


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
        proof = prover.prove(wanted_libraries(ctx.plan), ctx.machine.graphics, choice)
        for check in proof.checks:
            ctx.report.line(line_of(check))
        if not proof.passed:
            raise _failure(proof)


def _failure(proof: Proof) -> CommandFailed:
    failed = proof.failed
    return CommandFailed(
        _("The environment was made, but this does not work yet: {names}.").format(
            names=listing(title_of(check.name) for check in failed)
        ),
        _remedy(failed),
        "\n\n".join(f"{check.name} ({check.kind or 'error'})\n{check.detail}" for check in failed),
        Action.LIBRARIES if any(check.kind == "device" for check in failed) else Action.AGAIN,
    )


def _remedy(failed: tuple[Check, ...]) -> str:
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
    for check in failed:
        if check.kind in advice:
            return advice[check.kind]
    return _(
        "Run it again: it goes on where it stopped. If the same failure comes back, save the report"
        " and ask for help with it."
    )
