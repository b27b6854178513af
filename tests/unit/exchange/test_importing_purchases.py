"""Purchases files into a shop: lines gathered, buyers found, nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.exchange.importing.importer import import_file, plan_table
from crm_desktop.exchange.importing.report import Options, Outcome
from crm_desktop.exchange.readers import open_book
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.sheets.table import read_table
from crm_desktop.services import Services
from crm_desktop.services.purchase_records import Purchase
from crm_desktop.store.shop import Shop
from tests.unit.exchange.test_importing_customers import csv_file
from tests.unit.exchange.test_readers import workbook_bytes, written

HEAD = ["单号", "日期", "手机", "姓名", "商品", "数量", "单价", "优惠", "金额", "付款方式", "店员", "备注"]
AT = datetime(2026, 9, 22, 12, 0)
ROWS: Sequence[Sequence[object]] = [
    HEAD,
    ["A1", AT, 13800138000.0, "王芳", "龙井茶", 2.0, "128.00", "¥6.00", "¥250.00", "微信", "小王", "送礼"],
    ["A1", AT, "138 0013 8000", "王芳", "茶杯", 1.0, "35.5", "", "35.50元", "微信", "小王", "易碎"],
    ["A2", AT, "13900139000", "李强", "退茶杯", 1.0, "35.50", "", "-35.50", "现金", "", ""],
    ["A3", AT, "", "", "糖", "", "", "", 3, "", "", ""],
    ["", AT, "13900139000", "李强", "糖", 0.5, 10, "", "", "", "", ""],
    ["合计", "", "", "", "", "", "", "", 253, "", "", ""],
]


def sheet(folder: Path, rows: Sequence[Sequence[object]] = ROWS) -> Path:
    return written(folder, "账.xlsx", workbook_bytes(("a", rows)))


def brought_in(shop: Shop, path: Path, **options: Any) -> dict[str, Any]:
    return import_file(shop, "purchases", path, **options).as_json()


def counts(answer: dict[str, Any]) -> tuple[int, ...]:
    return tuple(answer[key] for key in ("read", "added", "unchanged", "skipped", "rejected", "new_customers"))


def all_purchases(services: Services) -> list[Purchase]:
    return sorted(services.purchases.get_many(services.purchases.ids()), key=lambda purchase: purchase.id)


class TestAFile:
    def test_rows_of_one_number_are_one_purchase(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        answer = brought_in(shop, sheet(tmp_path))
        assert counts(answer) == (5, 4, 0, 0, 0, 2)
        assert answer["ignored"] == [{"row": 7, "reason": "totals"}]
        tea, refund, passer, half = all_purchases(services)
        assert (tea.number, tea.at, tea.paid_fen, tea.payment_method, tea.clerk) == ("A1", AT, 28550, "微信", "小王")
        assert tea.note == "送礼\n易碎"
        lines = [(x.text, x.quantity_milli, x.price_fen, x.discount_fen, x.amount_fen) for x in tea.lines]
        assert lines == [("龙井茶", 2000, 12800, 600, 25000), ("茶杯", 1000, 3550, 0, 3550)]
        assert (refund.is_refund, refund.paid_fen, refund.lines[0].quantity_milli) == (True, -3550, -1000)
        assert (passer.customer_id, passer.paid_fen, passer.lines[0].price_fen) == (None, 300, 300)
        assert (half.number, half.paid_fen, half.lines[0].amount_fen) == ("", 500, 500)
        fang, qiang = services.customers.get_many([1, 2])
        assert (fang.name, fang.phones, fang.spent_fen, fang.visits) == ("王芳", ("+8613800138000",), 28550, 1)
        assert qiang.spent_fen == -3050

    def test_again_adds_nothing(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        brought_in(shop, sheet(tmp_path))
        answer = brought_in(shop, sheet(tmp_path))
        assert counts(answer) == (5, 0, 4, 0, 0, 0)
        assert answer["change"] is None
        assert counts(brought_in(shop, sheet(tmp_path), on_duplicate="skip")) == (5, 0, 0, 4, 0, 0)
        assert counts(brought_in(shop, sheet(tmp_path), on_duplicate="add")) == (5, 4, 0, 0, 0, 0)
        assert len(services.customers.ids()) == 2

    def test_undo(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        answer = brought_in(shop, sheet(tmp_path))
        assert services.history.undo(answer["change"]).failed == 0
        assert all_purchases(services) == []
        assert services.customers.ids() == []

    def test_a_dry_run(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        assert counts(brought_in(shop, sheet(tmp_path), dry_run=True)) == (5, 4, 0, 0, 0, 2)
        assert all_purchases(services) == []

    def test_the_preview(self, shop: Shop, tmp_path: Path) -> None:
        brought_in(shop, sheet(tmp_path, ROWS[:3]))
        table = read_table(open_book(sheet(tmp_path)), Kind.PURCHASES)
        rows = plan_table(shop, table, Options()).rows()
        assert [(row.row, row.outcome, row.about) for row in rows[:3]] == [
            (2, Outcome.UNCHANGED, 1), (3, Outcome.UNCHANGED, 1), (4, Outcome.NEW, None),
        ]  # fmt: skip
        assert rows[0].values["amount"] == ("", "¥250.00")
        assert rows[0].values["phone"] == ("", "138 0013 8000")
        assert rows[0].values["discount"] == ("", "¥6.00")


class TestOrders:
    def test_numbers_begin_anew_each_day(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = "单号,日期,金额\n1,2026-1-1,10\n1,2026-1-2,20\n1,2026-1-1,5"
        assert counts(brought_in(shop, csv_file(tmp_path, rows)))[:2] == (3, 2)
        assert [purchase.paid_fen for purchase in all_purchases(services)] == [1500, 2000]
        assert counts(brought_in(shop, csv_file(tmp_path, rows)))[:3] == (3, 0, 2)

    def test_rows_that_only_go_on(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = "单号,日期,姓名,商品,金额\nA1,2026-1-1,王芳,茶,10\n,,,杯,5\nA2,2026-1-1,李强,茶,1"
        assert counts(brought_in(shop, csv_file(tmp_path, rows))) == (3, 2, 0, 0, 0, 2)
        assert [len(purchase.lines) for purchase in all_purchases(services)] == [2, 1]

    def test_a_number_whose_later_rows_have_no_day(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = "单号,日期,金额\nA1,2026-1-1,10\nA2,2026-1-1,1\nA1,,5"
        assert counts(brought_in(shop, csv_file(tmp_path, rows)))[:2] == (3, 2)
        assert [purchase.paid_fen for purchase in all_purchases(services)] == [1500, 100]

    def test_as_many_alike_as_the_file_has(self, shop: Shop, tmp_path: Path) -> None:
        one = "日期,姓名,商品,金额\n2026-1-1,王芳,茶,10"
        assert counts(brought_in(shop, csv_file(tmp_path, one)))[:2] == (1, 1)
        two = one + "\n2026-1-1,王芳,茶,10\n2026-1-1,王芳,茶,11\n2026-1-1,李强,茶,10\n2026-1-1,,茶,10"
        assert counts(brought_in(shop, csv_file(tmp_path, two))) == (5, 4, 1, 0, 0, 1)
        assert counts(brought_in(shop, csv_file(tmp_path, two))) == (5, 0, 5, 0, 0, 0)

    @pytest.mark.parametrize(
        ("row", "why"),
        [
            ("A1,2026-1-1,茶,x", "amount “x”"),
            ("A1,昨天,茶,5", "date “昨天”"),
            ("A1,,茶,5", "no date"),
            ("A1,2026-1-1,茶,", "neither an amount nor a price"),
            ("A1,2026-1-1,茶,1e99", "amount"),
        ],
    )
    def test_rows_that_cannot_be_read(self, shop: Shop, tmp_path: Path, row: str, why: str) -> None:
        answer = brought_in(shop, csv_file(tmp_path, f"单号,日期,商品,金额\n{row}\nA2,2026-1-1,茶,5"))
        assert counts(answer)[:5] == (2, 1, 0, 0, 1)
        assert answer["rejects"][0]["row"] == 2
        assert why in answer["rejects"][0]["reason"]

    def test_half_a_purchase_is_not_imported(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        out = tmp_path / "rejected.xlsx"
        rows = "单号,日期,姓名,金额\nA1,2026-1-1,王芳,5\nA1,2026-1-1,王芳,x\nA2,2026-1-1,王芳,6"
        answer = brought_in(shop, csv_file(tmp_path, rows), rejects=out)
        assert counts(answer) == (3, 1, 0, 0, 2, 1)
        assert answer["rejects"][0]["reason"].startswith("Another row of this purchase")
        assert len(open_book(out).sheet().rows) == 3
        assert [purchase.number for purchase in all_purchases(services)] == ["A2"]
        table = read_table(open_book(csv_file(tmp_path, rows)), Kind.PURCHASES)
        assert [row.outcome for row in plan_table(shop, table, Options()).rows()][:2] == [Outcome.REJECT] * 2

    def test_a_day_that_has_not_come(self, shop: Shop, tmp_path: Path) -> None:
        answer = brought_in(shop, csv_file(tmp_path, "日期,金额\n2027-1-1,5"))
        assert [(w["row"], w["field"]) for w in answer["warnings"]] == [(2, "at")]

    def test_long_texts(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        long = "茶" * 300
        rows = f"单号,日期,商品,金额,店员\nA1,2026-1-1,{long},5,{long}\nA1,2026-1-1,{long},5,{long}"
        brought_in(shop, csv_file(tmp_path, rows))
        (purchase,) = all_purchases(services)
        assert (len(purchase.lines[0].text), len(purchase.clerk)) == (200, 60)
        assert purchase.note == long

    def test_a_discount_given_back(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        brought_in(shop, csv_file(tmp_path, "日期,商品,数量,单价,优惠,金额\n2026-1-1,茶,-1,68,5,-63"))
        line = all_purchases(services)[0].lines[0]
        assert (line.quantity_milli, line.price_fen, line.discount_fen, line.amount_fen) == (-1000, 6800, -500, -6300)


class TestBuyers:
    def test_known_by_phone_member_number_or_their_only_name(
        self, shop: Shop, services: Services, tmp_path: Path
    ) -> None:
        people = "姓名,电话,会员号\n王芳,13800138000,\n李强,,M1\n赵六,13700137000,"
        import_file(shop, "customers", csv_file(tmp_path, people))
        buyers = (",13800138000,,1", ",,M1,2", "赵六,,,3", "钱七,,,4")
        rows = "\n".join(["日期,姓名,手机,会员号,金额", *(f"2026-1-1,{buyer}" for buyer in buyers)])
        assert counts(brought_in(shop, csv_file(tmp_path, rows))) == (4, 4, 0, 0, 0, 1)
        assert [customer.spent_fen for customer in services.customers.get_many([1, 2, 3, 4])] == [100, 200, 300, 400]
        assert counts(brought_in(shop, csv_file(tmp_path, rows))) == (4, 0, 4, 0, 0, 0)

    def test_another_name_under_a_known_phone(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        import_file(shop, "customers", csv_file(tmp_path, "姓名,电话\n王芳,13800138000"))
        answer = brought_in(shop, csv_file(tmp_path, "日期,姓名,手机,金额\n2026-1-1,李强,13800138000,1"))
        assert answer["new_customers"] == 1
        assert [(w["row"], w["field"]) for w in answer["warnings"]] == [(2, "phone")]

    def test_goods_are_found_by_code_or_name(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        services.products.add("龙井茶 250g", 12800, code="T1")
        services.products.add("茶杯", 3550)
        goods = ("龙井茶250G,,1", ",t1,2", "茶,T1,3", "糖,T9,4", ",T9,5")
        rows = "\n".join(["日期,商品,商品编码,金额", *(f"2026-1-1,{each}" for each in goods)])
        brought_in(shop, csv_file(tmp_path, rows))
        lines = [purchase.lines[0] for purchase in all_purchases(services)]
        assert [(line.product_id, line.text) for line in lines] == [
            (1, "龙井茶250G"), (1, "龙井茶 250g"), (1, "茶"), (None, "糖"), (None, "T9"),
        ]  # fmt: skip
        assert counts(brought_in(shop, csv_file(tmp_path, rows)))[:3] == (5, 0, 5)


def test_thousands(shop: Shop, services: Services, tmp_path: Path) -> None:
    rows = "\n".join(["日期,单号,手机,金额", *(f"2026-1-1,{i},138{i // 3:08},{i % 90 + 1}" for i in range(2_500))])
    assert counts(brought_in(shop, csv_file(tmp_path, rows))) == (2_500, 2_500, 0, 0, 0, 834)
    assert sum(c.spent_fen for c in services.customers.get_many(services.customers.ids())) == sum(
        (i % 90 + 1) * 100 for i in range(2_500)
    )
    assert counts(brought_in(shop, csv_file(tmp_path, rows)))[:3] == (2_500, 0, 2_500)


class TestRefunds:
    """Given back under the number of a purchase at another time: a purchase of its own, put to the first."""

    HEAD = "单号,日期,姓名,商品,金额\n"

    def told(self, services: Services) -> list[tuple[str, int, bool, int | None]]:
        return [(p.number, p.paid_fen, p.is_refund, p.refund_of) for p in all_purchases(services)]

    def test_in_the_file(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = self.HEAD + "A1,2026-1-1 12:30,王芳,茶,-10\nA1,2026-1-1 09:00,王芳,茶,10\nA1,2026-1-3 08:00,王芳,茶,-1"
        assert counts(brought_in(shop, csv_file(tmp_path, rows))) == (3, 3, 0, 0, 0, 1)
        assert self.told(services) == [("A1", 1000, False, None), ("A1", -1000, True, 1), ("A1", -100, True, 1)]
        assert counts(brought_in(shop, csv_file(tmp_path, rows)))[:3] == (3, 0, 3)

    def test_a_coupon_among_the_lines(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = self.HEAD + "A1,2026-1-1 09:00:02,,券,-2\nA1,2026-1-1 09:00:01,,茶,10\nA1,2026-1-1 09:00:05,,券,-3"
        assert counts(brought_in(shop, csv_file(tmp_path, rows)))[:2] == (3, 1)
        assert self.told(services) == [("A1", 500, False, None)]

    def test_of_a_purchase_in_the_shop(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        bought = "A1,2026-1-1 09:00,王芳,茶,10\nB1,2026-1-1 09:00,,茶,10\nC1,2026-1-1 09:00,李强,茶,1"
        brought_in(shop, csv_file(tmp_path, self.HEAD + bought))
        back = (
            *("A1,2026-1-5 09:00,王芳,茶,-10", "B1,2026-1-1 10:00,,茶,-4", "B1,2026-1-2 10:00,,茶,-4"),
            *("C1,2026-1-1 10:00,李强,茶,-5", "A1,2026-1-6 09:00,赵六,茶,-1", ",2026-1-6 09:00,王芳,茶,-1"),
        )
        brought_in(shop, csv_file(tmp_path, self.HEAD + "\n".join(back)))
        told = [(number, refund_of) for number, _, _, refund_of in self.told(services)[3:]]
        assert sorted(told, key=repr) == [
            ("", None), ("A1", 1), ("A1", None), ("B1", 2), ("B1", None), ("C1", None),
        ]  # fmt: skip

    def test_of_our_own_list(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        head = "购买序号,退的是哪一笔,单号,日期,商品,数量,单价,优惠,金额,整单优惠,整单实付\n"
        rows = (
            *("7,,,2026-1-1,茶,1,10,0,10,2,8", "7,,,2026-1-1,杯,1,5,0,5,,", "8,7,,2026-1-1,茶,-1,8,0,-8,,-8"),
            *("9,99,,2026-1-1,茶,-1,8,0,-8,,-8", "10,,,2026-1-2,,,,,,,3", "11,,,2026-1-3,券,1,0,5,-5,,"),
        )
        path = csv_file(tmp_path, head + "\n".join(rows))
        assert counts(brought_in(shop, path))[:2] == (6, 5)
        by_paid = {p.paid_fen: p for p in all_purchases(services)}
        whole = by_paid[800]
        assert (whole.discount_fen, [line.text for line in whole.lines]) == (200, ["茶", "杯"])
        assert sorted(p.refund_of or 0 for p in all_purchases(services) if p.is_refund) == [0, 0, whole.id]
        assert by_paid[300].lines == ()
        coupon = by_paid[-500].lines[0]
        assert (coupon.quantity_milli, coupon.price_fen, coupon.discount_fen) == (1000, 0, 500)
        assert counts(brought_in(shop, path))[:3] == (6, 0, 5)
        planned = plan_table(shop, read_table(open_book(path), Kind.PURCHASES), Options()).rows()
        assert planned[0].values["discount_on_all"] == ("", "¥2.00")
        assert planned[4].values["paid_in_all"] == ("", "¥3.00")


def test_amounts_that_do_not_add_up(shop: Shop, services: Services, tmp_path: Path) -> None:
    rows = [
        ["单号", "日期", "商品", "数量", "单价", "金额"],
        ["A1", AT, "茶", 2, 50, 95],
        ["A2", AT, "茶", 1, 50, 150],
        ["A2", AT, "壶", 1, 100, 150],
    ]
    answer = brought_in(shop, sheet(tmp_path, rows))
    assert [(told["row"], told["field"]) for told in answer["warnings"]] == [(2, "amount")]
    assert [purchase.paid_fen for purchase in all_purchases(services)] == [9500, 15000]
