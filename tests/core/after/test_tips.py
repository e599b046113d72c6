"""Tips speak of this very plan, with this system's commands, in the language of now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.after.tips import has_notebooks, tips_for
from app.core.catalog.installers import Catalog
from app.core.network.download import Downloader
from app.core.plan import Plan, Target, Workshop
from app.core.session import Session
from app.i18n import set_language
from app.platforms import named

HOME = Path("/home/mei")
PLAN = Plan(
    Workshop(environment="ml", packages=("numpy", "conda-forge::jupyterlab>=4")),
    Target(HOME / "miniconda3"),
)


def session(system: str = "linux") -> Session:
    return Session(
        platform=named(system),
        download=Downloader(HOME / "partials"),
        cache=HOME / "cache",
        home=HOME,
        environ={},
        catalog=Catalog((), ()),
    )


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.mark.parametrize("system", ["linux", "macos", "windows"])
def test_there_are_five_and_the_command_is_the_one_of_the_system(system: str) -> None:
    platform = named(system)
    tips = tips_for(session(system), PLAN)
    assert len({tip.title for tip in tips}) == 5
    assert tips[1].command == "\n".join(platform.activation_lines(PLAN.target.folder, "ml"))
    assert "“ml”" in tips[0].text


def test_notebooks_are_where_the_materials_go() -> None:
    assert str(HOME) in tips_for(session(), PLAN)[2].text
    lessons = PLAN.with_target(lessons_folder=HOME / "lessons")
    assert str(HOME / "lessons") in tips_for(session(), lessons)[2].text
    plan = PLAN.with_workshop(materials="notebooks").with_target(materials_folder=HOME / "course")
    tip = tips_for(session(), plan)[2]
    assert str(HOME / "course") in tip.text
    assert tip.command == "jupyter lab"


def test_the_menu_is_named_only_where_an_entry_is_wanted() -> None:
    assert "menu" in tips_for(session(), PLAN)[2].text
    assert "menu" not in tips_for(session(), PLAN.with_target(launchers=False))[2].text


def test_a_terminal_is_promised_only_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "button" not in tips_for(session(), PLAN)[1].text
    program = tmp_path / named("linux").terminal_programs()[0]
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert "button" in tips_for(session(), PLAN)[1].text


def test_without_jupyterlab_the_tip_says_how_to_add_it() -> None:
    plan = PLAN.with_workshop(packages=("numpy",))
    assert not has_notebooks(plan)
    assert tips_for(session(), plan)[2].command == "conda install --name ml jupyterlab"


def test_exact_packages_tell_too_whether_there_will_be_notebooks() -> None:
    address = "https://conda.example/noarch/jupyterlab-4.4.1-pyhd8ed1ab_0.conda#" + "0" * 32
    assert has_notebooks(PLAN.with_workshop(packages=(), explicit=(address,)))


def test_a_conda_that_was_there_before_is_not_offered_for_removal() -> None:
    folder = str(PLAN.target.folder)
    assert folder in tips_for(session(), PLAN)[4].text
    reused = tips_for(session(), PLAN.with_target(reuse=True))[4]
    assert folder not in reused.text
    assert reused.command.endswith("conda env remove --name ml")
