"""Only the new conda's own settings are written."""

from __future__ import annotations

import yaml

from app.steps.configure_conda import ConfigureConda
from tests.fakes.bench import Bench, contents

STEP = ConfigureConda()


def settings(bench: Bench) -> dict[str, object]:
    found = yaml.safe_load((bench.plan.target.folder / ".condarc").read_text())
    assert isinstance(found, dict)
    return found


def test_the_channels_of_the_plan_are_written_and_nothing_else_is_changed(bench: Bench) -> None:
    bench.plan = bench.plan.with_workshop(channels=("conda-forge", "./channel"))
    bench.plan.target.folder.mkdir()
    before = contents(bench.root / "home")
    assert STEP.already_done(bench.context()) == ""
    STEP.run(bench.context())
    own = (bench.root / "kit" / "channel").as_uri()
    assert settings(bench)["channels"] == ["conda-forge", own]
    assert contents(bench.root / "home") == before
    assert STEP.already_done(bench.context())


def test_after_a_kit_conda_asks_the_channels_that_are_there_when_the_stick_is_gone(
    bench: Bench,
) -> None:
    bench.plan = bench.plan.with_workshop(channels=("./channel",), later_channels=("conda-forge",))
    bench.plan.target.folder.mkdir()
    STEP.run(bench.context())
    assert settings(bench)["channels"] == ["conda-forge"]


def test_the_installers_choice_of_a_solver_is_kept(bench: Bench) -> None:
    bench.plan.target.folder.mkdir()
    (bench.plan.target.folder / ".condarc").write_text("solver: classic\nchannels: [defaults]\n")
    STEP.run(bench.context())
    assert settings(bench)["solver"] == "classic"
    assert settings(bench)["channels"] == ["conda-forge"]
    assert STEP.already_done(bench.context())


def test_settings_of_somebody_elses_conda_are_left_alone(bench: Bench) -> None:
    bench.plan = bench.plan.with_target(reuse=True)
    assert STEP.already_done(bench.context())
