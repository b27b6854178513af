"""Every way in and out that the command line has, run in the packed program: each loads libraries of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import crm_desktop
from tests.dist.built import Built
from tests.ui.import_samples import make_samples
from tests.unit.exchange import locking

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
CUSTOMERS = ("gb.csv", "utf16.txt", "bom.csv", "messy.xlsx", "libre.ods", "web.xls", "android.vcf", "iphone.vcf")


@pytest.fixture
def shop(built: Built) -> Path:
    """A demo shop of the packed program's own making."""
    shop = built.home / "店 铺.crm"
    built.run("demo", shop, "--customers", "60")
    return shop


def test_it_tells_its_version(built: Built) -> None:
    assert built.run("--version").strip() == f"CRM Desktop {crm_desktop.__version__}"


def test_its_demo_shop_is_sound_and_searched(built: Built, shop: Path) -> None:
    built.run("check", "--shop", shop)
    first = built.ask("show", "1", "--shop", shop)
    digits = str(first["phones"][0]).replace(" ", "")[-4:]
    assert first["name"] in str(built.ask("find", digits, "--shop", shop))
    built.run("today", "--days", "30", "--shop", shop)


def test_it_speaks_chinese(built: Built, shop: Path) -> None:
    assert "建立演示店铺" in built.run("--lang", "zh_CN", "history", "--shop", shop)


@pytest.mark.parametrize("name", CUSTOMERS)
def test_it_reads_every_kind_of_sheet(built: Built, name: str) -> None:
    sheet = make_samples(built.home)[name]
    shop = built.home / "new.crm"
    built.run("new", shop)
    built.run("import", "customers", sheet, "--shop", shop)
    assert built.ask("find", "--shop", shop)


@pytest.mark.parametrize("name", ["members.csv", "members.ods", "members.xls"])
def test_it_reads_sheets_as_other_programs_write_them(built: Built, name: str) -> None:
    shop = built.home / "new.crm"
    built.run("new", shop)
    built.run("import", "customers", SAMPLES / name, "--shop", shop)
    assert built.ask("find", "--shop", shop)


def test_it_reads_the_other_lists(built: Built, shop: Path) -> None:
    sheets = make_samples(built.home)
    built.run("import", "products", sheets["products.csv"], "--shop", shop)
    built.run("import", "purchases", sheets["orders.xlsx"], "--shop", shop)
    built.run("import", "followups", sheets["follow-ups.csv"], "--shop", shop)
    built.run("undo", "--shop", shop)


def test_it_opens_workbooks_that_are_locked(built: Built, shop: Path) -> None:
    """As each generation of Excel locks them, by ciphers of its own."""
    book = make_samples(built.home)["messy.xlsx"].read_bytes()
    word = built.home / "word.txt"
    word.write_text("secret word\n", "utf-8")
    locked = {
        "2010.xlsx": locking.agile(book, "secret word"),
        "2007.xlsx": locking.standard(book, "secret word"),
        "2003.xls": locking.old("secret word", "cryptoapi"),
        "97.xls": locking.old("secret word", "rc4"),
    }
    for name, data in locked.items():
        (built.home / name).write_bytes(data)
        found = built.ask("import", "customers", built.home / name, "--file-password-file", word, "--shop", shop)
        assert found["read"], name


def test_it_knows_the_numbers_of_other_countries_and_the_readings_of_names(built: Built) -> None:
    sheet = built.home / "abroad.csv"
    sheet.write_text("姓名,电话\n单晓丽,+44 20 7946 0958\n", "utf-8")
    shop = built.home / "new.crm"
    built.run("new", shop)
    built.run("import", "customers", sheet, "--shop", shop)
    assert "单晓丽" in str(built.ask("find", "sxl", "--shop", shop))
    assert "单晓丽" in str(built.ask("find", "0958", "--shop", shop))
    assert "+442079460958" in built.run("show", "1", "--shop", shop)


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv", "list.json", "list.pdf", "list.vcf"])
def test_it_hands_over_every_kind_of_file(built: Built, shop: Path, name: str) -> None:
    built.run("export", "customers", built.home / name, "--shop", shop)
    assert (built.home / name).stat().st_size > 500


def test_it_draws_labels_sheets_and_calendars(built: Built, shop: Path) -> None:
    built.run("export", "customers", built.home / "labels.pdf", "--layout", "labels", "--shop", shop)
    built.run("show", "1", "--pdf", built.home / "one.pdf", "--shop", shop)
    built.run("export", "calendar", built.home / "days.ics", "--shop", shop)
    for name in ("labels.pdf", "one.pdf"):
        assert (built.home / name).read_bytes().startswith(b"%PDF")
        assert (built.home / name).stat().st_size > 5_000
    assert "BEGIN:VEVENT" in (built.home / "days.ics").read_text("utf-8")


@pytest.mark.parametrize("name", ["all.xlsx", "all.json"])
def test_a_whole_shop_goes_out_and_comes_in(built: Built, shop: Path, name: str) -> None:
    built.run("export", "shop", built.home / name, "--shop", shop)
    other = built.home / "other.crm"
    built.run("new", other)
    built.run("import", "shop", built.home / name, "--shop", other)
    assert len(built.ask("find", "--limit", "100", "--shop", other)) == len(
        built.ask("find", "--limit", "100", "--shop", shop)
    )


def test_it_locks_and_unlocks_a_shop(built: Built, shop: Path) -> None:
    easy, good = built.home / "easy.txt", built.home / "good.txt"
    easy.write_text("password1\n", "utf-8")
    good.write_text("seven quiet teapots under rain\n", "utf-8")
    assert "among the passwords that everybody takes" in built.run(
        "password", "--new-password-file", easy, "--shop", shop
    )
    built.run("password", "--new-password-file", good, "--shop", shop, "--password-file", easy)
    assert not shop.read_bytes().startswith(b"SQLite format 3")
    built.run("find", "--shop", shop, status=4)
    assert built.ask("find", "--shop", shop, "--password-file", good)
    built.run("backup", built.home / "copy.crm", "--shop", shop, "--password-file", good)
    built.run("password", "--remove", "--shop", shop, "--password-file", good)
    assert built.ask("find", "--shop", shop)


def test_it_backs_up_restores_and_rescues(built: Built, shop: Path) -> None:
    copy = built.home / "copy.crm"
    built.run("backup", copy, "--shop", shop)
    built.run("restore", copy, "--shop", shop)
    hurt = built.home / "hurt.crm"
    shutil.copy(shop, hurt)
    with hurt.open("r+b") as file:
        file.seek(4096 * 12)
        file.write(bytes(4096))
    saved = built.home / "saved.crm"
    built.run("rescue", saved, "--shop", hurt)
    assert built.ask("find", "--shop", saved)


def test_what_went_wrong_is_nothing(built: Built, shop: Path) -> None:
    built.run("find", "--shop", shop)
    assert built.logs() == ""
