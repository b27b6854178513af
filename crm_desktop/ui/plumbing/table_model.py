"""The model under every list: it holds ids, and fetches rows by pages as they are painted. No query in it.

A list of 100,000 ids costs what the list costs. Rows live in a small cache; `refresh_ids` drops those that changed.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import compress, count, repeat
from operator import eq, ne
from sys import byteorder
from typing import Any, Final, Generic, Literal, Protocol, TypeAlias, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from crm_desktop.language import Sentence
from crm_desktop.ui.style.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Ids: TypeAlias = "list[int] | array[int]"
"""Ids in order; many are packed: a million in eight megabytes instead of forty."""
Align = Literal["left", "right", "center"]

SORT_ROLE: Final = Qt.ItemDataRole.UserRole
RECORD_ROLE: Final = Qt.ItemDataRole.UserRole + 1
CHIPS_ROLE: Final = Qt.ItemDataRole.UserRole + 2

PAGE: Final = 64
_CACHED: Final = 32 * PAGE
_FEW_LOOKUPS: Final = 8
# Beyond this many separate differences a new answer is a reset.
_MAX_STEPS: Final = 8
# Longer stretches are not compared one by one.
_MOST_COMPARED: Final = 20_000
_ID_BYTES: Final = 8
_PORTION: Final = 32_768

# Joined once: a view asks for the flags of every cell that it paints.
_READ_ONLY: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_EDITABLE: Final = _READ_ONLY | Qt.ItemFlag.ItemIsEditable

ALIGNMENTS: Final = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
}


class HasId(Protocol):
    """A row as services return it."""

    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=HasId)


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column of a list. `key` is stable: memory, export and views know the column by it."""

    key: str
    title: Sentence
    display: Callable[[R], str]
    width: int = 140
    align: Align = "left"
    #: What the services sort by; None: a click on the header does nothing.
    sort_key: str | None = None
    #: The value behind the text, for SORT_ROLE; the text itself when None.
    value: Callable[[R], object] | None = None
    #: The text that editing begins with; None: not to be edited.
    edit: Callable[[R], str] | None = None
    #: Saves the new text; False: it was not saved.
    commit: Callable[[R, str], bool] | None = None
    #: Makes the editor; it needs text() and setText(). A line edit when None.
    editor: Callable[[QWidget, R], QWidget] | None = None
    icon: Callable[[R], QIcon | None] | None = None
    #: The token of the text's colour.
    token: Callable[[R], str | None] | None = None
    tooltip: Callable[[R], str] | None = None
    #: Whether the text is struck out.
    struck: Callable[[R], bool] | None = None
    #: Drawn as small tags in place of the text.
    chips: Callable[[R], Sequence[str]] | None = None
    #: Whether it is there before she chooses.
    shown: bool = True
    #: Whether it takes what width the other columns leave, but not less than `width`; of one column at the most.
    fills: bool = False
    #: How narrow it may get where else the others would not be seen, in px; 0: as `width` says.
    least: int = 0


class PagedTableModel(QAbstractTableModel, Generic[R]):
    """Ordered ids, with their rows as they are needed."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: Callable[[Sequence[int]], Sequence[R]],
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._fetch = fetch
        self._theme = theme
        self._ids: Ids = []
        self._rows_of: dict[int, int] | None = None
        self._lookups = 0
        self._cache: OrderedDict[int, R] = OrderedDict()
        self._missing: set[int] = set()

    # Ids

    @property
    def ids(self) -> Ids:
        """The ids in order; not to be altered."""
        return self._ids

    def set_ids(self, ids: Sequence[int]) -> None:
        """Show these rows in this order. Small differences are told row by row, so that nothing jumps."""
        new: Any = ids if isinstance(ids, array) and len(ids) > _MOST_COMPARED else list(ids)
        old: Any = self._ids
        if type(new) is not type(old):
            new, old = _packed(new), _packed(old)
        if new == old:
            return
        steps = _steps(old, new)
        if steps is None:
            self.beginResetModel()
            self._replace(new)
            self.endResetModel()
            return
        for at, gone, come in steps:
            if gone:
                self.beginRemoveRows(QModelIndex(), at, at + gone - 1)
                old = old[:at] + old[at + gone :]
                self._replace(old)
                self.endRemoveRows()
            if come:
                self.beginInsertRows(QModelIndex(), at, at + len(come) - 1)
                old = old[:at] + come + old[at:]
                self._replace(old)
                self.endInsertRows()

    def _replace(self, ids: Ids) -> None:
        self._ids = ids
        self._rows_of = None
        self._lookups = 0

    def refresh_ids(self, ids: Collection[int] | None = None) -> None:
        """Read these rows (None: all), which have changed, again when they are next painted."""
        if ids is None:
            self._cache.clear()
            self._missing.clear()
            if self._ids:
                self._tell_changed(0, len(self._ids) - 1)
            return
        for changed in ids:
            self._cache.pop(changed, None)
            self._missing.discard(changed)
        for row in self.rows_of(ids):
            self._tell_changed(row, row)

    def _tell_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, max(0, len(self.columns) - 1)))

    def set_columns(self, columns: Sequence[Column[R]]) -> None:
        """Other columns, such as after a custom field was made."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.endResetModel()

    def id_at(self, row: int) -> int:
        return self._ids[row]

    def row_of(self, wanted: int) -> int | None:
        """Where the row with that id stands now."""
        if isinstance(self._ids, array):
            return _place(self._ids, wanted)
        if self._rows_of is None:
            # Looking through a long list is quicker than indexing it, until it is asked often.
            self._lookups += 1
            if self._lookups <= _FEW_LOOKUPS:
                return next(compress(count(), map(eq, self._ids, repeat(wanted))), None)
            self._rows_of = {each: row for row, each in enumerate(self._ids)}
        return self._rows_of.get(wanted)

    def rows_of(self, wanted: Collection[int]) -> list[int]:
        """Where the rows with these ids stand now, from top to bottom."""
        if len(wanted) > _FEW_LOOKUPS and self._rows_of is None:
            sought = frozenset(wanted)
            return [row for row, each in enumerate(self._ids) if each in sought]
        return sorted(row for each in wanted if (row := self.row_of(each)) is not None)

    # Records

    def record(self, row: int) -> R | None:
        """The row; None if it has just been deleted by someone else."""
        wanted = self._ids[row]
        found = self._cache.get(wanted)
        if found is None and wanted not in self._missing:
            start = row - row % PAGE
            self._load(self._ids[start : start + PAGE])
            found = self._cache.get(wanted)
        return found

    def line(self, wanted: int | None) -> R | None:
        """The record with that id; None if it is not shown."""
        row = None if wanted is None else self.row_of(wanted)
        return None if row is None else self.record(row)

    def records(self, ids: Sequence[int]) -> list[R]:
        """Rows by id, read anew, without those that no longer exist."""
        return list(self._fetch(ids)) if ids else []

    def _load(self, ids: Sequence[int]) -> None:
        wanted = [each for each in ids if each not in self._cache]
        fetched = {row.id: row for row in self._fetch(wanted)}
        self._cache.update(fetched)
        self._missing.update(each for each in wanted if each not in fetched)
        while len(self._cache) > _CACHED:
            self._cache.popitem(last=False)

    # Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids) or index.column() >= len(self.columns):
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNMENTS[column.align]
        if role in _ROW_ROLES:
            record = self.record(index.row())
            return None if record is None else self._of_record(column, record, role)
        return None

    def _of_record(self, column: Column[R], record: R, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.display(record)
            case Qt.ItemDataRole.EditRole:
                return column.edit(record) if column.edit else column.display(record)
            case Qt.ItemDataRole.ToolTipRole:
                return column.tooltip(record) if column.tooltip else None
            case Qt.ItemDataRole.DecorationRole:
                return column.icon(record) if column.icon else None
            case Qt.ItemDataRole.ForegroundRole:
                token = column.token(record) if column.token else None
                return self._theme.color(token) if token else None
            case _ if role == CHIPS_ROLE:
                return list(column.chips(record)) if column.chips else None
            case _ if role == RECORD_ROLE:
                return record
        return column.value(record) if column.value else column.display(record)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNMENTS[column.align]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        column = self.columns[index.column()]
        return _EDITABLE if column.edit and column.commit else _READ_ONLY

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Save what was typed in a cell, if it is another text than before."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        column, record = self.columns[index.column()], self.record(index.row())
        if column.commit is None or column.edit is None or record is None or column.edit(record) == value:
            return False
        if not column.commit(record, str(value)):
            return False
        self.refresh_ids([record.id])
        return True


_ROW_ROLES: Final = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.DecorationRole,
        Qt.ItemDataRole.ForegroundRole,
        SORT_ROLE,
        RECORD_ROLE,
        CHIPS_ROLE,
    )
)


def _packed(ids: Ids) -> array[int]:
    return ids if isinstance(ids, array) else array("q", ids)


def _place(ids: array[int], wanted: int) -> int | None:
    """Which of the packed ids is the one wanted. Bytes are looked through several times faster than numbers; a portion
    at a time, for those of a million would be a copy of eight megabytes."""
    sought = wanted.to_bytes(_ID_BYTES, byteorder, signed=True)
    for start in range(0, len(ids), _PORTION):
        some = ids[start : start + _PORTION].tobytes()
        at = some.find(sought)
        while at % _ID_BYTES and at >= 0:
            at = some.find(sought, at + 1)
        if at >= 0:
            return start + at // _ID_BYTES
    return None


def _alike(old: memoryview, new: memoryview) -> int:
    """How many packed ids are the same before the first that differs."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _same_ends(old: Ids, new: Ids) -> tuple[int, int]:
    """How many ids are the same at the beginning, and at the end: 500,000 ids differ in a handful."""
    shorter = min(len(old), len(new))
    if isinstance(old, array) and isinstance(new, array):
        here, there = memoryview(old), memoryview(new)
        ahead = _alike(here, there)
        return ahead, min(_alike(here[::-1], there[::-1]), shorter - ahead)
    ahead = next(compress(count(), map(ne, old, new)), shorter)
    rest = shorter - ahead
    return ahead, min(next(compress(count(), map(ne, reversed(old), reversed(new))), rest), rest)


def _steps(old: Any, new: Any) -> list[tuple[int, int, Any]] | None:
    """How `old` becomes `new` as (row, rows removed there, ids inserted there), in order; None: better all anew.

    Finds rows inserted, removed, and one moved, which is what a single change of a list looks like.
    """
    ahead, behind = _same_ends(old, new)
    longest = max(len(old), len(new))
    if longest - ahead - behind > _MOST_COMPARED:
        return None
    old, new = old[ahead : len(old) - behind], new[ahead : len(new) - behind]
    stays = set(old).intersection(new)
    if (ahead + behind + len(stays)) * 2 < longest:
        return None
    return _steps_between(old, new, stays, ahead)


def _steps_between(old: Any, new: Any, stays: set[int], ahead: int) -> list[tuple[int, int, Any]] | None:
    """The steps where the lists differ, `ahead` rows from the top; `stays` is in both."""
    steps: list[tuple[int, int, Any]] = []
    at = 0
    i = 0
    while i < len(old) or at < len(new):
        if i < len(old) and at < len(new) and old[i] == new[at]:
            i, at = i + 1, at + 1
            continue
        gone = 0
        while i + gone < len(old) and old[i + gone] not in stays:
            gone += 1
        arrived = at
        while arrived < len(new) and new[arrived] not in stays:
            arrived += 1
        if not gone and arrived == at:
            return None  # an order changed
        steps.append((ahead + at, gone, new[at:arrived]))
        if len(steps) > _MAX_STEPS:
            return None
        i, at = i + gone, arrived
    return steps
