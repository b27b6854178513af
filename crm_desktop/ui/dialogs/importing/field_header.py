"""Over each column of the file a button that says which field it feeds, and below it the file's own heading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QHeaderView, QMenu, QPushButton

from crm_desktop.exchange.sheets.cells import filled_text
from crm_desktop.exchange.sheets.headings import TARGETS, Kind
from crm_desktop.exchange.sheets.layout import CUSTOM, Column
from crm_desktop.language import tr
from crm_desktop.ui.dialogs.importing.plan import Prepared, target_words
from crm_desktop.ui.dialogs.importing.table_model import FIXED
from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons, menus

_SAMPLES: Final = 4
_LONGEST_SAMPLE: Final = 40
_LOOKED_AT: Final = 2_000
_BUTTON: Final = 30
_HEIGHT: Final = _BUTTON + 34


class FieldHeader(QHeaderView):
    """The header of the import page's table."""

    target_chosen = Signal(str, object)
    """(heading, field or None)"""

    def __init__(self, theme: Theme, parent: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._table = parent
        self._buttons: list[QPushButton] = []
        self._words: list[str] = []
        self._columns: tuple[Column, ...] = ()
        self._prepared: Prepared | None = None
        self._is_waiting = False
        self.setFixedHeight(px(_HEIGHT))
        self.setMinimumSectionSize(64)
        self.setSectionsClickable(False)
        self.setStretchLastSection(False)
        self.sectionResized.connect(lambda *_: self._place())

    def show_plan(self, prepared: Prepared | None) -> None:
        """Say what each column of a table is read as."""
        old, self._prepared = self._columns, prepared
        self._columns = prepared.table.layout.columns if prepared else ()
        if [column.header for column in old] != [column.header for column in self._columns]:
            self._make_buttons()
        self._words = []
        for column, button in zip(self._columns, self._buttons, strict=True):
            assert prepared is not None
            words = target_words(prepared.table.kind, column.target)
            self._words.append(words)
            button.setAccessibleName(tr("Field for “%1”", column.header))
            button.setToolTip(words if column.sure else tr("%1: a guess. Please look.", words))
            button.setAccessibleDescription(button.toolTip())
        self._place()
        self.viewport().update()

    def _make_buttons(self) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        for number, _ in enumerate(self._columns):
            button = buttons.menu_button("", partial(self._fill_for, number), kind="")
            button.setParent(self.viewport())
            button.setProperty("density", "tight")
            button.installEventFilter(self)
            button.show()
            self._buttons.append(button)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A button that the Tab key comes to is scrolled to."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QPushButton) and watched in self._buttons:
            column = self._buttons.index(watched) + FIXED
            left = self.sectionViewportPosition(column)
            beyond = left + self.sectionSize(column) - self.viewport().width()
            bar = self._table.horizontalScrollBar()
            bar.setValue(bar.value() + (left if left < 0 else max(0, beyond)))
        return super().eventFilter(watched, event)

    def buttons(self) -> list[QPushButton]:
        """The button of each column's field, from left to right."""
        return self._buttons

    def words(self, column: int) -> str:
        """What a column of the table is read as."""
        return self._words[column - FIXED]

    def open_menu(self, column: int) -> None:
        """Open the fields of a column of the table."""
        if 0 <= column - FIXED < len(self._buttons):
            self._buttons[column - FIXED].showMenu()

    def _fill_for(self, number: int, menu: QMenu) -> None:
        self.fill(menu, self._columns[number])

    def fill(self, menu: QMenu, column: Column) -> None:
        """Offer the fields, below a few of the column's values."""
        assert self._prepared is not None
        kind = self._prepared.table.kind
        samples = list(self.samples(column))
        if samples:
            menus.add(menu, tr("Such as: %1", " · ".join(samples)), lambda: None, enabled=False)
            menu.addSeparator()
        choose: Callable[[str | None], None] = lambda target: self.target_chosen.emit(column.header, target)  # noqa: E731
        for target in TARGETS[kind]:
            menus.add(menu, str(target.label), partial(choose, target.key), checked=column.target == target.key)
        menu.addSeparator()
        own = column.target if column.target and column.target.startswith(CUSTOM) else CUSTOM + column.header
        if kind is Kind.CUSTOMERS:
            menus.add(menu, target_words(kind, own), lambda: choose(own), checked=column.target == own)
        menus.add(menu, target_words(kind, None), lambda: choose(None), checked=column.target is None)

    def samples(self, column: Column) -> Iterable[str]:
        """A few different values of a column."""
        assert self._prepared is not None
        cells = self._prepared.table.rows.columns
        values = cells[column.index][:_LOOKED_AT] if column.index < len(cells) else ()
        texts = dict.fromkeys(text[:_LONGEST_SAMPLE] for text in map(filled_text, values) if text)
        return islice(texts, _SAMPLES)

    @contextmanager
    def placed_once(self) -> Iterator[None]:
        """While many columns get their widths: the buttons are placed when all have."""
        self._is_waiting = True
        try:
            yield
        finally:
            self._is_waiting = False
            self._place()

    def _place(self) -> None:
        if self._is_waiting:
            return
        for number, (button, words) in enumerate(zip(self._buttons, self._words, strict=True)):
            section = number + FIXED
            if section < self.count():
                left = self.sectionViewportPosition(section)
                width = self.sectionSize(section) - 8
                button.setText(button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width - 44))
                button.setGeometry(left + 4, 3, width, px(_BUTTON) - 2)

    def setOffset(self, offset: int) -> None:
        super().setOffset(offset)
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), px(_HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme, model = self._theme, self.model()
        painter.save()
        painter.fillRect(rect, theme.color("surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("separator"))
        painter.setFont(theme.sized(tokens.SECONDARY_PX))
        inner = QRect(rect.left() + 10, rect.top() + px(_BUTTON), rect.width() - 18, rect.height() - px(_BUTTON))
        if section >= FIXED and section - FIXED < len(self._columns) and not self._columns[section - FIXED].sure:
            inner.setRight(inner.right() - self._paint_guess(painter, inner))
        painter.setPen(theme.color("secondary"))
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        side = Qt.AlignmentFlag.AlignRight if section == 0 else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()

    def _paint_guess(self, painter: QPainter, inner: QRect) -> int:
        """The word "guess" at the right end of the heading; the room it takes."""
        words = tr("guess?")
        width = painter.fontMetrics().horizontalAdvance(words) + 12
        mark = QRect(inner.right() - width + 1, inner.center().y() - 9, width, 18)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("notice"))
        painter.drawRoundedRect(mark, tokens.RADIUS, tokens.RADIUS)
        painter.setPen(self._theme.color("on_notice"))
        painter.drawText(mark, int(Qt.AlignmentFlag.AlignCenter), words)
        return width + 6
