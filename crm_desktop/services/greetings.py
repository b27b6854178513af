"""Birthday greetings: the shop's texts, which of them a customer gets next, and who was greeted with what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from crm_desktop.domain.birthday import Birthday, Occurrence, birthday_words
from crm_desktop.domain.gender import Gender
from crm_desktop.domain.greeting import DEFAULTS, Word, choose, fill, made_of
from crm_desktop.domain.naming import honorific
from crm_desktop.domain.reminding.entries import BirthdayEntry
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence, language, tr
from crm_desktop.services.birthdays import BirthdayRow
from crm_desktop.services.customer_names import customer_name
from crm_desktop.services.settings import Settings, put
from crm_desktop.store.journal import Change
from crm_desktop.store.models import Customer, Greeting, GreetingTemplate, among
from crm_desktop.store.shop import Shop

LONGEST: Final = 1_000
"""The most characters that a text may have."""


@dataclass(frozen=True, slots=True)
class Template:
    """A text that greetings are made of. `id` is None until it is saved, as with the texts that every shop begins
    with."""

    id: int | None
    text: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """The greeting for one customer, and the template that it was made of, if that one is saved."""

    text: str
    template_id: int | None = None


class Greetings:
    """Keeps the texts, fills them, and remembers who was greeted."""

    def __init__(self, shop: Shop, settings: Settings) -> None:
        self._shop = shop
        self._settings = settings

    # The texts

    def templates(self) -> tuple[Template, ...]:
        """The shop's texts in their order; those that every shop begins with where it has none."""
        query = GreetingTemplate.select(GreetingTemplate.id, GreetingTemplate.text)
        own = self._shop.rows(query.order_by(GreetingTemplate.position, GreetingTemplate.id))
        rows: Iterable[tuple[int | None, str]] = own or [(None, text) for text in DEFAULTS[language()]]
        return tuple(Template(number, text, position) for position, (number, text) in enumerate(rows))

    def save(self, templates: Sequence[Template], offer: str | None = None) -> Change:
        """Have these texts from now on, in this order, and this offer where one is given. Blank texts go; without any
        the shop has those that every shop begins with. InvalidInput if one is too long."""
        kept = [replace(each, text=each.text.strip()) for each in templates if each.text.strip()]
        if any(len(each.text) > LONGEST for each in kept):
            raise InvalidInput({"text": Sentence("A text has at most %1 characters.", LONGEST)})
        before = self._settings.get().offer
        after = before if offer is None else offer.strip()
        self._settings.checked(offer=after)
        with self._shop.change(Sentence("Changed the birthday greetings")) as change:
            if [(each.id, each.text) for each in kept] != [(each.id, each.text) for each in self.templates()]:
                _write(kept)
            if after != before:
                put("offer", after)
        return change.done

    # What a customer gets

    def text_for(self, birthday: BirthdayRow | BirthdayEntry, template: Template | None = None) -> Chosen:
        """The greeting for a customer: made of `template`, else what was sent where they were greeted already, else
        of the text that is next for them: no one gets the same twice running."""
        customer_id = birthday.customer_id
        if template is None and birthday.greeted:
            sent = self._sent(customer_id, _year(birthday))
            if sent is not None:
                return sent
        chosen = template or self._next(customer_id)
        return Chosen(fill(chosen.text, self._values(birthday)), chosen.id)

    def preview(self, text: str, name: str, gender: Gender, birthday: Birthday, turning: int, offer: str) -> str:
        """What a text becomes for someone who need not be a customer, with an offer that need not be saved."""
        values = self._words(name, gender, birthday, turning)
        return fill(text, {**values, Word.OFFER: offer.strip()})

    def _next(self, customer_id: int) -> Template:
        templates = self.templates()
        texts = [each.text for each in templates]
        return templates[choose(texts, self._last(customer_id, templates), customer_id - 1)]

    def _last(self, customer_id: int, templates: Sequence[Template]) -> int | None:
        """Which of the templates the customer's newest greeting was made of."""
        query = (
            Greeting.select(Greeting.text, Greeting.template)
            .where((Greeting.customer == customer_id) & ((Greeting.text != "") | Greeting.template.is_null(False)))
            .order_by(Greeting.at.desc(), Greeting.id.desc())
            .limit(1)
        )
        for text, template_id in self._shop.rows(query):
            saved = {each.id: number for number, each in enumerate(templates) if each.id is not None}
            return saved[template_id] if template_id in saved else made_of(text, [each.text for each in templates])
        return None

    def _sent(self, customer_id: int, year: int) -> Chosen | None:
        """The greeting of a year as it was copied; None if it was not."""
        query = Greeting.select(Greeting.text, Greeting.template)
        found = self._shop.rows(
            query.where(_is(customer_id, self._calendar(customer_id), year) & (Greeting.text != ""))
        )
        return Chosen(*found[0]) if found else None

    def _values(self, birthday: BirthdayRow | BirthdayEntry) -> Mapping[Word, str]:
        gender = Customer.select(Customer.gender).where(Customer.id == birthday.customer_id).scalar()
        turning = birthday.turning if isinstance(birthday, BirthdayEntry) else birthday.occurrence.turning
        return self._words(birthday.name, gender, birthday.birthday, turning)

    def _words(self, name: str, gender: Gender | None, birthday: Birthday, turning: int | None) -> dict[Word, str]:
        settings = self._settings.get()
        return {
            Word.TITLE: honorific(name, gender) or tr("valued customer"),
            Word.NAME: name,
            Word.BIRTHDAY: birthday_words(replace(birthday, year=None)),
            Word.AGE: "" if turning is None else str(turning),
            Word.SHOP: settings.shop_name,
            Word.OFFER: settings.offer,
        }

    # Who was greeted

    def copied(self, customer_id: int, occurrence: Occurrence | BirthdayEntry, chosen: Chosen) -> Change:
        """Note that this greeting was copied to be sent, and mark the year as greeted. Where it was marked already
        only the text is kept; the same text again changes nothing."""
        title = Sentence("Copied the greeting for %1, marked as greeted", customer_name(customer_id))
        return self._note(title, [(customer_id, occurrence.year, chosen)])

    def all_copied(self, greetings: Sequence[tuple[BirthdayRow | BirthdayEntry, Chosen]]) -> Change:
        """The same for several customers, as one change."""
        title = Sentence("Copied %n greeting(s), marked as greeted", n=len(greetings))
        return self._note(title, [(each.customer_id, _year(each), chosen) for each, chosen in greetings])

    def mark_greeted(self, customer_id: int, occurrence: Occurrence | BirthdayEntry) -> Change:
        """Note that a customer was greeted for this birthday, in whatever words. To do so again changes nothing."""
        title = Sentence("Greeted %1 for the birthday", customer_name(customer_id))
        return self._note(title, [(customer_id, occurrence.year, None)])

    def mark_all_greeted(self, birthdays: Sequence[BirthdayRow | BirthdayEntry]) -> Change:
        """The same for several customers, as one change."""
        title = Sentence("Marked %n birthday(s) as greeted", n=sum(not each.greeted for each in birthdays))
        return self._note(title, [(each.customer_id, _year(each), None) for each in birthdays])

    def unmark(self, customer_id: int, occurrence: Occurrence | BirthdayEntry) -> Change:
        """Note that a customer was not greeted for this birthday after all."""
        calendar, name = self._calendar(customer_id), customer_name(customer_id)
        with self._shop.change(Sentence("Marked the birthday of %1 as not greeted", name)) as change:
            Greeting.delete().where(_is(customer_id, calendar, occurrence.year)).execute()
        return change.done

    def _note(self, title: Sentence, greeted: Sequence[tuple[int, int, Chosen | None]]) -> Change:
        """Mark the years of customers as greeted, with the text where there is one."""
        with self._shop.change(title, coming=len(greeted)) as change:
            ids = [customer_id for customer_id, *_ in greeted]
            birthdays = Customer.select(Customer.id, Customer.birth_calendar).where(among(Customer.id, ids))
            calendars = {row[0]: row[1] for row in self._shop.rows(birthdays) if row[1] is not None}
            noted = Greeting.select(Greeting.customer, Greeting.calendar, Greeting.year)
            known = {tuple(row) for row in self._shop.rows(noted.where(among(Greeting.customer, ids)))}
            saved = {each.id for each in self.templates()}
            now, rows = self._shop.clock.now().isoformat(), []
            for customer_id, year, chosen in greeted:
                if customer_id not in calendars:
                    raise _no_birthday()
                place = (customer_id, calendars[customer_id], year)
                words = chosen or Chosen("")
                template = words.template_id if words.template_id in saved else None
                if place not in known:
                    known.add(place)
                    rows.append((*place, now, words.text, template))
                elif chosen is not None:
                    Greeting.update(text=words.text, template=template).where(_is(*place)).execute()
            change.insert_rows(Greeting, ("customer_id", "calendar", "year", "at", "text", "template_id"), rows)
        return change.done

    def _calendar(self, customer_id: int) -> str:
        calendar = Customer.select(Customer.birth_calendar).where(Customer.id == customer_id).scalar()
        if calendar is None:
            raise _no_birthday()
        return str(calendar)


def _no_birthday() -> NotFound:
    return NotFound(Sentence("This birthday is no longer there."))


def _write(templates: Sequence[Template]) -> None:
    """Make the table hold these texts. The triggers of the journal leave alone what stays as it is."""
    kept = [each.id for each in templates if each.id is not None]
    GreetingTemplate.delete().where(GreetingTemplate.id.not_in(kept)).execute()
    for position, each in enumerate(templates):
        values = {"text": each.text, "position": position}
        if each.id is None or not GreetingTemplate.update(**values).where(GreetingTemplate.id == each.id).execute():
            GreetingTemplate.insert(**values).execute()  # new, or deleted meanwhile by another program


def _year(birthday: BirthdayRow | BirthdayEntry) -> int:
    """The year of the birthday's calendar, under which the greeting is kept."""
    return birthday.year if isinstance(birthday, BirthdayEntry) else birthday.occurrence.year


def _is(customer_id: int, calendar: str, year: int) -> Any:
    return (Greeting.customer == customer_id) & (Greeting.calendar == calendar) & (Greeting.year == year)
