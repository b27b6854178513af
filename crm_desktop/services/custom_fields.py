"""The fields that the shop defined for its customers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from peewee import fn

from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence
from crm_desktop.store.journal import Change
from crm_desktop.store.models import CustomField
from crm_desktop.store.shop import Shop

MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class CustomFieldRow:
    """A field of the shop's own: a text, a number, a date, one of `choices`, or yes or no."""

    id: int
    name: str
    kind: CustomFieldKind
    choices: tuple[str, ...]


class CustomFields:
    """Defines, renames, orders and deletes the shop's own fields."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def all(self) -> list[CustomFieldRow]:
        """The fields in the owner's order."""
        query = CustomField.select(CustomField.id, CustomField.name, CustomField.kind, CustomField.choices)
        rows = query.order_by(CustomField.position, CustomField.id).tuples()
        return [CustomFieldRow(i, name, CustomFieldKind(kind), tuple(json.loads(c))) for i, name, kind, c in rows]

    def add(self, name: str, kind: CustomFieldKind, choices: Sequence[str] = ()) -> Change:
        """Define a field; it comes last. InvalidInput if the name is taken or a choice lacks its choices."""
        name, choices = self._checked(name, kind, choices, None)
        with self._shop.change(Sentence("Added the field “%1”", name)) as change:
            position = (CustomField.select(fn.MAX(CustomField.position)).scalar() or 0) + 1
            change.new_id = CustomField.insert(
                name=name, kind=kind.value, choices=json.dumps(choices, ensure_ascii=False), position=position
            ).execute()
        return change.done

    def edit(self, field_id: int, name: str, choices: Sequence[str] = ()) -> Change:
        """Rename a field, or change what can be chosen. Its kind stays: values were entered as that kind."""
        old = self.get(field_id)
        name, choices = self._checked(name, old.kind, choices, field_id)
        with self._shop.change(Sentence("Changed the field “%1”", old.name)) as change:
            CustomField.update(name=name, choices=json.dumps(choices, ensure_ascii=False)).where(
                CustomField.id == field_id
            ).execute()
        return change.done

    def move(self, field_id: int, position: int) -> Change:
        """Put a field at a place in the order, counted from 0."""
        order = [row.id for row in self.all() if row.id != field_id]
        order.insert(max(position, 0), field_id)
        with self._shop.change(Sentence("Moved the field “%1”", self.get(field_id).name)) as change:
            for place, other in enumerate(order):
                CustomField.update(position=place).where(CustomField.id == other).execute()
        return change.done

    def delete(self, field_id: int) -> Change:
        """Delete a field with everything entered in it."""
        with self._shop.change(Sentence("Deleted the field “%1”", self.get(field_id).name)) as change:
            CustomField.delete().where(CustomField.id == field_id).execute()
        return change.done

    def get(self, field_id: int) -> CustomFieldRow:
        """One field. NotFound if it no longer exists."""
        for row in self.all():
            if row.id == field_id:
                return row
        raise NotFound(Sentence("This field is no longer there."))

    def _checked(
        self, name: str, kind: CustomFieldKind, choices: Sequence[str], own_id: int | None
    ) -> tuple[str, tuple[str, ...]]:
        name = name.strip()
        kept = tuple(dict.fromkeys(choice.strip() for choice in choices if choice.strip()))
        if not name or len(name) > MAX_NAME:
            raise InvalidInput({"name": Sentence("A field's name has 1 to %1 characters.", MAX_NAME)})
        if any(row.name == name and row.id != own_id for row in self.all()):
            raise InvalidInput({"name": Sentence("There is a field “%1” already.", name)})
        if kind is CustomFieldKind.CHOICE and not kept:
            raise InvalidInput({"choices": Sentence("Enter what can be chosen, one on each line.")})
        return name, kept
