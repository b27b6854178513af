"""What became of a damaged shop: by table what was read, what is in doubt and what is lost, and whom to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.language import tr
from crm_desktop.services.rescue import Person, Report, TableReport
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.empty import IconLabel

_ICON: Final = 40
_NUMBER_WIDTH: Final = 110
_MOST: Final = 500
_LINES: Final = 6
_GAP: Final = 16
_NARROWEST, _WIDEST, _ROOM = 96, 320, 640


class ReportView(QWidget):
    """With a button that opens the new file, and one that goes back to the choices."""

    def __init__(
        self,
        report: Report,
        theme: Theme,
        opens: Callable[[], object],
        back: Callable[[], object],
        *,
        width: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._people = report.doubtful_customers
        self.setMaximumWidth(width)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(_heading(report, theme))
        self.open = buttons.primary(tr("Open the new file"), opens, theme=theme, icon="shop")
        self.back = buttons.plain(tr("Back"), back, theme=theme, icon="chevron-left")
        line = QHBoxLayout()
        line.setContentsMargins(_ICON + _GAP, 0, 0, 8)
        line.setSpacing(8)
        line.addWidget(self.open)
        line.addWidget(self.back)
        line.addStretch()
        column.addLayout(line)
        if self._people:
            self._add_people(column, theme)
        self.table = _table(report, theme)
        column.addWidget(texts.labelled(tr("What was recovered"), "heading"))
        column.addWidget(self.table)
        if not report.journal_kept:
            column.addWidget(
                texts.secondary(
                    tr("The record of changes could not be read whole, and begins anew: what was done before the "
                       "rescue cannot be undone in the new file."),
                    wrap=True,
                )
            )  # fmt: skip

    def _add_people(self, column: QVBoxLayout, theme: Theme) -> None:
        shown = self._people[:_MOST]
        title = tr("Have a look at %n customer(s): something of theirs may be wrong or missing", n=len(self._people))
        self.people = QListWidget()
        self.people.setProperty("look", "names")
        self.people.setAccessibleName(tr("Customers in doubt"))
        self.people.addItems([_person(person) for person in shown])
        _in_columns(self.people, len(shown))
        self.copy = buttons.quiet(tr("Copy the list"), self._copy, theme=theme, icon="copy")
        line = QHBoxLayout()
        line.addWidget(texts.labelled(title, "heading", wrap=True), 1)
        line.addWidget(self.copy)
        column.addLayout(line)
        column.addWidget(self.people)
        if len(shown) < len(self._people):
            column.addWidget(texts.secondary(tr("and %n more", n=len(self._people) - len(shown))))
        column.addSpacing(8)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(_person(person) for person in self._people))


def _in_columns(people: QListWidget, count: int) -> None:
    """Names are short: several stand beside one another."""
    people.setViewMode(QListWidget.ViewMode.ListMode)
    people.setFlow(QListWidget.Flow.LeftToRight)
    people.setWrapping(True)
    people.setResizeMode(QListWidget.ResizeMode.Adjust)
    people.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    people.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    widest = min(people.sizeHintForColumn(0) + 16, px(_WIDEST))
    height = people.fontMetrics().height() + 8
    people.setGridSize(QSize(max(widest, px(_NARROWEST)), height))
    lines = min(-(-count * people.gridSize().width() // _ROOM), _LINES)
    people.setFixedHeight(height * max(lines, 1) + 8)


def _person(person: Person) -> str:
    return person.name or tr("Customer no. %1, without a name", person.id)


def _heading(report: Report, theme: Theme) -> QHBoxLayout:
    customers, purchases = report.of("customer").read, report.of("purchase").read
    row = QHBoxLayout()
    row.setSpacing(_GAP)
    icon, token = ("check-circle", "good") if report.is_whole else ("info", "accent")
    row.addWidget(IconLabel(theme, icon, _ICON, token), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(6)
    title = tr("Everything was recovered") if report.is_whole else tr("What could be read was recovered")
    column.addWidget(texts.title(title))
    said = tr("“%1” is a new file, checked and sound. Customers: %2, purchases: %3.", report.path.name,
              f"{customers:,}", f"{purchases:,}")  # fmt: skip
    column.addWidget(texts.body(said, wrap=True, selectable=True))
    row.addLayout(column, 1)
    return row


def _table(report: Report, theme: Theme) -> QTableWidget:
    lines = [each for each in report.tables if each.read or each.lost != 0]
    table = QTableWidget(len(lines), 4)
    table.setAccessibleName(tr("What was recovered"))
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    for place, text in enumerate((tr("Part"), tr("Read"), tr("In doubt"), tr("Lost"))):
        heading = QTableWidgetItem(text)
        heading.setTextAlignment((right if place else left) | Qt.AlignmentFlag.AlignVCenter)
        table.setHorizontalHeaderItem(place, heading)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(px(28))
    header = table.horizontalHeader()
    header.setSectionsClickable(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for place in (1, 2, 3):
        header.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(place, px(_NUMBER_WIDTH))
    for row, each in enumerate(lines):
        for place, text in enumerate(_cells(each)):
            item = QTableWidgetItem(text)
            if place:
                item.setTextAlignment(right | Qt.AlignmentFlag.AlignVCenter)
                item.setFont(theme.tabular(table.font()))
            if place > 1 and text != "–":
                item.setForeground(theme.color("danger"))
            table.setItem(row, place, item)
    table.setFixedHeight(header.sizeHint().height() + px(28) * len(lines) + 2)
    return table


def _cells(each: TableReport) -> tuple[str, str, str, str]:
    none = "–"
    lost = tr("not known") if each.lost is None else f"{each.lost:,}" if each.lost else none
    return str(each.title), f"{each.read:,}", f"{each.doubtful:,}" if each.doubtful else none, lost
