"""Download: distribution, version, licence, and how the transfer is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from app.core.finding import Finding, Level
from app.core.plan import Plan
from app.core.session import Session
from app.errors import NoNetwork
from app.gui.known import Download, Known, Transfer
from app.gui.pages.download import DownloadPage
from app.gui.widgets import Icon
from tests.gui.conftest import texts_of


@pytest.fixture
def page(session: Session, plan: Plan, known: Known, qtbot: QtBot) -> DownloadPage:
    made = DownloadPage(session, plan, known)
    qtbot.addWidget(made)
    made.retranslate()
    made.show_plan(plan)
    made.learn(known)
    made.show()
    return made


def button(page: DownloadPage, text: str) -> QPushButton:
    (found,) = [
        each
        for each in page.findChildren(QPushButton)
        if each.isVisible() and each.text().replace("&", "") == text
    ]
    return found


def test_both_distributions_are_offered_and_anaconda_is_explained(page: DownloadPage) -> None:
    shown = texts_of(page)
    assert "Anaconda, Inc.: The small" in shown
    assert "conda-forge community: The same conda" in shown
    assert "“Anaconda” is not offered" not in shown
    page.compare.click()
    assert "“Anaconda” is not offered" in texts_of(page)


def test_choosing_another_distribution_withdraws_the_licence_and_its_download_waits_for_that(
    page: DownloadPage, plan: Plan, qtbot: QtBot
) -> None:
    accepted = plan.with_target(licence_accepted=True)
    page.show_plan(accepted)
    with qtbot.assertNotEmitted(page.start_asked), qtbot.waitSignal(page.edited):
        page.ways["miniforge"].click()
    changed = page.read_plan(accepted)
    assert changed.workshop.distribution == "miniforge"
    assert not changed.target.licence_accepted


def test_a_cache_that_cannot_be_used_is_told_where_the_download_begins(
    page: DownloadPage, known: Known
) -> None:
    stop = Finding("target.cache", Level.STOP, "cache_not_writable", "It cannot be written.")
    page.learn(replace(known, findings=(stop,)))
    assert "It cannot be written." in texts_of(page)
    assert not page.isComplete()


def test_the_folder_is_named_after_the_distribution_unless_the_person_chose_it(
    page: DownloadPage, plan: Plan, session: Session
) -> None:
    suggested = plan.with_target(folder=session.recommended_folder(plan.workshop))
    page.show_plan(suggested)
    page.ways["miniforge"].click()
    assert page.read_plan(suggested).target.folder.name == "miniforge3"
    own = plan.with_target(folder=session.home / "mine")
    assert page.read_plan(own).target.folder.name == "mine"


def test_ticking_accepts_the_licence_and_starts_the_download(
    page: DownloadPage, plan: Plan, qtbot: QtBot
) -> None:
    assert not page.read_plan(plan).target.licence_accepted
    with qtbot.waitSignals([page.edited, page.start_asked]):
        page.accept_box.click()
    assert page.read_plan(plan).target.licence_accepted


def test_next_is_blocked_and_explained_until_the_licence_is_accepted(
    page: DownloadPage, known: Known
) -> None:
    licence = Finding("target.licence_accepted", Level.STOP, "licence", "Not accepted.")
    page.learn(replace(known, findings=(licence,)))
    assert not page.isComplete()
    assert page.hint() == "To go on, accept the terms."
    page.learn(known)
    assert page.isComplete()
    assert page.hint() == ""


def test_what_else_stops_is_named_before_the_terms(page: DownloadPage, known: Known) -> None:
    licence = Finding("target.licence_accepted", Level.STOP, "licence", "Not accepted.")
    cache = Finding("target.cache", Level.STOP, "cache_not_writable", "It cannot be written.")
    page.learn(replace(known, findings=(licence, cache)))
    assert page.hint() == "To go on, the problem shown above must be solved."


def test_nothing_can_be_downloaded_before_the_terms_are_accepted(
    page: DownloadPage, plan: Plan, known: Known
) -> None:
    assert not button(page, "Download now").isEnabled()
    assert "as soon as you have accepted the terms" in texts_of(page)
    page.show_plan(plan.with_target(licence_accepted=True))
    page.learn(known)
    assert button(page, "Download now").isEnabled()
    assert "accepted the terms" not in texts_of(page.transfer)


class Browser(QObject):
    """Takes the addresses that would go to the web browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


def test_the_address_of_the_terms_is_in_sight_and_opens_in_the_browser(page: DownloadPage) -> None:
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]
    try:
        button(page, "Full text: https://www.anaconda.com/legal").click()
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert browser.opened == ["https://www.anaconda.com/legal"]


def test_a_failed_download_bears_a_warning_and_says_that_one_can_go_on(
    page: DownloadPage, known: Known
) -> None:
    failed = Download(Transfer.FAILED, error=NoNetwork("Cut.", "Look at the cable."))
    page.learn(replace(known, download=failed))
    signs = [icon for icon in page.transfer.findChildren(Icon) if icon.isVisible()]
    assert [sign.accessibleName() for sign in signs] == ["Warning"]
    assert "You can also press Next" in texts_of(page)
    page.learn(replace(known, download=Download(Transfer.DONE)))
    assert not [icon for icon in page.transfer.findChildren(Icon) if icon.isVisible()]


def test_the_versions_of_this_computer_are_offered(page: DownloadPage, known: Known) -> None:
    assert known.catalog is not None
    offered = [page.versions.itemData(n) for n in range(page.versions.count())]
    assert offered[0] == "latest"
    assert set(known.catalog.versions("miniconda", "linux", "x86_64")) <= set(offered)


def test_a_running_transfer_shows_bytes_speed_and_time(page: DownloadPage, known: Known) -> None:
    running = Download(Transfer.RUNNING, 45_000_000, 150_000_000, 5_000_000, 21)
    page.learn(replace(known, download=running))
    assert "45 MB of 150 MB, 5.0 MB/s, about 21 seconds left" in texts_of(page)
    assert page.transfer.findChildren(QProgressBar)[0].value() == 300


def test_a_transfer_of_unknown_size_moves_instead_of_inventing_a_share(
    page: DownloadPage, known: Known
) -> None:
    page.learn(replace(known, download=Download(Transfer.RUNNING, 45_000_000)))
    bar = page.transfer.findChildren(QProgressBar)[0]
    assert (bar.minimum(), bar.maximum()) == (0, 0)


def test_pause_resume_cancel_and_another_try_can_be_asked_for(
    page: DownloadPage, known: Known, qtbot: QtBot
) -> None:
    page.learn(replace(known, download=Download(Transfer.RUNNING, 1, 2)))
    with qtbot.waitSignal(page.transfer.pause_asked):
        button(page, "Pause").click()
    with qtbot.waitSignal(page.transfer.discard_asked):
        button(page, "Cancel download").click()
    page.learn(replace(known, download=Download(Transfer.PAUSED, 1, 2)))
    with qtbot.waitSignal(page.transfer.start_asked):
        button(page, "Resume download").click()
    failed = Download(Transfer.FAILED, error=NoNetwork("Cut.", "Look at the cable."))
    page.learn(replace(known, download=failed))
    assert "Look at the cable." in texts_of(page)
    with qtbot.waitSignal(page.transfer.start_asked):
        button(page, "Try again").click()


def test_the_focus_stays_on_pause_while_it_stops(
    page: DownloadPage, known: Known, qtbot: QtBot
) -> None:
    page.learn(replace(known, download=Download(Transfer.RUNNING, 1, 2)))
    pause = button(page, "Pause")
    pause.setFocus()
    page.learn(replace(known, download=Download(Transfer.RUNNING, 1, 2, stopping=True)))
    assert pause.hasFocus()
    with qtbot.assertNotEmitted(page.transfer.pause_asked):
        pause.click()


def test_with_an_existing_conda_nothing_is_downloaded(
    page: DownloadPage, plan: Plan, known: Known
) -> None:
    page.show_plan(plan.with_target(reuse=True))
    page.learn(known)
    assert page.transfer.isHidden()
