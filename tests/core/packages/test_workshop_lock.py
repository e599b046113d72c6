"""A workshop's lock answers its own wish only, wherever the kit lies; else it says why not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.accelerator import Choice
from app.core.packages import lock as locks
from app.core.packages.lock import Lock, LockedPackage
from app.core.packages.solve import wish_elsewhere, wish_for
from app.core.packages.workshop_lock import (
    explicit_for_people,
    for_file,
    given_lock,
    known_lock,
    lock_findings,
)
from app.core.plan import Plan, Target, Workshop
from app.core.workshops.lock_file import LockFile
from app.errors import PlanInvalid

MD5, SHA256 = "0123456789abcdef" * 2, "0123456789abcdef" * 4
LINUX = "linux-64"


def plan_at(folder: str) -> Plan:
    workshop = Workshop(packages=("numpy",), channels=("./channel", "conda-forge"))
    return Plan(workshop, Target(Path("/x"), source=folder))


def lock_at(plan: Plan, subdir: str = LINUX) -> Lock:
    wish = wish_for(plan, subdir)
    packages = tuple(
        LockedPackage(name, "1.0", "0", sub, f"{channel}/{sub}/{name}-1.0-0.conda", 9, SHA256, MD5)
        for name, sub, channel in (
            ("python", subdir, wish.channels[0]),
            ("numpy", subdir, wish.channels[0]),
            ("pip", "noarch", wish.channels[1]),
        )
    )
    return Lock(wish.key, subdir, packages)


def locked(plan: Plan, *subdirs: str) -> Plan:
    """The plan with a lock file for these platforms."""
    platforms = tuple(for_file(lock_at(plan, sub), wish_elsewhere(plan, sub)) for sub in subdirs)
    return plan.with_workshop(lock=LockFile(platforms))


def rules(plan: Plan, subdir: str = LINUX) -> list[str]:
    return [finding.rule for finding in lock_findings(plan, subdir)]


def test_the_same_kit_elsewhere_has_the_same_lock_with_its_own_addresses() -> None:
    made = locked(plan_at("/usb/kit"), LINUX)
    moved = made.with_target(source="/home/me/kit")
    found = given_lock(moved.workshop.lock, wish_for(moved, LINUX))
    assert found == lock_at(plan_at("/home/me/kit"))
    assert found.packages[0].url.startswith("file:///home/me/kit/channel/")
    served = made.with_target(source="https://school.example/kit")
    found = given_lock(served.workshop.lock, wish_for(served, LINUX))
    assert found is not None
    assert found.packages[0].url.startswith("https://school.example/kit/channel/")
    assert found.packages[2].url.startswith("https://conda.anaconda.org/conda-forge/")


@pytest.mark.parametrize(
    "changes",
    [
        {"packages": ("numpy", "scipy")},
        {"packages": ("numpy=1.0",)},
        {"python": "3.12"},
        {"channels": ("./channel",)},
        {"channels": ("conda-forge", "./channel")},
    ],
)
def test_other_wishes_are_not_answered_and_that_is_told(changes: dict[str, object]) -> None:
    plan = locked(plan_at("/kit"), LINUX)
    assert rules(plan) == []
    other = plan.with_workshop(**changes)
    assert given_lock(other.workshop.lock, wish_for(other, LINUX)) is None
    assert rules(other) == ["lock_other"]


def test_a_lock_for_another_platform_only_is_told_and_not_used() -> None:
    plan = locked(plan_at("/kit"), "win-64", "osx-arm64")
    assert given_lock(plan.workshop.lock, wish_for(plan, LINUX)) is None
    (finding,) = lock_findings(plan, LINUX)
    assert finding.rule == "lock_elsewhere"
    assert "win-64, osx-arm64" in finding.sentence
    assert finding.remedy
    assert rules(plan, "") == [], "the platform is not known yet"


def test_a_lock_file_with_a_problem_is_a_warning_about_the_lock() -> None:
    plan = plan_at("/kit").with_workshop(lock=LockFile(problem="It is cut.", remedy="Mend it."))
    (finding,) = lock_findings(plan, LINUX)
    assert (finding.field, finding.level) == ("workshop.lock", "warn")
    assert finding.remedy == "Mend it."


def test_a_lock_that_lacks_what_is_wanted_is_not_used() -> None:
    plan = plan_at("/kit")
    wish = wish_for(plan, LINUX)
    whole = for_file(lock_at(plan), wish)
    lacking = replace(whole, files=tuple(f for f in whole.files if "numpy" not in f.url))
    assert given_lock(LockFile((lacking,)), wish) is None


def test_a_lock_whose_fingerprint_is_forged_brings_no_package_from_elsewhere() -> None:
    plan = locked(plan_at("/kit"), LINUX)
    other = plan.with_workshop(channels=("conda-forge",))
    (made,) = plan.workshop.lock.platforms
    forged = replace(made, fingerprint=wish_for(other, LINUX).key)
    assert given_lock(LockFile((forged,)), wish_for(other, LINUX)) is None


def test_the_workshops_lock_comes_before_a_kept_one_unless_that_replaces_it(
    tmp_path: Path,
) -> None:
    plan = locked(plan_at("/kit"), LINUX)
    wish = wish_for(plan, LINUX)
    given = lock_at(plan)
    kept = replace(given, packages=given.packages[::-1])
    locks.save(kept, tmp_path)
    assert known_lock(plan, wish, tmp_path) == given
    locks.save(replace(kept, instead_of=given.digest), tmp_path)
    assert known_lock(plan, wish, tmp_path) == replace(kept, instead_of=given.digest)


def test_a_kept_lock_of_a_kit_that_has_moved_is_not_used(tmp_path: Path) -> None:
    plan = plan_at("/kit")
    locks.save(lock_at(plan), tmp_path)
    assert known_lock(plan, wish_for(plan, LINUX), tmp_path) == lock_at(plan)
    moved = plan_at("/elsewhere")
    assert known_lock(moved, wish_for(moved, LINUX), tmp_path) is None


def test_a_graphics_card_changes_the_solving_but_not_the_fingerprint() -> None:
    plan = plan_at("/kit")
    assert wish_for(plan, LINUX, Choice(cuda="12.8")) != wish_for(plan, LINUX)
    assert wish_for(plan, LINUX, Choice(cuda="12.8")).key == wish_elsewhere(plan, LINUX).key


def test_what_readers_would_refuse_is_not_written() -> None:
    plan = plan_at("/kit")
    lock = lock_at(plan)
    for changes in ({"sha256": ""}, {"size": None}, {"url": "https://x/linux-64/a-1-0.conda"}):
        changed = replace(lock.packages[0], **changes)
        with pytest.raises(PlanInvalid) as caught:
            for_file(replace(lock, packages=(changed,)), wish_for(plan, LINUX))
        assert caught.value.remedy


def test_the_explicit_file_for_people_has_md5_or_none() -> None:
    plan = plan_at("/kit")
    platform = for_file(lock_at(plan), wish_for(plan, LINUX))
    text = explicit_for_people(platform, "# from me\n")
    assert text.splitlines()[:3] == [
        "# from me",
        "@EXPLICIT",
        f"./channel/linux-64/numpy-1.0-0.conda#{MD5}",
    ]
    bare = replace(platform, files=(replace(platform.files[0], md5=""),))
    assert "#" not in explicit_for_people(bare, "").replace("# ", "")
