import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.quick_add import Part, PartKind, QuickAdd, parse_quick_add

TODAY = date(2026, 11, 21)
MOBILE = "+8613800138000"
MID_AUTUMN = Birthday(Calendar.LUNAR, None, 8, 15)


def read(text: str) -> QuickAdd:
    return parse_quick_add(text, TODAY)


def fields(quick: QuickAdd) -> dict[str, object]:
    """What the line gave, without the parts and what is empty."""
    return {
        name: getattr(quick, name)
        for name in QuickAdd.__dataclass_fields__
        if name not in ("parts", "birthday_text") and getattr(quick, name)
    }


def test_the_line_of_the_sketch() -> None:
    assert read("张三 13800138000 八月十五") == QuickAdd(
        name="张三",
        phones=(MOBILE,),
        birthday=MID_AUTUMN,
        birthday_text="八月十五",
        parts=(
            Part(PartKind.NAME, "张三", "张三"),
            Part(PartKind.PHONE, "13800138000", MOBILE),
            Part(PartKind.BIRTHDAY, "八月十五", MID_AUTUMN),
        ),
    )


@pytest.mark.parametrize(
    "text",
    [
        "八月十五 张三 13800138000",
        "13800138000,八月十五,张三",
        "13800138000、张三;农历八月十五",
        "张三13800138000八月十五",
        "张三 138 0013 8000 八月十五",
        "张三 +86 138-0013-8000 农历 八月十五",
        "姓名:张三 电话:13800138000 生日:八月十五",
        "姓名: 张三 手机: 138 0013 8000 生日: 八月十五",
        "张三农历八月十五 13800138000",
        "张三\t１３８００１３８０００\n八月十五",
    ],
)
def test_any_order_and_any_signs_between(text: str) -> None:
    assert fields(read(text)) == {"name": "张三", "phones": (MOBILE,), "birthday": MID_AUTUMN}


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("王女士 13800138000", {"name": "王女士", "phones": (MOBILE,), "gender": "female"}),
        ("李先生", {"name": "李先生", "gender": "male"}),
        ("王 先生", {"name": "王", "gender": "male"}),
        ("王芳 女", {"name": "王芳", "gender": "female"}),
        ("王女士 性别:男", {"name": "王女士", "gender": "male"}),
        ("阿芳 喜欢花茶", {"name": "阿芳", "note": "喜欢花茶"}),
        ("老客户 张三", {"name": "张三", "note": "老客户"}),
        ("喜欢花茶 桂香茶铺", {"name": "桂香茶铺", "note": "喜欢花茶"}),
        ("晓晓 喜欢花茶", {"name": "晓晓", "note": "喜欢花茶"}),
        ("王芳(妈妈) 喜欢花茶", {"name": "王芳(妈妈)", "note": "喜欢花茶"}),
        ("Mary Ann Smith 13800138000 vip", {"name": "Mary Ann Smith", "phones": (MOBILE,), "note": "vip"}),
        ("Mrs. Wang", {"name": "Mrs. Wang", "gender": "female"}),
        ("O'Brien", {"name": "O'Brien"}),
        ("张三 Fiona", {"name": "张三", "note": "Fiona"}),
        ("小明🌸 ❤", {"name": "小明🌸", "note": "❤"}),
        ("محمد", {"name": "محمد"}),
        ("张三 #老客户 #干性皮肤", {"name": "张三", "tags": ("老客户", "干性皮肤")}),
        ("张三 标签:老客户", {"name": "张三", "tags": ("老客户",)}),
        ("张三 微信:zhang_3", {"name": "张三", "wechat": "zhang_3"}),
        ("张三 wx_1", {"name": "张三", "wechat": "wx_1"}),
        ("张三 wx:abc wx_2", {"name": "张三", "wechat": "abc", "note": "wx_2"}),
        ("张三 微信13800138000", {"name": "张三", "wechat": "13800138000"}),
        ("张三 a@b.cn 邮箱:c@d.cn", {"name": "张三", "emails": ("a@b.cn", "c@d.cn")}),
        ("张三 上海市浦东新区张江路1号", {"name": "张三", "address": "上海市浦东新区张江路1号"}),
        ("张三 地址:张江路1号", {"name": "张三", "address": "张江路1号"}),
        ("张三 备注:不要糖 少冰", {"name": "张三", "note": "不要糖 少冰"}),
        ("13800138000 13900139000", {"phones": (MOBILE, "+8613900139000")}),
        ("妈妈:13800138000", {"phones": (MOBILE,), "note": "妈妈:"}),
        ("张三 010 8888 6666", {"name": "张三", "phones": ("+861088886666",)}),
        ("张三 010-88886666-801", {"name": "张三", "phones": ("+861088886666;ext=801",)}),
        ("张三 13800138000 13800138000 #甜 #甜", {"name": "张三", "phones": (MOBILE,), "tags": ("甜",)}),
        ("张三 1380013", {"name": "张三", "phones": ("1380013",)}),
        ("张三 138****8000", {"name": "张三", "phones": ("138****8000",)}),
        ("张三 88", {"name": "张三", "note": "88"}),
        ("张三 2月30日", {"name": "张三", "note": "2月30日"}),
        ("张三 无", {"name": "张三", "note": "无"}),
        ("88", {"note": "88"}),
        ("", {}),
        (" , ", {}),
    ],
)
def test_pieces(text: str, want: dict[str, object]) -> None:
    assert fields(read(text)) == want


@pytest.mark.parametrize(
    ("text", "birthday"),
    [
        ("张三 1988-10-3", Birthday(Calendar.SOLAR, 1988, 10, 3)),
        ("张三 1988 10 3 13800138000", Birthday(Calendar.SOLAR, 1988, 10, 3)),
        ("张三 19881003", Birthday(Calendar.SOLAR, 1988, 10, 3)),
        ("张三 881003", Birthday(Calendar.SOLAR, 1988, 10, 3)),
        ("张三1988年10月3日", Birthday(Calendar.SOLAR, 1988, 10, 3)),
        ("张三 10月3日", Birthday(Calendar.SOLAR, None, 10, 3)),
        ("张三 农历1970年腊月廿三", Birthday(Calendar.LUNAR, 1970, 12, 23)),
        ("张三 闰四月初二", Birthday(Calendar.LUNAR, None, 4, 2, leap=True)),
        ("Zhang Oct 3, 1988", Birthday(Calendar.SOLAR, 1988, 10, 3)),
    ],
)
def test_birthdays(text: str, birthday: Birthday) -> None:
    assert read(text).birthday == birthday
    assert read(text).note == ""


def test_a_second_birthday_goes_into_the_note() -> None:
    quick = read("张三 八月十五 10月3日")
    assert (quick.birthday, quick.birthday_text, quick.note) == (MID_AUTUMN, "八月十五", "10月3日")


def test_the_region_of_the_shop_counts() -> None:
    assert parse_quick_add("Chan 2345 6789", TODAY, "HK").phones == ("+85223456789",)


def test_a_title_shows_as_a_gender_of_its_own() -> None:
    assert read("王女士").parts == (
        Part(PartKind.NAME, "王女士", "王女士"),
        Part(PartKind.GENDER, "王女士", "female"),
    )


def test_a_very_long_line_is_kept_whole() -> None:
    text = "王芳 " + "很长" * 5000
    quick = read(text)
    assert quick.name == "王芳"
    assert quick.note.replace(" ", "") == "很长" * 5000
    many = read("王芳 " + "字 " * 200)
    assert many.note.split() == ["字"] * 200


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60) | st.text("张王 138001,#微信:八月十五@a.女", max_size=40))
def test_nothing_typed_is_lost(text: str) -> None:
    quick = read(text)
    shown = "".join(part.text for part in quick.parts if not (part.kind is PartKind.GENDER and part.text == quick.name))
    kept = {char for char in shown if char.isalnum()}
    assert {char for char in unicodedata.normalize("NFKC", text) if char.isalnum()} <= kept | set(quick.name)
