"""The program's icon as Windows, macOS and Linux ask for it, drawn from `app.svg`: no picture is kept twice.

`python icons.py app.svg FOLDER` writes crm-desktop.ico, .icns and .png (256 pixels) there.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable
from pathlib import Path

Drawn = Callable[[int], bytes]
"""A square PNG of so many pixels."""

_ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
_ICNS_KINDS = ((b"ic11", 32), (b"ic12", 64), (b"ic07", 128), (b"ic08", 256), (b"ic09", 512), (b"ic10", 1024))


def ico(drawn: Drawn) -> bytes:
    """Windows' form: a table, then a PNG of each size."""
    pictures = [drawn(size) for size in _ICO_SIZES]
    at = 6 + 16 * len(pictures)
    table = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in zip(_ICO_SIZES, pictures, strict=True):
        table += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return table + b"".join(pictures)


def icns(drawn: Drawn) -> bytes:
    """macOS' form: blocks of a kind, a length and a PNG."""
    blocks = b""
    for kind, size in _ICNS_KINDS:
        picture = drawn(size)
        blocks += kind + struct.pack(">I", 8 + len(picture)) + picture
    return b"icns" + struct.pack(">I", 8 + len(blocks)) + blocks


def drawing(svg: Path) -> Drawn:
    """Draws an SVG file by Qt, which needs no screen for that."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])

    def drawn(size: int) -> bytes:
        assert application is not None
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        QSvgRenderer(str(svg)).render(painter)
        painter.end()
        held = QByteArray()
        buffer = QBuffer(held)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        return held.data()

    return drawn


def main(svg: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    drawn = drawing(svg)
    (folder / "crm-desktop.ico").write_bytes(ico(drawn))
    (folder / "crm-desktop.icns").write_bytes(icns(drawn))
    (folder / "crm-desktop.png").write_bytes(drawn(256))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
