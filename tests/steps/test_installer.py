"""Steps know which installer a plan needs, find the one that was fetched, and see what it made."""

from __future__ import annotations

import pytest

from app.core.run import kept_installer
from app.errors import Action, PlanInvalid, Unexpected
from app.steps.installer import chosen_installer, fetched_installer, is_installed
from tests.fakes.bench import Bench, catalog


def test_a_processor_without_an_installer_is_a_clear_error(bench: Bench) -> None:
    bench.catalog = catalog(cpu="s390x")
    with pytest.raises(PlanInvalid):
        chosen_installer(bench.context())


def test_the_installer_that_was_noted_is_found_until_the_cache_is_cleared(bench: Bench) -> None:
    file = bench.root / "cache" / "conda.sh"
    file.touch()
    kept_installer.save(file, "", bench.workspace)
    assert fetched_installer(bench.context()) == file
    file.unlink()
    with pytest.raises(Unexpected) as caught:
        fetched_installer(bench.context())
    assert caught.value.remedy
    assert caught.value.action is Action.AGAIN


def test_conda_is_installed_only_where_a_run_of_ours_has_completed_it_and_it_is_still_there(
    bench: Bench,
) -> None:
    ctx = bench.context()
    folder = bench.plan.target.folder
    signs = ctx.platform.signs_of_installation(folder)
    ctx.journal.begin(folder)
    for sign in signs:
        sign.parent.mkdir(parents=True, exist_ok=True)
        sign.touch()
    assert not is_installed(ctx)
    ctx.journal.complete(folder)
    assert is_installed(ctx)
    signs[0].unlink()
    assert not is_installed(ctx)
