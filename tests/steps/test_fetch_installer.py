"""The installer is fetched, proved, and found again."""

from __future__ import annotations

import pytest

from app.core.plan import Plan
from app.errors import InstallError, NoNetwork, PlanInvalid, Unexpected
from app.steps.fetch_installer import FetchInstaller
from app.steps.installer import fetched_installer
from tests.fakes.bench import INSTALLER, Bench, catalog


def fetch(bench: Bench) -> None:
    step, ctx = FetchInstaller(), bench.context()
    assert step.already_done(ctx) == ""
    step.run(ctx)


def test_the_installer_is_fetched_verified_and_found_by_a_later_step(bench: Bench) -> None:
    fetch(bench)
    path = fetched_installer(bench.context())
    assert path.read_bytes() == INSTALLER.read_bytes()
    assert bench.root / "cache" in path.parents
    assert "Verified: SHA-256" in bench.told.text
    assert bench.told.counts[-1][:2] == (INSTALLER.stat().st_size, INSTALLER.stat().st_size)


def test_an_installer_with_another_hash_is_refused_and_not_kept(bench: Bench) -> None:
    bench.catalog = catalog(sha256="0" * 64)
    with pytest.raises(NoNetwork) as caught:
        FetchInstaller().run(bench.context())
    assert caught.value.remedy
    with pytest.raises(Unexpected):
        fetched_installer(bench.context())
    assert not list((bench.root / "cache").rglob("*.sh"))


def test_an_installer_that_is_not_there_is_a_clear_error(bench: Bench) -> None:
    bench.catalog = catalog(urls=((bench.root / "nowhere.sh").as_uri(),))
    with pytest.raises(InstallError) as caught:
        FetchInstaller().run(bench.context())
    assert caught.value.remedy


def test_nothing_is_fetched_for_a_conda_that_is_already_there(bench: Bench) -> None:
    bench.plan = bench.plan.with_target(reuse=True)
    assert FetchInstaller().already_done(bench.context())


def test_a_deleted_installation_is_fetched_again(bench: Bench) -> None:
    """The journal alone proves nothing: the person may have removed the files."""
    ctx = bench.context()
    folder = bench.plan.target.folder
    ctx.journal.begin(folder)
    folder.mkdir()
    ctx.journal.complete(folder)
    assert FetchInstaller().already_done(ctx) == ""


def test_plans_for_other_versions_do_not_get_this_one(bench: Bench) -> None:
    plan: Plan = bench.plan.with_workshop(distribution_version="1.0")
    bench.plan = plan
    with pytest.raises(PlanInvalid):
        FetchInstaller().run(bench.context())
