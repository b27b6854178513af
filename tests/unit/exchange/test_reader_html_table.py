"""Web pages that are called .xls: as Chinese web systems write them, and broken."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import Book, extent, html_table, open_book
from tests.unit.exchange.held import held


def page(folder: Path, text: str | bytes, name: str = "a.xls") -> Book:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return open_book(path)


def rows(folder: Path, text: str | bytes) -> list[list[object]]:
    return [list(row) for row in page(folder, text).sheet().rows]


ONE = "<table><tr><td>姓名</td><td>电话</td></tr><tr><td>张三</td><td>13800138000</td></tr></table>"
BIG5 = "<table><tr><td>姓名<td>電話<tr><td>張三<td>1</table>".encode("big5")
READ = [["姓名", "电话"], ["张三", "13800138000"]]


class TestPages:
    @pytest.mark.parametrize(
        "text",
        [
            ONE,
            f"<html><body>{ONE}</body></html>",
            f"\r\n <!DOCTYPE html><html>{ONE}",
            f"<?xml version='1.0'?><html xmlns='x'>{ONE}</html>",
            f"<!-- made by --><TABLE>{ONE[7:]}",
            f"<style>td {{ mso: '<td>' }}</style>{ONE}",
            ONE.replace("<table>", "").replace("</table>", ""),
            ONE.replace("</td>", "").replace("</tr>", ""),
            ONE.replace("td>", "TH>"),
            ONE.replace("<td>", "<td style=\"mso-number-format:'\\@'\" title='a>b'>"),
            ONE.replace("<td>", '<td title="5>'),
        ],
    )
    def test_are_known_by_their_bytes(self, tmp_path: Path, text: str) -> None:
        book = page(tmp_path, text)
        assert (book.kind, book.encoding, book.sheet_names) == ("html", "utf-8", ())
        assert book.sheet().name is None
        if 'title="5>' not in text:
            assert book.sheet().rows == READ

    @pytest.mark.parametrize(
        ("data", "encoding"),
        [
            (ONE.encode("utf-8-sig"), "utf-8"),
            (ONE.encode("gbk"), "gb18030"),
            (b'<meta charset="utf-8">' + ONE.encode("gbk"), "gb18030"),
            (b'<meta charset="gb2312">' + ONE.encode(), "utf-8"),
            (b"<meta http-equiv=Content-Type content='text/html; charset=Big5'>" + BIG5, "big5"),
            (b"<meta charset=shift_jis>" + ONE.encode("gbk"), "gb18030"),
            (ONE.encode("utf-16"), "utf-16"),
        ],
    )  # fmt: skip
    def test_encodings(self, tmp_path: Path, data: bytes, encoding: str) -> None:
        book = page(tmp_path, data)
        assert book.encoding == encoding
        assert book.sheet().rows[0][0] == "姓名"

    def test_the_largest_table_is_the_one(self, tmp_path: Path) -> None:
        text = f"<table><tr><td>菜单</td></tr></table><table><tr><td>外{ONE}面</td></tr></table></table><table></table>"
        assert rows(tmp_path, text) == READ

    def test_text_as_the_page_shows_it(self, tmp_path: Path) -> None:
        text = (
            "<table><tr><td> <b>张</b><font color=red>三</font>\n <td>a&amp;b&nbsp;&lt;c&#39;<td>一<br>\n 二<p>三</p>"
            "<td>1 < 2<td><!-- no -->x<script>if (a<b) '<td>'</script><td>&#x5f20;<td>a<b</tr></table> rest"
        )
        assert rows(tmp_path, text) == [["张三", "a&b <c'", "一\n二\n三", "1 < 2", "x", "张", "a<b"]]

    def test_numbers_that_are_shown_rounded(self, tmp_path: Path) -> None:
        text = (
            '<table><tr><td x:num="13800138000">1.38E+10<td x:num="1234.5">1,234.50<td>1.38E+10'
            "<td x:str>007</tr></table>"
        )
        assert rows(tmp_path, text) == [["13800138000", "1,234.50", "1.38E+10", "007"]]

    def test_merged_cells(self, tmp_path: Path) -> None:
        text = (
            "<table><tr><td colspan=3>客户名单<tr><td rowspan='2'>A1<td>茶<td rowspan=0>尾<tr><td>杯"
            "<tr><td colspan=2 rowspan=2>宽<tr></tr><tr><td>末<td rowspan=1 colspan=0>z</table>"
        )
        assert rows(tmp_path, text) == [
            ["客户名单", "", ""],
            ["A1", "茶", "尾"],
            ["A1", "杯", "尾"],
            ["宽", "", "尾"],
            ["", "", "尾"],
            ["末", "z", "尾"],
        ]

    def test_a_merged_cell_behind_a_short_row(self, tmp_path: Path) -> None:
        text = "<table><tr><td>a<td>b<td rowspan=2>c<tr><td>d<tr><td>e</table>"
        assert rows(tmp_path, text) == [["a", "b", "c"], ["d", "", "c"], ["e"]]

    def test_rows_that_are_closed_twice(self, tmp_path: Path) -> None:
        assert rows(tmp_path, "<table></td></tr><tr><td>a</td></td></tr></tr><td>b</table>") == [["a"], ["b"]]


class TestBad:
    def test_no_table(self, tmp_path: Path) -> None:
        for text in ("<html><frameset><frame src='a.htm'></frameset></html>", "<table><tr><td> </td></tr></table>"):
            with pytest.raises(UnreadableFile, match="web page without a table"):
                page(tmp_path, text)

    def test_too_wide(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableFile, match="too large"):
            page(tmp_path, "<table><tr>" + "<td colspan=9000>a" * 3)

    def test_too_large(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(extent, "MAX_HELD", 500)
        with pytest.raises(UnreadableFile, match="too large"):
            page(tmp_path, "<table><tr><td colspan=30>a<tr><td colspan=80>b</table>")
        monkeypatch.setattr(html_table, "MAX_ROWS", 3)
        with pytest.raises(UnreadableFile, match="too large"):
            page(tmp_path, "<table>" + "<tr><td>a" * 5)

    def test_five_hundred_columns(self, tmp_path: Path) -> None:
        assert len(rows(tmp_path, "<table><tr>" + "<td>a" * 500)[0]) == 500

    def test_tables_in_tables_without_end(self, tmp_path: Path) -> None:
        text = "<table><tr><td>" * 300 + "a" + "</table>" * 400 + ONE
        assert rows(tmp_path, text) == READ

    @pytest.mark.parametrize(
        "piece",
        ['<a "', "<a ", "<!--", "<script ", "</", "<", "<td 'a\"", '<td "><a "', "<td colspan=1", "&", "<table>"],
    )
    def test_broken_tags_take_no_time(self, tmp_path: Path, piece: str) -> None:
        try:
            page(tmp_path, ONE + piece * 50_000)
        except UnreadableFile:
            pytest.fail("the whole table before the broken tags is there")
        with pytest.raises(UnreadableFile):
            page(tmp_path, "<div>" + piece * 50_000 + ">")

    def test_a_cell_of_a_megabyte(self, tmp_path: Path) -> None:
        assert rows(tmp_path, f"<table><tr><td>{'好' * 400_000}</table>") == [["好" * 400_000]]

    @given(st.lists(st.sampled_from(
        ["<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th ", "colspan=3", " rowspan='2'", "rowspan=0", ">",
         "<", '"', "'", "<!--", "-->", "<br/>", "<script>", "</script>", "&#0;", "&#x110000;", "姓名", "\n", "\0"]
    ), max_size=60))  # fmt: skip
    def test_any_page_is_read_or_refused(self, pieces: list[str]) -> None:
        try:
            book = html_table.read(held(b"<html>" + "".join(pieces).encode()))
        except UnreadableFile:
            return
        assert all(isinstance(cell, str) for row in book.sheet().rows for cell in row)

    @given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1),
                             min_size=1, max_size=4), min_size=1, max_size=4))  # fmt: skip
    def test_what_is_written_is_read(self, table: list[list[str]]) -> None:
        text = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table)
        book = html_table.read(held(f"<table>{text}</table>".encode()))
        assert book.sheet().rows == table
