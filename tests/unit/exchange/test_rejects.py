"""The workbook of rejected rows: mended and brought in again, as if the rows had been right at first."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from crm_desktop import language
from crm_desktop.errors import CannotWriteFile
from crm_desktop.exchange.importing.importer import import_file
from crm_desktop.exchange.importing.report import ImportReport
from crm_desktop.exchange.readers import open_book
from crm_desktop.exchange.sheets.headings import REJECT_HEADERS
from crm_desktop.language import tr
from crm_desktop.services import Services
from crm_desktop.store.models import FollowUp, Purchase
from crm_desktop.store.shop import Shop
from tests.unit.exchange.test_importing_customers import csv_file, everyone
from tests.unit.exchange.test_readers import workbook_bytes, written


@pytest.fixture(params=["en", "zh_CN"])
def spoken(request: pytest.FixtureRequest) -> str:
    language.set_language(request.param)
    return str(request.param)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "rejected.xlsx"


def mend(path: Path, **cells: object) -> None:
    """Type into cells of the workbook, as she does in Excel."""
    book = load_workbook(path)
    for place, value in cells.items():
        book.worksheets[0][place] = value
    book.save(path)


def brought_in_again(shop: Shop, kind: str, path: Path) -> ImportReport:
    report = import_file(shop, kind, path)
    mapping = report.table.layout.as_json()
    assert not [target for header, target in mapping.items() if header in REJECT_HEADERS and target], mapping
    return report


def test_what_we_add_is_known_in_both_languages(spoken: str) -> None:
    assert tr("Not imported because") in REJECT_HEADERS
    assert tr("Row in the file") in REJECT_HEADERS


def test_customers(shop: Shop, services: Services, tmp_path: Path, out: Path, spoken: str) -> None:
    rows: list[list[object]] = [
        ["客户名单"],
        ["姓名", "电话", "电话", "生日", "皮肤", "积分"],
        ["王芳", "13800138000", "", "", "干性", 7],
        ["", "", "", date(1988, 3, 5), "油性", 8.5],
        ["", "", "", "农历八月十五", "油性", True],
    ]
    import_file(shop, "customers", written(tmp_path, "a.xlsx", workbook_bytes(("a", rows))), rejects=out)
    assert [row[-1] for row in open_book(out).sheet().rows] == [tr("Row in the file"), 4, 5]
    mend(out, A2="李强", B2=13900139000, C2="13700137000", A3="赵六")
    report = brought_in_again(shop, "customers", out)
    assert (report.counts.added, report.counts.rejected) == (2, 0)
    fang, qiang, six = everyone(services)
    assert qiang.phones == ("+8613900139000", "+8613700137000")
    assert qiang.birthday is not None
    assert six.birthday is not None
    assert (qiang.birthday.year, six.birthday.calendar) == (1988, "lunar")
    assert (fang.custom.keys(), qiang.custom) == ({"皮肤", "积分"}, {"皮肤": "油性", "积分": "8.5"})
    assert brought_in_again(shop, "customers", out).counts.unchanged == 2


def test_with_a_mapping_that_is_remembered(shop: Shop, services: Services, tmp_path: Path, out: Path) -> None:
    path = csv_file(tmp_path, "甲,乙,丙\n王芳,13800138000,熟客\n,,过客")
    import_file(shop, "customers", path, mapping={"甲": "name", "乙": "phone", "丙": "tags"}, rejects=out)
    mend(out, A2="李强")
    assert brought_in_again(shop, "customers", out).counts.added == 1
    assert everyone(services)[1].tags == ("过客",)


def test_columns_without_headings(shop: Shop, services: Services, tmp_path: Path, out: Path, spoken: str) -> None:
    path = csv_file(tmp_path, "王芳,13800138000,a@b.cn,干性\n,,c@d.cn,油性")
    import_file(shop, "customers", path, rejects=out)
    assert open_book(out).sheet().rows[0][:3] == [tr("Name"), tr("Phone"), tr("E-mail")]
    mend(out, A2="李强", B2="13900139000")
    assert brought_in_again(shop, "customers", out).counts.added == 1
    assert everyone(services)[1].emails == ("c@d.cn",)


def test_contact_cards(shop: Shop, services: Services, tmp_path: Path, out: Path, spoken: str) -> None:
    whole = ["BEGIN:VCARD", "VERSION:3.0", "FN:王芳", "TEL:13800138000", "END:VCARD"]
    nameless = ["BEGIN:VCARD", "VERSION:3.0", "EMAIL:a@b.cn", "X-ANNIVERSARY:2010-05-01", "CATEGORIES:团购"]
    path = written(tmp_path, "a.vcf", "\r\n".join([*whole, *nameless, "END:VCARD", ""]).encode())
    assert import_file(shop, "customers", path, rejects=out).counts.rejected == 1
    mend(out, A2="李强")
    assert brought_in_again(shop, "customers", out).counts.added == 1
    qiang = everyone(services)[1]
    assert (qiang.name, qiang.emails, qiang.tags) == ("李强", ("a@b.cn",), ("团购",))
    assert list(qiang.custom) == [tr("Anniversary")]


def test_json(shop: Shop, services: Services, tmp_path: Path, out: Path, spoken: str) -> None:
    people = [
        {"name": "王芳", "phones": ["13800138000"], "custom": {"皮肤": "干性"}},
        {"name": "", "phones": [], "emails": ["a@b.cn"], "custom": {"皮肤": "油性"}},
    ]
    path = written(tmp_path, "a.json", json.dumps(people, ensure_ascii=False).encode())
    report = import_file(shop, "customers", path, rejects=out)
    assert (report.counts.added, report.counts.rejected) == (1, 1)
    mend(out, A2="李强")
    assert brought_in_again(shop, "customers", out).counts.added == 1
    qiang = everyone(services)[1]
    assert (qiang.name, qiang.emails, qiang.custom) == ("李强", ("a@b.cn",), {"皮肤": "油性"})


def test_purchases(shop: Shop, tmp_path: Path, out: Path, spoken: str) -> None:
    rows: list[list[object]] = [
        ["单号", "日期", "商品", "金额"],
        ["A1", datetime(2026, 1, 1, 9, 30), "茶", 5],
        ["A2", datetime(2026, 1, 2, 9, 30), "茶", "五块"],
        ["A2", datetime(2026, 1, 2, 9, 30), "壶", 12.5],
    ]
    path = written(tmp_path, "a.xlsx", workbook_bytes(("a", rows)))
    report = import_file(shop, "purchases", path, rejects=out)
    assert (report.counts.added, report.counts.rejected) == (1, 2)
    mend(out, D2=5)
    assert brought_in_again(shop, "purchases", out).counts.added == 1
    assert shop.rows(Purchase.select(Purchase.paid_fen, Purchase.at).order_by(Purchase.id))[1] == (
        1750, "2026-01-02T09:30:00",
    )  # fmt: skip


def test_follow_ups(shop: Shop, tmp_path: Path, out: Path, spoken: str) -> None:
    path = csv_file(tmp_path, "客户,跟进内容,下次跟进时间\n王芳,回访,下周\n李强,,2026-12-1")
    assert import_file(shop, "followups", path, rejects=out).counts.rejected == 2
    mend(out, C2="2026-12-2", B3="送茶")
    assert brought_in_again(shop, "followups", out).counts.added == 2
    assert shop.rows(FollowUp.select(FollowUp.due).order_by(FollowUp.id)) == [("2026-12-02",), ("2026-12-01",)]


def test_where_the_workbook_cannot_be_written_nothing_is_done(shop: Shop, services: Services, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "姓名,电话,爱好\n王芳,13800138000,茶\n,,酒")
    with pytest.raises(CannotWriteFile):
        import_file(shop, "customers", path, rejects=tmp_path / "gone" / "rejected.xlsx")
    assert everyone(services) == []
