"""Who is the same person: between the rows of a file, and between a file and the shop. Pure.

The same phone and names that do not clash; else the same member number; else, where one of the two has no phone, the
same name and birthday. A row that has none of these to go by is the same as one that says all that it says: so the
same file, imported again, adds nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Final, NamedTuple, TypeVar

from crm_desktop.domain.birthday import Birthday
from crm_desktop.domain.naming import names_clash
from crm_desktop.domain.plain_fields import PLAIN_KEYS
from crm_desktop.language import Sentence

_CHINESE = re.compile(r"[\u3400-\u9fff·]+")
_FORM_OF_ADDRESS = re.compile(r"(?:女士|先生|小姐|太太|夫人|老师|老板|阿姨|总|姐|哥|叔|姨|婶|妈|爸)$|^[小老阿].$")
_MOST_LIKE_NAMED: Final = 50


class Person(NamedTuple):
    """A customer as a row tells, or as the shop knows them. `telling`: those of the phones that identify; so does
    `member_key`. `custom` holds the values of the file's custom fields, in their order."""

    name: str = ""
    phones: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    gender: str | None = None
    birthday: Birthday | None = None
    address: str = ""
    source: str = ""
    member_no: str = ""
    member_key: str = ""
    wechat: tuple[str, ...] = ()
    qq: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    created: datetime | None = None
    custom: tuple[str, ...] = ()


def merged(old: Person, new: Person) -> Person:
    """`old` with what `new` says: its values replace, blanks erase nothing, phones, mails and tags are joined, a
    differing note comes on new lines."""
    return Person(
        name=_fuller_name(old.name, new.name),
        phones=_joined(old.phones, new.phones),
        telling=_joined(old.telling, new.telling),
        gender=new.gender or old.gender,
        birthday=_fuller_birthday(old.birthday, new.birthday),
        address=new.address or old.address,
        **{key: getattr(new, key) or getattr(old, key) for key in PLAIN_KEYS},
        member_no=new.member_no or old.member_no,
        member_key=new.member_key or old.member_key,
        wechat=_accounts(old.wechat, new.wechat),
        qq=_accounts(old.qq, new.qq),
        emails=_joined(old.emails, new.emails),
        tags=_joined(old.tags, new.tags),
        note=joined_notes(old.note, new.note),
        created=min(filter(None, (old.created, new.created)), default=None),
        custom=tuple(second or first for first, second in zip(old.custom, new.custom, strict=True)),
    )


def filled(person: Person, otherwise: Person) -> Person:
    """The person, with what `otherwise` says of those things of which nothing is known."""
    custom = tuple(first or second for first, second in zip(person.custom, otherwise.custom, strict=True))
    known = Person._make(first or second for first, second in zip(person, otherwise, strict=True))
    return known._replace(custom=custom)


def joined_notes(old: str, new: str) -> str:
    """The old note, and below it those lines of the new one that it does not have."""
    if not new or new == old:
        return old
    if not old:
        return new
    have = set(map(str.strip, old.split("\n")))
    lines = [line for line in new.split("\n") if line.strip() not in have]
    return "\n".join((old, *lines)) if lines else old


def _joined(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    return old if not new or new == old else tuple(dict.fromkeys((*old, *new)))


def _accounts(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """The main account is replaced by one that was not known; all others stay, or are added."""
    if not new or not old or new == old:
        return new or old
    return _joined(old if new[0] in old else (new[0], *old[1:]), new)


def _fuller_name(old: str, new: str) -> str:
    """The new name, unless it is a short form of the old one (王女士 of 王芳)."""
    if not new or not old or new == old:
        return new or old
    if plain_name(new) == plain_name(old):
        return old
    return old if _fullness(new) < _fullness(old) and not names_clash(old, new) else new


def plain_name(name: str) -> str:
    """The name as it is compared: without blanks, and whatever the case."""
    return name if name.isalpha() and not name.isascii() else "".join(name.split()).casefold()


def _fullness(name: str) -> tuple[bool, int]:
    is_full = len(name) > 1 and bool(_CHINESE.fullmatch(name)) and not _FORM_OF_ADDRESS.search(name)
    return is_full, len(name)


def _fuller_birthday(old: Birthday | None, new: Birthday | None) -> Birthday | None:
    """The new birthday, unless it is the old one without its year."""
    if new is None or old is None:
        return new or old
    same = (old.calendar, old.month, old.day, old.leap) == (new.calendar, new.month, new.day, new.leap)
    return old if same and new.year is None else new


class Entry:
    """A person of the directory: `before` as the shop had them (with their `id`), None for a new one; `now` after
    the rows so far."""

    __slots__ = ("before", "id", "now")

    def __init__(self, now: Person, customer_id: int | None = None) -> None:
        self.id = customer_id
        self.before = now if customer_id is not None else None
        self.now = now

    @property
    def is_changed(self) -> bool:
        return self.now != self.before


class Found(NamedTuple):
    """Who a row is: an entry or None; `doubt` says why that needs a look."""

    entry: Entry | None
    doubt: Sentence | None = None


NOBODY: Final = Found(None)


class Directory:
    """The people known so far, found by what identifies them."""

    def __init__(self, known: Iterable[tuple[int, Person]] = ()) -> None:
        self.entries: list[Entry] = []
        self._by_phone: dict[str, tuple[Entry, ...]] = {}
        self._by_member: dict[str, list[Entry]] = {}
        # Birthdays of those without a phone, and of everyone; names; contents. The last three serve few rows, and
        # are brought up to date (`_catch_up`) when one asks.
        self._phoneless: dict[tuple[str, Birthday], list[Entry]] = {}
        self._by_birthday: dict[tuple[str, Birthday], list[Entry]] = {}
        self._by_name: dict[str, list[Entry]] = {}
        self._by_content: dict[Person, Entry] = {}
        self._caught_up = 0
        self._stale: list[Entry] = []
        for customer_id, person in known:
            self.add(person, customer_id)

    def add(self, person: Person, customer_id: int | None = None, *, alone: bool = False) -> Entry:
        """Note a person. `alone`: as `alone` told, so that no phone or number needs to lead there."""
        entry = Entry(person, customer_id)
        self.entries.append(entry)
        if not alone:
            self._index(entry, person)
        return entry

    def alone(self, people: Sequence[Person]) -> list[bool]:
        """Of each of the people to come whether `find` would answer that it is nobody, whatever comes before: they
        share no phone and no member number with anybody, and no name with one who has no phone. Most rows of a file
        are such, and need neither be looked for nor found."""
        telling = [person.telling for person in people]
        member_keys = [person.member_key for person in people]
        phones = _repeated(list(chain.from_iterable(telling))) | self._by_phone.keys()
        members = _repeated(list(filter(None, member_keys))) | self._by_member.keys()
        everybody = chain(people, (entry.now for entry in self.entries))
        phoneless = {plain_name(person.name) for person in everybody if not person.telling}
        apart = [
            bool(numbers) and phones.isdisjoint(numbers) and member not in members
            for numbers, member in zip(telling, member_keys, strict=True)
        ]
        if not phoneless:
            return apart
        return [
            is_apart and (person.birthday is None or plain_name(person.name) not in phoneless)
            for is_apart, person in zip(apart, people, strict=True)
        ]

    def update(self, entry: Entry, person: Person, otherwise: Person | None = None) -> bool:
        """Merge what a row says into an entry, and `otherwise` where nothing is known; whether that changed it."""
        now = merged(entry.now, person)
        if otherwise is not None:
            now = filled(now, otherwise)
        if now == entry.now:
            return False
        entry.now = now
        self._index(entry, now)
        self._stale.append(entry)
        return True

    def _index(self, entry: Entry, person: Person) -> None:
        by_phone = self._by_phone
        for number in person.telling:
            there = by_phone.get(number)
            if there is None:
                by_phone[number] = (entry,)
            elif entry not in there:
                by_phone[number] = (*there, entry)
        if person.member_key:
            _file(self._by_member, person.member_key, entry)
        if not person.telling and person.birthday is not None:
            _file(self._phoneless, (plain_name(person.name), person.birthday), entry)

    def _catch_up(self) -> None:
        for entry in (*self.entries[self._caught_up :], *self._stale):
            person = entry.now
            _file(self._by_name, plain_name(person.name), entry)
            if person.birthday is not None:
                _file(self._by_birthday, (plain_name(person.name), person.birthday), entry)
            if not person.telling and not person.member_key:
                self._by_content.setdefault(_content(person), entry)
        self._caught_up = len(self.entries)
        self._stale.clear()

    def find(self, person: Person) -> Found:
        """Who a row is."""
        doubt = None
        for number in person.telling:
            sharing = self._by_phone.get(number)
            if sharing is None:
                continue
            fitting = [entry for entry in sharing if not names_clash(entry.now.name, person.name)]
            if fitting:
                return Found(_likeliest(fitting, person))
            other = sharing[0].now.name
            doubt = doubt or Sentence("“%1” has the same phone, so both are kept, side by side.", other)
        if person.member_key:
            members = self._by_member.get(person.member_key)
            if members:
                member = _likeliest(members, person)
                return Found(member, _name_change(member.now.name, person.name))
        entry: Entry | None
        if person.telling:
            entry = self._born_with(person, self._phoneless) if self._phoneless else None
            return Found(entry) if entry else Found(None, doubt) if doubt else NOBODY
        self._catch_up()
        entry = self._born_with(person, self._by_birthday)
        if entry is None and not person.member_key:
            entry = self._says_the_same(person)
        return Found(entry) if entry else NOBODY

    def _born_with(self, person: Person, index: dict[tuple[str, Birthday], list[Entry]]) -> Entry | None:
        """Who has the name and the birthday of a row, where one of the two has no phone."""
        if person.birthday is None or not person.name:
            return None
        born = index.get((plain_name(person.name), person.birthday), ())
        fitting = [entry for entry in born if not (person.telling and entry.now.telling)]
        return _likeliest(fitting, person) if fitting else None

    def named(self, name: str) -> Entry | None:
        """The one person of that name; of several, the only one without a phone; else nobody."""
        self._catch_up()
        plain = plain_name(name)
        named = [entry for entry in self._by_name.get(plain, ()) if plain_name(entry.now.name) == plain]
        if len(named) > 1:
            named = [entry for entry in named if not entry.now.telling]
        return named[0] if len(named) == 1 else None

    def _says_the_same(self, person: Person) -> Entry | None:
        same = self._by_content.get(_content(person))
        if same is not None:
            return same
        for entry in self._by_name.get(plain_name(person.name), ())[:_MOST_LIKE_NAMED]:
            if merged(entry.now, person) == entry.now:
                return entry
        return None


def _repeated(keys: Sequence[str]) -> set[str]:
    distinct = set(keys)
    if len(distinct) == len(keys):  # as in most files, and told at a fraction of the price of counting
        return set()
    return {key for key, count in Counter(keys).items() if count > 1}


K = TypeVar("K")


def _file(index: dict[K, list[Entry]], key: K, entry: Entry) -> None:
    there = index.setdefault(key, [])
    if not there or there[-1] is not entry:
        there.append(entry)


def _content(person: Person) -> Person:
    return person._replace(name=plain_name(person.name), created=None)


def _likeliest(fitting: Sequence[Entry], person: Person) -> Entry:
    """Of those who may be meant, the one of whom all that the row says is known; else of the same name; else the
    first."""
    if len(fitting) == 1:
        return fitting[0]
    return min(fitting, key=lambda entry: (merged(entry.now, person) != entry.now, entry.now.name != person.name))


def _name_change(old: str, new: str) -> Sentence | None:
    if old and new and names_clash(old, new):
        return Sentence("The same member number belongs to “%1”, whose name is replaced.", old)
    return None
