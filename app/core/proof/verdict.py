"""The proof: what was tried in the finished environment, and what came of it.

Only the record and its file; trying is `proving`'s business, deciding what to try `wanted`'s.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.catalog.libraries import library
from app.core.files import jsonfile
from app.i18n import _

FILE_NAME = "proof.json"
PICTURE_NAME = "linear_regression.png"
# The checks that are not about one library.
PYTHON = "python"
TOGETHER = "all_together"
KERNEL = "jupyter_kernel"
GRAPHICS = "pytorch_calculation"
EXAMPLE = "linear_regression"
OWN = "own_check"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried. `passed` is None where it could not be checked; `detail` is
    technical. `kind` is a stable word for what is wrong: "missing", "absent", "outside",
    "crashed", "silent", "error", "own", "left_out", or ""."""

    name: str
    passed: bool | None
    detail: str = ""
    version: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What an environment was seen to do.

    `python` is its version and `packages` how many there are. `kernel` is the prefix in which a
    Jupyter cell ran ("" if none was tried), `gpu` one line about what PyTorch calculates on (""
    without PyTorch). `slope` and `intercept` are what the example found, None if it could not run;
    `picture` is its file, "" for none. `seconds` is how long the proof took.
    """

    environment: str
    python: str
    packages: int
    checks: tuple[Check, ...]
    kernel: str = ""
    gpu: str = ""
    slope: float | None = None
    intercept: float | None = None
    picture: str = ""
    seconds: float = 0.0
    passed: bool = False

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that failed."""
        return tuple(check for check in self.checks if check.passed is False)

    def to_json(self) -> dict[str, Any]:
        """The proof as plain data."""
        data = dataclasses.asdict(self)
        data["checks"] = [dataclasses.asdict(check) for check in self.checks]
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Proof:
        """A proof from plain data. Raises TypeError or KeyError for data of another shape."""
        checks = tuple(Check(**check) for check in data["checks"])
        return cls(**{**data, "checks": checks})

    def save(self, folder: Path) -> Path:
        """Write the proof into `folder` and return its file."""
        file = folder / FILE_NAME
        jsonfile.write(file, self.to_json())
        return file


def title_of(name: str) -> str:
    """What a check is called for a person; libraries go by the names that the
    catalogue knows."""
    titles = {
        PYTHON: _("Python"),
        TOGETHER: _("All libraries together"),
        KERNEL: _("A notebook cell"),
        GRAPHICS: _("A calculation in PyTorch"),
        EXAMPLE: _("Linear regression"),
        OWN: _("The workshop’s own check"),
    }
    known = library(name)
    return titles.get(name) or (_(known.title) if known else name)


def load(folder: Path) -> Proof | None:
    """The proof in `folder`, or None if there is none that can be read."""
    data = jsonfile.read(folder / FILE_NAME)
    if not isinstance(data, dict):
        return None
    try:
        return Proof.from_json(data)
    except (TypeError, KeyError):
        return None


def forget(folder: Path) -> None:
    """Remove an earlier proof and its picture: what they say may no longer be true."""
    for name in (FILE_NAME, PICTURE_NAME):
        (folder / name).unlink(missing_ok=True)
