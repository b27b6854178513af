"""Follow-ups and products files into a shop."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.domain.recurrence import Recurrence, Unit
from crm_desktop.exchange.importing.importer import import_file, plan_table
from crm_desktop.exchange.importing.report import Options, Outcome
from crm_desktop.exchange.readers import Book, open_book
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.sheets.table import read_table
from crm_desktop.services import Services
from crm_desktop.services.follow_ups import FollowUp
from crm_desktop.store.shop import Shop
from tests.unit.exchange.test_importing_customers import csv_file
from tests.unit.exchange.test_readers import workbook_bytes, written


def counts(answer: dict[str, Any]) -> tuple[int, ...]:
    return tuple(answer[key] for key in ("read", "added", "updated", "unchanged", "skipped", "rejected"))


class TestFollowUps:
    HEAD = ("客户", "电话", "跟进内容", "下次跟进日期", "具体时间", "优先级", "状态", "跟进结果")

    def bring_in(self, shop: Shop, folder: Path, *rows: tuple[object, ...], **options: Any) -> dict[str, Any]:
        path = written(folder, "a.xlsx", workbook_bytes(("a", [self.HEAD, *rows])))
        return import_file(shop, "followups", path, **options).as_json()

    def everything(self, services: Services) -> list[FollowUp]:
        from crm_desktop.store.models import FollowUp as Row

        return [services.follow_ups.get(i) for i in services.shop.ids(Row.select(Row.id).order_by(Row.id))]

    def test_are_read(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        answer = self.bring_in(
            shop,
            tmp_path,
            ("王芳", "13800138000", "回访", date(2026, 12, 1), time(9, 30), "高", "待跟进", ""),
            ("王芳", "13800138000", "送茶", datetime(2026, 12, 2, 14, 0), "", "低", "", ""),
            ("李强", "", "电话", "2026-11-01", "8:05", "", "已完成", "满意"),
            ("李强", "", "上门", "2026-11-02", "", "", date(2026, 11, 3), ""),
            ("", "", "", "", "", "", "", ""),
        )
        assert counts(answer) == (4, 4, 0, 0, 0, 0)
        assert answer["new_customers"] == 2
        first, second, third, fourth = self.everything(services)
        assert (first.customer_name, first.what, first.due, first.due_time, first.priority, first.done_at) == (
            "王芳", "回访", date(2026, 12, 1), time(9, 30), 1, None,
        )  # fmt: skip
        assert (second.due_time, second.priority) == (time(14, 0), -1)
        assert (third.due_time, third.done_at, third.outcome) == (time(8, 5), datetime(2026, 11, 1), "满意")
        assert fourth.done_at == datetime(2026, 11, 3)

    ROW = ("王芳", "13800138000", "回访", date(2026, 12, 1), "", "", "", "")

    def test_again_adds_nothing(self, shop: Shop, tmp_path: Path) -> None:
        assert counts(self.bring_in(shop, tmp_path, self.ROW, self.ROW)) == (2, 1, 0, 1, 0, 0)
        assert counts(self.bring_in(shop, tmp_path, self.ROW)) == (1, 0, 0, 1, 0, 0)
        assert counts(self.bring_in(shop, tmp_path, self.ROW, on_duplicate="skip")) == (1, 0, 0, 0, 1, 0)
        assert counts(self.bring_in(shop, tmp_path, self.ROW, on_duplicate="add")) == (1, 1, 0, 0, 0, 0)

    @pytest.mark.parametrize(
        ("row", "why"),
        [
            (("王芳", "", "", date(2026, 12, 1), "", "", "", ""), "what is to be done"),
            (("", "", "回访", date(2026, 12, 1), "", "", "", ""), "for whom"),
            (("王芳", "", "回访", "", "", "", "", ""), "no date"),
            (("王芳", "", "回访", "改天", "", "", "", ""), "改天"),
            (("王芳", "", "回访", date(2026, 12, 1), "早上", "", "", ""), "早上"),
            (("王芳", "", "回" * 501, date(2026, 12, 1), "", "", "", ""), "longer"),
        ],
    )
    def test_are_refused(self, shop: Shop, tmp_path: Path, row: tuple[object, ...], why: str) -> None:
        answer = self.bring_in(shop, tmp_path, self.ROW, row)
        assert counts(answer) == (2, 1, 0, 0, 0, 1)
        assert why in answer["rejects"][0]["reason"]

    def test_the_preview(self, shop: Shop, tmp_path: Path) -> None:
        path = written(
            tmp_path, "a.xlsx", workbook_bytes(("a", [self.HEAD, self.ROW, ("", "", "x", "", "", "", "", "")]))
        )
        table = read_table(open_book(path), Kind.FOLLOW_UPS)
        good, bad = plan_table(shop, table, Options()).rows()
        assert (good.outcome, good.values["due"], bad.outcome) == (Outcome.NEW, ("", "2026-12-01"), Outcome.REJECT)

    def test_without_a_column_for_times(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        import_file(shop, "followups", csv_file(tmp_path, "姓名,跟进内容,日期\n王芳,回访,2026-12-1"))
        assert self.everything(services)[0].due_time is None


class TestProducts:
    def test_are_added_updated_and_left(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        services.products.add("茶杯", 3550)
        services.products.add("旧名", 100, code="T9")
        rows = "商品名称,编码,售价,单位\n龙井茶,T1,128.00,盒\n茶 杯,,35.5,\n新名,T9,¥2,\n龙井茶,T1,128,盒\n,,,\n"
        answer = import_file(shop, "products", csv_file(tmp_path, rows)).as_json()
        assert counts(answer) == (4, 1, 2, 1, 0, 0)
        found = {product.name: (product.code, product.price_fen, product.unit) for product in services.products.all()}
        assert found == {"茶 杯": ("", 3550, ""), "新名": ("T9", 200, ""), "龙井茶": ("T1", 12800, "盒")}
        again = import_file(shop, "products", csv_file(tmp_path, rows)).as_json()
        assert counts(again) == (4, 0, 0, 4, 0, 0)
        assert again["change"] is None

    def test_rows_that_disagree_settle_once(self, shop: Shop, tmp_path: Path) -> None:
        path = csv_file(tmp_path, "名称,价格\n茶,1\n茶,2")
        assert counts(import_file(shop, "products", path).as_json()) == (2, 1, 1, 0, 0, 0)
        assert counts(import_file(shop, "products", path).as_json()) == (2, 0, 0, 2, 0, 0)

    def test_known_ones_are_skipped_on_demand(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        services.products.add("茶", 100)
        answer = import_file(shop, "products", csv_file(tmp_path, "名称,价格\n茶,2"), on_duplicate="skip").as_json()
        assert counts(answer) == (1, 0, 0, 0, 1, 0)

    @pytest.mark.parametrize(
        ("row", "why"),
        [(",5", "name a product"), ("茶,x", "price"), ("茶,-5", "price"), ("茶" * 101 + ",5", "longer")],
    )
    def test_are_refused(self, shop: Shop, tmp_path: Path, row: str, why: str) -> None:
        answer = import_file(shop, "products", csv_file(tmp_path, f"名称,价格\n{row}\n杯,1")).as_json()
        assert counts(answer) == (2, 1, 0, 0, 0, 1)
        assert why in answer["rejects"][0]["reason"]

    def test_the_preview(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        services.products.add("茶", 100)
        table = read_table(open_book(csv_file(tmp_path, "名称,价格\n茶,2\n杯,\n,1")), Kind.PRODUCTS)
        tea, cup, none = plan_table(shop, table, Options()).rows()
        assert (tea.outcome, tea.values, tea.about) == (Outcome.UPDATE, {"price": ("¥1.00", "¥2.00")}, 1)
        assert (cup.outcome, cup.values) == (Outcome.NEW, {"name": ("", "杯")})
        assert (none.outcome, none.values) == (Outcome.REJECT, {})


class TestRepeats:
    HEAD = ("客户", "跟进内容", "下次跟进日期", "重复")

    def test_how_it_repeats(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = [
            *(("王芳", "回访", date(2026, 12, 31), "每月"), ("王芳", "送茶", date(2026, 12, 2), "不重复")),
            *(("王芳", "电话", date(2026, 12, 3), "想起来就"), ("王芳", "问" * 500, date(2026, 12, 4), "想起来就")),
        ]
        path = written(tmp_path, "a.xlsx", workbook_bytes(("a", [self.HEAD, *rows])))
        answer = import_file(shop, "followups", path).as_json()
        assert [(w["row"], w["field"], w["value"]) for w in answer["warnings"]] == [
            (4, "recurrence", "想起来就"), (5, "recurrence", "想起来就"),
        ]  # fmt: skip
        first, second, third, fourth = (services.follow_ups.get(i) for i in range(1, 5))
        assert first.recurrence == Recurrence(1, Unit.MONTH, anchor_day=31)
        assert (second.recurrence, third.recurrence) == (None, None)
        assert (third.what, fourth.what) == ("电话 (想起来就)", "问" * 500)
        planned = plan_table(shop, read_table(open_book(path), Kind.FOLLOW_UPS), Options()).rows()
        assert planned[0].values["recurrence"] == ("", "every month")


class TestProductsHandedOver:
    def test_no_two_products_of_one_name(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = [("名称", "编码", "在售"), ("茶", "T1", "是"), ("杯", "C1", "停售"), ("杯", "T1", ""), ("壶", "T1", "")]
        import_file(shop, "products", written(tmp_path, "a.xlsx", workbook_bytes(("a", rows))))
        found = [(p.name, p.code, p.active) for p in services.products.all(include_inactive=True)]
        assert found == [("杯", "C1", False), ("壶", "T1", True)]


@pytest.mark.parametrize("kind", ["customers", "followups", "purchases", "products"])
def test_a_row_of_blanks_is_no_row(shop: Shop, kind: str) -> None:
    heads = {
        "customers": ("姓名", "手机"),
        "followups": ("客户", "跟进内容"),
        "purchases": ("姓名", "金额"),
        "products": ("商品名称", "编码"),
    }
    book = Book(Path("a.vcf"), "vcf", None, (), lambda _: [["王芳", "5"], [" ", ""]], headings=heads[kind])
    table = read_table(book, Kind(kind))
    assert table.rows.numbers == [1, 2]
    plan = plan_table(shop, table, Options())
    assert [row.row for row in plan.rows()] == [1]
    assert plan.report().counts.read == 1
