"""Files that another program puts into a folder: which are ready, how they come in, where they go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from openpyxl import load_workbook

from crm_desktop import language
from crm_desktop.errors import Cancelled, DiskFull, FileLocked
from crm_desktop.exchange.importing.importer import import_file
from crm_desktop.exchange.importing.report import Watch
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.watched import arrivals, arrived_files
from crm_desktop.exchange.watched.arrivals import Arrival, Wait, take
from crm_desktop.exchange.watched.arrived_files import State, files_in, put_away, reason_beside
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.store.shop import Shop

SURE = "姓名,手机\n单晓丽,13800138000\n曾国强,13911112222\n"
UNSURE = "姓名,手机,性别\n单晓丽,13800138000,1\n曾国强,13911112222,2\n"
"""Whether 1 is a man must be asked once."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "till"
    path.mkdir()
    return path


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def must(arrival: Arrival | None) -> Arrival:
    assert arrival is not None
    return arrival


def test_only_lists_are_taken(folder: Path) -> None:
    for name in ("a.csv", "b.XLSX", "noending", "名单.txt"):
        put(folder, name, "x")
    for name in (
        ".a.csv",
        "~$b.xlsx",
        "$c.csv",
        "d.csv.part",
        "e.crdownload",
        "f.tmp",
        "shop.crm",
        "shop.crm-wal",
        "g.jpg",
    ):
        put(folder, name, "x")
    (folder / "sub.csv").mkdir()
    (folder / "link.csv").symlink_to(folder / "a.csv")
    found = files_in(folder)
    assert set(found) == {"a.csv", "b.XLSX", "noending", "名单.txt"}
    about = (folder / "a.csv").stat()
    assert found["a.csv"] == (about.st_size, about.st_mtime_ns)


def test_a_file_that_goes_while_it_is_looked_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "a.csv", "x")

    def gone(self: Path) -> os.stat_result:
        raise FileNotFoundError

    monkeypatch.setattr(arrived_files.Path, "lstat", gone)
    assert files_in(folder) == {}


def test_a_folder_that_is_gone(folder: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        files_in(folder / "gone")


def test_a_sure_file_comes_in_and_is_put_away(shop: Shop, services: Services, folder: Path) -> None:
    arrival = must(take(shop, put(folder, "till.csv", SURE)))
    assert (arrival.state, arrival.kind, arrival.name) == (State.IMPORTED, Kind.CUSTOMERS, "till.csv")
    assert arrival.counts is not None
    assert arrival.counts.added == services.customers.count() == 2
    assert arrival.moved == folder / "Imported" / "till.csv"
    assert arrival.change is not None
    assert services.history.undo(arrival.change).reversed
    assert below(folder) == ["Imported/till.csv"]


def test_nothing_is_overwritten_where_it_goes(shop: Shop, folder: Path) -> None:
    for _ in range(3):
        must(take(shop, put(folder, "till.csv", SURE)))
    assert below(folder) == ["Imported/till (2).csv", "Imported/till (3).csv", "Imported/till.csv"]


def test_the_subfolders_speak_chinese(shop: Shop, folder: Path) -> None:
    language.set_language("zh_CN")
    must(take(shop, put(folder, "till.csv", SURE)))
    must(take(shop, put(folder, "bad.xlsx", "PK\3\4 no workbook")))
    assert below(folder)[0].startswith("已导入/")
    assert {name.split("/")[0] for name in below(folder)} == {"已导入", "未导入"}


def test_an_unsure_file_waits_until_it_was_said_once(
    shop: Shop, services: Services, folder: Path, tmp_path: Path
) -> None:
    path = put(folder, "till.csv", UNSURE)
    arrival = must(take(shop, path))
    assert (arrival.state, arrival.wait, arrival.kind) == (State.WAITING, Wait.MAPPING, Kind.CUSTOMERS)
    assert below(folder) == ["till.csv"]
    assert services.customers.count() == 0
    import_file(shop, "customers", path, mapping={"性别": "gender"})
    assert must(take(shop, path)).state is State.IMPORTED
    following = put(folder, "next.csv", UNSURE.replace("单晓丽", "王芳").replace("13800138000", "13722223333"))
    assert must(take(shop, following)).state is State.IMPORTED
    assert services.customers.count() == 3


def test_rejected_rows_lie_beside_the_file(shop: Shop, folder: Path) -> None:
    text = "日期,金额,顾客姓名,手机\n2026-11-01,12,王芳,13800138000\nnever,xx,王芳,13800138000\n"
    arrival = must(take(shop, put(folder, "sales.csv", text)))
    assert arrival.state is State.IMPORTED, arrival
    assert arrival.counts is not None
    assert arrival.counts.rejected == 1
    assert arrival.aside == folder / "Imported" / "sales rejected.xlsx"
    assert load_workbook(arrival.aside).active.max_row == 2


def test_a_file_of_which_no_row_came_in_is_refused(shop: Shop, folder: Path) -> None:
    arrival = must(take(shop, put(folder, "sales.csv", "日期,金额,顾客姓名,手机\nnever,xx,王芳,13800138000\n")))
    assert (arrival.state, arrival.change) == (State.REFUSED, None)
    assert arrival.moved == folder / "Not imported" / "sales.csv"
    assert arrival.aside == folder / "Not imported" / "sales rejected.xlsx"
    assert "None of its rows" in reason_beside(arrival.moved)


def test_what_cannot_be_read_is_put_aside_with_the_reason(shop: Shop, folder: Path) -> None:
    for expected in ("empty.csv", "empty (2).csv"):
        arrival = must(take(shop, put(folder, "empty.csv", "")))
        assert arrival.state is State.REFUSED
        assert arrival.moved == folder / "Not imported" / expected
        assert reason_beside(arrival.moved) == str(arrival.reason)
    assert below(folder) == sorted(
        f"Not imported/{name}" for name in ("empty.csv", "empty.csv.txt", "empty (2).csv", "empty (2).csv.txt")
    )
    assert reason_beside(folder / "gone.csv") == ""


def test_a_file_that_vanishes_is_nothing(shop: Shop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert take(shop, folder / "gone.csv") is None
    path = put(folder, "till.csv", SURE)
    real = arrivals.open_book

    def vanishing(path: Path) -> object:
        path.unlink()
        return real(path)

    monkeypatch.setattr(arrivals, "open_book", vanishing)
    assert take(shop, path) is None


def test_a_file_that_may_not_be_read_is_tried_again(shop: Shop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> str:
        raise PermissionError

    monkeypatch.setattr(arrivals, "_digest", refuse)
    arrival = must(take(shop, put(folder, "till.csv", SURE)))
    assert arrival.state is State.FAILED
    assert "may not be read just now" in str(arrival.reason)


def test_a_workbook_with_a_password_waits(shop: Shop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(path: Path) -> object:
        raise FileLocked(Sentence("It needs a password."))

    monkeypatch.setattr(arrivals, "open_book", locked)
    arrival = must(take(shop, put(folder, "till.xlsx", "x")))
    assert (arrival.state, arrival.wait) == (State.WAITING, Wait.PASSWORD)


def test_a_stopped_import_waits(shop: Shop, services: Services, folder: Path) -> None:
    arrival = must(take(shop, put(folder, "till.csv", SURE), Watch(cancelled=lambda: True)))
    assert (arrival.state, arrival.wait) == (State.WAITING, Wait.STOPPED)
    assert services.customers.count() == 0


def test_where_no_backup_can_be_made_the_file_stays(shop: Shop, services: Services, folder: Path) -> None:
    def full(why: str, **rest: object) -> None:
        raise DiskFull(Sentence("There is no room."))

    shop.safeguard = full
    arrival = must(take(shop, put(folder, "till.csv", SURE)))
    assert (arrival.state, str(arrival.reason)) == (State.FAILED, "There is no room.")
    assert below(folder) == ["till.csv"]
    assert services.customers.count() == 0


def test_stopped_while_the_backup_is_made(shop: Shop, folder: Path) -> None:
    def stopped(why: str, **rest: object) -> None:
        raise Cancelled(Sentence("Stopped. Nothing was changed."))

    shop.safeguard = stopped
    assert must(take(shop, put(folder, "till.csv", SURE))).wait is Wait.STOPPED


def test_what_cannot_be_moved_is_not_brought_in_twice(
    shop: Shop, services: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(folder, "till.csv", SURE)

    def held(self: Path, target: Path) -> Path:
        raise PermissionError

    with monkeypatch.context() as open_elsewhere:
        open_elsewhere.setattr(arrived_files.Path, "rename", held)
        first = must(take(shop, path))
        assert (first.state, first.moved) == (State.IMPORTED, None)
        assert put_away(path, State.IMPORTED) is None
        refused = must(take(shop, put(folder, "empty.csv", "")))
        assert (refused.state, refused.moved) == (State.REFUSED, None)
    shop.undo(1, Sentence("Undone"))
    again = must(take(shop, path, known={first.digest: State.IMPORTED}))
    assert (again.state, again.counts, again.moved) == (State.IMPORTED, None, folder / "Imported" / "till.csv")
    assert services.customers.count() == 0


def test_where_no_subfolder_can_be_made_the_rejected_rows_stay_in_the_file(shop: Shop, folder: Path) -> None:
    put(folder, "Imported", "a file in the way")
    text = "日期,金额,顾客姓名,手机\n2026-11-01,12,王芳,13800138000\nnever,xx,王芳,13800138000\n"
    arrival = must(take(shop, put(folder, "sales.csv", text)))
    assert (arrival.state, arrival.aside, arrival.moved) == (State.IMPORTED, None, None)


def test_a_reason_that_cannot_be_written_is_told_all_the_same(
    shop: Shop, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrived_files, "_reason_file", lambda moved: moved.parent / "no such folder" / "x.txt")
    arrival = must(take(shop, put(folder, "empty.csv", "")))
    assert arrival.moved is not None
    assert arrival.reason is not None
    assert reason_beside(arrival.moved) == ""
