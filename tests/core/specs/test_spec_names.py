"""Names in what was chosen, however it is written."""

from __future__ import annotations

import pytest

from app.core.plan import Workshop
from app.core.specs.spec_names import name_of, pip_name_of
from app.core.workshops.preparing import with_pip
from app.errors import PlanInvalid

HASHED = f"tinydb==4.8.0 --hash=sha256:{'0' * 64}"


@pytest.mark.parametrize(
    ("text", "name"),
    [("numpy>=2", "numpy"), ("conda-forge::PyTorch=2.4=cpu*", "pytorch"), (" ? ", "?")],
)
def test_the_name_in_a_conda_spec(text: str, name: str) -> None:
    assert name_of(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tinydb>=4", "tinydb"),
        (HASHED, "tinydb"),
        ("My_Pkg[fast]==1", "my-pkg"),
        ("tool @ https://example.org/tool.zip", "tool"),
        ("https://example.org/tool.zip", "https://example.org/tool.zip"),
    ],
)
def test_the_name_in_a_requirement_of_pip(text: str, name: str) -> None:
    assert pip_name_of(text) == name


def test_a_package_with_a_checksum_is_replaced_and_left_out_by_its_name() -> None:
    workshop = Workshop(pip_packages=(HASHED, "other"))
    assert with_pip(workshop, ("TinyDB==5",), ()).pip_packages == ("other", "TinyDB==5")
    assert with_pip(workshop, (), ("tinydb",)).pip_packages == ("other",)
    with pytest.raises(PlanInvalid):
        with_pip(workshop, ("numpy===",), ())
