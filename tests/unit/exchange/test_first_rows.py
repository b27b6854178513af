"""The first rows of large files: seen as the whole file is, and only where that is sure."""

from __future__ import annotations

import random
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from crm_desktop.exchange.readers import open_book
from crm_desktop.exchange.readers.first_rows import first_rows

HEADINGS = ["姓名", "电话", "生日", "备注"]


def lines(count: int, dice: random.Random) -> list[list[object]]:
    return [[f"人{n}", 13800000000 + n, f"1988-3-{n % 28 + 1}", f"{dice.random()}"] for n in range(count)]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["这是说明"])
    sheet = book.create_sheet("客户")
    for row in [HEADINGS, *lines(9_000, random.Random(1))]:
        sheet.append(row)
    path = tmp_path / "big.xlsx"
    book.save(path)
    return path


def test_a_large_workbook(workbook: Path) -> None:
    book, whole = first_rows(workbook), open_book(workbook)
    assert book is not None
    assert book.sheet_names == whole.sheet_names
    seen = book.sheet("客户").rows
    assert 60 < len(seen) < 9_000
    assert seen == whole.sheet("客户").rows[: len(seen)]
    assert book.sheet("说明").rows == [["这是说明"]]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_large_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "big.csv"
    rows = [HEADINGS, *lines(9_000, random.Random(1))]
    path.write_bytes("".join(",".join(map(str, row)) + "\n" for row in rows).encode(encoding))
    book, whole = first_rows(path), open_book(path).sheet().rows
    assert book is not None
    seen = book.sheet().rows
    assert 60 < len(seen) < 9_000
    assert seen[:-1] == whole[: len(seen) - 1]


def test_what_is_read_whole(tmp_path: Path) -> None:
    small = tmp_path / "small.csv"
    small.write_text("姓名\n张三\n", "utf-8")
    cards = tmp_path / "big.vcf"
    cards.write_text("BEGIN:VCARD\nFN:张三\nEND:VCARD\n" * 9_000, "utf-8")
    one_line = tmp_path / "line.txt"
    one_line.write_text("x" * 300_000)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04" + bytes(300_000))
    for path in (small, cards, one_line, broken, tmp_path / "none.csv", tmp_path):
        assert first_rows(path) is None


_TEXTS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_INLINE = re.compile(rb't="inlineStr"><is><t>(.*?)</t></is>')


def shared(workbook: Path, first: bytes = b"") -> Path:
    """The workbook with its texts in a table of their own, as most programs write them; `first` stands before them.
    An entry that says nothing makes it large."""
    path, texts = workbook.with_name("shared.xlsx"), [first] if first else []

    def numbered(match: re.Match[bytes]) -> bytes:
        texts.append(match[1])
        return b't="s"><v>%d</v>' % (len(texts) - 1)

    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            data = _INLINE.sub(numbered, old.read(entry)) if "worksheets/" in entry.filename else old.read(entry)
            if entry.filename == "xl/_rels/workbook.xml.rels":
                relation = b'<Relationship Id="texts" Type="%s" Target="sharedStrings.xml"/></Relationships>' % _TEXTS
                data = data.replace(b"</Relationships>", relation)
            new.writestr(entry.filename, data)
        items = b"".join(b"<si><t>%s</t></si>" % text for text in texts)
        space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        new.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (space, items))
        new.writestr("xl/media/picture.bin", random.Random(1).randbytes(300_000))
    return path


def test_texts_in_a_table_of_their_own(workbook: Path) -> None:
    path = shared(workbook)
    book, whole = first_rows(path), open_book(path)
    assert book is not None
    seen = book.sheet("客户").rows
    assert 60 < len(seen) < 9_000
    assert seen == whole.sheet("客户").rows[: len(seen)]


def test_texts_that_stand_too_far_down(workbook: Path) -> None:
    assert first_rows(shared(workbook, b"x" * 3_000_000)) is None


def test_a_small_sheet_beside_a_large_picture(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    book.active.append(["张三", 13800138000])
    book.save(tmp_path / "small.xlsx")
    path = shared(tmp_path / "small.xlsx")
    seen = first_rows(path)
    assert seen is not None
    assert seen.sheet().rows == open_book(path).sheet().rows


def test_sheets_without_texts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(9_000):
        book.active.append([number, random.Random(number).random(), 13800000000 + number])
    book.save(tmp_path / "numbers.xlsx")
    path = shared(tmp_path / "numbers.xlsx")
    seen = first_rows(path)
    assert seen is not None
    assert seen.sheet().rows[5] == open_book(path).sheet().rows[5]
