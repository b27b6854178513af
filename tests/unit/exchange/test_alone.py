"""Rows that need not be looked for: with and without that knowledge an import decides the same."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.exchange.people.directory import NOBODY, Directory, Person

FIRST, SECOND = "+8613800138000", "+8613800138001"
BORN = Birthday(Calendar.SOLAR, 1988, 3, 5)

people = st.builds(
    lambda name, phones, member, birthday, note: Person(
        name=name, phones=phones, telling=phones, member_no=member, member_key=member, birthday=birthday, note=note
    ),
    st.sampled_from(["", "王芳", "王 芳", "王女士", "李明"]),
    st.sampled_from([(), (), (FIRST,), (SECOND,), (FIRST, SECOND), ("+8613800138002",), ("+8613800138003",)]),
    st.sampled_from(["", "M1", "M2"]),
    st.sampled_from([None, BORN, Birthday(Calendar.LUNAR, None, 8, 15)]),
    st.sampled_from(["", "怕热"]),
)


def decided(known: list[Person], rows: list[Person], *, quickly: bool) -> list[Any]:
    """Which entry each row became, counted from the first, with what all of them know in the end."""
    directory = Directory(enumerate(known, 1))
    alone = directory.alone(rows) if quickly else [False] * len(rows)
    places = []
    for person, is_alone in zip(rows, alone, strict=True):
        found = NOBODY if is_alone else directory.find(person)
        if found.entry is None:
            entry = directory.add(person, alone=is_alone)
        else:
            entry = found.entry
            directory.update(entry, person)
        places.append((directory.entries.index(entry), found.doubt and str(found.doubt)))
    return [places, [entry.now for entry in directory.entries]]


@given(known=st.lists(people, max_size=3), rows=st.lists(people, max_size=8))
@settings(max_examples=100)
def test_rows_that_are_alone_are_decided_as_if_they_were_looked_for(known: list[Person], rows: list[Person]) -> None:
    assert decided(known, rows, quickly=True) == decided(known, rows, quickly=False)


def test_who_shares_a_phone_a_member_number_or_a_name_is_not_alone() -> None:
    directory = Directory([(1, Person(name="王芳", phones=(FIRST,), telling=(FIRST,), member_key="M1"))])
    rows = [
        Person(name="李明", telling=(SECOND,)),
        Person(name="李明", telling=(FIRST,)),
        Person(name="李明", telling=("+8613800138002",), member_key="M1"),
        Person(name="赵雪", birthday=BORN),
        Person(name="赵雪", telling=("+8613800138003",), birthday=BORN),
        Person(name="赵雪", telling=("+8613800138004",)),
    ]
    assert directory.alone(rows) == [True, False, False, False, False, True]
