"""Greetings: the shop's texts, whose turn it is, and who was greeted with what."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm_desktop import language
from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.greeting import DEFAULTS
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.services.birthdays import BirthdayRow
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.greetings import LONGEST, Chosen, Greetings, Template
from crm_desktop.services.settings import MAX_OFFER
from crm_desktop.store.models import Greeting, GreetingTemplate

if TYPE_CHECKING:
    from crm_desktop.domain.gender import Gender
    from crm_desktop.services import Services

TODAY = date(2026, 11, 21)  # the 13th day of the 10th lunar month
SOLAR, LUNAR = Calendar.SOLAR, Calendar.LUNAR
WANG = Birthday(LUNAR, 1988, 10, 13)


@pytest.fixture
def greetings(services: Services) -> Greetings:
    services.settings.change(shop_name="桂香茶铺")
    return services.greetings


def born(services: Services, name: str, birthday: Birthday = WANG, gender: Gender | None = "female") -> int:
    return services.customers.add(CustomerDraft(name=name, birthday=birthday, gender=gender)).new_id or 0


def row_of(services: Services, on: date = TODAY, days: int = 0) -> BirthdayRow:
    return next(services.birthdays.coming(on, days))


def templates(*words: str) -> list[Template]:
    return [Template(None, text) for text in words]


def texts(greetings: Greetings) -> list[str]:
    return [each.text for each in greetings.templates()]


class TestTexts:
    def test_a_shop_begins_with_good_ones_in_its_language(self, greetings: Greetings) -> None:
        assert tuple(texts(greetings)) == DEFAULTS["en"]
        assert [each.id for each in greetings.templates()] == [None, None, None]
        language.set_language("zh_CN")
        assert tuple(texts(greetings)) == DEFAULTS["zh_CN"]

    def test_they_are_saved_together_and_come_back(self, services: Services, greetings: Greetings) -> None:
        change = greetings.save(templates("甲", " 乙\n", "  "), offer=" 九折 ")
        assert str(change.title) == "Changed the birthday greetings"
        assert texts(greetings) == ["甲", "乙"]
        assert services.settings.get().offer == "九折"
        services.history.undo(change.id)
        assert tuple(texts(greetings)) == DEFAULTS["en"]
        assert services.settings.get().offer == ""

    def test_they_are_changed_ordered_and_deleted(self, services: Services, greetings: Greetings) -> None:
        greetings.save(templates("甲", "乙", "丙"))
        first, second, third = greetings.templates()
        change = greetings.save([third, Template(first.id, "甲甲"), Template(None, "丁")])
        assert texts(greetings) == ["丙", "甲甲", "丁"]
        assert greetings.templates()[0].id == third.id
        assert change.touched["greeting_template"] == {1, 2, 3, 4}
        services.history.undo(change.id)
        assert greetings.templates() == (first, second, third)

    def test_to_save_what_is_there_changes_nothing(self, greetings: Greetings) -> None:
        assert greetings.save(greetings.templates()).id is None
        assert not GreetingTemplate.select().exists()
        greetings.save(templates("甲"), offer="九折")
        assert greetings.save(greetings.templates(), offer="九折").id is None

    def test_one_that_was_deleted_meanwhile_is_not_lost(self, services: Services, greetings: Greetings) -> None:
        wang = born(services, "王芳")
        greetings.save(templates("甲", "乙"))
        first, second = greetings.templates()
        greetings.save([second])
        greetings.save([first, second])
        assert texts(greetings) == ["甲", "乙"]
        greetings.copied(wang, row_of(services).occurrence, Chosen("甲", first.id))
        assert Greeting.get().template_id is None

    def test_without_any_the_first_ones_are_back(self, greetings: Greetings) -> None:
        greetings.save(templates("甲"))
        greetings.save([])
        assert tuple(texts(greetings)) == DEFAULTS["en"]

    def test_what_is_too_long_is_refused(self, greetings: Greetings) -> None:
        with pytest.raises(InvalidInput) as refused:
            greetings.save(templates("甲" * (LONGEST + 1)))
        assert list(refused.value.fields) == ["text"]
        with pytest.raises(InvalidInput) as refused:
            greetings.save(templates("甲"), offer="九" * (MAX_OFFER + 1))
        assert list(refused.value.fields) == ["offer"]
        assert tuple(texts(greetings)) == DEFAULTS["en"]


class TestFilled:
    def test_from_the_row_and_from_the_reminder(self, services: Services, greetings: Greetings) -> None:
        born(services, "王芳")
        greetings.save(templates("{称呼}，{生日}快乐！{姓名} {年龄} 岁。{优惠}！{店名}"), offer="九折")
        expected = "王女士，lunar 10th month, day 13快乐！王芳 38 岁。九折！桂香茶铺"
        assert greetings.text_for(row_of(services)) == Chosen(expected, 1)
        (entry,) = services.today.today(TODAY).birthdays
        assert greetings.text_for(entry) == Chosen(expected, 1)

    def test_someone_without_a_name_a_year_and_a_gender(self, services: Services, greetings: Greetings) -> None:
        draft = CustomerDraft(phones=("13800138000",), birthday=Birthday(SOLAR, None, 11, 21))
        services.customers.add(draft)
        greetings.save(templates("{称呼}，祝您{年龄}岁生日快乐！"))
        assert greetings.text_for(row_of(services)).text == "valued customer，祝您生日快乐！"

    def test_the_preview_needs_no_customer(self, greetings: Greetings) -> None:
        text = "{称呼}，{年龄}岁生日快乐！到店享{优惠}。——{店名}"
        assert greetings.preview(text, "李伟", "male", WANG, 38, " 九折 ") == (
            "李先生，38岁生日快乐！到店享九折。——桂香茶铺"
        )
        assert greetings.preview(text, "王芳", "female", WANG, 38, "") == "王女士，38岁生日快乐！——桂香茶铺"


class TestTurns:
    def test_each_year_the_next_one(self, services: Services, greetings: Greetings) -> None:
        born(services, "王芳", Birthday(SOLAR, 1988, 11, 21))
        greetings.save(templates("甲 {称呼}", "乙 {称呼}", "丙 {称呼}"))
        said = []
        for year in range(2026, 2031):
            row = row_of(services, date(year, 11, 21))
            chosen = greetings.text_for(row)
            greetings.copied(row.customer_id, row.occurrence, chosen)
            said.append(chosen.text[0])
        assert said == ["甲", "乙", "丙", "甲", "乙"]

    def test_new_customers_begin_with_different_ones(self, services: Services, greetings: Greetings) -> None:
        for name in ("王芳", "李伟", "张敏", "陈静"):
            born(services, name)
        greetings.save(templates("甲", "乙", "丙"))
        rows = {row.name: greetings.text_for(row).text for row in services.birthdays.coming(TODAY, 0)}
        assert rows == {"王芳": "甲", "李伟": "乙", "张敏": "丙", "陈静": "甲"}

    def test_one_that_is_not_saved_is_known_by_its_words(self, services: Services, greetings: Greetings) -> None:
        wang = born(services, "王芳", Birthday(SOLAR, 1988, 11, 21))
        last_year = row_of(services, date(2025, 11, 21)).occurrence
        greetings.copied(wang, last_year, greetings.text_for(row_of(services, date(2025, 11, 21))))
        assert greetings.text_for(row_of(services)).text.startswith("Dear 王女士")
        greetings.copied(wang, last_year, Chosen("Something else"))
        assert greetings.text_for(row_of(services)).text.startswith("Happy birthday, 王女士")

    def test_one_that_was_deleted_is_known_by_its_words(self, services: Services, greetings: Greetings) -> None:
        wang = born(services, "王芳", Birthday(SOLAR, 1988, 11, 21))
        greetings.save(templates("甲 {称呼}", "乙 {称呼}"))
        greetings.copied(wang, row_of(services, date(2025, 11, 21)).occurrence, Chosen("甲 王女士", 1))
        greetings.save(templates("甲 {称呼}", "丙"))
        assert Greeting.get().template_id is None
        assert greetings.text_for(row_of(services)).text == "丙"

    def test_a_year_that_was_only_ticked_off_says_nothing_of_the_text(
        self, services: Services, greetings: Greetings
    ) -> None:
        wang = born(services, "王芳", Birthday(SOLAR, 1988, 11, 21))
        greetings.save(templates("甲", "乙"))
        for year in (2023, 2024):
            row = row_of(services, date(year, 11, 21))
            greetings.copied(wang, row.occurrence, greetings.text_for(row))
        greetings.mark_greeted(wang, row_of(services, date(2025, 11, 21)).occurrence)
        assert greetings.text_for(row_of(services)).text == "甲"

    def test_another_can_be_chosen(self, services: Services, greetings: Greetings) -> None:
        born(services, "王芳")
        greetings.save(templates("甲", "乙", "丙 {姓名}"))
        last = greetings.templates()[2]
        assert greetings.text_for(row_of(services), last) == Chosen("丙 王芳", last.id)


class TestGreeted:
    def test_copied_is_logged_and_marked_once_for_the_year(self, services: Services, greetings: Greetings) -> None:
        wang = born(services, "王芳", Birthday(LUNAR, 1988, 12, 13))
        greetings.save(templates("甲 {姓名}", "乙 {姓名}"))
        on = date(2027, 1, 1)
        row = row_of(services, on, 40)
        assert row.occurrence.year == 2026  # the lunar year
        change = greetings.copied(wang, row.occurrence, greetings.text_for(row))
        assert str(change.title) == "Copied the greeting for 王芳, marked as greeted"
        assert change.concerns("greeting")
        row = row_of(services, on, 40)
        assert row.greeted
        assert greetings.text_for(row) == Chosen("甲 王芳", 1)
        assert greetings.copied(wang, row.occurrence, greetings.text_for(row)).id is None
        assert services.customers.timeline(wang)[0].title == "甲 王芳"
        assert not list(services.birthdays.coming(date(2027, 12, 1), 40))[-1].greeted
        services.history.undo(change.id)
        assert not row_of(services, on, 40).greeted
        assert services.customers.timeline(wang) == []

    def test_another_text_in_the_same_year_is_kept_instead(self, services: Services, greetings: Greetings) -> None:
        wang = born(services, "王芳")
        greetings.save(templates("甲", "乙"))
        first = greetings.copied(wang, row_of(services).occurrence, Chosen("甲", 1))
        second = greetings.copied(wang, row_of(services).occurrence, Chosen("乙", 2))
        assert [(each.text, each.template_id) for each in Greeting.select()] == [("乙", 2)]
        services.history.undo(second.id)
        assert [(each.text, each.template_id) for each in Greeting.select()] == [("甲", 1)]
        services.history.undo(first.id)
        assert not Greeting.select().exists()

    def test_marked_without_words(self, services: Services, greetings: Greetings) -> None:
        wang = born(services, "王芳")
        greetings.save(templates("甲"))
        change = greetings.mark_greeted(wang, row_of(services).occurrence)
        assert str(change.title) == "Greeted 王芳 for the birthday"
        assert greetings.mark_greeted(wang, row_of(services).occurrence).id is None
        # No words were noted: the next copy gives and notes some.
        row = row_of(services)
        assert row.greeted
        assert greetings.text_for(row).text == "甲"
        greetings.copied(wang, row.occurrence, greetings.text_for(row))
        assert Greeting.get().text == "甲"

    def test_several_at_once(self, services: Services, greetings: Greetings) -> None:
        for name in ("王芳", "李伟", "张敏"):
            born(services, name)
        greetings.save(templates("甲", "乙"))
        rows = list(services.birthdays.coming(TODAY, 0))
        greetings.mark_greeted(rows[0].customer_id, rows[0].occurrence)
        marked = greetings.mark_all_greeted(list(services.birthdays.coming(TODAY, 0)))
        assert marked.title.n == 2
        assert all(row.greeted for row in services.birthdays.coming(TODAY, 0))
        services.history.undo(marked.id)
        assert [row.greeted for row in services.birthdays.coming(TODAY, 0)] == [
            row.customer_id == rows[0].customer_id for row in rows
        ]
        entries = services.today.today(TODAY).birthdays
        copied = greetings.all_copied([(entry, greetings.text_for(entry)) for entry in entries])
        assert copied.title.n == 3
        assert sorted(each.text for each in Greeting.select()) == ["乙", "甲", "甲"]
        services.history.undo(copied.id)
        assert Greeting.select().count() == 1

    def test_taken_back(self, services: Services, greetings: Greetings) -> None:
        wang = born(services, "王芳")
        greetings.copied(wang, row_of(services).occurrence, Chosen("甲"))
        change = greetings.unmark(wang, row_of(services).occurrence)
        assert str(change.title) == "Marked the birthday of 王芳 as not greeted"
        assert not row_of(services).greeted
        services.history.undo(change.id)
        assert row_of(services).greeted

    def test_a_birthday_deleted_meanwhile_cannot_be_greeted(self, services: Services, greetings: Greetings) -> None:
        wang = born(services, "王芳")
        occurrence = row_of(services).occurrence
        services.customers.edit(wang, CustomerDraft(name="王芳"))
        for act in (greetings.mark_greeted, greetings.unmark):
            with pytest.raises(NotFound):
                act(wang, occurrence)
        with pytest.raises(NotFound):
            greetings.copied(99, occurrence, Chosen("甲"))
        assert not Greeting.select().exists()
