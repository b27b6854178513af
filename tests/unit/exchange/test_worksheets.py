"""Sheets too long to be held: read in portions, they hold what they hold when read at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from crm_desktop.errors import Cancelled, UnreadableFile
from crm_desktop.exchange.importing.importer import import_file
from crm_desktop.exchange.importing.report import Watch
from crm_desktop.exchange.readers import Book, Cell, open_book, worksheets
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.sheets.table import read_table
from crm_desktop.exchange.whole_shop.reading import read_shop, write_whole_shop
from crm_desktop.exchange.whole_shop.writing import write_shop
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store.shop import Shop

SAMPLES = Path(__file__).parents[2] / "samples"
HEAD = ["姓名", "手机", "备注"]
PEOPLE = [[f"客户{i}", f"138{i:08}", "好"] for i in range(20)]


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sheets of more than five rows are long, and three are looked at."""
    monkeypatch.setattr(worksheets, "LONG_ROWS", 5)
    monkeypatch.setattr(worksheets, "LOOKED_AT", 3)


def saved(path: Path, *sheets: tuple[str, Sequence[Sequence[object]]], merged: Sequence[str] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    book.save(path)
    return path


def all_rows(book: Book, name: str, most: int) -> list[list[Cell]]:
    assert book.stream is not None
    rows: list[list[Cell]] = []
    for portion in book.stream(most, name):
        assert (portion.first, portion.doubts) == (len(rows) + 1, ())
        assert 0 < len(portion.rows) <= most
        rows += portion.rows
        assert portion.done == len(rows) <= portion.total
    return rows


@pytest.mark.parametrize("most", [1, 2, 3, 7, 100])
def test_portions_are_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    rows = [["会员名单"], [], HEAD, *PEOPLE[:4], [], ["", date(2026, 1, 2), 3.5], *PEOPLE[4:]]
    path = saved(tmp_path / "a.xlsx", ("名单", rows), merged=["A4:A9", "B10:B11", "C12:C13", "A14:C14", "C20:C60"])
    whole = open_book(path).sheet()
    assert not whole.long
    monkeypatch.setattr(worksheets, "LONG_ROWS", 5)
    monkeypatch.setattr(worksheets, "LOOKED_AT", 3)
    book = open_book(path)
    sheet = book.sheet()
    assert sheet.long
    assert sheet.rows == whole.rows[:3]
    assert all_rows(book, "名单", most) == whole.rows
    assert [row[0] for row in whole.rows[3:10]] == ["客户0"] * 6 + ["客户4"]
    assert {row[2] for row in whole.rows[20:]} == {"好"}


@pytest.mark.usefixtures("tiny")
class TestSheets:
    def test_each_sheet_is_long_or_not(self, tmp_path: Path) -> None:
        many = [HEAD, *PEOPLE]
        path = saved(tmp_path / "a.xlsx", ("一", many), ("二", many[:4]), ("三", [*many, ["末"]]))
        book = open_book(path)
        assert [book.sheet(name).long for name in book.sheet_names] == [True, False, True]
        assert book.long == {"一", "三"}
        assert len(all_rows(book, "一", 6)) == 21
        assert all_rows(book, "三", 6)[-1][0] == "末"
        assert all_rows(book, "一", 6)[-1][0] == "客户19"

    def test_columns_that_begin_at_the_right(self, tmp_path: Path) -> None:
        path = saved(tmp_path / "a.xlsx", ("名单", [["", *row] for row in [HEAD, *PEOPLE]]), merged=["D2:D4"])
        book = open_book(path)
        assert book.sheet().rows[1] == ["", "客户0", "13800000000", "好"]
        assert all_rows(book, "名单", 2)[3] == ["", "客户2", "13800000002", "好"]

    def test_a_cell_far_below_makes_no_table_long(self, tmp_path: Path) -> None:
        path = saved(tmp_path / "a.xlsx", ("名单", [HEAD, *PEOPLE[:3], *[[]] * 30, ["末"]]))
        sheet = open_book(path).sheet()
        assert not sheet.long
        assert len(sheet.rows) == 35

    @pytest.mark.parametrize("suffix", ["ods", "xls"])
    def test_other_workbooks(self, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
        path = SAMPLES / f"members.{suffix}"
        monkeypatch.setattr(worksheets, "LONG_ROWS", 2)
        book = open_book(path)
        [name, *_] = book.sheet_names
        assert (book.kind, book.sheet().long, len(book.sheet().rows)) == (suffix, True, 3)
        rows = all_rows(book, name, 2)
        monkeypatch.setattr(worksheets, "LONG_ROWS", 1_000)
        assert open_book(path).sheet().rows == rows


@pytest.mark.usefixtures("tiny")
class TestImports:
    def test_the_chosen_sheet_comes_in_below_its_title(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        others = [["商品名称", "单价"], ["茶", 3]]
        rows = [["会员名单"], HEAD, *PEOPLE, ["合计", 20]]
        path = saved(tmp_path / "a.xlsx", ("商品", others), ("会员", rows), ("去年", [HEAD, ["旧客", "13900000000"]]))
        steps: list[tuple[int, int]] = []
        report = import_file(
            shop, "customers", path, sheet="会员", watch=Watch(lambda done, total, _: steps.append((done, total)))
        )
        assert (report.counts.read, report.counts.added, report.counts.rejected) == (20, 20, 0)
        assert ("totals", 23) in [(reason, row) for row, reason in report.table.ignored]
        assert (23, 23) in steps
        assert services.customers.count() == 20
        services.history.undo()
        assert services.customers.count() == 0

    def test_a_short_sheet_beside_a_long_one(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = saved(tmp_path / "a.xlsx", ("会员", [HEAD, *PEOPLE]), ("去年", [HEAD, ["旧客", "13900000000", ""]]))
        assert import_file(shop, "customers", path, sheet="去年").counts.added == 1
        assert services.customers.count() == 1

    def test_rejected_rows_far_down(self, shop: Shop, tmp_path: Path) -> None:
        rows = [HEAD, *PEOPLE, ["", "", "谁?"], ["末", "", ""]]
        rejects = tmp_path / "rejects.xlsx"
        report = import_file(shop, "customers", saved(tmp_path / "a.xlsx", ("a", rows)), rejects=rejects)
        assert (report.counts.added, [reject.row for reject in report.rejects]) == (21, [22])
        assert list(report.cells(22)) == ["", "", "谁?"]
        lines = open_book(rejects).read("Rejected rows")
        assert lines[0][:3] == HEAD
        assert (lines[1][2], lines[1][-1]) == ("谁?", 22)

    def test_an_order_merged_over_two_portions(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        head = ["单号", "日期", "姓名", "商品", "金额"]
        rows = [["A1" if i == 1 else None, "2026-01-02", "王芳", f"茶{i}", i] for i in range(1, 12)]
        path = saved(tmp_path / "a.xlsx", ("a", [head, *rows]), merged=["A2:A12"])
        assert import_file(shop, "purchases", path).counts.added == 1
        [purchase] = services.purchases.get_many(services.purchases.ids())
        assert (purchase.number, len(purchase.lines), purchase.paid_fen) == ("A1", 11, 6600)

    def test_cancelled(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = saved(tmp_path / "a.xlsx", ("a", [HEAD, *PEOPLE]))
        asked = []

        def cancelled() -> bool:
            asked.append(1)
            return len(asked) > 8

        with pytest.raises(Cancelled):
            import_file(shop, "customers", path, watch=Watch(cancelled=cancelled))
        assert services.customers.count() == 0

    def test_a_whole_shop_comes_in_whole(
        self, shop: Shop, services: Services, shop_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(worksheets, "LONG_ROWS", 60)
        for number in range(70):
            services.customers.add(CustomerDraft(name=f"客户{number}"))
        path = tmp_path / "shop.xlsx"
        write_shop(shop, path)
        whole = read_shop(path)
        assert whole.counts["customer"] == 70
        other = tmp_path / "other.crm"
        other.write_bytes(shop_template.read_bytes())
        new = Shop.open(other)
        write_whole_shop(new, whole)
        assert Services(new).customers.count() == 70
        new.close()


def test_a_long_sheet_that_cannot_be_read_to_its_end(
    tmp_path: Path, tiny: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_book(saved(tmp_path / "a.xlsx", ("a", [HEAD, *PEOPLE])))
    assert read_table(book, Kind.CUSTOMERS).sheet.long

    def broken(*_: object) -> object:
        raise ValueError

    monkeypatch.setattr(worksheets, "_portions", broken)
    assert book.stream is not None
    with pytest.raises(UnreadableFile, match="damaged"):
        next(iter(book.stream(5, "a")))


def test_cells_merged_beside_the_table() -> None:
    rows: list[list[Cell]] = [["甲"], [""]]
    worksheets._Merged([((0, 9), (1, 9))]).fill(rows, 0)
    assert rows == [["甲"], [""]]
