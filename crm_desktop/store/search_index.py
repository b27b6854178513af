"""The search index: for each customer a document of everything that the search box looks at, and where its letters are.

`find_document` holds the documents, one row a customer, in four columns: the name, how it sounds, the phones, and the
rest (tags, accounts, e-mails, custom values, member number, address, note). Each column has an FTS5 table of its own
with the trigram tokenizer (https://www.sqlite.org/fts5.html#the_trigram_tokenizer); a search can so ask for one
column, and four small indexes are built faster than a large one. They hold no positions: what is longer than three
characters is verified in the document.

Values in a document stand between control characters (below), so that the beginning and the end of a value can be
searched for, and so that every single character and every pair begins a trigram: `fts5vocab` finds those as a range
of terms. ASCII letters are in lower case, initials in upper case, so that initials are not mistaken for a spelling.

Documents follow the customers at the end of each change (`refresh`). Triggers on this program's connections note
whom a change concerns; new customers are those above the highest document, which costs an import nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import peewee
from sqlcipher3 import dbapi2

from crm_desktop.domain.plain_fields import PLAIN_FIELDS
from crm_desktop.errors import ShopDamaged
from crm_desktop.language import Sentence

Run = Callable[..., Any]
"""Runs one SQL statement, `run(sql, *params)`, and returns its cursor."""

START: Final = "\x02"
"""Begins the name."""
END: Final = "\x03"
"""Ends the name, each phone and the last value of a column."""
READING: Final = "\x04"
"""Begins each spelling of the whole name: "\\x04shanxiaoli\\x04danxiaoli"."""
INITIALS: Final = "\x05"
"""Begins the initials of each reading: "\\x05SXL\\x05DXL"."""
SYLLABLE: Final = "\x06"
"""Begins each syllable of the main reading: "\\x06shan\\x06xiao\\x06li". Comes first, so that documents sort by it."""

_SEARCHED: Final = tuple(plain.key for plain in PLAIN_FIELDS if plain.is_searched)

FIELDS: Final = {
    "\x10": "tags",
    "\x11": "wechat",
    "\x12": "qq",
    "\x13": "email",
    "\x14": "custom",
    "\x15": "member_no",
    "\x16": "address",
    "\x17": "note",
    **{chr(0x18 + place): key for place, key in enumerate(_SEARCHED)},
}
"""What begins each value in the column of the rest -> the field that it is a value of."""

COLUMNS: Final = ("name", "pinyin", "phones", "rest")
_MARK: Final = {field: f"char({ord(mark)})" for mark, field in FIELDS.items()}
_HASH_BYTES: Final = 2 << 20
_MANY = 1_000
_READ_ONLY: Final = 8

DOCUMENT: Final = f"""
    SELECT c.id AS id,
        char(2) || lower(c.name) || char(3, 3) AS name,
        iif(c.sort_key = '' AND c.pinyin = '', '', concat(
            char(6), replace(c.sort_key, ' ', char(6)), char(4), replace(c.pinyin, ' ', char(4)),
            char(5), upper(replace(c.initials, ' ', char(5))), char(3))) AS pinyin,
        coalesce(replace(replace(lower((
            SELECT group_concat(number, char(3)) FROM phone WHERE phone.customer_id = c.id
        )), '+86', ''), ';ext=', char(3)) || char(3, 3), '') AS phones,
        lower(
            coalesce((
                SELECT group_concat({_MARK["tags"]} || tag.name, '')
                FROM customer_tag CROSS JOIN tag ON tag.id = customer_tag.tag_id
                WHERE customer_tag.customer_id = c.id), '')
            || coalesce((
                SELECT group_concat(iif(service = 'qq', {_MARK["qq"]}, {_MARK["wechat"]}) || handle, '')
                FROM account WHERE account.customer_id = c.id), '')
            || coalesce((
                SELECT group_concat({_MARK["email"]} || email.address, '')
                FROM email WHERE email.customer_id = c.id), '')
            || coalesce((
                SELECT group_concat({_MARK["custom"]} || value, '')
                FROM custom_value WHERE custom_value.customer_id = c.id), '')
            || iif(c.member_no = '', '', {_MARK["member_no"]} || c.member_no)
            || iif(c.address = '', '', {_MARK["address"]} || c.address)
            || iif(c.note = '', '', {_MARK["note"]} || c.note)
            {"".join(f"|| iif(c.{key} = '', '', {_MARK[key]} || c.{key})" for key in _SEARCHED)}
            || char(3, 3)) AS rest
    FROM customer AS c
"""
"""The document that each customer should have."""


def _tables() -> tuple[str, ...]:
    statements = [
        "CREATE TABLE find_document (id INTEGER PRIMARY KEY, name TEXT NOT NULL, pinyin TEXT NOT NULL, "
        "phones TEXT NOT NULL, rest TEXT NOT NULL)"
    ]
    for column in COLUMNS:
        table = f"find_{column}"
        statements += (
            f"CREATE VIRTUAL TABLE {table} USING fts5({column}, content = 'find_document', content_rowid = 'id', "
            "tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0)",
            # For 100,000 customers a few sorted runs instead of many to be merged, each fitting the processor's cache.
            f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', {_HASH_BYTES})",
            f"CREATE VIRTUAL TABLE {table}_terms USING fts5vocab({table}, instance)",
        )
    return tuple(statements)


SCHEMA: Final = _tables()
"""The tables of the index, for a migration."""


def _note(name: str, event: str, row: str, customer: str = "customer_id") -> str:
    """A trigger that notes the customer of a written row, unless they are new and have no document yet."""
    return f"""
        CREATE TEMP TRIGGER find_{name} AFTER {event}
        WHEN {row}.{customer} <= (SELECT max(id) FROM find_document) BEGIN
            INSERT OR IGNORE INTO find_dirty VALUES ({row}.{customer});
        END
    """


def _triggers() -> tuple[str, ...]:
    columns = ", ".join(("name", "pinyin", "initials", "sort_key", "member_no", "address", "note", *_SEARCHED))
    statements = [
        "CREATE TEMP TABLE find_dirty (id INTEGER PRIMARY KEY)",
        "CREATE TEMP TABLE find_fresh (id INTEGER PRIMARY KEY, name TEXT, pinyin TEXT, phones TEXT, rest TEXT)",
        _note("customer_insert", "INSERT ON main.customer", "NEW", "id"),
        _note("customer_update", f"UPDATE OF {columns} ON main.customer", "OLD", "id"),
        _note("customer_delete", "DELETE ON main.customer", "OLD", "id"),
        """
        CREATE TEMP TRIGGER find_tag_update AFTER UPDATE OF name ON main.tag BEGIN
            INSERT OR IGNORE INTO find_dirty SELECT customer_id FROM customer_tag WHERE tag_id = OLD.id;
        END
        """,
    ]
    for table in ("phone", "email", "account", "customer_tag", "custom_value"):
        statements += (
            _note(f"{table}_insert", f"INSERT ON main.{table}", "NEW"),
            _note(f"{table}_update_from", f"UPDATE ON main.{table}", "OLD"),
            _note(f"{table}_update_to", f"UPDATE OF customer_id ON main.{table}", "NEW"),
            _note(f"{table}_delete", f"DELETE ON main.{table}", "OLD"),
        )
    return tuple(statements)


DIRTY_TRIGGERS: Final = _triggers()
"""What each connection that writes needs: the list of customers whose document is out of date, kept by triggers."""


def refresh(run: Run) -> None:
    """Bring the documents of all customers written since the last refresh up to date."""
    noted, top, newest = run(
        "SELECT (SELECT count(*) FROM find_dirty), "
        "(SELECT coalesce(max(id), 0) FROM find_document), (SELECT coalesce(max(id), 0) FROM customer)"
    ).fetchone()
    if noted > max(_MANY, top // 2):
        rebuild(run)
        run("DELETE FROM find_dirty")
        return
    if noted:
        _refresh_noted(run)
    if newest > top:
        refresh_range(run, top + 1, newest)


def _refresh_noted(run: Run) -> None:
    run(f"INSERT INTO find_fresh {DOCUMENT} WHERE c.id IN (SELECT id FROM find_dirty)")
    for column in COLUMNS:
        run(
            f"""
            INSERT INTO find_{column} (find_{column}, rowid, {column})
            SELECT 'delete', old.id, old.{column}
            FROM find_dirty JOIN find_document AS old USING (id) LEFT JOIN find_fresh AS new USING (id)
            WHERE old.{column} IS NOT new.{column} ORDER BY find_dirty.id
            """
        )
        run(
            f"""
            INSERT INTO find_{column} (rowid, {column})
            SELECT new.id, new.{column} FROM find_fresh AS new LEFT JOIN find_document AS old USING (id)
            WHERE old.{column} IS NOT new.{column} ORDER BY new.id
            """
        )
    run("DELETE FROM find_document WHERE id IN (SELECT id FROM find_dirty)")
    run("INSERT INTO find_document SELECT * FROM find_fresh")
    run("DELETE FROM find_fresh")
    run("DELETE FROM find_dirty")


def refresh_range(run: Run, first_id: int, last_id: int) -> None:
    """Write the documents of customers who have none yet, at the engine's full speed."""
    is_first = run("SELECT NOT EXISTS (SELECT 1 FROM find_document)").fetchone()[0]
    run(f"INSERT INTO find_document {DOCUMENT} WHERE c.id BETWEEN ? AND ? ORDER BY c.id", first_id, last_id)
    for column in COLUMNS:
        if is_first:  # reads the documents by itself, an eighth quicker
            run(f"INSERT INTO find_{column} (find_{column}) VALUES ('rebuild')")
        else:
            run(
                f"INSERT INTO find_{column} (rowid, {column}) "
                f"SELECT id, {column} FROM find_document WHERE id BETWEEN ? AND ? ORDER BY id",
                first_id,
                last_id,
            )
        # Each table gathers its terms in memory until the transaction ends: one at a time is enough.
        run(f"INSERT INTO find_{column} (find_{column}) VALUES ('flush')")


def rebuild(run: Run) -> None:
    """Write every document anew: for most of them quicker than taking the old ones out one by one."""
    run("DELETE FROM find_document")
    for column in COLUMNS:
        run(f"INSERT INTO find_{column} (find_{column}) VALUES ('delete-all')")
    first, last = run("SELECT min(id), max(id) FROM customer").fetchone()
    if first is not None:
        refresh_range(run, first, last)


def check(run: Run) -> list[Sentence]:
    """What is wrong with the index, as sentences; `rebuild` puts it right. Needs a connection that may write: the
    engine's error where it may not."""
    problems: list[Sentence] = []
    for column in COLUMNS:
        try:
            run(f"INSERT INTO find_{column} (find_{column}, rank) VALUES ('integrity-check', 1)")
        except (dbapi2.DatabaseError, peewee.DatabaseError, ShopDamaged) as error:
            if not problems and getattr(error, "sqlite_errorcode", 0) & 0xFF == _READ_ONLY:
                raise
            problems.append(Sentence("A part of the search index is damaged (%1).", column))
    wrong = run(
        f"""
        SELECT count(*) FROM (
            SELECT id FROM (SELECT * FROM ({DOCUMENT}) EXCEPT SELECT * FROM find_document)
            UNION SELECT id FROM (SELECT * FROM find_document EXCEPT SELECT * FROM ({DOCUMENT})))
        """
    ).fetchone()[0]
    if wrong:
        problems.append(Sentence("The search does not know %n customer(s) as they are now.", n=wrong))
    return problems
