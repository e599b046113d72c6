"""The installer is run and not believed; nothing that is not ours is touched."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.run.events import Stream
from app.core.run.journal import Journal, Owner
from app.errors import Cancelled, CommandFailed, PlanInvalid
from app.platforms.base import Command
from app.platforms.linux import Linux
from app.steps.fetch_installer import FetchInstaller
from app.steps.install_conda import InstallConda
from tests.fakes.bench import Bench, Told, alive, contents, wait_until

STEP = InstallConda()


@pytest.fixture
def ready(bench: Bench) -> Bench:
    FetchInstaller().run(bench.context())
    return bench


def owner(bench: Bench) -> Owner:
    return Journal(bench.workspace).owner(bench.plan.target.folder)


def failed(bench: Bench) -> CommandFailed:
    ctx = bench.context()
    with pytest.raises(CommandFailed) as caught:
        STEP.run(ctx)
    STEP.clean_up(ctx)
    assert caught.value.summary
    assert caught.value.remedy
    assert not bench.plan.target.folder.exists()
    assert owner(bench) is Owner.ABSENT
    return caught.value


def test_a_good_installer_leaves_a_conda_that_answers(ready: Bench) -> None:
    STEP.run(ready.context())
    assert owner(ready) is Owner.COMPLETE
    assert "conda answers" in ready.told.text
    assert STEP.already_done(ready.context())
    assert FetchInstaller().already_done(ready.context())


def test_the_installer_gets_a_private_home_and_no_input(ready: Bench) -> None:
    STEP.run(ready.context())
    assert f"home is {ready.workspace / 'home'}, stdin is /dev/null" in ready.told.text
    assert contents(ready.root / "home") == {}


@pytest.mark.parametrize("manner", ["nothing", "half", "fails", "asks"])
def test_an_incomplete_installation_is_never_believed(
    ready: Bench, monkeypatch: pytest.MonkeyPatch, manner: str
) -> None:
    monkeypatch.setenv("FAKE_INSTALLER", manner)
    assert "missing" in failed(ready).summary


def test_a_conda_that_cannot_start_is_not_believed(
    ready: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_INSTALLER", "dead_python")
    assert "does not answer" in failed(ready).summary


def test_a_conda_that_answers_for_another_folder_is_not_believed(
    ready: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_CONDA", "other_base")
    assert "does not answer" in failed(ready).summary


def test_a_complete_installation_counts_whatever_the_exit_code(
    ready: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_INSTALLER", "complete_but_fails")
    STEP.run(ready.context())
    assert owner(ready) is Owner.COMPLETE


def test_what_an_interrupted_run_left_is_removed_and_installed_anew(ready: Bench) -> None:
    folder = ready.plan.target.folder
    ready.context().journal.begin(folder)
    (folder / "pkgs" / "half").mkdir(parents=True)
    STEP.run(ready.context())
    assert owner(ready) is Owner.COMPLETE
    assert not (folder / "pkgs" / "half").exists()


def test_a_persons_file_in_an_unfinished_folder_is_put_aside_not_deleted(ready: Bench) -> None:
    folder = ready.plan.target.folder
    ready.context().journal.begin(folder)
    folder.mkdir()
    (folder / "homework.ipynb").write_text("my work")
    STEP.run(ready.context())
    kept = folder.with_name("conda.unfinished-1") / "homework.ipynb"
    assert kept.read_text() == "my work"
    assert str(kept.parent) in ready.told.text


@pytest.mark.parametrize("kind", ["files", "file", "link"])
def test_what_is_not_ours_is_refused_and_stays_as_it_is(ready: Bench, kind: str) -> None:
    folder = ready.plan.target.folder
    if kind == "files":
        folder.mkdir()
        (folder / "thesis.tex").write_text("years of work")
    elif kind == "file":
        folder.write_text("a file where the folder should be")
    else:
        folder.symlink_to(ready.root / "home")
    before = contents(ready.root)
    ctx = ready.context()
    with pytest.raises(PlanInvalid) as caught:
        STEP.run(ctx)
    STEP.clean_up(ctx)
    assert caught.value.remedy
    assert contents(ready.root) == before


def test_an_empty_folder_of_the_person_is_used(ready: Bench) -> None:
    ready.plan.target.folder.mkdir()
    STEP.run(ready.context())
    assert owner(ready) is Owner.COMPLETE


def test_a_hanging_installer_and_its_children_end_when_the_person_cancels(
    ready: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_INSTALLER", "hangs_with_children")
    ctx = ready.context()
    ended: list[BaseException] = []

    def work() -> None:
        try:
            STEP.run(ctx)
        except Cancelled as cancelled:
            ended.append(cancelled)

    worker = threading.Thread(target=work)
    worker.start()
    wait_until((ready.plan.target.folder / "pkgs").exists)
    import psutil

    family = [child.pid for child in psutil.Process().children(recursive=True)]
    assert len(family) >= 2
    ready.cancel.set()
    worker.join(10)
    assert len(ended) == 1
    wait_until(lambda: not any(map(alive, family)))
    STEP.clean_up(ctx)
    assert not ready.plan.target.folder.exists()


def test_a_conda_that_is_already_there_is_not_installed_again(ready: Bench) -> None:
    ready.plan = ready.plan.with_target(reuse=True)
    assert STEP.already_done(ready.context())


class WithTemporaryFolder(Linux):
    """A Linux whose installer wants a temporary folder of its own, as on Windows."""

    def installer_command(self, installer: Path, prefix: Path) -> Command:
        command = super().installer_command(installer, prefix)
        folder = prefix.with_name(f"{prefix.name}-temporary")
        return Command(("env", *command.arguments), environment=self.temporary_variables(folder))


def test_a_temporary_folder_is_there_for_the_installer_and_gone_afterwards(ready: Bench) -> None:
    folder = ready.root / "conda-temporary"
    ctx = replace(ready.context(), platform=WithTemporaryFolder())
    seen: list[bool] = []

    class Watching(Told):
        def line(self, text: str, stream: Stream = Stream.NOTE) -> None:
            seen.append(folder.is_dir())

    ctx = replace(ctx, report=Watching())
    STEP.run(ctx)
    assert seen[0]
    assert not folder.exists()
