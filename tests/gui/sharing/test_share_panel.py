"""The instructor's panel: it really shares, shows where, and ends when it is told to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import requests
from PySide6.QtWidgets import QTableWidgetItem
from pytestqt.qtbot import QtBot

from app.core.cancel import Cancel
from app.core.kits.making import Workbench, make_kit
from app.core.proof.code import Outcome, ProofCode
from app.core.proof.coding import Belongs, workshop_mark
from app.core.session import Session
from app.core.sharing.board import Board, Row, Verdict
from app.core.sharing.messages import Phase, Progress, write_progress
from app.core.sharing.share import How
from app.core.workshops.locking import LockFor
from app.core.workshops.opening import open_workshop
from app.gui.sharing.share_panel import SharePanel
from app.i18n import set_language
from tests.fakes.bench import Bench
from tests.fakes.small_workshop import make_workshop

HERE = How(ports=(0,), at="127.0.0.1", announce=False)
RUN = "0123456789abcdef" * 2
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    opened = open_workshop(
        str(make_workshop(folder / "workshop")), Bench(folder / "bench").session, Cancel()
    )
    bench = Workbench(Bench(folder / "bench").session, Cancel(), lambda _event: None)
    return make_kit(opened, LockFor(("linux-64",)), folder / "kit", bench).folder


@pytest.fixture
def kit(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished, tmp_path / "kit"))


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> SharePanel:
    made = SharePanel(session, HERE)

    def end(_panel: object) -> None:
        made.stop()
        qtbot.waitUntil(lambda: not made.busy)

    qtbot.addWidget(made, before_close_func=end)
    made.resize(800, 500)
    made.show()
    return made


def start(panel: SharePanel, kit: Path, qtbot: QtBot) -> None:
    panel.show_kit(kit)
    with qtbot.waitSignal(panel.changed, timeout=10_000):
        panel.start_button.click()


def texts(panel: SharePanel) -> list[list[str]]:
    table = panel.table
    return [
        [item(panel, row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def item(panel: SharePanel, row: int, column: int) -> QTableWidgetItem:
    found = panel.table.item(row, column)
    assert found is not None
    return found


def test_without_a_kit_there_is_nothing_to_share(panel: SharePanel) -> None:
    assert not panel.start_button.isEnabled()
    assert not panel.qr.isVisible()


def test_it_shares_the_kit_and_shows_where(panel: SharePanel, kit: Path, qtbot: QtBot) -> None:
    start(panel, kit, qtbot)
    assert panel.sharing
    assert panel.address_label.text() == panel.address
    assert panel.address in panel.qr.accessibleName()
    found = requests.get(f"{panel.address}/manifest.json", timeout=10)
    assert found.content == (kit / "manifest.json").read_bytes()
    with qtbot.waitSignal(panel.changed, timeout=10_000):
        panel.stop_button.click()
    assert not panel.busy
    assert panel.start_button.isVisible()
    assert not panel.address_label.isVisible()


def test_a_participant_turns_green_by_itself(
    panel: SharePanel, kit: Path, session: Session, qtbot: QtBot
) -> None:
    start(panel, kit, qtbot)
    workshop = open_workshop(str(kit), session, Cancel()).workshop
    code = ProofCode(Outcome.PASSED, workshop_mark(workshop), 0).text
    for told in (
        Progress(RUN, Phase.DOWNLOADING, 50, 100, name="Ada"),
        Progress(RUN, Phase.READY, 100, 100, code, "Ada"),
    ):
        address = f"{panel.address}/progress"
        requests.post(address, write_progress(told), headers=JSON, timeout=10).raise_for_status()
        wanted = "50 %" if not told.code else code
        qtbot.waitUntil(lambda wanted=wanted: wanted in str(texts(panel)))  # type: ignore[misc]
    (row,) = texts(panel)
    assert row[0] == "✓ Ada (1)"
    assert row[1] == "ready and proven"
    assert item(panel, 0, 0).foreground().color().name() == "#12704f"


def test_a_folder_that_is_no_kit_is_told(panel: SharePanel, tmp_path: Path, qtbot: QtBot) -> None:
    start(panel, tmp_path, qtbot)
    assert not panel.sharing
    assert "not a kit" in panel.lead.text()
    assert panel.start_button.isEnabled()


def test_words_say_what_colours_show(panel: SharePanel) -> None:
    verdict = Verdict("0123-4567", Outcome.KERNEL, Belongs.SAME)
    rows = (
        Row(1, "", Phase.CONNECTING),
        Row(2, "", Phase.DOWNLOADING, 2_000_000, 0.256),
        Row(3, "", Phase.INSTALLING, silent=True),
        Row(4, "", Phase.FAILED, verdict=verdict),
    )
    panel.show_board(Board(rows, troubles=("installers/x.sh",)))
    shown = texts(panel)
    assert [row[0][0] for row in shown] == ["…", "…", "!", "✗"]
    assert shown[1][2:4] == ["25 %", "2.0 MB/s"]
    assert "not heard of" in shown[2][1]
    assert shown[3][1].startswith("failed: ")
    set_language("zh_CN")
    panel.retranslate()
    assert panel.start_button.text() != "&Share in this room"
