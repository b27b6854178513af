"""Passwords: how strong each kind is, what is said of it, and how long to wait after wrong ones."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.password import LONGEST, Level, judge, pause_after, problem_with

SHOP = ("梅花美容院", "+8613800138000", "王芳")


@pytest.mark.parametrize(
    ("password", "level"),
    [
        ("", Level.VERY_WEAK),
        ("123456", Level.VERY_WEAK),
        ("password1", Level.VERY_WEAK),
        ("P@ssw0rd", Level.VERY_WEAK),
        ("5201314", Level.VERY_WEAK),
        ("woaini1314", Level.VERY_WEAK),
        ("Woaini520", Level.VERY_WEAK),
        ("888888", Level.VERY_WEAK),
        ("1qaz2wsx", Level.VERY_WEAK),
        ("19881003", Level.VERY_WEAK),
        ("2008-08-08", Level.VERY_WEAK),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", Level.VERY_WEAK),
        ("梅花美容院", Level.VERY_WEAK),
        ("meihuameirongyuan", Level.VERY_WEAK),
        ("mhmry", Level.VERY_WEAK),
        ("13800138000", Level.VERY_WEAK),
        ("138000", Level.VERY_WEAK),
        ("wangfang", Level.VERY_WEAK),
        ("meihua8000", Level.WEAK),
        ("liwei1988", Level.WEAK),
        ("zhangsan123", Level.WEAK),
        ("13867239415", Level.FAIR),
        ("Zx9!kq2#Lm", Level.FAIR),
        ("lan-deng-yu-6-ci", Level.STRONG),
        ("correct horse battery staple", Level.STRONG),
        ("caomeiniunaidianhuataideng", Level.STRONG),
        ("kT7#pq92xLm4zz", Level.STRONG),
    ],
)
def test_how_strong(password: str, level: Level) -> None:
    assert judge(password, SHOP).level is level


def test_what_is_known_of_the_shop_makes_it_weak() -> None:
    assert judge("hongyunxiaochufang").level > judge("hongyunxiaochufang", ["红云小厨房"]).level
    assert judge("67239415").guesses > judge("67239415", ["+8613867239415"]).guesses
    assert judge("kT7#pq92xLm4zz", ["", " ", "a", "梅"]).level is Level.STRONG


def test_a_phone_number_is_no_secret_wherever_it_stands() -> None:
    """Its eleven digits look like 10¹¹ guesses, and are at most 4·10⁹."""
    for password in ("13867239415", "+8613867239415", "13867239415a", "a13867239415"):
        assert judge(password).guesses <= 4e9 * 100
        assert str(judge(password).advice).startswith("It holds a phone number")


@pytest.mark.parametrize(
    ("password", "advice"),
    [
        ("password1", "It is among the passwords that everybody takes."),
        ("20081003", "It holds a date. Birthdays and years are tried first."),
        ("1984ot", "It holds a date. Birthdays and years are tried first."),
        ("aaaaaaaa", "Repeated or neighbouring characters and keys are tried first."),
        ("abcdefgh", "Repeated or neighbouring characters and keys are tried first."),
        ("wangfang", "Names, words in pinyin, lucky numbers and what belongs to the shop are tried first."),
        ("zebra-lamp", "A part of it is among the passwords that everybody takes."),
        ("hippopotamus", "Single words and names are tried first. Take four that have nothing to do with each other."),
        ("k9#Xq", "Make it longer: four words that have nothing to do with each other are strong, and easy to keep in "
                  "mind."),
        ("hippopotamus7", "Add another word that has nothing to do with the others."),
        ("correct horse battery staple", None),
    ],
)  # fmt: skip
def test_what_to_do_about_it(password: str, advice: str | None) -> None:
    found = judge(password, SHOP).advice
    assert (str(found) if found is not None else None) == advice


def test_how_long_it_holds_is_said() -> None:
    said = {str(judge(word).holds) for word in ("1", "Zx9!kq2", "Zx9!kq2#", "Zx9!kq2#L", "Zx9!kq2#Lm", "Zx9!kq2#LmT4")}
    assert len(said) >= 5
    assert str(judge("1").holds) == "Whoever takes the file would find this password at once."
    assert str(judge("Zx9!kq2#LmT4vWq8").holds) == "Whoever takes the file will not find this password."


def test_levels_have_names_and_the_lower_two_are_weak() -> None:
    found = {judge(word).level: judge(word) for word in ("1", "Zx9!kq2", "Zx9!kq2#Lm", "Zx9!kq2#LmT", "Zx9!kq2#LmT4v")}
    assert {str(strength.name) for strength in found.values()} == {"Very weak", "Weak", "Fair", "Good", "Strong"}
    assert [level for level, strength in found.items() if strength.weak] == [Level.VERY_WEAK, Level.WEAK]


@settings(max_examples=60)
@given(st.text(max_size=120), st.lists(st.text(max_size=30), max_size=3))
def test_any_text_can_be_judged(password: str, known: list[str]) -> None:
    strength = judge(password, known)
    assert (strength.advice is None) == (strength.level is Level.STRONG)
    assert strength.guesses >= 1 or not password


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", "Type a password."),
        ("a", None),
        ("密码 with blanks", None),
        ("a" * LONGEST, None),
        ("a" * (LONGEST + 1), "A password has at most 1000 characters."),
        ("a\0b", "This holds a character that cannot be typed again. Choose another password."),
        ("a\nb", "This holds a character that cannot be typed again. Choose another password."),
        ("a\ud800", "This holds a character that cannot be typed again. Choose another password."),
        ("\ue000𠮷", None),
    ],
)
def test_what_cannot_be_a_password(password: str, problem: str | None) -> None:
    found = problem_with(password)
    assert (str(found) if found is not None else None) == problem


def test_pauses_grow_from_the_fifth_wrong_one_to_a_quarter_of_an_hour() -> None:
    seconds = [int(pause_after(wrong).total_seconds()) for wrong in range(13)]
    assert seconds == [0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900]
    assert pause_after(10**9) == timedelta(minutes=15)
