import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.fields import (
    CUSTOMER_FIELDS,
    FOLLOW_UP_FIELDS,
    PRODUCT_FIELDS,
    PURCHASE_FIELDS,
    Field,
    importable,
    normalise_header,
)
from crm_desktop.language import load_catalogue

ALL = (CUSTOMER_FIELDS, PURCHASE_FIELDS, FOLLOW_UP_FIELDS, PRODUCT_FIELDS)


def key_of(header: str, fields: tuple[Field, ...]) -> str | None:
    """The first field that goes by a heading."""
    wanted = normalise_header(header)
    return next((f.key for f in fields if wanted in map(normalise_header, f.headers)), None)


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("手机号码(必填)", "手机号码"),
        (" 会员\n姓名 * ", "会员姓名"),
        ("ＱＱ号", "qq号"),
        ("会员生日类型（0农历 1公历）", "会员生日类型"),
        ("累计消费金额(¥)", "累计消费金额"),
        ("E-mail Address", "emailaddress"),
        ("Group_Membership", "groupmembership"),
        ("(其他)", "(其他)"),
        ("***", "***"),
    ],
)
def test_headings_without_what_varies(header: str, plain: str) -> None:
    assert normalise_header(header) == plain


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30))
def test_a_normal_heading_stays(header: str) -> None:
    plain = normalise_header(header)
    assert bool(plain) == bool(header.strip() and plain)
    assert plain == plain.strip()


@pytest.mark.parametrize(
    ("key", "headers"),
    [
        ("name", "姓名 会员姓名 客户姓名 客户名称 显示名称 名字"),
        ("phone", "手机 手机号 手机号码 联系方式 联系电话 移动电话 电话 tel phone"),
        ("member_no", "会员号 会员编号 会员卡号 卡号 会员ID 客户ID number"),
        ("birthday", "生日 出生日期 会员生日 公历生日 Birthday Birthdate"),
        ("lunar_birthday", "农历生日"),
        ("birthday_calendar", "会员生日类型"),
        ("created", "会员加入时间 注册时间 注册日期 创建日期 开卡日期 createdDate"),
        ("gender", "性别 会员性别 Gender sex"),
        ("note", "备注 附注 描述 remarks Notes memo"),
        ("tags", "标签 Labels Categories Segments Group_Membership 类别"),
        ("wechat", "微信 微信号 微信名"),
        ("email", "邮箱 电子邮箱 常用邮箱 E-mail_Address email"),
        ("address", "地址 家庭住址 所在地"),
        ("source", "来源 来源渠道"),
        ("family_name", "姓 Last_Name"),
        ("given_name", "名 First_Name"),
    ],
)
def test_the_headings_seen_in_real_files(key: str, headers: str) -> None:
    assert {header: key_of(header, CUSTOMER_FIELDS) for header in headers.split()} == dict.fromkeys(
        headers.split(), key
    )


def test_the_headings_of_a_list_of_purchases() -> None:
    headers = ["单号", "日期", "手机", "姓名", "商品", "数量", "单价", "优惠", "金额", "付款方式", "店员"]
    assert [key_of(header, PURCHASE_FIELDS) for header in headers] == [
        *("number", "at", "phone", "name", "product", "quantity", "price", "discount", "amount"),
        *("payment_method", "clerk"),
    ]


@pytest.mark.parametrize("fields", ALL)
def test_keys_are_unique(fields: tuple[Field, ...]) -> None:
    assert len({field.key for field in fields}) == len(fields)


@pytest.mark.parametrize("fields", ALL)
def test_our_own_labels_are_read_back_in_both_languages(fields: tuple[Field, ...]) -> None:
    chinese = load_catalogue("zh_CN")
    for field in importable(fields):
        for label in (field.label.text, chinese.get(field.label.text, (field.label.text,))[0]):
            assert key_of(label, importable(fields)) == field.key


def test_computed_fields_are_not_imported() -> None:
    left = {field.key for field in CUSTOMER_FIELDS} - {field.key for field in importable(CUSTOMER_FIELDS)}
    assert left == {
        *("region", "total_spent", "visits", "first_purchase", "last_purchase", "next_birthday", "id"),
    }
