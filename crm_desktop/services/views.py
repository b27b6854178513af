"""Saved views: a filter, an order and a choice of columns under a name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence
from crm_desktop.store.journal import Change
from crm_desktop.store.models import View
from crm_desktop.store.shop import Shop

MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view of one tab. What `definition` holds is the tab's own affair."""

    id: int
    name: str
    definition: Mapping[str, Any]


class Views:
    """Keeps the views of every tab."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def all(self, tab: str) -> list[SavedView]:
        """A tab's views, oldest first."""
        query = View.select(View.id, View.name, View.definition).where(View.tab == tab).order_by(View.id)
        return [SavedView(view_id, name, json.loads(text)) for view_id, name, text in query.tuples()]

    def save(self, tab: str, name: str, definition: Mapping[str, Any]) -> Change:
        """Save a view; one of the same name is replaced."""
        name, text = _checked(name), json.dumps(definition, ensure_ascii=False)
        with self._shop.change(Sentence("Saved the view “%1”", name)) as change:
            if not View.update(definition=text).where((View.tab == tab) & (View.name == name)).execute():
                change.new_id = View.insert(tab=tab, name=name, definition=text).execute()
        return change.done

    def rename(self, view_id: int, name: str) -> Change:
        """Rename a view. InvalidInput if the tab has one of that name."""
        view, name = self._get(view_id), _checked(name)
        if View.select().where((View.tab == view.tab) & (View.name == name) & (View.id != view_id)).exists():
            raise InvalidInput({"name": Sentence("There is a view “%1” already.", name)})
        with self._shop.change(Sentence("Renamed the view “%1” to “%2”", view.name, name)) as change:
            View.update(name=name).where(View.id == view_id).execute()
        return change.done

    def delete(self, view_id: int) -> Change:
        """Delete a view; the customers in it stay."""
        with self._shop.change(Sentence("Deleted the view “%1”", self._get(view_id).name)) as change:
            View.delete().where(View.id == view_id).execute()
        return change.done

    def _get(self, view_id: int) -> Any:
        view = View.get_or_none(View.id == view_id)
        if view is None:
            raise NotFound(Sentence("This view is no longer there."))
        return view


def _checked(name: str) -> str:
    name = name.strip()
    if not name or len(name) > MAX_NAME:
        raise InvalidInput({"name": Sentence("A view's name has 1 to %1 characters.", MAX_NAME)})
    return name
