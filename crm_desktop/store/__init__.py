"""The shop file: what is in it, how it is written, undone, searched, locked, copied, replaced, checked and rescued.

An open file is a `shop.Shop`; everything is written inside its `change`. `models` describe the tables, `migrations`
bring an older file up to date, `engine` and `connections` speak with SQLite, `meanings` say its errors in sentences.
"""
