"""The customer's photo, or the first letter of the name where there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from crm_desktop.errors import InvalidInput
from crm_desktop.language import Sentence, tr
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import menus

SHOWN: Final = 52
KEPT: Final = 640
"""The longer side, in px, of a photo as it is kept: enough to recognise someone, and small in the file."""


def scaled_photo(path: Path) -> bytes:
    """A picture file as JPEG of at most KEPT px. InvalidInput if it is no picture that can be read."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > KEPT:
        reader.setScaledSize(size.scaled(KEPT, KEPT, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise InvalidInput({"photo": Sentence("“%1” is not a picture that can be read.", path.name)})
    if max(image.width(), image.height()) > KEPT:
        image = image.scaled(KEPT, KEPT, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    if image.hasAlphaChannel():
        opaque = QImage(image.size(), QImage.Format.Format_RGB32)
        opaque.fill(Qt.GlobalColor.white)
        painter = QPainter(opaque)
        painter.drawImage(0, 0, image)
        painter.end()
        image = opaque
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 85)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


class PhotoButton(QAbstractButton):
    """Shows the photo; a click chooses one, or offers to change or remove it."""

    choose = Signal()
    remove = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = QImage()
        self._letter = ""
        self.setFixedSize(SHOWN, SHOWN)
        self.setAccessibleName(tr("Photo"))
        self.setToolTip(tr("Choose a photo"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._offer)
        theme.changed.connect(self.update)

    def show_photo(self, name: str, load: Callable[[], bytes | None]) -> None:
        """Show a customer's photo, or the letter their name begins with."""
        self._letter = name[:1].upper()
        data = load()
        self._image = QImage.fromData(data) if data else QImage()
        self.update()

    def has_photo(self) -> bool:
        """Whether there is a photo to be seen."""
        return not self._image.isNull()

    def sizeHint(self) -> QSize:
        return QSize(SHOWN, SHOWN)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        circle = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        path = QPainterPath()
        path.addEllipse(circle)
        painter.fillPath(path, theme.color("selection"))
        if self.has_photo():
            painter.save()
            painter.setClipPath(path)
            ratio = self.devicePixelRatioF()
            side = round(SHOWN * ratio)
            picture = self._image.scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
            )
            source = QRectF((picture.width() - side) / 2, (picture.height() - side) / 3, side, side)
            painter.drawImage(QRectF(self.rect()), picture, source)
            painter.restore()
        else:
            painter.setPen(theme.color("text"))
            painter.setFont(theme.sized(20))
            painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), self._letter)
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "outline"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle)

    def _offer(self) -> None:
        if not self.has_photo():
            self.choose.emit()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menus.add(menu, tr("Choose another photo…"), self.choose.emit, icon="user", theme=self._theme)
        menus.add(menu, tr("Remove photo"), self.remove.emit, icon="trash", theme=self._theme)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
