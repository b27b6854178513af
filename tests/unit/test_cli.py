"""The command line: every command, in JSON and in words; every way that words, files and shops can be off."""

from __future__ import annotations

import contextlib
import getpass
import io
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlcipher3 import dbapi2

import crm_desktop
from crm_desktop import language, paths
from crm_desktop.cli import answering, main, which_shop
from crm_desktop.cli.words import Parser
from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.reminding.entries import BackupFact
from crm_desktop.errors import BadCommand, DiskFull
from crm_desktop.language import Sentence
from crm_desktop.running_copy import Words
from crm_desktop.services import Services
from crm_desktop.services.backup_places import choose_second
from crm_desktop.services.backups import Backups
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.customers import Customers
from crm_desktop.store import backup, engine
from crm_desktop.store.migrations import CURRENT, Version
from crm_desktop.store.shop import Shop
from tests.fakes import FakeClock
from tests.unit.exchange import locking
from tests.unit.exchange.test_readers import workbook_bytes, written

SHEET = """姓名,手机,生日,标签,皮肤类型
单晓丽,13800138000,农历八月十五,老客户,干性
曾国强,13911112222,1990-12-01,,
"""


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one value on standard output."""
        assert self.status == 0, self.err
        assert self.err == ""
        assert self.out.count("\n") == 1
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        """The error of a command that was to answer in JSON."""
        assert self.out == ""
        assert self.err.count("\n") == 1
        error = json.loads(self.err)["error"]
        assert set(error) == {"code", "message"}
        return error


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], data_dir: Path, shop_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the empty shop, in English."""
    for name in ("LC_ALL", "CRM_DESKTOP_SHOP", "CRM_DESKTOP_PASSWORD", "CRM_DESKTOP_FILE_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C")

    def run(*words: object, shop: Path | None = shop_path) -> Ran:
        where = ["--shop", str(shop)] if shop is not None else []
        status = main(["--data-dir", str(data_dir), *where, *map(str, words)])
        ran = Ran(status, *capsys.readouterr())
        assert "Traceback" not in ran.err + ran.out
        assert (ran.err == "") == (status == 0)
        return ran

    return run


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "客户.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


@pytest.fixture
def filled(run: Run, sheet: Path) -> Run:
    """The same, on a shop of two customers, of whom the first is 单晓丽."""
    run("import", "customers", sheet)
    return run


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program writes to the shop and is not done."""
    code = (
        "import sys; from sqlcipher3 import dbapi2; c = dbapi2.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('holding', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"holding\n"
        yield


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fill_up(disk: Path) -> Path:
    """A file that leaves no room on the disk."""
    path = disk / "fill"
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    return path


# Commands


def test_new_makes_a_shop_and_never_overwrites(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "店.crm"
    assert run("new", path, "--json").json == {"shop": str(path), "schema": str(CURRENT)}
    assert path.is_file()
    again = run("new", path, "--json")
    assert (again.status, again.error["code"]) == (5, "shop-exists")
    assert run("new", tmp_path / "b.crm").out == f"Made an empty shop: {tmp_path / 'b.crm'}\n"
    assert names_in(path.parent) == ["店.crm"]


@pytest.mark.parametrize(("spoken", "payment"), [("en", "WeChat Pay"), ("zh_CN", "微信")])
def test_a_new_shop_begins_in_the_language_of_the_command(run: Run, tmp_path: Path, spoken: str, payment: str) -> None:
    assert run("new", tmp_path / "new.crm", "--lang", spoken).status == 0
    shop = Shop.open(tmp_path / "new.crm")
    assert Services(shop).settings.get().payment_methods[0] == payment
    shop.close()


def test_demo_makes_the_same_shop_of_the_same_seed(run: Run, tmp_path: Path) -> None:
    words = ("--customers", "12", "--purchases", "30", "--seed", "7", "--today", "2026-11-21", "--json")
    answers = [run("demo", tmp_path / name, *words).json for name in ("a.crm", "b.crm")]
    assert (answers[0]["customers"], answers[0]["purchases"]) == (12, 30)
    assert set(answers[0]) == {"shop", "customers", "purchases", "follow_ups"}
    found = [run("find", "--json", "--limit", "0", shop=tmp_path / name).json for name in ("a.crm", "b.crm")]
    assert found[0] == found[1]
    assert found[0]["total"] == 12
    other = run("demo", tmp_path / "c.crm", "--customers", "3", "--seed", "8")
    assert other.out == f"Made a demo shop of 3 customers: {tmp_path / 'c.crm'}\n"
    assert run("demo", tmp_path / "c.crm", "--json").error["code"] == "shop-exists"


def test_a_demo_that_cannot_be_finished_leaves_no_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(shop: Shop, *_: object) -> None:
        raise DiskFull(Sentence("full"))

    monkeypatch.setattr("crm_desktop.services.demo.make", full)
    path = tmp_path / "new" / "demo.crm"
    assert run("demo", path, "--json").error["code"] == "disk-full"
    assert names_in(path.parent) == []


def test_a_bug_in_making_a_demo_is_no_damaged_shop(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(shop: Shop, *_: object) -> None:
        raise KeyError

    monkeypatch.setattr("crm_desktop.services.demo.make", broken)
    done = run("demo", tmp_path / "new" / "demo.crm", "--json")
    assert (done.status, done.error["code"]) == (5, "error")
    assert names_in(tmp_path / "new") == []


def test_import_find_show_undo_redo(run: Run, sheet: Path) -> None:
    dry = run("import", "customers", sheet, "--dry-run", "--json").json
    assert (dry["read"], dry["added"], dry["change"]) == (2, 2, None)
    assert run("find", "--json").json == {"total": 0, "customers": []}
    report = run("import", "customers", sheet, "--json").json
    assert report == {**dry, "change": 1}
    assert report["mapping"]["手机"] == "phone"
    found = run("find", "8000", "--json").json
    assert found["total"] == 1
    anna = found["customers"][0]
    assert (anna["name"], anna["phones"], anna["tags"]) == ("单晓丽", ["+8613800138000"], ["老客户"])
    assert anna["birthday"] == {"calendar": "lunar", "year": None, "month": 8, "day": 15, "leap": False}
    assert anna["custom"] == {"皮肤类型": "干性"}
    shown = run("show", anna["id"], "--json").json
    assert shown == {**anna, "yearly_dates": [], "timeline": []}
    again = run("import", "customers", sheet, "--json").json
    assert (again["added"], again["unchanged"], again["change"]) == (0, 2, None)
    assert run("undo", "--json").json == {"change": 1, "reversed": 4, "kept": 0, "failed": 0, "kept_names": []}
    assert run("find", "--json").json["total"] == 0
    assert run("redo", "--json").json["reversed"] == 4, "two people, a tag and a field"
    changes = run("history", "--json").json["changes"]
    assert [c["undone"] for c in changes] == [False, True, False]
    redone = changes[0]["id"]
    assert set(changes[0]) == {"id", "at", "title", "rows", "undone"}
    assert [c["id"] for c in run("history", "--limit", "1", "--json").json["changes"]] == [redone]
    assert run("undo", "1", "--json").json["change"] == redone


def test_find_and_its_limit(filled: Run) -> None:
    assert len(filled("find", "--limit", "1", "--json").json["customers"]) == 1
    assert filled("find", "--limit", "1", "--json").json["total"] == 2
    assert len(filled("find", "", "--limit", "0", "--json").json["customers"]) == 2
    words = filled("find", "sxl").out
    assert words == "     1  单晓丽  +8613800138000\n1 customer found\n"
    assert filled("find", "no one").out == "0 customers found\n"


def test_purchases_and_the_timeline(filled: Run, tmp_path: Path) -> None:
    path = tmp_path / "购买.csv"
    path.write_text("日期,姓名,手机,商品,金额\n2026-11-02,单晓丽,13800138000,龙井茶,128.50\n", encoding="utf-8")
    assert filled("import", "purchases", path, "--json").json["added"] == 1
    shown = filled("show", "1", "--json").json
    assert (shown["total_spent"], shown["visits"], shown["last_purchase"]) == ("128.50", 1, "2026-11-02")
    assert [(e["kind"], e["title"], e["amount"]) for e in shown["timeline"]] == [("purchase", "龙井茶", "128.50")]
    assert filled("show", "1").out == "单晓丽  +8613800138000\n2026-11-02  龙井茶\n"


def test_today(filled: Run, tmp_path: Path) -> None:
    day = ("today", "--on", "2026-11-28")
    answer = filled(*day, "--json").json
    assert set(answer) == {"date", "birthdays", "follow_ups", "anniversaries", "returning", "backup"}
    assert answer["date"] == "2026-11-28"
    [birthday] = answer["birthdays"]
    assert (birthday["name"], birthday["in_days"], birthday["turning"]) == ("曾国强", 3, 36)
    assert set(birthday) >= {"customer_id", "name", "date", "in_days", "calendar", "turning", "why"}
    assert filled(*day, "--days", "2", "--json").json["birthdays"] == []
    assert filled(*day).out.startswith("曾国强  ")
    assert filled("today", "--on", "2026-06-01").out == "Nothing today.\n"
    path = tmp_path / "跟进.csv"
    path.write_text("姓名,手机,跟进内容,日期\n单晓丽,13800138000,寄样品,2026-11-20\n", encoding="utf-8")
    filled("import", "followups", path)
    [due] = filled(*day, "--json").json["follow_ups"]
    assert (due["customer_id"], due["name"], due["what"], due["overdue_days"]) == (1, "单晓丽", "寄样品", 8)
    assert "单晓丽  寄样品  due on Nov 20, 2026, 8 days ago\n" in filled(*day).out


def test_today_in_words_says_who_comes_again_what_was_answered_and_that_no_backup_could_be_made(
    run: Run, shop_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days, names = ("10-04", "10-14", "10-24", "11-03"), ("李伟", "王芳", "单晓丽")
    rows = [f"2026-{day},{name},茶,30" for day in days for name in names]
    path = tmp_path / "购买.csv"
    path.write_text("\n".join(["日期,姓名,商品,金额", *rows]), encoding="utf-8")
    run("import", "purchases", path)
    with contextlib.closing(Shop.open(shop_path, clock=FakeClock(datetime(2026, 11, 21, 9)))) as shop:
        services = Services(shop)
        done, put_off, left = services.today.today(date(2026, 11, 21)).returning
        services.reminders.done(done)
        services.reminders.snooze(put_off, datetime(2026, 11, 21, 15))
    fact = BackupFact(date(2026, 11, 18), Sentence("the disk is full"))
    monkeypatch.setattr(Backups, "failure", lambda _: fact)
    answer = run("today", "--on", "2026-11-21", "--json").json
    assert answer["backup"] == {"since": "2026-11-18", "why": "no backup could be made for 3 days: the disk is full"}
    assert {each["every_days"] for each in answer["returning"]} == {10}
    lines = run("today", "--on", "2026-11-21").out.splitlines()
    assert lines[0] == "The daily backup  no backup could be made for 3 days: the disk is full"
    why = "comes every 10 days on average; the last visit was 18 days ago"
    assert sorted(lines[1:]) == sorted(
        [f"{done.name}  {why} (done)", f"{put_off.name}  {why} (put off to 2026-11-21 15:00)", f"{left.name}  {why}"]
    )


def test_the_history_of_reminders(run: Run, shop_path: Path) -> None:
    assert run("history", "--reminders").out == "Nothing was told yet.\n"
    assert run("history", "--reminders", "--json").json == {"reminders": []}
    now = datetime(2026, 11, 21, 9)
    with contextlib.closing(Shop.open(shop_path, clock=FakeClock(now))) as shop:
        services = Services(shop)
        born = Birthday(Calendar.SOLAR, 1990, 11, 21)
        who = services.customers.add(CustomerDraft(name="单晓丽", birthday=born)).new_id
        found = services.reminders.begin(now, alive_since=now)
        assert found is not None
        services.reminders.told(found)
    entries = run("history", "--reminders", "--json").json["reminders"]
    told = next(each for each in entries if each["customer_id"] == who)
    assert set(told) == {"at", "what", "outcome", "state", "told", "again_at", "customer_id"}
    assert [each["state"] for each in entries] == ["told", "told"]
    with contextlib.closing(Shop.open(shop_path, clock=FakeClock(now))) as shop:
        Services(shop).reminders.closed(found.reminders, now)
    closed = run("history", "--reminders", "--json").json["reminders"]
    assert {each["again_at"] for each in closed} == {None, "2026-11-21T12:00:00"}
    assert (told["at"], told["told"]) == ("2026-11-21T09:00:00", True)
    assert run("history", "--reminders").out.startswith("2026-11-21 09:00  ")
    assert len(run("history", "--reminders", "--limit", "1", "--json").json["reminders"]) == 1


@pytest.mark.parametrize(
    ("on", "days"), [("0001-01-01", "0"), ("9999-12-31", "7"), ("2026-11-21", "9" * 15), ("2101-01-28", "400")]
)
def test_today_on_any_day(filled: Run, on: str, days: str) -> None:
    assert filled("today", "--on", on, "--days", days, "--json").json["date"] == on


@pytest.mark.usefixtures("qapp")  # else the PDF would bring an application without windows into this process
def test_export_of_every_list_that_can_be_written(filled: Run, tmp_path: Path) -> None:
    assert filled("export", "customers", tmp_path / "a.xlsx", "--json").json == {
        "file": str(tmp_path / "a.xlsx"), "rows": 2,
    }  # fmt: skip
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert {sheet["A2"].value, sheet["A3"].value} == {"单晓丽", "曾国强"}
    words = ("--find", "8000", "--columns", " name , phone,custom:皮肤类型,")
    filled("export", "customers", tmp_path / "b.csv", *words)
    assert (tmp_path / "b.csv").read_text("utf-8-sig").splitlines() == [
        "Name,Phone,皮肤类型",
        "单晓丽,138 0013 8000,干性",
    ]
    for kind in ("purchases", "followups", "birthdays", "products"):
        filled("export", kind, tmp_path / f"{kind}.json", "--json")
        assert isinstance(json.loads((tmp_path / f"{kind}.json").read_text("utf-8")), list)
    filled("export", "purchases", tmp_path / "lines.csv", "--lines", "--columns", "product,quantity,price")
    assert (tmp_path / "lines.csv").read_text("utf-8-sig").splitlines()[0] == "Product,Quantity,Unit price"
    filled("export", "purchases", tmp_path / "lines.pdf", "--lines")
    assert filled("export", "products", tmp_path / "p.csv", "--find", "茶", "--json").json["rows"] >= 0
    assert filled("export", "customers", tmp_path / "lines.csv", "--lines").status == 2
    assert filled("export", "customers", tmp_path / "c.json").out == f"Wrote 2 rows to {tmp_path / 'c.json'}\n"


def test_how_an_export_is_written(filled: Run, tmp_path: Path) -> None:
    filled("export", "customers", tmp_path / "a.csv", "--encoding", "gb18030")
    assert "单晓丽" in (tmp_path / "a.csv").read_bytes().decode("gb18030")
    filled("export", "customers", tmp_path / "a.vcf", "--vcard", "4.0")
    assert "VERSION:4.0" in (tmp_path / "a.vcf").read_text("utf-8")
    filled("export", "followups", tmp_path / "a.ics", "--ics-as", "event")
    assert "BEGIN:VTODO" not in (tmp_path / "a.ics").read_text("utf-8")
    assert filled("export", "customers", tmp_path / "b.csv", "--encoding", "latin1").status == 2


@pytest.mark.parametrize(
    ("kind", "name", "line"),
    [
        ("customers", "a.vcf", "FN:单晓丽"),
        ("birthdays", "a.ics", "BEGIN:VEVENT"),
        ("followups", "a.ics", "END:VCALENDAR"),
    ],
)
def test_contact_cards_and_calendars(filled: Run, tmp_path: Path, kind: str, name: str, line: str) -> None:
    assert filled("export", kind, tmp_path / name, "--json").json["file"] == str(tmp_path / name)
    assert line in (tmp_path / name).read_text("utf-8")
    refused = filled("export", kind, tmp_path / name, "--columns", "name", "--json")
    assert (refused.status, refused.error["code"]) == (2, "usage")


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("customers", "a.pdf", "--layout", "labels", "--labels", "9x9"), 2, "usage"),
        (("customers", "a.pdf", "--layout", "labels", "--first-label", "25"), 2, "usage"),
        (("customers", "a.xlsx", "--layout", "labels"), 2, "usage"),
        (("customers", "a.docx"), 2, "usage"),
        (("customers", "a.csv", "--columns", "star_sign"), 2, "usage"),
        (("customers", "no/such/folder/a.csv"), 5, "cannot-write-file"),
    ],
)
def test_an_export_that_cannot_be_written(
    filled: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], status: int, code: str
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    ran = filled("export", *words, "--json")
    assert (ran.status, ran.error["code"]) == (status, code)
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("no such.csv", None),
        ("empty.csv", b""),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n"),
        ("page.xls", b"<html><table></html>"),
    ],
)
def test_a_file_that_cannot_be_imported(run: Run, tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    ran = run("import", "customers", path, "--json")
    assert (ran.status, ran.error["code"]) == (3, "unreadable-file")
    assert run("history", "--json").json == {"changes": []}


def test_an_import_by_a_mapping_with_rejects(run: Run, sheet: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"姓名": "name", "手机": "phone", "皮肤类型": None}), encoding="utf-8")
    report = run("import", "customers", sheet, "--mapping", mapping, "--on-duplicate", "add", "--json").json
    assert report["added"] == 2
    assert run("find", "8000", "--json").json["customers"][0]["custom"] == {}
    bad = run("import", "customers", sheet, "--mapping", tmp_path / "none.json", "--json")
    assert bad.error["message"] == "The mapping “none.json” cannot be read: No such file or directory."
    assert (bad.status, bad.error["code"]) == (2, "usage")
    assert run("import", "customers", sheet, "--sheet", "没有", "--json").status == 2
    assert "Read 2 rows of “客户.csv”" in run("import", "customers", sheet).out


def test_undo_tells_what_it_kept(filled: Run, tmp_path: Path) -> None:
    newer = tmp_path / "newer.csv"
    newer.write_text("姓名,手机,备注\n单晓丽,13800138000,她的字\n", encoding="utf-8")
    filled("import", "customers", newer)
    kept = filled("undo", "1")
    first, second, *names = kept.out.splitlines()
    assert first.startswith("Undid: Imported")
    assert second == "Put back: 1, kept because edited since: 3, not possible: 0"
    assert names[0] == "单晓丽"
    assert {name.split(" “")[0] for name in names[1:]} == {"the tag", "the field"}
    assert filled("undo").out.count("\n") == 1, "nothing was kept"
    nothing = filled("redo", "--json").json
    assert nothing["reversed"] == 1


def test_an_undo_that_keeps_everything_says_so(filled: Run, tmp_path: Path) -> None:
    newer = tmp_path / "newer.csv"
    newer.write_text("姓名,手机,备注\n单晓丽,13800138000,x\n曾国强,13911112222,y\n", encoding="utf-8")
    filled("import", "customers", newer)
    assert filled("undo", "1").out.splitlines()[0] == "Put back: 0, kept because edited since: 4, not possible: 0"
    assert len(filled("history", "--json").json["changes"]) == 2


@pytest.mark.parametrize("words", [("undo",), ("redo",), ("undo", "7"), ("show", "7"), ("show", "9" * 15)])
def test_what_is_not_there(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words, "--json")
    assert (ran.status, ran.error["code"]) == (5, "not-found")


def test_an_empty_history_in_words(run: Run) -> None:
    assert run("history").out == "No changes yet.\n"


def test_cells_that_a_workbook_cuts_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text(f"姓名,备注\n王芳,{'长' * 33_000}\n", "utf-8")
    run("import", "customers", tmp_path / "long.csv")
    words = ("export", "customers", tmp_path / "a.xlsx", "--columns", "name,note")
    assert run(*words, "--json").json["cut"] == ["B2"]
    assert "1 cell had more" in run(*words).out


@pytest.mark.parametrize("name", ["whole.xlsx", "whole.json"])
def test_the_whole_shop_goes_out_and_comes_back(run: Run, tmp_path: Path, sheet: Path, name: str) -> None:
    run("import", "customers", sheet)
    assert run("export", "shop", tmp_path / name, "--json").json["rows"] > 2
    other = tmp_path / "other.crm"
    run("new", other)
    dry = run("import", "shop", tmp_path / name, "--dry-run", "--json", shop=other).json
    assert (dry["kind"], dry["tables"]["customer"], dry["change"]) == ("shop", 2, None)
    assert run("find", "--json", shop=other).json["total"] == 0
    assert run("import", "shop", tmp_path / name, shop=other).out == "Brought in the whole shop: 2 customers\n"
    assert run("find", "--json", shop=other).json == run("find", "--json").json
    assert run("import", "customers", tmp_path / name).status == 3


def test_a_backup_goes_into_the_backup_folder(run: Run, data_dir: Path, sheet: Path) -> None:
    run("import", "customers", sheet)
    answer = run("backup", "--json").json
    copy = Path(answer.pop("file"))
    assert answer == {"customers": 2, "purchases": 0}
    assert copy.parent == data_dir / "backups"
    assert run("find", "--json", shop=copy).json["total"] == 2


def test_a_backup_goes_to_the_second_place_too(run: Run, data_dir: Path, tmp_path: Path, sheet: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    choose_second(data_dir / "backups", stick)
    answer = run("backup", "--json").json
    assert set(answer) == {"file", "customers", "purchases", "second"}
    assert Path(answer["second"]).parent.parent == stick
    assert set(run("backup", "--json").json) == {"file", "customers", "purchases"}  # it has all that there is
    run("import", "customers", sheet)
    assert "And to the second place: " in run("backup").out
    shutil.rmtree(stick)
    assert "None could be made in the second place. There is no folder" in run("backup").out
    answer = run("backup", "--json").json
    assert answer["second"] is None
    assert "There is no folder" in answer["second_failed"]


def test_a_backup_goes_to_a_file(run: Run, tmp_path: Path, shop_path: Path) -> None:
    copy = tmp_path / "b.crm"
    assert run("backup", copy).out.startswith(f"Copied the shop to {copy} and checked the copy: 0 ")
    again = run("backup", copy, "--json")
    assert (again.status, again.error["code"]) == (5, "cannot-write-file")
    assert "is the shop itself" in run("backup", shop_path, "--json").error["message"]
    assert "There is no folder" in run("backup", tmp_path / "gone" / "b.crm", "--json").error["message"]


@pytest.mark.parametrize("looked", [True, False], ids=["seen beforehand", "met midway"])
def test_a_backup_to_a_full_disk(
    run: Run, sheet: Path, small_disk: Callable[[str], Path], looked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", "customers", sheet)
    disk = small_disk("size=4m")
    if not looked:
        monkeypatch.setattr(backup, "_look_for_room", lambda *args: None)
        (disk / "fill").write_bytes(bytes((4 << 20) - 65536))
    else:
        fill_up(disk)
    ran = run("backup", disk / "b.crm", "--json")
    assert (ran.status, ran.error["code"]) == (5, "disk-full")
    assert "not enough room" in ran.error["message"]
    assert names_in(disk) == ["fill"]


def test_a_backup_to_a_disk_that_is_read_only(run: Run, small_disk: Callable[[str], Path]) -> None:
    disk = small_disk("size=40m")
    small_disk("remount,ro")
    ran = run("backup", disk / "b.crm", "--json")
    assert (ran.status, ran.error["code"]) == (5, "cannot-write-file")
    assert "cannot be written to" in ran.error["message"]


def test_where_no_backup_can_be_made_no_import_begins(
    run: Run, sheet: Path, small_disk: Callable[[str], Path], data_dir: Path
) -> None:
    disk = small_disk("size=4m")
    (data_dir / "backups").symlink_to(disk)
    ran = run("import", "customers", sheet, "--json")
    assert (ran.status, ran.error["code"]) == (5, "disk-full")
    assert ran.error["message"].startswith("Nothing was changed, for no backup could be made first.")
    assert run("find", "--json").json["total"] == 0


# Options


@pytest.mark.parametrize("before", [True, False])
def test_options_stand_before_the_command_or_after_it(
    capsys: pytest.CaptureFixture[str], shop_path: Path, data_dir: Path, before: bool
) -> None:
    options = ["--shop", str(shop_path), "--data-dir", str(data_dir), "--lang", "zh_CN", "--json"]
    assert main([*options, "history"] if before else ["history", *options]) == 0
    assert json.loads(capsys.readouterr().out) == {"changes": []}
    assert language.language() == "zh_CN"
    assert main([*options, "show", "1"] if before else ["show", "1", *options]) == 5
    assert "客户" in json.loads(capsys.readouterr().err)["error"]["message"]


def test_the_shop_meant(
    capsys: pytest.CaptureFixture[str], shop_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def asked(*words: str) -> str:
        status = main(["history", "--data-dir", str(data_dir), "--json", *words])
        err = capsys.readouterr().err
        return "opened" if status == 0 else json.loads(err)["error"]["message"]

    monkeypatch.delenv("CRM_DESKTOP_SHOP", raising=False)
    monkeypatch.setenv("LC_ALL", "C")
    assert str(data_dir / "shop.crm") in asked()
    paths.remember_shop(data_dir, tmp_path / "last.crm")
    assert str(tmp_path / "last.crm") in asked()
    monkeypatch.setenv("CRM_DESKTOP_SHOP", str(tmp_path / "environment.crm"))
    assert str(tmp_path / "environment.crm") in asked()
    assert asked("--shop", str(shop_path)) == "opened"
    monkeypatch.setenv("CRM_DESKTOP_SHOP", str(shop_path))
    assert asked() == "opened"


def test_without_a_data_folder_it_is_the_platforms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "default_data_dir", lambda: tmp_path / "users")
    assert which_shop.data_dir(SimpleNamespace(data_dir=None)) == tmp_path / "users"


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_every_command_in_words_in_both_languages(
    filled: Run, tmp_path: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = [
        filled(*words, "--lang", lang)
        for words in (
            ("new", "n.crm"), ("demo", "d.crm", "--customers", "2"), ("find", "8000"), ("show", "1"),
            ("today", "--on", "2026-06-01"), ("history",), ("export", "customers", "x.csv"),
            ("undo",), ("redo",), ("import", "customers", "客户.csv"), ("check",), ("show", "9"),
            ("find", "--limit", "x"), ("--help",), ("import", "--help"),
        )
    ]  # fmt: skip
    for ran in said:
        text = ran.out + ran.err
        assert text.strip()
        assert "%1" not in text
        # The names of people and files are Chinese anyway; sentences of ours are in the language asked for.
    chinese = [any("一" <= sign <= "鿿" for sign in ran.out + ran.err) for ran in said]
    if lang == "zh_CN":
        assert all(chinese)
    else:
        assert not any(chinese[i] for i in (0, 1, 4, 6, 10, 11, 12, 13, 14))


def test_the_language_of_the_system_unless_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    words = ["check", "--data-dir", str(data_dir)]
    assert main(words) == 4
    assert "没有" in capsys.readouterr().err
    assert main([*words, "--lang", "en"]) == 4
    assert "There is no file" in capsys.readouterr().err


def test_help_and_version(run: Run) -> None:
    assert "crm-desktop" in run("--help").out
    assert run("--version").out.startswith("CRM Desktop ")
    assert "--on-duplicate" in run("import", "--help").out


# Words that are off


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("frobnicate",), "“frobnicate” is none of open, new, demo,"),
        (("find", "a", "b"), "“b” is not understood. Try “crm-desktop --help”."),
        (("find", "--lim", "1"), "“--lim” is not understood."),
        (("show",), "Something is missing: ID. Try “crm-desktop show --help”."),
        (("show", "abc"), "ID: “abc” is not a whole number of at most 15 digits."),
        (("show", "1" * 16), "is not a whole number of at most 15 digits"),
        (("undo", "-1"), "CHANGE: “-1” is not a whole number"),
        (("find", "--limit", "-5"), "--limit: “-5” is not a whole number"),
        (("find", "--limit"), "What belongs to --limit is missing."),
        (("find", "--json=1"), "--json: ignored explicit argument '1'."),
        (("today", "--on", "2026-02-30"), "--on: “2026-02-30” is not a date like 2026-11-21."),
        (("demo", "x.crm", "--seed", "?"), "--seed: “?” is not a whole number"),
        (("import", "birds", "x.csv"), "kind: “birds” is none of customers, purchases, followups, products, shop."),
        (("import", "customers", "x.csv", "--on-duplicate", "merge"), "--on-duplicate: “merge” is none of update,"),
        (("export", "suppliers", "x.csv"), "“suppliers” is none of customers,"),
        (("new",), "Something is missing: SHOP."),
        (("restore",), "Something is missing: FILE."),
        (("find", "--lang", "fr"), "--lang: “fr” is none of zh_CN, en."),
        (("--lang",), "What belongs to --lang is missing."),
        (("find", "--password", "secret"), "is not understood"),
    ],
)
def test_words_that_are_off(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*words)
    assert ran.status == 2
    assert why in ran.err
    assert ran.err.count("\n") == 1
    in_json = run("--json", *words)
    assert (in_json.status, in_json.error["code"]) == (2, "usage")
    assert why in in_json.error["message"]


def test_words_that_are_off_are_told_in_the_language_asked_for(run: Run) -> None:
    assert run("show", "--lang", "zh_CN").err.startswith("缺少")


@pytest.mark.parametrize("message", ["something argparse may say\none day", "argument x: so"])
def test_whatever_argparse_says_is_told(message: str) -> None:
    parser = Parser(prog="x")
    with pytest.raises(BadCommand, match="Try “x --help”"):
        parser.error(message)


# Passwords


@pytest.fixture
def secret(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop with a password."""
    monkeypatch.setenv("CRM_DESKTOP_PASSWORD", "密码 1")
    path = tmp_path / "secret.crm"
    assert run("new", path).status == 0
    assert b"SQLite" not in path.read_bytes()
    monkeypatch.delenv("CRM_DESKTOP_PASSWORD")
    return path


def test_a_password_from_the_environment(run: Run, secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_DESKTOP_PASSWORD", "密码 1")
    assert run("history", "--json", shop=secret).json == {"changes": []}
    for wrong in ("other", ""):
        monkeypatch.setenv("CRM_DESKTOP_PASSWORD", wrong)
        ran = run("history", "--json", shop=secret)
        assert (ran.status, ran.error["code"]) == (4, "wrong-password")


def test_an_empty_password_in_the_environment_is_none(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_DESKTOP_PASSWORD", "")
    assert run("history", "--json").json == {"changes": []}


@pytest.mark.parametrize("content", ["密码 1", "密码 1\n", "密码 1\r\n", "\ufeff密码 1\r\n"])
def test_a_password_from_a_file(run: Run, secret: Path, tmp_path: Path, content: str) -> None:
    file = tmp_path / "password.txt"
    file.write_bytes(content.encode())
    assert run("history", "--json", "--password-file", file, shop=secret).json == {"changes": []}
    file.write_text("falsch")
    assert run("history", "--json", "--password-file", file, shop=secret).error["code"] == "wrong-password"


@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe\x00", "pass".encode("utf-16-le")])
def test_a_file_that_holds_no_password(run: Run, secret: Path, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "password.txt"
    if content is not None:
        file.write_bytes(content)
    ran = run("history", "--json", "--password-file", file, shop=secret)
    assert (ran.status, ran.error["code"]) == (2, "usage")


def test_a_password_typed_on_a_terminal(run: Run, secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed: list[str] = ["密码 1"]
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        if not typed:
            raise EOFError
        return typed.pop()

    monkeypatch.setattr(getpass, "getpass", ask)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    assert run("history", "--json", shop=secret).json == {"changes": []}
    assert asked == ["Password of “secret.crm”: "]
    assert run("history", "--json").json == {"changes": []}
    assert len(asked) == 1, "a shop without a password asks for none"
    assert run("history", shop=secret).err == "Stopped. Nothing was changed.\n"


def test_nobody_there_to_ask(run: Run, secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for stdin in (None, SimpleNamespace(isatty=lambda: False)):
        monkeypatch.setattr(sys, "stdin", stdin)
        assert run("history", "--json", shop=secret).error["code"] == "wrong-password"


# Workbooks with a password


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    names = workbook_bytes(("客户", [["姓名", "电话"], ["王芳", "13800138000"]]))
    return written(tmp_path, "名单.xlsx", locking.agile(names, "开门 1"))


def test_the_password_of_a_workbook(run: Run, locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring = ("import", "customers", str(locked), "--json")
    assert run(*bring).error["code"] == "file-locked"
    monkeypatch.setenv("CRM_DESKTOP_FILE_PASSWORD", "falsch")
    assert run(*bring).error["code"] == "file-locked"
    monkeypatch.setenv("CRM_DESKTOP_FILE_PASSWORD", "开门 1")
    assert run(*bring).json["added"] == 1
    monkeypatch.setenv("CRM_DESKTOP_FILE_PASSWORD", "falsch")
    file = written(tmp_path, "password.txt", "开门 1\r\n".encode())
    assert run(*bring, "--file-password-file", str(file)).json["unchanged"] == 1
    answer = run(*bring, "--file-password-file", str(tmp_path / "none.txt"))
    assert (answer.status, answer.error["code"]) == (2, "usage")


def test_a_workbook_s_password_is_asked_on_a_terminal(run: Run, locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, typed = [], ["falsch", "开门 1"]

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return typed.pop()

    monkeypatch.setattr(getpass, "getpass", ask)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    assert run("import", "customers", str(locked), "--json").json["added"] == 1
    assert asked == ["Password of “名单.xlsx”: "]
    assert run("import", "customers", str(locked), "--json").error["code"] == "file-locked"
    for stdin in (None, SimpleNamespace(isatty=lambda: False)):
        monkeypatch.setattr(sys, "stdin", stdin)
        assert run("import", "customers", str(locked), "--json").error["code"] == "file-locked"


def test_a_sheet_of_a_file_without_sheets(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", "姓名,电话\n王芳,13800138000".encode())
    answer = run("import", "customers", str(file), "--sheet", "客户", "--json")
    assert (answer.status, answer.error["code"]) == (2, "usage")
    assert "“a.csv” has no sheets" in answer.error["message"]


# Shops that cannot be opened

COMMANDS = (
    ("find", "x"),
    ("show", "1"),
    ("today",),
    ("history",),
    ("undo",),
    ("redo",),
    ("export", "customers", "x.csv"),
)


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("missing.crm", None, "shop-missing"),
        ("x" * 300, None, "shop-read-only"),
        ("text.crm", b"hello", "not-a-shop"),
        ("empty.crm", b"", "not-a-shop"),
        ("noise.crm", random.Random(1).randbytes(8192), "wrong-password"),
        ("archive.crm", b"PK\x03\x04" + bytes(5000), "not-a-shop"),
    ],
)
def test_no_shop(run: Run, tmp_path: Path, words: tuple[str, ...], name: str, content: bytes | None, code: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    ran = run(*words, "--json", shop=path)
    assert (ran.status, ran.error["code"]) == (4, code)
    assert content is None or path.read_bytes() == content


def test_a_folder_is_no_shop(run: Run, tmp_path: Path) -> None:
    assert run("find", "--json", shop=tmp_path).error["code"] == "not-a-shop"


def test_a_shop_of_a_newer_version(run: Run, shop_path: Path) -> None:
    raw = dbapi2.connect(str(shop_path), isolation_level=None)
    raw.execute(f"PRAGMA user_version = {Version(CURRENT.major + 1, 0).user_version}")
    raw.close()
    before = shop_path.read_bytes()
    ran = run("find", "--json")
    assert (ran.status, ran.error["code"]) == (4, "shop-too-new")
    assert shop_path.read_bytes() == before


def test_a_shop_in_use_can_be_read_and_is_not_written(
    filled: Run, shop_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 50)
    with held(shop_path):
        assert filled("find", "--json").json["total"] == 2
        ran = filled("undo", "--json")
        assert (ran.status, ran.error["code"]) == (4, "shop-in-use")
    assert filled("undo", "--json").json["reversed"] == 4


def test_a_read_only_shop_can_be_looked_at(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_desktop.store.place.os.access", lambda path, mode: mode != os.W_OK)
    assert filled("find", "--json").json["total"] == 2
    ran = filled("undo", "--json")
    assert (ran.status, ran.error["code"]) == (4, "shop-read-only")


def test_a_read_only_disk(run: Run, shop_path: Path, sheet: Path, small_disk: Callable[[str], Path]) -> None:
    disk = small_disk("size=4m")
    path = disk / "shop.crm"
    path.write_bytes(shop_path.read_bytes())
    small_disk("remount,ro")
    assert run("find", "--json", shop=path).json["total"] == 0
    ran = run("import", "customers", sheet, "--json", shop=path)
    assert (ran.status, ran.error["code"]) == (4, "shop-read-only")
    assert run("new", disk / "new.crm", "--json").status == 5
    assert names_in(disk) == ["shop.crm"]


def test_a_full_disk_loses_nothing(
    run: Run, shop_path: Path, sheet: Path, tmp_path: Path, small_disk: Callable[[str], Path]
) -> None:
    disk = small_disk("size=2m")
    path = disk / "shop.crm"
    path.write_bytes(shop_path.read_bytes())
    run("import", "customers", sheet, shop=path)
    large = tmp_path / "large.csv"
    rows = (f"客户{i},138{i:08},{'x' * 200}\n" for i in range(6000))
    large.write_text("姓名,手机,备注\n" + "".join(rows), encoding="utf-8")
    demo = ("demo", disk / "demo.crm", "--customers", "5000", "--purchases", "0")
    for words in (("import", "customers", large), demo):
        ran = run(*words, "--json", shop=path)
        assert (ran.status, ran.error["code"]) == (5, "disk-full")
    assert names_in(disk) == ["shop.crm"]
    fill = fill_up(disk)
    for words in (("undo",), ("new", disk / "new.crm")):
        ran = run(*words, "--json", shop=path)
        assert (ran.status, ran.error["code"]) == (5, "disk-full")
    assert run("find", "--json", shop=path).json["total"] == 2
    fill.unlink()
    assert run("find", "--json", shop=path).json["total"] == 2
    assert run("undo", "--json", shop=path).json["reversed"] == 4
    assert names_in(disk) == ["shop.crm"]


def test_damage_is_told_or_harmless(filled: Run, tmp_path: Path, shop_path: Path) -> None:
    filled("import", "customers", _large(tmp_path))
    whole, dice = shop_path.read_bytes(), random.Random(20)
    told = 0
    for number in range(24):
        broken = bytearray(whole)
        for _ in range(4):
            start = dice.randrange(1, len(broken) // 4096) * 4096
            broken[start : start + 4096] = dice.randbytes(4096)
        path = tmp_path / f"broken{number}.crm"
        path.write_bytes(broken)
        words: tuple[str, ...] = COMMANDS[number % 6] if number % 6 else ("find", "客户1")
        ran = filled(*words, "--json", shop=path)
        if ran.status:
            assert ran.error["code"] in ("shop-damaged", "not-a-shop", "not-found"), ran.err
            told += ran.status == 4
        path.unlink()
    assert told > 5


def _large(folder: Path) -> Path:
    path = folder / "large.csv"
    path.write_text("姓名,手机,备注\n" + "".join(f"客户{i},138{i:08},备注{i}\n" for i in range(300)), encoding="utf-8")
    return path


# Bugs, and other things that end a command


def test_a_bug_is_logged_without_personal_data(
    filled: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shop_path: Path
) -> None:
    def bug(*_: object) -> None:
        raise RuntimeError("单晓丽 13800138000")

    monkeypatch.setattr(Customers, "find", bug)
    ran = filled("find", "单晓丽", "--json")
    log = data_dir / "logs" / "command-line.log"
    assert (ran.status, ran.error["code"]) == (5, "error")
    assert str(log) in ran.error["message"]
    text = log.read_text("utf-8")
    assert "RuntimeError" in text
    assert "look_commands.py" in text
    assert "单晓丽" not in text + ran.err
    assert "13800138000" not in text + ran.err
    folder = data_dir / "other"
    assert main(["find", f"--data-dir={folder}", "--shop", str(shop_path)]) == 5
    assert str(folder) in capsys.readouterr().err
    assert (folder / "logs" / "command-line.log").is_file()


def test_a_bug_that_cannot_be_logged_is_told_all_the_same(
    capsys: pytest.CaptureFixture[str], shop_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "_run", lambda options: 1 / 0)
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x")
    assert main(["find", "--data-dir", str(in_the_way), "--lang", "en"]) == 5
    assert "ZeroDivisionError" in capsys.readouterr().err
    monkeypatch.setattr(paths, "default_data_dir", lambda: tmp_path / "users")
    assert main(["find"]) == 5
    assert (tmp_path / "users" / "logs" / "command-line.log").is_file()


def test_an_error_of_the_engine_met_while_reading_has_its_meaning(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object) -> None:
        error = dbapi2.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = 11
        raise error

    monkeypatch.setattr(Customers, "find", damaged)
    ran = filled("find", "x", "--json")
    assert (ran.status, ran.error["code"]) == (4, "shop-damaged")


def test_what_fails_for_a_broken_shop_is_no_bug(
    filled: Run, shop_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    raw = dbapi2.connect(str(shop_path))
    [(page,)] = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'phone_number'").fetchall()
    raw.close()
    with shop_path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))

    def fails(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(Customers, "find", fails)
    assert filled("find", "x", "--json").error["code"] == "shop-damaged"
    assert not (data_dir / "logs").exists()


def test_a_name_that_the_driver_cannot_read_is_damage(run: Run, shop_path: Path) -> None:
    content = shop_path.read_bytes()
    shop_path.write_bytes(content.replace(b"CREATE TABLE customer (", b"CREATE \xff\xfe\xfd\xfc\xfb customer ("))
    assert run("find", "x", "--json").error["code"] == "shop-damaged"


def test_an_interrupted_command_changes_nothing(filled: Run, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("crm_desktop.store.search_index.refresh", interrupted)
    ran = filled("undo", "--json")
    assert (ran.status, ran.error["message"]) == (5, "Stopped. Nothing was changed.")
    monkeypatch.undo()
    assert filled("find", "--json").json["total"] == 2
    assert len(filled("history", "--json").json["changes"]) == 1


def test_a_broken_character_in_a_query(filled: Run) -> None:
    assert filled("find", "\udcff", "--json").status in (0, 5)
    assert filled("export", "purchases", "x.csv", "--find", "\udcff", "--json").error["code"] == "error"


class Pipe(io.RawIOBase):
    """A standard output that fails when it is written to."""

    def __init__(self, error: OSError, path: Path) -> None:
        self.error = error
        self.file = path.open("wb")

    def write(self, _: object) -> int:
        raise self.error

    def fileno(self) -> int:
        return self.file.fileno()


@pytest.mark.parametrize(
    ("error", "status"), [(BrokenPipeError(32, "Broken pipe"), 0), (OSError(28, "No space left on device"), 5)]
)
def test_an_answer_that_nobody_takes(
    shop_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    error: OSError, status: int,
) -> None:  # fmt: skip
    pipe = Pipe(error, data_dir / "out")
    monkeypatch.setattr(sys, "stdout", pipe)
    assert main(["history", "--shop", str(shop_path), "--lang", "en"]) == status
    told = "The command was done, but its answer could not be put out: No space left on device.\n"
    assert capsys.readouterr().err == (told if status else "")
    pipe.file.close()


# The window


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """The windows that were asked for."""
    asked: list[tuple[Any, ...]] = []

    def run(
        shop: Path, data_dir: Path, words: Words, lang: str | None, key: Callable[[], str | None], *, started: object
    ) -> int:
        asked.append((shop, data_dir, words, lang, key()))
        return 3

    stub = SimpleNamespace(run=run)
    monkeypatch.setitem(sys.modules, "crm_desktop.app", stub)
    monkeypatch.setattr(crm_desktop, "app", stub, raising=False)
    return asked


@pytest.mark.parametrize("words", [(), ("open",)])
def test_the_window_is_opened(
    window: list[tuple[Any, ...]],
    shop_path: Path,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delenv("CRM_DESKTOP_PASSWORD", raising=False)
    options = ["--shop", str(shop_path), "--data-dir", str(data_dir)]
    assert main([*options, *words, "--lang", "zh_CN"]) == 3, "the window's own status"
    assert window == [(shop_path, data_dir, Words(str(shop_path)), "zh_CN", None)]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (("open",), Words()),
        (("open", "--hidden"), Words(hidden=True)),
        (("open", "tel:+86-138%200013%208000;ext=8"), Words(phone="tel:+86-138%200013%208000;ext=8")),
        (("open", "TEL:02112345"), Words(phone="TEL:02112345")),
        (("tel:02112345",), Words(phone="tel:02112345")),
        (("open", "客户.xlsx"), Words(str(Path.cwd() / "客户.xlsx"))),
        (("open", "file:///home/me/%E5%AE%A2.csv"), Words("/home/me/客.csv")),
        (("open", "other.crm"), Words(str(Path.cwd() / "other.crm"))),
        (("open", "客户.xlsx", "b.csv"), Words(str(Path.cwd() / "客户.xlsx"), others=(str(Path.cwd() / "b.csv"),))),
    ],
)
def test_the_window_is_told_what_to_do(
    window: list[tuple[Any, ...]],
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    asked: Words,
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delenv("CRM_DESKTOP_SHOP", raising=False)
    paths.remember_shop(data_dir, data_dir / "mine.crm")
    assert main([*words, "--data-dir", str(data_dir)]) == 3
    named = Path(asked.shop) if asked.shop.endswith(".crm") else data_dir / "mine.crm"
    assert window == [(named, data_dir, asked, None, None)]


def test_a_hidden_start_asks_nobody_for_a_password(
    window: list[tuple[Any, ...]], data_dir: Path, shop_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    locked = data_dir / "locked.crm"
    Shop.create(locked, key="winter").close()
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _: "winter")
    options = ["--shop", str(locked), "--data-dir", str(data_dir)]
    assert main(["open", "--hidden", *options]) == main(["open", *options]) == 3
    assert [asked[-1] for asked in window] == [None, "winter"]


def test_without_a_display_there_is_no_window(
    window: list[tuple[Any, ...]], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    ran = run("--json")
    assert (ran.status, ran.error["code"]) == (5, "error")
    assert window == []
    monkeypatch.setattr("crm_desktop.cli.taken_by_running_copy", lambda words: False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert main([]) == 3
