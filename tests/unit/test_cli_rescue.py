"""What can be read of a damaged shop, by the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.cli import main
from crm_desktop.store.rescue.wreck import Wreck

PAGE = 4096
SHEET = "姓名,手机\n单晓丽,13800138000\n曾国强,13911112222\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], data_dir: Path, shop_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LC_ALL", "C")

    def run(*words: object) -> tuple[int, str, str]:
        status = main(["--data-dir", str(data_dir), "--shop", str(shop_path), "--lang", "en", *map(str, words)])
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def damaged(run: Run, shop_path: Path, tmp_path: Path) -> Path:
    """A shop of two customers; their page is gone, and with it those of the journal and all indexes of the phones."""
    (tmp_path / "客户.csv").write_text(SHEET, encoding="utf-8")
    assert run("import", "customers", tmp_path / "客户.csv")[0] == 0
    with Wreck(shop_path, None) as wreck:
        pages = [*wreck.tables["customer"].leaves, *wreck.tables["journal"].leaves, *wreck.tables["phone"].leaves]
        pages += [tree.root for tree in wreck._trees if tree.kind == "index" and tree.table == "phone"]
    data = bytearray(shop_path.read_bytes())
    for page in pages:
        data[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    shop_path.write_bytes(data)
    return shop_path


def test_in_json(run: Run, damaged: Path, tmp_path: Path) -> None:
    target, before = tmp_path / "new.crm", damaged.read_bytes()
    status, out, _ = run("--json", "rescue", target)
    answer: Any = json.loads(out)
    assert status == 0
    assert damaged.read_bytes() == before
    assert answer["file"] == str(target)
    tables = {each.pop("table"): each for each in answer["tables"]}
    assert tables["customer"] == {"read": 2, "doubtful": 2, "lost": 0}
    assert tables["phone"] == {"read": 0, "doubtful": 0, "lost": None}
    assert answer["doubtful_customers"] == [{"id": 1, "name": "单晓丽"}, {"id": 2, "name": "曾国强"}]
    assert answer["journal_kept"] is False


def test_in_words(run: Run, damaged: Path, tmp_path: Path) -> None:
    target = tmp_path / "new.crm"
    status, out, _ = run("rescue", target)
    assert status == 0
    assert out.replace("customer(s)", "customers").splitlines() == [
        f"Recovered into {target}",
        "Customers: read 2, in doubt 2, lost 0",
        "Phones: read 0, in doubt 0, lost not known",
        "The record of changes could not be read whole, and begins anew: what was done before the rescue cannot be "
        "undone in the new file.",
        "Have a look at 2 customers: something of theirs may be wrong or missing",
        "单晓丽",
        "曾国强",
    ]


def test_of_a_whole_shop_that_is_all(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "new.crm"
    (tmp_path / "客户.csv").write_text(SHEET, encoding="utf-8")
    run("import", "customers", tmp_path / "客户.csv")
    assert run("rescue", target)[1].splitlines() == [
        f"Recovered into {target}",
        "Customers: read 2, in doubt 0, lost 0",
        "Phones: read 2, in doubt 0, lost 0",
    ]


def test_under_the_shops_password(run: Run, shop_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "word").write_text("a password")
    shop_path.unlink()
    monkeypatch.setenv("CRM_DESKTOP_PASSWORD", "a password")
    assert run("new", shop_path)[0] == 0
    (tmp_path / "客户.csv").write_text(SHEET, encoding="utf-8")
    assert run("import", "customers", tmp_path / "客户.csv")[0] == 0
    assert run("rescue", tmp_path / "new.crm")[0] == 0
    monkeypatch.setenv("CRM_DESKTOP_PASSWORD", "another")
    assert run("rescue", tmp_path / "other.crm")[0] == 4
    assert run("--shop", tmp_path / "new.crm", "find")[0] == 4


def test_a_file_that_is_there_is_left_as_it_is(run: Run, shop_path: Path) -> None:
    status, _, err = run("rescue", shop_path)
    assert status == 5
    assert "exists already" in err
