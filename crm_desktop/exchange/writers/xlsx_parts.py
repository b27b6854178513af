"""The fixed parts of a workbook: which files it is made of, its styles, the beginning and end of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Final


class Style(IntEnum):
    """A cell's look: its place among the `cellXfs` below."""

    PLAIN = 0
    HEADING = 1
    TEXT = 2
    MONEY = 3
    QUANTITY = 4
    DATE = 5
    DATETIME = 6
    DURATION = 7
    TIME = 8
    BOLD_MONEY = 9
    BOLD_QUANTITY = 10

    __str__ = int.__repr__


_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"

SHEET_BEGIN: Final = f'{_XML}<worksheet xmlns="{_MAIN}">'
SHEET_END: Final = "</worksheet>"

# Number formats: 49 is text, 20 hours and minutes (ECMA-376 part 1, 18.8.30); from 164 on they are a file's own.
_FORMATS: Final = {
    164: "&quot;¥&quot;#,##0.00",
    165: "#,##0.###",
    166: "yyyy-mm-dd",
    167: "yyyy-mm-dd hh:mm",
    168: "[h]:mm",
}
_LOOKS: Final = ((0, 0), (0, 1), (49, 0), (164, 0), (165, 0), (166, 0), (167, 0), (168, 0), (20, 0), (164, 1), (165, 1))
"""Number format and font (1 is bold) of each `Style`."""


def frozen(*, is_first: bool) -> str:
    """Headings that stay in place; the book opens at its first sheet."""
    selected = ' tabSelected="1"' if is_first else ""
    return (
        f'<sheetViews><sheetView{selected} workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
    )


def columns(widths: Sequence[float]) -> str:
    """The widths of the columns, in letters."""
    cells = "".join(
        f'<col min="{number}" max="{number}" width="{width:g}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    return f"<cols>{cells}</cols>" if cells else ""


def opening(sheets: int) -> Iterator[tuple[str, str]]:
    """Name and content of the parts that come before the sheets: what the package holds."""
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number in range(1, sheets + 1)
    )
    yield (
        "[Content_Types].xml",
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{overrides}</Types>',
    )
    yield (
        "_rels/.rels",
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )


def closing(sheets: Sequence[str], filters: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Name and content of the parts that come after the sheets. `sheets` are their names; `filters` the ranges of the
    first ones' filters ("$A$1:$C$9", or nothing), which programs expect among the names."""
    entries = "".join(
        f'<sheet name="{_attribute(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, 1)
    )
    defined = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
        f"{_attribute(_reference(sheet, filtered))}</definedName>"
        for place, (sheet, filtered) in enumerate(zip(sheets, filters, strict=False))
        if filtered
    )
    names = f"<definedNames>{defined}</definedNames>" if defined else ""
    yield (
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{entries}</sheets>{names}</workbook>",
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId{len(sheets) + 1}" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    )
    yield "xl/styles.xml", _styles()


def _reference(sheet: str, cells: str) -> str:
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cells}"


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _styles() -> str:
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in _FORMATS.items())
    looks = "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
        'applyFont="1"/>'
        for number, font in _LOOKS
    )
    font = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(_FORMATS)}">{formats}</numFmts>'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_LOOKS)}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
