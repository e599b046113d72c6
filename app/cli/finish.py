"""The end of `seedbed install` for people: the proof as a table, and the next three things to do.

The same facts and words as on the last page of the window.
"""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.cli.proof_code import show_code
from app.cli.texts import console
from app.core.after.next_things import next_things
from app.core.plan import Plan
from app.core.proof import words
from app.core.proof.code import ProofCode
from app.core.proof.verdict import Check, Proof, load, title_of
from app.core.session import Session
from app.i18n import _


def show_finish(session: Session, plan: Plan, code: ProofCode | None = None) -> None:
    """Show what was proven, its code, and what to do next; nothing where the proof cannot be
    read."""
    proof = load(session.workspace(plan))
    if proof is None:
        return
    out = console()
    out.print()
    _show_proof(out, proof)
    show_code(code)
    out.print(f"\n[bold]{escape(_('What next?'))}[/]")
    for number, thing in enumerate(next_things(session, plan), start=1):
        out.print(f"\n {number}. [bold]{escape(thing.title)}[/]")
        if thing.text:
            out.print(f"    {escape(thing.text)}")
        for typed in thing.commands:
            out.print(f"    - {escape(typed.label)}:")
            for line in typed.lines:
                out.print(f"      [cyan]{escape(line)}[/]")
    out.print()


def _show_proof(out: Console, proof: Proof) -> None:
    out.print(f"[bold]{escape(words.summary(proof))}[/] {escape(proof.environment)}")
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for check in proof.checks:
        mark, style, text = _look(check)
        table.add_row(
            f"[{style}]{mark}[/]", escape(title_of(check.name)), escape(check.version), escape(text)
        )
    out.print(table)
    for fact in filter(None, (words.about_kernel(proof), words.about_graphics(proof))):
        out.print(escape(fact))
    for one in words.comparisons(proof):
        text = _("{title}: found {found}, true {true}").format(
            title=one.title, found=one.found_text, true=one.true_text
        )
        out.print(escape(text))
    if words.about_noise(proof):
        out.print(escape(words.about_noise(proof)))
    if proof.picture:
        out.print(escape(_("Picture: {path}").format(path=proof.picture)))


def _look(check: Check) -> tuple[str, str, str]:
    if check.passed is None:
        return "-", "dim", words.untried(check)
    return ("✓", "green", _("works")) if check.passed else ("✗", "bold red", _("failed"))
