"""What limits a run is told from measured sums, on a clock that the test turns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.network.download import Downloader
from app.core.network.meter import Traffic
from app.core.run.limit import Backlog, Cause, Limit, Work
from app.core.run.limit_watch import LimitWatch
from app.core.run.limit_words import limit_text
from tests.fakes import faults
from tests.fakes.downloads import PATH, wanted
from tests.fakes.fault_server import FaultServer

MB = 1_000_000


@dataclass
class Line:
    """A clock and a line on which the test lets bytes come."""

    now: float = 100.0
    traffic: Traffic = field(default_factory=Traffic)
    watch: LimitWatch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = LimitWatch(lambda: self.traffic, lambda: self.now)

    def goes_on(
        self,
        seconds: int,
        received: int = 0,
        copied: int = 0,
        writing: float = 0.1,
    ) -> Limit | None:
        """So many seconds with so many bytes each, `writing` the share spent on them."""
        limit = None
        for _second in range(seconds):
            self.now += 1
            self.traffic = replace(
                self.traffic,
                received=self.traffic.received + received,
                copied=self.traffic.copied + copied,
                waited=self.traffic.waited + 1 - writing,
                writing=self.traffic.writing + writing,
            )
            limit = self.watch.look()
        return limit


@pytest.fixture
def line() -> Line:
    made = Line()
    made.watch.at_work("fetch", Work.FETCHING)
    return made


def cause(limit: Limit | None) -> Cause | None:
    return limit.cause if limit else None


def test_bytes_that_come_and_are_kept_up_with_mean_the_download_limits(line: Line) -> None:
    limit = line.goes_on(4, received=5 * MB)
    assert limit is not None
    assert limit.rate == pytest.approx(5 * MB)
    assert limit_text(limit) == "Limited by the download (5.0 MB/s)"


def test_nothing_is_claimed_before_anything_was_measured(line: Line) -> None:
    assert line.watch.look() is None
    assert line.goes_on(2) is None


def test_a_line_on_which_nothing_comes_is_told_after_three_seconds(line: Line) -> None:
    assert cause(line.goes_on(4)) is Cause.NOTHING_ARRIVES


def test_archives_that_pile_up_mean_the_disk_limits_and_how_many_wait(line: Line) -> None:
    backlog = Backlog(archives=12, bytes=60 * MB, to_come=20 * MB, rate=3.0 * MB)
    line.watch.at_work("fetch", Work.FETCHING, backlog)
    text = limit_text(line.goes_on(4, received=5 * MB))
    assert text == "Limited by the disk: 12 packages wait to be unpacked"


def test_unpacking_that_computes_most_of_its_time_is_the_processor_s_business(line: Line) -> None:
    backlog = Backlog(archives=1, bytes=60 * MB, to_come=0, rate=3.0 * MB, computing=0.9)
    line.watch.at_work("fetch", Work.UNPACKING, backlog)
    text = limit_text(line.watch.look())
    assert text == "Limited by the processor: 1 package waits to be unpacked"


def test_a_few_waiting_archives_do_not_limit_while_unpacking_is_faster(line: Line) -> None:
    backlog = Backlog(archives=2, bytes=4 * MB, to_come=500 * MB, rate=30.0 * MB)
    line.watch.at_work("fetch", Work.FETCHING, backlog)
    assert cause(line.goes_on(4, received=5 * MB)) is Cause.DOWNLOAD


@pytest.mark.parametrize(("rate", "behind"), [(3.0 * MB, True), (30.0 * MB, False), (None, False)])
def test_where_the_size_is_unknown_the_speeds_decide(rate: float | None, behind: bool) -> None:
    backlog = Backlog(archives=5, bytes=10 * MB, to_come=None, rate=rate)
    assert backlog.outlasts(5.0 * MB) is behind


def test_workers_that_write_longer_than_they_wait_mean_this_computer_limits(line: Line) -> None:
    assert cause(line.goes_on(4, received=5 * MB, writing=0.8)) is Cause.WRITING


def test_files_of_a_kit_are_copied_not_downloaded(line: Line) -> None:
    text = limit_text(line.goes_on(4, copied=80 * MB))
    assert text == "Limited by the disk: files are copied at 80 MB/s"


def test_what_was_there_before_is_checked_not_downloaded(line: Line) -> None:
    line.goes_on(1)
    line.watch.counted("fetch", 100 * MB)
    assert cause(line.goes_on(1)) is Cause.READING_AGAIN


def test_while_conda_works_too_the_download_is_not_said_to_limit(line: Line) -> None:
    line.watch.at_work("create", Work.LINKING)
    text = limit_text(line.goes_on(4, received=5 * MB))
    assert text == "Downloading at 5.0 MB/s while conda works"


def test_conda_alone_leaves_the_network_idle(line: Line) -> None:
    line.watch.ended("fetch")
    line.watch.at_work("create", Work.LINKING)
    assert limit_text(line.watch.look()) == "conda is linking files; the network is idle"


def test_the_network_is_not_called_idle_while_versions_are_chosen(line: Line) -> None:
    line.watch.at_work("fetch", Work.SOLVING)
    line.watch.at_work("install", Work.INSTALLING)
    assert "idle" not in limit_text(line.watch.look())


def test_a_new_cause_is_believed_only_when_it_lasts(line: Line) -> None:
    line.goes_on(4, received=5 * MB)
    line.watch.at_work("fetch", Work.UNPACKING, Backlog(archives=1))
    line.now += 0.1
    assert cause(line.watch.look()) is Cause.DOWNLOAD
    line.now += 2
    assert cause(line.watch.look()) is Cause.UNPACKING_DISK


def test_when_nothing_is_at_work_any_more_nothing_limits(line: Line) -> None:
    line.goes_on(4, received=5 * MB)
    line.watch.ended("fetch")
    assert line.watch.look() is None


@pytest.mark.parametrize("each", Cause)
def test_every_cause_has_a_sentence_of_its_own(each: Cause) -> None:
    others = {limit_text(Limit(other, 1.0, 2)) for other in Cause if other is not each}
    assert limit_text(Limit(each, 1.0, 2)) not in others | {""}


def test_disk_and_processor_are_not_told_apart_while_conda_takes_its_share(line: Line) -> None:
    line.watch.at_work("create", Work.LINKING)
    line.watch.at_work("fetch", Work.UNPACKING, Backlog(archives=9, computing=0.9))
    assert limit_text(line.watch.look()) == "9 packages wait to be unpacked while conda works"


def test_a_real_download_over_a_slow_line_is_limited_by_the_line(
    server: FaultServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.always(PATH, faults.drip(1_500_000))
    watch, limits = LimitWatch(lambda: downloader.traffic), []
    watch.at_work("fetch", Work.FETCHING)

    def told(done: int, _total: int | None) -> None:
        watch.counted("fetch", done)
        limits.append(watch.look())

    downloader.fetch(wanted(tmp_path, server.url + PATH), Cancel(), told)
    found = [limit for limit in limits if limit]
    assert {limit.cause for limit in found} == {Cause.DOWNLOAD}
    assert 700_000 < (found[-1].rate or 0) < 2_000_000
