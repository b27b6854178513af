import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.region import split_region


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("上海市浦东新区张江路1号", "上海市浦东新区"),
        ("上海浦东新区张江路1号", "上海市浦东新区"),
        ("上海市上海市浦东新区张江路", "上海市浦东新区"),
        ("上海 上海市 浦东新区", "上海市浦东新区"),
        ("北京市朝阳区建国路88号", "北京市朝阳区"),
        ("北京海淀区", "北京市海淀区"),
        ("中国江苏省苏州市姑苏区平江路", "江苏省苏州市姑苏区"),
        ("江苏省苏州市昆山市前进路", "江苏省苏州市昆山市"),
        ("江苏,苏州市,姑苏区", "江苏省苏州市"),
        ("215000江苏省苏州市", "江苏省苏州市"),
        ("四川省凉山彝族自治州西昌市航天路", "四川省凉山彝族自治州西昌市"),
        ("内蒙古锡林郭勒盟正蓝旗上都镇", "内蒙古自治区锡林郭勒盟正蓝旗"),
        ("新疆维吾尔自治区乌鲁木齐市天山区", "新疆维吾尔自治区乌鲁木齐市天山区"),
        ("广西南宁市青秀区民族大道", "广西壮族自治区南宁市青秀区"),
        ("杭州市西湖区文三路", "杭州市西湖区"),
        ("杭州市文三路90号", "杭州市"),
        ("浦东新区张江路", "浦东新区"),
        ("安吉县递铺镇", "安吉县"),
        ("北京市房山区", "北京市房山区"),
        ("苏州工业园区", ""),
        ("红旗路3号", ""),
        ("联盟路5号", ""),
        ("海南省", "海南省"),
        ("香港", "香港特别行政区"),
        ("西藏自治区", "西藏自治区"),
        ("北京路100号", ""),
        ("四川北路1000号", ""),
        ("吉林大学南校区", ""),
        ("阳光小区3号楼", ""),
        ("永辉超市旁", ""),
        ("农贸市场12号", ""),
        ("3栋201", ""),
        ("", ""),
        ("5 Main Street", ""),
        ("😀", ""),
    ],
)
def test_the_region_is_read_from_the_address(address: str, region: str) -> None:
    assert split_region(address) == region


@settings(max_examples=100)
@given(st.text() | st.text("上海市江苏省苏州区县路1 ", max_size=30))
def test_any_text_has_a_region_or_none(address: str) -> None:
    assert len(split_region(address)) <= 120
