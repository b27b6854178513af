"""Taking a change back, row by row, without touching what was edited since.

Rows belong together: a customer with phones, tags and follow-ups, a purchase with its lines. If any row of such a
group was edited since the change, the whole group is kept as it is. The undoing is itself a change in the journal, so
it can be taken back as well: that is redo.

The order of the steps matters. Parts that the change inserted go first, for they may stand in the way of rows that
come back; deleted rows return, parents first; updated rows get their old values; what the change inserted that others
may refer to goes last, when nothing refers to it any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import peewee

from crm_desktop.store.engine import ShopDatabase
from crm_desktop.store.journal import OpenChange, current_image, image_of_today, restore_expression
from crm_desktop.store.models import (
    JOURNALLED,
    CustomerTag,
    CustomField,
    CustomValue,
    GreetingTemplate,
    Purchase,
    PurchaseLine,
    Table,
    Tag,
)

_PARENTS: Final = ("customer", "tag", "custom_field", "product", "purchase")
"""Tables that others refer to."""

_MODELS: Final = {model._meta.table_name: model for model in JOURNALLED}


@dataclass(frozen=True)
class Undone:
    """How many customers, purchases or other things were put back, were kept because they were edited since, and
    could not be put back. `kept_rows` and `failed_rows` name them: (table, id)."""

    reversed: int
    kept_rows: tuple[tuple[str, int], ...]
    failed_rows: tuple[tuple[str, int], ...]

    @property
    def kept(self) -> int:
        return len(self.kept_rows)

    @property
    def failed(self) -> int:
        return len(self.failed_rows)


def _owner(model: type[Table]) -> tuple[str, str]:
    """The table and the column that say to which group a row of `model` belongs."""
    if model is PurchaseLine:
        return "purchase", "purchase_id"
    if model is not Purchase and "customer" in model._meta.fields:
        return "customer", "customer_id"
    return str(model._meta.table_name), "id"


class Undo:
    """One undoing of the change `target`, inside `change`, an open change of its own."""

    def __init__(self, database: ShopDatabase, change: OpenChange, target: int) -> None:
        self._database = database
        self._change = change
        self._target = target

    def _run(self, sql: str, *params: Any) -> Any:
        return self._database.execute_sql(sql, params)

    def run(self) -> Undone:
        """Take the change back as far as it can be."""
        self._prepare()
        for model in JOURNALLED:
            self._find_rows(model)
        for model in JOURNALLED:
            self._find_edited(model)
        self._find_new_dependants()
        self._spread_to_groups()
        parts = [m for m in reversed(JOURNALLED) if m._meta.table_name not in _PARENTS]
        for model in parts:
            self._remove_inserted(model)
        for model in JOURNALLED:
            self._bring_back(model)
        for model in JOURNALLED:
            self._restore_values(model)
        for model in reversed(JOURNALLED):
            if model not in parts:
                self._remove_inserted(model)
        self._change.note_restored(_MODELS)
        undone = self._answer()
        self._drop()
        return undone

    def _prepare(self) -> None:
        self._drop()
        self._run(
            "CREATE TEMP TABLE undo_row (tbl TEXT, row_id INTEGER, kind TEXT, entry INTEGER, owner_tbl TEXT,"
            " owner_id INTEGER, state TEXT, PRIMARY KEY (tbl, row_id)) WITHOUT ROWID"
        )
        self._run(
            "CREATE TEMP TABLE undo_range AS SELECT tbl, row_id AS first, last_id AS last FROM journal"
            " WHERE change = ? AND kind = 'I'",
            self._target,
        )
        self._run("CREATE INDEX temp.undo_range_first ON undo_range (tbl, first)")
        self._run("CREATE TEMP TABLE restored (tbl TEXT, row_id INTEGER, PRIMARY KEY (tbl, row_id)) WITHOUT ROWID")

    def _drop(self) -> None:
        self._run("DROP TABLE IF EXISTS temp.undo_row")
        self._run("DROP TABLE IF EXISTS temp.undo_range")
        self._run("DROP TABLE IF EXISTS temp.restored")

    def _find_rows(self, model: type[Table]) -> None:
        """List the change's rows of a table: those it inserted that still exist, and the oldest image of the others."""
        table = model._meta.table_name
        owner_tbl, owner_column = _owner(model)
        for first, last in self._run(
            "SELECT row_id, last_id FROM journal WHERE change = ? AND tbl = ? AND kind = 'I'", self._target, table
        ).fetchall():
            self._run(
                f"INSERT INTO temp.undo_row SELECT '{table}', id, 'I', 0, '{owner_tbl}', {owner_column}, 'todo'"
                f" FROM main.{table} WHERE id BETWEEN ? AND ?",
                first,
                last,
            )
        # Rows that the change inserted itself are no rows that it updated. `+` keeps the engine off the index over
        # all rows, which would be gone through once for each of the change's own.
        self._run(
            f"""
            INSERT OR IGNORE INTO temp.undo_row
            SELECT '{table}', row_id,
                CASE WHEN EXISTS (SELECT 1 FROM main.{table} WHERE id = row_id) THEN 'U' ELSE 'D' END,
                min(j.id), '{owner_tbl}', json_extract(image, '$.{owner_column}'), 'todo'
            FROM journal AS j WHERE j.change = ? AND +j.tbl = ? AND j.kind <> 'I' AND j.row_id > coalesce((
                SELECT r.last FROM temp.undo_range AS r WHERE r.tbl = j.tbl AND r.first <= j.row_id
                ORDER BY r.first DESC LIMIT 1), 0)
            GROUP BY row_id
            """,
            self._target,
            table,
        )

    def _find_edited(self, model: type[Table]) -> None:
        """Mark rows whose state is no longer the one that the change left.

        That state is the image of the next entry about the row, and where there is none, today's. A row that later
        changes altered and brought back again, as an undo does, counts as not edited.
        """
        table = model._meta.table_name
        now = f"(SELECT {current_image(model)} FROM main.{table} WHERE id = later.row_id)"
        self._run(
            f"""
            UPDATE temp.undo_row SET state = 'kept' WHERE tbl = ? AND (
                SELECT later.image IS NOT {now} AND {image_of_today(model, "later.image")} IS NOT {now}
                FROM journal AS later INDEXED BY journal_tbl_row_id
                WHERE later.tbl = undo_row.tbl AND later.row_id = undo_row.row_id
                    AND later.kind <> 'I' AND later.change > ? AND later.change <> ?
                ORDER BY later.id LIMIT 1)
            """,
            table,
            self._target,
            self._change.id,
        )
        # A row that the change deleted, and that is back although no entry says so with an image: restored since.
        self._run(
            """
            UPDATE temp.undo_row SET state = 'kept' WHERE tbl = ? AND kind = 'U' AND state = 'todo' AND EXISTS (
                SELECT 1 FROM journal INDEXED BY journal_tbl_row_id
                WHERE change = ? AND tbl = undo_row.tbl AND row_id = undo_row.row_id
                AND kind = 'D')
            """,
            table,
            self._target,
        )

    def _find_new_dependants(self) -> None:
        """Keep inserted rows that something made later belongs to: an imported customer who has bought since."""
        for child in JOURNALLED:
            for key in child._meta.refs:
                if key.rel_model is GreetingTemplate:
                    continue  # a greeting that was made of it since has its words for itself
                parent, table, column = key.rel_model._meta.table_name, child._meta.table_name, key.column_name
                self._run(
                    f"""
                    UPDATE temp.undo_row SET state = 'kept' WHERE tbl = ? AND kind = 'I' AND row_id IN (
                        SELECT {column} FROM main.{table} AS child WHERE {column} IN (
                                SELECT row_id FROM temp.undo_row WHERE tbl = ? AND kind = 'I')
                            AND NOT EXISTS (
                                SELECT 1 FROM temp.undo_row AS own WHERE own.tbl = ? AND own.row_id = child.id))
                    """,
                    parent,
                    parent,
                    table,
                )

    def _spread_to_groups(self) -> None:
        """Keep everything of a group of which one row is kept, and what a kept row refers to."""
        self._run(
            """
            UPDATE temp.undo_row SET state = 'kept' WHERE (owner_tbl, owner_id) IN (
                SELECT owner_tbl, owner_id FROM temp.undo_row WHERE state = 'kept')
            """
        )
        for child, column, parent in (
            (CustomerTag, "tag_id", Tag),
            (CustomValue, "field_id", CustomField),
            (PurchaseLine, "product_id", None),
            (Purchase, "customer_id", None),
        ):
            table = child._meta.table_name
            parent_table = parent._meta.table_name if parent else column.removesuffix("_id")
            self._run(
                f"""
                UPDATE temp.undo_row SET state = 'kept' WHERE tbl = ? AND kind = 'I' AND row_id IN (
                    SELECT {column} FROM main.{table} WHERE id IN (
                        SELECT row_id FROM temp.undo_row WHERE tbl = ? AND state = 'kept' AND kind = 'I'))
                """,
                parent_table,
                table,
            )
        self._run(
            """
            UPDATE temp.undo_row SET state = 'kept' WHERE (owner_tbl, owner_id) IN (
                SELECT tbl, row_id FROM temp.undo_row WHERE state = 'kept')
            """
        )

    def _remove_inserted(self, model: type[Table]) -> None:
        table = model._meta.table_name
        self._run(
            f"DELETE FROM main.{table} WHERE id IN ("
            "SELECT row_id FROM temp.undo_row WHERE tbl = ? AND kind = 'I' AND state = 'todo')",
            table,
        )

    def _bring_back(self, model: type[Table]) -> None:
        """Insert the deleted rows again, with their ids: all at once, or one by one where one of them cannot be."""
        table = model._meta.table_name
        columns = [f.column_name for f in model._meta.sorted_fields]
        values = ", ".join(restore_expression(model, c) for c in columns)
        sql = f"""
            INSERT INTO main.{table} ({", ".join(columns)}) SELECT {values}
            FROM temp.undo_row AS u JOIN journal ON journal.id = u.entry
            WHERE u.tbl = ? AND u.kind = 'D' AND u.state = 'todo'
        """
        self._all_or_each(table, "D", sql, " AND u.row_id = ?")
        self._run(
            "INSERT INTO temp.restored SELECT tbl, row_id FROM temp.undo_row"
            " WHERE tbl = ? AND kind = 'D' AND state = 'todo'",
            table,
        )

    def _restore_values(self, model: type[Table]) -> None:
        """Give the updated rows the values that they had before the change."""
        table = model._meta.table_name
        columns = [f.column_name for f in model._meta.sorted_fields if f.column_name != "id"]
        values = ", ".join(restore_expression(model, c) for c in columns)
        sql = f"""
            UPDATE main.{table} SET ({", ".join(columns)}) = (
                SELECT {values} FROM temp.undo_row AS u JOIN journal ON journal.id = u.entry
                WHERE u.tbl = '{table}' AND u.row_id = main.{table}.id)
            WHERE id IN (SELECT u.row_id FROM temp.undo_row AS u
                WHERE u.tbl = ? AND u.kind = 'U' AND u.state = 'todo'%s)
        """
        self._all_or_each(table, "U", sql.replace("%s", ""), None, each=sql.replace("%s", " AND u.row_id = ?"))

    def _all_or_each(self, table: str, kind: str, sql: str, narrowed: str | None, each: str = "") -> None:
        each = each or sql + (narrowed or "")
        try:
            with self._database.savepoint():
                self._run(sql, table)
        except peewee.IntegrityError:
            rows = self._run(
                "SELECT row_id FROM temp.undo_row WHERE tbl = ? AND kind = ? AND state = 'todo' ORDER BY row_id",
                table,
                kind,
            ).fetchall()
            for (row_id,) in rows:
                try:
                    with self._database.savepoint():
                        self._run(each, table, row_id)
                except peewee.IntegrityError:
                    self._run("UPDATE temp.undo_row SET state = 'failed' WHERE tbl = ? AND row_id = ?", table, row_id)

    def _answer(self) -> Undone:
        groups = self._run(
            """
            SELECT owner_tbl, owner_id, max(state = 'kept'), max(state = 'failed') FROM temp.undo_row
            GROUP BY owner_tbl, owner_id ORDER BY owner_tbl, owner_id
            """
        ).fetchall()
        kept = tuple((table, owner) for table, owner, is_kept, _ in groups if is_kept)
        failed = tuple((table, owner) for table, owner, is_kept, is_failed in groups if is_failed and not is_kept)
        return Undone(len(groups) - len(kept) - len(failed), kept, failed)
