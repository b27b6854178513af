"""Formulas, links and macros in workbooks: the values that the program left beside them are read; nothing is run."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from crm_desktop.exchange.readers import Book, Cell, open_book
from tests.unit.exchange.test_readers import edited, written, zipped

ELSEWHERE = "http://example.com/prices.xlsx"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.socket", None)


def formulas() -> bytes:
    """A workbook with formulas as a program writes it that does not calculate: without values."""
    book = openpyxl.Workbook()
    for row in (["姓名", "手机", "余额", "合计", "价格"], ["王芳", "13800138000", 12.5, "=C2*2", "=[1]Sheet1!$A$1"]):
        book.active.append(row)
    book.active["A3"] = "李强"
    book.active["D3"] = '=WEBSERVICE("http://example.com/")'
    book.active["E3"] = '=HYPERLINK("http://example.com/","点这里")'
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def calculated() -> bytes:
    """The same, with values beside the formulas, as Excel leaves them."""
    data, member = formulas(), "xl/worksheets/sheet1.xml"
    for cell, formula, value, kind in (
        ("D2", "C2*2", "25", ""),
        ("E2", "[1]Sheet1!$A$1", "88.5", ""),
        ("D3", "WEBSERVICE(&quot;", "#VALUE!", "e"),
        ("E3", "HYPERLINK(&quot;", "点这里", "str"),
    ):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text = archive.read(member).decode()
        start = text.index(f'<c r="{cell}"')
        end = text.index("</c>", start)
        old = text[start:end]
        assert formula.partition("(")[0] in old
        kept = old[old.index("<f>") : old.index("</f>") + 4]
        new = f'<c r="{cell}"' + (f' t="{kind}"' if kind else "") + f">{kept}<v>{value}</v>"
        data = edited(data, member, old.encode(), new.encode())
    return data


def rows_of(folder: Path, data: bytes, name: str = "a.xlsx") -> list[list[Cell]]:
    return opened(folder, data, name).sheet().rows


def opened(folder: Path, data: bytes, name: str = "a.xlsx") -> Book:
    return open_book(written(folder, name, data))


def test_formulas_without_values_are_empty(tmp_path: Path) -> None:
    assert rows_of(tmp_path, formulas()) == [
        ["姓名", "手机", "余额", "合计", "价格"],
        ["王芳", "13800138000", 12.5, "", ""],
        ["李强", "", "", "", ""],
    ]


def test_the_values_beside_formulas_are_used(tmp_path: Path) -> None:
    """An error is no value."""
    assert rows_of(tmp_path, calculated())[1] == ["王芳", "13800138000", 12.5, 25, 88.5]
    assert rows_of(tmp_path, calculated())[2] == ["李强", "", "", "", "点这里"]


def test_links_to_other_files_are_not_followed(tmp_path: Path) -> None:
    data = calculated()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    spaces = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    related = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    members["xl/externalLinks/externalLink1.xml"] = (
        b"<externalLink " + spaces + b' xmlns:r="' + related + b'"><externalBook r:id="rId1"><sheetNames>'
        b'<sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>'
    )
    members["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="'
        + related
        + b'/externalLinkPath" Target="'
        + ELSEWHERE.encode()
        + b'" TargetMode="External"/></Relationships>'
    )
    book = members["xl/workbook.xml"]
    members["xl/workbook.xml"] = book.replace(
        b"</sheets>",
        b'</sheets><externalReferences><externalReference xmlns:r="'
        + related
        + b'" r:id="rId9"/></externalReferences>',
    )
    members["xl/_rels/workbook.xml.rels"] = members["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId9" Type="'
        + related
        + b'/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>',
    )
    assert rows_of(tmp_path, zipped(members))[1][4] == 88.5


def test_macros_are_passed_over(tmp_path: Path) -> None:
    data = calculated()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert plain in members["[Content_Types].xml"]
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    members["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)
    book = opened(tmp_path, zipped(members), "a.xlsm")
    assert book.kind == "xlsx"
    assert book.sheet().rows[1][3] == 25
