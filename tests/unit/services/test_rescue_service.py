"""What can be read of a damaged shop: everything that is still there, nothing that was not, and all of it told."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.errors import Cancelled, CannotWriteFile, ShopDamaged, ShopInUse, ShopReadOnly, WrongPassword
from crm_desktop.services import Services
from crm_desktop.services import rescue as service
from crm_desktop.services.demo import make
from crm_desktop.services.rescue import Newer, Report, change_times, newer, rescue, salts_of
from crm_desktop.store import connections, seal
from crm_desktop.store.desk import Desk, Role
from crm_desktop.store.key import Key, salt_in
from crm_desktop.store.models import JOURNALLED
from crm_desktop.store.replace import half_beside
from crm_desktop.store.rescue.wreck import Wreck
from crm_desktop.store.shop import Shop
from tests.fakes import FakeClock

PAGE = 4096
TABLES = [model._meta.table_name for model in JOURNALLED]
KEY = Key("a password")
Dump = dict[str, dict[int, tuple[Any, ...]]]


def dump(path: Path, key: Key | None) -> Dump:
    connection = connections.connect(path, key, salt_in(path))
    try:
        return {
            table: {row[0]: row for row in connection.execute(f"SELECT * FROM {table}")}
            for table in (*TABLES, "change", "journal")
        }
    finally:
        connection.close()


@dataclass
class Good:
    """A shop as it was before it was damaged. `leaves`: the pages with the rows of each table; `names`: those with the
    tables' names."""

    key: Key | None
    data: bytes
    rows: Dump
    leaves: dict[str, list[int]]
    roots: dict[str, int]
    identity: str
    names: list[int]

    def damaged(self, path: Path, *pages: int) -> Path:
        """The file with some pages of zeros, but for the byte that says what kind of page it is."""
        data = bytearray(self.data)
        for page in pages:
            data[(page - 1) * PAGE + 5 : page * PAGE] = bytes(PAGE - 5)
        path.write_bytes(data)
        return path


def _good(path: Path, key: Key | None) -> Good:
    shop = Shop.create(path, key=key, clock=FakeClock(datetime(2026, 11, 21, 9)))
    make(shop, 150, 600, 1, date(2026, 11, 21))
    services = Services(shop)
    services.customers.delete(ids=[7, 90])  # what is deleted must stay so
    identity = shop.identity
    shop.close()
    assert seal.look(path).state is seal.State.SOUND
    with Wreck(path, key) as wreck:
        leaves = {name: list(found.leaves) for name, found in wreck.tables.items()}
        roots = {tree.name: tree.root for tree in wreck._trees}
        names = [number for number in range(1, wreck.pages.count + 1) if wreck._named_on(number)]
    return Good(key, path.read_bytes(), dump(path, key), leaves, roots, identity, names)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Good:
    return _good(tmp_path_factory.mktemp("plain") / "good.crm", None)


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Good:
    return _good(tmp_path_factory.mktemp("encrypted") / "good.crm", KEY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shop.crm"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "recovered.crm"


@pytest.fixture
def recover(path: Path, target: Path, clock: FakeClock) -> Iterator[Callable[..., Report]]:
    """Recovers the file at `path`, and looks that nothing was written to it, and nothing is left beside."""
    before: list[bytes] = []

    def run(key: Key | None = None, **more: Any) -> Report:
        before.append(path.read_bytes())
        return rescue(path, target, key, clock=clock, **more)

    yield run
    assert path.read_bytes() == before[-1]
    left = {each.name for each in path.parent.iterdir()} - {"data"}
    assert left <= {path.name, target.name, f".{path.name}.open", f".{path.name}.use", "copy.crm", "shop.crm-wal"}


@pytest.mark.parametrize("kind", ["plain", "encrypted"])
def test_of_a_whole_shop_everything_comes_over(
    kind: str, request: pytest.FixtureRequest, path: Path, target: Path, recover: Callable[..., Report]
) -> None:
    good: Good = request.getfixturevalue(kind)
    path.write_bytes(good.data)
    steps: list[tuple[int, int]] = []
    report = recover(good.key, progress=lambda done, total, what: steps.append((done, total)))
    assert report.is_whole
    assert report.journal_kept
    assert report.of("customer").read == 148
    assert steps
    assert all(done <= total for done, total in steps)
    found = dump(target, good.key)
    newest = max(found["change"])
    assert found["change"].pop(newest)[1] == datetime(2026, 11, 21, 15, 20).isoformat()
    assert found == good.rows
    assert seal.look(target).state is seal.State.SOUND
    shop = Shop.open(target, key=good.key)
    try:
        assert shop.identity == good.identity
        assert shop.encrypted is (good.key is not None)
        services = Services(shop)
        assert services.history.next_undo() is not None
        assert shop.run("SELECT seq FROM sqlite_sequence WHERE name = 'customer'").fetchone() == (150,)
    finally:
        shop.close()


def test_what_a_killed_rescue_has_left_goes_with_the_next(plain: Good, path: Path, target: Path, recover: Any) -> None:
    path.write_bytes(plain.data)
    half_beside(target).touch()
    assert recover().is_whole


def test_a_lost_customer_comes_back_by_name(plain: Good, path: Path, target: Path, recover: Any) -> None:
    plain.damaged(path, plain.leaves["customer"][2])
    report = recover()
    found = dump(target, None)
    customers = found["customer"]
    gone = [number for number in plain.rows["customer"] if customers[number] != plain.rows["customer"][number]]
    assert gone
    assert customers.keys() == plain.rows["customer"].keys()
    assert [customers[number][1] for number in gone] == [plain.rows["customer"][number][1] for number in gone]
    assert found["phone"] == plain.rows["phone"]
    assert {person.id for person in report.doubtful_customers} >= set(gone)
    assert {person.name for person in report.doubtful_customers} >= {customers[number][1] for number in gone}
    assert (report.of("customer").doubtful, report.of("customer").lost) == (len(gone), 0)
    assert not report.is_whole


def test_an_index_on_a_broken_page_is_not_believed(plain: Good, path: Path, recover: Any) -> None:
    plain.damaged(path, plain.leaves["customer"][2])
    data = bytearray(path.read_bytes())
    data[plain.roots["customer_created"] * PAGE - 1] ^= 1
    path.write_bytes(data)
    report = recover()
    assert (report.of("customer").read, report.of("customer").lost) == (148, 0)


def test_what_a_lost_purchase_was_is_told_by_the_sums(plain: Good, path: Path, target: Path, recover: Any) -> None:
    plain.damaged(path, plain.leaves["purchase"][1])
    report = recover()
    found = dump(target, None)
    gone = plain.rows["purchase"].keys() - found["purchase"].keys()
    assert report.of("purchase").lost == len(gone) > 0
    assert report.of("purchase_line").lost == len(plain.rows["purchase_line"].keys() - found["purchase_line"].keys())
    buyers = {plain.rows["purchase"][number][1] for number in gone} - {None}
    assert {person.id for person in report.doubtful_customers} >= buyers


def test_products_tags_and_fields_come_back_by_what_has_them(
    plain: Good, path: Path, target: Path, recover: Any
) -> None:
    pages = [plain.leaves[table][0] for table in ("product", "tag", "custom_field")]
    plain.damaged(path, *pages)
    report = recover()
    found = dump(target, None)
    sold = {row[2] for row in plain.rows["purchase_line"].values()} - {None}
    assert {found["product"][number][1] for number in sold} == {plain.rows["product"][number][1] for number in sold}
    used = {row[2] for row in plain.rows["customer_tag"].values()}
    assert {number: row[1] for number, row in found["tag"].items()} == {n: f"Recovered tag {n}" for n in used}
    assert [row[1:3] for row in found["custom_field"].values()] == [("Recovered field 1", "text")]
    assert found["customer_tag"] == plain.rows["customer_tag"]
    assert found["custom_value"] == plain.rows["custom_value"]
    assert report.of("tag").doubtful == len(used)


@pytest.mark.parametrize("kind", ["plain", "encrypted"])
def test_a_shop_without_its_first_page_is_read_all_the_same(
    kind: str, request: pytest.FixtureRequest, path: Path, target: Path, recover: Any
) -> None:
    good: Good = request.getfixturevalue(kind)
    data = bytearray(good.data)
    begin = 16 if good.key else 0  # the salt
    data[begin:PAGE] = bytes(PAGE - begin)
    path.write_bytes(data)
    report = recover(good.key)
    found = dump(target, good.key)
    assert {table: found[table] for table in TABLES} == {table: good.rows[table] for table in TABLES}
    assert report.of("customer").doubtful == 0


def test_without_the_names_of_its_tables_a_shop_is_read_by_what_its_rows_look_like(
    plain: Good, path: Path, target: Path, recover: Any
) -> None:
    plain.damaged(path, 1, *plain.names)
    report = recover()
    found = dump(target, None)
    for table in TABLES:
        assert found[table].items() >= plain.rows[table].items(), table
        assert report.of(table).doubtful == report.of(table).read
        assert report.of(table).lost is None
    assert not report.journal_kept


def test_a_table_whose_name_is_broken_is_known_by_its_rows(plain: Good, path: Path, target: Path, recover: Any) -> None:
    data = bytearray(plain.data)
    for page in plain.names:
        data[page * PAGE - 3] ^= 1
    path.write_bytes(data)
    recover()
    found = dump(target, None)
    assert {table: found[table] for table in TABLES} == {table: plain.rows[table] for table in TABLES}


def test_leaves_without_a_way_to_them_are_found(plain: Good, path: Path, target: Path, recover: Any) -> None:
    plain.damaged(path, plain.roots["purchase"], plain.roots["customer"], plain.roots["purchase_line"])
    report = recover()
    found = dump(target, None)
    for table in ("customer", "purchase", "purchase_line"):
        assert found[table] == plain.rows[table]
        assert report.of(table).doubtful == 0
        assert report.of(table).lost == 0


def test_without_a_journal_history_begins_anew(plain: Good, path: Path, target: Path, recover: Any) -> None:
    plain.damaged(path, plain.leaves["journal"][0])
    report = recover()
    assert not report.journal_kept
    found = dump(target, None)
    assert not found["journal"]
    assert len(found["change"]) == 1
    assert min(found["change"]) > max(plain.rows["change"])


def test_a_shop_that_lost_its_identity_has_another(plain: Good, path: Path, target: Path, recover: Any) -> None:
    plain.damaged(path, plain.leaves["shop_identity"][0])
    recover()
    shop = Shop.open(target)
    try:
        assert len(shop.identity) == 32
        assert shop.identity != plain.identity
    finally:
        shop.close()


def test_where_no_index_is_left_nobody_knows_how_many_are_lost(plain: Good, path: Path, recover: Any) -> None:
    indexes = [root for name, root in plain.roots.items() if name.startswith("yearly_date_")]
    plain.damaged(path, plain.leaves["yearly_date"][0], *indexes)
    assert recover().of("yearly_date").lost is None


def _flipped(data: bytes, rng: random.Random) -> bytes:
    damaged = bytearray(data)
    match rng.choice(("bits", "bits", "zeros", "noise", "cut", "swap")):
        case "bits":
            for _ in range(rng.choice((1, 3, 20, 200))):
                damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        case "zeros":
            for _ in range(rng.choice((1, 3, 10))):
                at = rng.randrange(len(damaged) // PAGE) * PAGE
                damaged[at : at + PAGE] = bytes(PAGE)
        case "noise":
            at, size = rng.randrange(len(damaged) - 20_000), rng.choice((10, 512, 20_000))
            damaged[at : at + size] = rng.randbytes(size)
        case "cut":
            del damaged[rng.randrange(PAGE, len(damaged)) :]
        case "swap":
            one, other = (rng.randrange(len(damaged) // PAGE) * PAGE for _ in range(2))
            pages = damaged[one : one + PAGE], damaged[other : other + PAGE]
            damaged[other : other + PAGE], damaged[one : one + PAGE] = pages
    return bytes(damaged)


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", ["plain"] * 3 + ["encrypted"])
def test_whatever_is_broken_nothing_is_lost_or_altered_unsaid(
    kind: str, request: pytest.FixtureRequest, path: Path, target: Path, recover: Any
) -> None:
    good: Good = request.getfixturevalue(kind)
    base = int(os.environ.get("CRM_DESKTOP_DAMAGES", "0")) or 6
    first = request.node.callspec.indices["kind"] * 10_000
    for seed in range(first, first + base):
        path.write_bytes(_flipped(good.data, random.Random(seed)))
        target.unlink(missing_ok=True)
        try:
            report = recover(good.key)
        except (ShopDamaged, WrongPassword):
            continue
        found = dump(target, good.key)
        doubtful = {person.id for person in report.doubtful_customers}
        for table in TABLES:
            told = report.of(table)
            was, now = good.rows[table], found[table]
            missing = was.keys() - now.keys()
            assert told.lost is None or told.lost >= len(missing), (seed, table)
            assert told.read == len(now), (seed, table)
            wrong = {number for number in now if now[number] != was.get(number)}
            assert len(wrong) <= told.doubtful or (table == "customer" and wrong <= doubtful), (seed, table)


def test_what_is_in_the_log_alone_comes_over(plain: Good, path: Path, target: Path, recover: Any) -> None:
    live = path.with_name("live.crm")
    live.write_bytes(plain.data)
    shop = Shop.open(live)
    Services(shop).customers.delete(ids=[1])
    for part in ("", "-wal"):
        path.with_name(path.name + part).write_bytes(live.with_name(live.name + part).read_bytes())
    shop.close()
    for each in path.parent.glob("*live.crm*"):
        each.unlink()
    report = recover()
    assert report.of("customer").read == 147
    assert 1 not in dump(target, None)["customer"]


def test_the_salt_of_a_copy_or_of_the_seal_opens_a_shop_that_lost_its_own(
    encrypted: Good, path: Path, target: Path, tmp_path: Path, recover: Any
) -> None:
    copy = tmp_path / "copy.crm"
    copy.write_bytes(encrypted.data)
    path.write_bytes(bytes(16) + encrypted.data[16:])
    assert recover(KEY).of("customer").read == 148
    target.unlink()
    path.write_bytes(bytes(16) + encrypted.data[16 : -2 * PAGE])  # without a seal
    with pytest.raises(WrongPassword):
        recover(KEY)
    assert recover(KEY, salts=salts_of([tmp_path / "none.crm", copy, copy])).of("customer").read == 148


def test_the_wrong_password_is_told(encrypted: Good, path: Path, target: Path, recover: Any) -> None:
    path.write_bytes(encrypted.data)
    with pytest.raises(WrongPassword):
        recover(Key("another"))
    assert not target.exists()


def test_a_file_that_is_there_is_left_as_it_is(plain: Good, path: Path, target: Path, recover: Any) -> None:
    path.write_bytes(plain.data)
    target.write_text("mine")
    with pytest.raises(CannotWriteFile, match="exists already"):
        recover()
    assert target.read_text() == "mine"


def test_stopping_leaves_nothing(plain: Good, path: Path, target: Path, recover: Any) -> None:
    path.write_bytes(plain.data)
    for most in (0, 3, 20):
        asked = iter(range(10_000))
        with pytest.raises(Cancelled):
            recover(cancelled=lambda asked=asked, most=most: next(asked) >= most)
        assert not target.exists()


def test_where_nothing_can_be_read_there_is_no_new_file(path: Path, target: Path, recover: Any) -> None:
    path.write_bytes(random.Random(1).randbytes(20 * PAGE))
    with pytest.raises(ShopDamaged, match="Nothing could be read"):
        recover()
    assert not target.exists()


def test_a_shop_that_is_open_elsewhere_is_left_alone(plain: Good, path: Path, recover: Any) -> None:
    path.write_bytes(plain.data)
    desk = Desk(path, Role.WINDOW)
    try:
        with pytest.raises(ShopInUse):
            recover()
    finally:
        desk.leave()


def test_a_file_that_cannot_be_read_is_told(path: Path, target: Path) -> None:
    with pytest.raises(ShopReadOnly):
        rescue(path, target)
    assert change_times(path, None) is None


def test_a_folder_that_is_not_there_is_told(plain: Good, path: Path, tmp_path: Path) -> None:
    path.write_bytes(plain.data)
    with pytest.raises(CannotWriteFile):
        rescue(path, tmp_path / "none" / "new.crm")


def test_a_new_file_that_is_not_sound_is_none(
    plain: Good, path: Path, target: Path, recover: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(plain.data)
    monkeypatch.setattr(service.search_index, "check", lambda run: ["something"])
    with pytest.raises(ShopDamaged):
        recover()
    assert not target.exists()


# What a copy lacks


def test_what_a_copy_lacks_is_told_by_the_damaged_journal(plain: Good, path: Path) -> None:
    plain.damaged(path, plain.leaves["customer"][0])
    times = change_times(path, None)
    assert times is not None
    assert len(times) == len(plain.rows["change"])
    first, last = times[0], times[-1]
    assert newer(times, None) == Newer(len(times), first, last)
    assert newer(times, last) == Newer(0, None, None)
    assert newer(times, first - timedelta(1)) == Newer(len(times), first, last)


def test_where_the_journal_is_gone_nobody_knows_what_a_copy_lacks(plain: Good, path: Path) -> None:
    plain.damaged(path, *plain.leaves["change"])
    times = change_times(path, None)
    assert times is None
    assert newer(times, None) is None


def test_a_change_of_an_unreadable_time_counts_for_nothing() -> None:
    assert service._moment("2026-11-2?") is None


def test_looking_for_changes_can_be_stopped(plain: Good, path: Path) -> None:
    path.write_bytes(plain.data)
    with pytest.raises(Cancelled):
        change_times(path, None, cancelled=lambda: True)
