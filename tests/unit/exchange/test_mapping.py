"""Header rows found and columns mapped by meaning."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.fields import CUSTOMER_FIELDS, importable
from crm_desktop.exchange.readers import Book, Cell
from crm_desktop.exchange.sheets.heading_words import guess_kind
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.sheets.mapping import find_header_row, find_table, layout_of
from crm_desktop.exchange.sheets.spreadsheet import column_letter
from crm_desktop.exchange.sheets.value_signs import guess_custom_kind

PEOPLE: list[list[Cell]] = [["张三", "13800138000"], ["李四", "13900139000"]]


def mapped(headers: str, kind: Kind = Kind.CUSTOMERS, rows: list[list[Cell]] | None = None) -> dict[str, str | None]:
    cells: list[Cell] = list(headers.split(","))
    return layout_of([cells, *(rows or [])], kind, 1).as_json()


class TestHeaderRow:
    @pytest.mark.parametrize(
        "above", [[], [["某某小店 客户名单(2025年)", ""]], [["导出时间 2026-1-1", ""], ["", ""], ["名单", ""]]]
    )
    def test_is_found_below_titles_and_blank_rows(self, above: list[list[Cell]]) -> None:
        assert find_header_row([*above, ["客户 姓名*", "手机号码\n(必填)"], *PEOPLE], Kind.CUSTOMERS) == len(above) + 1

    def test_the_lower_of_two_heading_rows_with_more_words(self) -> None:
        rows: list[list[Cell]] = [["姓名", "联系", ""], ["姓名", "电话", "微信"], ["张三", "13800138000", "wx"]]
        assert find_header_row(rows, Kind.CUSTOMERS) == 2

    def test_none_where_data_begins_at_once(self) -> None:
        layout = layout_of(PEOPLE, Kind.CUSTOMERS)
        assert layout.header_row == 0
        assert layout.as_json() == {"Column A": "name", "Column B": "phone"}

    def test_unknown_headings(self) -> None:
        rows: list[list[Cell]] = [["名单", ""], ["甲", "乙"], ["x", "13800138000"], ["y", "13900139000"]]
        layout = layout_of(rows, Kind.CUSTOMERS)
        assert layout.header_row == 2
        assert layout.as_json() == {"甲": "custom:甲", "乙": "phone"}

    def test_nothing_at_all(self) -> None:
        assert layout_of([], Kind.CUSTOMERS).columns == ()

    @given(
        st.lists(st.sampled_from(importable(CUSTOMER_FIELDS)), min_size=2, max_size=8, unique_by=lambda f: f.key),
        st.integers(0, 5),
        st.randoms(use_true_random=False),
    )
    def test_any_known_headings_in_any_order(self, fields: list, blanks: int, random: object) -> None:
        headers: list[Cell] = [f" {random.choice(field.headers)} *" for field in fields]  # type: ignore[attr-defined]
        rows: list[list[Cell]] = [[""] * len(headers)] * blanks + [headers] + [[""] * len(headers)]
        layout = layout_of(rows, Kind.CUSTOMERS)
        assert layout.header_row == blanks + 1
        found = [column.target for column in layout.columns]
        # A word may stand for two fields (编号 is a running number or a member number): then either will do.
        assert sum(target == field.key for target, field in zip(found, fields, strict=True)) >= len(fields) - 1


class TestColumns:
    def test_a_member_system(self) -> None:
        assert mapped("会员号,姓名,手机号,会员等级,会员余额,性别,身份证号,出生日期,地址,邮箱,备注") == {
            "会员号": "member_no", "姓名": "name", "手机号": "phone", "会员等级": None, "会员余额": None,
            "性别": "gender",
            "身份证号": None, "出生日期": "birthday", "地址": "address", "邮箱": "email", "备注": "note",
        }  # fmt: skip

    def test_unknown_columns_with_values_become_fields_of_the_shop(self) -> None:
        rows: list[list[Cell]] = [["张三", "干性", ""]]
        assert mapped("姓名,皮肤类型,空列", rows=rows) == {"姓名": "name", "皮肤类型": "custom:皮肤类型", "空列": None}

    def test_others_phones_and_names_are_not_the_customers(self) -> None:
        rows: list[list[Cell]] = [["张三", "13800138000", "李四", "13900139000", "妈妈", "13700137000"]]
        found = mapped("姓名,手机,推荐人姓名,推荐人电话,宠物名称,紧急联系人电话", rows=rows)
        assert [target for target in found.values() if not (target or "").startswith("custom:")] == ["name", "phone"]

    def test_several_phones(self) -> None:
        assert list(mapped("姓名,手机,备用电话,电话2").values()) == ["name", "phone", "phone", "phone"]

    def test_headings_that_are_numbers(self) -> None:
        rows: list[list[Cell]] = [["姓名", "电话", 2025.0], ["张三", "13800138000", "好"]]
        assert list(layout_of(rows, Kind.CUSTOMERS).as_json()) == ["姓名", "电话", "2025"]

    def test_the_same_heading_twice(self) -> None:
        assert mapped("姓名,电话,电话") == {"姓名": "name", "电话": "phone", "电话 (2)": "phone"}

    def test_a_second_name_column_is_a_field_of_its_own(self) -> None:
        assert mapped("姓名,显示名称", rows=[["张三", "三哥"]]) == {"姓名": "name", "显示名称": "custom:显示名称"}

    def test_running_numbers_are_left_out_and_member_numbers_kept(self) -> None:
        assert mapped("编号,姓名", rows=[[1.0, "a"], [2.0, "b"], [3.0, "c"]])["编号"] is None
        assert mapped("编号,姓名", rows=[["A17", "a"], ["A03", "b"]])["编号"] == "member_no"

    def test_passwords_are_left_out(self) -> None:
        assert mapped("姓名,密码", rows=[["张三", "1234"]])["密码"] is None

    def test_values_speak_against_a_heading(self) -> None:
        assert mapped("姓名,联系方式", rows=[["张三", "wx_abc"], ["李四", "wx_def"]])["联系方式"] == "custom:联系方式"

    def test_values_alone(self) -> None:
        rows: list[list[Cell]] = [["张三", "a@b.cn", 13800138000.0], ["李四", "c@d.cn", 13900139000.0]]
        assert list(mapped("x,y,z", rows=rows).values()) == ["name", "email", "phone"]

    def test_guesses_are_not_sure(self) -> None:
        layout = layout_of([["尊贵客户手机号码", "姓名"], ["13800138000", "张三"]], Kind.CUSTOMERS)
        assert [(column.target, column.sure) for column in layout.columns] == [("phone", False), ("name", True)]

    def test_english(self) -> None:
        found = mapped("Email,First_Name,Last_Name,Phone,Birthdate,Gender,Verified_Customer")
        assert list(found.values()) == ["email", "given_name", "family_name", "phone", "birthday", "gender", None]

    def test_purchases(self) -> None:
        found = mapped("单号,日期,手机,姓名,商品,数量,单价,优惠,金额,付款方式,店员,门店", Kind.PURCHASES, [["x"] * 12])
        keys = "number at phone name product quantity price discount amount payment_method clerk"
        assert [target for target in found.values() if target] == [k for k in keys.split() if k != "phone"]
        assert found["门店"] is None

    def test_chosen_by_hand(self) -> None:
        layout = layout_of([["甲", "乙", "丙"], ["x", "y", "z"]], Kind.CUSTOMERS, 1)
        chosen = layout.remapped({"甲": "name", " 乙*": "custom:品种", "丁": "phone"})
        assert chosen.as_json() == {"甲": "name", "乙": "custom:品种", "丙": "custom:丙"}

    @given(st.lists(st.text(max_size=20), min_size=1, max_size=10), st.sampled_from(Kind))
    def test_any_headings(self, headers: list[str], kind: Kind) -> None:
        row: list[Cell] = list(headers)
        layout = layout_of([row, row], kind, 1)
        shown = [column.header for column in layout.columns]
        assert len(set(shown)) == len(shown)
        singles = [c.target for c in layout.columns if c.target in ("name", "birthday", "amount", "due")]
        assert len(set(singles)) == len(singles)


class TestKinds:
    @pytest.mark.parametrize(
        ("headers", "kind"),
        [
            ("客户姓名,性别,联系电话,出生日期", Kind.CUSTOMERS),
            ("会员姓名,手机号码,累计消费金额(¥),上次消费时间", Kind.CUSTOMERS),
            ("会员号,姓名,手机号,项目名称,消费金额,消费日期,服务顾问", Kind.PURCHASES),
            ("单号,日期,商品,数量,金额", Kind.PURCHASES),
            ("商品名称,条码,售价,单位,库存", Kind.PRODUCTS),
            ("名称,售价", Kind.PRODUCTS),
            ("客户,跟进内容,下次跟进日期", Kind.FOLLOW_UPS),
            ("甲,乙", Kind.CUSTOMERS),
        ],
    )
    def test_are_guessed_from_headings(self, headers: str, kind: Kind) -> None:
        assert guess_kind(headers.split(",")) is kind

    @pytest.mark.parametrize(
        ("header", "sample", "kind"),
        [
            ("积分", [1.0, "250", 3.5], "number"),
            ("身份证号", [110101199003070000.0, "110101199003074558"], "text"),
            ("卡号", ["123", "456"], "text"),
            ("到期", [date(2026, 1, 1), "2026-2-3"], "date"),
            ("会员", ["是", "否", True], "yes_no"),
            ("皮肤", ["干性", "油性"], "text"),
            ("空", ["", " "], "text"),
        ],
    )
    def test_of_new_fields(self, header: str, sample: list[Cell], kind: str) -> None:
        assert guess_custom_kind(header, sample) == kind


def test_the_sheet_that_looks_like_a_table() -> None:
    sheets: dict[str | None, list[list[Cell]]] = {
        "说明": [["请看第二页", ""]],
        "名单": [["姓名", "电话"], *PEOPLE],
        "统计": [["城市", "人数"], ["上海", 2.0]],
    }
    book = Book(Path("a.xlsx"), "xlsx", None, ("说明", "名单", "统计"), sheets.__getitem__)
    assert find_table(book, Kind.CUSTOMERS)[0].name == "名单"
    assert find_table(book, Kind.CUSTOMERS, "统计")[0].name == "统计"


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_column_letters(index: int, letters: str) -> None:
    assert column_letter(index) == letters


class TestOurOwnFiles:
    def test_what_is_worked_out_is_left_out(self) -> None:
        rows = [["姓名", "电话", "累计消费", "来店次数", "最近购买"], ["王芳", "13800138000", "1", "2", "2026-01-02"]]
        assert layout_of(rows, Kind.CUSTOMERS).as_json() == {
            "姓名": "name", "电话": "phone", "累计消费": None, "来店次数": None, "最近购买": None,
        }  # fmt: skip
        others = [row[:3] for row in rows]
        assert layout_of(others, Kind.CUSTOMERS).as_json()["累计消费"] == "custom:累计消费"

    def test_own_fields_by_name(self) -> None:
        rows = [["王芳", "13800138000", "8001", "13900001111"]]
        found = layout_of(rows, Kind.CUSTOMERS, headings=["Name", "Phone", "Phone 2", "custom:手机"])
        assert [column.target for column in found.columns] == ["name", "phone", "phone", "custom:手机"]

    @pytest.mark.parametrize(
        ("cells", "kind"),
        [
            (["yes", "no"], "yes_no"),
            ([True, False], "yes_no"),
            (["Yes"], "text"),
            (["是"], "text"),
            (["12.5", "3"], "number"),
            ([12.5, 3], "number"),
            (["1.50"], "text"),
            (["2026-01-02"], "date"),
            (["2026-1-2"], "text"),
            (["12", "2026-01-02"], "text"),
            ([True, "x"], "text"),
            (["干性"], "text"),
        ],
    )
    def test_kinds_by_how_values_are_kept(self, cells: list[Cell], kind: str) -> None:
        assert guess_custom_kind("custom:x", cells) == kind


def test_a_column_that_begins_far_down_in_rows_of_unlike_length() -> None:
    rows: list[list[Cell]] = [["姓名", "电话", "爱好"], *([["王芳", "13800138000"]] * 500), ["李强", "", "茶"]]
    layout = layout_of(rows, Kind.CUSTOMERS)
    assert layout.as_json() == {"姓名": "name", "电话": "phone", "爱好": "custom:爱好"}
