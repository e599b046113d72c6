"""A logo is somebody else's file: two kinds of pictures, of a reasonable size, or nothing."""

from __future__ import annotations

import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.gui.logo import LogoLabel, decoded

ROOM = QSize(128, 72)


def picture(kind: str, width: int = 300, height: int = 100) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(data.data())


def huge_png() -> bytes:
    """A few bytes that claim to be 60,000 × 60,000 pixels."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + crc

    body = zlib.compress(bytes(10_000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["PNG", "JPG"])
def test_pictures_are_scaled_into_their_room(qapp: object, kind: str) -> None:
    assert decoded(picture(kind), ROOM).size() == QSize(128, 42)
    assert decoded(picture(kind, 20, 10), ROOM).size() == QSize(20, 10)


@pytest.mark.qt_log_ignore("JPEG", extend=True)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"GIF89a" + bytes(50),
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"\xff\xd8\xff" + bytes(50),
        huge_png(),
    ],
    ids=["nothing", "svg", "gif", "broken png", "broken jpeg", "bomb"],
)
def test_what_is_no_reasonable_picture_is_not_shown(qtbot: QtBot, data: bytes) -> None:
    assert decoded(data, ROOM).isNull()
    label = LogoLabel()
    qtbot.addWidget(label)
    assert not label.show_logo(data)
    assert not label.isVisible()


def test_one_kind_is_not_decoded_as_another(qapp: object) -> None:
    disguised = b"\x89PNG\r\n\x1a\n" + picture("JPG")
    assert decoded(disguised, ROOM).isNull()
