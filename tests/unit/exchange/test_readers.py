"""Files into rows, whole and broken."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import BadCommand, UnreadableFile
from crm_desktop.exchange.readers import delimited, open_book, workbook
from crm_desktop.exchange.readers.encodings import decode_table


def workbook_bytes(*sheets: tuple[str, Sequence[Sequence[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def problem(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        open_book(path).sheet()
    assert caught.value.exit_status == 3
    return caught.value.sentence.text


class TestWorkbooks:
    def test_cells_keep_their_types(self, tmp_path: Path) -> None:
        rows = [
            ["姓名", "生日", "最近"],
            ["张三", date(1988, 3, 5), datetime(2026, 1, 2, 3, 4)],
            [13800138000, 1.5, True],
        ]
        path = written(tmp_path, "a.xlsx", workbook_bytes(("名单", rows)))
        book = open_book(path)
        assert (book.kind, book.encoding, book.sheet_names) == ("xlsx", None, ("名单",))
        sheet = book.sheet()
        assert sheet.name == "名单"
        assert sheet.rows[1] == ["张三", date(1988, 3, 5), datetime(2026, 1, 2, 3, 4)]
        assert sheet.rows[2] == [13800138000, 1.5, True]

    def test_rows_are_counted_as_the_spreadsheet_does(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.active["C4"] = "姓名"
        stream = io.BytesIO()
        book.save(stream)
        rows = open_book(written(tmp_path, "a.xlsx", stream.getvalue())).sheet().rows
        assert rows[3] == ["", "", "姓名"]
        assert len(rows) == 4

    def test_a_workbook_is_known_whatever_its_name(self, tmp_path: Path) -> None:
        data = workbook_bytes(("a", [["姓名"]]))
        assert open_book(written(tmp_path, "a.csv", data)).kind == "xlsx"

    def test_visible_sheets_come_first(self, tmp_path: Path) -> None:
        book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(("geheim", [["x"]]), ("名单", [["y"]]))))
        book["geheim"].sheet_state = "hidden"
        book.active = 1
        stream = io.BytesIO()
        book.save(stream)
        assert open_book(written(tmp_path, "a.xlsx", stream.getvalue())).sheet_names == ("名单", "geheim")

    def test_those_that_were_asked_for_are_held(self, tmp_path: Path) -> None:
        book = open_book(written(tmp_path, "a.xlsx", workbook_bytes(("名单", [["x"]]), ("旧", [["y"]]))))
        assert book.sheets_read == ()
        assert book.sheet("旧") is book.sheet("旧")
        assert [sheet.name for sheet in book.sheets_read] == ["旧"]

    def test_a_sheet_that_is_not_there(self, tmp_path: Path) -> None:
        book = open_book(written(tmp_path, "a.xlsx", workbook_bytes(("名单", [["姓名"]]))))
        with pytest.raises(BadCommand, match="名单"):
            book.sheet("Sheet9")

    def test_a_value_merged_down_stands_in_every_row(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        for row in (["单号", "商品"], ["A1", "茶"], [None, "杯"], ["标题", None]):
            book.active.append(row)
        book.active.merge_cells("A2:A3")
        book.active.merge_cells("A4:B4")
        stream = io.BytesIO()
        book.save(stream)
        rows = open_book(written(tmp_path, "a.xlsx", stream.getvalue())).sheet().rows
        assert [row[0] for row in rows] == ["单号", "A1", "A1", "标题"]
        assert rows[3][1] == ""

    @pytest.mark.parametrize("length", [4, 30, 500, 3_000, -10])
    def test_cut_off(self, tmp_path: Path, length: int) -> None:
        data = workbook_bytes(("a", [["姓名", "电话"]] + [["张三", "13800138000"]] * 50))
        assert "damaged" in problem(written(tmp_path, "a.xlsx", data[:length]))

    def test_a_sheet_cut_off_inside_its_archive(self, tmp_path: Path) -> None:
        whole = zipfile.ZipFile(io.BytesIO(workbook_bytes(("a", [["姓名"]] * 50))))
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name in whole.namelist():
                data = whole.read(name)
                archive.writestr(name, data[: len(data) // 2] if "sheet1" in name else data)
        assert "damaged" in problem(written(tmp_path, "a.xlsx", stream.getvalue()))

    def test_half_a_workbook(self, tmp_path: Path) -> None:
        assert "damaged" in problem(written(tmp_path, "a.xlsx", zipped({"xl/workbook.xml": b"<workbook/>"})))

    def test_a_word_document(self, tmp_path: Path) -> None:
        assert "text document" in problem(written(tmp_path, "a.xlsx", zipped({"word/document.xml": b"<a/>"})))
        text = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}
        assert "text document" in problem(written(tmp_path, "a.ods", zipped(text)))
        old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
        assert "text document" in problem(written(tmp_path, "a.xls", old))

    def test_another_archive(self, tmp_path: Path) -> None:
        assert "archive" in problem(written(tmp_path, "a.xlsx", zipped({"photo.jpg": b"x"})))

    def test_an_archive_that_would_fill_the_computer(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbook, "MAX_UNPACKED", 1_000_000)
        bomb = zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 2_000_000})
        assert len(bomb) < 10_000
        assert "unpack" in problem(written(tmp_path, "a.xlsx", bomb))

    @pytest.mark.parametrize(("column", "row"), [("XFD", 1_048_576), ("XFD", 3_000), ("Z", 1_048_576)])
    def test_a_cell_left_in_a_far_corner(self, tmp_path: Path, column: str, row: int) -> None:
        book = openpyxl.Workbook()
        book.active["A1"] = "姓名"
        book.active[f"{column}{row}"] = "x"
        stream = io.BytesIO()
        book.save(stream)
        for data in (stream.getvalue(), without_dimension(stream.getvalue())):
            with pytest.raises(UnreadableFile, match=f"{column}{row}"):
                open_book(written(tmp_path, "a.xlsx", data))

    def test_formats_without_values_reach_as_far_as_they_like(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.active.append(["姓名", "电话"])
        book.active["XFD30000"].number_format = "@"
        stream = io.BytesIO()
        book.save(stream)
        assert open_book(written(tmp_path, "a.xlsx", stream.getvalue())).sheet().rows == [["姓名", "电话"]]

    def test_a_cell_far_beyond_all_sheets(self, tmp_path: Path) -> None:
        """Whatever the sheet says of its size; reading it would end the process."""
        data = edited(
            workbook_bytes(("a", [["姓名", "电话"], ["张三", "1"]])),
            "xl/worksheets/sheet1.xml",
            b'"B2"',
            b'"B2147483648"',
        )
        with pytest.raises(UnreadableFile, match="B2147483648"):
            open_book(written(tmp_path, "a.xlsx", data))

    def test_many_columns_are_no_far_ones(self, tmp_path: Path) -> None:
        rows = [[f"列{number}" for number in range(500)], ["x"] * 500]
        assert open_book(written(tmp_path, "a.xlsx", workbook_bytes(("a", rows)))).sheet().rows == rows

    def test_an_old_workbook_whose_first_page_is_damaged(self, tmp_path: Path) -> None:
        """Reading it would fill the memory, of any size."""
        data = bytearray((Path(__file__).parents[2] / "samples" / "members.xls").read_bytes())
        data[41:60] = b"PHOTO;ENCODING=b:PH"
        assert "damaged" in problem(written(tmp_path, "a.xls", bytes(data)))

    def test_a_broken_old_workbook(self, tmp_path: Path) -> None:
        assert "damaged" in problem(written(tmp_path, "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5_000))

    @given(position=st.integers(0, 4_000), sign=st.integers(0, 255))
    def test_one_wrong_byte_is_read_or_refused(
        self, position: int, sign: int, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        data = bytearray(_SMALL)
        data[position % len(data)] = sign
        path = written(tmp_path_factory.getbasetemp(), "bitten.xlsx", bytes(data))
        with suppress(UnreadableFile):
            open_book(path).sheet()


def edited(data: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """The workbook with a piece of one of its parts exchanged."""
    whole = zipfile.ZipFile(io.BytesIO(data))
    members = {name: whole.read(name) for name in whole.namelist()}
    assert old in members[member]
    return zipped({**members, member: members[member].replace(old, new)})


def without_dimension(data: bytes) -> bytes:
    """The workbook as programs write it that do not know its size beforehand."""
    whole = zipfile.ZipFile(io.BytesIO(data))
    members = {name: re.sub(rb"<dimension [^>]*>", b"", whole.read(name)) for name in whole.namelist()}
    return zipped(members)


_SMALL = workbook_bytes(("a", [["姓名", "电话"], ["张三", 13800138000.0]]))


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


class TestText:
    TEXT = "姓名,电话\r\n张三,13800138000\r\n\r\n李四,\r\n"

    @pytest.mark.parametrize(
        ("encoded", "encoding"),
        [
            (TEXT.encode("utf-8"), "utf-8"),
            (TEXT.encode("utf-8-sig"), "utf-8"),
            (TEXT.encode("gb18030"), "gb18030"),
            (TEXT.replace(",", "\t").encode("utf-16"), "utf-16"),
            (TEXT.encode("utf-16-be"), "utf-16"),
            (TEXT.encode("utf-16-le"), "utf-16"),
            (TEXT.encode("utf-32"), "utf-32"),
        ],
    )
    def test_encodings(self, tmp_path: Path, encoded: bytes, encoding: str) -> None:
        book = open_book(written(tmp_path, "a.csv", encoded))
        assert (book.kind, book.encoding, book.sheet_names) == ("csv", encoding, ())
        sheet = book.sheet()
        assert sheet.name is None
        assert sheet.rows == [["姓名", "电话"], ["张三", "13800138000"], [], ["李四", ""]]

    @pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
    def test_delimiters(self, tmp_path: Path, delimiter: str) -> None:
        rows = [["姓名", "地址", "备注"]] + [["张三", "a,b 路", "c"]] * 5
        text = "\n".join(delimiter.join(f'"{c}"' if "," in c and delimiter == "," else c for c in r) for r in rows)
        assert open_book(written(tmp_path, "a.txt", text.encode())).sheet().rows == rows

    def test_one_column(self, tmp_path: Path) -> None:
        assert open_book(written(tmp_path, "a.txt", "电话\n13800138000".encode())).sheet().rows == [
            ["电话"],
            ["13800138000"],
        ]

    def test_what_excel_says_of_the_delimiter(self, tmp_path: Path) -> None:
        rows = open_book(written(tmp_path, "a.csv", b"sep=;\na;b,c\nd;e")).sheet().rows
        assert rows[1:] == [["a", "b,c"], ["d", "e"]]
        assert not any(rows[0])

    def test_cells_with_line_breaks_and_of_any_length(self, tmp_path: Path) -> None:
        long = "好" * 300_000
        path = written(tmp_path, "a.csv", f'姓名,备注\n张三,"一\n二"\n李四,{long}\n'.encode())
        assert open_book(path).sheet().rows == [["姓名", "备注"], ["张三", "一\n二"], ["李四", long]]

    def test_a_lone_quotation_mark_swallows_nothing(self, tmp_path: Path) -> None:
        rows = open_book(written(tmp_path, "a.csv", '姓名,备注\n张三,"好\n李四,\n王五,茶'.encode())).sheet().rows
        assert [row[0] for row in rows] == ["姓名", "张三", "李四", "王五"]

    def test_nul_bytes(self, tmp_path: Path) -> None:
        assert open_book(written(tmp_path, "a.csv", "姓名,电话\n张\0三,1\n".encode())).sheet().rows[1] == ["张三", "1"]

    def test_what_our_own_export_defused(self, tmp_path: Path) -> None:
        rows = open_book(written(tmp_path, "a.csv", "a,b\n'=1+1,'好\n".encode())).sheet().rows
        assert rows[1] == ["=1+1", "'好"]

    def test_a_file_cut_within_a_character_keeps_its_encoding(self, tmp_path: Path) -> None:
        for encoding in ("utf-8", "gb18030"):
            data = ("姓名,电话\n" + "张三丰,13800138000\n" * 50 + "王").encode(encoding)[:-1]
            book = open_book(written(tmp_path, "a.csv", data))
            assert book.encoding == encoding
            assert book.sheet().rows[1][0] == "张三丰"

    def test_noise(self, tmp_path: Path) -> None:
        assert "neither" in problem(written(tmp_path, "a.csv", bytes(range(1, 32)) * 50 + b"abc"))
        assert "neither" in problem(written(tmp_path, "a.csv", b"\xff\xfd\x80\x81" * 500))

    @given(st.lists(st.lists(st.text(), min_size=2, max_size=4), min_size=1, max_size=5))
    def test_any_text_is_read_or_refused(self, rows: list[list[str]]) -> None:
        text = "\n".join(",".join(row) for row in rows)
        try:
            decoded = decode_table(Path("a.csv"), text.encode("utf-8", "replace")).text
        except UnreadableFile:
            return
        assert all(isinstance(cell, str) for row in delimited.rows_of(decoded) for cell in row)


class TestOtherFiles:
    @pytest.mark.parametrize(
        ("data", "word"),
        [
            (b"", "empty"),
            (b"\xef\xbb\xbf", "empty"),
            (b" \r\n\n", "empty"),
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
            (b"\xff\xd8\xff\xe0" + b"\0" * 100, "picture"),
            (b"%PDF-1.7 ...", "not a table"),
            (b"MZ\x90\0", "not a table"),
            (b"SQLite format 3\0" + b"\0" * 100, "not a table"),
            (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "not a table"),
            (b"BEGIN:VCARD\r\nVERSION:2.1\r\nEND:VCARD", "contact card"),
        ],
    )
    def test_are_called_what_they_are(self, tmp_path: Path, data: bytes, word: str) -> None:
        assert word in problem(written(tmp_path, "a.xls", data))

    def test_a_folder(self, tmp_path: Path) -> None:
        assert "folder" in problem(tmp_path)

    def test_nothing_there(self, tmp_path: Path) -> None:
        assert "no file" in problem(tmp_path / "gone.xlsx")

    def test_a_name_that_cannot_be(self, tmp_path: Path) -> None:
        assert "could not be read" in problem(tmp_path / "a\0b.xlsx")

    def test_not_a_plain_file(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        assert "not a file" in problem(tmp_path / "pipe")

    def test_too_large(self, tmp_path: Path) -> None:
        path = tmp_path / "huge.csv"
        with path.open("wb") as stream:
            stream.write(b"x")
            stream.truncate(600 * 1024**2)
        assert "line of more than 64 MB" in problem(path)

    def test_no_permission(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = written(tmp_path, "a.csv", b"a,b")

        def refuse(self: Path, mode: str) -> BinaryIO:
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "open", refuse)
        assert "may not be read" in problem(path)
