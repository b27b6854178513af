"""Schema 1.0: customers, purchases, follow-ups, birthdays, and the journal of changes.

Frozen: a released migration is never edited; what changes later is a migration of its own.
"""

TABLES = (
    """
    CREATE TABLE customer (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        name TEXT NOT NULL DEFAULT '',
        pinyin TEXT NOT NULL DEFAULT '',
        initials TEXT NOT NULL DEFAULT '',
        sort_key TEXT NOT NULL DEFAULT '',
        gender TEXT CHECK (gender IN ('male', 'female')),
        birth_calendar TEXT CHECK (birth_calendar IN ('solar', 'lunar')),
        birth_year INTEGER,
        birth_month INTEGER CHECK (birth_month BETWEEN 1 AND 12),
        birth_day INTEGER CHECK (birth_day BETWEEN 1 AND 31),
        birth_leap INTEGER NOT NULL DEFAULT 0,
        address TEXT NOT NULL DEFAULT '',
        region TEXT NOT NULL DEFAULT '',
        source TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        member_no TEXT NOT NULL DEFAULT '',
        created TEXT NOT NULL,
        CHECK ((birth_calendar IS NULL) = (birth_month IS NULL) AND (birth_month IS NULL) = (birth_day IS NULL))
    )
    """,
    "CREATE INDEX customer_sort_key ON customer (sort_key)",
    "CREATE INDEX customer_member_no ON customer (member_no)",
    "CREATE INDEX customer_created ON customer (created)",
    "CREATE INDEX customer_birth_month_birth_day ON customer (birth_month, birth_day)",
    """
    CREATE TABLE phone (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
        number TEXT NOT NULL,
        reversed_digits TEXT NOT NULL,
        is_main INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX phone_customer_id ON phone (customer_id)",
    "CREATE INDEX phone_number ON phone (number)",
    "CREATE INDEX phone_reversed_digits ON phone (reversed_digits)",
    """
    CREATE TABLE email (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
        address TEXT NOT NULL,
        is_main INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX email_customer_id ON email (customer_id)",
    """
    CREATE TABLE account (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
        service TEXT NOT NULL CHECK (service IN ('wechat', 'qq')),
        handle TEXT NOT NULL,
        is_main INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX account_customer_id ON account (customer_id)",
    "CREATE INDEX account_handle ON account (handle)",
    """
    CREATE TABLE photo (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
        media_type TEXT NOT NULL,
        data BLOB NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX photo_customer_id ON photo (customer_id)",
    """
    CREATE TABLE tag (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        name TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX tag_name ON tag (name)",
    """
    CREATE TABLE customer_tag (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
        tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX customer_tag_tag_id ON customer_tag (tag_id)",
    "CREATE UNIQUE INDEX customer_tag_customer_id_tag_id ON customer_tag (customer_id, tag_id)",
    """
    CREATE TABLE custom_field (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('text', 'number', 'date', 'choice', 'yes_no')),
        choices TEXT NOT NULL DEFAULT '[]',
        position INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE UNIQUE INDEX custom_field_name ON custom_field (name)",
    """
    CREATE TABLE custom_value (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
        field_id INTEGER NOT NULL REFERENCES custom_field (id) ON DELETE CASCADE,
        value TEXT NOT NULL
    )
    """,
    "CREATE INDEX custom_value_field_id ON custom_value (field_id)",
    "CREATE UNIQUE INDEX custom_value_customer_id_field_id ON custom_value (customer_id, field_id)",
    """
    CREATE TABLE product (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        name TEXT NOT NULL,
        pinyin TEXT NOT NULL DEFAULT '',
        initials TEXT NOT NULL DEFAULT '',
        code TEXT NOT NULL DEFAULT '',
        price_fen INTEGER,
        unit TEXT NOT NULL DEFAULT '',
        active INTEGER NOT NULL DEFAULT 1
    )
    """,
    "CREATE INDEX product_name ON product (name)",
    "CREATE INDEX product_code ON product (code)",
    """
    CREATE TABLE purchase (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        customer_id INTEGER REFERENCES customer (id) ON DELETE SET NULL,
        number TEXT NOT NULL DEFAULT '',
        at TEXT NOT NULL,
        refund_of_id INTEGER REFERENCES purchase (id) ON DELETE SET NULL,
        is_refund INTEGER NOT NULL DEFAULT 0,
        payment_method TEXT NOT NULL DEFAULT '',
        clerk TEXT NOT NULL DEFAULT '',
        discount_fen INTEGER NOT NULL DEFAULT 0,
        paid_fen INTEGER NOT NULL,
        note TEXT NOT NULL DEFAULT ''
    )
    """,
    "CREATE INDEX purchase_number ON purchase (number)",
    "CREATE INDEX purchase_at ON purchase (at)",
    "CREATE INDEX purchase_refund_of_id ON purchase (refund_of_id)",
    "CREATE INDEX purchase_customer_id_at ON purchase (customer_id, at)",
    """
    CREATE TABLE purchase_line (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        purchase_id INTEGER NOT NULL REFERENCES purchase (id) ON DELETE CASCADE,
        product_id INTEGER REFERENCES product (id) ON DELETE SET NULL,
        text TEXT NOT NULL DEFAULT '',
        quantity_milli INTEGER NOT NULL DEFAULT 1000,
        price_fen INTEGER NOT NULL DEFAULT 0,
        discount_fen INTEGER NOT NULL DEFAULT 0,
        amount_fen INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX purchase_line_purchase_id ON purchase_line (purchase_id)",
    "CREATE INDEX purchase_line_product_id ON purchase_line (product_id)",
    """
    CREATE TABLE follow_up (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
        what TEXT NOT NULL,
        due TEXT NOT NULL,
        due_time TEXT,
        priority INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN -1 AND 1),
        recurrence TEXT NOT NULL DEFAULT '',
        snoozed_until TEXT,
        done_at TEXT,
        outcome TEXT NOT NULL DEFAULT '',
        created TEXT NOT NULL
    )
    """,
    "CREATE INDEX follow_up_customer_id ON follow_up (customer_id)",
    "CREATE INDEX follow_up_done_at_due ON follow_up (done_at, due)",
    """
    CREATE TABLE contact_entry (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
        at TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('call', 'visit', 'wechat', 'mail', 'note')),
        text TEXT NOT NULL DEFAULT ''
    )
    """,
    "CREATE INDEX contact_entry_customer_id ON contact_entry (customer_id)",
    """
    CREATE TABLE yearly_date (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('wedding', 'membership', 'other')),
        label TEXT NOT NULL DEFAULT '',
        calendar TEXT NOT NULL CHECK (calendar IN ('solar', 'lunar')),
        year INTEGER,
        month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
        day INTEGER NOT NULL CHECK (day BETWEEN 1 AND 31),
        leap INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX yearly_date_customer_id ON yearly_date (customer_id)",
    "CREATE INDEX yearly_date_month_day ON yearly_date (month, day)",
    """
    CREATE TABLE greeting (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
        calendar TEXT NOT NULL CHECK (calendar IN ('solar', 'lunar')),
        year INTEGER NOT NULL,
        text TEXT NOT NULL DEFAULT '',
        at TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX greeting_customer_id_calendar_year ON greeting (customer_id, calendar, year)",
    """
    CREATE TABLE view (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        tab TEXT NOT NULL,
        name TEXT NOT NULL,
        definition TEXT NOT NULL,
        position INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE UNIQUE INDEX view_tab_name ON view (tab, name)",
    """
    CREATE TABLE setting (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        key TEXT NOT NULL,
        value TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX setting_key ON setting (key)",
    """
    CREATE TABLE change (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        at TEXT NOT NULL,
        title TEXT NOT NULL,
        staff TEXT NOT NULL DEFAULT '',
        kind TEXT NOT NULL DEFAULT 'do' CHECK (kind IN ('do', 'undo', 'redo')),
        rows INTEGER NOT NULL DEFAULT 0,
        undoes INTEGER
    )
    """,
    "CREATE UNIQUE INDEX change_undoes ON change (undoes)",
    """
    CREATE TABLE journal (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        change INTEGER NOT NULL,
        tbl TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        last_id INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('I', 'U', 'D')),
        image TEXT
    )
    """,
    "CREATE INDEX journal_change ON journal (change)",
    "CREATE INDEX journal_tbl_row_id ON journal (tbl, row_id)",
    """
    CREATE TABLE customer_stats (
        customer_id INTEGER NOT NULL PRIMARY KEY REFERENCES customer (id) ON DELETE CASCADE,
        spent_fen INTEGER NOT NULL DEFAULT 0,
        visits INTEGER NOT NULL DEFAULT 0,
        first_at TEXT,
        last_at TEXT
    )
    """,
    "CREATE INDEX customer_stats_spent_fen ON customer_stats (spent_fen)",
    "CREATE INDEX customer_stats_visits ON customer_stats (visits)",
    "CREATE INDEX customer_stats_last_at ON customer_stats (last_at)",
)

# A customer's sums follow the purchases, whoever writes them. A refund is money, but no visit.
STATS_TRIGGERS = (
    """
    CREATE TRIGGER stats_after_insert AFTER INSERT ON purchase WHEN NEW.customer_id IS NOT NULL BEGIN
        INSERT INTO customer_stats (customer_id, spent_fen, visits, first_at, last_at)
        VALUES (NEW.customer_id, NEW.paid_fen, NOT NEW.is_refund,
            CASE WHEN NEW.is_refund THEN NULL ELSE NEW.at END, CASE WHEN NEW.is_refund THEN NULL ELSE NEW.at END)
        ON CONFLICT (customer_id) DO UPDATE SET
            spent_fen = spent_fen + excluded.spent_fen,
            visits = visits + excluded.visits,
            first_at = min(coalesce(first_at, excluded.first_at), coalesce(excluded.first_at, first_at)),
            last_at = max(coalesce(last_at, excluded.last_at), coalesce(excluded.last_at, last_at));
    END
    """,
    """
    CREATE TRIGGER stats_after_update AFTER UPDATE OF customer_id, at, is_refund, paid_fen ON purchase BEGIN
        INSERT OR IGNORE INTO customer_stats (customer_id)
            SELECT NEW.customer_id WHERE NEW.customer_id IS NOT NULL;
        UPDATE customer_stats SET (spent_fen, visits, first_at, last_at) = (
            SELECT coalesce(sum(paid_fen), 0), coalesce(sum(NOT is_refund), 0),
                min(CASE WHEN is_refund THEN NULL ELSE at END), max(CASE WHEN is_refund THEN NULL ELSE at END)
            FROM purchase WHERE purchase.customer_id = customer_stats.customer_id)
        WHERE customer_id IN (OLD.customer_id, NEW.customer_id);
    END
    """,
    """
    CREATE TRIGGER stats_after_delete AFTER DELETE ON purchase WHEN OLD.customer_id IS NOT NULL BEGIN
        UPDATE customer_stats SET (spent_fen, visits, first_at, last_at) = (
            SELECT coalesce(sum(paid_fen), 0), coalesce(sum(NOT is_refund), 0),
                min(CASE WHEN is_refund THEN NULL ELSE at END), max(CASE WHEN is_refund THEN NULL ELSE at END)
            FROM purchase WHERE purchase.customer_id = OLD.customer_id)
        WHERE customer_id = OLD.customer_id;
    END
    """,
)

# The documents that the search box looks at, and the trigrams of each of their columns.
SEARCH = (
    "CREATE TABLE find_document (id INTEGER PRIMARY KEY, name TEXT NOT NULL, pinyin TEXT NOT NULL, "
    "phones TEXT NOT NULL, rest TEXT NOT NULL)",
    *(
        statement
        for column in ("name", "pinyin", "phones", "rest")
        for statement in (
            f"CREATE VIRTUAL TABLE find_{column} USING fts5({column}, content = 'find_document', "
            "content_rowid = 'id', tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0)",
            f"INSERT INTO find_{column} (find_{column}, rank) VALUES ('hashsize', 2097152)",
            f"CREATE VIRTUAL TABLE find_{column}_terms USING fts5vocab(find_{column}, instance)",
        )
    ),
)

STATEMENTS = (*TABLES, *STATS_TRIGGERS, *SEARCH)
