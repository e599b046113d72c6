"""Every reason why a plan cannot, or should not, be carried out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.checks.check import Surroundings, check
from app.core.conda import marker
from app.core.files.volume import Volume
from app.core.finding import Finding, Level
from app.core.machine.facts import Machine
from app.core.machine.folder import FolderFacts
from app.core.packages.disk_need import DriveNeed
from app.core.packages.sizes import Sizes
from app.core.run.journal import Journal, Owner
from app.paths import workspace_for
from app.platforms import named
from app.platforms.base import OsFacts
from tests.fakes.bench import Bench
from tests.fakes.downloads import as_root


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    made.plan = made.plan.with_workshop(explicit=(), packages=("numpy",))
    return made


def found(bench: Bench, around: Surroundings | None = None) -> dict[str, Finding]:
    """The findings by rule."""
    platform = bench.session.platform
    args = (bench.plan, bench.machine, platform, bench.catalog)
    findings = check(*args, around) if around else check(*args)
    assert all(finding.sentence and finding.remedy for finding in findings if finding.level in
               (Level.STOP, Level.WARN))  # fmt: skip
    return {finding.rule: finding for finding in findings}


def stops(bench: Bench) -> set[str]:
    return {rule for rule, finding in found(bench).items() if finding.level is Level.STOP}


def test_a_good_plan_has_no_stop(bench: Bench) -> None:
    assert stops(bench) == set()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"distribution": "anakonda"}, "no_installer"),
        ({"distribution_version": "1.0"}, "no_installer"),
        ({"environment": "my env"}, "environment_name"),
        ({"environment": "a/b"}, "environment_name"),
        ({"environment": "a:b"}, "environment_name"),
        ({"environment": "a#b"}, "environment_name"),
        ({"environment": "base"}, "environment_name"),
        ({"python": "two"}, "python_version"),
        ({"python": "2.7"}, "python_version"),
        ({"python": "3.12; rm"}, "python_version"),
        ({"packages": ("numpy", "--yes")}, "spec"),
        ({"packages": ("git+https://x",)}, "spec"),
        ({"pip_packages": ("--index-url=x",)}, "pip_spec"),
        ({"pip_packages": ("a\nb",)}, "pip_spec"),
        ({"pip_packages": ("a==1 --hash=sha256:short",)}, "pip_spec"),
        ({"pip_packages": (f"a>=1 --hash=sha256:{'0' * 64}",)}, "pip_spec"),
        ({"channels": ()}, "no_channels"),
        ({"channels": ("not a channel",)}, "channel"),
        ({"channels": ("../up",)}, "channel"),
    ],
)
def test_each_bad_answer_is_stopped_by_its_rule(
    bench: Bench, change: dict[str, object], rule: str
) -> None:
    bench.plan = bench.plan.with_workshop(**change)
    assert rule in stops(bench)


def test_a_kit_without_its_channel_is_stopped_unless_its_environment_is_there(
    bench: Bench,
) -> None:
    bench.plan = bench.plan.with_workshop(channels=("./channel",))
    assert "channel_missing" in stops(bench)
    complete = Surroundings(owner=lambda _prefix, _base: Owner.COMPLETE)
    assert "channel_missing" not in found(bench, complete)


def test_the_licence_is_accepted_by_the_person_or_not_at_all(bench: Bench) -> None:
    bench.plan = bench.plan.with_target(licence_accepted=False)
    assert "licence" in stops(bench)
    bench.plan = bench.plan.with_target(reuse=True)
    assert "licence" not in stops(bench)


def test_anacondas_channels_need_their_terms_to_be_accepted(bench: Bench) -> None:
    bench.plan = bench.plan.with_workshop(channels=("defaults",)).with_target(
        licence_accepted=False
    )
    assert "anaconda_terms" in stops(bench)
    bench.plan = bench.plan.with_target(licence_accepted=True)
    assert found(bench)["anaconda_terms"].level is Level.WARN


def test_an_explicit_list_needs_no_channel(bench: Bench) -> None:
    bench.plan = bench.plan.with_workshop(channels=(), packages=(), explicit=("x",))
    assert stops(bench) == set()


def test_nothing_chosen_is_only_a_note(bench: Bench) -> None:
    bench.plan = bench.plan.with_workshop(packages=())
    assert found(bench)["no_libraries"].level is Level.NOTE


@pytest.mark.parametrize(
    ("libc", "stopped"),
    [
        ("glibc 2.27", True),
        ("glibc 2.28", False),
        ("glibc 2.41-1", False),
        ("", False),
        ("musl", False),
    ],
)
def test_a_system_that_is_too_old_is_told_what_else_there_is(
    bench: Bench, libc: str, stopped: bool
) -> None:
    bench.machine = replace(bench.machine, os=OsFacts("linux", "Debian", "10", libc))
    assert ("glibc" in stops(bench)) is stopped


def test_what_is_unknown_never_blocks(bench: Bench) -> None:
    bench.machine = Machine(family="linux")
    assert stops(bench) == set()


def test_a_folder_with_files_is_stopped_but_not_if_the_work_is_ours(bench: Bench) -> None:
    folder = bench.plan.target.folder
    (folder / "conda-meta").mkdir(parents=True)
    (folder / "conda-meta" / "history").write_text("")
    assert stops(bench)
    journal = Journal(workspace_for(folder))
    folder.rename(folder.with_name("away"))
    journal.begin(folder)
    folder.with_name("away").rename(folder)
    assert stops(bench) == set()
    journal.complete(folder)
    assert stops(bench) == set()


def test_an_environment_of_somebody_else_is_stopped_ours_is_not(bench: Bench) -> None:
    bench.plan = bench.plan.with_target(reuse=True)
    prefix = bench.plan.environment_prefix
    prefix.mkdir(parents=True)
    assert "environment_exists" in stops(bench)
    prefix.rmdir()
    journal = Journal(workspace_for(bench.plan.target.folder))
    journal.begin(prefix)
    prefix.mkdir()
    assert "environment_exists" not in stops(bench), "unfinished: it will be made anew"
    journal.complete(prefix)
    marker.write(bench.plan)
    assert "environment_exists" not in stops(bench), "it answers this plan"
    bench.plan = bench.plan.with_workshop(packages=("scipy",))
    assert "environment_exists" in stops(bench), "complete, but for another plan"


def test_a_run_that_stopped_before_pip_is_no_dead_end(bench: Bench) -> None:
    bench.plan = bench.plan.with_workshop(pip_packages=("requests",))
    prefix = bench.plan.environment_prefix
    journal = Journal(workspace_for(bench.plan.target.folder))
    journal.begin(prefix)
    prefix.mkdir(parents=True)
    marker.write_conda_part(bench.plan)
    assert "environment_exists" not in stops(bench)


def test_a_conda_to_use_again_must_be_there(bench: Bench) -> None:
    bench.plan = bench.plan.with_target(reuse=True)
    assert "no_conda" in stops(bench)
    there = Surroundings(look=lambda folder, _sync: FolderFacts(folder, is_conda=True))
    assert "no_conda" not in found(bench, there)


def nobodys(_prefix: Path, _base: Path) -> Owner:
    return Owner.ABSENT


def test_too_little_space_counts_what_the_plan_still_needs_there(bench: Bench) -> None:
    def look(folder: Path, _sync: object) -> FolderFacts:
        return FolderFacts(folder, writable=True, free_bytes=3_000_000_000)

    large = DriveNeed(Volume(1, "/"), target=True, unpacked=2_900_000_000)
    small = replace(large, unpacked=100_000_000)
    for reuse in (False, True):
        bench.plan = bench.plan.with_target(reuse=reuse)
        fits = found(bench, Surroundings(look, nobodys, Sizes(drives=(small,))))
        too_big = found(bench, Surroundings(look, nobodys, Sizes(drives=(large,))))
        assert "no_space" not in fits
        assert too_big["no_space"].level is Level.STOP
        assert "3.0 GB" in too_big["no_space"].sentence, "with the reserve it does not fit"


def test_a_cache_on_a_drive_of_its_own_needs_room_there_too(bench: Bench, tmp_path: Path) -> None:
    target = DriveNeed(Volume(1, "/"), target=True, unpacked=1)
    cache = DriveNeed(Volume(2, "/small", free=50_000_000), cache=True, archives=60_000_000)
    sizes = Sizes(drives=(target, cache))
    finding = found(bench, Surroundings(sizes=sizes, cache=tmp_path / "cache"))["no_space"]
    assert (finding.field, finding.level) == ("target.cache", Level.STOP)
    assert "63 MB" in finding.sentence
    assert "/small" in finding.sentence
    assert "SEEDBED_HOME" in finding.remedy


@pytest.mark.parametrize(
    ("options", "rule"), [("ro", "cache_not_writable"), ("size=4k,nr_inodes=1", "no_space")]
)
def test_a_cache_that_cannot_be_written_stops_before_anything_is_done(
    bench: Bench, tmp_path: Path, options: str, rule: str
) -> None:
    cache = tmp_path / "drive"
    cache.mkdir()
    as_root(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(cache)])
    try:
        finding = found(bench, Surroundings(cache=cache / "cache"))[rule]
    finally:
        as_root(["umount", "-l", str(cache)])
    assert (finding.field, finding.level) == ("target.cache", Level.STOP)
    assert str(cache / "cache") in finding.sentence


@pytest.mark.parametrize("family", ["windows", "macos", "linux"])
def test_a_plan_can_be_checked_for_any_system_from_any_system(bench: Bench, family: str) -> None:
    findings = check(bench.plan, Machine(family=family), named(family), bench.catalog)
    assert isinstance(findings, tuple)
    assert all(
        finding.field.split(".")[0] in ("target", "workshop", "machine") for finding in findings
    )
