"""Schema 1.2: which shop a file is. Copies of a shop share it; the journal tells which of them is the newer.

Frozen: a released migration is never edited; what changes later is a migration of its own.
"""

STATEMENTS = (
    "CREATE TABLE shop_identity (id TEXT NOT NULL PRIMARY KEY)",
    "INSERT INTO shop_identity (id) VALUES (lower(hex(randomblob(16))))",
)
