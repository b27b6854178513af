"""Schema 1.3: what falls on a few days is found by one index each: birthdays and other yearly days of either calendar,
and open follow-ups by the day that they are due on or were put off to.

The indexes that these take the place of also found the days of the other calendar, and every open follow-up.

Frozen: a released migration is never edited; what changes later is a migration of its own.
"""

STATEMENTS = (
    "DROP INDEX IF EXISTS customer_birth_month_birth_day",
    "CREATE INDEX customer_birth_calendar_birth_month_birth_day ON customer (birth_calendar, birth_month, birth_day)",
    "DROP INDEX IF EXISTS yearly_date_month_day",
    "CREATE INDEX yearly_date_calendar_month_day ON yearly_date (calendar, month, day)",
    "DROP INDEX IF EXISTS follow_up_done_at_due",
    "CREATE INDEX follow_up_done_at_day ON follow_up (done_at, coalesce(snoozed_until, due))",
)
