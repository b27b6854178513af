"""Schema 1.1: several greeting templates, answers to reminders, what was told when, and who is due to come again.

Frozen: a released migration is never edited; what changes later is a migration of its own.
"""

STATEMENTS = (
    """
    CREATE TABLE greeting_template (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        text TEXT NOT NULL,
        position INTEGER NOT NULL DEFAULT 0
    )
    """,
    # The one template there was until now is the first of them. The setting stays for programs of schema 1.0.
    """
    INSERT INTO greeting_template (text)
    SELECT json_extract(value, '$') FROM setting WHERE key = 'greeting_template' AND json_valid(value)
        AND json_type(value) = 'text' AND trim(json_extract(value, '$')) <> ''
    """,
    "ALTER TABLE greeting ADD COLUMN template_id INTEGER REFERENCES greeting_template (id) ON DELETE SET NULL",
    """
    CREATE TABLE reminder_answer (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        customer_id INTEGER REFERENCES customer (id) ON DELETE CASCADE,
        occurrence TEXT NOT NULL,
        about TEXT NOT NULL,
        at TEXT NOT NULL,
        until TEXT
    )
    """,
    "CREATE INDEX reminder_answer_customer_id ON reminder_answer (customer_id)",
    "CREATE UNIQUE INDEX reminder_answer_occurrence ON reminder_answer (occurrence)",
    """
    CREATE TABLE reminder_told (
        key TEXT NOT NULL PRIMARY KEY,
        customer INTEGER,
        day TEXT NOT NULL,
        at TEXT NOT NULL,
        state TEXT NOT NULL,
        again_at TEXT,
        closings INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX reminder_told_customer ON reminder_told (customer)",
    "CREATE INDEX reminder_told_day ON reminder_told (day)",
    "CREATE INDEX reminder_told_again_at ON reminder_told (again_at)",
    """
    CREATE TABLE reminder_round (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        since TEXT NOT NULL,
        until TEXT NOT NULL,
        outcome TEXT NOT NULL,
        told INTEGER NOT NULL DEFAULT 0,
        told_at TEXT
    )
    """,
    "CREATE INDEX reminder_round_until ON reminder_round (until)",
    """
    CREATE INDEX customer_stats_due_again ON customer_stats (date(julianday(substr(last_at, 1, 10)) + (
        3 * CAST(julianday(substr(last_at, 1, 10)) - julianday(substr(first_at, 1, 10)) AS INTEGER) + 2 * visits - 3
    ) / (2 * (visits - 1)))) WHERE visits >= 4
    """,
    "CREATE INDEX customer_stats_first_day ON customer_stats (substr(first_at, 6, 5))",
)
