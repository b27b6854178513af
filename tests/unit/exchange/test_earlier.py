"""What is found by keys inside an open change: what the shop had, and what earlier portions have written."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.exchange.importing.importer import import_file
from crm_desktop.services import Services
from crm_desktop.store.scratch import Scratch
from crm_desktop.store.shop import Shop
from tests.unit.exchange.test_portions import file_of, in_portions, tiny

pytestmark = pytest.mark.usefixtures(tiny.__name__)

HEAD = ["日期", "姓名", "手机", "商品", "金额"]


def test_keys_and_their_rows() -> None:
    with Scratch() as scratch:
        scratch.add([(1, 12), (1, 11), (2, 11), (2**62, 5)])
        assert scratch.owners([1, 3, 2**62]) == {5, 11, 12}
        assert scratch.firsts([1, 2, 3]) == {1: 11, 2: 11}
        assert (scratch.first(1, 1), scratch.first(1, 9), scratch.first(3, 9)) == ([11], [11, 12], [])
        assert [scratch.take(1), scratch.take(1), scratch.take(1)] == [11, 12, None]


def test_a_purchase_that_the_shop_has_is_given_once(shop: Shop, services: Services, tmp_path: Path) -> None:
    row = ["2026-01-02", "王芳", "13800138000", "茶", "10"]
    import_file(shop, "purchases", file_of(tmp_path, [HEAD, row], "b.csv"))
    others = [["2026-01-03", f"客{n}", f"1390000000{n}", "杯", "5"] for n in range(4)]
    report = in_portions(shop, file_of(tmp_path, [HEAD, row, *others, row]), "purchases")
    assert (report.counts.read, report.counts.added) == (6, 5)
    assert len(services.purchases.ids()) == 6


def test_who_is_named_only_is_found_after_others_with_phones(shop: Shop, services: Services, tmp_path: Path) -> None:
    first = file_of(tmp_path, [["姓名", "手机"], ["王芳", "13800138000"]], "b.csv")
    import_file(shop, "customers", first)
    others = [["2026-01-03", f"客{n}", f"1390000000{n}", "杯", "5"] for n in range(4)]
    named = ["2026-01-02", "王芳", "", "茶", "10"]
    report = in_portions(shop, file_of(tmp_path, [HEAD, *others, named]), "purchases")
    assert report.counts.added == 5
    [purchase] = [p for p in services.purchases.get_many(services.purchases.ids()) if p.customer_name == "王芳"]
    assert purchase.customer_id == 1


def test_a_customer_renamed_by_an_earlier_portion(shop: Shop, services: Services, tmp_path: Path) -> None:
    head = ["姓名", "手机", "生日", "会员号", "备注"]
    import_file(shop, "customers", file_of(tmp_path, [head, ["老王", "13800138000", "", "", ""]], "b.csv"))
    rows = [
        ["王芳", "13800138000", "1988-03-05", "M1", "爱喝茶"],
        *[["客", f"1390000000{n}", "", "", ""] for n in range(4)],
        ["王芳", "", "1988-03-05", "", "来过"],
        ["赵六", "", "", "", "新"],
        ["赵六", "", "", "", "新"],
        ["王芳", "", "", "M1", "又来过"],
    ]
    in_portions(shop, file_of(tmp_path, [head, *rows]), "customers")
    [found] = services.customers.search("王芳").hits
    customer = services.customers.get(found.id)
    assert customer.note == "爱喝茶\n来过\n又来过"
    assert len(services.customers.search("赵六").hits) == 1


def test_products_known_by_what_the_file_called_them(shop: Shop, services: Services, tmp_path: Path) -> None:
    head = ["商品名称", "编码", "单价"]
    rows = [["茶", "", "1"], ["龙井", "", "2"], ["杯", "", "3"], ["壶", "", "4"], ["茶", "C1", ""], ["盘", "", "5"]]
    renamed = [["绿茶", "C1", ""], ["碗", "", "6"], ["匙", "", "7"], ["茶", "", "9"], ["绿茶", "", "8"]]
    report = in_portions(shop, file_of(tmp_path, [head, *rows, *renamed]), "products")
    assert (report.counts.read, report.counts.added) == (11, 7)
    goods = {p.name: (p.code, p.price_fen) for p in services.products.all()}
    assert goods["绿茶"] == ("C1", 800)
    assert "茶" not in goods
