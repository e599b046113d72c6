"""conda makes the environment, offline; an existing one is never touched; a half one is redone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.conda import errors as conda_errors
from app.core.conda import marker
from app.core.packages import lock as locks
from app.core.run.events import Unit
from app.core.run.journal import Journal, Owner
from app.errors import CommandFailed, InstallError, NoSpace, PlanInvalid
from app.steps.configure_conda import ConfigureConda
from app.steps.create_environment import CreateEnvironment
from app.steps.fetch_installer import FetchInstaller
from app.steps.fetch_packages import FetchPackages
from app.steps.install_conda import InstallConda
from app.steps.install_pip_packages import InstallPipPackages
from tests.fakes.bench import PACKAGES, SUBDIR, Bench, channel, contents

STEP = CreateEnvironment()
PIP = InstallPipPackages()


@pytest.fixture
def based(bench: Bench) -> Bench:
    """A bench on which everything before the environment is done."""
    for step in (FetchInstaller(), FetchPackages(), InstallConda(), ConfigureConda()):
        step.run(bench.context())
    return bench


def owner(bench: Bench) -> Owner:
    return Journal(bench.workspace).owner(bench.plan.environment_prefix)


def test_the_environment_is_made_marked_and_counted(based: Bench) -> None:
    STEP.run(based.context())
    prefix = based.plan.environment_prefix
    assert {file.stem for file in (prefix / "conda-meta").glob("*-0.json")} == set(PACKAGES)
    assert owner(based) is Owner.COMPLETE
    assert marker.answers(based.plan)
    assert STEP.already_done(based.context())
    done, total, unit, detail = based.told.counts[-1]
    assert done == total == 3 * len(PACKAGES), "unpacked by conda, linked and entered"
    assert unit is Unit.NOTHING, "the words count the packages"
    assert f"{len(PACKAGES)} packages linked" in detail


def test_nothing_outside_the_folder_is_written_while_conda_works(based: Bench) -> None:
    before = contents(based.root / "home")
    STEP.run(based.context())
    assert contents(based.root / "home") == before


def test_an_environment_of_the_person_is_never_touched(based: Bench) -> None:
    prefix = based.plan.environment_prefix
    prefix.mkdir(parents=True)
    (prefix / "precious.txt").write_text("data")
    ctx = based.context()
    with pytest.raises(PlanInvalid) as caught:
        STEP.run(ctx)
    STEP.clean_up(ctx)
    assert "Choose another name" in caught.value.remedy
    assert (prefix / "precious.txt").read_text() == "data"


def test_a_complete_environment_of_another_plan_is_never_touched(based: Bench) -> None:
    STEP.run(based.context())
    before = contents(based.plan.environment_prefix)
    based.plan = based.plan.with_workshop(explicit=channel(based.root / "kit", PACKAGES[:2]))
    ctx = based.context()
    assert STEP.already_done(ctx) == ""
    with pytest.raises(PlanInvalid):
        STEP.run(ctx)
    STEP.clean_up(ctx)
    assert contents(based.plan.environment_prefix) == before


def test_an_environment_that_was_marked_but_not_entered_as_complete_is_complete(
    based: Bench,
) -> None:
    """Killed between the two, the marker alone must protect it."""
    STEP.run(based.context())
    journal = based.workspace / "journal.json"
    text = journal.read_text()
    data = json.loads(text)
    data["folders"][str(based.plan.environment_prefix)] = "begun"
    journal.write_text(json.dumps(data))
    assert STEP.already_done(based.context())
    STEP.clean_up(based.context())
    based.plan = based.plan.with_workshop(explicit=channel(based.root / "kit", PACKAGES[:2]))
    with pytest.raises(PlanInvalid):
        STEP.run(based.context())
    STEP.clean_up(based.context())
    assert based.plan.environment_prefix.exists()


def test_an_unfinished_environment_is_removed_and_made_anew(based: Bench) -> None:
    prefix = based.plan.environment_prefix
    based.context().journal.begin(prefix)
    (prefix / "conda-meta").mkdir(parents=True)
    (prefix / "conda-meta" / "stale-1-0.json").write_text("{}")
    STEP.run(based.context())
    assert not (prefix / "conda-meta" / "stale-1-0.json").exists()
    assert marker.answers(based.plan)


def test_condas_own_error_reaches_the_person_and_nothing_half_made_stays(
    based: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_CONDA", "no_space")
    ctx = based.context()
    with pytest.raises(NoSpace):
        STEP.run(ctx)
    STEP.clean_up(ctx)
    assert not based.plan.environment_prefix.exists()
    assert not marker.answers(based.plan)


def test_condas_traceback_on_a_full_drive_is_for_the_log_only(
    based: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_CONDA", "traceback")
    monkeypatch.setattr(conda_errors, "drive_is_full", lambda _folder: True)
    ctx = based.context()
    with pytest.raises(NoSpace) as caught:
        STEP.run(ctx)
    assert caught.value.detail == ""
    assert "Traceback" in based.told.text
    assert "while an archive was unpacked" in based.told.text


def test_a_damaged_archive_in_our_cache_is_fetched_again(based: Bench) -> None:
    """A wrong byte must neither be installed nor end in a dead end (failures F12)."""
    archive = next((based.root / "cache" / "packages").rglob("tiny*.conda"))
    archive.write_bytes(b"x" * archive.stat().st_size)
    FetchPackages().run(based.context())
    STEP.run(based.context())
    assert marker.answers(based.plan)


def test_the_kept_lock_is_handed_to_conda_with_the_hashes(based: Bench) -> None:
    STEP.run(based.context())
    explicit = (based.workspace / "explicit.txt").read_text()
    assert explicit.splitlines() == ["@EXPLICIT", *based.plan.workshop.explicit]


def test_packages_from_pypi_come_last_and_complete_the_environment(based: Bench) -> None:
    based.plan = based.plan.with_workshop(pip_packages=("requests==2.32",))
    STEP.run(based.context())
    assert owner(based) is Owner.UNFINISHED
    assert not marker.answers(based.plan)
    PIP.run(based.context())
    prefix = based.plan.environment_prefix
    assert json.loads((prefix / "pip-installed.json").read_text()) == ["requests==2.32"]
    assert owner(based) is Owner.COMPLETE
    assert PIP.already_done(based.context())
    assert STEP.already_done(based.context())


def test_a_run_that_stopped_before_pip_goes_on_with_pip(based: Bench) -> None:
    based.plan = based.plan.with_workshop(pip_packages=("unknown-package",))
    STEP.run(based.context())
    with pytest.raises(CommandFailed) as caught:
        PIP.run(based.context())
    assert "unknown-package" in caught.value.summary
    assert "No matching distribution" in caught.value.detail
    assert STEP.already_done(based.context()), "conda's part is done and is not repeated"
    based.plan = based.plan.with_workshop(pip_packages=("requests",))
    assert STEP.already_done(based.context()), "a corrected name needs no new environment"
    PIP.run(based.context())
    assert marker.answers(based.plan)


def test_nothing_is_asked_of_pip_where_nothing_is_wanted(bench: Bench) -> None:
    assert PIP.already_done(bench.context())


def test_without_a_lock_conda_itself_chooses_the_versions(
    based: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    (line,) = channel(based.root / "other", ("tiny-2.0-0",))
    url, _mark, md5 = line.partition("#")
    size = (based.root / "other" / SUBDIR / "tiny-2.0-0.conda").stat().st_size
    record = {
        "name": "tiny", "version": "2.0", "build": "0", "subdir": SUBDIR,
        "fn": "tiny-2.0-0.conda", "url": url, "size": size, "md5": md5,
    }  # fmt: skip
    actions = {"FETCH": [record], "LINK": [{"dist_name": "tiny-2.0-0"}]}
    monkeypatch.setenv("FAKE_DRY_RUN", json.dumps({"success": True, "actions": actions}))
    based.plan = based.plan.with_workshop(
        explicit=(), packages=("tiny",), channels=((based.root / "other").as_uri(),)
    )
    STEP.run(based.context())
    assert (based.plan.environment_prefix / "conda-meta" / "tiny-2.0-0.json").exists()
    assert locks.load(based.workspace, "no such wish") is None


def test_a_missing_python_of_the_base_is_a_clear_error(based: Bench) -> None:
    Path(based.plan.target.folder / "bin" / "python").unlink()
    with pytest.raises(InstallError) as caught:
        STEP.run(based.context())
    assert caught.value.remedy
