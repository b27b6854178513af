"""The tags that customers carry."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import JOIN, fn

from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence
from crm_desktop.store.journal import Change
from crm_desktop.store.models import CustomerTag, Tag
from crm_desktop.store.shop import Shop

MAX_TAG = 40


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag, and how many customers carry it."""

    id: int
    name: str
    count: int


class Tags:
    """All tags of the shop: seen, renamed, deleted. Customers get and lose them through `Customers`."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def all(self) -> list[TagRow]:
        """Every tag, the most used first."""
        count = fn.COUNT(CustomerTag.id)
        query = (
            Tag.select(Tag.id, Tag.name, count)
            .join(CustomerTag, JOIN.LEFT_OUTER)
            .group_by(Tag.id, Tag.name)
            .order_by(count.desc(), Tag.name)
        )
        return [TagRow(*row) for row in query.tuples()]

    def rename(self, tag_id: int, name: str) -> Change:
        """Rename a tag. InvalidInput if the name is taken, empty or too long."""
        old, name = self._name(tag_id), name.strip()
        if not name or len(name) > MAX_TAG:
            raise InvalidInput({"name": Sentence("A tag has 1 to %1 characters.", MAX_TAG)})
        if Tag.select().where((Tag.name == name) & (Tag.id != tag_id)).exists():
            raise InvalidInput({"name": Sentence("There is a tag “%1” already.", name)})
        with self._shop.change(Sentence("Renamed the tag “%1” to “%2”", old, name)) as change:
            Tag.update(name=name).where(Tag.id == tag_id).execute()
        return change.done

    def delete(self, tag_id: int) -> Change:
        """Take a tag away from everyone who carries it."""
        with self._shop.change(Sentence("Deleted the tag “%1”", self._name(tag_id))) as change:
            Tag.delete().where(Tag.id == tag_id).execute()
        return change.done

    def _name(self, tag_id: int) -> str:
        tag = Tag.get_or_none(Tag.id == tag_id)
        if tag is None:
            raise NotFound(Sentence("This tag is no longer there."))
        return str(tag.name)


def tag_ids(names: list[str]) -> dict[str, int]:
    """Name -> id of each tag, made where it is new; inside an open change."""
    found = {name: tag_id for tag_id, name in Tag.select(Tag.id, Tag.name).where(Tag.name.in_(names)).tuples()}
    for name in dict.fromkeys(names):
        if name not in found:
            found[name] = Tag.insert(name=name).execute()
    return found
