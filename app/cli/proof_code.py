"""The code at the end of a run: what it is, and how it looks on a terminal."""

from __future__ import annotations

from rich.markup import escape

from app.cli.planning import Prepared
from app.cli.qr import show_qr
from app.cli.texts import console
from app.core.proof import code_words
from app.core.proof.code import ProofCode
from app.core.proof.coding import code_when_done, code_when_failed
from app.core.run.events import Event, RunDone, RunFailed


def code_after(known: Prepared, event: Event) -> ProofCode | None:
    """The code that goes with the last event of a run; None with any other, and without one."""
    workspace = known.session.workspace(known.plan)
    match event:
        case RunDone():
            return code_when_done(known.plan, workspace)
        case RunFailed(step, _error):
            return code_when_failed(known.plan, workspace, step)
        case _:
            return None


def show_code(code: ProofCode | None) -> None:
    """Show a code with what it contains; nothing where there is none."""
    if code is None:
        return
    out = console()
    out.print(f"\n{escape(code_words.title())} [bold]{code.text}[/]")
    out.print(f"  [dim]{escape(code_words.contents(code))}[/]")
    show_qr(out, code.text)
