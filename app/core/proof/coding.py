"""Makes the proof code of a run, and tells whether a code belongs to a workshop.

Marks are taken of what is the same for everybody who was handed the workshop: not of channels,
which a kit brings along in a folder of its own, and of no answer that is about one computer. How
a code is written is the business of `code`.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

from app.core.plan import Plan, Workshop
from app.core.proof import verdict as proofs
from app.core.proof.code import MARKS, Outcome, ProofCode
from app.core.proof.verdict import Proof
from app.core.specs import parse_spec
from app.core.workshops.differences import handed_out, workshop_on
from app.errors import PlanInvalid

# What fails with a step; the last one is told by the proof itself.
_PROVING = "verify"
_STEPS: Mapping[str, Outcome] = {
    "fetch_installer": Outcome.DOWNLOAD,
    "fetch_packages": Outcome.DOWNLOAD,
    "install_conda": Outcome.CONDA,
    "configure_conda": Outcome.CONDA,
    "create_environment": Outcome.ENVIRONMENT,
    "install_pip_packages": Outcome.PIP,
    "set_servers": Outcome.FILES,
    "copy_materials": Outcome.FILES,
    "copy_lessons": Outcome.FILES,
    "add_launchers": Outcome.FILES,
}
# What is tried beside the imports of single libraries.
CHECKS: Mapping[str, Outcome] = {
    proofs.PYTHON: Outcome.PYTHON,
    proofs.TOGETHER: Outcome.TOGETHER,
    proofs.KERNEL: Outcome.KERNEL,
    proofs.GRAPHICS: Outcome.GRAPHICS,
    proofs.EXAMPLE: Outcome.EXAMPLE,
    proofs.OWN: Outcome.OWN_CHECK,
}


class Belongs(StrEnum):
    """Whether a code is for a workshop and its lock; `UNLOCKED` where one of the two says nothing
    about packages."""

    SAME = "same"
    UNLOCKED = "unlocked"
    OTHER_PACKAGES = "other_packages"
    OTHER_WORKSHOP = "other_workshop"


def code_when_done(plan: Plan, workspace: Path) -> ProofCode | None:
    """The code of a run that ended well; None where no proof can be read, and for a plan of one's
    own: nobody has handed it out, so there is nobody who could compare the code with anything."""
    proof = proofs.load(workspace)
    if proof is None or not is_handed_out(plan.workshop):
        return None
    return _code(plan, _outcome(proof))


def code_when_failed(plan: Plan, workspace: Path, step: str) -> ProofCode | None:
    """The code of a run that failed in `step`; None where nothing was tried yet, and for a plan of
    one's own."""
    if not is_handed_out(plan.workshop):
        return None
    if step in _STEPS:
        return _code(plan, _STEPS[step])
    proof = proofs.load(workspace) if step == _PROVING else None
    return None if proof is None or proof.passed else _code(plan, _outcome(proof))


def is_handed_out(workshop: Workshop) -> bool:
    """Whether somebody has prepared this workshop for others: it has a title, or a lock."""
    return bool(workshop.title or workshop.lock.platforms)


def belongs(code: ProofCode, workshop: Workshop) -> Belongs:
    """Whether a code is for this workshop and for a platform of its lock."""
    if code.workshop != workshop_mark(workshop):
        return Belongs.OTHER_WORKSHOP
    marks = {lock_mark(names) for names in _locked(workshop)}
    if not code.lock or not marks:
        return Belongs.UNLOCKED
    return Belongs.SAME if code.lock in marks else Belongs.OTHER_PACKAGES


def workshop_mark(workshop: Workshop) -> int:
    """A number for what a workshop is called and wants; never 0."""
    wanted = [
        unicodedata.normalize("NFC", workshop.title.strip()),
        workshop.python,
        sorted({_spec(text) for text in workshop.packages}),
        sorted({text.strip() for text in workshop.pip_packages}),
        sorted({_package(address) for address in workshop.explicit}),
    ]
    return _mark(wanted)


def lock_mark(packages: Iterable[str]) -> int:
    """A number for exact packages ("numpy-2.4.1-py313_0"); 0 for none."""
    names = sorted(set(packages))
    return _mark(names) if names else 0


def installed_packages(prefix: Path) -> tuple[str, ...]:
    """The exact packages that conda has put into the environment, by its own records."""
    return tuple(sorted(file.stem for file in (prefix / "conda-meta").glob("*.json")))


def _code(plan: Plan, outcome: Outcome) -> ProofCode:
    # Before the proof the environment may be half made: its packages say nothing.
    proven = outcome is Outcome.PASSED or outcome in CHECKS.values() or outcome is Outcome.LIBRARY
    packages = installed_packages(plan.environment_prefix) if proven else ()
    return ProofCode(outcome, _mark_of(plan), lock_mark(packages))


def _mark_of(plan: Plan) -> int:
    """The same for everybody who was handed the workshop, whatever differs on their platform."""
    mark, given = workshop_mark(plan.workshop), handed_out(plan)
    platforms = (workshop_on(given, one.subdir) for one in given.differences)
    return workshop_mark(given) if mark in map(workshop_mark, platforms) else mark


def _outcome(proof: Proof) -> Outcome:
    """What the proof found; of several failures the first, for the others often follow from it."""
    if proof.passed or not proof.failed:
        return Outcome.PASSED
    return CHECKS.get(proof.failed[0].name, Outcome.LIBRARY)


def _locked(workshop: Workshop) -> list[list[str]]:
    """The exact packages of each platform that the workshop names."""
    found = [[_stem(file.file_name) for file in one.files] for one in workshop.lock.platforms]
    if workshop.explicit:
        found.append([_package(address) for address in workshop.explicit])
    return found


def _mark(data: object) -> int:
    digest = hashlib.sha256(json.dumps(data).encode()).digest()
    return 1 + int.from_bytes(digest[:8], "big") % (MARKS - 1)


def _package(address: str) -> str:
    try:
        path = urlsplit(address.partition("#")[0]).path
    except ValueError:  # somebody else's file: no address, so it is its own name
        return address
    return _stem(unquote(path.rpartition("/")[2]))


def _stem(file_name: str) -> str:
    return file_name.removesuffix(".conda").removesuffix(".tar.bz2")


def _spec(text: str) -> str:
    try:
        return parse_spec(text).text
    except PlanInvalid:  # the checks say so
        return text
