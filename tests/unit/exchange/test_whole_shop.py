"""A whole shop handed over, and brought into an empty one: the same shop."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm_desktop import language
from crm_desktop.domain.gender import Gender
from crm_desktop.errors import BadCommand, Cancelled, UnreadableFile, UserError
from crm_desktop.exchange.importing.report import Watch
from crm_desktop.exchange.whole_shop.parts import parts
from crm_desktop.exchange.whole_shop.reading import read_shop, write_whole_shop
from crm_desktop.exchange.whole_shop.writing import MARK, write_shop
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.services.demo import make
from crm_desktop.store import models
from crm_desktop.store.shop import Shop
from tests.fakes import NOW

READINGS = ("pinyin", "initials", "sort_key", "region")
ENDINGS = (".xlsx", ".json")
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 300


def content(shop: Shop) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, what is derived included."""
    return {model._meta.table_name: shop.rows(model.select().order_by(model.id)) for model in (*models.JOURNALLED,)} | {
        "stats": shop.rows(models.CustomerStats.select().order_by(models.CustomerStats.customer))
    }


@contextmanager
def new_shop() -> Iterator[Shop]:
    with TemporaryDirectory() as folder:
        shop = Shop.create(Path(folder) / "shop.crm")
        try:
            yield shop
        finally:
            shop.close()


@pytest.fixture(scope="module")
def full_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with something in every table, closed."""
    path = tmp_path_factory.mktemp("full") / "full.crm"
    shop = Shop.create(path)
    make(shop, 40, 120, 1, NOW.date())
    services = Services(shop)
    first = services.customers.find_ids("")[0]
    services.customers.set_photo(first, PNG)
    services.settings.change(shop_name="茶 & <香>", clerks=("小王",))
    with shop.change(Sentence("Filled")):
        models.Account.insert(customer=first, service="qq", handle="0012345", is_main=True).execute()
        models.Email.insert(customer=first, address="a@b.cn", is_main=True).execute()
        models.ContactEntry.insert(customer=first, at="2026-01-02T00:00:00", kind="call", text="=1+1").execute()
        models.YearlyDate.insert(
            customer=first, kind="other", label="入会", calendar="lunar", month=4, day=1, leap=True
        ).execute()
        models.GreetingTemplate.insert(text="{称呼}\n好", position=1).execute()
        template = models.GreetingTemplate.insert(text="祝{称呼}好", position=0).execute()
        models.Greeting.insert(
            customer=first, calendar="solar", year=2026, text="祝\n好", at="2026-01-02T09:00:00", template=template
        ).execute()
        models.ReminderAnswer.insert(
            customer=first,
            occurrence="birthday:1:solar:2026",
            about="2026-01-02",
            at="2026-01-02T09:00:00",
            until="2026-01-02T15:00:00",
        ).execute()
        models.View.insert(tab="customers", name="老客户", definition="{}").execute()
    shop.close()
    return path


@pytest.fixture
def full(full_template: Path, tmp_path: Path) -> Iterator[Shop]:
    """A copy of it, open."""
    shop = Shop.open(Path(shutil.copy(full_template, tmp_path)))
    yield shop
    shop.close()


def fill(shop: Shop, texts: list[str], photo: bytes) -> None:
    """Rows of every kind of value out of these texts."""
    with shop.change(Sentence("Filled")):
        for number, text in enumerate(texts):
            customer = models.Customer.insert(
                name=text,
                pinyin="p",
                initials="i",
                sort_key="s",
                note=text[::-1],
                member_no="007",
                created="1899-12-31T00:00:00" if number % 2 else "2026-01-01T09:30:00",
                birth_calendar="lunar",
                birth_month=4,
                birth_day=1,
                birth_leap=bool(number % 2),
                gender=Gender.__args__[0] if number % 3 else None,
            ).execute()
            models.FollowUp.insert(
                customer=customer,
                what=text,
                due="2026-02-30" if number % 2 else "2026-02-28",
                created="2026-01-01T09:30:00.5",
                snoozed_until=None,
            ).execute()
            if photo:
                models.Photo.insert(customer=customer, media_type="image/png", data=photo).execute()
        first = models.Purchase.insert(at="2026-01-01T00:00:00", paid_fen=-1, note="").execute()
        second = models.Purchase.insert(at="2026-01-01T00:00:00", paid_fen=99_999_999_999_999, discount_fen=1).execute()
        models.Purchase.update(refund_of=second).where(models.Purchase.id == first).execute()
        models.PurchaseLine.insert(purchase=second, quantity_milli=1_001, text="x").execute()


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20) | st.sampled_from(
    [
        "=1+1",
        "'x",
        " a ",
        "a\r\nb",
        "_x0041_",
        "\x00\x1f",
        "长" * 33_000,
        "1E5",
        "007",
        "TRUE",
        "2026-01-01",
        "𠮷",
        "\ufffe",
    ]
)


@pytest.mark.parametrize("ending", ENDINGS)
@given(st.lists(texts, max_size=6), st.binary(max_size=200))
@example(["茶", "a\r\nb"], b"x")
@settings(max_examples=15)
def test_any_shop_comes_back_the_same(ending: str, words: list[str], photo: bytes) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"whole{ending}"
        with new_shop() as shop:
            fill(shop, [word.replace("\0", "") for word in words], photo)
            expected = content(shop)
            counts = write_shop(shop, file)
        whole = read_shop(file)
        assert whole.counts == counts
        assert counts["customer"] == len(words)
        with new_shop() as shop:
            write_whole_shop(shop, whole)
            found = content(shop)
    for table in expected:
        if table != "customer":
            assert found[table] == expected[table], table
    # The readings were put in by hand above: they are made anew from the names.
    places = [at for at, f in enumerate(models.Customer._meta.sorted_field_names) if f not in READINGS]
    assert [[row[at] for at in places] for row in found["customer"]] == [
        [row[at] for at in places] for row in expected["customer"]
    ]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_full_shop_comes_back_and_can_be_undone(full: Shop, tmp_path: Path, ending: str, lang: str) -> None:
    language.set_language(lang)
    file = tmp_path / f"whole{ending}"
    write_shop(full, file)
    language.set_language("en")
    shop = Shop.create(tmp_path / "other.crm")
    change = write_whole_shop(shop, read_shop(file))
    assert content(shop) == content(full)
    services = Services(shop)
    assert services.customers.find("")[0] == 40
    services.history.undo(change.id)
    assert not any(content(shop).values())
    # Numbers that were used once are not used again: the rows count on from them.
    write_whole_shop(shop, read_shop(file))
    assert [row[1:] for row in content(shop)["customer"]] == [row[1:] for row in content(full)["customer"]]
    assert services.customers.find("")[0] == 40
    shop.close()


def test_the_workbook_is_readable(full: Shop, tmp_path: Path) -> None:
    file = tmp_path / "whole.xlsx"
    counts = write_shop(full, file)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames[0] == "Customers"
    assert len(book.sheetnames) == len(parts()) + 2
    sheet = book["Purchases"]
    headings = [cell.value for cell in sheet[1]]
    assert headings[:4] == ["No.", "Customer no.", "Number", "Date"]
    assert headings[-1] == "Customer"
    assert sheet.max_row == counts["purchase"] + 1
    assert sheet.freeze_panes == "A2"
    assert sheet["D2"].is_date


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_shop_handed_over_by_the_version_before_comes_in(ending: str, tmp_path: Path) -> None:
    """These files have no greeting templates and no answered reminders; their one greeting is a setting."""
    shop = Shop.create(tmp_path / "other.crm")
    write_whole_shop(shop, read_shop(SAMPLES / f"whole-shop-1.0{ending}"))
    services = Services(shop)
    assert services.customers.find("")[0] == 2
    assert services.settings.get().shop_name == "桂香茶铺"
    assert [each.text for each in services.greetings.templates()] == ["{称呼}，生日快乐！{店名}全体同仁敬贺"]
    greeting = models.Greeting.get()
    assert (greeting.text, greeting.template_id) == ("王女士，生日快乐！桂香茶铺全体同仁敬贺", None)
    shop.close()


@pytest.mark.parametrize("value", ["{", "3", '" "', None])
def test_a_greeting_of_the_version_before_that_is_none(value: str | None, tmp_path: Path) -> None:
    content = json.loads((SAMPLES / "whole-shop-1.0.json").read_text(encoding="utf-8"))
    _, greeting = content["tables"]["setting"]
    if value is None:
        del content["tables"]["setting"][1]
    else:
        greeting["value"] = value
    file = tmp_path / "whole.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    assert read_shop(file).tables["greeting_template"] == []


def test_a_shop_without_greetings_of_its_own_gets_none_from_an_old_setting(tmp_path: Path, shop: Shop) -> None:
    with shop.change(Sentence("Kept for older programs")):
        models.Setting.insert(key="greeting_template", value='"旧"').execute()
    for ending in ENDINGS:
        write_shop(shop, tmp_path / f"whole{ending}")
        assert read_shop(tmp_path / f"whole{ending}").tables["greeting_template"] == []


def test_only_an_empty_shop_takes_one(full: Shop, tmp_path: Path) -> None:
    file = tmp_path / "whole.json"
    write_shop(full, file)
    before = content(full)
    with pytest.raises(UserError, match="has something in it already"):
        write_whole_shop(full, read_shop(file))
    assert content(full) == before


def test_another_ending_is_refused(full: Shop, tmp_path: Path) -> None:
    with pytest.raises(BadCommand, match=r"\.xlsx or \.json"):
        write_shop(full, tmp_path / "whole.csv")


def test_both_ways_can_be_stopped(full: Shop, tmp_path: Path) -> None:
    def stop(*_: object) -> None:
        raise Cancelled(Sentence("Stopped."))

    with pytest.raises(Cancelled):
        write_shop(full, tmp_path / "whole.json", stop)
    assert not (tmp_path / "whole.json").exists()
    write_shop(full, tmp_path / "whole.json")
    shop = Shop.create(tmp_path / "other.crm")
    whole = read_shop(tmp_path / "whole.json")
    with pytest.raises(Cancelled):
        write_whole_shop(shop, whole, Watch(cancelled=lambda: True))
    assert not any(content(shop).values())
    shop.close()


def test_what_is_no_whole_shop_is_told(tmp_path: Path) -> None:
    for name, data in {
        "a.json": b"{}",
        "b.json": b'{"a": 1}',
        "c.json": b'{"format": "CRM Desktop: whole shop", "tables": 3}',
        "d.json": b'{"format": "CRM Desktop: whole shop", "version": "x", "tables": {}}',
        "e.json": b'{"format": "CRM Desktop: whole shop", "version": 1, "tables": {"customer": 3}}',
        "f.json": b'{"format": "CRM Desktop: whole shop", "version": 1, "tables": {"customer": [3]}}',
        "g.json": b"{" * 100_000,
        "h.csv": b"name,phone\n1,2\n",
    }.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(UnreadableFile, match="does not hold a whole shop"):
            read_shop(tmp_path / name)
    with pytest.raises(UnreadableFile):
        read_shop(tmp_path / "missing.json")


def test_a_newer_version_is_told(tmp_path: Path) -> None:
    (tmp_path / "new.json").write_text(json.dumps({"format": MARK, "version": 2, "tables": {}}))
    with pytest.raises(UnreadableFile, match="newer version"):
        read_shop(tmp_path / "new.json")


CUSTOMER = {
    "id": 1, "name": "a", "gender": None, "birth_calendar": None, "birth_year": None, "birth_month": None,
    "birth_day": None, "birth_leap": 0, "address": "", "source": "", "note": "", "member_no": "",
    "created": "2026-01-01T00:00:00",
}  # fmt: skip
PHOTO = {"id": 1, "customer_id": 1, "media_type": "image/png", "data": base64.b64encode(PNG).decode()}


@pytest.mark.parametrize(
    "tables",
    [
        {"customer": [CUSTOMER, CUSTOMER]},
        {"customer": [CUSTOMER | {"id": 0}]},
        {"customer": [CUSTOMER | {"id": None}]},
        {"customer": [CUSTOMER | {"id": True}]},
        {"customer": [CUSTOMER | {"name": None}]},
        {"customer": [CUSTOMER | {"name": 3}]},
        {"customer": [CUSTOMER], "photo": [PHOTO | {"data": "***"}]},
        {"photo": [PHOTO]},
    ],
)
def test_what_does_not_fit_is_told_by_table_and_row(tmp_path: Path, tables: dict[str, Any]) -> None:
    file = tmp_path / "whole.json"
    file.write_text(json.dumps({"format": MARK, "version": 1, "tables": tables}))
    with pytest.raises(UnreadableFile, match=r"table (Customers|Photos), the entry no"):
        read_shop(file)


def test_what_the_shop_itself_refuses_is_told(tmp_path: Path) -> None:
    file = tmp_path / "whole.json"
    file.write_text(json.dumps({"format": MARK, "version": 1, "tables": {"customer": [CUSTOMER | {"gender": "x"}]}}))
    shop = Shop.create(tmp_path / "shop.crm")
    with pytest.raises(UnreadableFile, match="does not fit together"):
        write_whole_shop(shop, read_shop(file))
    assert not any(content(shop).values())
    shop.close()


def edited(full: Shop, path: Path, edit: Any) -> Path:
    """The shop's workbook, changed by hand in another program."""
    write_shop(full, path)
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def test_a_workbook_edited_by_hand_comes_in(full: Shop, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        sheet = book["Customers"]
        sheet["B2"] = 12.0
        sheet.append([])
        sheet.append([999, "新人", None, None, None, None, None, False, None, None, None, None, "2026-01-01"])
        book["Follow-ups"]["D2"] = "2026-12-01"
        book.create_sheet("Notes of mine")

    whole = read_shop(edited(full, tmp_path / "whole.xlsx", edit))
    assert whole.tables["customer"][0][1] == "12"
    assert whole.tables["customer"][-1][1] == "新人"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda book: book.remove(book["Phones"]), "no sheet “Phones” any more"),
        (lambda book: book["Customers"].__setitem__("A2", "x"), "the entry no. x"),
        (lambda book: book["Customers"].__setitem__("A2", None), "the entry no."),
        (lambda book: book["Customers"].__setitem__("H2", 7), "Leap month"),
        (lambda book: book["Purchases"].__setitem__("J2", 1.234567), "Amount"),
        (lambda book: book["Long values"].__setitem__("B2", "x"), "does not hold a whole shop"),
        (lambda book: book["Long values"].__setitem__("D2", "***"), "does not hold a whole shop"),
        (lambda book: book["About this file"].delete_rows(22), "does not hold a whole shop"),
        (lambda book: book.remove(book["About this file"]), "does not hold a whole shop"),
    ],
)
def test_a_workbook_that_was_broken_by_hand_is_told(full: Shop, tmp_path: Path, edit: Any, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        read_shop(edited(full, tmp_path / "whole.xlsx", edit))
