import pytest

from crm_desktop.domain.gender import GENDER_WORDS, gender_code, guess_gender_codes, parse_gender


@pytest.mark.parametrize("word", ["男", "男士", "先生", "M", "Male", " male ", "Ｍ", "男 士"])
def test_male(word: str) -> None:
    assert parse_gender(word) == "male"


@pytest.mark.parametrize("word", ["女", "女士", "小姐", "太太", "F", "FEMALE"])
def test_female(word: str) -> None:
    assert parse_gender(word) == "female"


@pytest.mark.parametrize("word", [None, "", " ", "-", "保密", "未知", "不详", "Unknown"])
def test_unknown(word: str | None) -> None:
    assert parse_gender(word) is None


@pytest.mark.parametrize("word", [0, 1, 1.0, "2", "属虎", True])
def test_codes_and_other_words_are_not_guessed(word: object) -> None:
    with pytest.raises(ValueError, match=str(word)):
        parse_gender(word)


@pytest.mark.parametrize(
    ("values", "meaning"),
    [
        ([1, 2, 0, None, ""], {"0": None, "1": "male", "2": "female"}),
        (["1", "2"], {"1": "male", "2": "female"}),
        ([2.0], {"2": "female"}),
        ([0.0, 1.0, "１"], {"0": "female", "1": "male"}),
        ([1], {"1": "male"}),
        (["-1", "0", "1"], {"-1": None, "0": "female", "1": "male"}),
        ([0, "0", ""], {"0": None}),
        ([-1, 1, 2], None),
        ([0, 1, 3], None),
        (["男", 1], None),
        (["", None], None),
        ([], None),
    ],
)
def test_codes_of_a_column_are_guessed(values: list[object], meaning: dict[str, str | None] | None) -> None:
    assert guess_gender_codes(values) == meaning


def test_the_key_of_a_code() -> None:
    assert [gender_code(value) for value in (1, 1.0, " 1", None)] == ["1", "1", "1", ""]


def test_words_on_screen() -> None:
    assert [str(GENDER_WORDS[gender]) for gender in ("male", "female")] == ["Male", "Female"]
