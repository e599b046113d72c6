"""The logo of a workshop: somebody else's picture, decoded only when its size is reasonable."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QLabel

from app.i18n import _

_LARGEST = QSize(128, 72)
_MOST_PIXELS = 16_000_000
_MOST_MEGABYTES = 128
_KINDS = ((b"\x89PNG\r\n\x1a\n", b"png"), (b"\xff\xd8\xff", b"jpeg"))


def decoded(data: bytes, room: QSize) -> QImage:
    """The picture, scaled down to fit into `room`; a null one for what is no PNG or JPEG of a
    reasonable size. The size is read before the picture is."""
    kind = next((name for start, name in _KINDS if data.startswith(start)), None)
    if kind is None:
        return QImage()
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)  # no other decoder, whatever the bytes claim
    size = reader.size()
    if size.isEmpty() or size.width() * size.height() > _MOST_PIXELS:
        return QImage()
    keep = Qt.AspectRatioMode.KeepAspectRatio
    image = reader.read()
    smooth = Qt.TransformationMode.SmoothTransformation
    larger = size.width() > room.width() or size.height() > room.height()
    return image.scaled(room, keep, smooth) if larger and not image.isNull() else image


class LogoLabel(QLabel):
    """Shows a logo; hidden where there is none that can be shown."""

    def __init__(self) -> None:
        super().__init__()
        self._data = b""
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self.hide()

    def show_logo(self, data: bytes) -> bool:
        """Show another logo, b"" for none; whether there is one to see."""
        ratio = self.devicePixelRatioF()
        image = decoded(data, _LARGEST * ratio)
        self.setAccessibleName(_("Logo of the workshop"))
        self.setVisible(not image.isNull())
        if not image.isNull():
            image.setDevicePixelRatio(ratio)
            self.setPixmap(QPixmap.fromImage(image))
        return not image.isNull()
