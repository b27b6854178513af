"""What became of each reminder: told, told later, or not told and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from crm_desktop.domain.reminding.entries import AnniversaryEntry, BirthdayEntry, matter_of, number_of
from crm_desktop.domain.reminding.occurrences import matter_of_key
from crm_desktop.domain.reminding.today import Scope, birthday_lines, yearly_lines
from crm_desktop.language import Sentence
from crm_desktop.services.customer_names import short
from crm_desktop.services.people import named_like
from crm_desktop.services.reminding.facts import FURTHEST_BACK, ReminderFacts
from crm_desktop.services.reminding.notes import ROUNDS, Outcome, State
from crm_desktop.services.settings import Settings
from crm_desktop.services.yearly_dates import yearly_date_words
from crm_desktop.store.models import Customer, FollowUp, ReminderRound, ReminderTold, YearlyDate, among
from crm_desktop.store.shop import Shop


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A line of the record. `what` names an occurrence, a chosen time or a stretch of time; `outcome` says what became
    of it, in words, and `state` in one word for other programs: a State or an Outcome. `customer_id` is None if it
    is about no customer; `told` says whether she heard of it; `again_at`, when it comes again."""

    at: datetime
    what: Sentence
    outcome: Sentence
    told: bool
    customer_id: int | None = None
    state: str = ""
    again_at: datetime | None = None

    def as_json(self) -> dict[str, object]:
        """The line as the command line answers it."""
        return {
            "at": self.at.isoformat(),
            "what": str(self.what),
            "outcome": str(self.outcome),
            "state": self.state,
            "told": self.told,
            "again_at": self.again_at.isoformat() if self.again_at else None,
            "customer_id": self.customer_id,
        }


class ReminderLog:
    """Reads the record."""

    def __init__(self, shop: Shop, settings: Settings, facts: ReminderFacts) -> None:
        self._shop = shop
        self._settings = settings
        self._facts = facts

    def entries(self, limit: int = 100, text: str = "") -> list[LogEntry]:
        """The newest lines first, at most `limit` (0: all); with `text`, those of the customers that it names."""
        named: Any = None
        for word in text.split():
            found = ReminderTold.customer.in_(named_like(word))
            named = found if named is None else named & found
        told = self._told(named, limit)
        return _newest(told if named is not None else [*told, *self._rounds(limit)], limit)

    def of_customer(self, customer_id: int, limit: int = 100) -> list[LogEntry]:
        """What was told of a customer, and what was not and why, the newest first, at most `limit` (0: all)."""
        told = self._told(ReminderTold.customer == customer_id, limit)
        return _newest([*told, *self._too_long_ago(customer_id)], limit)

    # Announcements

    def _told(self, condition: Any, limit: int) -> list[LogEntry]:
        t = ReminderTold
        query = t.select(t.key, t.customer, t.day, t.at, t.state, t.again_at, t.closings).order_by(t.at.desc(), t.key)
        query = query if condition is None else query.where(condition)
        rows = self._shop.rows(query.limit(limit) if limit else query)
        names = _Names(self._shop, [(key, customer) for key, customer, *_ in rows])
        return [
            LogEntry(
                datetime.fromisoformat(at),
                names.announced(key, customer, date.fromisoformat(day)),
                _outcome(State(state), again_at, closings),
                State(state) is State.TOLD,
                customer,
                state,
                datetime.fromisoformat(again_at) if again_at and state == State.TOLD else None,
            )
            for key, customer, day, at, state, again_at, closings in rows
        ]

    def _too_long_ago(self, customer_id: int) -> list[LogEntry]:
        """The yearly days of a customer in the stretches of which nothing was told any more."""
        r, t = ReminderRound, ReminderTold
        stretches = r.select(r.since, r.until).where(r.outcome == Outcome.TOO_LONG_AGO.value)
        known = {matter_of_key(key) for (key,) in self._shop.rows(t.select(t.key).where(t.customer == customer_id))}
        names = _Names(self._shop, [("", customer_id)])
        outcome = Sentence("not told: it was more than %1 days ago when the program was next there", FURTHEST_BACK.days)
        found: dict[str, LogEntry] = {}
        for since, until in self._shop.rows(stretches):
            for entry in self._yearly_days(customer_id, date.fromisoformat(since[:10]), date.fromisoformat(until[:10])):
                matter = matter_of(entry)
                if matter not in known:
                    what = names.named(matter, customer_id, entry.date)
                    found[matter] = LogEntry(
                        datetime.fromisoformat(until), what, outcome, False, customer_id, Outcome.TOO_LONG_AGO.value
                    )
        return list(found.values())

    def _yearly_days(self, customer_id: int, start: date, end: date) -> list[BirthdayEntry | AnniversaryEntry]:
        rows = self._shop.ids(YearlyDate.select(YearlyDate.id).where(YearlyDate.customer == customer_id))
        matters = [f"birthday:{customer_id}", f"first-purchase:{customer_id}", *(f"yearly:{row}" for row in rows)]
        days = [(matter, day) for matter in matters for day in (start, end)]
        facts = self._facts.of(days, self._shop.clock.now())
        scope = Scope(end, start, end, self._settings.get().rules, facts.answers)
        lines = [*birthday_lines(scope, facts.birthdays)]
        return [*lines, *yearly_lines(scope, facts.first_purchases, facts.yearly_dates)]

    # Rounds

    def _rounds(self, limit: int) -> list[LogEntry]:
        r = ReminderRound
        query = r.select(r.since, r.until, r.outcome, r.told, r.told_at).order_by(r.until.desc())
        return [_round(*row) for row in self._shop.rows(query.limit(limit) if limit else query)]


class _Names:
    """What the keys of announcements stand for, in words."""

    def __init__(self, shop: Shop, keys: Sequence[tuple[str, int | None]]) -> None:
        c, f, d = Customer, FollowUp, YearlyDate
        customers = among(c.id, sorted({customer for _, customer in keys if customer is not None}))
        follow_ups, yearly = among(f.id, _ids(keys, "follow-up")), among(d.id, _ids(keys, "yearly"))
        self._customers: dict[int, str] = dict(shop.rows(c.select(c.id, c.name).where(customers)))
        self._follow_ups: dict[int, str] = dict(shop.rows(f.select(f.id, f.what).where(follow_ups)))
        self._days: dict[int, str | Sentence] = {
            row: label or yearly_date_words(kind)
            for row, kind, label in shop.rows(d.select(d.id, d.kind, d.label).where(yearly))
        }

    def announced(self, key: str, customer: int | None, day: date) -> Sentence:
        """The matter of a key, and how many days ahead it was announced."""
        what, ahead = self.named(key, customer, day), key.partition("/")[2].rpartition("/")[2]
        if matter_of_key(key).startswith(("birthday:", "yearly:")) and ahead.isdecimal() and int(ahead):
            return Sentence("%1, %n day(s) ahead", what, n=int(ahead))
        return what

    def named(self, key: str, customer: int | None, day: date) -> Sentence:
        """The matter of a key."""
        name, number = self._name(customer), number_of(key)
        match key.partition(":")[0]:
            case "birthday":
                return Sentence("Birthday of %1 on %2", name, day)
            case "first-purchase":
                return Sentence("First purchase of %1, remembered on %2", name, day)
            case "yearly":
                what = self._days.get(number)
                return Sentence("%1 of %2 on %3", what or Sentence("Yearly date"), name, day)
            case "returning":
                return Sentence("%1 is due to come again", name)
            case "backup":
                return Sentence("No backup could be made since %1", day)
        text = self._follow_ups.get(number)
        if text is None:
            return Sentence("Follow-up for %1, due on %2", name, day)
        return Sentence("“%1” for %2, due on %3", short(text), name, day)

    def _name(self, customer: int | None) -> str | Sentence:
        if customer is None or customer not in self._customers:
            return Sentence("a deleted customer")
        return short(self._customers[customer]) or Sentence("customer %1", customer)


def _ids(keys: Iterable[tuple[str, int | None]], word: str) -> list[int]:
    return sorted({number_of(key) for key, _ in keys if key.startswith(f"{word}:")})


def _outcome(state: State, again_at: str | None, closings: int) -> Sentence:
    match state:
        case State.TELLING:
            return Sentence("being told")
        case State.COVERED:
            return Sentence("not told by itself: a later announcement said it")
        case State.KIND_OFF:
            return Sentence("not told: reminders of this kind were switched off")
        case State.SETTLED:
            return Sentence("not told: it was done, put off or deleted before")
    if again_at is not None:
        return Sentence("told, put away, comes again at %1", _time(again_at))
    if closings > 2:
        return Sentence("told; put away three times, so it does not come by itself any more")
    return Sentence("told again, after it was put away") if closings else Sentence("told")


_REASONS: Final = {
    Outcome.OFF: Sentence("the program was closed"),
    Outcome.ASLEEP: Sentence("the computer was asleep"),
    Outcome.CLOSED_DAY: Sentence("a closed day"),
    Outcome.PAUSED: Sentence("reminders were paused"),
}


def _round(since: str, until: str, outcome_text: str, told: int, told_at: str | None) -> LogEntry:
    outcome, at = Outcome(outcome_text), datetime.fromisoformat(until)
    what, told_now = Sentence("%1 to %2", _time(since), _time(until)), told_at is not None
    if outcome in ROUNDS:
        what, words = Sentence("Reminders of %1", _time(since)), _round_outcome(outcome, told, told_at)
        told_now = outcome is Outcome.TOLD
    elif outcome is Outcome.TOO_LONG_AGO:
        words, told_now = Sentence("not told: more than %1 days ago", FURTHEST_BACK.days), False
    elif told_at is None:
        words = Sentence("%1; what fell due is not told yet", _REASONS[outcome])
    else:
        words = Sentence("%1; what fell due was told at %2", _REASONS[outcome], _time(told_at))
    return LogEntry(at, what, words, told_now, state=outcome.value)


def _round_outcome(outcome: Outcome, told: int, told_at: str | None) -> Sentence:
    match outcome:
        case Outcome.NOTHING:
            return Sentence("there was nothing to tell")
        case Outcome.TELLING:
            return Sentence("%n line(s) being told", n=told)
        case Outcome.ENDED if told_at:
            return Sentence("the program ended just then; told again at %1", _time(told_at))
        case Outcome.ENDED:
            return Sentence("the program ended just then; not told again yet")
    return Sentence("%n line(s) told", n=told)


def _newest(entries: list[LogEntry], limit: int) -> list[LogEntry]:
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return entries[:limit] if limit else entries


def _time(text: str) -> str:
    return text[:16].replace("T", " ")
