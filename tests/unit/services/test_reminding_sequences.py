"""Whatever happens to the laptop and its clock, what falls due is told once, or it is recorded why not, or why again.

The real service and a real shop file go through any sequence of starts, sleeps, kills, wrong clocks, pauses, closed
days, answers and undo. A display records what was shown. What had to be told is worked out anew here, from the rows of
the shop alone, day by day.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from crm_desktop.domain.birthday import Birthday, Calendar, occurrences
from crm_desktop.domain.reminding.occurrences import Reminder, matter_of_key
from crm_desktop.domain.reminding.times import Snooze, snooze_until
from crm_desktop.errors import NotFound, UserError
from crm_desktop.services import Services
from crm_desktop.services.birthday_columns import birthday_of
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
from crm_desktop.services.reminding.round import Round
from crm_desktop.store.models import Customer, FollowUp, Greeting, ReminderAnswer, ReminderRound, ReminderTold
from crm_desktop.store.shop import Shop
from tests.fakes import FakeClock

START = datetime(2026, 11, 20, 8, 0)
DAY = timedelta(days=1)
ROUND = ("telling", "told", "nothing", "ended_meanwhile")


@dataclass
class Shown:
    """A line on the screen. Not `sure`: the program was killed before it could note that it was shown."""

    at: datetime
    key: str
    sure: bool
    put_away: bool = False


class Program:
    """One running program: its services, and the lines of its popup."""

    def __init__(self, shop: Shop, at: datetime) -> None:
        self.services = Services(shop)
        self.started = at
        self.popup: list[Reminder] = []
        self.paused_until: datetime | None = None


class Laptop:
    """A laptop with a shop file, its clock, its owner, and up to two programs."""

    def __init__(self, path: Path) -> None:
        self.clock = FakeClock(START)
        self.right_time = START
        self.path = path
        self.shop = Shop.open(path, clock=self.clock)
        self.programs: list[Program] = [Program(self.shop, START)]
        self.screen: list[Shown] = []
        self.closings: dict[str, int] = {}
        self.round_days: list[date] = []
        self.checked: object = None

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def services(self) -> Services:
        return self.programs[0].services if self.programs else Services(self.shop)

    def rows(self, query: object) -> list[tuple[object, ...]]:
        return [tuple(row) for row in self.shop.rows(query)]

    def pass_time(self, amount: timedelta) -> None:
        self.right_time += amount
        self.clock.set(self.now + amount)

    # What happens to the programs

    def start(self) -> None:
        if not self.programs:
            self.shop.close()
            self.shop = Shop.open(self.path, clock=self.clock)
            self.programs = [Program(self.shop, self.now)]
        self.look()

    def second_start(self) -> None:
        """Another program with the same file, as from another computer."""
        if len(self.programs) == 1:
            self.programs.append(Program(self.shop, self.now))
        self.look()

    def quit(self) -> None:
        for program in self.programs:
            self.put_away(program)
        self.programs = []

    def kill(self) -> None:
        self.programs = []

    def look(self, *, killed: str = "") -> None:
        """What happens every minute; `killed` "before" or "after" the popup is on the screen."""
        for program in list(self.programs):
            paused = program.paused_until is not None and self.now < program.paused_until
            begun = program.services.reminders.begin(
                self.now, alive_since=program.started, paused_until=program.paused_until
            )
            if paused:
                assert begun is None
                continue
            if begun is not None:
                self.show(program, begun, killed)
                if killed:
                    self.programs.remove(program)
                    continue
            again = program.services.reminders.begin(self.now, alive_since=program.started)
            assert again is None, "told twice in one minute"
            self.check_nothing_missed(program)

    def show(self, program: Program, begun: Round, killed: str) -> None:
        note(f"{self.now}: {[each.key for each in begun.reminders]} {killed}")
        assert begun.reminders
        assert len({each.matter for each in begun.reminders}) == len(begun.reminders)
        self.check_wanted(begun)
        if killed == "before":
            return
        for each in begun.reminders:
            before = next((shown for shown in reversed(self.screen) if shown.key == each.key), None)
            if before is not None:
                assert before.put_away or (begun.again and not before.sure), f"{each.key} was told twice"
            assert self.closings.get(each.key, 0) <= 2, f"{each.key} comes again and again"
            self.screen.append(Shown(self.now, each.key, sure=not killed))
        if not killed:
            program.services.reminders.told(begun)
            matters = {each.matter for each in begun.reminders}
            program.popup = [each for each in program.popup if each.matter not in matters] + list(begun.reminders)

    # What the owner does

    def put_away(self, program: Program) -> None:
        still_open = program.services.reminders.current(program.popup, self.now)
        waited, said = self.waiting(), program.services.reminders.again_at(still_open, self.now)
        again_at = program.services.reminders.closed(still_open, self.now)
        assert again_at == said
        assert again_at is None or again_at > self.now
        waiting, keys = self.waiting(), {each.key for each in still_open}
        for key in keys & waiting.keys() - waited.keys():
            # The first time that may be the same day, the second time not; there is no third.
            self.closings[key] = self.closings.get(key, 0) + 1
            assert self.closings[key] == 1 or waiting[key].date() > self.now.date()
        for shown in self.screen:
            shown.put_away |= shown.key in waiting and shown.key in keys
        program.popup = []

    def waiting(self) -> dict[str, datetime]:
        """What was put away and comes again, and when."""
        t = ReminderTold
        rows = self.rows(t.select(t.key, t.again_at).where((t.again_at > "") & (t.state == "told")))
        return {str(key): datetime.fromisoformat(str(at)) for key, at in rows}

    def line(self, which: int) -> Reminder:
        """One of the lines that are open. IndexError where there is none."""
        for program in self.programs:
            program.popup = list(program.services.reminders.current(program.popup, self.now))
        lines = [each for program in self.programs for each in program.popup] or list(
            self.services.reminders.open(self.now)
        )
        return lines[which % max(1, len(lines))]

    # What must hold

    def check_wanted(self, begun: Round) -> None:
        """Only what is there and open is told, and of the kinds that she wants."""
        kinds = self.services.settings.get().kinds
        for each in begun.reminders:
            assert each.kind in kinds
            assert not each.entry.done
            assert each.entry.put_off is None or each.entry.put_off <= self.now

    def check_nothing_missed(self, program: Program) -> None:
        """After a look of a program that is not paused."""
        notes = {
            str(key): str(state) for key, state in self.rows(ReminderTold.select(ReminderTold.key, ReminderTold.state))
        }
        self.check_put_off(notes)
        times = program.services.settings.get().times
        if not times.is_open(self.now.date()):
            return
        moment = self.last_chosen_time()
        newest = self.rows(
            ReminderRound.select(ReminderRound.id, ReminderRound.since, ReminderRound.outcome)
            .where(ReminderRound.outcome.in_([*ROUND, "paused"]))
            .order_by(ReminderRound.id.desc())
            .limit(1)
        )
        assert newest, "no round ever"
        if moment.date() == self.now.date():
            t = ReminderTold
            come = (t.again_at <= self.now.isoformat()) & (t.state == "told")
            assert not self.rows(t.select(t.key).where(come)), "what was put away did not come again"
        number, since, outcome = newest[0]
        assert since == moment.isoformat(), "a chosen time was not handled"
        if outcome != "paused" and number != self.checked:
            self.checked = number
            self.check_round(notes)

    def check_round(self, notes: dict[str, str]) -> None:
        """All that fell due since the round before, by the clock, is noted."""
        today = self.now.date()
        earlier = [day for day in self.round_days if day <= today]
        first = max(earlier) + DAY if earlier else today
        first = min(today, max(first, today - timedelta(days=29)))
        self.round_days.append(today)
        for key in self.must_be_told(first, today):
            assert key in notes, f"{key} was missed on {today}"
        instead = {matter_of_key(key) for key, state in notes.items() if state != "covered"}
        for key, state in notes.items():
            if state == "covered":
                assert matter_of_key(key) in instead, f"nothing was told in place of {key}"
        shown = {each.key for each in self.screen}
        assert {key for key, state in notes.items() if state == "told"} <= shown

    def must_be_told(self, first: date, today: date) -> Iterator[str]:
        """The keys that fell due from `first` to `today`, of what is there and not answered: from the rows alone."""
        answered = {str(matter) for (matter,) in self.rows(ReminderAnswer.select(ReminderAnswer.occurrence))}
        greeted = {
            tuple(row) for row in self.rows(Greeting.select(Greeting.customer, Greeting.calendar, Greeting.year))
        }
        c = Customer
        query = c.select(c.id, c.birth_calendar, c.birth_year, c.birth_month, c.birth_day, c.birth_leap)
        ahead = self.services.settings.get().birthday_days
        for number, *columns in self.rows(query.where(c.birth_month.is_null(False))):
            birthday = birthday_of(*columns)  # type: ignore[arg-type]
            for o in occurrences(birthday, first, today + timedelta(days=max(ahead))):
                matter = f"birthday:{number}:{birthday.calendar.value}:{o.year}"
                if matter in answered or (number, birthday.calendar.value, o.year) in greeted:
                    continue
                for days in ahead:
                    if first <= o.date - timedelta(days=days) <= today:
                        yield f"{matter}/{o.date.isoformat()}/{days}"
        f = FollowUp
        for number, due, snoozed in self.rows(f.select(f.id, f.due, f.snoozed_until).where(f.done_at.is_null())):
            day = str(snoozed or due)
            matter = f"follow-up:{number}:{day}"
            if matter not in answered and day <= today.isoformat():
                yield matter + ("/due" if day == today.isoformat() else "/late")

    def check_put_off(self, notes: dict[str, str]) -> None:
        """What was put off to a time that has come is noted, on closed days too."""
        a = ReminderAnswer
        lately = (self.now - timedelta(days=29)).isoformat()
        for matter, at, until in self.rows(a.select(a.occurrence, a.at, a.until).where(a.until >= lately)):
            if str(until) <= self.now.isoformat() and str(at) <= self.now.isoformat():
                assert f"{matter}@{until}" in notes

    def last_chosen_time(self) -> datetime:
        times, day = self.services.settings.get().times, self.now.date()
        while True:
            passed = [datetime.combine(day, each) for each in times.times if datetime.combine(day, each) <= self.now]
            if passed and times.is_open(day):
                return max(passed)
            day -= DAY


@dataclass(frozen=True)
class Step:
    """Something that happens. `which` chooses among lines or customers, `days` and `minutes` say how much."""

    kind: str
    which: int
    days: int
    minutes: int


KINDS = (
    "minutes", "minutes", "minutes", "next_morning", "next_morning", "next_morning", "sleep", "sleep_days", "quit",
    "kill", "kill_before", "kill_after", "start", "second_start", "put_away", "put_away", "close_all", "done", "done",
    "snooze", "snooze", "snooze", "undo", "undo", "pause", "go_on", "closed_today", "closed_tomorrow", "times", "kinds",
    "clock_back", "clock_back_days", "clock_forward", "clock_1970", "clock_2100", "clock_right", "new_customer",
    "new_follow_up", "delete", "away_long", "purchase",
)  # fmt: skip
steps = st.lists(
    st.builds(Step, st.sampled_from(KINDS), st.integers(0, 5), st.integers(0, 9), st.integers(1, 600)),
    min_size=5, max_size=30,
)  # fmt: skip


def do(laptop: Laptop, step: Step) -> None:
    s, now, which = laptop.services, laptop.now, step.which

    def snooze() -> None:
        choice = list(Snooze)[step.days % len(Snooze)]
        until = snooze_until(choice, now, s.settings.get().times)
        if until is not None:
            s.reminders.snooze(laptop.line(which), until)

    def sleep(amount: timedelta) -> None:
        laptop.pass_time(amount)
        laptop.look()

    def close_all() -> None:
        """She closes whatever comes, for days."""
        for _ in range(6):
            for program in laptop.programs:
                laptop.put_away(program)
            sleep(timedelta(hours=13))

    def kill_at(when: str) -> Callable[[], None]:
        def kill() -> None:
            laptop.pass_time(timedelta(hours=12))
            laptop.look(killed=when)
            laptop.kill()
            laptop.pass_time(timedelta(minutes=step.minutes % 10))
            laptop.start()

        return kill

    def set_clock(at: datetime) -> Callable[[], None]:
        def turn() -> None:
            laptop.clock.set(at)
            laptop.look()

        return turn

    def pause() -> None:
        for program in laptop.programs:
            program.paused_until = datetime.combine(now.date() + DAY, time.min)

    def go_on() -> None:
        for program in laptop.programs:
            program.paused_until = None
        laptop.look()

    def someone() -> int:
        ids = [row[0] for row in laptop.rows(Customer.select(Customer.id))]
        return int(str(ids[which % len(ids)]))

    def new_customer() -> None:
        day = now.date() + timedelta(days=step.days)
        s.customers.add(CustomerDraft(name="新", birthday=Birthday(Calendar.SOLAR, None, day.month, day.day)))

    def new_follow_up() -> None:
        at = time(step.minutes // 60, step.minutes % 60) if which % 2 else None
        s.follow_ups.add(FollowUpDraft(someone(), "回访", now.date() + timedelta(days=step.days - 2), at))

    def closed(day: date) -> Callable[[], None]:
        def close() -> None:
            days = {*s.settings.get().closed_days} ^ {day.isoformat()}
            s.settings.change(closed_days=tuple(sorted(days)))

        return close

    times = [("09:00",), ("08:30", "15:00"), ("21:30",), ("00:00", "12:00")][which % 4]
    every = ("backup", "birthday", "first_purchase", "follow_up", "returning", "yearly_date")
    morning = datetime.combine(now.date() + DAY, time(9))
    what: dict[str, Callable[[], object]] = {
        "minutes": lambda: sleep(timedelta(minutes=step.minutes)),
        "next_morning": lambda: sleep(morning - now),
        "sleep": lambda: sleep(timedelta(hours=step.days, minutes=step.minutes)),
        "sleep_days": lambda: sleep(timedelta(days=step.days, minutes=step.minutes)),
        "away_long": lambda: (laptop.quit(), laptop.pass_time(timedelta(days=20 * step.days)), laptop.start()),
        "quit": laptop.quit,
        "kill": laptop.kill,
        "kill_before": kill_at("before"),
        "kill_after": kill_at("after"),
        "start": laptop.start,
        "second_start": laptop.second_start,
        "close_all": close_all,
        "put_away": lambda: [laptop.put_away(program) for program in laptop.programs],
        "done": lambda: s.reminders.done(laptop.line(which)),
        "snooze": snooze,
        "undo": s.history.undo,
        "pause": pause,
        "go_on": go_on,
        "closed_today": closed(now.date()),
        "closed_tomorrow": closed(now.date() + DAY),
        "times": lambda: s.settings.change(reminder_times=times),
        "kinds": lambda: s.settings.change(reminder_kinds=every if which % 2 else every[2:]),
        "clock_back": set_clock(now - timedelta(minutes=step.minutes)),
        "clock_back_days": set_clock(now - timedelta(days=step.days)),
        "clock_forward": set_clock(now + timedelta(days=3 * step.days)),
        "clock_1970": set_clock(datetime(1970, 1, 1, 10, 0)),
        "clock_2100": set_clock(datetime(2100, 2, 1, 10, 0)),
        "clock_right": set_clock(laptop.right_time),
        "new_customer": new_customer,
        "new_follow_up": new_follow_up,
        "delete": lambda: s.customers.delete([someone()]),
        "purchase": lambda: s.purchases.record(
            PurchaseDraft(customer_id=someone(), at=now, lines=(LineDraft(None, "茶", 1000, 100),))
        ),
    }  # fmt: skip
    with suppress(IndexError, NotFound, UserError):
        what[step.kind]()


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop in which something falls due on most days."""
    path = tmp_path_factory.mktemp("furnished") / "shop.crm"
    shop = Shop.create(path, clock=FakeClock(START))
    s = Services(shop)
    for offset in (0, 1, 3, 8, 14, 35):
        day = START.date() + timedelta(days=offset)
        birthday = Birthday(Calendar.SOLAR, 1990, day.month, day.day)
        number = s.customers.add(CustomerDraft(name=f"客{offset}", birthday=birthday)).new_id
        assert number is not None
        s.follow_ups.add(FollowUpDraft(number, "打电话", day, time(15) if offset % 2 else None))
        for visit in range(5):
            at = START - timedelta(days=20 * (5 - visit) + 7 - min(offset, 20))
            s.purchases.record(PurchaseDraft(customer_id=number, at=at, lines=(LineDraft(None, "茶", 1000, 100),)))
    lunar = Birthday(Calendar.LUNAR, 1988, 10, 20)
    number = s.customers.add(CustomerDraft(name="农", birthday=lunar)).new_id
    assert number is not None
    s.yearly_dates.add(number, "wedding", "", Birthday(Calendar.SOLAR, 2015, 12, 1))
    shop.close()
    return path


@contextmanager
def laptop_with(template: Path) -> Iterator[Laptop]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.crm"
        shutil.copy(template, path)
        laptop = Laptop(path)
        try:
            yield laptop
        finally:
            laptop.shop.close()


# Shrinking takes minutes of real databases; the sequence that failed is told as it was.
@pytest.mark.no_cover
@settings(
    max_examples=60,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=(HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large),
)
@given(steps)
def test_whatever_happens_all_is_told_once_or_it_is_known_why_not(furnished: Path, happenings: list[Step]) -> None:
    with laptop_with(furnished) as laptop:
        laptop.look()
        for step in happenings:
            note(f"{laptop.now}: {step}")
            do(laptop, step)
        # In the end all is as it should be, and goes on for some days.
        laptop.kill()
        laptop.clock.set(laptop.right_time)
        laptop.start()
        for _ in range(4):
            laptop.pass_time(DAY)
            laptop.look()
            laptop.pass_time(timedelta(minutes=4))
            laptop.look()
        states = {str(state) for (state,) in laptop.rows(ReminderTold.select(ReminderTold.state))}
        assert "telling" not in states or not laptop.services.settings.get().times.is_open(laptop.now.date())
        for entry in laptop.services.reminders.log(0):
            assert str(entry.what)
            assert str(entry.outcome)
