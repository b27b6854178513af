"""Headings that other programs are known to write, each taken for the field that it means."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.sheets.mapping import layout_of

CUSTOMERS = {
    "name": "姓名 会员姓名 客户姓名 客户名称 显示名称 名字 Name",
    "phone": "手机 手机号 手机号码 联系方式 联系电话 移动电话 电话 tel phone",
    "member_no": "会员号 会员编号 会员卡号 卡号 会员ID 客户ID number",
    "birthday": "生日 出生日期 会员生日 公历生日 Birthday Birthdate",
    "lunar_birthday": "农历生日",
    "birthday_calendar": "会员生日类型",
    "created": "会员加入时间 注册时间 注册日期 创建日期 开卡日期 createdDate",
    "gender": "性别 Gender sex",
    "note": "备注 附注 描述 remarks Notes memo",
    "tags": "标签 Labels Categories Segments",
    "source": "来源 来自 来源渠道 渠道 客户来源 顾客来源 获客渠道 来源途径 Source",
}
OTHERS = {
    (Kind.PURCHASES, "discount_on_all"): "整单优惠 整单折扣",
    (Kind.PURCHASES, "paid_in_all"): "整单实付 整单实收",
    (Kind.PURCHASES, "purchase_no"): "购买序号",
    (Kind.FOLLOW_UPS, "recurrence"): "重复 重复方式 循环 Repeats recurrence",
    (Kind.PRODUCTS, "offered"): "在售 是否在售 Offered",
}
NEEDED = {Kind.CUSTOMERS: "姓名", Kind.PURCHASES: "金额", Kind.FOLLOW_UPS: "跟进内容", Kind.PRODUCTS: "名称"}


def target(kind: Kind, heading: str) -> str | None:
    layout = layout_of([[heading, NEEDED[kind]]], kind, 1)
    return next(column.target for column in layout.columns if column.index == 0)


@pytest.mark.parametrize(
    ("kind", "heading", "field"),
    [(Kind.CUSTOMERS, heading, field) for field, headings in CUSTOMERS.items() for heading in headings.split()]
    + [(Kind.CUSTOMERS, "Group Membership", "tags")]
    + [(kind, heading, field) for (kind, field), headings in OTHERS.items() for heading in headings.split()],
)
def test_a_heading_means_its_field(kind: Kind, heading: str, field: str) -> None:
    assert target(kind, heading) == field


@pytest.mark.parametrize(
    "heading", ["身份证号", "会员等级", "会员余额", "当前积分", "推荐人", "Referred By", "累计下单"]
)
def test_what_no_field_takes_becomes_one_of_the_shops_own(heading: str) -> None:
    assert target(Kind.CUSTOMERS, heading) not in {*CUSTOMERS, "address", "email"}
