"""conda's name for a computer, by its processor."""

from __future__ import annotations

import pytest

from app.core.machine.facts import Machine
from app.core.machine.subdir import subdir_of
from app.platforms import named
from app.platforms.base import CpuFacts


@pytest.mark.parametrize(
    ("cpu", "subdir"),
    [
        (CpuFacts("x86_64", "x86_64"), "linux-64"),
        (CpuFacts("armv7l", "armv7l"), ""),
        (None, ""),
    ],
)
def test_a_computer_has_a_name_where_conda_has_one_for_its_processor(
    cpu: CpuFacts | None, subdir: str
) -> None:
    assert subdir_of(Machine("linux", cpu=cpu), named("linux")) == subdir
