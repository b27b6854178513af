"""Customers out of a table: each row planned against the file's earlier rows and the shop, then written at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import partial

from crm_desktop.domain.birthday import Birthday, birthday_words
from crm_desktop.domain.gender import gender_words
from crm_desktop.domain.phone import format_phone
from crm_desktop.domain.plain_fields import PLAIN_KEYS
from crm_desktop.errors import InvalidInput
from crm_desktop.exchange.importing.report import (
    UNWATCHED,
    Counts,
    ImportReport,
    OnDuplicate,
    Options,
    Outcome,
    PlannedRow,
    Reject,
    Values,
    Watch,
    warnings_by_row,
)
from crm_desktop.exchange.people.directory import NOBODY, Directory, Entry, Person, filled
from crm_desktop.exchange.people.known import known_fields, known_people, with_photo
from crm_desktop.exchange.people.reading import FieldPlan, plan_fields, read_people
from crm_desktop.exchange.people.writing import PeopleWriter
from crm_desktop.exchange.sheets.layout import CUSTOM
from crm_desktop.exchange.sheets.table import Table, row_of_defaults
from crm_desktop.exchange.sheets.values import Notes, Warned
from crm_desktop.language import Sentence, tr
from crm_desktop.store.models import Photo
from crm_desktop.store.shop import Changing, Shop

_STEP = 5_000
_PHOTOS_A_STEP = 20
_NO_DEFAULTS = frozenset(
    {"name", "family_name", "given_name", "phone", "member_no", "birthday_calendar", "address_part"}
)
"""What tells people apart is nobody's by default."""
_NOTHING_TO_GO_BY = Sentence("This row has neither a name nor a phone.")


class CustomersPlan:
    """What every row of a customers table will become. `rows[i]` of the table is `self.row(i)`."""

    def __init__(
        self,
        table: Table,
        people: Sequence[Person],
        notes: Notes,
        fields: Sequence[FieldPlan],
        known: Sequence[tuple[int, Person]],
        options: Options,
        otherwise: Person | None,
        watch: Watch = UNWATCHED,
    ) -> None:
        self.table = table
        self.options = options
        self.fields = fields
        self._people = list(people)
        self._otherwise = otherwise
        self._guesses = notes.guesses
        self._directory = Directory(known)
        self._outcomes: list[Outcome | None] = []
        self._entries: list[Entry | None] = []
        self._steps: dict[int, tuple[Person, Person]] = {}
        self._warnings = list(notes.warnings)
        self._rejects: list[Reject] = []
        self._photos: dict[Entry, int] = {}
        self._decide(watch)
        self._settle()

    def _decide(self, watch: Watch) -> None:
        directory, total, otherwise = self._directory, len(self._people), self._otherwise
        on_duplicate, choices = self.options.on_duplicate, self.options.choices
        alone = directory.alone(self._people)
        is_plain = otherwise is None and not choices
        for position, person in enumerate(self._people):
            if position % _STEP == 0:
                watch.step(position, total, Sentence("Comparing with the shop"))
            if is_plain and alone[position]:  # most rows of most files
                self._outcomes.append(Outcome.NEW)
                self._entries.append(directory.add(person, alone=True))
                continue
            if not person.name and not person.phones:
                self._refuse(position)
                continue
            if choices:
                on_duplicate = self.options.duplicate(self.table.rows.numbers[position])
            found = NOBODY if alone[position] or on_duplicate is OnDuplicate.ADD else directory.find(person)
            entry = found.entry
            if found.doubt is not None:
                key = "phone" if entry is None else "member_no"
                value = person.telling[0] if entry is None else person.member_no
                self._warnings.append(Warned(self.table.rows.numbers[position], key, value, found.doubt))
            if on_duplicate is OnDuplicate.SKIP and (entry or self._leaves_out(position)):
                outcome = Outcome.SKIP
            elif entry is None:
                if otherwise is not None:
                    self._people[position] = filled(person, otherwise)
                entry, outcome = directory.add(self._people[position], alone=alone[position]), Outcome.NEW
            else:
                before = entry.now
                outcome = Outcome.UPDATE if directory.update(entry, person, otherwise) else Outcome.UNCHANGED
                if outcome is Outcome.UPDATE:
                    self._steps[position] = (before, entry.now)
            self._outcomes.append(outcome)
            self._entries.append(entry)

    def _leaves_out(self, position: int) -> bool:
        return self.options.leaves_out(self.table.rows.numbers[position])

    def _refuse(self, position: int) -> None:
        self._entries.append(None)
        number = self.table.rows.numbers[position]
        filled = any(str(column[position]).strip() for column in self.table.rows.columns)
        self._outcomes.append(Outcome.REJECT if filled else None)
        if filled:
            self._rejects.append(Reject(number, _NOTHING_TO_GO_BY))

    def _settle(self) -> None:
        """Rows that in the end leave a known customer as the shop has them change nothing: the file imported again."""
        for position in list(self._steps):
            entry = self._entries[position]
            if entry is not None and entry.before is not None and not entry.is_changed:
                self._outcomes[position] = Outcome.UNCHANGED
                del self._steps[position]

    def take_photos(self, having: Collection[int]) -> None:
        """Give each new customer, and each known one not among those `having` one, the first photo of their rows."""
        photos = self.table.book.photos
        for position, (outcome, entry) in enumerate(zip(self._outcomes, self._entries, strict=True)):
            row = self.table.rows.numbers[position]
            if row not in photos or entry is None or outcome is Outcome.SKIP:
                continue
            if entry.id not in having and entry not in self._photos:
                self._photos[entry] = row
                self._outcomes[position] = Outcome.NEW if outcome is Outcome.NEW else Outcome.UPDATE

    def report(self, change: int | None = None) -> ImportReport:
        """The counts, warnings and rejects."""
        tally = {outcome: self._outcomes.count(outcome) for outcome in Outcome}
        counts = Counts(
            read=sum(tally.values()),
            added=tally[Outcome.NEW],
            updated=tally[Outcome.UPDATE],
            unchanged=tally[Outcome.UNCHANGED],
            skipped=tally[Outcome.SKIP],
            rejected=tally[Outcome.REJECT],
        )
        return ImportReport(self.table, counts, self._warnings, self._rejects, change, guesses=self._guesses)

    def title(self) -> Sentence:
        """What the journal calls the import."""
        counts = self.report().counts
        return Sentence(
            "Imported customers from “%1” (new: %2, updated: %3)",
            self.table.book.path.name,
            counts.added,
            counts.updated,
        )

    def rows(self) -> list[PlannedRow]:
        """Every data row as planned, in the file's order."""
        warnings = warnings_by_row(self._warnings)
        reasons = dict(self._rejects)
        first: dict[Entry, int] = {}
        planned = []
        for position, (outcome, entry) in enumerate(zip(self._outcomes, self._entries, strict=True)):
            if outcome is None:
                continue
            number = self.table.rows.numbers[position]
            same = None
            if entry is not None and entry.before is None and first.setdefault(entry, number) != number:
                same = first[entry]
            planned.append(
                PlannedRow(
                    number,
                    outcome,
                    partial(self._values, position, outcome),
                    tuple(warnings.get(number, ())),
                    reasons.get(number),
                    entry.id if entry else None,
                    partial(self._why, position, same),
                    same,
                )
            )
        return planned

    def _why(self, position: int, same: int | None) -> Sentence | None:
        entry = self._entries[position]
        if same is not None:
            return Sentence("The same person as row %1 of this file", same)
        if entry is None or entry.before is None:
            return None
        there = self._steps[position][0] if position in self._steps else entry.before
        return recognised_by(self._people[position], there)

    def _values(self, position: int, outcome: Outcome) -> Values:
        before: dict[str, str] = {}
        if outcome is not Outcome.UPDATE:
            after = self._shown(self._people[position])
        elif position in self._steps:
            before, after = (self._shown(person) for person in self._steps[position])
        else:
            after = {}
        entry, number = self._entries[position], self.table.rows.numbers[position]
        if entry is not None and self._photos.get(entry) == number:
            after["photo"] = tr("A photo")
        return {key: (before.get(key, ""), text) for key, text in after.items() if text != before.get(key, "")}

    def _shown(self, person: Person) -> dict[str, str]:
        return shown(person) | {
            CUSTOM + field.name: value for field, value in zip(self.fields, person.custom, strict=True)
        }

    def write(self, shop: Shop, change: Changing, watch: Watch) -> None:
        """Write what was planned into an open change."""
        PeopleWriter(shop, change, self.fields, watch).write(self._directory.entries)
        self._write_photos(watch)

    def _write_photos(self, watch: Watch) -> None:
        """Write the photos one by one: all those of a phone book would not fit into memory."""
        for done, (entry, row) in enumerate(self._photos.items()):
            if done % _PHOTOS_A_STEP == 0:
                watch.step(done, len(self._photos), Sentence("Writing the photos"))
            picture = self.table.book.photos[row]
            Photo.insert(customer=entry.id, media_type=picture.media_type, data=picture.data).execute()


def plan_customers(shop: Shop, table: Table, options: Options, watch: Watch = UNWATCHED) -> CustomersPlan:
    """Plan the import of a customers table; nothing is written."""
    watch.step(0, 1, Sentence("Reading the columns"))
    defaults = row_of_defaults(table, options.defaults, _NO_DEFAULTS)
    there = known_fields(shop)
    fields = plan_fields(table, there)
    named = {field.name for field in fields}
    fields += [field for field in plan_fields(defaults, there) if field.name not in named]
    today = shop.clock.now().date()
    people, notes = read_people(
        table, fields, region=options.region, today=today, tags=options.tags, codes=options.codes
    )
    otherwise = _otherwise(defaults, fields, options, today)
    watch.step(1, 1, Sentence("Reading the columns"))
    known: Sequence[tuple[int, Person]] = ()
    if not options.always_adds:
        known = options.earlier.people(people, fields) if options.earlier else known_people(shop, people, fields)
    plan = CustomersPlan(table, people, notes, fields, known, options, otherwise, watch)
    if table.book.photos:
        plan.take_photos(with_photo(shop))
    return plan


def _otherwise(row: Table, fields: Sequence[FieldPlan], options: Options, today: date) -> Person | None:
    """What is said of a customer of whom the file says nothing; InvalidInput if that cannot be read."""
    if not row.layout.columns:
        return None
    people, notes = read_people(row, fields, region=options.region, today=today)
    if notes.warnings:
        raise InvalidInput({warned.field: warned.reason for warned in notes.warnings})
    return people[0]


def recognised_by(person: Person, known: Person) -> Sentence:
    """The sentence that says by what a person of the file was recognised as a known one."""
    phone = next((number for number in person.telling if number in known.telling), None)
    if phone is not None:
        return Sentence("Recognised by the phone %1", format_phone(phone))
    if person.member_key and person.member_key == known.member_key:
        return Sentence("Recognised by the member number %1", person.member_no)
    if person.birthday is not None and person.birthday == known.birthday:
        return Sentence("Recognised by name and birthday")
    return Sentence("Recognised by the name")


def shown(person: Person) -> dict[str, str]:
    """A person's values as the preview shows them, by field; "" if there is none."""
    return {
        "name": person.name,
        "phone": " / ".join(map(format_phone, person.phones)),
        "gender": gender_words(person.gender),
        "birthday": _birthday(person.birthday),
        "wechat": ", ".join(person.wechat),
        "qq": ", ".join(person.qq),
        "email": ", ".join(person.emails),
        "address": person.address,
        **{key: getattr(person, key) for key in PLAIN_KEYS},
        "member_no": person.member_no,
        "tags": ", ".join(person.tags),
        "note": person.note,
        "created": _day(person.created),
    }


def _birthday(birthday: Birthday | None) -> str:
    return birthday_words(birthday) if birthday else ""


def _day(moment: datetime | date | None) -> str:
    return moment.isoformat()[:10] if moment else ""
