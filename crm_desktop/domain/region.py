"""Province, city and district from the beginning of a Chinese address, by its own words; no gazetteer."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from crm_desktop.patterns import regex

_MUNICIPALITIES: Final = ("北京", "上海", "天津", "重庆")
# GB/T 2260: the provinces, autonomous regions and special administrative regions, by their short names.
_FULL_NAMES: Final = {
    **{name: f"{name}市" for name in _MUNICIPALITIES},
    **{
        name: f"{name}省"
        for name in (
            *("河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南"),
            *("湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾"),
        )
    },
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
    "香港": "香港特别行政区",
    "澳门": "澳门特别行政区",
}
_PROVINCE = regex(
    rf"(?:中国|中华人民共和国)?({'|'.join(_FULL_NAMES)})"
    "(特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)?(?![路街道巷大店菜])"
)
# Neither a street, a village nor a number stands within a name, though 镇江市, 新乡市 and 鼓楼区 have their words.
_LETTER: Final = (
    "(?:[^市区县旗省路街道巷弄号镇乡村里栋幢楼室0-9a-zA-Z,.;:()/-]"
    "|镇(?=[市江海原雄巴赉康安平远坪宁沅])|乡(?=[市城宁])|[楼旗](?=区))"
)
# 超市, 市场, 小区, 红旗路 and their like are no administrative words.
_OF_CITY_RANK: Final = f"{_LETTER}{{2,9}}?(?<![超夜菜])市(?!场|民|中心)"
_CITY = regex(f"{_LETTER}{{2,9}}?(?:自治州|地区|(?<![联同])盟)|{_OF_CITY_RANK}")
_DISTRICT = regex(
    f"[路道市]?{_LETTER}{{1,10}}?"
    "(?:自治县|自治旗|(?<![小社校厂院园景库街宅业发属墅活])区(?![间域])|县(?!城)|(?<![红国彩])旗(?![舰袍路街大河渠]))"
    f"|{_OF_CITY_RANK}"
)


def split_region(address: str) -> str:
    """Province, city and district, as far as the address names them: 上海市浦东新区 of 上海浦东新区张江路1号; else "".

    The province is written in full, so that addresses of one place agree however they were typed.
    """
    rest = "".join(unicodedata.normalize("NFKC", address[:100]).split())
    rest = re.sub(r"^\d{6}", "", rest).lstrip(",.;:-")
    province, rest = _province(rest)
    city = _CITY.match(rest)
    if city and province == f"{city[0].removesuffix('市')}市":
        rest, city = rest[city.end() :], None
    if city:
        rest = rest[city.end() :]
    district = _DISTRICT.match(rest)
    return f"{province}{city[0] if city else ''}{district[0] if district else ''}"


def _province(address: str) -> tuple[str, str]:
    """The full name of the province that `address` begins with, and what follows it."""
    match = _PROVINCE.match(address)
    if not match:
        return "", address
    rest = address[match.end() :].lstrip(",.-")
    # 四川北路 and 吉林大学 name no province: without its suffix a city or a district must follow.
    if not (match[2] or not rest or _CITY.match(rest) or _DISTRICT.match(rest)):
        return "", address
    return _FULL_NAMES[match[1]], rest
