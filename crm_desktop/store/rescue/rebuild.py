"""A new shop out of what can be read of a damaged one.

Everything goes in at the lowest level, without the journal: the new file's own history begins with its rescue, or is
the old one where that could be read whole. What the file knows twice is compared: a customer whose name or phones are
not those that the search index knew, or whose purchases do not add up to the sums that were kept, is doubtful.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from crm_desktop.domain.pinyin import read_name, read_text
from crm_desktop.language import Sentence, tr
from crm_desktop.store import search_index
from crm_desktop.store.engine import ShopDatabase
from crm_desktop.store.models import JOURNALLED
from crm_desktop.store.rescue.mend import HIGHEST_ID
from crm_desktop.store.rescue.transfer import CUSTOMERS, Tally, Tell, Transfer
from crm_desktop.store.rescue.wreck import Wreck

_HISTORY: Final = ("change", "journal")
_NOTES: Final = ("reminder_told", "reminder_round", "shop_identity")
_PEOPLE: Final = tuple(model._meta.table_name for model in JOURNALLED)


@dataclass(slots=True)
class Rescued:
    """What became of a damaged shop: by table; the customers in doubt; whether the journal could be kept."""

    tables: dict[str, Tally] = field(default_factory=dict)
    doubtful_customers: set[int] = field(default_factory=set)
    journal_kept: bool = False


class Rebuild:
    """Fills an empty shop, which nobody else has open."""

    def __init__(self, wreck: Wreck, database: ShopDatabase, title: Sentence, now: datetime, tell: Tell) -> None:
        self._wreck = wreck
        self._database = database
        self._write: Any = database.connection().execute
        self._title, self._now, self._tell = title, now, tell
        self._transfer = Transfer(wreck, database.connection(), tell)
        self._result = Rescued()

    def run(self) -> Rescued:
        """Read and write everything, in one transaction."""
        run = self._database.execute_sql
        run("PRAGMA foreign_keys = OFF")
        with self._database.told(), self._database.atomic("IMMEDIATE"):
            self._note_what_was_known()
            anew = self._write("SELECT id FROM shop_identity").fetchone()[0]
            triggers = self._without_triggers()
            for table in (*_PEOPLE, *_NOTES):
                self._write(f"DELETE FROM {table}")
                self._result.tables[table] = self._transfer.copy(table)
            self._write("INSERT INTO shop_identity SELECT ? WHERE NOT EXISTS (SELECT 1 FROM shop_identity)", (anew,))
            self._copy_history()
            self._bring_back_parents()
            self._mend_references()
            self._sum_up()
            for statement in triggers:
                self._write(statement)
            self._count_on()
            self._tell("find_document", is_new=True)
            search_index.rebuild(lambda sql, *params: run(sql, params))
            self._compare()
        return self._result

    def name_of(self, customer: int) -> str:
        """The name of a customer of the new file."""
        found = self._write("SELECT name FROM customer WHERE id = ?", (customer,)).fetchone()
        return str(found[0]) if found else ""

    # History

    def _copy_history(self) -> None:
        """The journal, if all of it is there and beyond doubt; else the new file's history begins with its rescue."""
        for table in _HISTORY:
            self._result.tables[table] = self._transfer.copy(table)
        whole = all(self._wreck.tables[table].is_whole for table in _HISTORY)
        sure = all(not (tally := self._result.tables[table]).doubtful and tally.lost == 0 for table in _HISTORY)
        self._result.journal_kept = whole and sure
        if not self._result.journal_kept:
            for table in _HISTORY:
                self._write(f"DELETE FROM {table}")

    # What belongs together

    def _bring_back_parents(self) -> None:
        """What is lost while something of it is there comes back as far as that tells of it: a customer by the name
        that the search index knows, a product by its name in the newest purchase, a tag or field by its number."""
        unseen = self._write("SELECT id FROM old_document WHERE id NOT IN (SELECT id FROM customer)").fetchall()
        customers = self._owners(CUSTOMERS) | {number for (number,) in unseen}
        for number in customers:
            known = self._write("SELECT name FROM old_document WHERE id = ?", (number,)).fetchone()
            name = known[0].strip(search_index.START + search_index.END) if known else ""
            sounds = read_name(name)
            self._write(
                "INSERT INTO customer (id, name, created, sort_key, pinyin, initials) VALUES (?, ?, ?, ?, ?, ?)",
                (number, name, self._now.isoformat(), sounds.sort_key, sounds.full, sounds.initials),
            )
        self._result.doubtful_customers |= customers
        products = self._owners("product")
        for number in products:
            name, price = self._write(
                "SELECT text, price_fen FROM purchase_line WHERE product_id = ? ORDER BY id DESC LIMIT 1", (number,)
            ).fetchone()
            sounds = read_text(name)
            self._write(
                "INSERT INTO product (id, name, price_fen, pinyin, initials) VALUES (?, ?, ?, ?, ?)",
                (number, name, price, sounds.full, sounds.initials),
            )
        tags, fields = self._owners("tag"), self._owners("custom_field")
        for number in tags:
            self._write("INSERT INTO tag (id, name) VALUES (?, ?)", (number, tr("Recovered tag %1", number)))
        for number in fields:
            name = tr("Recovered field %1", number)
            self._write("INSERT INTO custom_field (id, name, kind) VALUES (?, ?, 'text')", (number, name))
        for table, back in ((CUSTOMERS, customers), ("product", products), ("tag", tags), ("custom_field", fields)):
            self._result.tables[table].came_back(len(back))

    def _owners(self, parent: str) -> set[int]:
        """The rows of a table that others point to and that are not there."""
        missing = set[int]()
        for table, column, _ in self._references(parent):
            missing.update(
                number
                for (number,) in self._write(
                    f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
                    f" AND {column} NOT IN (SELECT id FROM {parent})"
                )
            )
        return missing

    def _references(self, parent: str) -> Iterator[tuple[str, str, bool]]:
        """Table, column, and whether a row can be without, of all that point to a table."""
        for table in _PEOPLE:
            required = {name for _, name, _, required, _, _ in self._write(f"PRAGMA table_info({table})") if required}
            for key in self._write(f"PRAGMA foreign_key_list({table})").fetchall():
                if key[2] == parent:
                    yield table, key[3], key[3] not in required

    def _mend_references(self) -> None:
        """What points to a row that is not there goes where it cannot be without, and points to none where it can."""
        pointing = [(parent, *each) for parent in _PEOPLE for each in self._references(parent)]
        for parent, table, column, is_free in sorted(pointing, key=lambda each: each[-1]):
            stray = f"{column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {parent})"
            tally = self._result.tables[table]
            if is_free:
                tally.doubt(self._write(f"UPDATE {table} SET {column} = NULL WHERE {stray}").rowcount)
            else:
                tally.lose(self._write(f"DELETE FROM {table} WHERE {stray}").rowcount)

    def _without_triggers(self) -> list[str]:
        """Drop the triggers, which would sum up a customer's purchases one by one; how to make them again."""
        found = self._write("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in found:
            self._write(f"DROP TRIGGER {name}")
        return [sql for _, sql in found]

    def _sum_up(self) -> None:
        self._write("DELETE FROM customer_stats")
        self._write(
            """
            INSERT INTO customer_stats (customer_id, spent_fen, visits, first_at, last_at)
            SELECT customer_id, sum(paid_fen), sum(NOT is_refund),
                min(CASE WHEN is_refund THEN NULL ELSE at END), max(CASE WHEN is_refund THEN NULL ELSE at END)
            FROM purchase WHERE customer_id IS NOT NULL GROUP BY customer_id
            """
        )

    def _count_on(self) -> None:
        """No number is given twice, not even one of a row that is lost; and the rescue is the newest change."""
        counted = {*_PEOPLE, *_HISTORY, "reminder_round"}
        for row in self._wreck.rows("sqlite_sequence"):
            name, highest = row.values if row is not None and len(row.values) == 2 else (None, None)
            if name in counted and isinstance(highest, int) and 0 < highest <= HIGHEST_ID:
                if not self._write("SELECT 1 FROM sqlite_sequence WHERE name = ?", (name,)).fetchone():
                    self._write("INSERT INTO sqlite_sequence VALUES (?, 0)", (name,))
                self._write("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (highest, name))
        self._write("INSERT INTO change (at, title) VALUES (?, ?)", (self._now.isoformat(), self._title.dump()))

    # What the file knew twice

    def _note_what_was_known(self) -> None:
        self._write("CREATE TEMP TABLE old_document (id INTEGER PRIMARY KEY, name, pinyin, phones, rest)")
        self._write("CREATE TEMP TABLE old_stats (id INTEGER PRIMARY KEY, spent, visits, first_at, last_at)")
        for table, old in (("find_document", "old_document"), ("customer_stats", "old_stats")):
            for row in self._wreck.rows(table):
                if row is not None and row.is_sound and len(row.values) == 5 and 0 < row.id <= HIGHEST_ID:
                    self._write(f"INSERT OR IGNORE INTO {old} VALUES (?, ?, ?, ?, ?)", (row.id, *row.values[1:]))
        self._write("DELETE FROM old_document WHERE typeof(name) <> 'text'")

    def _compare(self) -> None:
        """Doubt the customers of whom the search index or the sums knew something else."""
        differ = self._write(
            """
            SELECT old.id FROM old_document AS old JOIN find_document AS new USING (id)
            WHERE old.name IS NOT new.name OR old.pinyin IS NOT new.pinyin
                OR old.phones IS NOT new.phones OR old.rest IS NOT new.rest
            UNION
            SELECT old.id FROM old_stats AS old JOIN customer ON customer.id = old.id
            LEFT JOIN customer_stats AS new ON new.customer_id = old.id
            WHERE old.spent IS NOT coalesce(new.spent_fen, 0) OR old.visits IS NOT coalesce(new.visits, 0)
            """
        )
        self._result.doubtful_customers |= self._transfer.doubtful_customers
        there = {number for (number,) in self._write("SELECT id FROM customer")}
        self._result.doubtful_customers.update(number for (number,) in differ)
        self._result.doubtful_customers &= there
