"""The real program, killed while it writes: what it had reported is saved, and nothing is half done."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlcipher3 import dbapi2

from crm_desktop.services import Services
from crm_desktop.services.customer_filter import CustomerFilter
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store import search_index
from crm_desktop.store.shop import Shop
from tests.end_to_end.writer import PORTION

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = 20_000


@dataclass(frozen=True)
class Program:
    """The program as a person starts it, on one shop."""

    shop: Path
    data_dir: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("CRM_DESKTOP_", "COV_"))}
        # A killed copy leaves its socket behind: in the test's own folder.
        own = {"XDG_RUNTIME_DIR": str(self.data_dir)}
        return {**kept, **own, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}

    @property
    def written(self) -> int:
        """How many bytes were written beside the shop and are not part of it yet; -1 while it is not open."""
        wal = self.shop.with_name(self.shop.name + "-wal")
        return wal.stat().st_size if wal.exists() else -1

    def start(self, *words: object) -> subprocess.Popen[bytes]:
        options = ["--shop", str(self.shop), "--data-dir", str(self.data_dir)]
        return self.spawn("-m", "crm_desktop", *options, *map(str, words))

    def spawn(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def run(self, *words: object) -> Any:
        """The JSON that a command answers."""
        with self.start(*words, "--json") as process:
            out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err.decode()
        return json.loads(out)


@pytest.fixture
def program(shop_path: Path, data_dir: Path) -> Program:
    return Program(shop_path, data_dir)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sheet of 20,000 customers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("客户")
    sheet.append(["姓名", "手机", "标签", "备注"])
    for row in range(ROWS):
        sheet.append([f"客户{row}", f"138{row:08}", f"标签{row % 7}", f"备注 {row}"])
    path = tmp_path_factory.mktemp("sheets") / "客户.xlsx"
    book.save(path)
    return path


def kill(process: subprocess.Popen[bytes]) -> tuple[int | None, bytes]:
    """End a process on the spot; its exit status if it had ended already, and what it had said."""
    ended = process.poll()
    process.kill()
    out, _ = process.communicate(timeout=30)
    return ended, out


def wait_until(happened: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Wait for something, or for the process to end."""
    end = time.monotonic() + seconds
    while not happened() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.001)


def is_sound(path: Path) -> None:
    """The file, its references, its journal and its search index are whole, and it can be written to."""
    raw = dbapi2.connect(str(path), isolation_level=None)
    assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    changes = dict(raw.execute("SELECT id, rows FROM change"))
    noted = raw.execute(
        "SELECT change, sum(CASE kind WHEN 'I' THEN last_id - row_id + 1 ELSE 0 END),"
        " count(DISTINCT CASE kind WHEN 'I' THEN NULL ELSE tbl || ':' || row_id END) FROM journal GROUP BY change"
    )
    assert {change: new + old for change, new, old in noted} == changes
    for table, last in raw.execute("SELECT tbl, max(last_id) FROM journal WHERE kind = 'I' GROUP BY tbl").fetchall():
        assert raw.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()[0] == last
    raw.close()
    shop = Shop.open(path)
    assert search_index.check(shop.run) == []
    services = Services(shop)
    before = services.customers.count()
    services.customers.add(CustomerDraft(name="之后", phones=("13700000000",)))
    assert services.customers.search("之后").hits[0].name == "之后"
    assert services.history.undo().reversed == 1
    assert services.customers.count() == before
    shop.close()
    assert not path.with_name(path.name + "-wal").exists()


@pytest.mark.parametrize("seed", range(8))
def test_what_was_reported_is_saved_and_nothing_is_half_done(program: Program, seed: int) -> None:
    chance = random.Random(seed)
    writer = program.spawn("-m", "tests.end_to_end.writer", str(program.shop))
    assert writer.stdout is not None
    said = [writer.stdout.readline() for _ in range(chance.randint(1, 3))]
    begun = program.written
    if chance.random() < 0.5:
        time.sleep(chance.random() * 0.1)
    else:  # in the middle of what it appends next
        wait_until(lambda: program.written != begun, writer)
    ended, rest = kill(writer)
    assert ended is None, "it writes until it is killed"
    lines = b"".join([*said, rest]).decode().splitlines(keepends=True)
    added, tagged = (int(number) for number in [line for line in lines if line.endswith("\n")][-1].split())
    shop = Shop.open(program.shop)
    services = Services(shop)
    people = services.customers.count() - 1
    phones, documents = shop.run("SELECT (SELECT count(*) FROM phone), (SELECT count(*) FROM find_document)").fetchone()
    carriers = services.customers.ids(CustomerFilter(tags=("新",)))
    assert services.customers.search("13800138000").hits[0].name == "单晓丽"
    shop.close()
    assert people in (added, added + PORTION)
    assert people % PORTION == 0
    assert phones - 1 == documents - 1 == people
    assert len(carriers) in (tagged, tagged + PORTION)
    is_sound(program.shop)


def test_an_import_killed_at_any_moment_is_all_or_nothing(
    program: Program, workbook: Path, shop_template: Path
) -> None:
    chance = random.Random(1)
    begun = time.monotonic()
    whole = program.run("import", "customers", workbook, "--dry-run")
    took = time.monotonic() - begun
    assert (whole["added"], whole["change"]) == (ROWS, None)
    written = {"opened": 0, "writing": 1, "much written": chance.randrange(1 << 20, 8 << 20)}
    for moment in (0.5, 0.9, 1.2, *written):
        shop = Path(shutil.copy(shop_template, program.shop.with_name(f"{moment}.crm")))
        trial = replace(program, shop=shop)
        process = trial.start("import", "customers", workbook, "--json")
        if isinstance(moment, float):
            time.sleep(took * moment * (0.9 + chance.random() / 5))
        else:
            wait_until(lambda: trial.written >= written[moment], process)  # noqa: B023
        ended, out = kill(process)
        total, changes = trial.run("find", "--limit", "1")["total"], trial.run("history")["changes"]
        assert (total, len(changes)) in ((0, 0), (ROWS, 1))
        if out:
            assert json.loads(out)["added"] == total == ROWS
        assert ended in (None, 0)
        is_sound(shop)


@pytest.mark.parametrize("moment", [f"8000 {ROWS + 1}", f"{ROWS} {ROWS + 1}", "1 1", "written"])
def test_an_import_in_portions_killed_at_any_moment_is_all_or_nothing(
    program: Program, workbook: Path, moment: str
) -> None:
    first = program.shop.with_name("first.csv")
    first.write_text("姓名,手机\n单晓丽,13911112222\n", encoding="utf-8")
    assert program.run("import", "customers", first)["added"] == 1
    importing = program.spawn("-m", "tests.end_to_end.importer", str(program.shop), str(workbook))
    assert importing.stdout is not None
    said = ""
    while said != moment:
        said = importing.stdout.readline().decode().strip()
        assert said, "it goes on until it is killed"
    time.sleep(random.Random(moment).random() / 20)
    kill(importing)
    total = program.run("find", "--limit", "1")["total"]
    assert total in ({ROWS + 1} if moment == "written" else {1, ROWS + 1} if moment == "1 1" else {1})
    is_sound(program.shop)
    again = program.run("import", "customers", workbook)
    assert (again["added"], again["unchanged"]) == ((0, ROWS) if total > 1 else (ROWS, 0))
    is_sound(program.shop)


def test_an_undo_killed_in_the_middle_is_all_or_nothing(program: Program, workbook: Path) -> None:
    assert program.run("import", "customers", workbook)["added"] == ROWS
    undoing = program.start("undo", "--json")
    wait_until(lambda: program.written > 1 << 20, undoing)
    kill(undoing)
    total = program.run("find", "--limit", "1")["total"]
    assert total == (ROWS if len(program.run("history")["changes"]) == 1 else 0)
    is_sound(program.shop)
    assert program.run("import", "customers", workbook)["unchanged"] == total


def test_the_window_killed_while_the_command_line_imports(program: Program, tmp_path: Path) -> None:
    sheet = tmp_path / "few.csv"
    sheet.write_text("姓名,手机\n" + "".join(f"客户{i},138{i:08}\n" for i in range(50)), encoding="utf-8")
    shared = program.shop.with_name(program.shop.name + "-shm")
    window = program.start()
    wait_until(shared.exists, window)
    assert window.poll() is None
    assert program.run("import", "customers", sheet)["added"] == 50
    ended, _ = kill(window)
    assert ended is None, "the window stays open"
    assert program.run("find")["total"] == 50
    is_sound(program.shop)
    assert (program.data_dir / "last-shop.txt").read_text("utf-8") == str(program.shop)
