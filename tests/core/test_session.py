"""What lives as long as the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.catalog.presets import preset
from app.core.plan import Workshop
from app.core.session import DEFAULT_PRESET, Session
from app.errors import InstallError, PlanInvalid
from app.paths import cache_folder
from tests.fakes.bench import Bench
from tests.fakes.fault_server import FaultServer

OWN = """schema = 1
[[distribution]]
id = "practice"
title = "Practice"
[[installer]]
distribution = "practice"
version = "1"
os = "linux"
cpu = "x86_64"
file = "own.sh"
url = "own.sh"
sha256 = "{digest}"
""".format(digest="0" * 64)


def test_a_session_starts_without_touching_the_disk(own_home: Path) -> None:
    session = Session.start()
    assert session.home == own_home
    assert session.cache == cache_folder()
    assert not list(own_home.rglob("*.sh"))
    assert {known.id for known in session.catalog.distributions} >= {"miniconda", "miniforge"}


def test_a_new_plan_has_the_seed_set_and_a_safe_folder(own_home: Path) -> None:
    plan = Session.start().new_plan()
    assert plan.workshop.packages == preset(DEFAULT_PRESET).packages
    assert {"numpy", "scipy", "matplotlib", "pandas", "jupyter"} <= set(plan.workshop.packages)
    assert plan.target.folder == own_home / "miniconda3"
    assert not plan.target.licence_accepted


@pytest.mark.parametrize(
    ("distribution", "name"),
    [("miniconda", "miniconda3"), ("miniforge", "miniforge3"), ("other", "seedbed")],
)
def test_each_distribution_has_its_usual_folder(
    own_home: Path, distribution: str, name: str
) -> None:
    folder = Session.start().recommended_folder(Workshop(distribution=distribution))
    assert folder == own_home / name


def test_an_opened_workshop_keeps_its_source() -> None:
    plan = Session.start().opened(Workshop(environment="x"), "/kit")
    assert (plan.target.source, plan.environment_name) == ("/kit", "x")


def test_a_workshops_own_catalogue_is_added_from_a_folder_or_a_server(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    (bench.root / "kit" / "own.toml").write_text(OWN)
    bench.plan = bench.plan.with_workshop(catalog="own.toml")
    found = bench.session.catalog_for(bench.plan, Cancel())
    url = found.choose("practice", "latest", "linux", "x86_64").urls[0]
    assert url == (bench.root / "kit" / "own.sh").as_uri()
    assert found.distribution("miniconda").id == "miniconda", "the built-in ones are still there"
    with FaultServer({"/kit/own.toml": OWN.encode()}) as server:
        plan = bench.plan.with_target(source=server.url + "/kit")
        found = bench.session.catalog_for(plan, Cancel())
        installer = found.choose("practice", "1", "linux", "x86_64")
        assert installer.urls == (server.url + "/kit/own.sh",)


def test_a_missing_or_wrong_catalogue_is_a_clear_error(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.plan = bench.plan.with_workshop(catalog="own.toml")
    with pytest.raises(InstallError) as caught:
        bench.session.catalog_for(bench.plan, Cancel())
    assert caught.value.remedy
    (bench.root / "kit" / "own.toml").write_bytes(b"\xff\xfe nonsense")
    with pytest.raises(PlanInvalid):
        bench.session.catalog_for(bench.plan, Cancel())
    bench.plan = bench.plan.with_workshop(catalog="../own.toml")
    with pytest.raises(PlanInvalid):
        bench.session.catalog_for(bench.plan, Cancel())


def test_a_catalogue_that_is_a_link_out_of_the_workshop_is_not_read(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    (tmp_path / "elsewhere.toml").write_text(OWN)
    (bench.root / "kit" / "own.toml").symlink_to(tmp_path / "elsewhere.toml")
    bench.plan = bench.plan.with_workshop(catalog="own.toml")
    with pytest.raises(PlanInvalid, match=r"The catalogue “own\.toml” does not stay inside"):
        bench.session.catalog_for(bench.plan, Cancel())


def test_each_folder_has_a_workspace_of_its_own(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    one = bench.session.workspace(bench.plan)
    other = bench.session.workspace(bench.plan.with_target(folder=tmp_path / "other"))
    assert one != other
