"""What she chooses for an import: defaults for what the file does not say, and a choice for single rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import InvalidInput
from crm_desktop.exchange.importing.importer import plan_table, write_plan
from crm_desktop.exchange.importing.report import ImportReport, OnDuplicate, Options, Outcome
from crm_desktop.exchange.people.directory import Person, filled, merged
from crm_desktop.exchange.readers import open_book
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.sheets.table import read_table
from crm_desktop.services import Services
from crm_desktop.store.models import FollowUp, Product, Purchase
from crm_desktop.store.shop import Shop
from tests.unit.exchange.test_importing_customers import csv_file, everyone

ADD, SKIP, UPDATE = OnDuplicate.ADD, OnDuplicate.SKIP, OnDuplicate.UPDATE


def brought_in(shop: Shop, kind: Kind, path: Path, options: Options) -> ImportReport:
    return write_plan(shop, plan_table(shop, read_table(open_book(path), kind), options))


def counts(report: ImportReport) -> tuple[int, ...]:
    c = report.counts
    assert c.read == c.added + c.updated + c.unchanged + c.skipped + c.rejected or report.table.kind is Kind.PURCHASES
    return c.added, c.updated, c.unchanged, c.skipped, c.rejected


class TestDefaultsOfCustomers:
    def test_fill_what_nobody_says(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        first = csv_file(tmp_path, "姓名,电话,来源,性别\n王芳,13800138000,朋友,女")
        brought_in(shop, Kind.CUSTOMERS, first, Options())
        path = csv_file(
            tmp_path, "姓名,电话,来源,地址\n王芳,13800138000,,\n李强,13900139000,路过,\n赵六,13700137000,,大路1号"
        )
        defaults = {"source": "旧系统", "gender": "男", "address": "本市", "tags": "批发,老客户", "custom:等级": "普通",
                    "name": "某人", "phone": "13800138000", "member_no": "1"}  # fmt: skip
        report = brought_in(shop, Kind.CUSTOMERS, path, Options(defaults=defaults))
        assert counts(report) == (2, 1, 0, 0, 0)
        fang, qiang, six = everyone(services)
        assert (fang.source, fang.gender, fang.address, fang.tags) == ("朋友", "female", "本市", ("批发", "老客户"))
        assert (qiang.source, qiang.gender, qiang.address) == ("路过", "male", "本市")
        assert (six.source, six.address, six.custom) == ("旧系统", "大路1号", {"等级": "普通"})
        assert [person.phones for person in (qiang, six)] == [("+8613900139000",), ("+8613700137000",)]
        assert counts(brought_in(shop, Kind.CUSTOMERS, path, Options(defaults=defaults))) == (0, 0, 3, 0, 0)

    def test_are_seen_in_the_preview(self, shop: Shop, tmp_path: Path) -> None:
        table = read_table(open_book(csv_file(tmp_path, "姓名,电话\n王芳,13800138000")), Kind.CUSTOMERS)
        (row,) = plan_table(shop, table, Options(defaults={"source": "旧系统"})).rows()
        assert row.values["source"] == ("", "旧系统")
        assert table.layout.as_json() == {"姓名": "name", "电话": "phone"}

    def test_a_field_of_the_shop_s_own_that_the_file_has_too(
        self, shop: Shop, services: Services, tmp_path: Path
    ) -> None:
        path = csv_file(tmp_path, "姓名,电话,等级\n王芳,13800138000,\n李强,13900139000,金卡")
        brought_in(shop, Kind.CUSTOMERS, path, Options(defaults={"custom:等级": "普通"}))
        assert [person.custom["等级"] for person in everyone(services)] == ["普通", "金卡"]

    @pytest.mark.parametrize(("key", "text"), [("gender", "妖"), ("birthday", "属虎"), ("created", "很久")])
    def test_that_cannot_be_read_are_refused(self, shop: Shop, tmp_path: Path, key: str, text: str) -> None:
        path = csv_file(tmp_path, "姓名,电话\n王芳,13800138000")
        with pytest.raises(InvalidInput) as error:
            brought_in(shop, Kind.CUSTOMERS, path, Options(defaults={key: text}))
        assert error.value.fields.keys() == {key}

    PEOPLE = st.builds(
        Person,
        name=st.sampled_from(["", "王芳"]),
        phones=st.sampled_from([(), ("+8613800138000",)]),
        gender=st.sampled_from([None, "male", "female"]),
        birthday=st.none(),
        created=st.none(),
        address=st.sampled_from(["", "a", "b"]),
        tags=st.sampled_from([(), ("x",), ("x", "y")]),
        note=st.sampled_from(["", "n", "n\nm"]),
        custom=st.tuples(st.sampled_from(["", "1", "2"])),
    )

    @given(PEOPLE, PEOPLE)
    def test_never_replace_anything(self, person: Person, otherwise: Person) -> None:
        now = filled(person, otherwise)
        for before, after, usual in zip(person, now, otherwise, strict=True):
            if before and before != ("",):
                assert after == before
            else:
                assert after in (usual, before)
        assert filled(now, otherwise) == now
        assert filled(merged(now, person), otherwise) == now


class TestRowsOfCustomers:
    SHEET = "姓名,电话,地址\n王芳,13800138000,新路\n李强,13900139000,大路\n李强,13900139000,小路"

    def test_each_as_she_chose(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        brought_in(shop, Kind.CUSTOMERS, csv_file(tmp_path, "姓名,电话,地址\n王芳,13800138000,旧路"), Options())
        path = csv_file(tmp_path, self.SHEET)
        report = brought_in(shop, Kind.CUSTOMERS, path, Options(choices={2: SKIP, 3: SKIP}))
        assert counts(report) == (1, 0, 0, 2, 0)
        assert [(c.name, c.address) for c in everyone(services)] == [("王芳", "旧路"), ("李强", "小路")]
        report = brought_in(shop, Kind.CUSTOMERS, path, Options(choices={2: ADD, 4: SKIP}))
        assert counts(report) == (1, 1, 0, 1, 0)
        assert [c.address for c in everyone(services)] == ["旧路", "大路", "新路"]

    def test_one_updated_where_all_are_skipped(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = csv_file(tmp_path, self.SHEET)
        brought_in(shop, Kind.CUSTOMERS, path, Options())
        path = csv_file(tmp_path, "姓名,电话,地址\n王芳,13800138000,a\n李强,13900139000,b\n赵六,13700137000,c")
        report = brought_in(shop, Kind.CUSTOMERS, path, Options(SKIP, choices={3: UPDATE}))
        assert counts(report) == (1, 1, 0, 1, 0)
        assert [c.address for c in everyone(services)] == ["新路", "b", "c"]

    def test_one_updated_where_all_are_added(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = csv_file(tmp_path, "姓名,电话\n王芳,13800138000\n李强,13900139000")
        brought_in(shop, Kind.CUSTOMERS, path, Options())
        assert counts(brought_in(shop, Kind.CUSTOMERS, path, Options(ADD, choices={3: UPDATE}))) == (1, 0, 1, 0, 0)

    def test_a_row_says_by_what_it_was_recognised(self, shop: Shop, tmp_path: Path) -> None:
        first = "姓名,电话,会员号,生日\n王芳,13800138000,M1,\n李强,13900139000,M2,\n赵六,,,1988-3-5\n周周,,,\n散客,,,"
        brought_in(shop, Kind.CUSTOMERS, csv_file(tmp_path, first), Options())
        second = (
            "姓名,电话,会员号,生日,地址\n王芳,13800138000,,,a\n李强,13700137000,M2,,\n赵六,13600136000,,1988-3-5,\n周周,,,,\n"
            "新人,13500135000,,,\n新人,13500135000,,,b\n王芳,13800138000,,,a\n,男,,,"
        )
        table = read_table(open_book(csv_file(tmp_path, second)), Kind.CUSTOMERS)
        rows = plan_table(shop, table, Options()).rows()
        assert [str(row.why) if row.why else None for row in rows] == [
            "Recognised by the phone 138 0013 8000",
            "Recognised by the member number M2",
            "Recognised by name and birthday",
            "Recognised by the name",
            None,
            "The same person as row 6 of this file",
            "Recognised by the phone 138 0013 8000",
            *([None] * (len(rows) - 7)),
        ]
        assert [row.of_row for row in rows][:7] == [None, None, None, None, None, 6, None]
        assert [row.about for row in rows][:5] == [1, 2, 3, 4, None]


class TestPurchases:
    SHEET = "单号,日期,手机号,商品,金额\nA1,2026-1-1,13800138000,茶,5\nA2,2026-1-2,13900139000,茶,6\n,2026-1-3,,茶,7"

    def test_each_as_she_chose(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = csv_file(tmp_path, self.SHEET)
        report = brought_in(shop, Kind.PURCHASES, path, Options(choices={3: SKIP}))
        assert counts(report) == (2, 0, 0, 1, 0)
        assert services.customers.count() == 1, "whose purchase is left out is not added either"
        report = brought_in(shop, Kind.PURCHASES, path, Options(choices={2: ADD, 4: SKIP}))
        assert counts(report) == (2, 0, 0, 1, 0)
        report = brought_in(shop, Kind.PURCHASES, path, Options(SKIP, choices={2: UPDATE, 4: ADD}))
        assert counts(report) == (1, 0, 1, 1, 0)
        assert counts(brought_in(shop, Kind.PURCHASES, path, Options(ADD))) == (3, 0, 0, 0, 0)

    def test_one_row_decides_for_its_purchase(self, shop: Shop, tmp_path: Path) -> None:
        path = csv_file(tmp_path, "单号,日期,商品,金额\nA1,2026-1-1,茶,5\nA1,2026-1-1,壶,6\nA2,2026-1-1,茶,7\n,,,坏")
        report = brought_in(shop, Kind.PURCHASES, path, Options(choices={3: SKIP}))
        assert (report.counts.added, report.counts.skipped, report.counts.rejected) == (0, 1, 2)
        report = brought_in(shop, Kind.PURCHASES, path, Options(choices={4: SKIP}))
        assert (report.counts.added, report.counts.skipped, report.counts.rejected) == (1, 0, 2)

    def test_defaults(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = csv_file(tmp_path, "单号,姓名,商品,金额,数量,店员\nA1,王芳,,5,,\nA1,,壶,6,2,\nA2,李强,茶,,,小李")
        defaults = {"at": "2026-11-01", "clerk": "小王", "payment_method": "现金", "note": "补录", "product": "杂项",
                    "quantity": "3", "price": "9", "name": "某人", "number": "X"}  # fmt: skip
        report = brought_in(shop, Kind.PURCHASES, path, Options(defaults=defaults))
        assert counts(report)[0] == 2
        first, second = (services.purchases.get(i) for i in services.shop.ids(Purchase.select(Purchase.id)))
        assert (first.customer_name, first.at.date(), first.clerk, first.payment_method, first.note) == (
            "王芳", date(2026, 11, 1), "小王", "现金", "补录",
        )  # fmt: skip
        assert [(line.text, line.quantity_milli, line.amount_fen) for line in first.lines] == [
            ("杂项", 3000, 500), ("壶", 2000, 600),
        ]  # fmt: skip
        assert (second.clerk, second.paid_fen, second.lines[0].text) == ("小李", 2700, "茶")

    def test_a_default_discount(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = csv_file(tmp_path, "单号,日期,商品编码,商品,单价,优惠\nA1,2026-1-1,C1,,10,\nA2,2026-1-1,,茶,10,2")
        brought_in(shop, Kind.PURCHASES, path, Options(defaults={"discount": "1", "product": "杂项"}))
        paid = services.shop.rows(Purchase.select(Purchase.paid_fen).order_by(Purchase.id))
        assert paid == [(900,), (800,)]
        first = services.purchases.get(1)
        assert first.lines[0].text == "C1"

    @pytest.mark.parametrize(("key", "text"), [("at", "很久"), ("quantity", "许多"), ("price", "贵")])
    def test_defaults_that_cannot_be_read(self, shop: Shop, tmp_path: Path, key: str, text: str) -> None:
        with pytest.raises(InvalidInput) as error:
            brought_in(shop, Kind.PURCHASES, csv_file(tmp_path, self.SHEET), Options(defaults={key: text}))
        assert error.value.fields.keys() == {key}

    def test_a_buyer_is_recognised(self, shop: Shop, tmp_path: Path) -> None:
        brought_in(shop, Kind.CUSTOMERS, csv_file(tmp_path, "姓名,电话\n王芳,13800138000"), Options())
        rows = plan_table(shop, read_table(open_book(csv_file(tmp_path, self.SHEET)), Kind.PURCHASES), Options()).rows()
        assert [str(row.why) if row.why else None for row in rows] == [
            "Recognised by the phone 138 0013 8000", None, None,
        ]  # fmt: skip


class TestFollowUps:
    SHEET = "客户,跟进内容,日期\n王芳,回访,2026-12-1\n李强,回访,2026-12-1\n王芳,回访,2026-12-1"

    def test_each_as_she_chose(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = csv_file(tmp_path, self.SHEET)
        report = brought_in(shop, Kind.FOLLOW_UPS, path, Options(choices={2: SKIP, 3: SKIP}))
        assert counts(report) == (1, 0, 0, 2, 0)
        assert services.customers.count() == 1
        report = brought_in(shop, Kind.FOLLOW_UPS, path, Options(SKIP, choices={2: ADD, 4: UPDATE}))
        assert counts(report) == (2, 0, 1, 0, 0)
        assert counts(brought_in(shop, Kind.FOLLOW_UPS, path, Options(ADD))) == (3, 0, 0, 0, 0)

    def test_defaults(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = csv_file(tmp_path, "客户,跟进内容,下次跟进时间\n王芳,,\n李强,送茶,2026-12-2")
        defaults = {"what": "回访", "due": "2026-12-1", "priority": "高", "name": "某人"}
        assert counts(brought_in(shop, Kind.FOLLOW_UPS, path, Options(defaults=defaults))) == (2, 0, 0, 0, 0)
        found = [services.follow_ups.get(i) for i in services.shop.ids(FollowUp.select(FollowUp.id))]
        assert [(f.customer_name, f.what, f.due, f.priority) for f in found] == [
            ("王芳", "回访", date(2026, 12, 1), 1), ("李强", "送茶", date(2026, 12, 2), 1),
        ]  # fmt: skip

    @pytest.mark.parametrize(("key", "text"), [("due", "很久"), ("due_time", "早上"), ("what", "长" * 501)])
    def test_defaults_that_cannot_be_read(self, shop: Shop, tmp_path: Path, key: str, text: str) -> None:
        with pytest.raises(InvalidInput) as error:
            brought_in(shop, Kind.FOLLOW_UPS, csv_file(tmp_path, self.SHEET), Options(defaults={key: text}))
        assert error.value.fields.keys() == {key}


class TestProducts:
    SHEET = "商品名称,单价,单位\n龙井茶,128,\n茶壶,,个\n杯子,5,"

    def test_each_as_she_chose(self, shop: Shop, tmp_path: Path) -> None:
        path = csv_file(tmp_path, self.SHEET)
        assert counts(brought_in(shop, Kind.PRODUCTS, path, Options(choices={3: SKIP}))) == (2, 0, 0, 1, 0)
        dearer = csv_file(tmp_path, "商品名称,单价\n龙井茶,138\n杯子,6")
        report = brought_in(shop, Kind.PRODUCTS, dearer, Options(SKIP, choices={3: UPDATE}))
        assert counts(report) == (0, 1, 0, 1, 0)
        table = read_table(open_book(dearer), Kind.PRODUCTS)
        plan = plan_table(shop, table, Options(choices={2: SKIP}))
        assert [(row.outcome, row.about) for row in plan.rows()] == [(Outcome.SKIP, 1), (Outcome.UNCHANGED, 2)]

    def test_defaults(self, shop: Shop, tmp_path: Path) -> None:
        path = csv_file(tmp_path, self.SHEET)
        brought_in(shop, Kind.PRODUCTS, csv_file(tmp_path, "商品名称,单价,单位\n杯子,5,只"), Options())
        path = csv_file(tmp_path, self.SHEET)
        options = Options(defaults={"unit": "盒", "price": "9.9", "name": "x"})
        assert counts(brought_in(shop, Kind.PRODUCTS, path, options)) == (2, 0, 1, 0, 0)
        query = Product.select(Product.name, Product.price_fen, Product.unit).order_by(Product.id)
        assert shop.rows(query) == [("杯子", 500, "只"), ("龙井茶", 12800, "盒"), ("茶壶", 990, "个")]

    def test_a_default_that_cannot_be_read(self, shop: Shop, tmp_path: Path) -> None:
        with pytest.raises(InvalidInput) as error:
            brought_in(shop, Kind.PRODUCTS, csv_file(tmp_path, self.SHEET), Options(defaults={"price": "贵"}))
        assert error.value.fields.keys() == {"price"}
