"""Web pages in an envelope of mail, as Excel and others save workbooks."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import Book, mhtml, open_book
from tests.unit.exchange.held import held

HEAD = (
    "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
    'Content-Type: multipart/related;\r\n\tboundary="----=_P1"\r\n\r\n'
)
PLACE = "file:///C:/7B2F/%E4%BC%9A%E5%91%98.files/"


def part(text: str, name: str, *, charset: str = "gb2312", packed: str = "quoted-printable") -> bytes:
    data = text.encode("gb18030" if charset == "gb2312" else charset)
    if packed == "base64":
        data = base64.encodebytes(data)
    elif packed == "quoted-printable":
        data = quopri.encodestring(data)
    head = f"Content-Location: {PLACE}{name}\r\nContent-Transfer-Encoding: {packed}\r\n"
    head += f'Content-Type: text/html; charset="{charset}"'
    return head.encode() + b"\r\n\r\n" + data


def file_of(*parts: bytes, head: str = HEAD, mark: str = "----=_P1") -> bytes:
    sign = f"\r\n--{mark}".encode()
    return head.encode() + b"This is a web page." + b"".join(sign + b"\r\n" + each for each in parts) + sign + b"--\r\n"


def opened(folder: Path, data: bytes, name: str = "a.xls") -> Book:
    path = folder / name
    path.write_bytes(data)
    return open_book(path)


def frame(*sheets: tuple[str, str, str]) -> str:
    listed = "".join(
        f'<x:ExcelWorksheet><x:Name>{name}</x:Name>{more}<x:WorksheetSource HRef="a.files/{place}"/></x:ExcelWorksheet>'
        for name, place, more in sheets
    )
    return (
        "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head><xml><x:ExcelWorkbook><x:ExcelWorksheets>"
        f"{listed}</x:ExcelWorksheets></x:ExcelWorkbook></xml></head><frameset></frameset></html>"
    )


TABLE = "<html><table><tr><td>姓名</td><td>电话</td></tr><tr><td>王芳</td><td>13800138000</td></tr></table></html>"
ROWS = [["姓名", "电话"], ["王芳", "13800138000"]]
TABS = "<table><tr><td><a href=x>一</a></td><td>二</td></tr><tr><td>1</td><td>1</td><td>1</td></tr></table>"
PICTURE = b"Content-Location: a.png\r\nContent-Transfer-Encoding: base64\r\nContent-Type: image/png\r\n\r\niVBORw0KGgo="


class TestPages:
    @pytest.mark.parametrize("packed", ["quoted-printable", "base64", "8bit"])
    @pytest.mark.parametrize("charset", ["gb2312", "utf-8", "big5", "utf-16"])
    def test_packed_and_encoded_in_every_way(self, tmp_path: Path, packed: str, charset: str) -> None:
        text = TABLE.replace("电话", "電話").replace("王芳", "王小明") if charset == "big5" else TABLE
        if charset == "utf-16" and packed == "8bit":
            return  # nobody can do that
        book = opened(tmp_path, file_of(part(text, "sheet001.htm", charset=charset, packed=packed)))
        assert book.kind == "mhtml"
        assert book.sheet().rows[1][1] == "13800138000"
        assert book.sheet().rows[0] == (["姓名", "電話"] if charset == "big5" else ROWS[0])

    def test_several_worksheets(self, tmp_path: Path) -> None:
        second = TABLE.replace("王芳", "李强")
        data = file_of(
            part(
                frame(
                    ("旧 &amp; 新", "a.files/sheet003.htm", "<x:Visible>SheetHidden</x:Visible>"),
                    ("会员", "%E4%BC%9A%E5%91%98.files/sheet001.htm", ""),
                    ("会员", "sheet002.htm", ""),
                    ("没有", "gone.htm", ""),
                ),
                "../a.htm",
            ),
            part(TABLE, "sheet001.htm"),
            part(second, "sheet002.htm", packed="base64"),
            part(TABLE, "sheet003.htm", charset="utf-8"),
            part(TABS * 9, "tabstrip.htm"),
            PICTURE,
        )
        book = opened(tmp_path, data, "a.mht")
        assert book.sheet_names == ("会员", "会员 2", "旧 & 新")
        assert book.sheet().rows == ROWS
        assert book.sheet("会员 2").rows[1][0] == "李强"

    def test_a_worksheet_at_the_very_place_that_the_frame_names(self, tmp_path: Path) -> None:
        data = file_of(part(frame(("会员", "sheet001.htm", "")), "a.htm"), part(TABLE, "a.files/sheet001.htm"))
        assert opened(tmp_path, data, "a.mht").sheet("会员").rows == ROWS

    def test_one_page_alone(self, tmp_path: Path) -> None:
        head = (
            "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        )
        book = opened(tmp_path, head.encode() + quopri.encodestring(TABLE.encode()))
        assert book.sheet().rows == ROWS
        assert book.sheet_names == ()

    def test_as_browsers_save_them(self, tmp_path: Path) -> None:
        head = (
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://shop.example/\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="a(b)+"\r\n\r\n'
        )
        small = "<table><tr><td>x</td></tr></table>"
        inner = b"Content-Type: multipart/alternative; boundary=q\r\n\r\n--q\r\n" + part(TABLE, "b.html") + b"\r\n--q--"
        data = file_of(part(small, "a.html"), inner, part("<p>nothing", "c.html"), head=head, mark="a(b)+")
        assert opened(tmp_path, data, "a.mhtml").sheet().rows == ROWS

    def test_two_pages_of_one_name(self, tmp_path: Path) -> None:
        assert opened(tmp_path, file_of(part("<p>", "a.htm"), part(TABLE, "a.htm"))).sheet().rows == ROWS

    def test_a_letter_in_a_text_is_none(self, tmp_path: Path) -> None:
        text = "姓名: 电话\nContent-Type: text/html\n"
        assert opened(tmp_path, text.encode()).kind == "csv"


class TestBad:
    def problem(self, folder: Path, data: bytes) -> str:
        with pytest.raises(UnreadableFile) as caught:
            opened(folder, data)
        return caught.value.sentence.text

    def test_no_table(self, tmp_path: Path) -> None:
        assert "without a table" in self.problem(tmp_path, file_of(part("<p>hello", "a.htm")))
        assert "without a table" in self.problem(tmp_path, file_of(PICTURE))
        assert "without a table" in self.problem(tmp_path, HEAD.encode())
        assert "without a table" in self.problem(tmp_path, HEAD.rstrip().encode() + b"\r\n")

    def test_broken_packing(self, tmp_path: Path) -> None:
        head = b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        assert "without a table" in self.problem(tmp_path, file_of(head + b"abcde"))

    def test_more_parts_than_any_page_has(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(mhtml, "MOST_PARTS", 5)
        assert "too large" in self.problem(tmp_path, file_of(*[PICTURE] * 6))

    def test_envelopes_without_end(self, tmp_path: Path) -> None:
        data = b"--q\r\n".join([b"Content-Type: multipart/mixed; boundary=q\r\n\r\n"] * 50)
        assert "without a table" in self.problem(tmp_path, b"MIME-Version: 1.0\r\n" + data)

    def test_a_head_that_is_none(self, tmp_path: Path) -> None:
        data = file_of(b"Content-Type: text/html; charset*=bad'x'%zz; boundary*0*=\r\n\r\n" + TABLE.encode())
        assert opened(tmp_path, data).sheet().rows == ROWS

    @given(position=st.integers(0, 10_000), piece=st.binary(max_size=4), cut=st.booleans())
    def test_bitten_files_are_read_or_refused(self, position: int, piece: bytes, cut: bool) -> None:
        whole = file_of(part(frame(("一", "sheet001.htm", "")), "a.htm"), part(TABLE, "sheet001.htm"))
        position %= len(whole)
        data = whole[:position] + piece + (b"" if cut else whole[position + 1 :])
        try:
            book = mhtml.read(held(data))
        except UnreadableFile:
            return
        assert all(isinstance(row, list) for row in book.sheet().rows)
