"""What she chose for a file holds for the next one with the same headings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.importing.importer import import_file, look, plan_table, write_plan
from crm_desktop.exchange.importing.remembered import KEY, Remembered, recall, remember
from crm_desktop.exchange.importing.report import ImportReport, OnDuplicate, Options
from crm_desktop.exchange.readers import open_book
from crm_desktop.exchange.sheets.headings import REJECT_HEADERS, TARGETS, Kind
from crm_desktop.exchange.sheets.table import read_table
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.store.models import Setting
from crm_desktop.store.shop import Shop
from tests.unit.exchange.test_importing_customers import csv_file, everyone
from tests.unit.exchange.test_readers import workbook_bytes, written

TILL = "会员,联系,类别,属性\n王芳,13800138000,老客户,干性"
MAPPING = {"会员": "name", "联系": "phone", "类别": "tags", "属性": "custom:皮肤类型"}


def brought_in(shop: Shop, path: Path, options: Options, kind: Kind = Kind.CUSTOMERS) -> ImportReport:
    table = read_table(open_book(path), kind, mapping=options.mapping)
    return write_plan(shop, plan_table(shop, table, options))


def kept(shop: Shop) -> list[str]:
    return [key for (key,) in shop.rows(Setting.select(Setting.key)) if key.startswith(KEY)]


class TestTheNextFile:
    def test_comes_in_as_the_last_one_did(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        import_file(shop, "customers", csv_file(tmp_path, TILL), mapping=MAPPING)
        turned = "联系,属性,会员 *,类别\n13900139000,油性,李强,新客户"
        answer = import_file(shop, "customers", csv_file(tmp_path, turned)).as_json()
        assert answer["mapping"] == {"联系": "phone", "属性": "custom:皮肤类型", "会员 *": "name", "类别": "tags"}
        assert [(c.name, c.tags, c.custom["皮肤类型"]) for c in everyone(services)] == [
            ("王芳", ("老客户",), "干性"), ("李强", ("新客户",), "油性"),
        ]  # fmt: skip

    def test_with_all_that_she_chose(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        options = Options(
            OnDuplicate.SKIP,
            mapping={**MAPPING, "属性": "gender"},
            tags=("收银系统",),
            defaults={"source": "收银"},
            codes={"gender": {"干性": None, "油性": "female"}},
            remember=True,
        )
        brought_in(shop, csv_file(tmp_path, TILL), options)
        remembered = recall(shop, ["类别", "会员", "联系", "属性"])
        assert remembered == Remembered(
            Kind.CUSTOMERS, options.mapping or {}, options.codes, options.defaults, options.tags, OnDuplicate.SKIP
        )
        path = csv_file(tmp_path, "会员,联系,类别,属性\n李强,13900139000,,油性")
        import_file(shop, "customers", path)
        qiang = everyone(services)[1]
        assert (qiang.gender, qiang.source, qiang.tags) == ("female", "收银", ("收银系统",))

    def test_the_same_file_again_leaves_no_change(self, shop: Shop, tmp_path: Path) -> None:
        path = csv_file(tmp_path, TILL)
        first = import_file(shop, "customers", path, mapping=MAPPING)
        assert first.change is not None
        assert import_file(shop, "customers", path, mapping=MAPPING).change is None
        assert import_file(shop, "customers", path).change is None

    def test_a_new_choice_replaces_the_old_one(self, shop: Shop, tmp_path: Path) -> None:
        path = csv_file(tmp_path, TILL)
        import_file(shop, "customers", path, mapping=MAPPING)
        import_file(shop, "customers", path, mapping={**MAPPING, "属性": None})
        remembered = recall(shop, MAPPING)
        assert remembered is not None
        assert remembered.mapping["属性"] is None
        assert len(kept(shop)) == 1

    def test_a_mapping_leaves_the_other_choices(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = csv_file(tmp_path, TILL)
        brought_in(shop, path, Options(mapping=MAPPING, tags=("收银",), remember=True))
        import_file(shop, "customers", path, mapping={**MAPPING, "类别": "source"})
        remembered = recall(shop, MAPPING)
        assert remembered is not None
        assert (remembered.tags, remembered.mapping["类别"]) == (("收银",), "source")

    def test_undo_forgets_it(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        answer = import_file(shop, "customers", csv_file(tmp_path, TILL), mapping=MAPPING)
        assert services.history.undo(answer.change).kept == 0
        assert kept(shop) == []
        services.history.redo()
        assert recall(shop, MAPPING) is not None

    def test_not_where_it_is_another_kind_of_list(self, shop: Shop, tmp_path: Path) -> None:
        path = csv_file(tmp_path, "名称,价格,编码\n龙井茶,128,A1")
        import_file(shop, "products", path, mapping={"编码": None})
        assert import_file(shop, "products", path, dry_run=True).as_json()["mapping"]["编码"] is None
        answer = import_file(shop, "customers", path, dry_run=True).as_json()
        assert answer["mapping"]["编码"] == "custom:编码"

    def test_a_dry_run_remembers_nothing(self, shop: Shop, tmp_path: Path) -> None:
        import_file(shop, "customers", csv_file(tmp_path, TILL), mapping=MAPPING, dry_run=True)
        assert kept(shop) == []

    def test_columns_without_headings_are_not_remembered(self, shop: Shop, tmp_path: Path) -> None:
        path = csv_file(tmp_path, "王芳,13800138000\n李强,13900139000")
        import_file(shop, "customers", path, mapping={"Column A": "name"})
        assert kept(shop) == []


class TestWhatIsKept:
    def keep(self, shop: Shop, folder: Path) -> str:
        table = read_table(open_book(csv_file(folder, TILL)), Kind.CUSTOMERS, mapping=MAPPING)
        with shop.change(Sentence("x")):
            remember(shop, table, Options(mapping=MAPPING))
        (key,) = kept(shop)
        return key

    @pytest.mark.parametrize(
        "text", ["", "{", "[]", "7", '{"kind": "customers"}', '{"kind": "plants", "mapping": {}}', "null"]
    )
    def test_what_cannot_be_read_counts_as_nothing(self, shop: Shop, tmp_path: Path, text: str) -> None:
        key = self.keep(shop, tmp_path)
        with shop.change(Sentence("y")):
            Setting.update(value=text).where(Setting.key == key).execute()
        assert recall(shop, MAPPING) is None

    def test_settings_of_the_shop_stay_readable(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        self.keep(shop, tmp_path)
        assert services.settings.get().region == "CN"

    @given(
        kind=st.sampled_from(Kind),
        mapping=st.dictionaries(st.text(), st.none() | st.sampled_from([t.key for t in TARGETS[Kind.CUSTOMERS]])),
        codes=st.dictionaries(st.text(), st.dictionaries(st.text(), st.none() | st.text())),
        defaults=st.dictionaries(st.text(), st.text()),
        tags=st.tuples(st.text(), st.text()),
    )
    def test_comes_back_as_it_was(
        self,
        kind: Kind,
        mapping: dict[str, str | None],
        codes: dict[str, dict[str, str | None]],
        defaults: dict[str, str],
        tags: tuple[str, ...],
    ) -> None:
        from crm_desktop.exchange.importing.remembered import loaded

        there = Remembered(kind, mapping, codes, defaults, tags, OnDuplicate.ADD)
        assert loaded(json.loads(json.dumps(there.as_json()))) == there

    def test_what_we_add_to_rejected_rows_is_no_heading_of_hers(self, shop: Shop, tmp_path: Path) -> None:
        self.keep(shop, tmp_path)
        assert recall(shop, [*MAPPING, *REJECT_HEADERS[:2]]) is not None
        assert recall(shop, [*MAPPING, "原因"]) is None


class TestLooking:
    def test_the_best_sheet_says_which_kind(self, shop: Shop, tmp_path: Path) -> None:
        notes: list[list[object]] = [["说明"], ["请勿删除"]]
        orders: list[list[object]] = [
            ["单号", "日期", "手机号", "商品", "金额"],
            ["A1", "2026-1-1", "13800138000", "茶", 5],
        ]
        path = written(tmp_path, "a.xlsx", workbook_bytes(("说明", notes), ("明细", orders)))
        seen = look(shop, open_book(path))
        assert (seen.kind, seen.sure, seen.remembered) == (Kind.PURCHASES, True, None)

    @pytest.mark.parametrize(
        ("text", "kind", "sure"),
        [
            ("姓名,手机号\n王芳,13800138000", Kind.CUSTOMERS, True),
            ("商品名称,单价\n茶,5", Kind.PRODUCTS, True),
            ("客户,跟进内容,下次跟进时间\n王芳,回访,2026-12-1", Kind.FOLLOW_UPS, True),
            ("王芳,13800138000\n李强,13900139000", Kind.CUSTOMERS, False),
            ("甲,乙\n丙,丁", Kind.CUSTOMERS, False),
        ],
    )
    def test_kinds(self, shop: Shop, tmp_path: Path, text: str, kind: Kind, sure: bool) -> None:
        seen = look(shop, open_book(csv_file(tmp_path, text)))
        assert (seen.kind, seen.sure) == (kind, sure)

    def test_what_is_remembered_says_it(self, shop: Shop, tmp_path: Path) -> None:
        path = csv_file(tmp_path, "甲,乙\n回访王芳,2026-12-1")
        import_file(shop, "followups", path, mapping={"甲": "what", "乙": "due"})
        seen = look(shop, open_book(path))
        assert seen.remembered is None, "nothing came in, so nothing was kept"
        path = csv_file(tmp_path, "甲,乙,丙\n回访,2026-12-1,王芳")
        import_file(shop, "followups", path, mapping={"甲": "what", "乙": "due", "丙": "name"})
        seen = look(shop, open_book(path))
        assert (seen.kind, seen.sure) == (Kind.FOLLOW_UPS, True)
        assert seen.remembered is not None
