"""Photos of contact cards into the shop."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from crm_desktop.domain.photo import MAX_PHOTO_BYTES
from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.importing.importer import import_file, plan_table, write_plan
from crm_desktop.exchange.importing.report import OnDuplicate, Options, Outcome, Watch
from crm_desktop.exchange.readers import open_book
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.sheets.table import read_table
from crm_desktop.exchange.writers import vcf_file
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store.models import Photo
from crm_desktop.store.shop import Shop
from tests.unit.exchange.test_importing_customers import counts, everyone

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def card(name: str, phone: str, *photos: bytes, note: str = "") -> str:
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"N:{name};;;;", f"TEL;TYPE=CELL:{phone}"]
    lines += [f"NOTE:{note}"] if note else []
    lines += [f"PHOTO;ENCODING=b;TYPE=JPEG:{base64.b64encode(photo).decode()}" for photo in photos]
    return "\r\n".join([*lines, "END:VCARD", ""])


def phone_book(folder: Path, *cards: str) -> Path:
    path = folder / "a.vcf"
    path.write_bytes("".join(cards).encode())
    return path


FANG, QIANG = "13800138000", "13900139000"


def test_come_with_new_customers(shop: Shop, services: Services, tmp_path: Path) -> None:
    path = phone_book(tmp_path, card("王芳", FANG, JPEG), card("李强", QIANG), card("赵六", "13700137000", PNG))
    answer = import_file(shop, "customers", path).as_json()
    assert counts(answer) == (3, 3, 0, 0, 0, 0)
    assert [services.customers.photo(person.id) for person in everyone(services)] == [JPEG, None, PNG]
    assert shop.rows(Photo.select(Photo.media_type)) == [("image/jpeg",), ("image/png",)]
    again = import_file(shop, "customers", path).as_json()
    assert counts(again) == (3, 0, 0, 3, 0, 0)
    assert again["change"] is None


def test_are_given_to_known_customers_who_have_none(shop: Shop, services: Services, tmp_path: Path) -> None:
    import_file(shop, "customers", phone_book(tmp_path, card("王芳", FANG), card("李强", QIANG, PNG)))
    path = phone_book(tmp_path, card("王芳", FANG, JPEG), card("李强", QIANG, JPEG))
    table = read_table(open_book(path), Kind.CUSTOMERS)
    plan = plan_table(shop, table, Options())
    first, second = plan.rows()
    assert (first.outcome, dict(first.values)) == (Outcome.UPDATE, {"photo": ("", "A photo")})
    assert (second.outcome, second.values.get("photo")) == (Outcome.UNCHANGED, None)
    report = write_plan(shop, plan)
    assert (report.counts.updated, report.counts.unchanged) == (1, 1)
    assert [services.customers.photo(person.id) for person in everyone(services)] == [JPEG, PNG]
    assert services.history.undo(report.change).kept == 0
    assert [services.customers.photo(person.id) for person in everyone(services)] == [None, PNG]


def test_together_with_other_news(shop: Shop, services: Services, tmp_path: Path) -> None:
    import_file(shop, "customers", phone_book(tmp_path, card("王芳", FANG)))
    path = phone_book(tmp_path, card("王芳", FANG, JPEG, note="爱喝茶"), card("王芳", FANG, PNG))
    plan = plan_table(shop, read_table(open_book(path), Kind.CUSTOMERS), Options())
    first, second = plan.rows()
    assert dict(first.values) == {"note": ("", "爱喝茶"), "photo": ("", "A photo")}
    assert second.outcome is Outcome.UNCHANGED, "the first photo stands"
    write_plan(shop, plan)
    (fang,) = everyone(services)
    assert (fang.note, services.customers.photo(fang.id)) == ("爱喝茶", JPEG)


def test_of_a_second_card_of_the_same_new_customer(shop: Shop, services: Services, tmp_path: Path) -> None:
    path = phone_book(tmp_path, card("王芳", FANG), card("王芳", FANG, PNG), card("", ""), card("", "", JPEG))
    answer = import_file(shop, "customers", path).as_json()
    assert (answer["added"], answer["updated"]) == (1, 1)
    (fang,) = everyone(services)
    assert services.customers.photo(fang.id) == PNG


@pytest.mark.parametrize(
    ("options", "photos"),
    [
        (Options(OnDuplicate.SKIP), [None]),
        (Options(choices={1: OnDuplicate.SKIP}), [None]),
        (Options(OnDuplicate.ADD), [None, JPEG]),
    ],
)
def test_as_she_chose(
    shop: Shop, services: Services, tmp_path: Path, options: Options, photos: list[bytes | None]
) -> None:
    import_file(shop, "customers", phone_book(tmp_path, card("王芳", FANG)))
    path = phone_book(tmp_path, card("王芳", FANG, JPEG))
    write_plan(shop, plan_table(shop, read_table(open_book(path), Kind.CUSTOMERS), options))
    assert [services.customers.photo(person.id) for person in everyone(services)] == photos


def test_what_is_no_picture_is_warned_of(shop: Shop, services: Services, tmp_path: Path) -> None:
    large = JPEG + bytes(MAX_PHOTO_BYTES)
    path = phone_book(tmp_path, card("王芳", FANG, b"%PDF-1.7 no picture at all"), card("李强", QIANG, large))
    answer = import_file(shop, "customers", path).as_json()
    assert counts(answer) == (2, 2, 0, 0, 0, 0)
    assert [warning["row"] for warning in answer["warnings"]] == [1, 2]
    assert [services.customers.photo(person.id) for person in everyone(services)] == [None, None]


def test_undo_leaves_the_photo_that_she_chose_since(shop: Shop, services: Services, tmp_path: Path) -> None:
    import_file(shop, "customers", phone_book(tmp_path, card("王芳", FANG)))
    report = import_file(shop, "customers", phone_book(tmp_path, card("王芳", FANG, JPEG)))
    services.customers.set_photo(1, PNG)
    services.history.undo(report.change)
    assert services.customers.photo(1) == PNG


def test_many_are_written_one_by_one(shop: Shop, tmp_path: Path) -> None:
    cards = [card(f"客{i}", str(13800138000 + i), JPEG + bytes([i])) for i in range(45)]
    told: list[str] = []
    watch = Watch(lambda done, total, words: told.append(f"{done}/{total} {words}"))
    import_file(shop, "customers", phone_book(tmp_path, *cards), watch=watch)
    assert [line for line in told if "photos" in line] == [f"{i}/45 Writing the photos" for i in (0, 20, 40)]
    assert Photo.select().count() == 45


def test_a_file_that_goes_away_meanwhile_leaves_nothing_half_done(
    shop: Shop, services: Services, tmp_path: Path
) -> None:
    path = phone_book(tmp_path, card("王芳", FANG, JPEG))
    plan = plan_table(shop, read_table(open_book(path), Kind.CUSTOMERS), Options())
    path.unlink()
    with pytest.raises(UnreadableFile):
        write_plan(shop, plan)
    assert everyone(services) == []


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_come_back_from_our_own_cards(
    shop: Shop, services: Services, tmp_path: Path, version: vcf_file.Version
) -> None:
    for name, photo in (("王芳", JPEG), ("李强", PNG), ("赵六", None)):
        customer = services.customers.add(CustomerDraft(name)).new_id
        assert customer
        if photo:
            services.customers.set_photo(customer, photo)
    there = everyone(services)
    path = tmp_path / "a.vcf"
    assert vcf_file.write(there, services.customers.photo, path, version) == 3
    services.customers.delete([person.id for person in there])
    import_file(shop, "customers", path)
    assert {person.name: services.customers.photo(person.id) for person in everyone(services)} == {
        "王芳": JPEG,
        "李强": PNG,
        "赵六": None,
    }
    assert import_file(shop, "customers", path).counts.added == 0
