"""Columns of codes: guessed, explained by their heading, or confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.importing.importer import import_file, look, plan_table, write_plan
from crm_desktop.exchange.importing.report import ImportReport, Options
from crm_desktop.exchange.readers import Cell, open_book
from crm_desktop.exchange.sheets.codes import Guess, calendar_codes, gender_codes, guess_calendar_codes
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.sheets.table import read_table
from crm_desktop.services import Services
from crm_desktop.store.shop import Shop
from tests.unit.exchange.test_importing_customers import csv_file, everyone


class TestOfOneColumn:
    def test_a_guess_says_on_how_many_rows(self) -> None:
        codes = gender_codes(["1", 2.0, "1", "", "男"], "性别", {})
        assert codes.guess is None, "a word among them: this is no column of codes"
        codes = gender_codes(["1", 2.0, "1", "", 0], "性别", {})
        assert codes.guess == Guess("性别", "gender", {"0": None, "1": "male", "2": "female"}, 4, confirmed=False)
        assert codes.guess.legend == "1 = Male, 2 = Female"

    def test_what_the_heading_explains_is_no_guess(self) -> None:
        codes = gender_codes(["0", "1", "2"], "会员性别(0女 1男 2保密)", {})
        assert codes.meaning == {"0": "female", "1": "male", "2": None}
        assert codes.guess is None
        assert codes.found is not None

    def test_a_heading_may_explain_codes_that_no_row_has(self) -> None:
        codes = gender_codes(["男", "女"], "性别(0女 1男)", {})
        assert codes.found is None

    def test_what_she_confirmed_holds(self) -> None:
        codes = gender_codes(["0", "1"], "性别", {"0": "male", "1": "female", "2": None})
        assert codes.meaning == {"0": "male", "1": "female"}
        assert codes.guess is not None
        assert codes.guess.confirmed
        codes = gender_codes(["0", "1"], "性别(0女 1男)", {"0": "male"})
        assert codes.meaning == {"0": "male", "1": "male"}
        assert codes.guess is not None
        assert not codes.guess.confirmed, "she has not spoken of all of them"

    def test_she_may_say_what_any_word_means(self) -> None:
        codes = gender_codes(["A", "B", "男"], "性别", {"A": "male", "B": "female"})
        assert codes.guess == Guess("性别", "gender", {"A": "male", "B": "female"}, 2, confirmed=True)

    @pytest.mark.parametrize(
        ("header", "cells", "meaning"),
        [
            ("是否农历", ["0", "1"], {"0": "solar", "1": "lunar"}),
            ("农历", [1.0, ""], {"1": "lunar"}),
            ("会员生日类型", ["0", "1"], {"0": "lunar", "1": "solar"}),
            ("生日类型", ["1", "2", "0"], {"0": None, "1": "solar", "2": "lunar"}),
            ("生日类型", ["农历", "1"], {}),
            ("生日类型", ["", "-"], {}),
        ],
    )
    def test_calendars(self, header: str, cells: list[Cell], meaning: dict[str, str | None]) -> None:
        codes = calendar_codes(cells, header, {})
        assert codes.meaning == meaning
        assert (codes.guess is None) == (not meaning)

    @given(st.sets(st.sampled_from("0123"), max_size=4), st.sampled_from(["是否农历", "生日类型"]))
    def test_every_code_gets_a_meaning_or_none_does(self, codes: set[str], header: str) -> None:
        meaning = guess_calendar_codes(codes, header)
        assert meaning.keys() in (codes, set())
        assert set(meaning.values()) <= {"solar", "lunar", None}

    @given(
        st.lists(st.sampled_from(["0", "1", "2", 1.0, 2, "", "-1", "男", "x"])),
        st.dictionaries(st.sampled_from("012x"), st.sampled_from(["male", "female", None])),
    )
    def test_confirmed_codes_always_win(self, cells: list[Cell], confirmed: dict[str, str | None]) -> None:
        codes = gender_codes(cells, "性别", confirmed)
        there = {str(cell).removesuffix(".0") for cell in cells}
        for code in there & confirmed.keys():
            assert codes.meaning[code] == confirmed[code]
        if codes.guess is not None:
            assert 0 < codes.guess.rows <= len(cells)


SHEET = "姓名,电话,性别,生日,是否农历\n王芳,13800138000,0,1988-8-15,1\n李强,13900139000,1,1988-3-5,0"


class TestInAnImport:
    def brought_in(self, shop: Shop, path: Path, options: Options) -> ImportReport:
        return write_plan(shop, plan_table(shop, read_table(open_book(path), Kind.CUSTOMERS), options))

    def test_guesses_are_told(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = csv_file(tmp_path, SHEET)
        answer = import_file(shop, "customers", path).as_json()
        assert answer["guesses"] == [
            {"header": "是否农历", "field": "birthday_calendar", "codes": {"0": "solar", "1": "lunar"}, "rows": 2,
             "confirmed": False},
            {"header": "性别", "field": "gender", "codes": {"0": "female", "1": "male"}, "rows": 2,
             "confirmed": False},
        ]  # fmt: skip
        assert [(w["row"], w["field"]) for w in answer["warnings"]] == [(1, "birthday_calendar"), (1, "gender")]
        assert "0 = Solar calendar, 1 = Lunar calendar" in answer["warnings"][0]["reason"]
        fang, qiang = everyone(services)
        assert (fang.gender, qiang.gender) == ("female", "male")
        assert fang.birthday is not None
        assert qiang.birthday is not None
        assert (fang.birthday.calendar, qiang.birthday.calendar) == ("lunar", "solar")

    def test_what_she_confirmed_is_not_warned_of(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        confirmed = {"gender": {"0": "male", "1": "female"}, "birthday_calendar": {"0": "lunar", "1": None}}
        report = self.brought_in(shop, csv_file(tmp_path, SHEET), Options(codes=confirmed))
        assert all(guess.confirmed for guess in report.guesses)
        assert list(report.warnings) == []
        fang, qiang = everyone(services)
        assert (fang.gender, qiang.gender) == ("male", "female")
        assert fang.birthday is not None
        assert qiang.birthday is not None
        assert (fang.birthday.calendar, qiang.birthday.calendar) == ("solar", "lunar")

    def test_codes_that_say_nothing_are_named(self, shop: Shop, tmp_path: Path) -> None:
        answer = import_file(shop, "customers", csv_file(tmp_path, "姓名,电话,性别\n王芳,13800138000,0")).as_json()
        assert [warned["reason"] for warned in answer["warnings"]] == [
            "The codes of this column (0) were taken to say nothing. Say what they mean."
        ]

    def test_guessed_codes_are_not_sure(self, shop: Shop, tmp_path: Path) -> None:
        assert not look(shop, open_book(csv_file(tmp_path, SHEET))).sure
        plain = "姓名,电话,性别\n王芳,13800138000,女"
        assert look(shop, open_book(csv_file(tmp_path, plain))).sure
