"""A text is added or only searched for; the practice kit's channel is really asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.catalog.installers import built_in
from app.core.libraries.searching import (
    facts_of,
    index_reader,
    index_sentence,
    meant_by,
    read_index,
)
from app.core.network.download import Downloader
from app.core.packages.channel_index import ChannelIndex, ReadIndex
from app.core.packages.search import PackageSearch
from app.core.session import Session
from app.core.workshops.opening import open_workshop
from app.errors import PlanInvalid
from app.platforms import named
from tests.fakes.bench import SUBDIR

READ = ReadIndex(ChannelIndex(("numpy", "tqdm", "pictures")))


@pytest.fixture
def session(tmp_path: Path, downloader: Downloader) -> Session:
    return Session(named("linux"), downloader, tmp_path / "cache", tmp_path, {}, built_in())


@pytest.mark.parametrize(
    ("text", "packages"),
    [
        ("numpy", ("numpy",)),
        ("sklearn", None),
        ("numpy tqdm", ("numpy", "tqdm")),
        ("numpy pictures of cats", None),
        ("numpy, nobody-knows", ("numpy", "nobody-knows")),
        ("numpy >=2", ("numpy>=2",)),
        ("conda install numpy", ("numpy",)),
        ("nobody-knows", None),
        ("", None),
    ],
)
def test_names_that_exist_are_added_and_questions_are_not(
    text: str, packages: tuple[str, ...] | None
) -> None:
    meant = meant_by(text, PackageSearch(READ))
    assert (None if meant is None else meant.packages) == packages


def test_a_word_that_nobody_can_look_up_may_be_a_package() -> None:
    meant = meant_by("nobody-knows", PackageSearch())
    assert meant is not None
    assert meant.packages == ("nobody-knows",)
    assert meant_by("draws pictures", PackageSearch()) is None


def test_a_wrong_word_among_several_is_told() -> None:
    with pytest.raises(PlanInvalid):
        meant_by("numpy; rm -rf /home", PackageSearch(READ))


def test_the_practice_channel_tells_its_packages_and_their_sizes(
    session: Session, practice_kit: Path
) -> None:
    opened = open_workshop(str(practice_kit), session, Cancel())
    plan = session.opened(opened.workshop, opened.source)
    read = read_index(session, plan, SUBDIR, Cancel())
    assert read.index is not None
    assert {"numpy", "pandas", "anyio"} <= set(read.index.names)
    assert index_sentence(read) == ""
    facts = facts_of(index_reader(session, plan, SUBDIR, Cancel()), ["numpy", "pytorch"], "3.11")
    assert list(facts) == ["numpy"]
    size = facts["numpy"].size
    assert size is not None
    assert size > 1_000_000


def test_a_channel_that_cannot_be_asked_is_told_in_one_sentence(
    session: Session, tmp_path: Path
) -> None:
    plan = session.new_plan().with_workshop(channels=((tmp_path / "nothing").as_uri(),))
    read = read_index(session, plan, SUBDIR, Cancel())
    assert read.index is None
    assert index_sentence(read).startswith("No answer from the channel")
    assert facts_of(index_reader(session, plan, SUBDIR, Cancel()), ["numpy"], "") == {}
