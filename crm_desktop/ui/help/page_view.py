"""A page of the help as it is read: its pictures as wide as there is room, its letters as large as she wants them."""

from __future__ import annotations

from html import escape
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageReader,
    QPainter,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from crm_desktop import language, paths
from crm_desktop.ui.help import markup
from crm_desktop.ui.help.book import Book
from crm_desktop.ui.help.markup import Picture
from crm_desktop.ui.help.places import FIRST
from crm_desktop.ui.plumbing.memory import Memory
from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme

#: How large the letters can be, in hundredths of the program's own.
SIZES: Final = (100, 115, 130, 150, 175, 200)
_SIZE_KEY: Final = "help/letters"
_BODY_PX: Final = tokens.BODY_PX + 1
_MARGIN: Final = 28
#: A line that is longer than this is hard to follow.
_WIDEST: Final = 820
_STYLE: Final = """
body {{ color: {text}; }}
h1 {{ font-weight: 600; margin-top: 4px; margin-bottom: 12px; }}
h2 {{ font-weight: 600; margin-top: 26px; margin-bottom: 8px; }}
p {{ margin-top: 0px; margin-bottom: 10px; line-height: 150%; }}
p.picture {{ line-height: 100%; margin-bottom: 14px; }}
ul, ol {{ margin-top: 0px; margin-bottom: 10px; }}
li {{ margin-bottom: 6px; line-height: 150%; }}
a {{ color: {accent}; }}
code {{ font-family: '{family}'; background-color: {hover}; }}
th {{ color: {secondary}; font-weight: 600; }}
td {{ line-height: 140%; }}
table.notice {{ background-color: {notice}; color: {on_notice}; margin-top: 4px; margin-bottom: 12px; }}
table.rows {{ margin-top: 4px; margin-bottom: 12px; }}
"""


class PageView(QTextBrowser):
    """Goes back and forward among the pages as a browser does. `came` tells the place it has come to."""

    came = Signal(str)

    def __init__(self, shown: Book, theme: Theme, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = shown
        self._theme = theme
        self._memory = memory
        self._drawn_width = 0
        self._searched: list[str] = []
        self.setProperty("look", "page")
        self.setOpenExternalLinks(False)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.document().setDocumentMargin(_MARGIN)
        self._redraw = QTimer(self, singleShot=True, interval=80)
        self._redraw.timeout.connect(self._draw_again)
        self.sourceChanged.connect(lambda url: self.came.emit(url.toString()))
        theme.changed.connect(self._draw_again)

    @property
    def place(self) -> str:
        return self.source().toString()

    def go(self, place: str) -> None:
        """Show a page, from its top or from a section on."""
        self.mark([])
        self.setSource(QUrl(place if place.partition("#")[0] in self._book.pages else FIRST))
        if "#" not in place:
            self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Qt asks for a page or a picture."""
        called = name if isinstance(name, str) else name.path()
        page = self._book.pages.get(called)
        if page is not None:
            self._drawn_width = self._width()
            self.setLineWrapColumnOrWidth(self._drawn_width + 2 * _MARGIN)
            self.document().setDefaultStyleSheet(self._style())
            # Headings grow with it: in a style sheet Qt takes no pixels for them.
            self.document().setDefaultFont(self._theme.sized(round(_BODY_PX * self.letters / 100)))
            return markup.to_html(page.blocks, _link, self._picture_tag)
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return self._shown(called)
        return None

    # Letters

    @property
    def letters(self) -> int:
        """One of SIZES."""
        kept = self._memory.get(_SIZE_KEY, SIZES[0])
        return kept if kept in SIZES else SIZES[0]

    def change_letters(self, steps: int) -> None:
        """Larger or smaller letters; 0: as at first."""
        at = SIZES.index(self.letters) + steps if steps else 0
        self._memory.put(_SIZE_KEY, SIZES[max(0, min(at, len(SIZES) - 1))])
        self._draw_again()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.change_letters(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _style(self) -> str:
        colours = {token: self._theme.hex(token) for token in tokens.TOKENS}
        return _STYLE.format(**colours, family=self.font().family())

    # Pictures

    def _width(self) -> int:
        """How wide a line may be."""
        return min(self.viewport().width() - 2 * _MARGIN, round(px(_WIDEST) * self.letters / 100))

    def _file(self, name: str) -> str:
        """A picture as the program looks now, in the language that it speaks."""
        folder = paths.resources() / "help" / language.language() / "pictures"
        return str(folder / (f"{name}-dark.png" if self._theme.scheme == "dark" else f"{name}.png"))

    def _shown(self, called: str) -> QImage:
        """A picture as wide as it is called for, "today 640": Qt would scale it less well. A line goes around it, as
        its ground may be that of the page."""
        name, _, width = called.partition(" ")
        ratio, smooth = self.devicePixelRatioF(), Qt.TransformationMode.SmoothTransformation
        whole = QImage(self._file(name)).convertToFormat(QImage.Format.Format_RGB32)
        scaled = whole.scaledToWidth(round(int(width) * ratio), smooth)
        painter = QPainter(scaled)
        painter.setPen(self._theme.color("outline"))
        painter.drawRect(scaled.rect().adjusted(0, 0, -1, -1))
        painter.end()
        scaled.setDevicePixelRatio(ratio)
        return scaled

    def _picture_tag(self, picture: Picture) -> str:
        width = min(QImageReader(self._file(picture.name)).size().width(), self._width())
        return f'<img src="{picture.name} {width}" width="{width}" alt="{escape(picture.words)}">'

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setLineWrapColumnOrWidth(self._width() + 2 * _MARGIN)
        if self._width() != self._drawn_width:
            self._redraw.start()

    def _draw_again(self) -> None:
        """Draw the page anew, at the same place in it."""
        if self.source().isEmpty():
            return
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self.reload()
        bar.setValue(round(share * bar.maximum()))
        self.mark(self._searched)

    # What was searched

    def mark(self, words: list[str]) -> None:
        """Show where words stand on the page."""
        self._searched = words
        form = QTextCharFormat()
        form.setBackground(QColor(self._theme.hex("notice")))
        form.setForeground(QColor(self._theme.hex("on_notice")))
        marks = []
        for word in words:
            cursor = self.document().find(word)
            while not cursor.isNull():
                marks.append(_mark(cursor, form))
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(marks)


def _mark(cursor: QTextCursor, form: QTextCharFormat) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    mark.cursor, mark.format = cursor, form
    return mark


def _link(to: str) -> str:
    """Within the help, a page is called by its key."""
    return to.replace(".md", "", 1)
