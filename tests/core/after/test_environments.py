"""Which folders Seedbed has made, and what has become of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.core.after.environments import Kind, Made, made
from app.core.run.journal import Journal, Owner
from app.paths import state_folder, workspace_for


def make(folder: Path, journal: Journal, complete: bool = True) -> Path:
    journal.begin(folder)
    folder.mkdir(parents=True)
    (folder / "file").write_bytes(bytes(1000))
    if complete:
        journal.complete(folder)
    else:
        journal.recognise(folder)
    return folder


@pytest.fixture
def conda(own_home: Path) -> Path:
    """A conda with two environments, one of them unfinished."""
    folder = own_home / "miniforge3"
    journal = Journal(workspace_for(folder))
    make(folder, journal)
    make(folder / "envs" / "ml", journal)
    make(folder / "envs" / "half", journal, complete=False)
    return folder


def found() -> dict[str, Made]:
    return {each.folder.name: each for each in made(state_folder())}


def test_who_has_made_nothing_is_told_nothing() -> None:
    assert made(state_folder()) == ()


def test_each_folder_is_there_with_its_kind_and_state(conda: Path) -> None:
    states = {name: (each.kind, each.owner) for name, each in found().items()}
    assert states == {
        "miniforge3": (Kind.CONDA, Owner.COMPLETE),
        "ml": (Kind.ENVIRONMENT, Owner.COMPLETE),
        "half": (Kind.ENVIRONMENT, Owner.UNFINISHED),
    }
    assert 3000 <= (found()["miniforge3"].size() or 0) < 3200, "with its environments"


def test_what_was_deleted_or_replaced_is_known_and_not_there(conda: Path) -> None:
    shutil.rmtree(conda / "envs" / "half")
    shutil.rmtree(conda / "envs" / "ml")
    (conda / "envs" / "ml").mkdir()
    now = found()
    assert now["half"].owner is Owner.ABSENT
    assert now["ml"].owner is Owner.FOREIGN
    assert [each.there for each in now.values()].count(True) == 1
    assert now["ml"].size() is None


def test_an_environment_in_somebody_elses_conda_is_ours_and_the_conda_is_not(
    own_home: Path,
) -> None:
    conda = own_home / "anaconda3"
    conda.mkdir()
    make(conda / "envs" / "ml", Journal(workspace_for(conda)))
    assert [(each.folder.name, each.kind) for each in made(state_folder())] == [
        ("ml", Kind.ENVIRONMENT)
    ]


def test_a_damaged_journal_hides_nobody_elses(conda: Path) -> None:
    broken = state_folder() / "installs" / "0000"
    broken.mkdir()
    (broken / "journal.json").write_text("{half", "utf-8")
    assert len(found()) == 3
