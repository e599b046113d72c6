"""The contact sheet: all pictures of one language as small ones on one large picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

COLUMNS = 5
_WIDTH = 640
_CAPTION = 30
_GAP = 16
_FONT_PIXELS = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture on a sheet and what is written under it."""

    file: Path
    caption: str


def draw(entries: Sequence[Entry], out: Path) -> None:
    """Draw the pictures with their captions, row by row, all in one scale, and save them as `out`.

    Raises OSError where a picture cannot be read or the sheet cannot be written.
    """
    pictures = [_read(entry.file) for entry in entries]
    widest = max(picture.width() for picture in pictures)
    room = QSize(_WIDTH, max(picture.height() for picture in pictures) * _WIDTH // widest)
    columns = min(COLUMNS, len(entries))
    rows = -(-len(entries) // columns)
    wide, high = room.width() + _GAP, room.height() + _CAPTION + _GAP
    sheet = QImage(columns * wide + _GAP, rows * high + _GAP, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#d8dce2"))
    painter = QPainter(sheet)
    font = painter.font()
    font.setPixelSize(_FONT_PIXELS)
    painter.setFont(font)
    painter.setPen(QColor("#20242a"))
    for number, (entry, picture) in enumerate(zip(entries, pictures, strict=True)):
        left, top = _GAP + number % columns * wide, _GAP + number // columns * high
        small = picture.scaledToWidth(
            max(1, picture.width() * _WIDTH // widest), Qt.TransformationMode.SmoothTransformation
        )
        # A dialog is smaller than the window: it stands in the middle.
        middle = QRect(left, top, room.width(), room.height()).center() - small.rect().center()
        painter.drawImage(middle, small)
        caption = QRect(left, top + room.height(), room.width(), _CAPTION)
        painter.drawText(caption, int(Qt.AlignmentFlag.AlignCenter), entry.caption)
    painter.end()
    if not sheet.save(str(out)):
        raise OSError(f"{out} cannot be written")


def _read(file: Path) -> QImage:
    picture = QImage(str(file))
    if picture.isNull():
        raise OSError(f"{file} cannot be read")
    picture.setDevicePixelRatio(1.0)
    return picture
