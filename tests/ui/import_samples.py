"""Files as shops bring them, one of each kind, made where a test wants them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from tests.unit.exchange.locking import agile

HEADINGS = ("会员姓名", "性别", "手机号码(必填)", "出生日期", "家庭住址", "备注")
PEOPLE: tuple[tuple[str, ...], ...] = (
    ("朱明", "先生", "155-5229-5655", "农历二月初八", "上海市浦东新区世纪大道1号", ""),
    ("张英", "女", "13515013622", "属虎", "", "老客户"),
    ("单晓丽", "女", "+86 139 1111 2222", "1988-3-5", "", ""),
    ("王女士", "", "13800138000 / 010-88886666-801", "88.3.5", "", ""),
    ("王芳", "女士", "13800138000", "0/0/00", "", "对花生过敏"),
    ("李伟", "", "138****8000", "闰四月初二", "", ""),
    ("", "", "", "", "", "没有名字"),
)
ORDERS: tuple[tuple[Any, ...], ...] = (
    ("单号", "日期", "手机", "姓名", "商品", "数量", "单价", "金额", "付款方式"),
    ("A1", "2026-11-01 10:20", "13911112222", "单晓丽", "龙井茶 250g", 2, 128, 256, "微信"),
    ("A1", "2026-11-01 10:20", "13911112222", "单晓丽", "茶杯", 1, 45.5, 45.5, "微信"),
    ("A2", "2026-11-02", "13800138000", "王芳", "龙井茶 250g", 1, 128, "¥1,128.00", "现金"),
    ("A3", "2026-11-03", "13800138000", "王芳", "龙井茶 250g", -1, 128, -128, "现金"),
    ("A4", "没有日期", "13800138000", "王芳", "茶", 1, 10, 10, ""),
)


def _csv(rows: Any, delimiter: str = ",") -> str:
    return "".join(delimiter.join(str(cell) for cell in row) + "\n" for row in rows)


def _workbook(path: Path, rows: Any) -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["这是说明"])
    sheet = book.create_sheet("会员资料")
    for row in rows:
        sheet.append(list(row))
    book.save(path)


def _cells(row: Any, cell: str) -> str:
    return "".join(cell % (text or "") for text in row)


def _ods(path: Path, rows: Any) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{_cells(row, cell)}</table:table-row>" for row in rows)
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="客户">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")


_CARDS_21 = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=B8=89;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0=E4=B8=89
TEL;CELL;PREF:13912345678
BDAY:--05-14
END:VCARD
BEGIN:VCARD
VERSION:2.1
EMAIL:only@example.com
END:VCARD
"""
_CARDS_30 = """BEGIN:VCARD
VERSION:3.0
N:王;芳;;;
FN:王芳
item1.TEL;type=pref:+86 138 0013 8000
item1.X-ABLabel:_$!<Mobile>!$_
X-ALTBDAY;CALSCALE=chinese:0078003704L01
NOTE:喜欢甜的
END:VCARD
"""


def make_samples(folder: Path) -> dict[str, Path]:
    """One file of each kind that is read, by what it is."""
    rows = (("客户名单 导出时间 2026-11-20",), HEADINGS, *PEOPLE, ("合计", "", "", "", "", ""))
    html = "".join(f"<tr>{_cells(row, '<td>%s</td>')}</tr>" for row in (HEADINGS, *PEOPLE))
    (folder / "gb.csv").write_bytes(_csv((HEADINGS, *PEOPLE)).encode("gb18030"))
    (folder / "utf16.txt").write_bytes(_csv((HEADINGS, *PEOPLE), "\t").encode("utf-16"))
    (folder / "bom.csv").write_text(_csv((HEADINGS, *PEOPLE), ";"), "utf-8-sig")
    _workbook(folder / "messy.xlsx", rows)
    _ods(folder / "libre.ods", (HEADINGS, *PEOPLE))
    (folder / "web.xls").write_text(f"<html><meta charset='utf-8'><table>{html}</table></html>", "utf-8")
    (folder / "android.vcf").write_text(_CARDS_21, "utf-8")
    (folder / "iphone.vcf").write_text(_CARDS_30, "utf-8")
    (folder / "orders.csv").write_text(_csv([[f'"{cell}"' for cell in row] for row in ORDERS]), "utf-8")
    _workbook(folder / "orders.xlsx", ORDERS)
    (folder / "products.csv").write_text("商品名称,编码,售价,单位\n龙井茶,LJ,128,盒\n茶杯,CB,45.5,个\n", "utf-8")
    (folder / "follow-ups.csv").write_text(
        "客户姓名,手机号,跟进内容,跟进日期\n王芳,13800138000,回访新茶,2026-12-01\n,,没有人,2026-12-02\n", "utf-8"
    )
    return {path.name: path for path in sorted(folder.iterdir())}


def lock(path: Path, password: str) -> Path:
    """The workbook behind a password, beside the open one."""
    locked = path.with_name(f"locked {path.name}")
    locked.write_bytes(agile(path.read_bytes(), password))
    return locked
