"""Documents as .pdf: real text that can be searched and copied, in fonts that are embedded as far as they are used."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFile, QFileDevice, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from crm_desktop import __version__
from crm_desktop.domain.paper import Sheet
from crm_desktop.exchange.writers.output import replacing
from crm_desktop.language import Sentence, tr
from crm_desktop.ui.printing import pdf_text
from crm_desktop.ui.printing.canvas import Canvas, family
from crm_desktop.ui.printing.document import Document, Watch

_DPI: Final = 1200
_MM_PER_INCH: Final = 25.4


def write(document: Document, title: str, path: Path, watch: Watch | None = None) -> int:
    """Write a document, and tell how many rows it holds. CannotWriteFile and DiskFull as every writer; an older file of
    that name is replaced only by a whole new one. May be called in any thread."""
    family()
    watch = watch or Watch(stopped=Sentence("The export was stopped. No file was written."))
    with replacing(path) as stream:
        file = QFile()
        if not file.open(stream.fileno(), QIODevice.OpenModeFlag.WriteOnly):
            raise OSError(errno.EIO, file.errorString())
        writer = QPdfWriter(file)
        writer.setTitle(title)
        writer.setCreator(f"CRM Desktop {__version__}")
        writer.setResolution(_DPI)
        drawn = paint(document, writer, watch, _DPI / _MM_PER_INCH)
        file.flush()
        if file.error() != QFileDevice.FileError.NoError:
            full = file.error() == QFileDevice.FileError.ResourceError
            raise OSError(errno.ENOSPC if full else errno.EIO, file.errorString())
        file.close()
        pdf_text.mend(stream, drawn)
    return document.rows


def paint(
    document: Document, device: QPagedPaintDevice, watch: Watch, units_per_mm: float, pages: Sequence[int] | None = None
) -> set[str]:
    """Paint these pages (from 0), or all, on a device, one sheet after another; the characters that were drawn."""
    wanted = range(document.pages) if pages is None else pages
    device.setPageLayout(layout_of(document.sheet))
    painter = QPainter()
    if not painter.begin(device):
        raise OSError(errno.EIO, tr("The paper cannot be drawn on"))
    try:
        canvas = Canvas(painter, units_per_mm)
        for number, page in enumerate(wanted):
            watch.told(number, len(wanted), tr("Drawing the pages"))
            if number:
                device.newPage()
            document.draw(canvas, page)
    finally:
        painter.end()
    return canvas.drawn


def layout_of(sheet: Sheet) -> QPageLayout:
    """A sheet as Qt has it; the margins are ours to keep."""
    size = QPageSize(QSizeF(sheet.paper.width, sheet.paper.height), QPageSize.Unit.Millimeter, sheet.paper.key)
    way = QPageLayout.Orientation.Landscape if sheet.landscape else QPageLayout.Orientation.Portrait
    layout = QPageLayout(size, way, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout
