import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.gender import Gender
from crm_desktop.domain.naming import gender_of_name, given_name, honorific, names_clash, surname


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("王芳", "王芳"),
        ("王芳", " 王 芳 "),
        ("王芳", ""),
        ("王芳", "王芳(妈妈)"),
        ("王芳", "王芳女士"),
        ("王女士", "王芳"),
        ("王女士", "王姐"),
        ("王姐", "王芳"),
        ("王太太", "王芳"),
        ("王小姐", "王芳"),
        ("王总", "王芳"),
        ("王老师", "王芳"),
        ("王老板娘", "王芳"),
        ("小王", "王芳"),
        ("老王", "王建国"),
        ("老王", "王先生"),
        ("王", "王芳"),
        ("阿芳", "王芳"),
        ("芳姐", "王芳"),
        ("芳芳", "王芳"),
        ("芳姐", "阿芳"),
        ("晓丽", "单晓丽"),
        ("晓丽姐", "单晓丽"),
        ("丽姐", "单晓丽"),
        ("欧阳女士", "欧阳静"),
        ("小欧阳", "欧阳静"),
        ("王芳", "王芳 Fiona"),
        ("王芳", "Wang Fang"),
        ("王芳", "FANG Wang"),
        ("王芳", "Mrs Wang"),
        ("王女士", "Wang Fang"),
        ("单晓丽", "Shan Xiaoli"),
        ("Mrs Wang", "Wang Fang"),
        ("Mrs. Wang", "wang"),
        ("WANG Fang", "fang wang"),
        ("Wang-Fang", "wangfang"),
        ("J. Smith", "John Smith"),
        ("A. Ab", "Ab Ac"),
        ("Mary Ann Smith", "Mary Smith"),
        ("Dr Smith", "Mr John Smith"),
        ("Mrs", "Wang Fang"),
        ("ＡＢ", "ab"),
    ],
)
def test_a_short_form_does_not_clash(a: str, b: str) -> None:
    assert not names_clash(a, b)
    assert not names_clash(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("王芳", "李强"),
        ("王芳", "王强"),
        ("王芳", "王芳芳"),
        ("王先生", "王太太"),
        ("王哥", "王姐"),
        ("李女士", "王芳"),
        ("阿强", "王芳"),
        ("王小妹", "王芳"),
        ("欧阳女士", "欧静"),
        ("王芳", "Li Qiang"),
        ("王先生", "Mrs Wang"),
        ("王芳", "Wang Qiang"),
        ("王芳", "a b c d e"),
        ("李女士", "王芳 Fiona"),
        ("Mr Wang", "Mrs Wang"),
        ("John Smith", "Jane Smith"),
        ("Anna", "Luisa Bo"),
        ("😀", "王芳"),
    ],
)
def test_two_people_clash(a: str, b: str) -> None:
    assert names_clash(a, b)
    assert names_clash(b, a)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30) | st.text("王芳小姐女士欧阳 Mrs", max_size=8), st.text("王芳李强先生 Wang", max_size=8))
def test_clashing_is_mutual_and_nobody_clashes_with_himself(a: str, b: str) -> None:
    assert names_clash(a, b) == names_clash(b, a)
    assert not names_clash(a, a)
    assert not names_clash(a, f" {a} ")


@pytest.mark.parametrize(
    ("name", "gender", "greeting"),
    [
        ("王芳", "female", "王女士"),
        ("李伟", "male", "李先生"),
        ("欧阳修文", "male", "欧阳先生"),
        ("单晓丽", "female", "单女士"),
        ("王", "female", "王女士"),
        (" 王芳 ", None, "王芳"),
        ("王姐", "female", "王姐"),
        ("李老师", "male", "李老师"),
        ("小王", "male", "小王"),
        ("芳芳", "female", "芳芳"),
        ("桂香茶铺", "female", "桂香茶铺"),
        ("王府井茶铺", "male", "王府井茶铺"),
        ("Mary Smith", "female", "Mary Smith"),
        ("", "female", ""),
    ],
)
def test_how_a_greeting_addresses(name: str, gender: Gender | None, greeting: str) -> None:
    assert honorific(name, gender) == greeting


@pytest.mark.parametrize(
    ("name", "family", "given_part"),
    [
        ("单晓丽", "单", "晓丽"),
        ("欧阳修", "欧阳", "修"),
        ("王", "王", "王"),
        ("晓丽", "", "晓丽"),
        ("Mary", "", "Mary"),
        ("", "", ""),
    ],
)
def test_the_parts_of_a_name(name: str, family: str, given_part: str) -> None:
    assert surname(name) == family
    assert given_name(name) == given_part


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("王女士", "female"),
        ("李先生", "male"),
        ("王总", None),
        ("王芳", None),
        ("Mrs Wang", "female"),
        ("Mr. Wang", "male"),
        ("Dr Wang", None),
        ("Wang", None),
    ],
)
def test_titles_tell_the_gender(name: str, gender: str | None) -> None:
    assert gender_of_name(name) == gender
