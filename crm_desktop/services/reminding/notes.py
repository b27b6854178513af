"""What the shop's file remembers of telling: each announcement, told once, and the rounds of telling.

An announcement is claimed before it is shown, so that no other program with the same file shows it too. A claim is
kept alive by the program that made it; one that is not was made by a program that ended, and what it claimed is told
again: rather twice than never.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from crm_desktop.domain.reminding.entries import number_of
from crm_desktop.domain.reminding.occurrences import Reminder, matter_of_key
from crm_desktop.store.models import FollowUp, ReminderRound, ReminderTold, YearlyDate, among
from crm_desktop.store.shop import Shop

LEASE: Final = timedelta(minutes=3)
"""How long a claim holds if nobody renews it."""

KEPT_ROUNDS: Final = 400
KEPT_DAYS: Final = timedelta(days=400)
"""Notes are dropped when they are older than both this many rounds and this many days: a clock set to 2100 for an hour
must not make the shop forget what it told."""


class State(StrEnum):
    """What became of an announcement."""

    TELLING = "telling"
    """Claimed, about to be shown."""
    TOLD = "told"
    COVERED = "covered"
    """A nearer announcement of the same matter was told in its place."""
    KIND_OFF = "kind_off"
    """She did not want to be reminded of such things then."""
    SETTLED = "settled"
    """Done, greeted, put off or deleted before it could be shown."""


class Outcome(StrEnum):
    """What became of a chosen time, or of a stretch of time that was missed."""

    TELLING = "telling"
    TOLD = "told"
    NOTHING = "nothing"
    """There was nothing to tell."""
    ENDED = "ended_meanwhile"
    """The program ended before it could be sure that its popup was seen."""
    OFF = "off"
    ASLEEP = "asleep"
    CLOSED_DAY = "closed_day"
    PAUSED = "paused"
    TOO_LONG_AGO = "too_long_ago"


ROUNDS: Final = (Outcome.TELLING, Outcome.TOLD, Outcome.NOTHING, Outcome.ENDED)
_TOLD_LATER: Final = (Outcome.ENDED, Outcome.OFF, Outcome.ASLEEP, Outcome.CLOSED_DAY)


@dataclass(frozen=True, slots=True)
class RoundNote:
    """A round: the chosen time `since` was handled at `until`. Or a pause: not handled from `since` to `until`."""

    id: int
    since: datetime
    until: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Waiting:
    """An announcement that comes (again) at a time: put away, or claimed."""

    key: str
    day: date
    at: datetime
    state: State
    again_at: datetime

    @property
    def matter(self) -> str:
        return matter_of_key(self.key)

    @property
    def is_claimed(self) -> bool:
        return self.state is State.TELLING


@dataclass(frozen=True, slots=True)
class Standing:
    """How an announcement stands that was told today or waits: how often it was put away; and when it comes again, if
    that is known already."""

    closings: int
    again_at: datetime | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A stretch of time in which something fell due and was not told, and why. `told`: so many lines of it are told
    now."""

    since: datetime
    until: datetime
    why: Outcome
    told: int = 0


class ReminderNotes:
    """Reads and writes the notes of telling. What writes must be called inside `shop.note()`."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    # Rounds

    def last(self) -> RoundNote | None:
        """The newest round, or the pause after it."""
        wanted = ReminderRound.outcome.in_([*ROUNDS, Outcome.PAUSED])
        return self._round(wanted, ReminderRound.id.desc())

    def last_before(self, now: datetime) -> RoundNote | None:
        """The latest round by the clock up to `now`: one that a wrong clock made in the future does not count."""
        wanted = ReminderRound.outcome.in_(ROUNDS) & (ReminderRound.until <= now.isoformat())
        return self._round(wanted, ReminderRound.until.desc())

    def _round(self, condition: Any, order: Any) -> RoundNote | None:
        r = ReminderRound
        query = r.select(r.id, r.since, r.until, r.outcome).where(condition).order_by(order).limit(1)
        for number, since, until, outcome in self._shop.rows(query):
            return RoundNote(number, datetime.fromisoformat(since), datetime.fromisoformat(until), Outcome(outcome))
        return None

    def add_round(self, moment: datetime, now: datetime, told: int) -> int:
        """Note a round that handles a chosen time; its id."""
        outcome = Outcome.TELLING if told else Outcome.NOTHING
        row = {"since": moment.isoformat(), "until": now.isoformat(), "outcome": outcome.value, "told": told}
        return int(ReminderRound.insert(**row).execute())

    def add_missed(self, stretches: Iterable[Missed]) -> None:
        """Note stretches of time in which nothing was told."""
        for each in stretches:
            row = {"since": each.since.isoformat(), "until": each.until.isoformat(), "outcome": each.why.value}
            ReminderRound.insert(**row, told=each.told).execute()

    def round_told(self, number: int, now: datetime) -> None:
        """Note that a round is on the screen, and with it what was missed until then."""
        r = ReminderRound
        if number:
            r.update(outcome=Outcome.TOLD.value, told_at=now.isoformat()).where(r.id == number).execute()
        later = r.told_at.is_null() & (r.outcome.in_(_TOLD_LATER) & (r.told > 0) | (r.outcome == Outcome.PAUSED.value))
        r.update(told_at=now.isoformat()).where(later).execute()

    def paused_since(self, start: datetime) -> set[datetime]:
        """The chosen times since `start` that fell into a pause."""
        r = ReminderRound
        paused = (r.until >= start.isoformat()) & (r.outcome == Outcome.PAUSED.value)
        return {datetime.fromisoformat(since) for (since,) in self._shop.rows(r.select(r.since).where(paused))}

    def rounds_ended(self, running: Iterable[int]) -> None:
        """Note that the rounds which were about to be shown, but for those `running` in this program, never ended."""
        r = ReminderRound
        lost = (r.outcome == Outcome.TELLING.value) & r.id.not_in(list(running))
        r.update(outcome=Outcome.ENDED.value).where(lost).execute()

    # Announcements

    def known(self, keys: Sequence[str]) -> dict[str, State]:
        """What became of those of the announcements that are noted."""
        t = ReminderTold
        rows = self._shop.rows(t.select(t.key, t.state).where(among(t.key, keys)))
        return {key: State(state) for key, state in rows}

    def come(self, now: datetime) -> list[Waiting]:
        """The announcements that come (again) by now. What was told by a clock that was set to a later day then comes
        now, for its time may never come."""
        t = ReminderTold
        later_day = (now + timedelta(days=1)).isoformat()
        return self._waiting((t.again_at > "") & ((t.again_at <= now.isoformat()) | (t.at > later_day)))

    def next_to_come(self, now: datetime) -> datetime | None:
        """When the next announcement comes (again)."""
        t = ReminderTold
        query = t.select(t.again_at).where(t.again_at > now.isoformat()).order_by(t.again_at).limit(1)
        return next((datetime.fromisoformat(again_at) for (again_at,) in self._shop.rows(query)), None)

    def fading(self, claimed: frozenset[str], now: datetime) -> frozenset[str]:
        """Those of a program's claims that run out, or that a clock which was set has put elsewhere."""
        if not claimed:
            return frozenset()
        t = ReminderTold
        soon, far = (now + timedelta(minutes=1)).isoformat(), (now + LEASE + timedelta(minutes=1)).isoformat()
        out = (t.again_at > "") & ((t.again_at <= soon) | (t.again_at > far))
        return claimed & {key for (key,) in self._shop.rows(t.select(t.key).where(out))}

    def told_since(self, start: datetime, about: date) -> list[Waiting]:
        """The announcements told since a time that are about a day or a later one."""
        t = ReminderTold
        told = t.state == State.TOLD.value
        return self._waiting((t.day >= about.isoformat()) & (t.at >= start.isoformat()) & told)

    def _waiting(self, condition: Any) -> list[Waiting]:
        t = ReminderTold
        query = t.select(t.key, t.day, t.at, t.state, t.again_at).where(condition)
        return [
            Waiting(
                key, date.fromisoformat(day), datetime.fromisoformat(at), State(state),
                datetime.fromisoformat(again_at or at),
            )
            for key, day, at, state, again_at in self._shop.rows(query)
        ]  # fmt: skip

    def add(self, reminders: Iterable[Reminder], state: State, now: datetime) -> None:
        """Note announcements, with those that they stand for; what is noted already stays as it is."""
        reminders, claimed, at = list(reminders), state is State.TELLING, now.isoformat()
        until = (now + LEASE).isoformat() if claimed else None
        instead = State.COVERED if claimed else state
        closings = self._closings([key for each in reminders if each.goes_on for key in each.covers])
        rows: list[tuple[object, ...]] = []
        covered: list[str] = []
        for reminder in reminders:
            who, day = reminder.customer_id, reminder.day.isoformat()
            closed = max((closings.get(key, 0) for key in reminder.covers), default=0)
            rows.append((reminder.key, who, day, at, state.value, until, closed))
            rows.extend((key, who, day, at, instead.value, None, 0) for key in reminder.covers)
            covered.extend(reminder.covers)
        self._shop.note_rows(ReminderTold, ("key", "customer", "day", "at", "state", "again_at", "closings"), rows)
        if claimed:
            self.drop_waiting(covered, State.COVERED)

    def _closings(self, keys: Sequence[str]) -> dict[str, int]:
        """How often those of the announcements were put away that ever were."""
        t = ReminderTold
        return dict(self._shop.rows(t.select(t.key, t.closings).where(among(t.key, keys) & (t.closings > 0))))

    def settle(self, states: Mapping[str, State], days: Mapping[str, date], now: datetime) -> None:
        """Note what became of announcements that are not told, by their keys, and the days that they are about."""
        for key, state in states.items():
            row = {"key": key, "day": days[key].isoformat(), "at": now.isoformat(), "state": state.value}
            customer = self._customer_of(matter_of_key(key))
            ReminderTold.insert(**row, customer=customer, closings=0).on_conflict_ignore().execute()

    def _customer_of(self, matter: str) -> int | None:
        """Whom a matter is about; None if that is not known any more."""
        number = number_of(matter)
        table = {"follow-up": FollowUp, "yearly": YearlyDate}.get(matter.partition(":")[0])
        if table is None:
            return number or None
        return next(iter(self._shop.ids(table.select(table.customer).where(table.id == number))), None)

    def claim_again(self, lines: Sequence[Waiting], now: datetime) -> set[str]:
        """Claim announcements that come again; the keys of those that no other program claimed meanwhile."""
        t = ReminderTold
        rows = self._shop.rows(t.select(t.key, t.again_at).where(among(t.key, [each.key for each in lines])))
        waiting_for = dict(rows)
        won = [each.key for each in lines if waiting_for.get(each.key) == each.again_at.isoformat()]
        claim = t.update(state=State.TELLING.value, again_at=(now + LEASE).isoformat())
        claim.where(among(t.key, won)).execute()
        return set(won)

    def renew(self, keys: Iterable[str], now: datetime) -> None:
        """Keep claims alive."""
        t = ReminderTold
        claimed = among(t.key, sorted(keys)) & (t.state == State.TELLING.value)
        t.update(again_at=(now + LEASE).isoformat()).where(claimed).execute()

    def told(self, keys: Sequence[str], now: datetime) -> None:
        """Note that claimed announcements are on the screen."""
        t = ReminderTold
        mine = among(t.key, keys) & (t.state == State.TELLING.value)
        t.update(state=State.TOLD.value, at=now.isoformat(), again_at=None).where(mine).execute()

    def put_away(self, keys: Sequence[str], now: datetime, again_at: datetime | None) -> None:
        """Note that announcements on the screen were put away, and when they come again; None: never by themselves."""
        self.told(keys, now)
        t = ReminderTold
        coming = again_at.isoformat() if again_at is not None else None
        t.update(again_at=coming, closings=t.closings + 1).where(among(t.key, keys)).execute()

    def drop_waiting(self, keys: Sequence[str], unseen: State = State.SETTLED) -> None:
        """Note that announcements do not come again, and what became of those that were not shown yet."""
        t = ReminderTold
        those = among(t.key, keys) & (t.again_at > "")
        t.update(state=unseen.value, again_at=None).where(those & (t.state == State.TELLING.value)).execute()
        t.update(again_at=None).where(those).execute()

    def standing(self, keys: Sequence[str], now: datetime) -> dict[str, Standing]:
        """How those of the announcements stand that are about to be told, were told today, or come again."""
        t = ReminderTold
        start = datetime.combine(now.date(), time.min)
        today = t.at.between(start.isoformat(), (start + timedelta(days=1)).isoformat())
        waits = t.again_at > now.isoformat()
        those = (t.state == State.TELLING.value) | (t.state == State.TOLD.value) & (today | waits)
        query = t.select(t.key, t.state, t.closings, t.again_at).where(among(t.key, keys) & those)
        found = {}
        for key, state, closings, again_at in self._shop.rows(query):
            coming = again_at if state == State.TOLD and again_at and again_at > now.isoformat() else None
            found[key] = Standing(closings, datetime.fromisoformat(coming) if coming else None)
        return found

    def prune(self, now: datetime) -> None:
        """Drop what is older than is ever asked for."""
        r, t = ReminderRound, ReminderTold
        newest = r.select(r.id, r.until).where(r.outcome.in_(ROUNDS)).order_by(r.id.desc())
        for number, until in self._shop.rows(newest.offset(KEPT_ROUNDS - 1).limit(1)):
            old = min(until, (now - KEPT_DAYS).isoformat())
            r.delete().where((r.id < number) & (r.until < old)).execute()
            t.delete().where((t.at < old) & t.again_at.is_null()).execute()
