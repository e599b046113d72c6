"""Makes the proof of an environment by trying it. What failed is told, not judged, here.

No exit code of a library counts (failures F11): its check passes when its program said so. Of an
author's own script nothing else is known.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from app.core.accelerator import NO_CHOICE, Choice
from app.core.machine.facts import Graphics
from app.core.proof.example import (
    check_example,
    check_graphics,
    check_kernel,
    same_folder,
)
from app.core.proof.imports import About, check_imports
from app.core.proof.own import OwnTrial, check_own
from app.core.proof.programs import ProofPrograms
from app.core.proof.verdict import (
    EXAMPLE,
    GRAPHICS,
    KERNEL,
    OWN,
    PICTURE_NAME,
    PYTHON,
    Check,
    Proof,
    forget,
)
from app.core.proof.wanted import Wanted, wants_kernel, with_installed_modules
from app.core.run.events import Stream

# What the workshop brings to try, or the check that stands for not trying it; None for nothing.
Own = OwnTrial | Check | None
# What was done, what there is to do, and what is being tried now.
Told = Callable[[int, int, str], None]


class Prover:
    """One proof of one environment, from the first check to the last."""

    def __init__(
        self,
        programs: ProofPrograms,
        workspace: Path,
        told: Told,
        say: Callable[[str, Stream], None],
    ) -> None:
        self._programs = programs
        self._workspace = workspace
        self._told = told
        self._say = say
        self._begun = 0
        self._total = 0

    def prove(
        self,
        wanted: Sequence[Wanted],
        graphics: Graphics | None,
        choice: Choice = NO_CHOICE,
        own: Own = None,
    ) -> Proof:
        """Try everything and save the result in the workspace; `choice` is for what libraries
        were to be built, `own` the check that the workshop brings. Raises Cancelled."""
        started = time.monotonic()
        forget(self._workspace)
        try:
            proof = self._prove(wanted, graphics, choice, own)
        finally:
            shutil.rmtree(self._programs.scratch, ignore_errors=True)
        proof = replace(proof, seconds=round(time.monotonic() - started, 2))
        proof.save(self._workspace)
        self._told(self._total, self._total, "")
        return proof

    def _prove(
        self, wanted: Sequence[Wanted], graphics: Graphics | None, choice: Choice, own: Own
    ) -> Proof:
        prefix = self._programs.prefix
        libraries = [with_installed_modules(one, prefix) for one in wanted]
        names = tuple(one.name for one in libraries)
        kernel_wanted = wants_kernel(names)
        # Python, all together and the example are always tried.
        self._total = len(names) + 3 + kernel_wanted + isinstance(own, OwnTrial)
        about, checks = check_imports(self._programs, libraries, self._begin, self._say)
        found = [_in_prefix(check, about, prefix) for check in checks]
        kernel = gpu = ""
        if kernel_wanted:
            self._begin(KERNEL)
            check, kernel = check_kernel(self._programs)
            found.append(check)
        if about.torch:
            self._total += 1
            self._begin(GRAPHICS)
            check, gpu = check_graphics(self._programs, graphics, choice)
            found.append(check)
        self._begin(EXAMPLE)
        example = check_example(self._programs, self._workspace / PICTURE_NAME)
        found.append(example.check)
        found += self._own(own)
        return Proof(
            environment=str(prefix),
            python=about.python,
            packages=about.packages,
            checks=tuple(found),
            kernel=kernel,
            gpu=gpu,
            slope=example.slope,
            intercept=example.intercept,
            picture=example.picture,
            passed=all(check.passed is not False for check in found),
        )

    def _own(self, own: Own) -> Iterator[Check]:
        if isinstance(own, OwnTrial):
            self._begin(OWN)
            yield check_own(self._programs, own, self._say)
        elif own is not None:
            yield own

    def _begin(self, name: str) -> None:
        self._told(min(self._begun, self._total), self._total, name)
        self._begun += 1


def _in_prefix(check: Check, about: About, prefix: Path) -> Check:
    """Python's own check, failed if it is not the Python of this environment (failures F35)."""
    if check.name != PYTHON or not check.passed or same_folder(about.prefix, prefix):
        return check
    return replace(check, passed=False, kind="outside", detail=f"it belongs to {about.prefix}")
