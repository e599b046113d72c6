"""The servers of the plan reach conda and the environment, and follow another choice."""

from __future__ import annotations

import pytest
import yaml

from app.core.catalog.mirrors import built_in
from app.core.consent import Kind
from app.errors import CommandFailed
from app.steps.configure_conda import ConfigureConda
from app.steps.install_pip_packages import InstallPipPackages
from app.steps.set_servers import SetServers
from tests.fakes.bench import Bench, contents, python_program

STEP = SetServers()
MIRRORS = built_in()
TUNA_INDEX = "https://pypi.tuna.tsinghua.edu.cn/simple/"


@pytest.fixture
def made(bench: Bench) -> Bench:
    """A bench whose environment is there, with the fake Python in it."""
    python = bench.plan.environment_prefix / "bin" / "python"
    python.parent.mkdir(parents=True)
    (bench.plan.environment_prefix / "conda-meta").mkdir()
    python.write_text(f'#!/bin/sh\nexec {python_program()} "$0" "$@"\n')
    python.chmod(0o755)
    return bench


def choose(bench: Bench, *names: str) -> None:
    consents = tuple(MIRRORS.consent(name) for name in names)
    bench.plan = bench.plan.with_target(mirrors=consents)


def asked(bench: Bench) -> list[str]:
    return (bench.plan.environment_prefix / "pip-asked.txt").read_text().split()


def test_with_the_official_servers_there_is_nothing_to_do(made: Bench) -> None:
    assert "official" in STEP.already_done(made.context())


def test_the_choice_is_written_once_and_another_one_is_noticed(made: Bench) -> None:
    before = contents(made.plan.environment_prefix)
    choose(made, "tuna", "hf-mirror")
    assert STEP.already_done(made.context()) == ""
    STEP.run(made.context())
    assert TUNA_INDEX in (made.plan.environment_prefix / "pip.conf").read_text()
    assert STEP.already_done(made.context())
    choose(made, "aliyun")
    assert STEP.already_done(made.context()) == ""
    STEP.run(made.context())
    assert "aliyun" in (made.plan.environment_prefix / "pip.conf").read_text()
    choose(made)
    assert STEP.already_done(made.context()) == ""
    STEP.run(made.context())
    assert contents(made.plan.environment_prefix) == before


def test_the_settings_of_conda_follow_the_choice_too(made: Bench) -> None:
    made.plan = made.plan.with_workshop(channels=("conda-forge",))
    step, file = ConfigureConda(), made.plan.target.folder / ".condarc"
    step.run(made.context())
    official = file.read_text()
    choose(made, "ustc")
    assert step.already_done(made.context()) == ""
    step.run(made.context())
    places = yaml.safe_load(file.read_text())["custom_channels"]
    assert places == {"conda-forge": "https://mirrors.ustc.edu.cn/anaconda/cloud"}
    choose(made)
    assert step.already_done(made.context()) == ""
    step.run(made.context())
    assert file.read_text() == official


def test_pip_asks_its_usual_place_where_nothing_was_chosen(made: Bench) -> None:
    made.plan = made.plan.with_workshop(pip_packages=("requests",))
    InstallPipPackages().run(made.context())
    assert asked(made) == ["usual"]


def test_pip_asks_the_chosen_server(made: Bench) -> None:
    made.plan = made.plan.with_workshop(pip_packages=("requests",))
    choose(made, "tuna")
    InstallPipPackages().run(made.context())
    assert asked(made) == [TUNA_INDEX]
    assert "Asking pypi.tuna.tsinghua.edu.cn first; where it fails, pypi.org." in made.told.text


def test_where_the_chosen_server_fails_pip_asks_the_next_and_says_so(
    made: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_PIP_DEAD_INDEX", TUNA_INDEX)
    made.plan = made.plan.with_workshop(pip_packages=("requests",))
    choose(made, "tuna")
    InstallPipPackages().run(made.context())
    assert asked(made) == [TUNA_INDEX, "https://pypi.org/simple/"]
    assert "pypi.tuna.tsinghua.edu.cn; trying the next server" in made.told.text


def test_where_no_server_has_it_pip_ends_as_usual(made: Bench) -> None:
    made.plan = made.plan.with_workshop(pip_packages=("unknown-package",))
    choose(made, "tuna", "ustc")
    with pytest.raises(CommandFailed, match="unknown-package"):
        InstallPipPackages().run(made.context())


def test_consent_for_conda_only_says_nothing_to_pip(made: Bench) -> None:
    made.plan = made.plan.with_workshop(pip_packages=("requests",))
    consent = MIRRORS.consent("tuna", (Kind.CONDA,))
    made.plan = made.plan.with_target(mirrors=(consent,))
    InstallPipPackages().run(made.context())
    assert asked(made) == ["usual"]
    assert "official" in STEP.already_done(made.context())
