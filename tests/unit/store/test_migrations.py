"""A file built by the migrations is what the models describe, and every released schema opens."""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
from pathlib import Path

import peewee
import pytest

from crm_desktop.language import Sentence
from crm_desktop.store import migrations, search, search_index
from crm_desktop.store.migrations import MIGRATIONS, Migration, Version, m0001_first
from crm_desktop.store.models import ALL_MODELS, Customer, database
from crm_desktop.store.shop import Shop

RELEASED = sorted((Path(__file__).resolve().parents[2] / "migrations").glob("*.crm"))


def described() -> dict[str, str]:
    """Table or index -> its SQL, as the models describe it."""
    memory = peewee.SqliteDatabase(":memory:")
    found = {}
    with memory.bind_ctx(ALL_MODELS):
        for model in ALL_MODELS:
            model.create_table(safe=False)
    for name, sql in memory.execute_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        found[name] = sql
    memory.close()
    return found


def columns_of(sql: str) -> list[str]:
    """A statement's words without what the two ways to write it differ in."""
    sql = re.sub(r'["\s]+', " ", sql)
    sql = re.sub(r",? FOREIGN KEY \( (\w+) \) (REFERENCES \w+ \( \w+ \) ON DELETE (?:CASCADE|SET NULL))", "", sql)
    sql = re.sub(r" REFERENCES \w+ \( ?\w+ ?\) ON DELETE (?:CASCADE|SET NULL)", "", sql)
    sql = sql.replace("PRIMARY KEY AUTOINCREMENT NOT NULL", "NOT NULL PRIMARY KEY")
    return re.findall(r"[\w']+|[^\w\s]", sql)


def foreign_keys(run: object, table: str) -> set[tuple[object, ...]]:
    return {tuple(row[2:7]) for row in run(f"PRAGMA foreign_key_list({table})").fetchall()}  # type: ignore[operator]


def test_the_migrations_build_what_the_models_describe(shop: Shop) -> None:
    built = dict(shop.run("SELECT name, sql FROM main.sqlite_master WHERE sql IS NOT NULL").fetchall())
    wanted = described()
    for name, sql in wanted.items():
        assert columns_of(built[name]) == columns_of(sql), name
    ours = {name for name in built if not name.startswith(("find_", "stats_", "sqlite_"))}
    assert ours == {name for name in wanted if not name.startswith("sqlite_")}


def test_the_foreign_keys_are_those_of_the_models(shop: Shop) -> None:
    memory = peewee.SqliteDatabase(":memory:")
    with memory.bind_ctx(ALL_MODELS):
        memory.create_tables(ALL_MODELS)
        for model in ALL_MODELS:
            table = model._meta.table_name
            wanted = foreign_keys(memory.execute_sql, table)
            assert foreign_keys(shop.run, table) == wanted, table
    memory.close()


def test_the_frozen_search_tables_are_those_that_the_search_uses() -> None:
    assert m0001_first.SEARCH == search_index.SCHEMA


def test_every_table_of_rows_never_gives_an_id_twice(shop: Shop) -> None:
    with shop.change(Sentence("a")):
        Customer.insert(name="甲", created="2026-11-21T09:00:00").execute()
    with shop.change(Sentence("b")):
        Customer.delete().execute()
    with shop.change(Sentence("c")):
        assert Customer.insert(name="乙", created="2026-11-21T09:00:00").execute() == 2


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_a_file_of_every_released_schema_opens_with_its_customers(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    shutil.copy(path, copy)
    shop = Shop.open(copy)
    assert shop.schema == str(migrations.CURRENT)
    names = [customer.name for customer in Customer.select().order_by(Customer.id)]
    assert names == ["单晓丽", "曾国强"]
    assert search.search(shop.run, "2222", 5).ids == [1]
    assert shop.run("PRAGMA foreign_key_check").fetchall() == []
    assert search_index.check(shop.run) == []
    shop.close()


def test_an_older_file_whose_indexes_were_dropped_is_brought_up_to_date(tmp_path: Path) -> None:
    old = tmp_path / "old.crm"
    shutil.copy(Path(__file__).resolve().parents[2] / "migrations" / "schema-1.2.crm", old)
    with contextlib.closing(sqlite3.connect(old)) as bare:
        for index in ("customer_birth_month_birth_day", "yearly_date_month_day", "follow_up_done_at_due"):
            bare.execute(f"DROP INDEX {index}")
    shop = Shop.open(old)
    indexes = {row[0] for row in shop.run("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall()}
    shop.close()
    assert {name for name, sql in described().items() if " INDEX " in sql} <= indexes


@pytest.mark.parametrize("step", [step for step in MIGRATIONS if step.only_indexes], ids=lambda step: str(step.to))
def test_a_step_that_is_said_to_change_indexes_alone_changes_nothing_else(step: Migration) -> None:
    assert all(re.match("(CREATE|DROP) INDEX ", statement) for statement in step.statements)
    assert not migrations.is_readable(Version(1, 1))


def test_there_is_a_file_of_every_released_schema() -> None:
    assert [path.stem for path in RELEASED] == [f"schema-{migration.to}" for migration in MIGRATIONS]


def test_a_step_that_fails_is_taken_back_whole(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Migration(Version(1, 99), ("CREATE TABLE extra (id INTEGER)", "CREATE TABLE customer (id INTEGER)"))
    monkeypatch.setattr(migrations, "MIGRATIONS", (*MIGRATIONS, broken))
    with pytest.raises(peewee.OperationalError):
        migrations.migrate(shop.database.execute_sql, until=Version(1, 99))
    assert shop.schema == str(migrations.CURRENT)
    assert not shop.run("SELECT 1 FROM sqlite_master WHERE name = 'extra'").fetchall()


def test_versions_are_kept_in_one_number() -> None:
    assert Version.of(Version(3, 7).user_version) == Version(3, 7)
    assert str(Version(3, 7)) == "3.7"
    assert database.obj is not None


def test_each_new_shop_is_another_and_an_older_file_becomes_one(shop: Shop, tmp_path: Path) -> None:
    shutil.copy(RELEASED[0], tmp_path / "old.crm")
    old = Shop.open(tmp_path / "old.crm")
    old_one = old.identity
    old.close()
    new = Shop.create(tmp_path / "new.crm")
    assert new.identity != old_one
    new.close()
    again = Shop.open(tmp_path / "old.crm")
    assert again.identity == old_one
    again.close()
