"""Who is the same person, and what becomes of two rows about one."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.exchange.people.directory import Directory, Entry, Person, joined_notes, merged

BORN = Birthday(Calendar.SOLAR, 1988, 3, 5)
BORN_SOME_YEAR = Birthday(Calendar.SOLAR, None, 3, 5)


def person(name: str = "", *phones: str, **more: object) -> Person:
    return Person(name=name, phones=phones, telling=phones, **more)  # type: ignore[arg-type]


def member(name: str, number: str, *phones: str) -> Person:
    return person(name, *phones, member_no=number, member_key=number)


def same(known: Person, row: Person) -> bool:
    directory = Directory([(7, known)])
    entry = directory.find(row).entry
    assert entry is None or entry.id == 7
    return entry is not None


class TestTheSame:
    @pytest.mark.parametrize("name", ["王芳", "", "王女士"])
    def test_phone_and_a_name_that_does_not_clash(self, name: str) -> None:
        assert same(person("王芳", "1"), person(name, "2", "1"))

    def test_of_two_who_may_be_meant_it_is_the_one_of_whom_all_is_known(self) -> None:
        directory = Directory([(7, person("王芳", "1", note="x")), (8, person("王女士", "1", note="喜欢甜的"))])
        entry = directory.find(person("王女士", "1", note="喜欢甜的")).entry
        assert entry is not None
        assert entry.id == 8

    def test_phone_alone_where_the_known_has_no_name(self) -> None:
        assert same(person("", "1"), person("王芳", "1"))

    def test_the_same_phone_under_another_name_is_someone_else(self) -> None:
        directory = Directory([(1, person("王芳", "1"))])
        found = directory.find(person("李强", "1"))
        assert found.entry is None
        assert found.doubt is not None
        assert found.doubt.args == ("王芳",)
        directory.add(person("李强", "1"))
        assert directory.find(person("李强", "1")).entry is directory.entries[1]
        assert directory.find(person("李强", "1")).doubt is None
        assert directory.find(person("王芳", "1")).entry is directory.entries[0]

    def test_member_number(self) -> None:
        assert same(member("王芳", "M1", "1"), member("王芳", "M1", "2"))
        directory = Directory([(1, member("王芳", "M1"))])
        found = directory.find(member("李强", "M1"))
        assert found.entry is directory.entries[0]
        assert found.doubt is not None
        assert directory.find(member("", "M1")).doubt is None

    def test_name_and_birthday_where_one_has_no_phone(self) -> None:
        assert same(person("王芳", birthday=BORN), person("王芳", "1", birthday=BORN))
        assert same(person("王芳", "1", birthday=BORN), person("王芳", birthday=BORN))
        assert same(person("王芳", birthday=BORN), person("王芳", birthday=BORN))
        assert not same(person("王芳", "1", birthday=BORN), person("王芳", "2", birthday=BORN))
        assert not same(person("王芳", birthday=BORN), person("王芳", "1", birthday=BORN_SOME_YEAR))
        assert not same(person("", birthday=BORN), person("", "1", birthday=BORN))

    def test_a_masked_phone_identifies_nobody(self) -> None:
        masked = Person(name="王芳", phones=("138****8000",))
        assert not same(masked._replace(address="a"), masked._replace(name="李强"))
        assert same(masked, masked)

    def test_nothing_to_go_by_but_all_the_same(self) -> None:
        assert same(Person(name="王芳", address="a", tags=("老客户",)), Person(name="王芳", address="a"))
        assert not same(Person(name="王芳", address="a"), Person(name="王芳", address="b"))
        assert not same(Person(name="王芳", address="a"), Person(name="李强", address="a"))

    def test_blanks_and_case_of_a_name_do_not_matter(self) -> None:
        assert same(Person(name="王 芳", address="a"), Person(name="王芳", address="a"))
        assert same(person("Mary Ann", birthday=BORN), person("mary ann", "1", birthday=BORN))
        assert same(person("Mary Ann", "1", birthday=BORN), person("MaryAnn", birthday=BORN))
        directory = Directory([(1, person("王 芳", "1"))])
        assert directory.named("王芳") is directory.entries[0]
        assert not directory.update(directory.entries[0], person("王芳", "1"))

    def test_the_only_one_of_a_name(self) -> None:
        directory = Directory([(1, person("王芳", "1")), (2, person("李强", "2")), (3, person("李强", "3"))])
        assert directory.named("王芳") is directory.entries[0]
        assert directory.named("李强") is None
        assert directory.named("赵六") is None
        directory.add(person("李强"), 4)
        assert directory.named("李强") is directory.entries[3]


class TestMerging:
    def test_new_values_replace_and_blanks_erase_nothing(self) -> None:
        old = Person(
            name="王芳", gender="female", address="旧", source="店", wechat=("a", "c"), qq=("1",), custom=("干", "x")
        )
        new = Person(name="王芳", address="新", wechat=("b",), custom=("", "y"))
        now = merged(old, new)
        assert (now.gender, now.address, now.source, now.wechat, now.qq) == ("female", "新", "店", ("b", "c"), ("1",))
        assert now.custom == ("干", "y")

    def test_phones_mails_and_tags_are_joined(self) -> None:
        old = person("王芳", "1", "2", emails=("a",), tags=("x",))
        now = merged(old, person("王芳", "2", "3", emails=("b",), tags=("x", "y")))
        assert (now.phones, now.telling, now.emails, now.tags) == (
            ("1", "2", "3"),
            ("1", "2", "3"),
            ("a", "b"),
            ("x", "y"),
        )

    @pytest.mark.parametrize(
        ("old", "new", "now"),
        [
            ("王芳", "王女士", "王芳"),
            ("王女士", "王芳", "王芳"),
            ("王芳", "小王", "王芳"),
            ("王芳芳", "芳芳", "王芳芳"),
            ("", "王芳", "王芳"),
            ("王芳", "", "王芳"),
            ("王芳", "李强", "李强"),
        ],
    )
    def test_the_fuller_name_stays(self, old: str, new: str, now: str) -> None:
        assert merged(Person(name=old), Person(name=new)).name == now

    def test_a_birthday_keeps_its_year(self) -> None:
        assert merged(Person(birthday=BORN), Person(birthday=BORN_SOME_YEAR)).birthday == BORN
        assert merged(Person(birthday=BORN_SOME_YEAR), Person(birthday=BORN)).birthday == BORN
        assert merged(Person(birthday=BORN), Person()).birthday == BORN
        other = Birthday(Calendar.LUNAR, None, 8, 15)
        assert merged(Person(birthday=BORN), Person(birthday=other)).birthday == other

    def test_the_earlier_day_of_joining_stays(self) -> None:
        early, late = datetime(2020, 1, 1), datetime(2026, 1, 1)
        assert merged(Person(created=late), Person(created=early)).created == early
        assert merged(Person(created=early), Person(created=late)).created == early
        assert merged(Person(created=late), Person()).created == late

    @pytest.mark.parametrize(
        ("old", "new", "now"),
        [("a", "b", "a\nb"), ("a\nb", "b", "a\nb"), ("a", "", "a"), ("", "b", "b"), ("a", "a\nb", "a\nb")],
    )
    def test_a_differing_note_comes_on_a_new_line(self, old: str, new: str, now: str) -> None:
        assert joined_notes(old, new) == now

    PEOPLE = st.builds(
        person,
        st.sampled_from(["王芳", "王女士", "小王", "王芳芳", ""]),
        st.sampled_from(["1", "2"]),
        gender=st.sampled_from([None, "female"]),
        birthday=st.sampled_from([None, BORN, BORN_SOME_YEAR]),
        note=st.sampled_from(["", "a", "b", "a\nb"]),
        wechat=st.sampled_from([(), ("x",), ("y", "x")]),
    )

    @given(st.lists(PEOPLE, min_size=1, max_size=6))
    def test_the_same_rows_once_more_change_nothing(self, rows: list[Person]) -> None:
        once = rows[0]
        for row in rows[1:]:
            once = merged(once, row)
        twice = once
        for row in rows:
            twice = merged(twice, row)
        assert twice == once


def test_an_entry_knows_whether_it_changed() -> None:
    directory = Directory([(1, person("王芳", "1"))])
    entry = directory.entries[0]
    assert not directory.update(entry, person("王芳"))
    assert not entry.is_changed
    assert directory.update(entry, person("王芳", "2"))
    assert entry.is_changed
    assert directory.find(person("", "2")).entry is entry
    assert Entry(person("李强")).before is None
