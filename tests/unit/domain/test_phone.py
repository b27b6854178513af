import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.phone import (
    _MOBILE,
    Phone,
    digits_reversed,
    format_phone,
    parse_phone,
    parse_phones,
    plain_mobile,
    split_phones,
)

MOBILE = "+8613800138000"


def test_the_fast_path_accepts_only_what_the_library_holds_for_valid() -> None:
    accepted = 0
    for prefix in range(130, 200):
        for rest in ("00000000", "12345678", "49999999", "50000000", "61239876", "99999999"):
            number = f"{prefix}{rest}"
            fast = _MOBILE.fullmatch(number) is not None
            valid = phonenumbers.is_valid_number(phonenumbers.parse(number, "CN"))
            assert valid or not fast, number
            accepted += fast
    assert accepted == 52 * 6


@settings(max_examples=100, deadline=None)
@given(st.integers(13000000000, 19999999999))
def test_every_mobile_comes_out_as_the_library_has_it(number: int) -> None:
    parsed = phonenumbers.parse(str(number), "CN")
    want = f"+86{number}" if phonenumbers.is_valid_number(parsed) else str(number)
    assert parse_phone(number) == Phone(want, valid=want.startswith("+"))


@settings(max_examples=100, deadline=None)
@given(st.integers(12999999999, 20000000001), st.sampled_from(("CN", "HK")))
def test_columns_of_mobiles_are_read_as_single_ones(number: int, region: str) -> None:
    for cell in (str(number), float(number)):
        found = plain_mobile(cell, region)
        assert found is None or parse_phones(cell, region) == [Phone(found, valid=True)]


def test_what_is_no_plain_mobile_is_left_to_the_full_reading() -> None:
    assert plain_mobile("13800138000") == plain_mobile(13800138000.0) == MOBILE
    for cell in (
        "138 0013 8000",
        "16100000000",
        "١٣٨٠٠١٣٨٠٠٠",
        "1380013800\u00b2",
        "138001380001",
        13800138000.5,
        None,
    ):
        assert plain_mobile(cell) is None
    assert plain_mobile("13800138000", "HK") is None


@pytest.mark.parametrize(
    "raw",
    [
        13800138000,
        13800138000.0,
        "13800138000",
        "13800138000.0",
        "1.3800138000E+10",
        "138 0013 8000",
        "138-0013-8000",
        "1380 013 8000",
        " 13800138000 ",
        "\t13800138000",
        "'13800138000",
        "+86 138 0013 8000",
        "+8613800138000",
        "0086 13800138000",
        "86-13800138000",
        "8613800138000",
        "１３８００１３８０００",
        "手机:13800138000",
        "手机号码：138 0013 8000",
        "Tel: 13800138000",
        "13800138000(微信同号)",
    ],
)
def test_one_mobile_in_all_its_dresses(raw: str | float) -> None:
    assert parse_phone(raw) == Phone(MOBILE, valid=True)
    assert parse_phones(raw) == [Phone(MOBILE, valid=True)]


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("010-88886666", "+861088886666"),
        (1088886666, "+861088886666"),
        ("(010) 88886666", "+861088886666"),
        ("010-88886666-801", "+861088886666;ext=801"),
        ("010-88886666转801", "+861088886666;ext=801"),
        ("010-8888-6666 分机:801", "+861088886666;ext=801"),
        ("010 8888 6666 ext. 801", "+861088886666;ext=801"),
        ("010-88886666,801", "+861088886666;ext=801"),
        ("+861088886666;ext=801", "+861088886666;ext=801"),
        ("400-800-1234", "+864008001234"),
        ("+1 (650) 253-0000", "+16502530000"),
        ("00852 2345 6789", "+85223456789"),
        ("16100000000", "+8616100000000"),
    ],
)
def test_other_valid_numbers(raw: str | int, number: str) -> None:
    assert parse_phone(raw) == Phone(number, valid=True)


def test_the_region_of_the_shop_counts() -> None:
    assert parse_phone("2345 6789", "HK") == Phone("+85223456789", valid=True)
    assert parse_phone("13800138000", "HK") == Phone("13800138000", valid=False)
    assert parse_phones("+86 13800138000", "HK") == [Phone(MOBILE, valid=True)]


@pytest.mark.parametrize(
    "raw",
    ["", " ", "-", "/", "无", "None", "N/A", "0", 0, 0.0, float("nan"), "\t'"],
)
def test_blank(raw: str | float) -> None:
    assert parse_phone(raw) is None
    assert parse_phones(raw) == []


@pytest.mark.parametrize(
    "raw",
    [
        "abc",
        "12345",
        "88886666",
        "138001380000",
        "王芳13800",
        "1-800-FLOWERS",
        "٠١٢٣",
        "📞",
        "9" * 10_000,
        "3号楼13800138000",
    ],
)
def test_what_is_no_number_stays_as_typed(raw: str) -> None:
    assert parse_phone(f"  {raw} ") == Phone(raw, valid=False)
    assert parse_phones(raw) == [Phone(raw, valid=False)]


def test_odd_numbers_stay_as_typed() -> None:
    assert parse_phone(13800138000.5) == Phone("13800138000.5", valid=False)
    assert parse_phone(-5.0) == Phone("-5", valid=False)
    assert parse_phone("+999123456789") == Phone("+999123456789", valid=False)


@pytest.mark.parametrize("raw", ["138****8000", "138xxxx8000", "138-****-8000", "＊＊＊＊8000", "138****"])
def test_masked_numbers_are_told(raw: str) -> None:
    assert parse_phone(raw) == Phone(raw, valid=False, masked=True)
    assert split_phones(raw) != []


@pytest.mark.parametrize("raw", ["1.38E+10", "1.38e10", "1E+10"])
def test_damaged_numbers_are_told(raw: str) -> None:
    assert parse_phone(raw) == Phone(raw, valid=False, damaged=True)


@pytest.mark.parametrize(
    "cell",
    [
        "13800138000/13900139000",
        "13800138000、13900139000",
        "13800138000；13900139000",
        "13800138000,13900139000",
        "13800138000 13900139000",
        "13800138000\n13900139000",
        "13800138000 ::: 13900139000",
        "138 0013 8000 139 0013 9000",
        "手机:13800138000 电话:13900139000",
        "13800138000 / 无 / 13900139000 / 13800138000",
        "13800138000 或 13900139000",
    ],
)
def test_two_in_a_cell(cell: str) -> None:
    assert [phone.number for phone in parse_phones(cell)] == [MOBILE, "+8613900139000"]


@pytest.mark.parametrize(
    ("cell", "pieces"),
    [
        ("155 5229 5655", ["155 5229 5655"]),
        ("010 8888 6666", ["010 8888 6666"]),
        ("13800138000/139", ["13800138000/139"]),
        ("13800138000 801", ["13800138000 801"]),
        ("13800138000 88886666", ["13800138000", "88886666"]),
        ("8888 6666 13800138000", ["8888 6666 13800138000"]),
        ("+1 650 253 0000 138 0013 8000", ["+1 650 253 0000", "138 0013 8000"]),
        ("妈妈 13800138000 爸爸", ["妈妈 13800138000 爸爸"]),
        ("13800138000 妈妈 13900139000 爸爸", ["13800138000 妈妈", "13900139000 爸爸"]),
        ("", []),
        ("7" * 241, ["7" * 241]),
    ],
)
def test_blanks_part_whole_numbers_only(cell: str, pieces: list[str]) -> None:
    assert split_phones(cell) == pieces


def test_words_beside_a_number_are_kept_as_its_label() -> None:
    assert parse_phones("13800138000(妈妈) / 爸爸:13900139000") == [
        Phone(MOBILE, valid=True, label="妈妈"),
        Phone("+8613900139000", valid=True, label="爸爸"),
    ]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (MOBILE, "138 0013 8000"),
        ("+861088886666", "010 8888 6666"),
        ("+861088886666;ext=801", "010 8888 6666 ext. 801"),
        ("+16502530000", "+1 650-253-0000"),
        ("138****8000", "138****8000"),
        ("abc", "abc"),
        ("+", "+"),
        ("+8612", "+8612"),
    ],
)
def test_shown(number: str, shown: str) -> None:
    assert format_phone(number) == shown


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        (MOBILE, "0008310083168"),
        ("+861088886666;ext=801", "666688880168"),
        ("138****8000", "0008"),
        ("abc", ""),
    ],
)
def test_tails(number: str, digits: str) -> None:
    assert digits_reversed(number) == digits


@settings(max_examples=100, deadline=None)
@given(st.text() | st.text("0123456789 -+/*()转x.E", max_size=40))
def test_any_text_is_read_and_a_valid_number_reads_back_as_itself(text: str) -> None:
    for phone in parse_phones(text):
        assert phone.number
        if phone.valid:
            again = parse_phone(phone.number)
            assert again is not None
            assert again.number == phone.number
            assert parse_phone(format_phone(phone.number)) == again
