"""Texts too long to be held: what comes in is what a whole import brings in, and all of it or nothing."""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import Cancelled, UnreadableFile
from crm_desktop.exchange.importing import portions
from crm_desktop.exchange.importing.importer import import_file, plan_table, write_plan
from crm_desktop.exchange.importing.portions import import_in_portions
from crm_desktop.exchange.importing.report import ImportReport, OnDuplicate, Options, Watch
from crm_desktop.exchange.readers import Book, delimited, open_book
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.sheets.table import read_table
from crm_desktop.services import Services
from crm_desktop.services.purchase_records import PurchaseFilter
from crm_desktop.store import search_index
from crm_desktop.store.models import JOURNALLED, ChangeRecord, FollowUp
from crm_desktop.store.shop import Shop
from tests.fakes import FakeClock
from tests.unit.exchange.test_importing_customers import everyone

MOST = 3
NO_SHRINK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Two imports an example: making a failing one smaller would take minutes."""


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any text is long, and three rows of it are looked at."""
    monkeypatch.setattr(delimited, "LONG_BYTES", 1)
    monkeypatch.setattr(delimited, "_BLOCK", 60)
    monkeypatch.setattr(delimited, "LOOKED_AT", MOST + 1)


pytestmark = pytest.mark.usefixtures("tiny")


def text_of(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def file_of(folder: Path, rows: list[list[str]], name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(text_of(rows).encode())
    return path


def in_portions(shop: Shop, path: Path, kind: str, watch: Watch | None = None, **options: Any) -> ImportReport:
    book = open_book(path)
    assert book.long
    table = read_table(book, Kind(kind))
    return import_in_portions(shop, book, table, Options(**options), watch or Watch(), most=MOST)


def whole(shop: Shop, path: Path, kind: str, **options: Any) -> ImportReport:
    long = open_book(path)
    assert long.stream is not None
    rows = [row for portion in long.stream(100, None) for row in portion.rows]
    book = Book(path, "csv", "utf-8", (), lambda _: rows)
    return write_plan(shop, plan_table(shop, read_table(book, Kind(kind)), Options(**options)))


def dump(shop: Shop) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    return {
        table: sorted(shop.run(f"SELECT * FROM {table}").fetchall())
        for table in (model._meta.table_name for model in JOURNALLED)
    }


def counted(report: ImportReport) -> tuple[int, ...]:
    c = report.counts
    return (c.read, c.added, c.updated, c.unchanged, c.skipped, c.rejected)


@pytest.fixture
def two_shops(shop_template: Path, tmp_path: Path, clock: FakeClock) -> tuple[Path, Path, FakeClock]:
    """The template, a folder, and the time."""
    return shop_template, tmp_path, clock


WHO = st.sampled_from(
    [("王芳", "M1"), ("王芳", ""), ("王女士", ""), ("李强", ""), ("赵六", "M2"), ("赵六", ""), ("", "")]
)
"""No member number changes hands: only in a whole import does a replaced one still lead to who had it."""
PHONES = st.sampled_from(["13800138000", "13900139000", "010-88886666", "138****0000", ""])
BORN = st.sampled_from(["1988-03-05", ""])
NOTES = st.sampled_from(["", "爱喝茶", "第一行\n第二行"])
TAGS = st.sampled_from(["", "老客户", "老客户、批发"])
PEOPLE = st.lists(
    st.builds(
        lambda who, phone, born, tags, note: [who[0], phone, born, who[1], tags, note], WHO, PHONES, BORN, TAGS, NOTES
    ),
    min_size=1,
    max_size=12,
)
PEOPLE_HEAD = ["姓名", "手机", "生日", "会员号", "标签", "备注"]


@settings(phases=NO_SHRINK, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PEOPLE, PEOPLE, st.sampled_from(list(OnDuplicate)))
def test_customers_come_in_as_from_a_whole_file(
    two_shops: tuple[Path, Path, FakeClock],
    before: list[list[str]],
    rows: list[list[str]],
    on_duplicate: OnDuplicate,
) -> None:
    template, folder, clock = two_shops
    if not any(name or phone for name, phone, *_ in rows):
        rows = [["钱七", "", "", "", "", ""], *rows]
    first, path = (
        file_of(folder, [PEOPLE_HEAD, ["孙八", "", "", "", "", ""], *before], "b.csv"),
        file_of(folder, [PEOPLE_HEAD, *rows]),
    )
    answers = []
    for way in (whole, in_portions):
        shop = Shop.open(Path(shutil.copy(template, folder / "x.crm")), clock=clock)
        whole(shop, first, "customers")
        there = dump(shop)
        report = way(shop, path, "customers", on_duplicate=on_duplicate)
        after = dump(shop)
        people = [(c.name, c.phones, c.birthday, c.member_no, set(c.tags), c.note) for c in everyone(Services(shop))]
        is_sound(shop)
        answers.append((counted(report), people, sorted(w[:3] for w in report.warnings), report.rejects))
        if report.change:
            Services(shop).history.undo()
            assert dump(shop) == there
            Services(shop).history.redo()
            assert dump(shop) == after
        shop.close()
    (whole_counts, *whole_rest), (counts, *rest) = answers
    if rest != whole_rest:  # a member number of two customers leads to another of them
        numbers = Counter(person[3] for person in rest[0] if person[3])
        assert max(numbers.values(), default=0) > 1
        return
    # A row that a later one takes back counts as updated.
    assert counts[0] == whole_counts[0]
    assert counts[1] == whole_counts[1]
    assert counts[2] + counts[3] == whole_counts[2] + whole_counts[3]
    assert counts[4:] == whole_counts[4:]


def is_sound(shop: Shop) -> None:
    assert search_index.check(shop.run) == []
    changes = dict(shop.run("SELECT id, rows FROM change").fetchall())
    noted = shop.run(
        "SELECT change, sum(CASE kind WHEN 'I' THEN last_id - row_id + 1 ELSE 0 END),"
        " count(DISTINCT CASE kind WHEN 'I' THEN NULL ELSE tbl || ':' || row_id END) FROM journal GROUP BY change"
    ).fetchall()
    assert {change: new + old for change, new, old in noted} == changes


ORDER_HEAD = ["单号", "日期", "姓名", "手机", "商品", "数量", "金额", "支付方式", "备注"]
BUYERS = st.sampled_from([("王芳", "13800138000"), ("王芳", ""), ("李强", "13900139000"), ("李强", ""), ("", "")])
"""No two of one phone, and none by the phone alone: which of them it leads to, and what a new buyer is called, is told
by who was named first, which is another in portions."""
ORDERS = st.lists(
    st.tuples(
        st.sampled_from(["", "A1", "A2", "A3"]),
        st.sampled_from(["2026-01-02", "2026-01-03"]),
        BUYERS,
        st.sampled_from(["茶", "杯"]),
        st.just("1"),
        st.sampled_from(["10", "20.50", "-5"]),
        st.sampled_from(["现金", ""]),
        st.sampled_from(["", "加急"]),
    ).map(lambda row: [*row[:2], *row[2], *row[3:]]),
    min_size=1,
    max_size=12,
)


def purchases_of(shop: Shop) -> list[tuple[Any, ...]]:
    services = Services(shop)
    found = services.purchases.get_many(services.purchases.ids())
    return sorted(
        (
            p.number, p.at.isoformat(), p.customer_name, p.paid_fen, p.is_refund, p.payment_method, p.note,
            tuple((line.text, line.quantity_milli, line.amount_fen) for line in p.lines),
        )
        for p in found
    )  # fmt: skip


@settings(phases=NO_SHRINK, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ORDERS, max_size=1), ORDERS, st.sampled_from(list(OnDuplicate)))
def test_purchases_come_in_as_from_a_whole_file(
    two_shops: tuple[Path, Path, FakeClock],
    before: list[list[list[str]]],
    rows: list[list[str]],
    on_duplicate: OnDuplicate,
) -> None:
    template, folder, clock = two_shops
    path = file_of(folder, [ORDER_HEAD, *rows])
    answers = []
    for way in (whole, in_portions):
        shop = Shop.open(Path(shutil.copy(template, folder / "x.crm")), clock=clock)
        for earlier in before:
            whole(shop, file_of(folder, [ORDER_HEAD, *earlier], "b.csv"), "purchases")
        there = dump(shop)
        report = way(shop, path, "purchases", on_duplicate=on_duplicate)
        answers.append((purchases_of(shop), report.counts.read, report.counts.added, report.counts.rejected))
        is_sound(shop)
        if report.change:
            Services(shop).history.undo()
            assert dump(shop) == there
        shop.close()
    assert answers[0] == answers[1]


FOLLOW_UPS = st.lists(
    st.tuples(
        st.sampled_from(["王芳", "李强"]),
        st.sampled_from(["13800138000", ""]),
        st.sampled_from(["回访", "送货"]),
        st.sampled_from(["2026-12-01", "2026-12-02", "哪天"]),
    ).map(list),
    min_size=1,
    max_size=12,
)


@settings(phases=NO_SHRINK, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FOLLOW_UPS, FOLLOW_UPS, st.sampled_from(list(OnDuplicate)))
def test_follow_ups_come_in_as_from_a_whole_file(
    two_shops: tuple[Path, Path, FakeClock],
    before: list[list[str]],
    rows: list[list[str]],
    on_duplicate: OnDuplicate,
) -> None:
    template, folder, clock = two_shops
    head = ["姓名", "手机", "跟进内容", "跟进日期"]
    path = file_of(folder, [head, *rows])
    answers = []
    for way in (whole, in_portions):
        shop = Shop.open(Path(shutil.copy(template, folder / "x.crm")), clock=clock)
        whole(shop, file_of(folder, [head, *before], "b.csv"), "followups")
        report = way(shop, path, "followups", on_duplicate=on_duplicate)
        promised = sorted(shop.rows(FollowUp.select(FollowUp.customer, FollowUp.what, FollowUp.due)))
        answers.append((promised, counted(report), report.more, report.rejects))
        shop.close()
    assert answers[0] == answers[1]


@settings(phases=NO_SHRINK, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["茶", "杯", "壶", ""]),
            st.sampled_from(["", "C1", "C2"]),
            st.sampled_from(["1", "2", "贵"]),
        ).map(list),
        min_size=1,
        max_size=12,
    )
)
def test_products_come_in_as_from_a_whole_file(two_shops: tuple[Path, Path, FakeClock], rows: list[list[str]]) -> None:
    template, folder, clock = two_shops
    path = file_of(folder, [["商品名称", "编码", "单价"], ["盘", "", "3"], *rows])
    answers = []
    for way in (whole, in_portions):
        shop = Shop.open(Path(shutil.copy(template, folder / "x.crm")), clock=clock)
        report = way(shop, path, "products")
        goods = [(p.name, p.code, p.price_fen) for p in Services(shop).products.all()]
        answers.append((sorted(goods), report.counts.read, report.counts.added, report.rejects))
        shop.close()
    assert answers[0] == answers[1]


MANY = [["姓名", "手机", "备注"], *([f"客户{i}", f"138{i:08}", "好"] for i in range(20))]


class TestAllOrNothing:
    def test_one_change_with_progress(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        told: list[tuple[int, int, str]] = []
        asked: list[str] = []

        def guard(why: str, **_: Any) -> None:
            asked.append(why)

        shop.safeguard = guard  # type: ignore[assignment]
        path = file_of(tmp_path, MANY)
        report = in_portions(
            shop, path, "customers", Watch(lambda done, total, words: told.append((done, total, str(words))))
        )
        assert counted(report) == (20, 20, 0, 0, 0, 0)
        assert report.change == 1
        assert asked == ["import"]
        assert [str(c.title) for c in services.history.changes()] == [
            "Imported customers from “a.csv” (new: 20, updated: 0)"
        ]
        size = path.stat().st_size
        steps = [done for done, total, words in told if total == size and "Bringing" in words]
        assert steps == sorted(steps)
        assert steps[-1] == size
        assert services.customers.search("客户19").hits

    def test_cancelled_between_portions(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        asked = 0

        def stop() -> bool:
            nonlocal asked
            asked += 1
            return asked > 12

        with pytest.raises(Cancelled):
            in_portions(shop, file_of(tmp_path, MANY), "customers", Watch(cancelled=stop))
        assert services.customers.count() == 0
        assert ChangeRecord.select().count() == 0
        assert in_portions(shop, file_of(tmp_path, MANY), "customers").counts.added == 20

    def test_a_file_that_changes_meanwhile(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = file_of(tmp_path, MANY)
        meddled = False

        def tell(done: int, total: int, words: object) -> None:
            nonlocal meddled
            if "Bringing" in str(words) and not meddled:
                meddled = True
                path.write_bytes(path.read_bytes()[:300])

        with pytest.raises(UnreadableFile, match="changed while it was being read"):
            in_portions(shop, path, "customers", Watch(tell))
        assert services.customers.count() == 0
        assert shop.run("SELECT count(*) FROM sqlite_master WHERE name = 'phone_number'").fetchone() == (1,)

    def test_a_dry_run_is_taken_back(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        answer = import_file(shop, "customers", file_of(tmp_path, MANY), dry_run=True).as_json()
        assert (answer["added"], answer["change"]) == (20, None)
        assert services.customers.count() == 0
        assert import_file(shop, "customers", file_of(tmp_path, MANY)).as_json() == answer | {"change": 1}

    def test_what_was_chosen_is_remembered(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = [["名", "号码", "x"], *MANY[1:]]
        import_file(shop, "customers", file_of(tmp_path, rows), mapping={"名": "name", "号码": "phone", "x": "note"})
        again = import_file(shop, "customers", file_of(tmp_path, rows))
        assert again.counts.unchanged == 20


class TestTheReport:
    def test_rejected_rows_come_into_the_workbook(self, shop: Shop, tmp_path: Path) -> None:
        rows = [["姓名", "手机", "备注"]] + [["" if i % 4 == 3 else f"客户{i}", "", f"第{i}"] for i in range(20)]
        rejects = tmp_path / "r.xlsx"
        report = import_file(shop, "customers", file_of(tmp_path, rows), rejects=rejects)
        assert [reject.row for reject in report.rejects] == [5, 9, 13, 17, 21]
        sheet = openpyxl.load_workbook(rejects).active
        assert [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
            f"第{i}" for i in (3, 7, 11, 15, 19)
        ]

    def test_what_is_kept_has_bounds(self, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(portions, "MOST_REJECTS", 2)
        monkeypatch.setattr(portions, "MOST_WARNINGS", 2)
        rows = [["姓名", "手机", "生日"]] + [["" if i % 2 else f"客户{i}", "", "属虎"] for i in range(20)]
        report = in_portions(shop, file_of(tmp_path, rows), "customers")
        assert (report.counts.rejected, len(report.rejects), report.more["further_rejects"]) == (10, 2, 8)
        assert (len(report.warnings), report.more["further_warnings"]) == (2, 18)
        assert "doubtful: 20" in report.in_words()
        monkeypatch.setattr(portions, "MOST_REJECTED_TEXT", 1)
        report = in_portions(shop, file_of(tmp_path, rows), "customers")
        assert (report.counts.rejected, len(report.rejects)) == (10, 0)

    def test_titles_totals_headings_and_blank_stretches(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        head = ["姓名", "", "手机"]
        rows = [["某店 名单"], head, ["王芳", "", "13800138000"], *[[]] * 8, head, ["李强"], ["合计", "", "2"]]
        rows += [[]] * 4
        report = in_portions(shop, file_of(tmp_path, rows), "customers")
        assert [(row, reason) for row, reason in report.ignored] == [(1, "title"), (12, "heading"), (14, "totals")]
        assert counted(report) == (2, 2, 0, 0, 0, 0)

    def test_without_headings(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = [[f"王小{sign}", f"1380013800{i}"] for i, sign in enumerate("一二三四五六七八九")]
        report = in_portions(shop, file_of(tmp_path, rows), "customers")
        assert counted(report) == (9, 9, 0, 0, 0, 0)

    def test_codes_mean_in_all_portions_what_they_meant_in_the_first(
        self, shop: Shop, services: Services, tmp_path: Path
    ) -> None:
        rows = [["姓名", "性别"], *([f"客户{i}", "1" if i > 3 else str(i % 3)] for i in range(12))]
        report = in_portions(shop, file_of(tmp_path, rows), "customers")
        (guess,) = report.guesses
        assert guess.rows == 12
        assert {c.gender for c in everyone(services)[4:]} == {dict(guess.codes)["1"]}
        assert len([w for w in report.warnings if w.field == "gender" and w.row <= 1]) <= 1

    @pytest.mark.parametrize("kind", ["customers", "purchases", "followups", "products"])
    def test_damaged_rows_are_doubtful_whatever_the_kind(self, shop: Shop, tmp_path: Path, kind: str) -> None:
        head, row = {
            "customers": ("姓名,手机", "客户%d,1380013800%d"),
            "purchases": ("日期,姓名,手机,商品,金额", "2026-01-02,客户%d,1380013800%d,茶,5"),
            "followups": ("姓名,手机,跟进内容,跟进日期", "客户%d,1380013800%d,回访,2026-12-01"),
            "products": ("商品名称,单价", "茶%d,%d"),
        }[kind]
        lines = [head.encode(), *((row % (i, i)).encode() for i in range(9))]
        lines[6] = lines[6].replace(b"5", b"5\xff")
        (tmp_path / "a.csv").write_bytes(b"\n".join(lines))
        report = in_portions(shop, tmp_path / "a.csv", kind)
        assert [w.row for w in report.warnings if "could not be read: they" in w.reason.text] == [7]


class TestPurchasesThatStandApart:
    def rows(self, *orders: tuple[str, str, str, str]) -> list[list[str]]:
        others = [[f"B{i}", "2026-01-02", "李强", "杯", "5"] for i in range(6)]
        first, *later = ([number, day, name, "茶", amount] for number, day, name, amount in orders)
        return [["单号", "日期", "姓名", "商品", "金额"], first, *others, *later]

    def test_they_are_put_together(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = self.rows(("A1", "2026-01-02", "", "10"), ("A1", "2026-01-02", "王芳", "20"), ("A1", "", "", "-40"))
        report = in_portions(shop, file_of(tmp_path, rows), "purchases")
        found = {p.number: p for p in services.purchases.get_many(services.purchases.ids())}
        assert len(found) == 7
        assert (found["A1"].paid_fen, found["A1"].is_refund, found["A1"].customer_name) == (-1000, True, "王芳")
        assert (report.counts.read, report.counts.added, report.counts.rejected) == (9, 7, 0)

    def test_what_is_given_back_later_is_put_to_its_purchase(
        self, shop: Shop, services: Services, tmp_path: Path
    ) -> None:
        bought, back = ("A1", "2026-01-02 09:00", "王芳", "10"), ("A1", "2026-01-02 11:00", "王芳", "-4")
        in_portions(shop, file_of(tmp_path, self.rows(bought, back, back)), "purchases")
        found = services.purchases.get_many(services.purchases.ids(PurchaseFilter(text="A1")))
        assert sorted(p.paid_fen for p in found) == [-800, 1000]
        first = next(p.id for p in found if not p.is_refund)
        assert [p.refund_of for p in found if p.is_refund] == [first]

    def test_a_later_row_that_cannot_be_read(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = self.rows(("A1", "2026-01-02", "王芳", "10"), ("A1", "2026-01-02", "王芳", "很多"))
        report = in_portions(shop, file_of(tmp_path, rows), "purchases")
        assert [w.row for w in report.warnings] == [9]
        assert "far above" in report.warnings[0].reason.text
        assert report.counts.rejected == 1

    def test_one_that_fills_a_portion(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        rows = [["单号", "日期", "姓名", "商品", "金额"]]
        rows += [["A1" if i == 0 else "", "2026-01-02" if i == 0 else "", "", "茶", "1"] for i in range(10)]
        rows += [["A2", "2026-01-02", "", "茶", "1"], ["A3", "2026-01-02", "", "茶", "1"]]
        report = in_portions(shop, file_of(tmp_path, rows), "purchases")
        assert report.counts.read == 12
