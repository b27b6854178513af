"""Follow-ups: what was promised to a customer for a day."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from peewee import Case, fn

from crm_desktop.domain import recurrence as recurrences
from crm_desktop.domain.plain_text import plain
from crm_desktop.domain.recurrence import Recurrence
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence
from crm_desktop.services.customer_names import customer_name
from crm_desktop.services.people import batches, named_like, people
from crm_desktop.services.sorting import Sort
from crm_desktop.store import models
from crm_desktop.store.journal import Change
from crm_desktop.store.shop import Shop

MAX_WHAT: Final = 500
MAX_OUTCOME: Final = 2_000
SOONEST_FIRST: Final = Sort("due")
_LATELY: Final = 2_000
"""How many of the newest follow-ups are counted to tell what is usually to be done."""
_GONE: Final = Sentence("This follow-up is no longer there. It may have been deleted; Undo brings it back.")


class Section(StrEnum):
    """The parts of the list. A snoozed follow-up counts by the day that it was put off to."""

    ALL = "all"
    """Everything that is not done."""
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    """The seven days after today."""
    LATER = "later"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class FollowUpDraft:
    """A follow-up as it is typed. `priority`: -1 low, 0, 1 high."""

    customer_id: int
    what: str
    due: date
    due_time: time | None = None
    priority: int = 0
    recurrence: Recurrence | None = None

    @classmethod
    def of(cls, follow_up: FollowUp) -> FollowUpDraft:
        """The draft that a form begins with to edit a follow-up."""
        f = follow_up
        return cls(f.customer_id, f.what, f.due, f.due_time, f.priority, f.recurrence)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up. `overdue_days` counts from the day it was due or put off to; 0 where it is not overdue or done."""

    id: int
    customer_id: int
    customer_name: str
    customer_phone: str
    what: str
    due: date
    due_time: time | None
    priority: int
    recurrence: Recurrence | None
    snoozed_until: date | None
    done_at: datetime | None
    outcome: str
    overdue_days: int

    @property
    def day(self) -> date:
        """The day it is to be done: the due day, or the one it was put off to."""
        return self.snoozed_until or self.due


class FollowUps:
    """Plans follow-ups, marks them done, puts them off, and lists them."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    # Writing

    def check(self, draft: FollowUpDraft) -> dict[str, Sentence]:
        """Why the draft cannot be saved, by field: "what", "due", "priority", "customer". Nothing if it can."""
        problems: dict[str, Sentence] = {}
        if not 0 < len(plain(draft.what)) <= MAX_WHAT:
            problems["what"] = Sentence("Say what is to be done, in at most %1 characters.", MAX_WHAT)
        if not 1900 <= draft.due.year <= 2100:
            problems["due"] = Sentence("A day between 1900 and 2100 is needed.")
        if not -1 <= draft.priority <= 1:
            problems["priority"] = Sentence("A priority is low, normal or high.")
        if not models.Customer.select().where(models.Customer.id == draft.customer_id).exists():
            problems["customer"] = Sentence("This customer is no longer there. Choose another.")
        return problems

    def add(self, draft: FollowUpDraft) -> Change:
        """Plan a follow-up."""
        self._refuse(draft)
        title = Sentence("Planned “%1” for %2", draft.what.strip(), customer_name(draft.customer_id))
        with self._shop.change(title) as change:
            change.new_id = self._insert(_anchored(draft))
        return change.done

    def edit(self, follow_up_id: int, draft: FollowUpDraft) -> Change:
        """Change a follow-up. A new day takes the place of one that it was put off to."""
        old = self.get(follow_up_id)
        self._refuse(draft)
        snoozed = old.snoozed_until if draft.due == old.due else None
        draft = _anchored(draft, old)
        with self._shop.change(Sentence("Changed “%1” for %2", old.what, customer_name(old.customer_id))) as change:
            values = _values(draft) | {"snoozed_until": snoozed.isoformat() if snoozed else None}
            models.FollowUp.update(**values).where(models.FollowUp.id == follow_up_id).execute()
        return change.done

    def delete(self, follow_up_ids: Sequence[int]) -> Change:
        """Delete follow-ups."""
        ids = list(follow_up_ids)
        title = Sentence("Deleted %n follow-up(s)", n=len(ids))
        if len(ids) == 1:
            old = self.get(ids[0])
            title = Sentence("Deleted “%1” for %2", old.what, customer_name(old.customer_id))
        with self._shop.change(title, coming=len(ids)) as change:
            for some in batches(ids):
                models.FollowUp.delete().where(models.FollowUp.id.in_(some)).execute()
        return change.done

    def done(self, follow_up_id: int, outcome: str = "") -> Change:
        """Mark a follow-up done. A recurring one plans its next in the same change, and `new_id` names it. One that
        is done already only gets the new outcome."""
        old = self.get(follow_up_id)
        done_on = self._shop.clock.now().date()
        title = Sentence("Did “%1” for %2", old.what, customer_name(old.customer_id))
        following: FollowUpDraft | None = None
        if old.recurrence is not None and old.done_at is None:
            following = replace(FollowUpDraft.of(old), due=recurrences.next_due(old.recurrence, old.due, done_on))
            title = Sentence("Did “%1” for %2; next on %3", old.what, customer_name(old.customer_id), following.due)
        with self._shop.change(title) as change:
            self._mark_done(old, outcome)
            if following is not None:
                change.new_id = self._insert(following)
        return change.done

    def done_and_next(self, follow_up_id: int, outcome: str, next_draft: FollowUpDraft) -> Change:
        """Mark a follow-up done and plan the next as she says, instead of what recurrence would have planned."""
        old = self.get(follow_up_id)
        self._refuse(next_draft)
        title = Sentence("Did “%1” for %2; next on %3", old.what, customer_name(old.customer_id), next_draft.due)
        with self._shop.change(title) as change:
            self._mark_done(old, outcome)
            change.new_id = self._insert(_anchored(next_draft))
        return change.done

    def snooze(self, follow_up_ids: Sequence[int], until: date) -> Change:
        """Put open follow-ups off to a day, not in the past. The day that they were due stays known."""
        if until < self._shop.clock.now().date() or until.year > 2100:
            raise InvalidInput({"until": Sentence("Choose today or a day to come.")})
        ids = list(follow_up_ids)
        title = Sentence("Put off %n follow-up(s) to %1", until, n=len(ids))
        if len(ids) == 1:
            old = self.get(ids[0])
            title = Sentence("Put off “%1” for %2 to %3", old.what, customer_name(old.customer_id), until)
        table = models.FollowUp
        with self._shop.change(title, coming=len(ids)) as change:
            for some in batches(ids):
                open_ones = table.id.in_(some) & table.done_at.is_null()
                table.update(snoozed_until=until.isoformat()).where(open_ones).execute()
        return change.done

    def reopen(self, follow_up_id: int) -> Change:
        """Mark a follow-up as not done after all. Where its next one is planned already, that one alone recurs."""
        old = self.get(follow_up_id)
        table = models.FollowUp
        successor = table.select().where(
            (table.customer == old.customer_id) & (table.what == old.what) & table.done_at.is_null()
            & (table.recurrence != "") & (table.id > follow_up_id)
        )  # fmt: skip
        with self._shop.change(Sentence("Reopened “%1” for %2", old.what, customer_name(old.customer_id))) as change:
            values: dict[str, str | None] = {"done_at": None, "snoozed_until": None}
            if successor.exists():
                values["recurrence"] = ""
            table.update(**values).where((table.id == follow_up_id) & table.done_at.is_null(False)).execute()
        return change.done

    def _refuse(self, draft: FollowUpDraft) -> None:
        problems = self.check(draft)
        if problems:
            raise InvalidInput(problems)

    def _insert(self, draft: FollowUpDraft) -> int:
        created = self._shop.clock.now().isoformat()
        return int(models.FollowUp.insert(**_values(draft), created=created).execute())

    def _mark_done(self, old: FollowUp, outcome: str) -> None:
        if len(outcome) > MAX_OUTCOME:
            raise InvalidInput({"outcome": Sentence("An outcome has at most %1 characters.", MAX_OUTCOME)})
        at = (old.done_at or self._shop.clock.now()).isoformat()
        update = models.FollowUp.update(done_at=at, outcome=plain(outcome))
        update.where(models.FollowUp.id == old.id).execute()

    # Reading

    def get(self, follow_up_id: int) -> FollowUp:
        """One follow-up. NotFound if it no longer exists."""
        found = self.get_many([follow_up_id])
        if not found:
            raise NotFound(_GONE)
        return found[0]

    def get_many(self, ids: Sequence[int], on: date | None = None) -> list[FollowUp]:
        """Follow-ups in the order of `ids`, overdue as of `on` (today); what is gone is left out."""
        on = on or self._shop.clock.now().date()
        table = models.FollowUp
        rows: dict[int, tuple[Any, ...]] = {}
        for some in batches(ids):
            query = table.select(
                table.id, table.customer, table.what, table.due, table.due_time, table.priority, table.recurrence,
                table.snoozed_until, table.done_at, table.outcome,
            ).where(table.id.in_(some))  # fmt: skip
            rows.update((row[0], row) for row in query.tuples())
        persons = people(self._shop, sorted({row[1] for row in rows.values()}))
        return [_follow_up(rows[i], persons[rows[i][1]].name, persons[rows[i][1]].phone, on) for i in ids if i in rows]

    def ids(
        self,
        section: Section = Section.ALL,
        on: date | None = None,
        text: str = "",
        customer_id: int | None = None,
        sort: Sort | None = None,
    ) -> list[int]:
        """Ids of a section's follow-ups as of `on` (today), with each word of `text` in them or in the customer's name.

        Sorted by "due", "customer", "what", "priority" or "done_at"; without `sort` the soonest first, and what is
        done newest first."""
        return list(self.packed_ids(section, on, text, customer_id, sort))

    def packed_ids(
        self,
        section: Section = Section.ALL,
        on: date | None = None,
        text: str = "",
        customer_id: int | None = None,
        sort: Sort | None = None,
    ) -> array[int]:
        """`ids` for a list of very many, in a fifth of the memory."""
        table, customer = models.FollowUp, models.Customer
        sort = sort or (Sort("done_at", descending=True) if section is Section.DONE else SOONEST_FIRST)
        query = table.select(table.id).where(_condition(section, on or self._shop.clock.now().date()))
        if customer_id is not None:
            query = query.where(table.customer == customer_id)
        for word in text.split():
            matches = table.what.contains(word) | table.outcome.contains(word) | table.customer.in_(named_like(word))
            query = query.where(matches)
        if sort.key == "customer":
            query = query.join(customer)
        column = {
            "due": _day(),
            "customer": customer.sort_key,
            "what": table.what,
            "priority": table.priority,
            "done_at": table.done_at,
        }[sort.key]
        first = column.desc() if sort.descending else column.asc()
        # A day's timed ones come in their order, before those for any time of the day.
        timed = fn.COALESCE(table.due_time, "99")
        if sort.key == "done_at":
            # Read off the index: years of done ones stand there.
            return self._shop.packed_ids(query.order_by(first, table.id.desc()))
        return self._shop.packed_ids(query.order_by(first, _day(), timed, table.priority.desc(), table.id))

    def earlier_words(self, limit: int = 200) -> list[str]:
        """What was to be done in the newest follow-ups, the most frequent first: proposed while a new one is typed."""
        table = models.FollowUp
        newest = table.select(fn.MAX(table.id)).scalar() or 0
        query = table.select(table.what).where(table.id > newest - _LATELY).group_by(table.what)
        return [words for (words,) in query.order_by(fn.COUNT(table.id).desc(), table.what).limit(limit).tuples()]

    def counts(self, on: date | None = None) -> dict[Section, int]:
        """How many follow-ups each section holds as of `on` (today)."""
        on = on or self._shop.clock.now().date()
        table = models.FollowUp
        sections = [s for s in Section if s not in (Section.ALL, Section.DONE)]
        sums = [fn.COALESCE(fn.SUM(Case(None, ((_condition(s, on), 1),), 0)), 0) for s in sections]
        query = table.select(fn.COUNT(table.id), *sums).where(table.done_at.is_null())
        everything, *found = query.tuples().first()
        done = table.select().where(table.done_at.is_null(False)).count()
        return {Section.ALL: everything, **dict(zip(sections, found, strict=True)), Section.DONE: done}


def _anchored(draft: FollowUpDraft, old: FollowUp | None = None) -> FollowUpDraft:
    """The draft whose recurrence remembers the day of the month that it began on: a new one, this draft's."""
    new = draft.recurrence
    if new is None:
        return draft
    before = old.recurrence if old is not None and old.due == draft.due else None
    if before is not None and replace(before, anchor_day=None) == replace(new, anchor_day=None):
        return replace(draft, recurrence=before)
    return replace(draft, recurrence=recurrences.anchored(new, draft.due))


def _values(draft: FollowUpDraft) -> dict[str, Any]:
    return {
        "customer": draft.customer_id,
        "what": plain(draft.what),
        "due": draft.due.isoformat(),
        "due_time": draft.due_time.isoformat("minutes") if draft.due_time else None,
        "priority": draft.priority,
        "recurrence": draft.recurrence.encode() if draft.recurrence else "",
    }


def _follow_up(row: tuple[Any, ...], name: str, phone: str, on: date) -> FollowUp:
    follow_up_id, customer_id, what, due, due_time, priority, recurrence, snoozed, done_at, outcome = row
    day = date.fromisoformat(snoozed or due)
    return FollowUp(
        id=follow_up_id,
        customer_id=customer_id,
        customer_name=name,
        customer_phone=phone,
        what=what,
        due=date.fromisoformat(due),
        due_time=time.fromisoformat(due_time) if due_time else None,
        priority=priority,
        recurrence=recurrences.decode(recurrence),
        snoozed_until=date.fromisoformat(snoozed) if snoozed else None,
        done_at=datetime.fromisoformat(done_at) if done_at else None,
        outcome=outcome,
        overdue_days=0 if done_at else max((on - day).days, 0),
    )


def _day() -> Any:
    """The day to be done, in SQL."""
    return fn.COALESCE(models.FollowUp.snoozed_until, models.FollowUp.due)


def _condition(section: Section, on: date) -> Any:
    """Which follow-ups a section holds."""
    table, today, week = models.FollowUp, on.isoformat(), (on + timedelta(days=7)).isoformat()
    if section is Section.DONE:
        return table.done_at.is_null(False)
    if section is Section.ALL:
        return table.done_at.is_null()
    day = {
        Section.OVERDUE: _day() < today,
        Section.TODAY: _day() == today,
        Section.WEEK: (_day() > today) & (_day() <= week),
        Section.LATER: _day() > week,
    }[section]
    return table.done_at.is_null() & day
