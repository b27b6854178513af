"""Days to remember each year besides the birthday: a wedding, a membership, whatever a customer is fond of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from crm_desktop.domain.birthday import Birthday, Occurrence, next_occurrence, parse_birthday
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence
from crm_desktop.services.birthday_columns import birthday_of
from crm_desktop.services.customer_names import customer_name, short
from crm_desktop.services.settings import Settings
from crm_desktop.store.journal import Change
from crm_desktop.store.models import YearlyDate
from crm_desktop.store.shop import Shop

KINDS: Final = ("wedding", "membership", "other")
MAX_LABEL: Final = 40


@dataclass(frozen=True, slots=True)
class YearlyDateRow:
    """A day to remember. `kind` is one of KINDS; `label` is its own name, "" if the kind says enough; `next` is
    None if it does not fall again."""

    id: int
    customer_id: int
    kind: str
    label: str
    day: Birthday
    next: Occurrence | None

    @property
    def what(self) -> str | Sentence:
        """What the day is called."""
        return self.label or yearly_date_words(self.kind)

    def as_json(self) -> dict[str, Any]:
        """The day as the command line answers it."""
        d = self.day
        return {
            "id": self.id,
            "kind": self.kind,
            "label": self.label,
            "day": {"calendar": d.calendar.value, "year": d.year, "month": d.month, "day": d.day, "leap": d.leap},
            "next": self.next and self.next.date.isoformat(),
        }


class YearlyDates:
    """Lists, adds, changes and deletes the yearly dates of customers."""

    def __init__(self, shop: Shop, settings: Settings) -> None:
        self._shop = shop
        self._settings = settings

    def of_customer(self, customer_id: int) -> list[YearlyDateRow]:
        """The yearly dates of a customer, the one that comes next first."""
        d = YearlyDate
        query = d.select(d.id, d.kind, d.label, d.calendar, d.year, d.month, d.day, d.leap)
        rows = [
            self._row(row_id, customer_id, kind, label, birthday_of(*columns))
            for row_id, kind, label, *columns in self._shop.rows(query.where(d.customer == customer_id))
        ]
        return sorted(rows, key=lambda row: (row.next.date if row.next else date.max, row.id))

    def by_customer(self) -> dict[int, list[YearlyDateRow]]:
        """The yearly dates of all customers who have any, in the order they were added."""
        d, found = YearlyDate, defaultdict(list)
        query = d.select(d.id, d.customer, d.kind, d.label, d.calendar, d.year, d.month, d.day, d.leap).order_by(d.id)
        for row_id, customer_id, kind, label, *columns in self._shop.rows(query):
            found[customer_id].append(self._row(row_id, customer_id, kind, label, birthday_of(*columns)))
        return dict(found)

    def _row(self, row_id: int, customer_id: int, kind: str, label: str, day: Birthday) -> YearlyDateRow:
        following = next_occurrence(day, self._today(), self._settings.get().rules)
        return YearlyDateRow(row_id, customer_id, kind, label, day, following)

    def read_day(self, text: str) -> Birthday:
        """The day that was typed, of either calendar, with its year or without. InvalidInput if it is none."""
        try:
            day = parse_birthday(text, today=self._today())
        except ValueError as error:
            raise InvalidInput({"day": error.args[0]}) from error
        if day is None:
            raise InvalidInput({"day": Sentence("Type the day, for example 5-20, 2015-5-20 or 农历八月十五.")})
        return day

    def add(self, customer_id: int, kind: str, label: str, day: Birthday) -> Change:
        """Add a day. `kind` is one of KINDS. InvalidInput if another day has no label, or one too long."""
        label = _checked(kind, label)
        what = short(label) or yearly_date_words(kind)
        with self._shop.change(Sentence("Added the %1 of %2", what, customer_name(customer_id))) as change:
            columns = _columns(kind, label, day)
            change.new_id = YearlyDate.insert(customer=customer_id, **columns).execute()
        return change.done

    def edit(self, row_id: int, kind: str, label: str, day: Birthday) -> Change:
        """Make a day this one. InvalidInput as for `add`; NotFound if it no longer exists."""
        row, label = self._get(row_id), _checked(kind, label)
        what = short(label) or yearly_date_words(kind)
        with self._shop.change(Sentence("Changed the %1 of %2", what, customer_name(row.customer_id))) as change:
            YearlyDate.update(**_columns(kind, label, day)).where(YearlyDate.id == row_id).execute()
        return change.done

    def delete(self, row_id: int) -> Change:
        """Delete a day. NotFound if it no longer exists."""
        row = self._get(row_id)
        what = short(row.label) or yearly_date_words(row.kind)
        with self._shop.change(Sentence("Deleted the %1 of %2", what, customer_name(row.customer_id))) as change:
            YearlyDate.delete().where(YearlyDate.id == row_id).execute()
        return change.done

    def _get(self, row_id: int) -> Any:
        row = YearlyDate.get_or_none(YearlyDate.id == row_id)
        if row is None:
            raise NotFound(Sentence("This date is no longer there."))
        return row

    def _today(self) -> date:
        return self._shop.clock.now().date()


def yearly_date_words(kind: str) -> Sentence:
    """What a yearly date without a label of its own is called; `kind` as the table has it."""
    match kind:
        case "wedding":
            return Sentence("wedding anniversary")
        case "membership":
            return Sentence("membership anniversary")
    return Sentence("special day")


def _checked(kind: str, label: str) -> str:
    label = label.strip()
    if kind == "other" and not label:
        raise InvalidInput({"label": Sentence("Write what day it is.")})
    if len(label) > MAX_LABEL:
        raise InvalidInput({"label": Sentence("The name of a day has at most %1 characters.", MAX_LABEL)})
    return label


def _columns(kind: str, label: str, day: Birthday) -> dict[str, object]:
    return {
        "kind": kind,
        "label": label,
        "calendar": day.calendar.value,
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "leap": day.leap,
    }
