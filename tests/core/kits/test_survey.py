"""What a workshop comes to on each platform: real solving in a small channel for two systems."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.kits.survey import Surveyed, survey
from app.core.kits.survey_words import cells, total_sentence, trouble
from app.core.session import Session
from app.core.workshops.locking import LockFor, lock_workshop
from app.core.workshops.opening import open_workshop
from app.core.workshops.platform_changes import way_out_there
from app.errors import Cancelled
from tests.fakes.small_workshop import SUBDIRS, package, write_index


def surveyed(place: Path, session: Session, *subdirs: str) -> dict[str, Surveyed]:
    opened, begun = open_workshop(str(place), session, Cancel()), list[str]()
    asked = LockFor(subdirs or SUBDIRS)
    found = tuple(survey(opened, asked, session, Cancel(), begun.append))
    assert begun == [one.subdir for one in found] == list(asked.subdirs)
    return {one.subdir: one for one in found}


def edit(workshop: Path, before: str, after: str) -> None:
    file = workshop / "workshop.toml"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")


def test_each_platform_has_its_packages_its_download_and_its_room(
    workshop: Path, session: Session
) -> None:
    found = surveyed(workshop, session)
    for subdir in SUBDIRS:
        one = found[subdir]
        archives = [*(workshop / "channel" / subdir).glob("*.conda")]
        archives += (workshop / "channel" / "noarch").glob("*.conda")
        assert one.count == len(archives) == 4
        assert one.packages == sum(file.stat().st_size for file in archives)
        assert one.disk > one.packages
        assert one.possible
    said = total_sentence(tuple(found.values()))
    assert said == "The workshop can be installed on all 2 platforms."


def test_nothing_is_written_beside_the_workshop(workshop: Path, session: Session) -> None:
    before = sorted(workshop.rglob("*"))
    surveyed(workshop, session)
    assert sorted(workshop.rglob("*")) == before


def with_a_library_for_linux_only(workshop: Path) -> None:
    channel = workshop / "channel"
    records = [
        package(channel, "linux-64", "python", "3.12.1"),
        package(channel, "linux-64", "tiny", "1.0", "python", "shared"),
        package(channel, "linux-64", "fast", "1.0", "python"),
    ]
    write_index(channel, "linux-64", records)
    edit(workshop, '["tiny"]', '["tiny", "fast"]')


def test_a_library_that_one_platform_lacks_is_named_and_the_others_are_not_lost(
    workshop: Path, session: Session
) -> None:
    with_a_library_for_linux_only(workshop)
    found = surveyed(workshop, session)
    assert found["linux-64"].possible
    assert found["win-64"].absent == ("fast",)
    assert [way.title for way in found["win-64"].ways_out] == ["Do without fast"]
    assert "For linux-64 there is: fast." in trouble(found["win-64"])
    assert cells(found["win-64"])[:2] == ("win-64", "–")


def test_the_way_out_for_one_platform_is_one_and_the_others_keep_the_library(
    workshop: Path, session: Session
) -> None:
    with_a_library_for_linux_only(workshop)
    opened = open_workshop(str(workshop), session, Cancel())
    (way_out,) = surveyed(workshop, session)["win-64"].ways_out
    changed = way_out_there(opened.workshop, "win-64", way_out)
    assert changed is not None
    again = survey(
        replace(opened, workshop=changed), LockFor(SUBDIRS), session, Cancel(), lambda _subdir: None
    )
    assert [(one.possible, one.count) for one in again] == [(True, 5), (True, 4)]


def test_a_platform_without_conda_and_without_libraries_tells_both(
    workshop: Path, session: Session
) -> None:
    one = surveyed(workshop, session, "osx-arm64")["osx-arm64"]
    assert "There is no Small 1.0 for macOS (arm64)." in trouble(one)
    assert "python" in one.absent
    assert (
        total_sentence([one])
        == "The workshop cannot be installed on: macOS, Apple chip (osx-arm64)."
    )


def test_a_lock_file_that_answers_is_taken(workshop: Path, session: Session) -> None:
    opened = open_workshop(str(workshop), session, Cancel())
    lock_workshop(opened, LockFor(SUBDIRS), session, Cancel(), lambda _subdir: None)
    found = surveyed(workshop, session)
    assert all(one.locked for one in found.values())
    edit(workshop, '["tiny"]', '["tiny", "shared"]')
    assert not any(one.locked for one in surveyed(workshop, session).values())


def test_it_stops_when_it_is_asked(workshop: Path, session: Session) -> None:
    cancel = Cancel()
    opened = open_workshop(str(workshop), session, cancel)
    going = survey(opened, LockFor(SUBDIRS), session, cancel, lambda _subdir: None)
    next(going)
    cancel.set()
    with pytest.raises(Cancelled):
        next(going)
