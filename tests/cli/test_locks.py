"""What the author of a workshop has decided is not changed by a flag in passing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from app.cli.arguments import parser
from app.cli.planning import plan_from
from app.core.cancel import Cancel
from app.core.plan import Plan
from app.core.session import Session
from app.errors import PlanInvalid
from tests.cli.test_cli import seedbed

WORKSHOP = """\
schema = 1
[workshop]
title = "Test"
[environment]
name = "course"
python = "3.12"
packages = ["numpy"]
[check]
file = "check.py"
[pages]
download = "locked"
location = "hidden"
environment = "locked"
libraries = "hidden"
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    (tmp_path / "check.py").write_text("print('hello')\n")
    file = tmp_path / "workshop.toml"
    file.write_text(WORKSHOP, "utf-8")
    return file


def plan_for(workshop: Path, *flags: str) -> Plan:
    options = parser().parse_args(["install", str(workshop), *flags])
    return plan_from(options, Session.start(), Cancel())


@pytest.mark.parametrize(
    ("flags", "page"),
    [
        (("--package", "scipy"), "Libraries"),
        (("--preset", "scientific"), "Libraries"),
        (("--to", "/elsewhere"), "Location"),
        (("--name", "mine"), "Environment"),
        (("--python", "3.11"), "Environment"),
        (("--distribution", "miniforge"), "Download"),
    ],
)
def test_a_flag_against_the_author_is_one_sentence_with_a_remedy(
    workshop: Path, flags: tuple[str, ...], page: str
) -> None:
    with pytest.raises(PlanInvalid) as caught:
        plan_for(workshop, *flags)
    assert f"“{page}”: {flags[0]} is not used." in caught.value.summary
    assert "--unlock" in caught.value.remedy
    unlocked = plan_for(workshop, *flags, "--unlock")
    assert unlocked != plan_for(workshop)
    assert unlocked.workshop.pages == ()


def test_saying_the_same_and_declining_are_no_contradiction(workshop: Path) -> None:
    usual = plan_for(workshop)
    same = plan_for(workshop, "--name", "course", "--package", "numpy")
    assert (same.workshop, same.environment_name) == (usual.workshop, usual.environment_name)
    declined = plan_for(workshop, "--no-lessons", "--no-launchers", "--no-check")
    assert declined.target.lessons_folder is None
    assert declined.target.own_check is not None
    assert not declined.target.own_check.wanted
    assert plan_for(workshop, "--accelerator", "cpu") != usual, "it is about this computer"


def test_check_tells_what_will_be_run_and_that_a_flag_is_refused(workshop: Path) -> None:
    told = seedbed("check", str(workshop))
    assert "Then the workshop’s own check is run: check.py (from" in told.stdout
    data = json.loads(seedbed("check", str(workshop), "--json").stdout)["own_check"]
    assert data["sha256"] == hashlib.sha256(b"print('hello')\n").hexdigest()
    assert "left out" in seedbed("check", str(workshop), "--no-check").stdout
    refused = seedbed("install", str(workshop), "--to", "/elsewhere", "--yes")
    assert refused.returncode == 2
    assert "--unlock" in refused.stderr
    (workshop.parent / "check.py").unlink()
    missing = seedbed("check", str(workshop))
    assert missing.returncode == 2
    assert "check.py, which the workshop names, does not lie beside it." in missing.stdout
    assert "(--no-check)" in missing.stdout
