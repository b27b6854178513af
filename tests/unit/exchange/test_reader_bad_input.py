"""What is no list of people, or too much of one: a sentence each, soon, in bounded memory, and nothing written."""

from __future__ import annotations

import errno
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from struct import pack, pack_into, unpack_from
from typing import Any, BinaryIO

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile, UserError
from crm_desktop.exchange.importing.importer import import_file
from crm_desktop.exchange.readers import excel_2003, extent, html_table, open_book, pasted_book, source, vcard, workbook
from crm_desktop.store.shop import Shop
from tests.fuzz import fuzz_readers, samples
from tests.unit.exchange.locking import OLD
from tests.unit.exchange.test_readers import edited, problem, workbook_bytes, written, zipped

LAUGHS = b'<!DOCTYPE a [<!ENTITY l0 "ha">' + b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10)
)
MERGED = b'</sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
SMALL = workbook_bytes(("a", [["姓名", "电话"], ["张三", "13800138000"]]))

_READ = """
import json, resource, sys
from pathlib import Path
from crm_desktop.errors import UserError
from crm_desktop.exchange.readers import open_book
import crm_desktop.exchange.sheets.table
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
try:
    book = open_book(Path(sys.argv[1]))
    said = sum(len(book.sheet(name).rows) for name in book.sheet_names or (None,))
except UserError as error:
    said = str(error)
print(json.dumps([said, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start) // 1024]))
"""


def read_apart(path: Path) -> tuple[Any, int]:
    """What a process of its own makes of the file (rows, or a sentence), and how many MB more it took."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    said, megabytes = json.loads(done.stdout)
    return said, megabytes


def ods(rows: str, head: str = "") -> bytes:
    """An open document with these rows."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?>{head}<office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="a">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    mark = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mark, "content.xml": content.encode(), "META-INF/manifest.xml": b"<manifest/>"})


def ods_cell(text: str, more: str = "") -> str:
    """A cell of an open document."""
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def far_old() -> bytes:
    """An .xls with a cell in the last corner."""
    stream = io.BytesIO(OLD.read_bytes())
    with olefile.OleFileIO(stream, write_mode=True) as file:
        book = bytearray(file.openstream("Workbook").read())
        at = 0
        while unpack_from("<H", book, at)[0] != 0x203:
            at += 4 + unpack_from("<H", book, at + 2)[0]
        pack_into("<HH", book, at + 4, 65_535, 255)
        file.write_stream("Workbook", bytes(book))
        return stream.getvalue()


def sheet_of(content: bytes) -> bytes:
    """A workbook whose only sheet is this."""
    whole = zipfile.ZipFile(io.BytesIO(SMALL))
    members = {name: whole.read(name) for name in whole.namelist()}
    return zipped({**members, "xl/worksheets/sheet1.xml": content})


@pytest.mark.skipif(sys.platform == "win32", reason="measures memory as Unix tells it")
class TestInBoundedMemory:
    @pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
    def test_a_zip_bomb(self, tmp_path: Path, member: str) -> None:
        whole = zipfile.ZipFile(io.BytesIO(SMALL))
        path = tmp_path / "bomb.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in whole.namelist():
                if name != member:
                    archive.writestr(name, whole.read(name))
            with archive.open(member, "w") as stream:
                for _ in range(200):
                    stream.write(b" " * 1024**2)
        assert path.stat().st_size < 2 * 1024**2
        said, megabytes = read_apart(path)
        assert "would unpack to more" in said
        assert megabytes < 50

    @pytest.mark.parametrize("rows", [1_048_576, 2_147_483_648])
    def test_a_sheet_that_claims_every_cell(self, tmp_path: Path, rows: int) -> None:
        claim = edited(SMALL, "xl/worksheets/sheet1.xml", b'ref="A1:B2"', b'ref="A1:XFD%d"' % rows)
        said, megabytes = read_apart(written(tmp_path, "claim.xlsx", claim))
        assert said == 2  # it only says so
        assert megabytes < 50
        true = edited(claim, "xl/worksheets/sheet1.xml", b'"B2"', b'"XFD%d"' % rows)
        said, megabytes = read_apart(written(tmp_path, "true.xlsx", true))
        assert f"far away from its table (XFD{rows})" in said
        assert megabytes < 50

    def test_an_old_workbook_with_a_cell_in_the_last_corner(self, tmp_path: Path) -> None:
        said, megabytes = read_apart(written(tmp_path, "far.xls", far_old()))
        assert "far away from its table (IV65536)" in said
        assert megabytes < 50

    @pytest.mark.parametrize("rows", ["1048576", "99999999999"])
    def test_an_open_document_that_repeats_without_end(self, tmp_path: Path, rows: str) -> None:
        cell = ods_cell("x", ' table:number-columns-repeated="16384"')
        row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
        said, megabytes = read_apart(written(tmp_path, "a.ods", ods(row)))
        assert "damaged" in said
        assert megabytes < 100

    @pytest.mark.parametrize("kind", ["sheet", "strings", "workbook", "ods", "2003", "html", "mht"])
    def test_entities_that_grow(self, tmp_path: Path, kind: str) -> None:
        laugh = LAUGHS + b"]>"
        match kind:
            case "sheet" | "strings" | "workbook":
                member = {"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml"}.get(
                    kind, "xl/workbook.xml"
                )
                whole = zipfile.ZipFile(io.BytesIO(SMALL))
                members = {name: whole.read(name) for name in whole.namelist()}
                old = members.get(member, b"<sst/>")
                data = zipped({**members, member: laugh + old.replace(b"13800138000", b"&l9;")})
            case "ods":
                data = ods(f"<table:table-row>{ods_cell('&l9;')}</table:table-row>", laugh.decode())
            case "2003":
                text = samples.XML.replace("姓名", "&l9;").replace(
                    '<?mso-application progid="Excel.Sheet"?>', laugh.decode()
                )
                data = text.encode("gb18030")
            case _:
                data = b"<!doctype html>" + laugh + b"<table><tr><td>&l9;</td></tr></table>"
        said, megabytes = read_apart(written(tmp_path, "a.xls", data))
        assert megabytes < 60
        assert isinstance(said, int) or "“a.xls”" in said

    def test_a_page_of_nothing_but_cells(self, tmp_path: Path) -> None:
        said, megabytes = read_apart(written(tmp_path, "a.xls", b"<table>" + b"<tr>" + b"<td>ab" * 8_000_000))
        assert "too large" in said
        assert megabytes < 450

    def test_an_excel_2003_sheet_of_nothing_but_rows(self, tmp_path: Path) -> None:
        row = '<Row ss:Index="1048576"><Cell><Data ss:Type="String">x</Data></Cell></Row>'
        one = f'<Worksheet ss:Name="%d"><Table>{row}</Table></Worksheet>'
        head = '<Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        text = head + "".join(one % n for n in range(100)) + "</Workbook>"
        said, megabytes = read_apart(written(tmp_path, "a.xls", text.encode()))
        assert "too large" in said
        assert megabytes < 450

    def test_a_phone_book_of_long_lines(self, tmp_path: Path) -> None:
        path = tmp_path / "a.vcf"
        with path.open("wb") as stream:
            for _ in range(8):
                stream.write(b"BEGIN:VCARD\r\nFN:A\r\nNOTE:" + b"x" * (20 << 20) + b"\r\nEND:VCARD\r\n")
        said, megabytes = read_apart(path)
        assert said == 8
        assert megabytes < 450


def changed_old(kind: int, content: bytes) -> bytes:
    """The .xls of the samples with other bytes in the first record of a kind."""
    stream = io.BytesIO(OLD.read_bytes())
    with olefile.OleFileIO(stream, write_mode=True) as file:
        book = bytearray(file.openstream("Workbook").read())
        at = 0
        while unpack_from("<H", book, at)[0] != kind:
            at += 4 + unpack_from("<H", book, at + 2)[0]
        book[at + 4 : at + 4 + len(content)] = content
        file.write_stream("Workbook", bytes(book))
        return stream.getvalue()


class TestWhatTheFuzzerFound:
    """Each of these ended the process, or filled the memory, inside the reader of workbooks."""

    @pytest.mark.parametrize("size", [(0, 4_000_000_000, 0, 4), (9, 2, 0, 4), (0, 3, 0, 65_000), (0, 3, 5, 4)])
    def test_an_old_sheet_of_an_impossible_size(self, tmp_path: Path, size: tuple[int, int, int, int]) -> None:
        assert "damaged" in problem(written(tmp_path, "a.xls", changed_old(0x200, pack("<IIHH", *size))))

    def test_an_old_sheet_that_says_its_size_in_half(self, tmp_path: Path) -> None:
        data = bytearray(OLD.read_bytes())
        at = data.index(b"\x00\x02\x0e\x00")
        data[at + 2] = 12
        assert "damaged" in problem(written(tmp_path, "a.xls", bytes(data)))

    def test_several_cells_in_one_record(self, tmp_path: Path) -> None:
        """Their last column counts; here a record of one kind is made one of the other."""
        data = bytearray(far_old())
        at = data.index(b"\x03\x02\x0e\x00\xff\xff\xff\x00")
        data[at : at + 2] = b"\xbd\x00"
        assert "far away" in problem(written(tmp_path, "a.xls", bytes(data)))

    @pytest.mark.parametrize("place", [
        b'r="B2147483648"', b'r="B' + b"1" * 26 + b'"', b'r="b2147483648"', b"r='B2147483648'",
        b's="0" r="B2147483648"', b'\nr = "B2147483648"', b'r="ZZZZ2"', b'r="XFE2"', b'r="A1048577"',
    ])  # fmt: skip
    def test_a_cell_beyond_all_sheets_however_written(self, tmp_path: Path, place: bytes) -> None:
        data = edited(SMALL, "xl/worksheets/sheet1.xml", b'r="B2"', place)
        assert "far away" in problem(written(tmp_path, "a.xlsx", data))

    @pytest.mark.parametrize("row", [b'r="4294967295"', b"r='2000000'"])
    def test_a_row_beyond_all_sheets(self, tmp_path: Path, row: bytes) -> None:
        data = edited(SMALL, "xl/worksheets/sheet1.xml", b'<row r="2">', b"<row " + row + b">")
        data = edited(data, "xl/worksheets/sheet1.xml", b'<c r="A2" ', b"<c ")
        assert "far away" in problem(written(tmp_path, "a.xlsx", data))

    def test_cells_that_do_not_say_their_places(self, tmp_path: Path) -> None:
        data = SMALL
        for place in (b'<c r="A2" ', b'<c r="B2" '):
            data = edited(data, "xl/worksheets/sheet1.xml", place, b"<c ")
        data = edited(data, "xl/worksheets/sheet1.xml", b'<row r="2">', b"<row>")
        assert open_book(written(tmp_path, "a.xlsx", data)).sheet().rows == [["姓名", "电话"], ["张三", "13800138000"]]

    @pytest.mark.parametrize("before", [900_000, 1_048_570 - 400, 1_048_576 - 340, 1_048_576 - 320, 1_500_000])
    def test_a_far_cell_wherever_a_portion_of_the_sheet_ends(self, tmp_path: Path, before: int) -> None:
        data = edited(SMALL, "xl/worksheets/sheet1.xml", b'r="B2"', b'r="B2147483648"')
        data = edited(data, "xl/worksheets/sheet1.xml", b"<sheetData>", b"<!--" + b"x" * before + b"--><sheetData>")
        assert "far away" in problem(written(tmp_path, "a.xlsx", data))


class TestTheWrongKind:
    @pytest.mark.parametrize(("member", "word"), [
        ("word/document.xml", "text document"), ("ppt/presentation.xml", "presentation"), ("photo.jpg", "archive"),
    ])  # fmt: skip
    def test_office_files_renamed(self, tmp_path: Path, member: str, word: str) -> None:
        data = zipped({"[Content_Types].xml": b"<Types/>", member: b"<a/>"})
        assert word in problem(written(tmp_path, "a.xlsx", data))

    @pytest.mark.parametrize(("data", "word"), [
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "picture"), (b"%PDF-1.7\n" + bytes(500), "not a table"),
    ])  # fmt: skip
    def test_pictures_and_documents_renamed(self, tmp_path: Path, data: bytes, word: str) -> None:
        assert word in problem(written(tmp_path, "a.xlsx", data))

    @pytest.mark.parametrize("part", range(20))
    def test_a_workbook_cut_off_at_every_twentieth(self, tmp_path: Path, part: int) -> None:
        rows = [["姓名", "电话"], *(["张三", f"138{number:08}"] for number in range(300))]
        data = workbook_bytes(("a", rows))
        said = problem(written(tmp_path, "a.xlsx", data[: len(data) * part // 20]))
        assert "damaged" in said or "empty" in said


class TestNothingIsWritten:
    @pytest.mark.parametrize(("data", "word"), [
        (b"", "empty"), (b"\n\n  \n", "empty"), ("姓名,手机,备注\n".encode(), "nothing to import"),
        (SMALL[:1_000], "damaged"), (b"<html><table></table>", "without a table"), (b"a,b\n1,2\n", "no column for"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "nothing in them"),
    ])  # fmt: skip
    def test_of_what_is_no_list(self, tmp_path: Path, shop: Shop, data: bytes, word: str) -> None:
        before = shop.path.read_bytes()
        with pytest.raises(UserError, match=word):
            import_file(shop, "customers", written(tmp_path, "a.xlsx", data))
        assert shop.path.read_bytes() == before


class TestOddButRead:
    def test_500_columns(self, tmp_path: Path, shop: Shop) -> None:
        heads = ["姓名", "手机", *(f"栏{number}" for number in range(498))]
        text = ",".join(heads) + "\n" + ",".join(["王芳", "13800138000", *["x"] * 498]) + "\n"
        assert len(open_book(written(tmp_path, "a.csv", text.encode())).sheet().rows[1]) == 500

    def test_a_cell_of_a_megabyte(self, tmp_path: Path) -> None:
        long = "好" * 350_000
        for name, data in (
            ("a.csv", f"姓名,备注\n王芳,{long}\n".encode()),
            ("a.xls", f"<table><tr><td>姓名<td>备注<tr><td>王芳<td>{long}</table>".encode()),
            ("a.vcf", f"BEGIN:VCARD\r\nFN:王芳\r\nNOTE:{long}\r\nEND:VCARD\r\n".encode()),
        ):
            rows = open_book(written(tmp_path, name, data)).sheet().rows
            assert rows[-1][-1] == long

    def test_nul_bytes(self, tmp_path: Path) -> None:
        for name, text in (
            ("a.csv", "姓名,电话\n王\0芳,1\0\n"),
            ("b.xls", "<table>\0<tr><td>姓名<td>电话<tr><td>王\0芳<td>1</table>"),
            ("a.vcf", "BEGIN:VCARD\r\nFN:王\0芳\r\nTEL:1\r\nEND:VCARD\r\n"),
        ):
            assert [
                str(cell).replace("\0", "")
                for cell in open_book(written(tmp_path, name, text.encode())).sheet().rows[-1]
            ] == ["王芳", "1"]


class BrokenDisk:
    """A disk or network drive that gives an error of the system where it is told to: "stat", "open" or "read"."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def fails(self, where: str, number: int, *, windows: int | None = None, after: int = 0) -> None:
        """The error of that number, `after` so many times without; `windows` is what Windows calls it."""
        real_open, real_stat, left = Path.open, Path.stat, [after]

        def trouble() -> None:
            if left[0] > 0:
                left[0] -= 1
                return
            error = OSError(number, "The system says so")
            if windows is not None:
                error.winerror = windows
            raise error

        class Reading(io.BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                trouble()
                return super().read(size)

        def opened(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
            if mode != "rb":
                return real_open(path, mode, *rest, **more)
            if where == "open":
                trouble()
            return Reading(path.read_bytes_whole()) if where == "read" else real_open(path, mode)  # type: ignore[attr-defined]

        def whole(path: Path) -> bytes:
            with real_open(path, "rb") as stream:
                return stream.read()

        def looked_at(path: Path, **more: Any) -> Any:
            if where == "stat":
                trouble()
            return real_stat(path, **more)

        self._monkeypatch.setattr(Path, "read_bytes_whole", whole, raising=False)
        self._monkeypatch.setattr(Path, "open", opened)
        self._monkeypatch.setattr(Path, "stat", looked_at)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[BrokenDisk]:
    with monkeypatch.context() as patch:
        yield BrokenDisk(patch)


class TestDisks:
    @pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.vcf", "a.xls", "b.xls"])
    @pytest.mark.parametrize(("number", "windows", "word"), [
        (errno.EACCES, 32, "open in another program"), (errno.EACCES, 33, "open in another program"),
        (errno.EACCES, None, "may not be read"), (errno.ENOENT, None, "moved or deleted"),
        (errno.ESTALE, None, "moved or deleted"), (errno.EINVAL, 59, "does not answer"),
        (errno.EINVAL, 64, "does not answer"), (errno.ETIMEDOUT, None, "does not answer"),
        (errno.EHOSTUNREACH, None, "does not answer"), (errno.EIO, None, "could not be read"),
    ])  # fmt: skip
    def test_while_it_is_read(
        self, tmp_path: Path, disk: BrokenDisk, name: str, number: int, windows: int | None, word: str
    ) -> None:
        data = {
            "a.xlsx": SMALL, "a.csv": b"a,b\n1,2\n", "a.vcf": samples.CARDS.encode(), "a.xls": samples.PAGE.encode(),
            "b.xls": samples.XML.encode(),
        }[name]  # fmt: skip
        path = written(tmp_path, name, data)
        disk.fails("read", number, windows=windows, after=1)
        assert word in problem(path)

    def test_a_drive_that_goes_away_in_the_middle(self, tmp_path: Path, disk: BrokenDisk) -> None:
        path = written(tmp_path, "a.xls", samples.XML.encode() + b" " * (3 << 20))
        disk.fails("read", errno.EIO, after=3)
        assert "could not be read" in problem(path)

    @pytest.mark.parametrize("where", ["stat", "open"])
    def test_before_it_is_read(self, tmp_path: Path, disk: BrokenDisk, where: str) -> None:
        path = written(tmp_path, "a.csv", b"a,b")
        disk.fails(where, errno.ENOENT)
        assert "There is no file" in problem(path)

    def test_a_file_that_grows_while_it_is_read(self, tmp_path: Path) -> None:
        found = source.source_of(written(tmp_path, "a.csv", b"abc"))
        found.path.write_bytes(b"x" * 50)
        with pytest.raises(UnreadableFile, match="too large"):
            found.data(20)

    def test_blanks_before_the_first_cell(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.csv", b" " * 10_000 + "\n姓名,电话\n王芳,1\n".encode())
        assert open_book(path).sheet().rows[-1] == ["王芳", "1"]
        assert "empty" in problem(written(tmp_path, "b.csv", b" \r\n" * 10_000))

    @pytest.mark.parametrize("name", ["a.xlsx", "a.vcf", "wide.vcf", "a.xls", "b.xls"])
    def test_larger_than_the_memory_that_reading_takes(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        data = {
            "a.xlsx": SMALL, "a.vcf": samples.CARDS.encode(), "wide.vcf": samples.CARDS.encode("utf-16"),
            "a.xls": samples.PAGE.encode(), "b.xls": samples.XML.encode(),
        }[name]  # fmt: skip
        modules = (workbook, vcard, html_table, excel_2003)
        for module, limit in (*((module, "MAX_BYTES") for module in modules), (vcard, "MAX_WHOLE")):
            if not (name == "wide.vcf" and limit == "MAX_BYTES"):
                monkeypatch.setattr(module, limit, 100)
        assert "too large" in problem(written(tmp_path, name, data))


class TestLimits:
    def test_a_long_sheet_full_of_cells(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(extent, "_LONG", 10)
        monkeypatch.setattr(extent, "MAX_CELLS", 3)
        assert "too large" in problem(written(tmp_path, "a.xlsx", SMALL))

    def test_a_part_that_is_packed_too_well(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbook, "_LARGE", 10_000)
        assert "would unpack" in problem(written(tmp_path, "a.xlsx", sheet_of(b" " * 1_000_000)))

    def test_more_text_than_a_phone_book_has(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(vcard, "MAX_TEXT", 100)
        assert "more than" in problem(written(tmp_path, "a.vcf", samples.CARDS.encode()))

    def test_more_fields_of_its_own_than_a_shop_has(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(vcard, "MOST_OWN", 1)
        card = "BEGIN:VCARD\r\nFN:%s\r\nX-CRM-FIELD:%s\r\nEND:VCARD\r\n"
        text = card % ("A", "一;1") + card % ("B", "二;2")
        book = open_book(written(tmp_path, "a.vcf", text.encode()))
        assert book.headings == ("Name", "custom:一")
        assert book.sheet().rows == [["A", "1"], ["B", ""]]

    def test_a_field_of_its_own_without_a_name(self, tmp_path: Path) -> None:
        text = "BEGIN:VCARD\r\nFN:A\r\nX-CRM-FIELD:;1\r\nEND:VCARD\r\n"
        assert open_book(written(tmp_path, "a.vcf", text.encode())).headings == ("Name",)

    def test_a_card_of_endless_lines(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("crm_desktop.exchange.readers.vcard_syntax.MOST_BYTES", 20)
        text = "BEGIN:VCARD\r\nFN:A\r\nNOTE:b\r\n cccc\r\n" + " d\r\n" * 50 + "TEL:1\r\nEND:VCARD\r\n"
        book = open_book(written(tmp_path, "a.vcf", text.encode()))
        assert book.sheet().rows[0][0] == "A"
        assert len(book.doubts) == 1

    def test_something_else_that_goes_wrong_inside_the_reader_is_a_fault(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stopped(_: BinaryIO) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("python_calamine.load_workbook", stopped)
        with pytest.raises(KeyboardInterrupt):
            open_book(written(tmp_path, "a.xlsx", SMALL))


def test_a_directory_that_says_more_than_the_archive_has(tmp_path: Path) -> None:
    data = bytearray(SMALL)
    pack_into("<I", data, data.index(b"PK\x01\x02") + 20, 1_000_000)
    assert "damaged" in problem(written(tmp_path, "a.xlsx", bytes(data)))


def test_a_value_under_a_merged_cell_stands(tmp_path: Path) -> None:
    data = edited(SMALL, "xl/worksheets/sheet1.xml", b"</sheetData>", MERGED)
    assert open_book(written(tmp_path, "a.xlsx", data)).sheet().rows[1][0] == "张三"


class TestPasted:
    def test_cells_with_line_breaks(self) -> None:
        book = pasted_book('姓名\t备注\r\n王芳\t"一\r\n二 ""三"""\r\n李强\t\r\n')
        assert (book.kind, str(book.path), book.sheet_names) == ("csv", "Pasted cells", ())
        assert book.sheet().rows == [["姓名", "备注"], ["王芳", '一\r\n二 "三"'], ["李强", ""]]

    def test_a_lone_quotation_mark_swallows_nothing(self) -> None:
        assert pasted_book('a\tb\n5" c\td\ne\tf').sheet().rows == [["a", "b"], ['5" c', "d"], ["e", "f"]]

    def test_one_column_and_lines_of_a_chat(self) -> None:
        assert pasted_book("手机\n13800138000\n").sheet().rows == [["手机"], ["13800138000"]]
        assert pasted_book("王芳,13800138000\n李强,13900139000").sheet().rows[1] == ["李强", "13900139000"]

    def test_what_looks_like_a_formula(self) -> None:
        assert pasted_book("'=1+1\t'好").sheet().rows == [["=1+1", "'好"]]

    @pytest.mark.parametrize("text", ["", " \t\n", "\0"])
    def test_nothing(self, text: str) -> None:
        with pytest.raises(UnreadableFile, match="no cells to paste"):
            pasted_book(text)


@given(seed=st.integers(0, 10**9))
def test_mutated_files_are_read_or_refused(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A minute's share of the fuzzer. Findings of its ten minutes are tests of their own."""
    name, data = fuzz_readers.made(seed, samples.every())
    fuzz_readers.read_whole(written(tmp_path_factory.getbasetemp(), f"mutated-{name}", data))
