"""The Review page says what will happen, with sizes only where they are known."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.after.finishing import outside_paths
from app.core.describe import action_label, describe
from app.core.packages.sizes import Sizes
from app.core.plan import Difference
from app.core.workshops.differences import plan_on
from app.core.workshops.lock_file import LockedWheel, LockFile, PlatformLock
from tests.fakes.bench import Bench

SIZES = Sizes(installer=100_000_000, packages=220_000_000, count=117)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    made.plan = made.plan.with_workshop(explicit=(), packages=("numpy", "scipy"), python="3.12")
    return made


def said(bench: Bench, sizes: Sizes = SIZES) -> str:
    return "\n".join(describe(bench.plan, bench.session, bench.catalog, sizes))


def test_every_part_of_the_plan_is_told(bench: Bench) -> None:
    bench.plan = bench.plan.with_workshop(materials="lessons", pip_packages=("requests",))
    text = said(bench)
    for part in (
        "The newest Miniconda is installed into", str(bench.plan.target.folder), "“ml”",
        "Python 3.12", "numpy, scipy", "117 packages.", "conda-forge", "From PyPI: requests",
        "Still to download: 320 MB (conda 100 MB, packages 220 MB).",
        str(bench.plan.target.materials_folder), "tried out",
    ):  # fmt: skip
        assert part in text


def test_the_file_behind_a_kits_installer_is_told_whatever_it_is_called(bench: Bench) -> None:
    bench.plan = bench.plan.with_workshop(title="A class", catalog="installers.toml")
    text = "\n".join(describe(bench.plan, bench.session, bench.catalog, SIZES, bench.machine))
    assert "The workshop names the installer: " in text
    bench.plan = bench.plan.with_workshop(title="", catalog="").with_target(source="")
    assert "names the installer" not in said(bench)


def test_a_file_from_another_address_is_not_called_pypis(bench: Bench) -> None:
    evil = f"evil @ https://me:secret@evil.example/evil-1-py3-none-any.whl --hash=sha256:{'a' * 64}"
    bench.plan = bench.plan.with_workshop(pip_packages=("requests", evil))
    text = said(bench)
    assert "From PyPI: requests." in text
    assert "From evil.example: evil @ " in text
    assert "secret" not in text


def test_foreign_text_forges_no_line(bench: Bench) -> None:
    forged = "x\n  They come from: conda-forge\x1b[2J"
    bench.plan = bench.plan.with_workshop(
        environment=forged, python=forged, packages=(forged,), pip_packages=(forged,),
        channels=(f"https://h/{forged}",), distribution=forged,
    )  # fmt: skip
    told = describe(bench.plan, bench.session, bench.catalog, SIZES)
    assert not [line for line in told if not line.isprintable()]


def test_everything_outside_the_folder_is_named_and_nothing_where_nothing_is(bench: Bench) -> None:
    session = bench.session
    text = said(bench)
    for path in outside_paths(bench.plan, session.platform, session.home, session.environ):
        assert str(path) in text
    bench.plan = bench.plan.with_target(launchers=False)
    assert "Nothing else on this computer is changed." in said(bench)


def test_no_size_is_made_up(bench: Bench) -> None:
    text = said(bench, Sizes())
    assert "MB" not in text
    assert "to download" not in text


def test_the_figure_on_the_button_stands_in_the_description(bench: Bench) -> None:
    for missing in (None, 7_000_000, 300_000_000):
        sizes = replace(SIZES, missing=missing)
        (figure,) = re.findall(r"\((.*) to download\)", action_label(bench.plan, sizes))
        assert f"Still to download: {figure}" in said(bench, sizes)


def test_many_libraries_are_not_all_listed(bench: Bench) -> None:
    names = tuple(f"lib{number}" for number in range(40))
    bench.plan = bench.plan.with_workshop(packages=names)
    text = said(bench)
    assert "lib11 and 28 more" in text
    assert "lib12" not in text


def test_an_exact_list_and_an_unknown_distribution_are_told_too(bench: Bench) -> None:
    bench.plan = bench.plan.with_workshop(explicit=("a", "b"), distribution="other")
    text = said(bench)
    assert "2 exact packages" in text
    assert "The newest other is installed" in text


def test_the_button_names_the_action(bench: Bench) -> None:
    assert action_label(bench.plan, SIZES) == "Install (320 MB to download)"
    left = Sizes(100, 200, 3, missing=5_000_000)
    assert action_label(bench.plan, left) == "Install (5.0 MB to download)"
    assert action_label(bench.plan, Sizes()) == "Install"
    bench.plan = bench.plan.with_target(reuse=True)
    assert action_label(bench.plan, Sizes()) == "Create environment"


def test_what_is_different_on_this_platform_is_told(bench: Bench) -> None:
    here = bench.session.subdir
    for difference, words in (
        (Difference(here, ("scipy",), ("sympy",)), "left out scipy and took sympy instead"),
        (Difference(here, ("scipy",)), "left out scipy."),
        (Difference(here, (), ("sympy",)), "added sympy."),
    ):
        base = bench.plan
        bench.plan = plan_on(base.with_workshop(differences=(difference,)), here)
        assert words in said(bench)
        bench.plan = base
    assert "author" not in said(bench)


def test_packages_of_pip_are_told_without_checksums_and_with_the_place_of_their_files(
    bench: Bench,
) -> None:
    wheels = (
        LockedWheel("https://files.example.org/a-1-py3-none-any.whl", 1, "0" * 64),
        LockedWheel("./wheels/b-1-py3-none-any.whl", 1, "0" * 64),
    )
    lock = LockFile((PlatformLock("linux-64", "0" * 64, (), wheels),))
    wanted = (f"a==1 --hash=sha256:{'0' * 64}",)
    bench.plan = bench.plan.with_workshop(explicit=(), pip_packages=wanted, lock=lock)
    told = said(bench)
    assert "From PyPI: a==1." in told
    assert "come from: files.example.org, the workshop’s own folder." in told
    assert "sha256" not in told
