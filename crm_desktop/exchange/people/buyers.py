"""Whom the rows of a purchases or follow-ups file are about: known customers, or new ones."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.exchange.importing.earlier import Earlier
from crm_desktop.exchange.people.directory import Directory, Entry, Person
from crm_desktop.exchange.people.known import known_people, people_named
from crm_desktop.exchange.people.reading import read_members, read_names, read_numbers
from crm_desktop.exchange.sheets.table import Table
from crm_desktop.exchange.sheets.values import Notes, Warned
from crm_desktop.store.shop import Shop


def read_buyers(table: Table, region: str, notes: Notes) -> list[Person]:
    """The person of each row: name, phones and member number."""
    names, numbers, members = read_names(table), read_numbers(table, region, notes), read_members(table, notes)
    return [
        Person(name=name, phones=stored, telling=telling, member_no=member, member_key=key)
        for name, stored, telling, member, key in zip(names, *numbers, *members, strict=True)
    ]


class Buyers:
    """Finds the customer of each row; who is unknown becomes a new one."""

    def __init__(self, shop: Shop, people: Sequence[Person], earlier: Earlier | None = None) -> None:
        distinct = list(dict.fromkeys(people))
        names = {person.name for person in distinct if _has_only_a_name(person)}
        known = dict(earlier.people(distinct, ()) if earlier else known_people(shop, distinct, ()))
        known |= dict(earlier.named(names) if earlier else people_named(shop, names))
        self.directory = Directory(sorted(known.items()))
        self._found: dict[Person, Entry | None] = {}
        self.warnings: list[Warned] = []

    def of(self, person: Person, row: int) -> Entry | None:
        """The customer of a row; None for a passer-by, whom nothing names."""
        if person in self._found:
            return self._found[person]
        entry = None
        if person.name or person.phones or person.member_no:
            found = self.directory.find(person)
            entry = found.entry
            if entry is None and _has_only_a_name(person):
                entry = self.directory.named(person.name)
            if entry is None:
                if found.doubt is not None:
                    self.warnings.append(Warned(row, "phone", person.telling[0], found.doubt))
                entry = self.directory.add(person)
        self._found[person] = entry
        return entry

    def new(self) -> list[Entry]:
        """Those whom the shop does not have yet, as far as they are not written."""
        return [entry for entry in self.directory.entries if entry.before is None]


def _has_only_a_name(person: Person) -> bool:
    return bool(person.name) and not person.phones and not person.member_no
