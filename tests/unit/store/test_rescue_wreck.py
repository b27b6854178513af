"""How a damaged file hangs together, what its rows look like, and what of a broken row can be kept."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.services.rescue import Report, rescue
from crm_desktop.store import seal
from crm_desktop.store.rescue import wreck as module
from crm_desktop.store.rescue.mend import HIGHEST_ID, UNKNOWN_DAY, UNKNOWN_MOMENT, mended
from crm_desktop.store.rescue.pages import Page, Pages
from crm_desktop.store.rescue.records import Row
from crm_desktop.store.rescue.shapes import Shape, Shapes
from crm_desktop.store.rescue.wreck import Wreck
from crm_desktop.store.shop import Shop
from tests.fakes import NOW, FakeClock

PAGE = 4096
OLD_SCHEMA = Path(__file__).parents[2] / "migrations" / "schema-1.0.crm"


@pytest.fixture(scope="module")
def shapes() -> Any:
    found = Shapes()
    yield found
    found.close()


def _shape(shapes: Shapes, name: str) -> Shape:
    return next(shape for shape in shapes.all if shape.name == name)


# What was deleted


@pytest.fixture
def with_free_pages(tmp_path: Path) -> Path:
    """A shop of which most customers were deleted: their rows are still on pages that are free now."""
    path = tmp_path / "shop.crm"
    shop = Shop.create(path, clock=FakeClock(NOW))
    shop.database.make_ready_to_write()
    run = shop.database.connection().execute
    for table in ("journal_customer_D", "journal_customer_I"):
        run(f"DROP TRIGGER temp.{table}")
    run("BEGIN")
    run(
        "WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 3000)"
        " INSERT INTO customer (id, name, note, created) SELECT id, 'C' || id, hex(zeroblob(40)), '2026-11-21T09:00:00'"
        " FROM n"
    )
    run("DELETE FROM customer WHERE id > 1000")
    run("DELETE FROM find_dirty")
    run("COMMIT")
    shop.close()
    return path


def _recover(path: Path) -> Report:
    return rescue(path, path.with_name("new.crm"), clock=FakeClock(NOW))


def test_what_was_deleted_stays_so_where_the_way_to_the_rest_is_lost(with_free_pages: Path) -> None:
    path = with_free_pages
    with Wreck(path, None) as wreck:
        assert wreck._free_is_known
        assert len(wreck._free) > 20
        root = next(tree.root for tree in wreck._trees if tree.name == "customer")
    data = bytearray(path.read_bytes())
    data[(root - 1) * PAGE + 8 : root * PAGE] = bytes(PAGE - 8)
    path.write_bytes(data)
    report = _recover(path)
    assert (report.of("customer").read, report.of("customer").doubtful) == (1000, 0)


def test_what_may_have_been_deleted_is_doubtful(with_free_pages: Path) -> None:
    path = with_free_pages
    with Wreck(path, None) as wreck:
        root = next(tree.root for tree in wreck._trees if tree.name == "customer")
    data = bytearray(path.read_bytes())
    data[32:36] = b"\x00\xff\xff\xff"  # where the free pages are
    data[(root - 1) * PAGE + 8 : root * PAGE] = bytes(PAGE - 8)
    path.write_bytes(data)
    report = _recover(path)
    assert report.of("customer").read > 1000
    assert report.of("customer").doubtful == report.of("customer").read


def test_a_list_of_free_pages_that_leads_nowhere_is_not_trusted(with_free_pages: Path) -> None:
    data = bytearray(with_free_pages.read_bytes())
    data[32:36] = b"\x00\xff\xff\xff"
    with_free_pages.write_bytes(data)
    with Wreck(with_free_pages, None) as wreck:
        assert not wreck._free_is_known
    assert _recover(with_free_pages).of("customer").read == 1000


def test_a_shop_of_the_first_schema_is_read(tmp_path: Path) -> None:
    path = tmp_path / "shop.crm"
    shutil.copy(OLD_SCHEMA, path)
    with Wreck(path, None) as wreck:
        many = {table: len(list(wreck.rows(table))) for table in ("customer", "purchase", "greeting")}
    report = _recover(path)
    assert many["customer"] > 0
    assert {table: report.of(table).read for table in many} == many
    assert report.is_whole
    shop = Shop.open(path.with_name("new.crm"))
    assert len(shop.identity) == 32
    shop.close()


def test_a_shop_whose_look_fails_lets_go_of_the_file(shop_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []
    monkeypatch.setattr(Pages, "close", lambda self: closed.append(self._file.close()))

    def tell(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Wreck(shop_path, None, tell=tell)
    assert closed


def test_a_disk_that_does_not_answer_gives_no_pages(shop_path: Path) -> None:
    class Dead:
        def seek(self, place: int) -> int:
            raise OSError(5, "Input/output error")

        def close(self) -> None: ...

    with Pages(shop_path, None) as pages:
        pages._file.close()
        pages._file = Dead()  # type: ignore[assignment]
        assert pages.page(2) is None
        assert pages._head() == b""


# Torn pages


def _page(kind: int, rest: bytes) -> Page:
    return Page(2, bytes([kind]) + rest.ljust(511, b"\0"), True)


TORN = b"\0\0\xff\xff"  # more cells than fit
NOWHERE = b"\0\0\0\x01" + bytes(3)  # a cell at 0


def test_torn_pages_have_no_branches_and_no_rows(shop_path: Path) -> None:
    with Pages(shop_path, None) as pages:
        assert list(module._rows(pages, _page(13, TORN))) == []
    assert not module._fits(_page(13, TORN), 0, 9)
    assert module._branches(_page(5, TORN), 0, 9) == ([], 1)
    assert module._branches(_page(5, NOWHERE), 0, 9) == ([(0, 0, 9)], 1)
    at_the_end = (510).to_bytes(2, "big")
    page = Page(2, (b"\x05\0\0\0\x01" + bytes(3) + b"\0\0\0\x07" + at_the_end).ljust(510, b"\0") + b"\0\x81", True)
    assert module._branches(page, 0, 9) == ([(7, 0, 9)], 1)


def test_an_index_in_a_ring_is_read_once(shop_path: Path) -> None:
    with Wreck(shop_path, None) as wreck:
        ids: set[int] = set()
        assert not wreck._read_index(1, ids)
        assert not ids


# What rows look like


def test_a_table_of_another_schema_has_its_own_columns(shapes: Shapes) -> None:
    later = shapes.by_sql(
        "tag", "CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT, hue TEXT DEFAULT (lower('RED')))"
    )
    assert [column.name for column in later.columns] == ["id", "name", "hue"]
    assert later.columns[2].default is None
    for broken in ("DROP TABLE tag", "CREATE TABLE tag (", ""):
        assert shapes.by_sql("tag", broken) == _shape(shapes, "tag")
    assert shapes.by_sql("unheard_of", "").columns == ()


@pytest.mark.parametrize(
    ("rows", "table"),
    [
        ([(None, "老客户")], "tag"),
        ([(None, 7, "wechat", "wx_1", 1)], "account"),
        ([(None, 7, "+8613800138000", "0000", 1)], "phone"),
        ([(None, 7, "lunar", 2026, "祝您…", "2026-11-21T09:00:00")], "greeting"),  # before it had a template
        ([("customer", 150)], "sqlite_sequence"),
        ([(None,)], "customer_stats"),
        ([(1.5, b"x", 3)], None),
        ([], None),
        ([()], None),
    ],
)
def test_a_page_is_given_to_the_table_that_its_rows_look_like(
    shapes: Shapes, rows: list[tuple[Any, ...]], table: str | None
) -> None:
    assert shapes.guess(rows) == table


# What of a broken row can be kept

CUSTOMER = (None, "王芳", "wangfang", "wf", "wang fang", "female", "lunar", 1988, 8, 15, 0, "", "", "", "", "",
            "2026-11-21T09:30:00")  # fmt: skip
PURCHASE = (None, 7, "", "2026-11-21T09:30:00", None, 0, "", "", 0, 1000, "")
FOLLOW_UP = (None, 7, "回访", "2026-11-21", "09:30", 0, "", None, None, "", "2026-11-20T09:30:00")
WEDDING = (None, 7, "wedding", "", "solar", 2011, 10, 1, 0)


def _with(values: tuple[Any, ...], **changes: Any) -> dict[str, Any]:
    return {"values": values, **changes}


@pytest.mark.parametrize(
    ("table", "values", "changes", "became"),
    [
        ("customer", CUSTOMER, {}, {}),
        ("customer", CUSTOMER, {"name": 5}, {"name": "", "pinyin": "", "sort_key": "", "initials": ""}),
        ("customer", CUSTOMER, {"birth_leap": 7}, {"birth_leap": 0}),
        ("customer", CUSTOMER, {"birth_year": 99999}, {"birth_year": None, "birth_month": None, "birth_day": None,
                                                       "birth_calendar": None}),
        ("customer", CUSTOMER, {"birth_calendar": "moon"}, {"birth_calendar": None, "birth_year": None,
                                                            "birth_month": None, "birth_day": None}),
        ("customer", CUSTOMER, {"birth_year": None}, {"birth_year": None}),
        ("customer", CUSTOMER, {"created": "2026-11-2?"}, {"created": UNKNOWN_MOMENT}),
        ("customer", CUSTOMER, {"address": b"?", "note": 1.5}, {"address": "", "note": ""}),
        ("purchase", PURCHASE, {"paid_fen": 1 << 60}, {"paid_fen": 0}),
        ("purchase", PURCHASE, {"at": None}, {"at": UNKNOWN_MOMENT}),
        ("purchase", PURCHASE, {"customer_id": -5}, {"customer_id": None}),
        ("follow_up", FOLLOW_UP, {"due": "31 May"}, {"due": UNKNOWN_DAY}),
        ("follow_up", FOLLOW_UP, {"due_time": "25:00", "done_at": "?"}, {"due_time": None, "done_at": None}),
        ("follow_up", FOLLOW_UP, {"customer_id": 0}, None),
        ("follow_up", FOLLOW_UP, {"what": None}, None),
        ("yearly_date", WEDDING, {"day": 31, "month": 2}, {"day": 1, "year": None, "month": 2}),
        ("setting", (None, "shop_name", '"茶铺"'), {"value": "茶铺"}, None),
        ("custom_field", (None, "皮肤", "text", "[]", 0), {"choices": "["}, {"choices": "[]"}),
        ("phone", (None, 7, "+8613800138000", "x", 1), {"is_main": 9}, {"is_main": 0}),
        ("product", (None, "龙井茶", "?", "?", "", None, "", 1), {"active": 4}, {"active": 1, "pinyin": "longjingcha",
                                                                                "initials": "ljc"}),
        ("purchase_line", (None, 3, None, "茶", 1 << 50, 0, 0, 0), {}, {"quantity_milli": 1000}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_replaced_and_doubted(
    shapes: Shapes, table: str, values: tuple[Any, ...], changes: dict[str, Any], became: dict[str, Any] | None
) -> None:
    shape = _shape(shapes, table)
    names = [column.name for column in shape.columns]
    values = (*values, *[""] * (len(names) - len(values)))  # texts that customers were given later
    row = Row(12, tuple(changes.get(name, value) for name, value in zip(names, values, strict=True)), True)
    kept = mended(shape, row)
    if became is None:
        assert kept is None
        return
    assert kept is not None
    named, is_sound = kept
    assert is_sound is (not became or (became == {"birth_year": None}))
    before = {**dict(zip(names, values, strict=True)), **changes, "id": 12}
    found = {name: value for name, value in named.items() if value != before[name]}
    wanted = {name: value for name, value in became.items() if value != before[name]}
    if table in ("phone", "product"):
        wanted |= {name: value for name, value in found.items() if name in ("reversed_digits", "pinyin", "initials")}
        assert {name: named[name] for name in became} == became
    assert found == wanted


@pytest.mark.parametrize("number", [0, -1, HIGHEST_ID + 1])
def test_a_row_under_an_impossible_number_is_none(shapes: Shapes, number: int) -> None:
    assert mended(_shape(shapes, "customer"), Row(number, CUSTOMER, True)) is None


def test_what_was_added_later_has_its_default(shapes: Shapes) -> None:
    kept = mended(_shape(shapes, "customer"), Row(1, CUSTOMER[:10], True))
    assert kept is not None
    assert (kept[0]["name"], kept[0]["created"], kept[1]) == ("王芳", UNKNOWN_MOMENT, False)
    kept = mended(_shape(shapes, "product"), Row(1, (None, "茶"), True))
    assert kept is not None
    assert kept[0]["active"] == 1


# Words that a table's own conditions refuse


def test_a_word_that_the_table_refuses_becomes_the_one_that_says_least(shop_path: Path) -> None:
    shop = Shop.open(shop_path, clock=FakeClock(NOW))
    shop.database.make_ready_to_write()
    run = shop.database.connection().execute
    run("PRAGMA ignore_check_constraints = ON")
    run("INSERT INTO open_change VALUES (1)")
    run("INSERT INTO customer (id, name, created, gender) VALUES (1, '王芳', '2026-11-21T09:30:00', '?')")
    run("INSERT INTO contact_entry (customer_id, at, kind, text) VALUES (1, '2026-11-21T09:30:00', 'smoke', '茶不错')")
    run("INSERT INTO contact_entry (customer_id, at, kind) VALUES (1, '2026-11-21T09:30:00', 'call')")
    run("INSERT INTO account (customer_id, service, handle) VALUES (1, 'icq', '1')")
    run("INSERT INTO tag (name) VALUES ('甲')")
    run("INSERT INTO product (id, name) VALUES (-3, '茶')")
    run("DELETE FROM open_change")
    run("PRAGMA ignore_check_constraints = OFF")
    shop.close()
    report = _recover(shop_path)
    assert [(table, report.of(table).read, report.of(table).doubtful, report.of(table).lost) for table in
            ("customer", "contact_entry", "account", "tag", "product")] == [
        ("customer", 1, 1, 0), ("contact_entry", 2, 1, 0), ("account", 0, 0, 1), ("tag", 1, 0, 0), ("product", 0, 0, 1)
    ]  # fmt: skip
    assert [person.name for person in report.doubtful_customers] == ["王芳"]
    assert seal.look(shop_path.with_name("new.crm")).state is seal.State.SOUND
