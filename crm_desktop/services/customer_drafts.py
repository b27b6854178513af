"""What was typed about a customer: understood, checked, and brought to the form in which it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from crm_desktop.domain.birthday import Birthday, is_after, parse_birthday
from crm_desktop.domain.custom_field import clean_custom_value
from crm_desktop.domain.gender import parse_gender
from crm_desktop.domain.phone import Phone, parse_phones
from crm_desktop.domain.plain_fields import PLAIN_KEYS
from crm_desktop.domain.plain_text import plain
from crm_desktop.errors import InvalidInput
from crm_desktop.language import Sentence
from crm_desktop.patterns import regex
from crm_desktop.services.custom_fields import CustomFieldRow
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.tags import MAX_TAG

MAX_NAME: Final = 200
MAX_TEXT: Final = 100_000

_NOTHING: Final = CustomerDraft()
_LISTS: Final = {"phone": "phones", "email": "emails", "wechat": "wechat", "qq": "qq"}
_TEXTS: Final = ("name", "address", *PLAIN_KEYS, "note", "member_no")
_SEPARATORS = regex(r"[,，;；、\n]+")


@dataclass(frozen=True)
class DraftRules:
    """What a draft is held to: today, the region of its phones, and the shop's own fields by name."""

    today: date
    region: str
    fields: Mapping[str, CustomFieldRow]

    def problems(self, draft: CustomerDraft, before: CustomerDraft = _NOTHING) -> dict[str, Sentence]:
        """What keeps a draft from being saved, by field. What `before` holds already is not held against it: a sheet
        may have brought it in, or a choice may be none any more."""
        problems: dict[str, Sentence] = {}
        if not plain(draft.name) and not self._phones(draft, before):
            problems["name"] = Sentence("Enter a name or a phone number.")
        if len(draft.name) > MAX_NAME and draft.name != before.name:
            problems["name"] = Sentence("A name has at most %1 characters.", MAX_NAME)
        for key in _TEXTS[1:]:
            if len(getattr(draft, key)) > MAX_TEXT and getattr(draft, key) != getattr(before, key):
                problems[key] = too_long(MAX_TEXT)
        for key in _LISTS.values():
            if any(len(value) > MAX_NAME for value in _new(draft, before, key)):
                problems[key] = too_long(MAX_NAME)
        if any(len(tag) > MAX_TAG for tag in _new(draft, before, "tags")):
            problems["tags"] = Sentence("A tag has 1 to %1 characters.", MAX_TAG)
        if draft.birthday and draft.birthday != before.birthday and is_after(draft.birthday, self.today):
            problems["birthday"] = Sentence("This birthday is in the future.")
        for name, value in draft.custom.items():
            problem = custom_problem(self.fields.get(name), value) if value != before.custom.get(name) else None
            if problem:
                problems[f"custom:{name}"] = problem
        return problems

    def checked(self, draft: CustomerDraft, before: CustomerDraft = _NOTHING) -> CustomerDraft:
        """The draft as it is kept. InvalidInput if it has problems."""
        problems = self.problems(draft, before)
        if problems:
            raise InvalidInput(problems)
        phones = self._phones(draft, before)
        labels = [f"{phone.number} {phone.label}" for phone in phones if phone.label]
        texts: dict[str, Any] = {key: plain(getattr(draft, key)) for key in _TEXTS}
        texts["note"] = "\n".join(filter(None, [texts["note"], *labels]))
        lists: dict[str, Any] = {key: _tidy(getattr(draft, key)) for key in ("emails", "wechat", "qq", "tags")}
        custom = {
            name: value if value == before.custom.get(name) else clean_value(self.fields[name], value)
            for name, value in draft.custom.items()
            if plain(value)
        }
        numbers = tuple(dict.fromkeys(phone.number for phone in phones))
        return replace(draft, phones=numbers, custom=custom, **texts, **lists)

    def with_field(self, draft: CustomerDraft, key: str, text: str) -> CustomerDraft:
        """The draft with one field set to what was typed; of several phones, mails or accounts the main one."""
        if key.startswith("custom:"):
            return replace(draft, custom={**draft.custom, key[7:]: text})
        if key in _LISTS:
            several = _LISTS[key]
            rest = getattr(draft, several)[1:]
            changed: dict[str, Any] = {several: ((text, *rest) if text else rest)}
            return replace(draft, **changed)
        parsers: dict[str, Callable[[str], object]] = {
            "tags": lambda typed: _tidy(_SEPARATORS.split(typed)),
            "birthday": self._birthday,
            "gender": _gender,
        }
        value: dict[str, Any] = {key: parsers.get(key, str)(text)}
        return replace(draft, **value)

    def _phones(self, draft: CustomerDraft, before: CustomerDraft) -> list[Phone]:
        """The numbers of a draft; those that the customer has already stay as they are."""
        found: list[Phone] = []
        for typed in map(plain, draft.phones):
            found += [Phone(typed, valid=True)] if typed in before.phones else parse_phones(typed, self.region)
        return found

    def _birthday(self, text: str) -> Birthday | None:
        try:
            return parse_birthday(text, today=self.today)
        except ValueError:
            problem = Sentence("“%1” was not understood as a birthday. Try 1988-3-5, 3-5 or 农历八月十五.", text)
            raise InvalidInput({"birthday": problem}) from None


def custom_problem(row: CustomFieldRow | None, value: str) -> Sentence | None:
    """Why a value cannot be kept in a field of the shop's own; `row` is None if the field is gone."""
    if not plain(value):
        return None
    if row is None:
        return Sentence("This field is no longer there.")
    if len(value) > MAX_TEXT:
        return too_long(MAX_TEXT)
    try:
        clean_value(row, value)
    except ValueError:
        return Sentence("“%1” does not fit this field.", value)
    return None


def clean_value(row: CustomFieldRow, value: str) -> str:
    """A value of a field of the shop's own as it is kept. ValueError if it does not fit."""
    return clean_custom_value(row.kind, row.choices, plain(value))


def too_long(most: int) -> Sentence:
    """What to say of a text of more than `most` characters."""
    return Sentence("This text has more than %1 characters.", most)


def _new(draft: CustomerDraft, before: CustomerDraft, key: str) -> list[str]:
    return [value for value in getattr(draft, key) if value not in getattr(before, key)]


def _gender(text: str) -> str | None:
    try:
        return parse_gender(text)
    except ValueError:
        raise InvalidInput({"gender": Sentence("Enter 男, 女, male or female, or leave it empty.")}) from None


def _tidy(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kept for value in values if (kept := plain(value))))
