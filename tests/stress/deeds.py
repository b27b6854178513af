"""What a program is killed in the middle of, and what must hold of the files afterwards."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from openpyxl import Workbook
from sqlcipher3 import dbapi2

from crm_desktop.clock import FixedClock
from crm_desktop.domain.backup_policy import Why
from crm_desktop.errors import ShopInUse
from crm_desktop.exchange.importing.importer import import_file
from crm_desktop.services import Services
from crm_desktop.services.backup_places import copies_of
from crm_desktop.services.backups import Backups
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.demo import make
from crm_desktop.services.passwords import change_password
from crm_desktop.services.purchases import LineDraft, PurchaseDraft
from crm_desktop.services.rescue import rescue
from crm_desktop.services.restore import restore
from crm_desktop.store import search_index
from crm_desktop.store.key import Key
from crm_desktop.store.shop import Shop
from tests.stress.ground import (
    NOW,
    OTHER,
    PASSWORD,
    Ground,
    Rows,
    is_sound,
    key_of,
    opens_by_program,
    opens_with,
    rows_in,
)

Report = Callable[[str], None]

CUSTOMERS, PURCHASES = 400, 900
SHEET_ROWS = 1_500
ROOT = Path(__file__).resolve().parents[1]


@cache
def _filled_shop(password: str) -> bytes:
    """The file of a shop with customers and purchases."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop.create(Path(folder) / "shop.crm", key=key_of(password), clock=FixedClock(NOW.date()))
        make(shop, CUSTOMERS, PURCHASES, 1, NOW.date())
        shop.close()
        return shop.path.read_bytes()


class Deed(ABC):
    """Something that a program does until it is killed. `encrypted`: which shops it can be tried on."""

    name: str
    encrypted: tuple[bool, ...] = (False, True)
    longest_s = 20.0
    """It is killed within so many seconds."""
    passwords: tuple[str, ...] = ()
    """Those of which one opens the shop afterwards, where that is not the one from before."""

    def prepare(self, ground: Ground) -> None:
        """Make the folder as it is before, once for all tries."""
        ground.shop.write_bytes(_filled_shop(ground.password))

    @abstractmethod
    def carry_out(self, ground: Ground, report: Report, dice: random.Random) -> None:
        """In the process that is killed; `report` says what was told as done."""

    @abstractmethod
    def verify(self, ground: Ground, before: Rows, reported: list[str]) -> None:
        """Look at what is left."""


class Saving(Deed):
    """Customers and purchases one after the other; each was told as saved or not."""

    name = "saving"

    def carry_out(self, ground: Ground, report: Report, dice: random.Random) -> None:
        services = ground.open()
        for n in range(1, 60):
            person = services.customers.add(CustomerDraft(name=f"新客{n}", phones=(f"139{n:08}",))).new_id
            report(f"customer {n}")
            services.purchases.record(PurchaseDraft(person, NOW, (LineDraft(None, "茶", 1000, n),)))
            report(f"purchase {n}")
            services.customers.add_tag([person], "新")
            report(f"tag {n}")
        services.shop.close()

    def verify(self, ground: Ground, before: Rows, reported: list[str]) -> None:
        now = rows_in(ground.shop, ground.password)
        assert now["customer"][: len(before["customer"])] == before["customer"]
        new = [len(now[table]) - len(before[table]) for table in ("customer", "purchase", "customer_tag")]
        told = [sum(line.startswith(word) for line in reported) for word in ("customer", "purchase", "tag")]
        assert 0 <= sum(new) - sum(told) <= 1, f"told {told}, there {new}"
        assert all(0 <= there - said <= 1 for there, said in zip(new, told, strict=True)), f"told {told}, there {new}"
        assert len(now["phone"]) - len(before["phone"]) == new[0], "a customer without the phone"
        assert len(now["purchase_line"]) - len(before["purchase_line"]) == new[1], "a purchase without its line"


class Closing(Saving):
    """The same, closed and opened again after each change: the seal, and what was left beside the file."""

    name = "closing"

    def carry_out(self, ground: Ground, report: Report, dice: random.Random) -> None:
        key = ground.key
        for n in range(1, 20):
            shop = Shop.open(ground.shop, key=key, clock=FixedClock(NOW.date()))
            Services(shop).customers.add(CustomerDraft(name=f"新客{n}", phones=(f"139{n:08}",)))
            report(f"customer {n}")
            shop.close()


class Importing(Deed):
    """A sheet of new customers, with the backup before it."""

    name = "importing"

    def prepare(self, ground: Ground) -> None:
        super().prepare(ground)
        book = Workbook(write_only=True)
        sheet = book.create_sheet("客户")
        sheet.append(["姓名", "手机", "标签", "备注"])
        for row in range(SHEET_ROWS):
            sheet.append([f"表客{row}", f"137{row:08}", f"标签{row % 7}", f"备注 {row}"])
        book.save(ground.folder / "客户.xlsx")

    def carry_out(self, ground: Ground, report: Report, dice: random.Random) -> None:
        services = ground.open()
        import_file(services.shop, "customers", ground.folder / "客户.xlsx")
        report("imported")
        services.shop.close()

    def verify(self, ground: Ground, before: Rows, reported: list[str]) -> None:
        now = rows_in(ground.shop, ground.password)
        new = len(now["customer"]) - len(before["customer"])
        assert new in ((SHEET_ROWS,) if reported else (0, SHEET_ROWS)), f"{new} of {SHEET_ROWS} rows"
        if not new:
            assert {**now, "setting": 0} == {**before, "setting": 0}
        for copy in ground.copies():
            assert rows_in(copy, ground.password) == before


class Undoing(Deed):
    """A tag on everyone, undone and done again, and again."""

    name = "undoing"
    longest_s = 1.0

    def carry_out(self, ground: Ground, report: Report, dice: random.Random) -> None:
        services = ground.open()
        everyone = services.customers.ids()
        services.customers.add_tag(everyone, "全部")
        report("on")
        while True:
            services.history.undo()
            report("off")
            services.history.redo()
            report("on")

    def verify(self, ground: Ground, before: Rows, reported: list[str]) -> None:
        now = rows_in(ground.shop, ground.password)
        tagged = len(now["customer_tag"]) - len(before["customer_tag"])
        assert tagged in (0, CUSTOMERS), f"{tagged} of {CUSTOMERS} are tagged"
        steps = len(now["change"]) - len(before["change"])
        assert 0 <= steps - len(reported) <= 1, f"{steps} changes, told {len(reported)}"
        assert tagged == (CUSTOMERS if steps % 2 else 0)


class BackingUp(Deed):
    """One copy after the other, thinned."""

    name = "backing up"
    longest_s = 1.0

    def carry_out(self, ground: Ground, report: Report, dice: random.Random) -> None:
        backups = Backups(ground.open().shop, ground.backups)
        while True:
            report(backups.make(why=Why.IMPORT).path.name)

    def verify(self, ground: Ground, before: Rows, reported: list[str]) -> None:
        assert rows_in(ground.shop, ground.password) == before
        copies = ground.copies()
        assert {*reported} <= {copy.name for copy in copies}, "a copy that was told of is not there"
        for copy in copies:
            assert rows_in(copy, ground.password) == before


class Migrating(Deed):
    """A file of the first schema, opened by this program."""

    name = "migrating"
    encrypted = (False,)

    def prepare(self, ground: Ground) -> None:
        shutil.copy(ROOT / "migrations" / "schema-1.0.crm", ground.shop)
        people = [(f"旧客{n}", "2025-01-01T09:00:00", "备注" * 40) for n in range(5_000)]
        with dbapi2.connect(str(ground.shop)) as connection:
            connection.executemany("INSERT INTO customer (name, created, note) VALUES (?, ?, ?)", people)
            search_index.rebuild(lambda sql, *params: connection.execute(sql, params))
        connection.close()

    def carry_out(self, ground: Ground, report: Report, dice: random.Random) -> None:
        shop = Shop.open(ground.shop, before_migration=lambda old: Backups(old, ground.backups).before(Why.MIGRATION))
        report("migrated")
        shop.close()

    def verify(self, ground: Ground, before: Rows, reported: list[str]) -> None:
        for file in (ground.shop, *ground.copies()):
            now = rows_in(file, "")
            for table in ("customer", "phone", "purchase", "follow_up", "change"):
                short = [row[: len(old)] for row, old in zip(now[table], before[table], strict=True)]
                assert short == before[table], f"{table} of {file.name}"


class ChangingPassword(Deed):
    """Set, changed or removed, in the shop and two copies."""

    name = "password"
    passwords = ("", PASSWORD, OTHER)

    def prepare(self, ground: Ground) -> None:
        super().prepare(ground)
        services = ground.open()
        for why in (Why.IMPORT, Why.RESTORE):
            Backups(services.shop, ground.backups).make(why=why)
        services.shop.close()

    def carry_out(self, ground: Ground, report: Report, dice: random.Random) -> None:
        new = dice.choice([OTHER, ""] if ground.password else [OTHER])
        report(f"begun {new}")
        copies = copies_of(ground.shop, ground.backups)
        change_password(ground.shop, ground.key, Key(new) if new else None, copies)
        report(f"done {new}")

    def verify(self, ground: Ground, before: Rows, reported: list[str]) -> None:
        opens = opens_with(ground.shop, self.passwords)
        assert opens in (ground.password, *(line.partition(" ")[2] for line in reported[:1]))
        if len(reported) > 1:
            assert opens == reported[1].partition(" ")[2]
        assert rows_in(ground.shop, opens) == before
        assert len(ground.copies()) == 2
        for copy in ground.copies():
            assert rows_in(copy, opens_with(copy, self.passwords)) == before
        object.__setattr__(ground, "password", opens)


class Restoring(Deed):
    """A copy from before ten customers were added takes the shop's place."""

    name = "restoring"

    def prepare(self, ground: Ground) -> None:
        super().prepare(ground)
        services = ground.open()
        Backups(services.shop, ground.backups).make(ground.folder / "earlier.crm")
        for n in range(10):
            services.customers.add(CustomerDraft(name=f"新客{n}"))
        services.shop.close()

    def carry_out(self, ground: Ground, report: Report, dice: random.Random) -> None:
        clock = FixedClock(NOW.date())
        done = restore(ground.shop, ground.key, ground.folder / "earlier.crm", folder=ground.backups, clock=clock)
        assert done.kept is not None
        report(done.kept.name)

    def verify(self, ground: Ground, before: Rows, reported: list[str]) -> None:
        earlier = rows_in(ground.folder / "earlier.crm", ground.password)
        now = rows_in(ground.shop, ground.password)
        assert now in (before, earlier), "neither the one nor the other"
        if reported:
            assert now == earlier
        if now == earlier:
            kept = [each for each in ground.folder.glob("*.crm") if each.name not in ("shop.crm", "earlier.crm")]
            assert before in [rows_in(each, ground.password) for each in (*kept, *ground.copies())]


class Creating(Deed):
    """A new shop: it is there and whole, or can be made once more."""

    name = "creating"

    def carry_out(self, ground: Ground, report: Report, dice: random.Random) -> None:
        Shop.create(ground.folder / "new.crm", key=ground.key, for_window=dice.random() < 0.5).close()
        report("created")

    def verify(self, ground: Ground, before: Rows, reported: list[str]) -> None:
        new = ground.folder / "new.crm"
        if not new.exists():
            assert not reported
            Shop.create(new, key=ground.key).close()
        opens_by_program(new, (ground.password,))
        is_sound(new, ground.password)


class Beside(Saving):
    """A window and a command write by turns; one of the two is killed, and the other goes on."""

    name = "beside"

    def carry_out(self, ground: Ground, report: Report, dice: random.Random) -> None:
        is_window = dice.random() < 0.5
        other = os.fork()
        if other:
            self._write(ground, report, "a", is_window=is_window)
            os.waitpid(other, 0)
            return
        try:
            self._write(ground, report, "b", is_window=not is_window)
            report("end")
        except BaseException as error:
            report(f"error {error!r}")
        finally:
            os._exit(0)

    @staticmethod
    def _write(ground: Ground, report: Report, mark: str, *, is_window: bool) -> None:
        shop = Shop.open(ground.shop, key=ground.key, clock=FixedClock(NOW.date()), for_window=is_window)
        shop.wholeness.verify()
        services = Services(shop)
        for n in range(25):
            services.customers.add(CustomerDraft(name=f"{mark}{n}"))
            report(f"customer {mark}{n}")
        shop.close()

    def verify(self, ground: Ground, before: Rows, reported: list[str]) -> None:
        assert not [line for line in reported if line.startswith("error")], reported
        new = [row[1] for row in rows_in(ground.shop, ground.password)["customer"][len(before["customer"]) :]]
        told = [line.split()[1] for line in reported if line.startswith("customer")]
        for mark in "ab":
            there, said = ([name for name in names if name.startswith(mark)] for names in (new, told))
            assert said == there[: len(said)]
            assert len(there) - len(said) <= 1


class Rescuing(Deed):
    """What can be read of a damaged shop is written into a new file."""

    name = "rescuing"

    def prepare(self, ground: Ground) -> None:
        super().prepare(ground)
        shutil.copy(ground.shop, ground.folder / "damaged.crm")
        with (ground.folder / "damaged.crm").open("r+b") as file:
            file.seek(40 * 4096 + 100)
            file.write(bytes(3_000))
        shutil.copy(ground.folder / "damaged.crm", ground.folder / "untouched.crm")

    def carry_out(self, ground: Ground, report: Report, dice: random.Random) -> None:
        rescue(ground.folder / "damaged.crm", ground.folder / "new.crm", ground.key)
        report("rescued")

    def verify(self, ground: Ground, before: Rows, reported: list[str]) -> None:
        damaged = (ground.folder / "untouched.crm").read_bytes()
        assert (ground.folder / "damaged.crm").read_bytes() == damaged, "the damaged file was written to"
        new = ground.folder / "new.crm"
        assert new.exists() or not reported
        again = ground.folder / "again.crm" if new.exists() else new
        rescue(ground.folder / "damaged.crm", again, ground.key)
        for made in {new, again}:
            assert len(rows_in(made, ground.password)["customer"]) > CUSTOMERS // 2
            is_sound(made, ground.password)


class Window(Saving):
    """The whole program: its window saves, its worker makes the copy of the day and changes everyone."""

    name = "window"

    def prepare(self, ground: Ground) -> None:
        super().prepare(ground)
        import crm_desktop.app
        import crm_desktop.ui.main_window
        import crm_desktop.ui.tabs  # noqa: F401 - once, not in each try

    def carry_out(self, ground: Ground, report: Report, dice: random.Random) -> None:
        from PySide6.QtWidgets import QApplication

        from crm_desktop.app import Program

        os.environ.update(HOME=str(ground.folder / "home"), QT_QPA_PLATFORM="offscreen")
        application = QApplication(["window"])
        program = Program(application, ground.folder, "zh_CN", leave=application.quit)
        program.start(ground.shop, ground.password or None)
        services = program.services
        assert services is not None
        everyone = services.customers.ids()
        program.tick()
        program.jobs.start("Tag", lambda *_: services.customers.add_tag(everyone, "全部"))
        for n in range(20):
            while True:
                with suppress(ShopInUse):  # the worker is writing, and the window does not wait for it
                    services.customers.add(CustomerDraft(name=f"新客{n}", phones=(f"139{n:08}",)))
                    break
                application.processEvents()
            report(f"customer {n}")
            application.processEvents()
        while program.jobs.busy:
            application.processEvents()
        program.stop()

    def verify(self, ground: Ground, before: Rows, reported: list[str]) -> None:
        now = rows_in(ground.shop, ground.password)
        new = len(now["customer"]) - len(before["customer"])
        assert 0 <= new - len(reported) <= 1, f"told {len(reported)}, there {new}"
        assert len(now["phone"]) - len(before["phone"]) == new
        assert len(now["customer_tag"]) - len(before["customer_tag"]) in (0, CUSTOMERS)
        for copy in ground.copies():
            held = rows_in(copy, ground.password)["customer"]
            assert len(before["customer"]) <= len(held)
            assert held == now["customer"][: len(held)]


DEEDS: tuple[Deed, ...] = (
    Saving(), Closing(), Importing(), Undoing(), BackingUp(), Migrating(), ChangingPassword(), Restoring(),
    Creating(), Beside(), Rescuing(), Window(),
)  # fmt: skip


def look_over(deed: Deed, ground: Ground, before: Rows, reported: list[str], *, program_first: bool) -> None:
    """Everything that must hold after a kill; `program_first`: nobody has looked at the file before the program."""
    if program_first:
        opens_by_program(ground.shop, deed.passwords or (ground.password,))
    deed.verify(ground, before, reported)
    is_sound(ground.shop, ground.password)
