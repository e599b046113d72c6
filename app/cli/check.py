"""`seedbed check`: machine, findings and the plan in words. Changes nothing."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from app.cli.planning import Prepared, prepared
from app.cli.texts import finding_text, row_text
from app.core.cancel import Cancel
from app.core.checks.refusal import refusal
from app.core.describe import describe
from app.core.foreign_text import one_line
from app.core.machine import facts as machines
from app.core.machine.check_machine import rows
from app.core.packages.sizes import Sizes
from app.errors import ExitCode
from app.i18n import _

_SOLVE_SECONDS = 60.0


def run(options: argparse.Namespace) -> int:
    """Print what is known; the exit code says whether the plan could be carried out."""
    # A person who only looks has not been asked about the licence yet.
    looking = argparse.Namespace(**{**vars(options), "yes": True})
    known = prepared(looking, Cancel(), _SOLVE_SECONDS, keep_lock=False)
    sentences = describe(known.plan, known.session, known.catalog, known.sizes, known.machine)
    text = (
        _as_json(known, sentences) if options.json else _as_text(known, sentences, options.details)
    )
    sys.stdout.write(text + "\n")
    refused = refusal(known.findings)
    return int(refused.exit_code if refused else ExitCode.DONE)


def _as_json(known: Prepared, sentences: tuple[str, ...]) -> str:
    data = {
        "machine": machines.to_data(known.machine),
        "findings": [asdict(finding) for finding in known.findings],
        "sizes": _sizes(known.sizes),
        "description": sentences,
        "own_check": _own_check(known),
    }
    return json.dumps(data, ensure_ascii=False, default=str)


def _own_check(known: Prepared) -> dict[str, object] | None:
    """What the author would have run at the end; null for nothing."""
    own = known.plan.target.own_check
    if own is None:
        return None
    sha256 = None if own.problem else own.sha256
    return {"name": own.name, "sha256": sha256, "wanted": own.wanted, "problem": own.problem}


def _sizes(sizes: Sizes) -> dict[str, object]:
    """Bytes and numbers; null where they are not known, per drive what it still needs."""
    drives = [{**asdict(need), "total": need.total, "fits": need.fits} for need in sizes.drives]
    return {**asdict(sizes), "download": sizes.download, "drives": drives}


def _as_text(known: Prepared, sentences: tuple[str, ...], with_details: bool) -> str:
    about_plan = [item for item in known.findings if not item.field.startswith("machine.")]
    parts = [
        _("Your computer"),
        *(f"  {row_text(row, with_details)}" for row in rows(known.machine)),
        "",
        _("The plan"),
        *(f"  {one_line(sentence)}" for sentence in sentences),
    ]
    if about_plan:
        parts += ["", _("Findings"), *(f"  {finding_text(item)}" for item in about_plan)]
    return "\n".join(parts)
