"""An import taken back at any later time: everything as it was, but what was edited since, which is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.importing.importer import import_file, look
from crm_desktop.exchange.readers import open_book
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.whole_shop.writing import write_shop
from crm_desktop.services import Services
from crm_desktop.services.purchase_records import PurchaseDraft
from crm_desktop.store.models import FollowUp, Product, Purchase, PurchaseLine
from crm_desktop.store.shop import Shop
from tests.unit.exchange.test_importing_customers import csv_file, everyone

FIRST = "姓名,电话,地址\n王芳,13800138000,旧路\n李强,13900139000,旧路\n赵六,13700137000,旧路"
SECOND = (
    "姓名,电话,地址,标签,等级\n王芳,13800138000,新路,老客户,金\n李强,13900139000,新路,老客户,金\n"
    "钱七,13600136000,新路,老客户,银\n孙八,13500135000,新路,,"
)


class TestCustomers:
    def test_what_she_edited_since_is_kept_and_named(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        import_file(shop, "customers", csv_file(tmp_path, FIRST))
        before = {person.name: person for person in everyone(services)}
        mapping = {"等级": "custom:级别"}
        report = import_file(shop, "customers", csv_file(tmp_path, SECOND), mapping=mapping)
        services.customers.set_field(1, "note", "常来")
        services.customers.set_field(4, "wechat", "qian7")
        services.customers.set_field(3, "note", "与此无关")
        answer = services.history.undo(report.change)
        assert answer.kept_names[:2] == ("王芳", "钱七")
        assert answer.kept_names[2:] == ("the field “级别”", "the tag “老客户”"), "those two need them"
        after = {person.name: person for person in everyone(services)}
        assert after.keys() == {"王芳", "李强", "赵六", "钱七"}
        assert after["李强"] == before["李强"], "restored in every field"
        assert (after["王芳"].address, after["王芳"].tags, after["王芳"].note) == ("新路", ("老客户",), "常来")
        assert (after["钱七"].wechat, after["钱七"].custom) == (("qian7",), {"级别": "银"})

    def test_long_after_and_through_other_imports(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        first = import_file(shop, "customers", csv_file(tmp_path, FIRST))
        import_file(shop, "customers", csv_file(tmp_path, "姓名,电话\n周九,13400134000"))
        services.products.add("茶", 100)
        answer = services.history.undo(first.change)
        assert (answer.kept, answer.failed) == (0, 0)
        assert [person.name for person in everyone(services)] == ["周九"]
        assert import_file(shop, "customers", csv_file(tmp_path, FIRST)).counts.added == 3

    def test_who_has_bought_since_is_kept(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        report = import_file(shop, "customers", csv_file(tmp_path, FIRST))
        import_file(shop, "purchases", csv_file(tmp_path, "日期,手机号,金额\n2026-1-1,13900139000,5"))
        answer = services.history.undo(report.change)
        assert answer.kept_names == ("李强",)

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(edited=st.sets(st.sampled_from(range(1, 6))))
    def test_whoever_was_edited(self, shop: Shop, services: Services, tmp_path: Path, edited: set[int]) -> None:
        services.customers.delete(services.customers.ids())
        import_file(shop, "customers", csv_file(tmp_path, FIRST))
        before = {person.name: person for person in everyone(services)}
        report = import_file(shop, "customers", csv_file(tmp_path, SECOND))
        there = everyone(services)
        chosen = [person for number, person in enumerate(there, 1) if number in edited]
        for person in chosen:
            services.customers.set_field(person.id, "note", "改")
        touched = {person.name for person in chosen} - {"赵六"}
        answer = services.history.undo(report.change)
        assert set(answer.kept_names) - {"the field “等级”", "the tag “老客户”"} == touched
        after = {person.name: person for person in everyone(services)}
        assert after.keys() == before.keys() | touched
        for name in before.keys() - touched - {"赵六"}:
            assert after[name] == before[name]


class TestOtherKinds:
    PURCHASES = "单号,日期,手机号,姓名,商品,金额\nA1,2026-1-1,13800138000,王芳,茶,5\nA1,2026-1-1,,,壶,9\n"
    PURCHASES += "A2,2026-1-2,18800138000,新客,茶,6\nA3,2026-1-3,,,茶,7"

    def test_purchases(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        import_file(shop, "customers", csv_file(tmp_path, FIRST))
        report = import_file(shop, "purchases", csv_file(tmp_path, self.PURCHASES))
        answer = services.history.undo(report.change)
        assert (answer.kept, answer.failed) == (0, 0)
        assert Purchase.select().count() == PurchaseLine.select().count() == 0
        assert services.customers.count() == 3
        assert services.customers.get(1).spent_fen == 0

    def test_purchases_edited_since(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        import_file(shop, "customers", csv_file(tmp_path, FIRST))
        report = import_file(shop, "purchases", csv_file(tmp_path, self.PURCHASES))
        for number in (2, 3):
            bought = services.purchases.get(number)
            services.purchases.edit(number, replace(PurchaseDraft.of(bought), note="对过账"))
        answer = services.history.undo(report.change)
        assert answer.kept_names == ("新客", "新客’s purchase of 2026-01-02", "a purchase of 2026-01-03")
        assert shop.ids(Purchase.select(Purchase.id).order_by(Purchase.id)) == [2, 3]
        assert services.customers.get(1).spent_fen == 0

    def test_follow_ups(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        import_file(shop, "customers", csv_file(tmp_path, FIRST))
        rows = "王芳,13800138000,回访,2026-12-1\n新人,18700138000,送茶,2026-12-1"
        path = csv_file(tmp_path, f"客户,电话,跟进内容,日期\n{rows}")
        report = import_file(shop, "followups", path)
        services.follow_ups.done(2, "很满意")
        answer = services.history.undo(report.change)
        assert answer.kept_names == ("新人",)
        assert shop.ids(FollowUp.select(FollowUp.id)) == [2]
        assert services.customers.count() == 4

    def test_products(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        import_file(shop, "products", csv_file(tmp_path, "商品名称,单价\n茶,5\n壶,6"))
        report = import_file(shop, "products", csv_file(tmp_path, "商品名称,单价\n茶,7\n壶,8\n杯,9"))
        services.products.edit(2, "紫砂壶", 800)
        answer = services.history.undo(report.change)
        assert answer.kept_names == ("紫砂壶",)
        query = Product.select(Product.name, Product.price_fen).order_by(Product.id)
        assert shop.rows(query) == [("茶", 500), ("紫砂壶", 800)]

    def test_what_was_remembered_anew_since(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = csv_file(tmp_path, FIRST)
        report = import_file(shop, "customers", path, mapping={"地址": "source"})
        import_file(shop, "customers", path, mapping={"地址": "note"})
        answer = services.history.undo(report.change)
        assert "what is remembered of a file’s columns" in answer.kept_names


@pytest.mark.parametrize("ending", [".xlsx", ".json"])
def test_a_whole_shop_does_not_come_in_as_a_list(shop: Shop, services: Services, tmp_path: Path, ending: str) -> None:
    import_file(shop, "customers", csv_file(tmp_path, FIRST))
    path = tmp_path / f"店{ending}"
    write_shop(shop, path)
    for kind in Kind:
        with pytest.raises(UnreadableFile, match="holds a whole shop"):
            import_file(shop, kind.value, path)
    with pytest.raises(UnreadableFile, match="holds a whole shop"):
        look(shop, open_book(path))
