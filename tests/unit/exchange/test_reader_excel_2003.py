"""Workbooks in the XML of Excel 2003: as Chinese systems write them, and broken."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import Book, Cell, excel_2003, extent, open_book
from tests.unit.exchange.held import held

HEAD = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
)


def sheet(rows: str, name: str = "名单", more: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>{more}</Worksheet>'


def cell(text: str, kind: str = "String", attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


def book_of(folder: Path, *sheets: str, encoding: str = "utf-8", head: str = HEAD) -> Book:
    path = folder / "a.xls"
    path.write_bytes((head + "".join(sheets) + "</Workbook>").encode(encoding))
    return open_book(path)


def rows_of(folder: Path, rows: str) -> list[list[Cell]]:
    return book_of(folder, sheet(rows)).sheet().rows


def problem(folder: Path, data: str | bytes) -> str:
    path = folder / "a.xls"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(UnreadableFile) as caught:
        open_book(path).sheet()
    return caught.value.sentence.text


class TestWorkbooks:
    def test_cells_keep_their_types(self, tmp_path: Path) -> None:
        rows = (
            f"<Row>{cell('姓名')}{cell('电话')}</Row><Row>{cell('张三')}{cell('13800138000', 'Number')}</Row><Row>"
            f"{cell('1', 'Boolean')}{cell('2006-03-01T00:00:00.000', 'DateTime')}"
            f"{cell('2006-03-01T08:30:00', 'DateTime')}"
            f"{cell('1899-12-31T08:30:00.000', 'DateTime')}{cell('#N/A', 'Error')}{cell('1.5E+3', 'Number')}</Row>"
        )
        book = book_of(tmp_path, sheet(rows))
        assert (book.kind, book.encoding, book.sheet_names) == ("xml", "utf-8", ("名单",))
        assert book.sheet().name == "名单"
        assert book.sheet().rows == [
            ["姓名", "电话"],
            ["张三", 13800138000.0],
            [True, date(2006, 3, 1), datetime(2006, 3, 1, 8, 30), time(8, 30), "", 1500.0],
        ]

    def test_what_is_no_number_or_day_stays_text(self, tmp_path: Path) -> None:
        rows = (
            f"<Row>{cell('440106198803051234', 'Number')}{cell('007', 'Number')}{cell('x', 'Boolean')}"
            f"{cell('soon', 'DateTime')}<Cell><Data>a</Data></Cell><Cell/></Row>"
        )
        assert rows_of(tmp_path, rows) == [["440106198803051234", "007", "x", "soon", "a", ""]]

    @pytest.mark.parametrize(
        ("encoding", "told", "said"),
        [
            ("utf-8-sig", "utf-8", "UTF-8"),
            ("gb2312", "gb18030", "gb2312"),
            ("utf-8", "utf-8", "GB2312"),
            ("utf-16", "utf-16", "utf-16"),
        ],
    )
    def test_encodings(self, tmp_path: Path, encoding: str, told: str, said: str) -> None:
        head = HEAD.replace('version="1.0"', f'version="1.0" encoding="{said}"')
        book = book_of(tmp_path, sheet(f"<Row>{cell('姓名')}{cell('张三')}</Row>"), encoding=encoding, head=head)
        assert book.encoding == told
        assert book.sheet().rows == [["姓名", "张三"]]

    def test_what_is_broken_in_every_encoding_is_read_in_the_one_that_breaks_less(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xls"
        text = HEAD + sheet(f"<Row>{cell('姓名')}{cell('张三')}{cell('?')}</Row>") + "</Workbook>"
        path.write_bytes(text.encode("utf-8").replace(b"?</Data>", b"\xff</Data>"))
        book = open_book(path)
        assert book.encoding == "utf-8"
        assert book.sheet().rows == [["姓名", "张三", "\ufffd"]]

    def test_without_a_declaration_and_with_prefixes(self, tmp_path: Path) -> None:
        text = (
            '\r\n<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><ss:Worksheet ss:Name="a">'
            '<ss:Table><ss:Row><ss:Cell><ss:Data ss:Type="String">x</ss:Data></ss:Cell></ss:Row></ss:Table>'
            "</ss:Worksheet></ss:Workbook>"
        )
        path = tmp_path / "a.xls"
        path.write_text(text, encoding="utf-8")
        assert open_book(path).sheet().rows == [["x"]]

    def test_gaps(self, tmp_path: Path) -> None:
        fourth, odd = "ss:Index='4'", "ss:Index='x'"
        rows = (
            f'<Row ss:Index="3">{cell("a")}{cell("b", attributes=fourth)}</Row>'
            f'<Row ss:Span="1"/><Row>{cell("c", attributes=odd)}</Row>'
        )
        assert rows_of(tmp_path, rows) == [[], [], ["a", "", "", "b"], [], [], ["c"]]

    def test_numbers_that_go_back_are_not_followed(self, tmp_path: Path) -> None:
        back = 'ss:Index="1"'
        rows = f"<Row>{cell('a')}{cell('b', attributes=back)}</Row><Row {back}>{cell('c')}</Row>"
        assert rows_of(tmp_path, rows) == [["a", "b"], ["c"]]

    def test_merged_cells(self, tmp_path: Path) -> None:
        across, down, both = 'ss:MergeAcross="2"', 'ss:MergeDown="2"', 'ss:MergeAcross="1" ss:MergeDown="1"'
        second = 'ss:Index="2"'
        rows = (
            f"<Row>{cell('名单', attributes=across)}</Row><Row>{cell('A1', attributes=down)}{cell('茶')}</Row>"
            f"<Row>{cell('杯', attributes=second)}</Row><Row/><Row>{cell('宽', attributes=both)}</Row>"
            f"<Row>{cell('x')}</Row>"
        )
        assert rows_of(tmp_path, rows) == [
            ["名单", "", ""], ["A1", "茶"], ["A1", "杯"], ["A1"], ["宽", ""], ["x"],
        ]  # fmt: skip

    def test_formatted_text_and_remarks(self, tmp_path: Path) -> None:
        rows = (
            '<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>张</B>三&#10;丰</ss:Data>'
            '<Comment ss:Author="x"><ss:Data>remark</ss:Data></Comment></Cell></Row>'
        )
        assert rows_of(tmp_path, rows) == [["张三\n丰"]]

    def test_several_sheets_the_hidden_ones_last(self, tmp_path: Path) -> None:
        hidden = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
        shown = "<x:WorksheetOptions><x:Visible>SheetVisible</x:Visible></x:WorksheetOptions>"
        a, b = f"<Row>{cell('a')}</Row>", f"<Row>{cell('b')}</Row>"
        book = book_of(tmp_path, sheet(a, "geheim", hidden), sheet(b, more=shown), sheet(a, ""), sheet(a))
        assert book.sheet_names == ("名单", "Sheet3", "名单4", "geheim")
        assert book.sheet("geheim").rows == [["a"]]
        assert book.sheet().rows == [["b"]]

    def test_elements_out_of_their_place_are_passed_over(self, tmp_path: Path) -> None:
        stray = f"<Visible>x</Visible><Row>{cell('no')}</Row>{cell('no')}"
        inside = f"{cell('no')}<Data>no</Data><Row><Data>no</Data>{cell('a')}</Row>"
        assert book_of(tmp_path, stray, sheet(inside)).sheet().rows == [["a"]]


class TestBad:
    ROW = f"<Row>{cell('a')}</Row>"

    def test_control_characters_and_bare_ampersands_are_mended(self, tmp_path: Path) -> None:
        rows = f"<Row>{cell('a' + chr(1) + ' & b')}{cell('A&amp;B &#65; &nbsp;')}</Row>"
        assert rows_of(tmp_path, rows) == [["a & b", "A&B A &nbsp;"]]

    @pytest.mark.parametrize("length", [-100, -30, -5])
    def test_cut_off(self, tmp_path: Path, length: int) -> None:
        assert "damaged" in problem(tmp_path, (HEAD + sheet(self.ROW) + "</Workbook>")[:length])

    def test_entities(self, tmp_path: Path) -> None:
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
        text = HEAD.replace("<Workbook", bomb + "<Workbook") + sheet(f"<Row>{cell('&b;&c;')}</Row>") + "</Workbook>"
        assert "not safe" in problem(tmp_path, text)

    def test_too_deep(self, tmp_path: Path) -> None:
        assert "not safe" in problem(tmp_path, HEAD + "<a>" * 200_000)

    def test_no_sheets(self, tmp_path: Path) -> None:
        assert "no sheet" in problem(tmp_path, HEAD + "</Workbook>")

    @pytest.mark.parametrize(
        "rows",
        [
            f'<Row ss:Index="1048577">{cell("a")}</Row>',
            '<Row ss:Span="1048577"/>',
            '<Row><Cell ss:Index="16385"/></Row>',
            '<Row><Cell ss:MergeAcross="99999"/></Row>',
        ],
    )  # fmt: skip
    def test_a_cell_far_away(self, tmp_path: Path, rows: str) -> None:
        assert "too large" in problem(tmp_path, HEAD + sheet(rows) + "</Workbook>")

    def test_too_many_cells(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(extent, "MAX_HELD", 200)
        assert "too large" in problem(tmp_path, HEAD + sheet(self.ROW * 3) + "</Workbook>")

    def test_too_many_sheets(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(excel_2003, "_MOST_SHEETS", 2)
        assert "too large" in problem(tmp_path, HEAD + sheet(self.ROW) * 3 + "</Workbook>")

    def test_other_xml(self, tmp_path: Path) -> None:
        assert "not a table" in problem(tmp_path, "<?xml version='1.0'?><rss><channel/></rss>")

    @given(
        position=st.integers(0, 5_000), piece=st.sampled_from(["", "<", "</Row>", "&", "\0", '"', "<Row>", "<Data>"])
    )
    def test_bitten_files_are_read_or_refused(self, position: int, piece: str) -> None:
        whole = HEAD + sheet(self.ROW + f"<Row>{cell('13800138000', 'Number')}</Row>") + "</Workbook>"
        position %= len(whole)
        try:
            book = excel_2003.read(held((whole[:position] + piece + whole[position + 1 :]).encode()))
        except UnreadableFile:
            return
        assert all(isinstance(row, list) for row in book.sheet().rows)

    @given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")),
                             min_size=1, max_size=4), min_size=1, max_size=4))  # fmt: skip
    def test_what_is_written_is_read(self, table: list[list[str]]) -> None:
        text = "".join("<Row>" + "".join(cell(escape(word)) for word in row) + "</Row>" for row in table)
        book = excel_2003.read(held((HEAD + sheet(text) + "</Workbook>").encode()))
        assert book.sheet().rows == table
