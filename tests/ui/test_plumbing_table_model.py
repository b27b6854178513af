"""The model under every list."""

from __future__ import annotations

import tracemalloc
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from crm_desktop.language import Sentence
from crm_desktop.ui.plumbing import table_model
from crm_desktop.ui.plumbing.table_model import (
    CHIPS_ROLE,
    PAGE,
    RECORD_ROLE,
    SORT_ROLE,
    Column,
    PagedTableModel,
    _steps,
)


@dataclass(frozen=True)
class Tea:
    id: int
    name: str
    price: int


class Shelf:
    """Rows by id, and how often they were asked for."""

    def __init__(self, count: int) -> None:
        self.rows = {n: Tea(n, f"tea {n}", n * 100) for n in range(1, count + 1)}
        self.fetched: list[int] = []
        self.saved: list[tuple[int, str]] = []

    def fetch(self, ids: Sequence[int]) -> list[Tea]:
        self.fetched.extend(ids)
        return [self.rows[n] for n in ids if n in self.rows]

    def rename(self, tea: Tea, text: str) -> bool:
        if text == "refused":
            return False
        self.saved.append((tea.id, text))
        self.rows[tea.id] = Tea(tea.id, text, tea.price)
        return True

    def columns(self) -> list[Column[Tea]]:
        return [
            Column(
                "name",
                Sentence("Name"),
                lambda t: t.name,
                sort_key="name",
                edit=lambda t: t.name,
                commit=self.rename,
                tooltip=lambda t: f"about {t.name}",
            ),
            Column(
                "price",
                Sentence("Price"),
                lambda t: f"¥{t.price}",
                align="right",
                value=lambda t: t.price,
                token=lambda t: "danger" if t.price > 300 else None,
            ),
            Column("kinds", Sentence("Tags"), lambda t: "green, old", chips=lambda t: ["green", "old"]),
        ]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(1000)


@pytest.fixture
def model(shelf: Shelf, theme) -> PagedTableModel[Tea]:
    return PagedTableModel(shelf.columns(), shelf.fetch, theme)


def test_passes_qts_own_tester(model, shelf, qtmodeltester) -> None:
    model.set_ids(range(1, 200))
    qtmodeltester.check(model, force_py=False)
    model.set_ids([1, 3, 5])
    model.refresh_ids([3])
    model.set_ids([5, 3, 1])
    qtmodeltester.check(model, force_py=False)


def test_fetches_only_what_is_looked_at(model, shelf) -> None:
    model.set_ids(range(1, 1001))
    assert shelf.fetched == []
    assert model.index(500, 0).data() == "tea 501"
    assert len(shelf.fetched) == PAGE
    model.index(501, 1).data()
    assert len(shelf.fetched) == PAGE


def test_a_hundred_thousand_ids_fetch_nothing(theme) -> None:
    shelf = Shelf(0)
    model = PagedTableModel(shelf.columns(), shelf.fetch, theme)
    model.set_ids(range(100_000))
    assert model.rowCount() == 100_000
    assert model.row_of(99_999) == 99_999
    assert shelf.fetched == []


def test_cache_stays_small(theme) -> None:
    shelf = Shelf(20_000)
    model = PagedTableModel(shelf.columns(), shelf.fetch, theme)
    model.set_ids(range(1, 20_001))
    for row in range(0, 20_000, PAGE):
        model.record(row)
    assert len(model._cache) < 3_000


def test_roles(model) -> None:
    model.set_ids([4, 2])
    name, price, kinds = (model.index(0, column) for column in range(3))
    assert (name.data(), price.data(), kinds.data()) == ("tea 4", "¥400", "green, old")
    assert (name.data(SORT_ROLE), price.data(SORT_ROLE)) == ("tea 4", 400)
    assert name.data(RECORD_ROLE) == Tea(4, "tea 4", 400)
    assert kinds.data(CHIPS_ROLE) == ["green", "old"]
    assert name.data(CHIPS_ROLE) is None
    assert price.data(Qt.ItemDataRole.ForegroundRole) == QColor("#B91C1C")
    assert model.index(1, 1).data(Qt.ItemDataRole.ForegroundRole) is None
    assert name.data(Qt.ItemDataRole.ToolTipRole) == "about tea 4"
    assert price.data(Qt.ItemDataRole.ToolTipRole) is None
    assert price.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    horizontal = Qt.Orientation.Horizontal
    assert model.headerData(0, horizontal) == "Name"
    assert model.headerData(1, horizontal, Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.headerData(9, horizontal) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_changed_rows_are_read_again(model, shelf) -> None:
    model.set_ids([1, 2, 3])
    assert model.index(1, 0).data() == "tea 2"
    shelf.rows[2] = Tea(2, "oolong", 1)
    heard = []
    model.dataChanged.connect(lambda top, bottom, _: heard.append((top.row(), bottom.row())))
    model.refresh_ids([2, 77])
    assert heard == [(1, 1)]
    assert model.index(1, 0).data() == "oolong"
    model.refresh_ids(None)
    assert heard[-1] == (0, 2)


def test_a_row_deleted_meanwhile_is_blank_and_asked_for_once(model, shelf) -> None:
    model.set_ids([1, 2, 3])
    del shelf.rows[2]
    assert model.index(1, 0).data() is None
    assert model.index(1, 1).data() is None
    assert shelf.fetched.count(2) == 1
    assert model.records([1, 2]) == [shelf.rows[1]]


def test_editing(model, shelf) -> None:
    model.set_ids([1, 2])
    name, price = model.index(0, 0), model.index(0, 1)
    assert name.flags() & Qt.ItemFlag.ItemIsEditable
    assert not price.flags() & Qt.ItemFlag.ItemIsEditable
    assert name.data(Qt.ItemDataRole.EditRole) == "tea 1"
    assert model.setData(name, "sencha")
    assert shelf.saved == [(1, "sencha")]
    assert name.data() == "sencha"
    assert not model.setData(name, "sencha")  # the same text saves nothing
    assert not model.setData(name, "refused")
    assert not model.setData(price, "5")
    assert name.data() == "sencha"


def test_small_differences_are_told_row_by_row(model) -> None:
    model.set_ids([1, 2, 3, 4])
    told = []
    model.rowsInserted.connect(lambda _, first, last: told.append(("in", first, last)))
    model.rowsRemoved.connect(lambda _, first, last: told.append(("out", first, last)))
    model.modelReset.connect(lambda: told.append("reset"))
    model.set_ids([1, 2, 3, 4])
    assert told == []
    model.set_ids([1, 9, 2, 3, 4])
    model.set_ids([1, 9, 2, 4])
    assert told == [("in", 1, 1), ("out", 3, 3)]
    model.set_ids([4, 2, 9, 1])
    assert told[-1] == "reset"


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_steps_lead_from_old_to_new(old: list[int], new: list[int]) -> None:
    steps = _steps(old, new)
    if steps is None:
        return
    row = list(old)
    for at, gone, come in steps:
        row[at : at + gone] = come
    assert row == new


@pytest.fixture
def packed(theme, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> PagedTableModel[Tea]:
    """A list that is long enough to be kept packed: of ten."""
    monkeypatch.setattr(table_model, "_MOST_COMPARED", 9)
    model = PagedTableModel(shelf.columns(), shelf.fetch, theme)
    model.set_ids(array("q", range(1, 11)))
    return model


def test_many_ids_are_kept_packed(packed) -> None:
    assert isinstance(packed.ids, array)
    assert packed.row_of(7) == 6
    assert packed.row_of(99) is None
    assert packed.rows_of([3, 99, 1]) == [0, 2]
    assert packed.rows_of(range(2, 20)) == list(range(1, 10))
    packed.set_ids(array("q", range(1, 5)))
    assert packed.ids == array("q", [1, 2, 3, 4])


def test_an_id_is_not_found_within_two_others(packed) -> None:
    packed.set_ids(array("q", [1 << 40, 1 << 32, 256, *range(2, 12)]))
    assert [packed.row_of(each) for each in (1, 256, 1 << 16, 1 << 32, 1 << 8)] == [None, 2, None, 1, 2]


def test_an_id_is_found_in_whatever_portion_it_stands(packed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_model, "_PORTION", 3)
    assert [packed.row_of(each) for each in range(12)] == [None, *range(10), None]


def test_packed_ids_are_compared_and_looked_through_without_copies_of_them(packed) -> None:
    million = array("q", range(1_000_000))
    packed.set_ids(million)
    same, turned = million[:], million[::-1]
    tracemalloc.start()
    packed.set_ids(same)
    packed.row_of(999_999)
    packed.set_ids(turned)
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert packed.ids is turned
    assert highest < million.itemsize * len(million) / 4


def test_small_differences_of_packed_ids_are_told_row_by_row(packed, qtbot) -> None:
    resets = []
    packed.modelReset.connect(lambda: resets.append(1))
    packed.set_ids(array("q", range(1, 11)))
    packed.set_ids(array("q", [1, 2, 3, 11, 4, 5, 6, 7, 8, 9, 10]))
    packed.set_ids(array("q", [1, 2, 3, 11, 4, 5, 6, 7, 8, 9]) + array("q", [12]))
    assert list(packed.ids) == [1, 2, 3, 11, 4, 5, 6, 7, 8, 9, 12]
    assert not resets
    packed.set_ids(range(12, 1, -1))
    assert list(packed.ids) == list(range(12, 1, -1))
    assert resets


@given(st.lists(st.integers(0, 6), unique=True), st.lists(st.integers(0, 6), unique=True))
def test_steps_of_packed_ids_are_those_of_a_list(old: list[int], new: list[int]) -> None:
    steps = _steps(array("q", old), array("q", new))
    plain = None if steps is None else [(at, gone, list(come)) for at, gone, come in steps]
    assert plain == _steps(old, new)


def test_other_columns(model) -> None:
    model.set_ids([1])
    model.set_columns(model.columns[:1])
    assert model.columnCount() == 1
    assert model.index(0, 0).data() == "tea 1"
