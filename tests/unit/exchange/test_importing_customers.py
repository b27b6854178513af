"""Customer files into a shop: what is counted, written, warned of, refused, and taken back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import BadCommand, Cancelled, UnreadableFile
from crm_desktop.exchange.importing.importer import import_file, plan_table, read_mapping, write_plan
from crm_desktop.exchange.importing.report import Options, Outcome, Watch
from crm_desktop.exchange.readers import open_book
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.sheets.table import read_table
from crm_desktop.services import Services
from crm_desktop.services.customer_records import Customer
from crm_desktop.store.models import ChangeRecord
from crm_desktop.store.shop import Shop
from tests.unit.exchange.test_readers import workbook_bytes, written


def csv_file(folder: Path, text: str, name: str = "a.csv") -> Path:
    return written(folder, name, text.strip().replace("    ", "").encode())


def brought_in(shop: Shop, path: Path, **options: Any) -> dict[str, Any]:
    answer = import_file(shop, "customers", path, **options).as_json()
    parts = ("added", "updated", "unchanged", "skipped", "rejected")
    assert answer["read"] == sum(answer[part] for part in parts)
    return answer


def counts(answer: dict[str, Any]) -> tuple[int, ...]:
    return tuple(answer[key] for key in ("read", "added", "updated", "unchanged", "skipped", "rejected"))


def everyone(services: Services) -> list[Customer]:
    return sorted(services.customers.get_many(services.customers.ids()), key=lambda customer: customer.id)


MESSY: Sequence[Sequence[object]] = [
    ["某某小店 客户名单"],
    [],
    ["客户 姓名*", "性 别", "联系\n电话", "出生日期", "皮肤类型", "标签", "备注"],
    ["王芳", "女士", 13800138000.0, "农历八月十五", "干性", "老客户、批发", "爱喝茶"],
    ["李强", "M", "139 0013 9000 / 010-88886666", date(1988, 3, 5), "", "", ""],
    [],
    ["王女士", "", "手机:13800138000", "", "油性", "团购", "要发票"],
    ["赵六", "妖", "138****0000", "属虎", "", "", ""],
    ["", "男", "", "", "", "", "没有名字"],
    ["合计", "", "", "", "", "", 4],
    ["制表人:店长"],
]


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    return written(tmp_path, "名单.xlsx", workbook_bytes(("客户", MESSY)))


class TestAMessySheet:
    def test_every_row_is_accounted_for(self, shop: Shop, messy: Path) -> None:
        answer = brought_in(shop, messy)
        assert counts(answer) == (5, 3, 1, 0, 0, 1)
        assert (answer["file"], answer["kind"], answer["sheet"], answer["encoding"]) == (
            "名单.xlsx",
            "customers",
            "客户",
            None,
        )
        assert answer["header_row"] == 3
        assert answer["mapping"]["联系 电话"] == "phone"
        assert answer["mapping"]["皮肤类型"] == "custom:皮肤类型"
        assert answer["ignored"] == [
            {"row": 1, "reason": "title"}, {"row": 10, "reason": "totals"}, {"row": 11, "reason": "signature"},
        ]  # fmt: skip
        assert answer["rejects"] == [{"row": 9, "reason": "This row has neither a name nor a phone."}]
        assert [(w["row"], w["field"], w["value"]) for w in answer["warnings"]] == [
            (8, "phone", "138****0000"), (8, "birthday", "属虎"), (8, "gender", "妖"),
        ]  # fmt: skip
        assert answer["change"] == 1
        json.dumps(answer)

    def test_people_as_they_were_meant(self, shop: Shop, services: Services, messy: Path) -> None:
        brought_in(shop, messy)
        fang, qiang, six = everyone(services)
        assert (fang.name, fang.gender, fang.phones) == ("王芳", "female", ("+8613800138000",))
        assert (fang.tags, fang.note, fang.custom) == (
            ("老客户", "批发", "团购"),
            "爱喝茶\n要发票",
            {"皮肤类型": "油性"},
        )
        assert fang.birthday is not None
        assert (fang.birthday.calendar, fang.birthday.month, fang.birthday.day) == ("lunar", 8, 15)
        assert qiang.phones == ("+8613900139000", "+861088886666")
        assert six.note == "出生日期: 属虎\n性 别: 妖"
        assert services.customers.search("lq").hits[0].name == "李强"

    def test_again_adds_and_changes_nothing(self, shop: Shop, messy: Path) -> None:
        brought_in(shop, messy)
        answer = brought_in(shop, messy)
        assert counts(answer) == (5, 0, 0, 4, 0, 1)
        assert answer["change"] is None

    def test_a_dry_run_answers_the_same_and_writes_nothing(self, shop: Shop, services: Services, messy: Path) -> None:
        dry = brought_in(shop, messy, dry_run=True)
        assert everyone(services) == []
        assert ChangeRecord.select().count() == 0
        wet = brought_in(shop, messy)
        assert dry.pop("change") is None
        wet.pop("change")
        assert dry == wet

    def test_one_undo_takes_it_all_back(self, shop: Shop, services: Services, messy: Path) -> None:
        answer = brought_in(shop, messy)
        assert services.history.undo(answer["change"]).failed == 0
        assert everyone(services) == []
        assert services.custom_fields.all() == []
        assert services.tags.all() == []
        assert counts(brought_in(shop, messy)) == (5, 3, 1, 0, 0, 1)

    def test_in_words(self, shop: Shop, messy: Path) -> None:
        words = import_file(shop, "customers", messy).in_words()
        assert "New: 3, updated: 1" in words
        assert "Row 9 was rejected" in words

    def test_the_rejected_rows_in_a_workbook(self, shop: Shop, messy: Path, tmp_path: Path) -> None:
        out = tmp_path / "rejected.xlsx"
        brought_in(shop, messy, rejects=out)
        rows = open_book(out).sheet().rows
        assert rows[0] == ["客户 姓名*", "性 别", "联系 电话", "出生日期", "皮肤类型", "标签", "备注",
                           "Not imported because", "Row in the file"]  # fmt: skip
        assert rows[1] == ["", "男", "", "", "", "", "没有名字", "This row has neither a name nor a phone.", 9]

    def test_no_workbook_of_nothing(self, shop: Shop, tmp_path: Path) -> None:
        out = tmp_path / "rejected.xlsx"
        brought_in(shop, csv_file(tmp_path, "姓名,电话\n王芳,13800138000"), rejects=out)
        assert not out.exists()


class TestKnownCustomers:
    FIRST = "姓名,电话,地址,备注\n王芳,13800138000,旧路1号,爱喝茶"

    def test_are_updated(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        brought_in(shop, csv_file(tmp_path, self.FIRST))
        head = "姓名,电话,地址,备注,微信,邮箱,会员号,性别,生日,标签,QQ,皮肤"
        second = f"{head}\n王芳,13800138000;13900139000,新路2号,要发票,wx,a@b.cn,M1,女,1988-3-5,老客户,77,干"
        assert counts(brought_in(shop, csv_file(tmp_path, second))) == (1, 0, 1, 0, 0, 0)
        (fang,) = everyone(services)
        assert (fang.address, fang.note, fang.wechat, fang.qq) == ("新路2号", "爱喝茶\n要发票", ("wx",), ("77",))
        assert (fang.phones, fang.emails) == (("+8613800138000", "+8613900139000"), ("a@b.cn",))
        assert (fang.member_no, fang.tags, fang.custom) == ("M1", ("老客户",), {"皮肤": "干"})
        third = "会员号,微信,邮箱,皮肤,姓名\nM1,wx2,a@b.cn;c@d.cn,油,王芳"
        assert counts(brought_in(shop, csv_file(tmp_path, third))) == (1, 0, 1, 0, 0, 0)
        (fang,) = everyone(services)
        assert (fang.wechat, fang.emails, fang.custom) == (("wx2",), ("a@b.cn", "c@d.cn"), {"皮肤": "油"})

    def test_an_update_is_taken_back_by_undo(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        brought_in(shop, csv_file(tmp_path, self.FIRST))
        before = everyone(services)
        answer = brought_in(shop, csv_file(tmp_path, "姓名,电话,地址,标签\n王芳,13800138000,新路2号,老客户"))
        assert services.history.undo(answer["change"]).kept == 0
        assert everyone(services) == before

    @pytest.mark.parametrize(("how", "expected"), [("skip", (1, 0, 0, 0, 1, 0)), ("add", (1, 1, 0, 0, 0, 0))])
    def test_are_skipped_or_added_on_demand(
        self, shop: Shop, services: Services, tmp_path: Path, how: str, expected: tuple[int, ...]
    ) -> None:
        brought_in(shop, csv_file(tmp_path, self.FIRST))
        answer = brought_in(shop, csv_file(tmp_path, "姓名,电话,地址\n王芳,13800138000,新路2号"), on_duplicate=how)
        assert counts(answer) == expected
        assert everyone(services)[0].address == "旧路1号"

    def test_a_couple_with_one_phone(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        brought_in(shop, csv_file(tmp_path, self.FIRST))
        couple = csv_file(tmp_path, "姓名,电话\n李强,13800138000\n王芳,13800138000")
        answer = brought_in(shop, couple)
        assert counts(answer) == (2, 1, 0, 1, 0, 0)
        (warning,) = answer["warnings"]
        assert (warning["row"], warning["field"]) == (2, "phone")
        assert "王芳" in warning["reason"]
        assert counts(brought_in(shop, couple)) == (2, 0, 0, 2, 0, 0)
        assert len(everyone(services)) == 2

    def test_two_rows_that_disagree_settle_once(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = csv_file(tmp_path, "姓名,电话,微信\n王芳,13800138000,a\n王芳,13800138000,b")
        assert counts(brought_in(shop, path)) == (2, 1, 1, 0, 0, 0)
        assert counts(brought_in(shop, path)) == (2, 0, 0, 2, 0, 0)
        assert everyone(services)[0].wechat == ("b",)

    def test_people_without_a_phone(self, shop: Shop, tmp_path: Path) -> None:
        path = csv_file(tmp_path, "姓名,地址,生日\n王芳,a,\n王芳,b,\n王芳,b,\n李强,,1988-3-5\n散客,,\n散客,,")
        assert counts(brought_in(shop, path)) == (6, 4, 0, 2, 0, 0)
        assert counts(brought_in(shop, path)) == (6, 0, 0, 6, 0, 0)

    def test_damaged_member_numbers_make_nobody_the_same(self, shop: Shop, tmp_path: Path) -> None:
        path = csv_file(tmp_path, "姓名,卡号\n王芳,1.23E+17\n李强,1.23E+17")
        assert counts(brought_in(shop, path)) == (2, 2, 0, 0, 0, 0)
        assert counts(brought_in(shop, path)) == (2, 0, 0, 2, 0, 0)

    def test_a_member_under_a_new_name(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        brought_in(shop, csv_file(tmp_path, "姓名,会员号\n王芳,M1"))
        answer = brought_in(shop, csv_file(tmp_path, "姓名,会员号\n李强,M1"))
        assert [(w["field"], w["value"]) for w in answer["warnings"]] == [("member_no", "M1")]
        assert [customer.name for customer in everyone(services)] == ["李强"]

    def test_a_few_among_many(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        lines = "\n".join(f"客户{i},138{i:08}" for i in range(50))
        brought_in(shop, csv_file(tmp_path, f"姓名,电话\n{lines}"))
        answer = brought_in(shop, csv_file(tmp_path, "姓名,电话,地址\n客户1,13800000001,a\n客户40,13800000040,b"))
        assert counts(answer) == (2, 0, 2, 0, 0, 0)
        assert [c.id for c in everyone(services) if c.address] == [2, 41]
        answer = brought_in(shop, csv_file(tmp_path, "姓名,电话,地址\n客户5,13800000005,a\n客户7,13800000007,b"))
        assert counts(answer) == (2, 0, 2, 0, 0, 0)
        assert [c.id for c in everyone(services) if c.address] == [2, 6, 8, 41]

    def test_an_account_is_replaced_and_another_added(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        brought_in(shop, csv_file(tmp_path, "会员号,姓名,微信,皮肤\n1,王芳,a,干\n2,李强,,"))
        brought_in(shop, csv_file(tmp_path, "会员号,姓名,微信,皮肤\n1,王芳,b,油\n2,李强,c,干"))
        assert [(c.wechat, c.custom) for c in everyone(services)] == [
            (("b",), {"皮肤": "油"}),
            (("c",), {"皮肤": "干"}),
        ]


class TestOddities:
    def test_a_birthday_that_is_the_day_of_joining(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = "姓名,生日,注册时间\n王芳,2024-3-5,2024-03-05 10:00\n李强,1990-1-1,2024-3-5\n赵六,3月5日,?"
        answer = brought_in(shop, csv_file(tmp_path, rows))
        assert [(w["row"], w["field"]) for w in answer["warnings"]] == [(2, "birthday"), (4, "created")]
        fang, qiang, six = everyone(services)
        assert fang.created.isoformat() == "2024-03-05T10:00:00"
        assert qiang.created.isoformat() == "2024-03-05T00:00:00"
        assert six.note == "注册时间: ?"

    def test_solar_and_lunar_birthday_columns(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = "姓名,生日,农历生日\n王芳,1988-9-25,八月十五\n李强,,正月初一"
        brought_in(shop, csv_file(tmp_path, rows))
        births = [customer.birthday for customer in everyone(services)]
        assert [birth and (birth.calendar.value, birth.month, birth.day) for birth in births] == [
            ("solar", 9, 25), ("lunar", 1, 1),
        ]  # fmt: skip

    def test_a_column_of_calendars(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = "会员姓名,会员生日类型(0农历 1公历),会员生日\n王芳,0,1988-8-15\n李强,1,1988-8-15"
        brought_in(shop, csv_file(tmp_path, rows))
        births = [customer.birthday for customer in everyone(services)]
        assert [birth and birth.calendar.value for birth in births] == ["lunar", "solar"]

    def test_family_and_given_names(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        head = "First Name,Last Name,Mobile Phone,E-mail Address,E-mail 2 Address"
        rows = f"{head}\n芳,王,13800138000,a@b.cn,c@d.cn\nMary,Smith,13900139000,,"
        brought_in(shop, csv_file(tmp_path, rows))
        fang, mary = everyone(services)
        assert (fang.name, mary.name, fang.emails) == ("王芳", "Mary Smith", ("a@b.cn", "c@d.cn"))

    def test_too_long_values_go_into_the_note(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        name, tag = "王" * 10_000, "长" * 50
        answer = brought_in(shop, csv_file(tmp_path, f"姓名,电话,标签,标签2\n{name},13800138000,{tag};短,\n李强,,,x"))
        assert {(w["row"], w["field"]) for w in answer["warnings"]} == {(2, "name"), (2, "tags")}
        long, _ = everyone(services)
        assert (len(long.name), long.tags) == (200, ("短",))
        assert name in long.note
        assert tag in long.note

    def test_emoji_and_right_to_left_text(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        brought_in(shop, csv_file(tmp_path, "姓名,电话\n😀محمد\u202e,13800138000"))
        assert everyone(services)[0].phones == ("+8613800138000",)

    def test_blank_rows_and_pasted_headings(self, shop: Shop, tmp_path: Path) -> None:
        rows = "姓名,电话\n王芳,13800138000\n , \n,\n姓名,电话\n李强,13900139000\n总数先生,13700137000\n共 2 条,"
        answer = brought_in(shop, csv_file(tmp_path, rows))
        assert counts(answer)[:2] == (3, 3)
        assert answer["ignored"] == [{"row": 5, "reason": "heading"}, {"row": 8, "reason": "totals"}]

    def test_a_row_of_zeros_and_blanks(self, shop: Shop, tmp_path: Path) -> None:
        path = written(
            tmp_path,
            "a.xlsx",
            workbook_bytes(("a", [["姓名", "电话", "积分"], ["王芳", "1380013800", 5], [" ", None, 0]])),
        )
        assert counts(brought_in(shop, path))[:2] == (1, 1)

    def test_no_headings(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        answer = brought_in(shop, csv_file(tmp_path, "王芳,13800138000\n李强,13900139000"))
        assert (answer["header_row"], answer["added"]) == (0, 2)
        assert {customer.name for customer in everyone(services)} == {"王芳", "李强"}

    def test_tags_for_all(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        table = read_table(open_book(csv_file(tmp_path, "姓名,标签\n王芳,老客户\n李强,")), Kind.CUSTOMERS)
        write_plan(shop, plan_table(shop, table, Options(tags=("2026 老系统",))))
        assert [customer.tags for customer in everyone(services)] == [("老客户", "2026 老系统"), ("2026 老系统",)]

    def test_the_shops_region(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        services.settings.change(region="US")
        brought_in(shop, csv_file(tmp_path, "name,phone\nMary,650-253-0000"))
        assert everyone(services)[0].phones == ("+16502530000",)

    def test_values_for_a_field_that_the_shop_has(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        from crm_desktop.domain.custom_field import CustomFieldKind

        services.custom_fields.add("皮肤", CustomFieldKind.CHOICE, ["干性", "油性"])
        answer = brought_in(shop, csv_file(tmp_path, "姓名,皮肤\n王芳,干性\n李强,中性"))
        assert [customer.custom for customer in everyone(services)] == [{"皮肤": "干性"}, {}]
        assert [(w["row"], w["field"]) for w in answer["warnings"]] == [(3, "custom:皮肤")]


class TestMapping:
    def test_a_mapping_overrules_the_headings(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        mapping = tmp_path / "mapping.json"
        mapping.write_text(
            '{"甲": "name", "电话": null, "乙": "custom:爱好", "丙": "custom:爱好"}', encoding="utf-8-sig"
        )
        answer = brought_in(
            shop, csv_file(tmp_path, "甲,电话,乙,丙\n王芳,13800138000,茶,\n李强,,茶,酒"), mapping=mapping
        )
        assert answer["mapping"] == {"甲": "name", "电话": None, "乙": "custom:爱好", "丙": "custom:爱好"}
        assert [(c.phones, c.custom) for c in everyone(services)] == [((), {"爱好": "茶"}), ((), {"爱好": "酒"})]

    @pytest.mark.parametrize("text", ["", "[1]", '{"a": 1}', '{"a": "nonsense"}', '{"a": "custom:"}'])
    def test_a_mapping_that_is_none(self, shop: Shop, tmp_path: Path, text: str) -> None:
        mapping = tmp_path / "mapping.json"
        mapping.write_text(text)
        with pytest.raises(BadCommand):
            brought_in(shop, csv_file(tmp_path, "姓名\n王芳"), mapping=mapping)

    def test_a_mapping_that_is_gone(self, tmp_path: Path) -> None:
        with pytest.raises(BadCommand):
            read_mapping(tmp_path / "gone.json")

    def test_a_sheet_by_name(self, shop: Shop, tmp_path: Path) -> None:
        sheets = [("一月", [["姓名"], ["王芳"]]), ("二月", [["姓名"], ["李强"]])]
        path = written(tmp_path, "a.xlsx", workbook_bytes(*sheets))
        assert brought_in(shop, path, sheet="二月", dry_run=True)["sheet"] == "二月"

    @pytest.mark.parametrize("text", ["姓名,电话", "姓名,电话\n合计,2"])
    def test_only_headings(self, shop: Shop, tmp_path: Path, text: str) -> None:
        with pytest.raises(UnreadableFile, match="no rows"):
            brought_in(shop, csv_file(tmp_path, text))

    def test_nobody_is_named(self, shop: Shop, tmp_path: Path) -> None:
        with pytest.raises(UnreadableFile, match="Name"):
            brought_in(shop, csv_file(tmp_path, "城市,人口\n上海,2000"))


class TestPreview:
    def test_every_row_before_and_after(self, shop: Shop, tmp_path: Path) -> None:
        brought_in(shop, csv_file(tmp_path, "姓名,电话,地址\n王芳,13800138000,旧路1号\n李强,13900139000,"))
        rows = "王芳,13800138000,新路2号,女,属虎,干\n李强,13900139000,,,,\n,,x,,,\n赵六,13700137000,,,1988-3-5,"
        path = csv_file(tmp_path, f"姓名,电话,地址,性别,生日,皮肤\n{rows}")
        table = read_table(open_book(path), Kind.CUSTOMERS)
        fang, qiang, nobody, six = plan_table(shop, table, Options()).rows()
        assert (fang.row, fang.outcome, fang.about) == (2, Outcome.UPDATE, 1)
        assert fang.values == {
            "address": ("旧路1号", "新路2号"),
            "gender": ("", "Female"),
            "note": ("", "生日: 属虎"),
            "custom:皮肤": ("", "干"),
        }
        assert [warned.field for warned in fang.warnings] == ["birthday"]
        assert qiang.outcome is Outcome.UNCHANGED
        assert (nobody.outcome, nobody.about) == (Outcome.REJECT, None)
        assert "neither" in str(nobody.reason)
        assert (six.outcome, six.about) == (Outcome.NEW, None)
        assert six.values["phone"] == ("", "137 0013 7000")
        assert "1988" in six.values["birthday"][1]


class TestLongWork:
    def test_is_told_and_can_be_stopped(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = csv_file(tmp_path, "姓名,电话\n王芳,13800138000")
        told: list[str] = []
        brought_in(shop, path, watch=Watch(lambda done, total, words: told.append(str(words))))
        assert {"Reading the file", "Reading the columns", "Comparing with the shop", "Writing the customers"} <= set(
            told
        )
        last = len(told)
        for stop_at in range(last):
            seen = iter(range(last))
            with pytest.raises(Cancelled):
                brought_in(
                    shop,
                    csv_file(tmp_path, "姓名,电话\n李强,13900139000"),
                    watch=Watch(cancelled=lambda seen=seen, at=stop_at: next(seen) >= at),  # type: ignore[misc]
                )
        assert [customer.name for customer in everyone(services)] == ["王芳"]

    def test_thousands(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        """Enough for the triggers and indexes to rest; they are back afterwards."""
        lines = [f"客户{i},138{i:08},地址{i}号,老客户,wx{i}" for i in range(3_000)]
        path = csv_file(tmp_path, "\n".join(["姓名,电话,地址,标签,微信", *lines]))
        schema = "SELECT name FROM sqlite_master UNION ALL SELECT name FROM sqlite_temp_master ORDER BY 1"
        with shop.note():  # has what every change needs
            pass
        before = shop.run(schema).fetchall()
        answer = brought_in(shop, path)
        assert answer["added"] == 3_000
        assert shop.run(schema).fetchall() == before
        assert services.customers.search("客户2999").hits[0].name == "客户2999"
        assert counts(brought_in(shop, path)) == (3_000, 0, 0, 3_000, 0, 0)
        assert services.history.undo(answer["change"]).failed == 0
        assert everyone(services) == []

    def test_thousands_stopped_in_the_middle(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = csv_file(tmp_path, "\n".join(["姓名,电话", *(f"客户{i},138{i:08}" for i in range(6_000))]))
        schema = "SELECT name, sql FROM sqlite_master UNION ALL SELECT name, sql FROM sqlite_temp_master ORDER BY 1"
        with shop.note():
            pass
        before = shop.run(schema).fetchall()
        state = {"done": 0}

        def tell(done: int, total: int, words: object) -> None:
            state["done"] = done if str(words) == "Writing the customers" else 0

        with pytest.raises(Cancelled):
            brought_in(shop, path, watch=Watch(tell, lambda: state["done"] > 0 or False))
        assert shop.run(schema).fetchall() == before
        assert everyone(services) == []
        assert brought_in(shop, path)["added"] == 6_000


# A member number is one person's: files that contradict themselves there cannot be settled twice alike.
NAMES = st.sampled_from(
    [("王芳", "M1"), ("王女士", "M1"), ("王芳", ""), ("李强", "M2"), ("", ""), ("张三", ""), ("张三丰", "M3")]
)
PHONES = st.sampled_from(["13800138000", "13900139000", "13800138000/13900139000", "138****8000", "", "x"])
ROWS = st.lists(
    st.tuples(NAMES, PHONES, st.sampled_from(["", "1988-3-5", "3-5", "属虎"]), st.sampled_from(["", "a", "b"])),
    min_size=1,
    max_size=8,
)


@given(rows=ROWS)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_imported_again_adds_and_changes_nothing(
    rows: list[tuple[tuple[str, str], str, str, str]], shop: Shop, services: Services, tmp_path: Path
) -> None:
    lines = [f"{name},{phone},{birthday},{note},{member}" for (name, member), phone, birthday, note in rows]
    path = csv_file(tmp_path, "\n".join(["姓名,电话,生日,备注,会员号", *lines]))
    try:
        brought_in(shop, path)
        again = brought_in(shop, path)
    except UnreadableFile:
        return
    finally:
        customers = services.customers.ids()
        if customers:
            services.customers.delete(customers)
    assert (again["added"], again["updated"], again["change"]) == (0, 0, None)
