"""Pictures of the window: what may be asked for, one file for each state, and the contact sheet."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from shots.command import take
from shots.options import Choice, add_options, choice_from
from shots.sheet import COLUMNS, Entry, draw
from shots.state import PAGES


def chosen(*arguments: str) -> Choice:
    parser = argparse.ArgumentParser()
    add_options(parser)
    return choice_from(parser.parse_args(arguments))


def test_without_options_every_language_and_look_is_drawn_once() -> None:
    choice = chosen("pictures")
    assert choice.languages == ("en", "zh_CN")
    assert choice.themes == ("light", "dark")
    assert choice.folder("en", "dark") == Path("pictures").absolute() / "en-dark"
    assert choice.sheet("zh_CN").name == "contact-sheet-zh_CN.png"


def test_each_option_narrows_the_choice() -> None:
    choice = chosen(
        "o", "--lang", "zh_CN", "--theme", "dark", "--scale", "2", "--size", "900x600"
    )  # fmt: skip
    assert (choice.languages, choice.themes) == (("zh_CN",), ("dark",))
    assert choice.size == (900, 600)
    assert choice.folder("zh_CN", "dark").name == "zh_CN-dark-2x"
    assert choice.sheet("zh_CN").name == "contact-sheet-zh_CN-2x.png"


@pytest.mark.parametrize("size", ["big", "900", "900x", "9x6", "900x600x2"])
def test_a_size_that_is_none_is_refused(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        chosen("out", "--size", size)
    assert "900x600" in capsys.readouterr().err


def test_every_state_becomes_one_picture_and_all_pages_are_there(
    qapp: QApplication, tmp_path: Path, own_home: Path
) -> None:
    choice = Choice(tmp_path / "out", size=(1000, 700))
    entries = take(qapp, choice, ("zh_CN", "dark"), tmp_path / "scratch", settle=0)
    files = sorted(choice.folder("zh_CN", "dark").glob("*.png"))
    assert len({entry.file for entry in entries}) == len(entries), "no two states share a name"
    assert sorted(entry.file for entry in entries) == files
    names = {file.stem.split("-")[1] for file in files}
    assert names == set(PAGES)
    page = QImage(str(choice.folder("zh_CN", "dark") / "4-location-stop.png"))
    assert (page.width(), page.height()) == (1000, 700)
    assert page.pixelColor(990, 10).lightness() < 100, "the dark look"


def test_the_contact_sheet_shows_every_picture(qapp: QApplication, tmp_path: Path) -> None:
    entries = []
    for number in range(COLUMNS + 1):
        picture = QImage(1100, 720, QImage.Format.Format_RGB32)
        picture.fill(QColor.fromHsv(number * 40, 255, 255))
        entries.append(Entry(tmp_path / f"{number}.png", f"state {number}"))
        picture.save(str(entries[-1].file))
    draw(entries, tmp_path / "sheet.png")
    sheet = QImage(str(tmp_path / "sheet.png"))
    step, high = sheet.width() // COLUMNS, sheet.height() // 2
    middles = [(number % COLUMNS * step, number // COLUMNS * high) for number in range(6)]
    hues = [sheet.pixelColor(x + step // 2, y + high // 2).hue() for x, y in middles]
    assert hues == [0, 40, 80, 120, 160, 200]


def test_a_picture_that_is_not_there_is_no_empty_place(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"gone\.png"):
        draw([Entry(tmp_path / "gone.png", "gone")], tmp_path / "sheet.png")
