"""The one calendar that is kept up to date: what it holds, and that it stays as it is while nothing changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from crm_desktop import language
from crm_desktop.cli import main
from crm_desktop.domain.birthday import DEFAULT_RULES, Birthday, Calendar, LeapMonthRule, YearlyRules, occurrences
from crm_desktop.errors import Cancelled, CannotWriteFile
from crm_desktop.exchange.writers import ics_file
from crm_desktop.exchange.writers.ics_file import Written, write_calendar
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.services.calendar_rows import CalendarRows
from crm_desktop.services.customer_records import Customer, CustomerDraft
from crm_desktop.services.follow_ups import FollowUp, FollowUpDraft
from tests.fakes import NOW
from tests.unit.exchange.test_writer_ics import CALL, SOMEONE

SOLAR, LUNAR = Calendar.SOLAR, Calendar.LUNAR
MOON = Birthday(LUNAR, 1970, 8, 15)
PEOPLE = [
    replace(SOMEONE, id=1, birthday=Birthday(SOLAR, 1988, 3, 5)),
    replace(SOMEONE, id=2, birthday=MOON),
    replace(SOMEONE, id=3, birthday=Birthday(SOLAR, None, 2, 29)),
    replace(SOMEONE, id=4, birthday=None),
]
TASKS = [CALL, replace(CALL, id=2, priority=1)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "shop.ics"


def write(
    file: Path, people: Iterable[Customer] = PEOPLE, tasks: Iterable[FollowUp] = TASKS, on: datetime = NOW,
    **more: Any,
) -> Written:  # fmt: skip
    return write_calendar(people, tasks, file, on, more.pop("rules", DEFAULT_RULES), **more)


def parsed(file: Path) -> Any:
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    assert [(part.name, part.errors) for part in calendar.walk() if part.errors] == []
    return calendar


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_birthdays_and_follow_ups_as_another_program_reads_them(spoken: str, file: Path) -> None:
    language.set_language(spoken)
    assert write(file, title="桂香茶铺") == Written(5, True)
    calendar = parsed(file)
    assert (str(calendar["X-WR-CALNAME"]), calendar["REFRESH-INTERVAL"].dt) == ("桂香茶铺", timedelta(hours=1))
    solar, lunar, leap, call, _ = calendar.walk("VEVENT")
    assert (solar.decoded("DTSTART"), solar["RRULE"]["FREQ"]) == (date(2026, 3, 5), ["YEARLY"])
    assert [day.dt for day in lunar["RDATE"].dts] == [
        found.date for found in occurrences(MOON, date(2026, 1, 1), date(2028, 12, 31))
    ]
    assert [day.dt for day in leap["RDATE"].dts] == [date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]
    assert call.decoded("DTSTART") == CALL.due
    assert call.walk("VALARM")
    assert len({str(event["UID"]) for event in calendar.walk("VEVENT")}) == 5


def test_things_to_do_for_those_who_want_them(file: Path) -> None:
    assert write(file, tasks_as="todo").rows == 5
    assert (len(parsed(file).walk("VTODO")), len(parsed(file).walk("VEVENT"))) == (2, 3)
    assert str(parsed(file)["X-WR-CALNAME"]) == "Birthdays and follow-ups"


def test_the_same_things_are_called_the_same_as_in_files_of_their_own(file: Path, tmp_path: Path) -> None:
    write(file)
    ids = {str(event["UID"]) for event in parsed(file).walk("VEVENT")}
    ics_file.write_birthdays(PEOPLE, tmp_path / "b.ics", NOW, DEFAULT_RULES)
    ics_file.write_follow_ups(TASKS, tmp_path / "f.ics", NOW, "event")
    assert ids == {str(e["UID"]) for name in ("b.ics", "f.ics") for e in parsed(tmp_path / name).walk("VEVENT")}


def test_while_nothing_changes_the_file_is_left_alone(file: Path) -> None:
    write(file)
    before, state = file.read_bytes(), file.stat()
    for later in (timedelta(minutes=1), timedelta(days=39)):  # a birthday goes by, a follow-up is overdue
        assert write(file, on=NOW + later) == Written(5, False)
    assert (file.read_bytes(), file.stat().st_mtime_ns, file.stat().st_ino) == (before, state.st_mtime_ns, state.st_ino)
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize(
    "people",
    [
        PEOPLE[:2],
        [replace(PEOPLE[0], name="单晓莉"), *PEOPLE[1:]],  # of the same length
        [*PEOPLE, replace(PEOPLE[0], id=9)],
    ],
)
def test_what_changed_is_written(file: Path, people: list[Customer]) -> None:
    write(file)
    later = NOW + timedelta(hours=1)
    assert write(file, people, on=later).anew
    stamps = {event.decoded("DTSTAMP") for event in parsed(file).walk("VEVENT")}
    assert stamps == {later.astimezone()}


def test_a_new_year_has_days_of_its_own(file: Path) -> None:
    write(file)
    assert write(file, on=datetime(2027, 1, 1)).anew
    assert parsed(file).walk("VEVENT")[1]["RDATE"].dts[-1].dt.year == 2029


@pytest.mark.parametrize("year", [1970, 2099, 9999])
def test_a_clock_that_is_wrong(file: Path, year: int) -> None:
    at = datetime(year, 6, 1, 9)
    rows = write(file, on=at).rows
    assert rows == {1970: 5, 2099: 5, 9999: 2}[year]
    assert len(parsed(file).walk("VEVENT")) == rows


def test_a_leap_month_that_none_of_the_years_has(file: Path) -> None:
    someone = replace(SOMEONE, birthday=Birthday(LUNAR, None, 4, 1, leap=True))
    write(file, [someone], [], rules=YearlyRules(leap_month=LeapMonthRule.SKIP))
    (event,) = parsed(file).walk("VEVENT")
    assert event.decoded("DTSTART").year > 2028


def test_what_stood_there_before_is_replaced(file: Path) -> None:
    file.write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert write(file).anew


def test_a_folder_of_that_name(file: Path) -> None:
    file.mkdir()
    with pytest.raises(CannotWriteFile):
        write(file)


def test_it_tells_and_can_be_stopped(file: Path) -> None:
    write(file)
    before = file.read_bytes()
    told: list[int] = []

    def tell(rows: int) -> None:
        told.append(rows)
        if rows == 1_000:
            raise Cancelled(Sentence("Stopped. Nothing was changed."))

    with pytest.raises(Cancelled):
        write(file, (replace(PEOPLE[0], id=n) for n in range(2_000)), tell=tell)
    assert told == [500, 1_000]
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_rows_are_taken_one_by_one(file: Path) -> None:
    """However many there are: never is more than one of them asked for ahead."""
    alive = 0

    def people() -> Iterator[Customer]:
        nonlocal alive
        for n in range(3):
            assert alive == n
            yield replace(PEOPLE[0], id=n)
            alive += 1

    assert write(file, people(), []).rows == 3


class TestTheShop:
    @pytest.fixture
    def filled(self, services: Services) -> Services:
        for n, name in enumerate(("单晓丽", "王芳", "李伟")):
            day = None if n == 2 else Birthday(SOLAR, 1990, 5, n + 1)
            added = services.customers.add(CustomerDraft(name=name, phones=("13800138000",), birthday=day)).new_id
            assert added
            services.follow_ups.add(FollowUpDraft(added, "回访", date(2026, 12, 1 + n)))
        return services

    def test_everyone_with_a_birthday_by_portions(self, filled: Services, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("crm_desktop.services.calendar_rows._BATCH", 1)
        rows = CalendarRows(filled)
        born = list(rows.birthdays())
        assert [(each.name, each.phone, each.birthday) for each in born] == [
            ("单晓丽", "+8613800138000", Birthday(SOLAR, 1990, 5, 1)),
            ("王芳", "+8613800138000", Birthday(SOLAR, 1990, 5, 2)),
        ]
        assert [each.created for each in born] == [NOW, NOW]
        assert [each.customer_name for each in rows.follow_ups()] == ["单晓丽", "王芳", "李伟"]

    def test_the_command(self, filled: Services, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        filled.settings.change(shop_name="桂香茶铺", birthday_days=(2,))
        words = ["--shop", str(filled.shop.path), "--lang", "en", "export", "calendar", str(file)]
        assert main([*words, "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"file": str(file), "rows": 5, "changed": True}
        calendar = parsed(file)
        assert str(calendar["X-WR-CALNAME"]) == "桂香茶铺"
        assert calendar.walk("VEVENT")[0].walk("VALARM")[0]["TRIGGER"].dt == timedelta(days=-2, hours=9)
        assert main([*words, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["changed"] is False
        assert main(words) == 0
        assert capsys.readouterr().out == f"{file} holds all this already and was left as it is.\n"
        assert main([*words, "--find", "王芳", "--ics-as", "todo"]) == 0
        assert capsys.readouterr().out == f"Wrote 2 rows to {file}\n"
        assert (len(parsed(file).walk("VEVENT")), len(parsed(file).walk("VTODO"))) == (1, 1)

    def test_a_calendar_is_an_ics(self, filled: Services, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "a.xlsx"
        assert main(["--shop", str(filled.shop.path), "export", "calendar", str(file)]) == 2
        assert "ending" in capsys.readouterr().err
        assert not file.exists()
