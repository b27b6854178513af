"""Queries about some ids that are asked again and again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final

from crm_desktop.store.models import database

_STAND_IN: Final = (-(1 << 62),)


class PreparedQuery:
    """Peewee puts the words together once, which takes it longer than the engine takes to answer. `query` is given the
    ids, for `among`."""

    def __init__(self, query: Callable[[Sequence[int]], Any]) -> None:
        self._query = query

    @cached_property
    def _words(self) -> tuple[str, list[Any]]:
        sql, params = self._query(_STAND_IN).sql()
        return sql, params

    def rows(self, ids: Sequence[int]) -> list[Any]:
        """The rows for these ids, as plain tuples."""
        sql, params = self._words
        wanted, stand_in = json.dumps(list(ids)), json.dumps(list(_STAND_IN))
        with database.told():
            return list(database.execute_sql(sql, [wanted if each == stand_in else each for each in params]).fetchall())
