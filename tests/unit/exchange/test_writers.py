"""Tables into files that open finished, and come back as they were."""

from __future__ import annotations

import errno
import json
import os
import stat
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.domain.table import Table, TableColumn, Value
from crm_desktop.errors import BadCommand, CannotWriteFile, DiskFull
from crm_desktop.exchange.readers import open_book
from crm_desktop.exchange.writers import write_table, xlsx_file
from crm_desktop.exchange.writers.output import clean

COLUMNS = (
    TableColumn("姓名", key="name"),
    TableColumn("电话", "phone", key="phone"),
    TableColumn("其他电话", "phones"),
    TableColumn("累计消费", "money", key="spent", total=True),
    TableColumn("数量", "quantity"),
    TableColumn("生日", "date"),
    TableColumn("时间", "datetime"),
    TableColumn("标签", key="tags"),
    TableColumn("来过", "number"),
    TableColumn("随便", "any"),
)
ROWS: list[list[Value]] = [
    ["单晓丽", "+8613800138000", ["+8613900139000", "+861088886666"], 123450, 2500, date(1988, 3, 5),
     datetime(2026, 11, 21, 9, 30), ["老客户", "批发"], 7, 1.5],
    ["=1+1", "+16502530000", (), -3550, -1000, None, None, (), None, "x"],
    ["", "", None, None, None, None, datetime(2026, 1, 2, 3, 4, 5), None, 0, True],
]  # fmt: skip


def table(rows: list[list[Value]] = ROWS, **more: object) -> Table:
    return Table("客户: 名单", COLUMNS, rows, **more)  # type: ignore[arg-type]


class TestXlsx:
    def test_opens_finished(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        assert write_table(table(about=("标签:老客户", "导出于 2026-11-21")), path) == 3
        book = openpyxl.load_workbook(path)
        sheet, about = book.worksheets
        assert sheet.title == "客户  名单"
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == "A1:J4"
        assert all(cell.font.bold for cell in sheet[1])
        name, phone, others, spent, quantity, birthday, at, tags, visits, anything = sheet[2]
        assert (phone.value, phone.data_type, phone.number_format) == ("138 0013 8000", "s", "@")
        assert others.value == "139 0013 9000 / 010 8888 6666"
        assert (spent.value, spent.number_format) == (1234.5, '"¥"#,##0.00')
        assert quantity.value == 2.5
        assert (birthday.value, birthday.number_format) == (datetime(1988, 3, 5), "yyyy-mm-dd")
        assert (at.value, at.number_format) == (datetime(2026, 11, 21, 9, 30), "yyyy-mm-dd hh:mm")
        assert (name.value, tags.value, visits.value, anything.value) == ("单晓丽", "老客户, 批发", 7, 1.5)
        assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
        assert (sheet["J4"].value, sheet["A4"].value) == (True, None)
        assert [cell.value for cell in about["A"]] == ["标签:老客户", "导出于 2026-11-21"]

    def test_sums_follow_the_filter(self, tmp_path: Path) -> None:
        write_table(table(), tmp_path / "a.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
        assert (sheet["A6"].value, sheet["A6"].font.bold) == ("Total", True)
        assert (sheet["D6"].value, sheet["D6"].number_format) == ("=SUBTOTAL(109,D2:D4)", '"¥"#,##0.00')

    def test_our_own_import_leaves_the_sums_out(self, tmp_path: Path) -> None:
        from crm_desktop.exchange.sheets.headings import Kind
        from crm_desktop.exchange.sheets.table import read_table

        write_table(table(), tmp_path / "a.xlsx")
        found = read_table(open_book(tmp_path / "a.xlsx"), Kind.CUSTOMERS)
        assert (found.layout.header_row, list(found.rows.numbers)) == (1, [2, 3, 4])
        assert found.ignored[0].reason == "totals"

    def test_widths_fit_chinese(self, tmp_path: Path) -> None:
        columns = (TableColumn("a"), TableColumn("b"), TableColumn("c", width=33), TableColumn("d"))
        write_table(Table("t", columns, [["x", "十个汉字十个汉字十个", "y", "z" * 500]]), tmp_path / "a.xlsx")
        widths = openpyxl.load_workbook(tmp_path / "a.xlsx").active.column_dimensions
        assert [widths[letter].width for letter in "ABCD"] == [6, 22, 33, 60]

    def test_what_a_spreadsheet_takes_for_a_code(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        cells: list[list[Value]] = [["_x0041_"], ["a_x000D_b"], ["_x_"]]
        write_table(Table("t", (TableColumn("a"),), cells), path)
        assert open_book(path).sheet().rows[1:] == cells

    def test_old_dates_are_texts(self, tmp_path: Path) -> None:
        rows: list[list[Value]] = [[date(1900, 2, 28), date(1900, 3, 1), datetime(1850, 1, 1, 8)]]
        columns = (TableColumn("a", "date"), TableColumn("b", "date"), TableColumn("c", "datetime"))
        write_table(Table("t", columns, rows), tmp_path / "a.xlsx")
        assert open_book(tmp_path / "a.xlsx").sheet().rows[1] == ["1900-02-28", date(1900, 3, 1), "1850-01-01T08:00:00"]

    def test_names_of_sheets(self, tmp_path: Path) -> None:
        about = ("About <this> & that",)
        write_table(Table('Wang\'s "list" <&>', (TableColumn("a"),), [["x"]], about), tmp_path / "a.xlsx")
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
        assert book.sheetnames == ['Wang\'s "list" <&>', "About this list"]
        assert book.worksheets[1]["A1"].value == about[0]
        write_table(Table("About this list", (TableColumn("a"),), [], about), tmp_path / "a.xlsx")
        assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["About this list", "About this list 2"]

    def test_more_rows_than_a_sheet_holds(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(xlsx_file, "MAX_ROWS", 2_500)
        rows: list[list[Value]] = [["x"]] * 2_498
        with pytest.raises(CannotWriteFile, match="2500"):
            write_table(Table("t", (TableColumn("a"),), rows), tmp_path / "a.xlsx")
        assert list(tmp_path.iterdir()) == []
        assert write_table(Table("t", (TableColumn("a"),), rows[:2_400]), tmp_path / "a.xlsx") == 2_400
        assert len(open_book(tmp_path / "a.xlsx").sheet().rows) == 2_401

    @given(texts=st.lists(st.text(), min_size=1, max_size=5))
    @settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_text_comes_back(self, texts: list[str], tmp_path: Path) -> None:
        write_table(Table("t", (TableColumn("a"),), [[text] for text in texts]), tmp_path / "a.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
        back = [sheet.cell(row, 1).value or "" for row in range(2, len(texts) + 2)]
        assert back == [clean(text).replace("\r\n", "\n").replace("\r", "\n") for text in texts]

    def test_numbers_that_are_none(self, tmp_path: Path) -> None:
        rows: list[list[Value]] = [[float("nan"), float("inf"), 12.34]]
        columns = tuple(TableColumn(letter, "number") for letter in "abc")
        write_table(Table("t", columns, rows), tmp_path / "a.xlsx")
        assert open_book(tmp_path / "a.xlsx").sheet().rows[1] == ["nan", "inf", 12.34]

    def test_a_column_of_all_kinds_in_the_right_rows(self, tmp_path: Path) -> None:
        kinds: list[Value] = ["a", None, date(2026, 1, 2), 5, "", float("nan"), ["b", "c"], date(1899, 1, 2), ("d",)]
        rows: list[list[Value]] = [[number, kinds[number % len(kinds)]] for number in range(2_500)]
        write_table(Table("t", (TableColumn("a", "number"), TableColumn("b", "any")), rows), tmp_path / "a.xlsx")
        back = ["a", "", date(2026, 1, 2), 5, "", "nan", "b, c", "1899-01-02", "d"]
        read = open_book(tmp_path / "a.xlsx").sheet().rows[1:]
        assert read == [[number, back[number % len(back)]] for number in range(2_500)]

    def test_no_rows(self, tmp_path: Path) -> None:
        assert write_table(table([]), tmp_path / "a.xlsx") == 0
        sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
        assert (sheet.max_row, sheet.auto_filter.ref) == (1, None)

    def test_what_a_workbook_cannot_hold(self, tmp_path: Path) -> None:
        rows: list[list[Value]] = [["a\x00\x0b\ud800b", "好" * 40_000]]
        write_table(Table("[/?*]", (TableColumn("\x01"), TableColumn("b")), rows), tmp_path / "a.xlsx")
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
        assert book.active["A2"].value == "ab"
        assert len(book.active["B2"].value) == 32_767
        assert book.sheetnames == ["Sheet"]

    def test_times_and_durations(self, tmp_path: Path) -> None:
        rows: list[list[Value]] = [[time(9, 30), timedelta(hours=30), datetime(2026, 1, 2), date(2026, 1, 2)]]
        columns = tuple(TableColumn(letter, "any") for letter in "abcd")
        write_table(Table("t", columns, rows), tmp_path / "a.xlsx")
        assert open_book(tmp_path / "a.xlsx").sheet().rows[1][3] == date(2026, 1, 2)


class TestCsv:
    def test_reads_well_in_excel(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        assert write_table(table(), path) == 3
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        lines = data.decode("utf-8-sig").split("\r\n")
        assert lines[0] == "姓名,电话,其他电话,累计消费,数量,生日,时间,标签,来过,随便"
        assert lines[1] == (
            "单晓丽,138 0013 8000,139 0013 9000 / 010 8888 6666,1234.50,2.5,1988-03-05,2026-11-21 09:30,"
            '"老客户, 批发",7,1.5'
        )
        assert lines[2].startswith("'=1+1,'+1 650-253-0000,,-35.50,-1,")
        assert lines[3] == ",,,,,,2026-01-02 03:04:05,,0,True"

    def test_for_older_programs(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        assert write_table(table(), path, "gb18030") == 3
        assert path.read_bytes().decode("gb18030").startswith("姓名,电话,")
        assert open_book(path).encoding == "gb18030"

    def test_what_looks_defused_already_comes_back(self, tmp_path: Path) -> None:
        cells: list[list[Value]] = [["'=x"], ["''-5"], ["'x"], ["=x"]]
        write_table(Table("t", (TableColumn("a"),), cells), tmp_path / "a.csv")
        assert open_book(tmp_path / "a.csv").sheet().rows[1:] == cells

    @given(rows=st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1, max_size=5))
    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_no_cell_is_a_formula_and_all_come_back(self, rows: list[list[Value]], tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        write_table(Table("t", (TableColumn("a,b"), TableColumn("c")), rows), path)
        raw = open_book(path)
        assert raw.encoding == "utf-8"
        import csv

        with path.open(encoding="utf-8-sig", newline="") as stream:
            for line in csv.reader(stream):
                assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line)
        texts = [[str(cell) for cell in row] for row in rows]
        plain = all(
            "\0" not in cell and not cell.startswith("'") and cell.isprintable() for row in texts for cell in row
        )
        if plain and all('"' not in cell for row in texts for cell in row):
            assert raw.sheet().rows[1:] == texts


class TestJson:
    def test_values_as_the_command_line_answers_them(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        assert write_table(table(), path) == 3
        first, second, _ = json.loads(path.read_text(encoding="utf-8"))
        assert first == {
            "name": "单晓丽", "phone": "+8613800138000", "其他电话": ["+8613900139000", "+861088886666"],
            "spent": "1234.50", "数量": 2.5, "生日": "1988-03-05", "时间": "2026-11-21T09:30:00",
            "tags": ["老客户", "批发"], "来过": 7, "随便": 1.5,
        }  # fmt: skip
        assert (second["数量"], second["生日"]) == (-1, None)

    def test_yes_and_no(self, tmp_path: Path) -> None:
        answers = Table("t", (TableColumn("x", "yes_no"),), [["Yes"], ["No"], [None]])
        write_table(answers, tmp_path / "a.json")
        assert json.loads((tmp_path / "a.json").read_text()) == [{"x": True}, {"x": False}, {"x": None}]

    def test_nothing(self, tmp_path: Path) -> None:
        write_table(table([]), tmp_path / "a.json")
        assert json.loads((tmp_path / "a.json").read_text()) == []


class TestTheFile:
    @pytest.mark.parametrize("name", ["a", "a.doc", "a.vcf", "a.ics"])
    def test_no_format(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(BadCommand):
            write_table(table(), tmp_path / name)

    @pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json"])
    def test_the_old_file_stays_when_rows_fail(self, tmp_path: Path, ending: str) -> None:
        path = tmp_path / f"a{ending}"
        path.write_text("old")

        def rows():  # type: ignore[no-untyped-def]
            yield ROWS[0]
            raise RuntimeError

        with pytest.raises(RuntimeError):
            write_table(Table("t", COLUMNS, rows()), path)
        assert path.read_text() == "old"
        assert list(tmp_path.iterdir()) == [path]

    def test_what_a_killed_program_left_goes_the_next_time(self, tmp_path: Path) -> None:
        others = [".a-12345678.tmp", ".b-1234567_.tmp", ".a-1234567.tmp", ".ab-12345678.tmp", "a-12345678.tmp"]
        for name in (*others, ".a-abcdefg_.tmp"):
            (tmp_path / name).touch()
        for name in (*others[1:], ".a-abcdefg_.tmp"):
            os.utime(tmp_path / name, (0, 0))
        write_table(table(), tmp_path / "a.csv")  # the first of them is being written just now
        assert {path.name for path in tmp_path.iterdir()} == {*others, "a.csv"}

    def test_permissions_stay(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("old")
        path.chmod(0o640)
        write_table(table(), path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        old = os.umask(0o027)
        try:
            write_table(table(), tmp_path / "new.csv")
        finally:
            os.umask(old)
        assert stat.S_IMODE((tmp_path / "new.csv").stat().st_mode) == 0o640

    def test_no_folder(self, tmp_path: Path) -> None:
        with pytest.raises(CannotWriteFile, match="no folder"):
            write_table(table(), tmp_path / "gone" / "a.csv")
        (tmp_path / "file").touch()
        with pytest.raises(CannotWriteFile, match="no folder"):
            write_table(table(), tmp_path / "file" / "a.csv")

    def test_a_folder_of_that_name(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").mkdir()
        with pytest.raises(CannotWriteFile, match="is a folder"):
            write_table(table(), tmp_path / "a.csv")

    @pytest.mark.parametrize(
        ("error", "expected", "words"),
        [
            (OSError(errno.ENOSPC, "No space left"), DiskFull, "disk is full"),
            (PermissionError(errno.EACCES, "Access denied"), CannotWriteFile, "may not be written"),
            (OSError(errno.EIO, "Input/output error"), CannotWriteFile, "Input/output error"),
        ],
    )
    def test_what_the_disk_may_say(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, expected: type[Exception], words: str
    ) -> None:
        def refuse(self: Path, target: Path) -> Path:
            raise error

        path = tmp_path / "a.csv"
        path.write_text("old")
        monkeypatch.setattr(Path, "replace", refuse)
        with pytest.raises(expected, match=words):
            write_table(table(), path)
        assert list(tmp_path.iterdir()) == [path]

    def test_a_read_only_file_stays(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "a.csv"
        path.write_text("old")
        monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anything
        with pytest.raises(CannotWriteFile, match="may not be written"):
            write_table(table(), path)
        assert path.read_text() == "old"


class TestTextsThatAWorkbookCuts:
    COLUMNS = (TableColumn("备注", key="note"), TableColumn("标签", key="tags"))
    LONG = "长" * 40_000

    def long(self, *about: str) -> Table:
        return Table("客户", self.COLUMNS, [["短", ()], [self.LONG, [self.LONG]]], about)

    def test_a_workbook_tells_which(self, tmp_path: Path) -> None:
        written = self.long("about")
        write_table(written, tmp_path / "a.xlsx")
        assert written.cut == ["A3", "B3"]
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
        assert len(book.worksheets[0]["A3"].value) == 32_767
        assert "2 cells had more and were cut (A3, B3)" in book.worksheets[1]["A2"].value
        assert str(xlsx_file.cut_words([f"A{n}" for n in range(11)])).count("A") == 12

    @pytest.mark.parametrize("ending", [".csv", ".json"])
    def test_others_hold_them_whole(self, tmp_path: Path, ending: str) -> None:
        written = self.long()
        write_table(written, tmp_path / f"a{ending}")
        assert written.cut == []
        assert self.LONG in (tmp_path / f"a{ending}").read_text("utf-8")
