"""Judges the folders that files are copied to for the person: the materials' and the lessons'.

conda's own folder, which has far more rules, is `machine/folder`'s business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from app.core.finding import Finding, Level
from app.core.foreign_text import shown
from app.core.kits.served import has_materials
from app.core.machine.folder import FolderFacts
from app.core.place import beside, is_address
from app.core.plan import Plan
from app.errors import PlanInvalid
from app.i18n import _

Look = Callable[[Path, Sequence[str]], FolderFacts]


def place_findings(plan: Plan, look: Look) -> Iterator[Finding]:
    """What speaks against the folders that the plan copies to; `look` sees what is there."""
    target = plan.target
    if has_materials(plan):
        yield from _missing_materials(plan)
        yield from _place("target.materials_folder", target.materials_folder, plan, look)
    yield from _place("target.lessons_folder", target.lessons_folder, plan, look)


def _missing_materials(plan: Plan) -> Iterator[Finding]:
    """Known here already, and not only when everything else is installed."""
    source = plan.target.source
    if plan.target.materials_folder is None or is_address(source):
        return
    field = "target.materials_folder"
    try:
        folder = Path(beside(source, plan.workshop.materials, _("The materials folder")))
    except PlanInvalid as error:
        yield Finding(field, Level.STOP, "outside", error.summary, error.remedy)
        return
    if not folder.is_dir():
        text = _("The workshop’s materials are missing: {folder}").format(folder=shown(str(folder)))
        remedy = _("Ask for the whole kit, or go on without materials.")
        yield Finding(field, Level.STOP, "missing", text, remedy)


def _place(field: str, folder: Path | None, plan: Plan, look: Look) -> Iterator[Finding]:
    if folder is None:
        return
    conda = plan.target.folder
    if folder == conda or conda in folder.parents:
        yield _stop(
            field,
            "inside_conda",
            _(
                "{folder} lies inside conda’s folder: removing conda would remove your notebooks."
            ).format(folder=folder),
        )
        return
    facts = look(folder, ())
    here = folder if facts.exists and not facts.is_folder else None
    file = facts.below_file or here
    if file is not None:
        text = _("{folder} is a file, not a folder.").format(folder=file)
        yield _stop(field, "no_folder", text)
    elif not facts.writable:
        text = _("Nothing can be written into {folder}.").format(folder=folder)
        yield _stop(field, "not_writable", text)


def _stop(field: str, rule: str, sentence: str) -> Finding:
    remedy = _("Choose another folder, or have nothing copied.")
    return Finding(field, Level.STOP, rule, sentence, remedy)
