"""LibreOffice reads what we write, and we read what it writes: the same cells. Skipped where it is not installed."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from crm_desktop.domain.table import Table, TableColumn, Value
from crm_desktop.exchange.readers import Cell, open_book
from crm_desktop.exchange.writers import write_table
from tests.unit.exchange.test_readers import workbook_bytes, written

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

COMMA_SEPARATED = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
"""Comma, quotation marks, UTF-8, cells as they are shown."""

ROWS = [
    ["姓名", "手机", "电话", "生日", "余额", "备注"],
    ["王芳", 13800138000, "13800138000", date(1988, 3, 5), 12.5, "一\n二"],
    ["李强", 13900139000, "010-88886666", date(2000, 12, 31), -3, '"引号", 逗号'],
    ["Ann Smith", 15800158000, "0571 8888 0000", date(1950, 1, 1), 0.01, " 空格 "],
]
COLUMNS = (
    TableColumn("姓名", key="name"),
    TableColumn("电话", "phone", key="phone"),
    TableColumn("累计消费", "money", key="spent"),
    TableColumn("数量", "quantity"),
    TableColumn("生日", "date"),
    TableColumn("时间", "datetime"),
    TableColumn("备注"),
)
OURS: list[list[Value]] = [
    ["单晓丽", "+8613800138000", 123450, 2500, date(1988, 3, 5), datetime(2026, 11, 21, 9, 30), '一,"二"'],
    ["=1+1", "+16502530000", -3550, -1000, None, None, "@SUM(A1)"],
    ["-欧阳", None, 0, 0, date(2026, 1, 2), datetime(2026, 1, 2, 3, 4), "多\n行"],
]

Convert = Callable[..., Path]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Opens a file in LibreOffice and saves it in another format, with settings that are nobody's own."""
    profile = tmp_path_factory.mktemp("profile")

    def converted(path: Path, to: str, *more: str) -> Path:
        folder = tmp_path_factory.mktemp("converted")
        command = [str(SOFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", *more,
                   "--convert-to", to, "--outdir", str(folder), str(path)]  # fmt: skip
        subprocess.run(command, capture_output=True, timeout=180, check=True)
        results = list(folder.iterdir())
        if not results and ":" in to and to.startswith("xml"):
            pytest.skip("this LibreOffice has no filter for Excel 2003 XML")
        (result,) = results
        return result

    return converted


def plain(rows: list[list[Cell]], width: int) -> list[list[str]]:
    """Cells as texts that can be compared: whole numbers without a point, no empty rows or columns behind the table."""
    filled = [[f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row[:width]] for row in rows]
    return [row for row in filled if any(row)]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_workbooks_of_libreoffice_have_the_same_cells(tmp_path: Path, convert: Convert, ending: str) -> None:
    ours = written(tmp_path, "members.xlsx", workbook_bytes(("会员", ROWS), ("另一张", [["x"]])))
    book = open_book(convert(ours, ending))
    assert (book.kind, book.sheet_names) == (ending, ("会员", "另一张"))
    assert book.sheet().rows == ROWS
    assert book.sheet("另一张").rows == [["x"]]


def test_pages_of_libreoffice(tmp_path: Path, convert: Convert) -> None:
    book = open_book(convert(written(tmp_path, "members.xlsx", workbook_bytes(("会员", ROWS))), "html"))
    assert book.kind == "html"
    rows = plain(book.sheet().rows, 6)
    assert [row[:3] for row in rows] == [[str(cell) for cell in row[:3]] for row in ROWS]
    assert [row[4] for row in rows] == ["余额", "12.5", "-3", "0.01"]
    assert rows[1][5] == "一\n二"


def test_excel_2003_xml_of_libreoffice(tmp_path: Path, convert: Convert) -> None:
    ours = written(tmp_path, "members.xlsx", workbook_bytes(("会员", ROWS)))
    book = open_book(convert(ours, "xml:MS Excel 2003 XML"))
    assert (book.kind, book.sheet_names) == ("xml", ("会员",))
    assert book.sheet().rows == ROWS


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_formulas_come_with_their_values(tmp_path: Path, convert: Convert, ending: str) -> None:
    rows = [["姓名", "余额", "两倍"], ["王芳", 12.5, "=B2*2"], ["李强", 4, '="会员"&A3']]
    book = open_book(convert(written(tmp_path, "a.xlsx", workbook_bytes(("a", rows))), ending))
    assert book.sheet().rows == [["姓名", "余额", "两倍"], ["王芳", 12.5, 25], ["李强", 4, "会员李强"]]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_its_comma_separated_text(tmp_path: Path, convert: Convert, encoding: str) -> None:
    ours = written(tmp_path, "members.xlsx", workbook_bytes(("会员", ROWS)))
    code = {"utf-8": 76, "gb18030": 85}[encoding]
    book = open_book(convert(ours, COMMA_SEPARATED.replace("76", str(code))))
    assert (book.kind, book.encoding) == ("csv", encoding)
    assert [row[:3] for row in book.sheet().rows] == [[str(cell) for cell in row[:3]] for row in ROWS]


def test_our_workbook_opens_there_with_the_same_cells(tmp_path: Path, convert: Convert) -> None:
    ours = tmp_path / "ours.xlsx"
    write_table(Table("客户", COLUMNS, OURS), ours)
    back = open_book(convert(ours, "ods")).sheet("客户").rows
    assert back == open_book(ours).sheet("客户").rows
    assert back[1][:6] == ["单晓丽", "138 0013 8000", 1234.5, 2.5, date(1988, 3, 5), datetime(2026, 11, 21, 9, 30)]
    assert [row[0] for row in back[1:4]] == ["单晓丽", "=1+1", "-欧阳"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_our_comma_separated_text_opens_there_with_the_same_cells(
    tmp_path: Path, convert: Convert, encoding: str
) -> None:
    ours = tmp_path / "ours.csv"
    write_table(Table("客户", COLUMNS, OURS), ours, encoding)  # type: ignore[arg-type]
    code = {"utf-8": 76, "gb18030": 85}[encoding]
    back = open_book(convert(ours, "xlsx", f"--infilter=Text - txt - csv (StarCalc):44,34,{code},1")).sheet().rows
    text = ours.read_text(encoding="utf-8-sig" if encoding == "utf-8" else encoding)
    expected = list(csv.reader(io.StringIO(text, newline="")))
    assert [str(row[0]) for row in back] == [row[0] for row in expected]
    assert back[3][6] == expected[3][6].replace("\r\n", "\n")
