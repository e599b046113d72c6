"""`--package` and `--without` on one line: the later word about a library counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.arguments import parser
from app.cli.planning import plan_from
from app.core.cancel import Cancel
from app.core.packages.ways_out import Way, WayOut
from app.core.session import Session
from app.core.workshops.planfile import read_workshop
from tests.cli.test_cli import seedbed

WORKSHOP = """\
schema = 1
[workshop]
title = "Test"
[environment]
name = "course"
packages = ["numpy", "scipy=1.14"]
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    file = tmp_path / "workshop.toml"
    file.write_text(WORKSHOP, "utf-8")
    return file


def packages(workshop: Path, line: str) -> tuple[str, ...]:
    options = parser().parse_args(["check", str(workshop), *line.split()])
    return plan_from(options, Session.start(), Cancel()).workshop.packages


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("--package numpi --without numpi --package numpy", ("scipy=1.14", "numpy")),
        ("--package numpi --without numpi", ("numpy", "scipy=1.14")),
        ("--without numpi --package numpi", ("numpy", "scipy=1.14", "numpi")),
        ("--package pandas=1.0 --package pandas", ("numpy", "scipy=1.14", "pandas")),
        ("--package scipy=1.0 --package scipy", ("numpy", "scipy")),
        ("--without scipy", ("numpy",)),
        ("--without scipy --package scipy", ("numpy", "scipy")),
    ],
)
def test_the_later_word_about_a_library_counts(
    workshop: Path, line: str, wanted: tuple[str, ...]
) -> None:
    assert packages(workshop, line) == wanted


def test_a_way_out_can_be_put_at_the_end_of_the_line_that_failed(workshop: Path) -> None:
    other = WayOut(Way.REPLACE, "numpi", "pandas")
    assert packages(workshop, f"--package numpi {other.typed}") == ("numpy", "scipy=1.14", "pandas")
    gone = WayOut(Way.LEAVE_OUT, "numpi")
    assert packages(workshop, f"--package numpi {gone.typed}") == ("numpy", "scipy=1.14")


@pytest.mark.parametrize("more", [(), ("--unlock",)], ids=["plain", "unlocked"])
def test_a_library_that_is_not_there_cannot_be_left_out(
    workshop: Path, more: tuple[str, ...]
) -> None:
    refused = seedbed("check", str(workshop), "--without", "nump", *more)
    assert refused.returncode == 2, refused.stderr
    assert "There is no nump among the libraries." in refused.stderr
    assert "Did you mean numpy?" in refused.stderr


def test_a_library_that_is_not_there_cannot_be_left_out_of_a_workshop_either(
    workshop: Path,
) -> None:
    refused = seedbed("prepare", str(workshop), "--no-survey", "--without", "nump")
    assert refused.returncode == 2, refused.stderr
    assert "Did you mean numpy?" in refused.stderr
    assert workshop.read_text("utf-8") == WORKSHOP


def test_the_later_word_counts_where_a_workshop_is_prepared(workshop: Path) -> None:
    line = ("--package", "jax", "--without", "jax", "--package", "numpy=1", "--package", "numpy")
    done = seedbed("prepare", str(workshop), "--no-survey", *line)
    assert done.returncode == 0, done.stderr
    made = read_workshop(workshop.read_bytes(), workshop.name)
    assert made.packages == ("numpy", "scipy=1.14")


def test_what_the_author_leaves_out_on_one_platform_can_be_left_out_on_all(workshop: Path) -> None:
    with workshop.open("a", encoding="utf-8") as file:
        file.write('\n[platforms.linux-64]\nwithout = ["numpy"]\n')
    line = ("steps", str(workshop), "--without", "numpy", "--unlock")
    done = seedbed(*line)
    assert done.returncode == 0, done.stderr
