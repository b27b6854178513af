import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.pinyin import Readings, read_name, read_text


@pytest.mark.parametrize(
    ("name", "sort_key"),
    [
        # The surnames of which the everyday reading is wrong.
        ("单晓丽", "shan xiao li"),
        ("曾国强", "zeng guo qiang"),
        ("仇英", "qiu ying"),
        ("解缙", "xie jin"),
        ("查良镛", "zha liang yong"),
        ("翟天", "zhai tian"),
        ("区志", "ou zhi"),
        ("覃明", "qin ming"),
        ("朴树", "piao shu"),
        ("缪斯", "miao si"),
        ("盖聂", "ge nie"),
        ("乐嘉", "yue jia"),
        ("黑明", "he ming"),
        ("谌龙", "chen long"),
        ("夏侯惇", "xia hou dun"),
        ("鲜于枢", "xian yu shu"),
        ("秘书", "bi shu"),
        ("尉迟恭", "yu chi gong"),
        ("长孙无忌", "zhang sun wu ji"),
        ("令狐冲", "ling hu chong"),
        ("欧阳修", "ou yang xiu"),
        ("万俟卨", "mo qi xie"),
        ("澹台静", "tan tai jing"),
        ("吕布", "lv bu"),
        ("王芳", "wang fang"),
        (" VIP王芳 ", "vip wang fang"),
        ("Mary-Ann O'Brien", "mary ann o brien"),
        ("José", "jose"),
        ("ＡＢ１", "ab1"),
        ("😀", "😀"),
        ("", ""),
        ("محمد", "محمد"),
    ],
)
def test_names_sort_by_the_surname_s_own_reading(name: str, sort_key: str) -> None:
    assert read_name(name).sort_key == sort_key
    assert read_name(name).sort_key == sort_key  # now that its characters are known


def test_every_reading_is_there_the_surname_s_first() -> None:
    assert read_name("单晓丽") == Readings("shan xiao li", "shanxiaoli danxiaoli chanxiaoli", "sxl dxl cxl")
    assert read_name("覃") == Readings("qin", "qin tan yan", "q t y")
    assert read_name("尉迟恭").full == "yuchigong weichigong yunchigong"


def test_other_texts_begin_with_no_surname() -> None:
    assert read_text(" 单丛茶250g") == Readings(
        "dan cong cha 250g", "dancongcha250g chancongcha250g shancongcha250g", "dcc250g ccc250g scc250g"
    )


def test_both_spellings_of_u_umlaut() -> None:
    assert read_name("吕").full == "lv lu"
    assert read_text("战略").full.split() == ["zhanlve", "zhanlue"]


def test_archaic_readings_bring_no_wrong_finds() -> None:
    assert read_name("王思平") == Readings("wang si ping", "wangsiping", "wsp")


def test_latin_names_are_found_by_their_initials_too() -> None:
    assert read_name("Mary-Ann O'Brien") == Readings("mary ann o brien", "maryannobrien", "maryannobrien maob")
    assert read_name("VIP王芳").initials == "vipwf"


def test_a_very_long_name_stays_bounded() -> None:
    readings = read_name("单和乐" * 4000)
    assert len(readings.full.split()) == len(set(readings.full.split())) <= 16
    assert len(readings.full) < 8000
    assert len(readings.sort_key) < 400
    assert len(read_name("a" * 10_000).full) == 200


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40) | st.text("单曾乐和行长a1 ·", max_size=40))
def test_any_text_has_readings(text: str) -> None:
    for readings in (read_name(text), read_text(text)):
        assert readings.full.split(" ")[0] == readings.full.partition(" ")[0]
        assert len(readings.full.split()) <= 16
        if readings.full:
            assert readings.sort_key.replace(" ", "") == readings.full.split(" ")[0]
        else:
            assert readings.sort_key == text.strip().casefold()[:64]


def test_the_library_is_loaded_with_the_first_name_and_without_its_phrases() -> None:
    program = (
        "import sys; from crm_desktop.domain.pinyin import read_name; assert 'pypinyin' not in sys.modules;"
        "read_name('王'); assert 'pypinyin.phrases_dict' not in sys.modules and 'pypinyin' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
