"""Cells of any size, and tables of any width: a sentence or a warning, never a crash, and in a bounded time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.importing.importer import import_file
from crm_desktop.exchange.sheets.layout import Column
from crm_desktop.exchange.sheets.longest import LONGEST_NAME, LONGEST_TEXT, keep_long, keep_long_parts
from crm_desktop.exchange.sheets.values import LONGEST_SHOWN, Notes
from crm_desktop.services import Services
from crm_desktop.services.customer_drafts import CustomerDraft
from crm_desktop.store.shop import Shop
from tests.unit.exchange.test_importing_customers import brought_in, csv_file, everyone

MEGABYTE = "大" * 350_000


def soon(begun: float) -> bool:
    """A hang is told from a busy machine."""
    return time.monotonic() - begun < 30


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("姓名", "name"), ("电话", "phone"), ("地址", "address"), ("来源", "source"), ("会员号", "member_no"),
        ("微信", "wechat"), ("QQ", "qq"), ("邮箱", "email"), ("标签", "tags"), ("爱好", "custom:爱好"),
        ("生日", "birthday"), ("性别", "gender"), ("注册时间", "created"), ("备注", "note"),
    ],
)  # fmt: skip
def test_a_cell_of_a_megabyte(shop: Shop, services: Services, tmp_path: Path, header: str, field: str) -> None:
    begun = time.monotonic()
    path = csv_file(tmp_path, f"姓名,电话,{header}2\n王芳,13800138000,{MEGABYTE}")
    answer = brought_in(shop, path, mapping={f"{header}2": field, "姓名": None if field == "name" else "name"})
    assert answer["added"] == 1
    assert field in {warning["field"] for warning in answer["warnings"]}
    assert all(len(warning["value"]) <= LONGEST_SHOWN for warning in answer["warnings"])
    (fang,) = everyone(services)
    assert fang.note.removeprefix(f"{header}2: ").startswith("大大大")
    assert len(fang.note) == LONGEST_TEXT
    assert services.customers.check(CustomerDraft.of(fang)) == {}, "she can edit and save what came in"
    assert brought_in(shop, path)["added"] == 0
    assert soon(begun)


def test_phones_that_are_too_long_for_one(shop: Shop, services: Services, tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"姓名,电话\n王芳,{'x' * 300}\n李强,{'13900139000 ' * 80_000}")
    begun = time.monotonic()
    answer = brought_in(shop, path)
    assert [(w["row"], w["field"]) for w in answer["warnings"]] == [(2, "phone"), (3, "phone"), (3, "note")]
    fang, qiang = everyone(services)
    assert (fang.phones, fang.note) == ((), f"电话: {'x' * 300}")
    assert (qiang.phones, qiang.note[:15]) == ((), "电话: 13900139000")
    assert soon(begun)


def test_a_heading_of_a_megabyte(shop: Shop, services: Services, tmp_path: Path) -> None:
    begun = time.monotonic()
    brought_in(shop, csv_file(tmp_path, f"姓名,电话,{MEGABYTE}\n王芳,13800138000,x"))
    assert everyone(services)[0].custom == {MEGABYTE[:40]: "x"}
    assert soon(begun)


def test_five_hundred_columns(shop: Shop, services: Services, tmp_path: Path) -> None:
    heads = ",".join(["姓名", "电话", *(f"列{i}" for i in range(498))])
    rows = "\n".join(",".join([f"客{k}", str(13800138000 + k), *(f"v{i}" for i in range(498))]) for k in range(20))
    begun = time.monotonic()
    answer = brought_in(shop, csv_file(tmp_path, f"{heads}\n{rows}"))
    assert (answer["added"], len(answer["mapping"])) == (20, 500)
    assert len(everyone(services)[0].custom) == 498
    assert soon(begun)


def test_nuls_and_other_control_characters(shop: Shop, services: Services, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "姓\0名,电\x01话,地址,爱好,标签\n王\0芳,138\x0000138000,大\x07路,\x00,a\x00b")
    assert brought_in(shop, path)["added"] == 1
    (fang,) = everyone(services)
    assert (fang.name, fang.phones, fang.address, fang.tags) == ("王芳", ("+8613800138000",), "大路", ("ab",))
    assert brought_in(shop, path)["unchanged"] == 1


@pytest.mark.parametrize(
    ("kind", "text", "counts"),
    [
        ("purchases", "单号,日期,姓名,商品,金额,备注\nA1,2026-1-1,王芳,{},5,{}", (0, 1)),
        ("purchases", "单号,日期,姓名,金额,付款方式\n{},2026-1-1,{},5,{}\nA2,{},x,5,x\nA3,2026-1-1,x,{},x", (0, 3)),
        ("followups", "客户,跟进内容,日期,结果\n王芳,x,2026-1-1,{}\n{},x,2026-1-1,x\n王芳,{},2026-1-1,x", (0, 3)),
        ("products", "商品名称,单价,单位\n{},5,{}\n茶,{},x\n壶,5,个", (1, 2)),
    ],
)
def test_in_other_kinds_of_lists(shop: Shop, tmp_path: Path, kind: str, text: str, counts: tuple[int, int]) -> None:
    begun = time.monotonic()
    path = csv_file(tmp_path, text.replace("{}", MEGABYTE))
    report = import_file(shop, kind, path)
    assert (report.counts.added, report.counts.rejected) == counts
    assert all(len(str(reject.reason)) < 400 for reject in report.rejects)
    assert import_file(shop, kind, path).counts.added == 0
    assert soon(begun)


TEXTS = st.lists(st.text(alphabet="ab ", max_size=6), max_size=5)


@given(TEXTS, st.integers(1, 5))
def test_what_is_cut_is_in_the_note(texts: list[str], longest: int) -> None:
    notes, values = Notes(range(len(texts))), list(texts)
    keep_long(values, longest, "name", Column(0, "姓名", "name"), notes)
    for position, (before, after) in enumerate(zip(texts, values, strict=True)):
        assert len(after) <= longest
        assert after == before or notes.lines[position] == [f"姓名: {before}"]
    assert len(notes.warnings) == len(notes.lines)


@given(st.lists(TEXTS.map(tuple), max_size=4), st.integers(1, 5))
def test_parts_are_kept_or_in_the_note(rows: list[tuple[str, ...]], longest: int) -> None:
    notes = Notes(range(len(rows)))
    kept = keep_long_parts(rows, longest, "email", None, notes)
    for position, (before, after) in enumerate(zip(rows, kept, strict=True)):
        lines = [line.removeprefix("email: ") for line in notes.lines.get(position, [])]
        assert sorted(before) == sorted((*after, *lines))
        assert all(len(part) <= longest for part in after)


def test_the_longest_of_each_is_what_a_form_takes() -> None:
    from crm_desktop.services import customer_drafts

    assert (LONGEST_NAME, LONGEST_TEXT) == (customer_drafts.MAX_NAME, customer_drafts.MAX_TEXT)
