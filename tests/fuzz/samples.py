"""Small files of every kind that is read: what the fuzzer mutates. Made the same each time."""

from __future__ import annotations

import base64
import functools
import io
import json
import quopri
import zipfile
from pathlib import Path

import openpyxl

from tests.unit.exchange import locking

FOLDER = Path(__file__).parents[1] / "samples"
TEXT = '序号,姓名,手机,生日,性别,地址,备注\n1,王芳,13800138000,1988-03-05,女,上海市浦东新区,"老客户,\n喜欢甜的"\n2,李强,"138 0013 8001",农历八月十五,男,北京路8号,\n'  # noqa: E501
JPEG = base64.b64encode(b"\xff\xd8\xff\xe0" + bytes(range(200))).decode()

CARDS = f"""BEGIN:VCARD
VERSION:3.0
N:张;三;;;
FN:张三
item1.TEL;type=pref:+86 138 0013 8000
item1.X-ABLabel:_$!<Mobile>!$_
item2.ADR;type=HOME:;;世纪大道8号;上海;;;中国
BDAY;X-APPLE-OMIT-YEAR=1604:1604-07-14
X-ALTBDAY;CALSCALE=chinese:0078003704L01
IMPP;X-SERVICE-TYPE=QQ:x-apple:10001
PHOTO;ENCODING=b;TYPE=JPEG:{JPEG[:60]}
 {JPEG[60:]}
NOTE:一\\n二
X-CRM-FIELD:皮肤类型;干性
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=B8=
=89;;;
TEL;CELL;PREF:13800138001
X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2000-01-02;3;;;
PHOTO;TYPE=JPEG;ENCODING=BASE64:
 {JPEG}

END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Ann Smith
GENDER:F
BDAY:--0514
PHOTO:data:image/jpeg;base64,{JPEG}
RELATED;TYPE=spouse;VALUE=text:Bob
END:VCARD
""".replace("\n", "\r\n")

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gb2312"><style>td{}</style></head>
<body><table><tr><th colspan=3>会员名单</th></tr><tr><td>姓名</td><td>手机</td><td>余额</td></tr>
<tr><td rowspan="2">王芳</td><td x:num="13800138000">1.38E+10</td><td>&yen;12.50</td></tr>
<tr><td>1<br>2</td><td>3</td></tr>
<tr><td><table><tr><td>x</td></tr></table></td></tr></table></body></html>"""

XML = """<?xml version="1.0" encoding="gb2312"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="会员"><Table ss:ExpandedColumnCount="4"><Row ss:Index="2"><Cell ss:Index="2" ss:MergeDown="1">
<Data ss:Type="String">姓名</Data></Cell><Cell><Data ss:Type="Number">13800138000</Data></Cell></Row>
<Row ss:Span="2"><Cell ss:MergeAcross="2"><Data ss:Type="DateTime">2006-03-01T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>
</Worksheet></Workbook>"""


@functools.cache
def every() -> list[tuple[str, bytes]]:
    """Name and bytes of each sample."""
    plain = _workbook()
    return [
        ("plain.xlsx", plain),
        ("again.xlsx", plain),
        ("members.ods", (FOLDER / "members.ods").read_bytes()),
        ("members.xls", (FOLDER / "members.xls").read_bytes()),
        ("locked.xlsx", locking.standard(plain, "geheim")),
        ("locked.xls", locking.old("geheim")),
        ("list.csv", TEXT.encode("gb18030")),
        ("mixed.csv", TEXT.encode() + TEXT.encode("gb18030")),
        ("list.txt", TEXT.replace(",", "\t").encode("utf-16")),
        ("page.xls", PAGE.encode("gb18030")),
        ("book.xls", XML.encode("gb18030")),
        ("page.mht", _envelope()),
        ("cards.vcf", CARDS.encode()),
        ("wide.vcf", CARDS.encode("utf-16")),
        ("list.json", _json()),
    ]


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "会员"
    for row in (["会员名单"], ["姓名", "手机", "余额"], ["王芳", 13800138000, 12.5], ["李强", "=1+1", None]):
        sheet.append(row)
    sheet.merge_cells("A3:A4")
    book.create_sheet("另一张").append(["a", True])
    stream = io.BytesIO()
    book.save(stream)
    steady = io.BytesIO()  # without the time of day, so that a seed makes the same file each time
    with zipfile.ZipFile(stream) as archive, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as made:
        for name in archive.namelist():
            if name != "docProps/core.xml":
                made.writestr(zipfile.ZipInfo(name), archive.read(name), zipfile.ZIP_DEFLATED)
    return steady.getvalue()


def _envelope() -> bytes:
    frame = (
        "<html><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>会员</x:Name>"
        '<x:WorksheetSource HRef="a.files/sheet001.htm"/></x:ExcelWorksheet></x:ExcelWorksheets>'
        "</x:ExcelWorkbook></xml></html>"
    )
    parts = [b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_P1"\r\n']
    for place, text in (("a.htm", frame), ("a.files/sheet001.htm", PAGE)):
        head = f"Content-Location: file:///C:/{place}\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        head += 'Content-Type: text/html; charset="gb2312"\r\n\r\n'
        parts.append(head.encode() + quopri.encodestring(text.encode("gb18030")))
    return b"\r\n------=_P1\r\n".join(parts) + b"\r\n------=_P1--\r\n"


def _json() -> bytes:
    people = [
        {"name": "王芳", "phones": ["13800138000"], "birthday": {"month": 8, "day": 15}, "note": None, "spent": 1.5}
    ]
    return json.dumps({"customers": people}, ensure_ascii=False).encode()
