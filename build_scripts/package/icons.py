"""Seedbed's icon in the forms that systems want, drawn from the one SVG; no picture is in git."""

from __future__ import annotations

import os
import struct
from pathlib import Path

from package import names

_SOURCE = names.ROOT / "resources" / "icons" / "seedbed.svg"
PNG_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
_ICO_SIZES = (16, 24, 32, 48, 64, 256)
# Apple's names of the sizes in an .icns file.
_ICNS_SIZES = {b"icp4": 16, b"icp5": 32, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}


def png(size: int) -> bytes:
    """The icon as a PNG of `size` by `size` pixels."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(_SOURCE)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def ico() -> bytes:
    """The icon for Windows: several sizes, each a PNG."""
    pictures = [png(size) for size in _ICO_SIZES]
    header = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(header) + 16 * len(pictures)
    entries = b""
    for size, data in zip(_ICO_SIZES, pictures, strict=True):
        edge = 0 if size == 256 else size  # one byte holds no 256; nought means it
        entries += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(data), offset)
        offset += len(data)
    return header + entries + b"".join(pictures)


def icns() -> bytes:
    """The icon for macOS."""
    parts = b""
    for kind, size in _ICNS_SIZES.items():
        data = png(size)
        parts += kind + struct.pack(">I", len(data) + 8) + data
    return b"icns" + struct.pack(">I", len(parts) + 8) + parts


def write(folder: Path) -> None:
    """All of them, for the spec and for setup programs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "seedbed.ico").write_bytes(ico())
    (folder / "seedbed.icns").write_bytes(icns())
