"""PyPI's words about versions and dependencies become conda's words."""

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from practice.conda_itself import CONDA_DEPENDS
from practice.requirements import (
    Distribution,
    conda_name,
    conda_spec,
    conda_versions,
    depends_of,
    environment_of,
    read_lock,
)

LOCKS = Path(__file__).parents[2] / "build_scripts"


@pytest.mark.parametrize(
    ("pypi", "conda"),
    [
        ("", ""),
        (">=1.2", ">=1.2"),
        ("==1.2.*", "1.2.*"),
        ("~=1.4.2", ">=1.4.2,1.4.*"),
        ("~=2.0", ">=2.0,2.*"),
        ("===1.0", "==1.0"),
        ("<2,>=1,!=1.5.*", "!=1.5.*,<2,>=1"),
    ],
)
def test_a_version_condition_is_translated(pypi: str, conda: str) -> None:
    assert conda_versions(SpecifierSet(pypi)) == conda


def test_names_are_normalised_and_the_exceptions_kept() -> None:
    assert conda_name("Scikit_Learn") == "scikit-learn"
    assert conda_name("ruamel.yaml") == "ruamel.yaml"
    assert conda_spec(Requirement("Jupyter_Core>=5,!=5.1.*")) == "jupyter-core !=5.1.*,>=5"


def test_markers_are_judged_for_the_wanted_python_and_not_for_the_running_one() -> None:
    tool = Distribution(
        "tool",
        "1",
        (
            Requirement('old; python_version < "3.12"'),
            Requirement('new>=2; python_version >= "3.12"'),
            Requirement('winonly; sys_platform == "win32"'),
        ),
    )
    assert depends_of(tool, {}, environment_of("3.11.9")) == {"old"}
    assert depends_of(tool, {}, environment_of("3.13.0")) == {"new >=2"}


def test_what_an_extra_needs_is_added_to_whoever_asks_for_the_extra() -> None:
    schema = Distribution(
        "schema",
        "4",
        (
            Requirement("attrs"),
            Requirement('fqdn; extra == "format"'),
            Requirement('schema[format]; extra == "all"'),
            Requirement('never; extra == "other"'),
        ),
    )
    user = Distribution("user", "1", (Requirement("schema[all]>=4"),))
    found = depends_of(user, {"schema": schema}, environment_of("3.11.9"))
    assert found == {"schema >=4", "fqdn"}


def test_a_lock_is_read_with_markers_and_all_hashes() -> None:
    first, second = "a" * 64, "b" * 64
    pins = read_lock(
        f"numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:{first} \\\n"
        f"    --hash=sha256:{second}\n    # via pandas\n"
    )
    assert [(pin.name, pin.version, pin.hashes) for pin in pins] == [
        ("numpy", "2.4.6", frozenset((first, second)))
    ]
    assert pins[0].applies(environment_of("3.11.7"))
    assert not pins[0].applies(environment_of("3.13.0"))
    assert pins[0].line() == f"numpy==2.4.6 --hash=sha256:{first} --hash=sha256:{second}"


@pytest.mark.parametrize("line", ["numpy==2.4.6", f"numpy>=2 --hash=sha256:{'a' * 64}"])
def test_a_lock_line_that_leaves_a_choice_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="not an exact pin"):
        read_lock(line)


@pytest.mark.parametrize("name", ["requirements-kit.txt", "requirements-kit-conda.txt"])
def test_the_locks_of_the_kit_name_no_server(name: str) -> None:
    text = (LOCKS / name).read_text("utf-8")
    assert read_lock(text)
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


@pytest.mark.parametrize("python", ["3.11.2", "3.12.1", "3.13.0"])
def test_the_lock_holds_everything_that_conda_and_the_workshop_ask_for(python: str) -> None:
    pins = read_lock((LOCKS / "requirements-kit.txt").read_text("utf-8"))
    there = {conda_name(pin.name) for pin in pins if pin.applies(environment_of(python))}
    wanted = {spec.split()[0] for spec in CONDA_DEPENDS}
    wanted |= {"numpy", "scipy", "matplotlib", "pandas", "jupyter", "scikit-learn", "pip"}
    assert wanted <= there
