"""Makes the proof: starts small programs in the finished environment and believes only results.

No exit code counts (failures F11): a check passes when its program said so, line by line.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.core.proof import PICTURE_NAME, Check, Proof, forget
from app.core.proof_plan import Wanted, wants_kernel, with_installed_modules
from app.core.proof_programs import ProofPrograms
from app.core.proof_results import about_graphics, about_kernel, about_line, Line
from app.errors import CommandFailed
from app.i18n import _

EXAMPLE = "Linear regression"
_IMPORTS_SECONDS = 1800.0
_SILENT_SECONDS = 300.0
_KERNEL_SECONDS = 240.0
_PROGRAM_SECONDS = 300.0

Told = Callable[[int, int, str], None]
