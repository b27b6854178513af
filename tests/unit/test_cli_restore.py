"""A copy put in the shop's place, and customers brought back out of one, by the command line."""

from __future__ import annotations

import getpass
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from crm_desktop import paths
from crm_desktop.cli import main
from crm_desktop.store.key import Key
from crm_desktop.store.rekey import rekey
from crm_desktop.store.shop import Shop

Run = Callable[..., Any]
SHEET = "姓名,手机\n单晓丽,13800138000\n曾国强,13911112222\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], data_dir: Path, shop_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("LC_ALL", "CRM_DESKTOP_SHOP", "CRM_DESKTOP_PASSWORD", "CRM_DESKTOP_FILE_PASSWORD"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: object, status: int = 0) -> Any:
        found = main(
            ["--data-dir", str(data_dir), "--shop", str(shop_path), "--json", "--lang", "en", *map(str, words)]
        )
        out, err = capsys.readouterr()
        assert found == status, err
        return json.loads(err)["error"]["code"] if status else json.loads(out)

    return run


@pytest.fixture
def copy(run: Run, tmp_path: Path) -> Path:
    """A copy of a shop of two customers, who are deleted in the shop since."""
    (tmp_path / "客户.csv").write_text(SHEET, encoding="utf-8")
    run("import", "customers", tmp_path / "客户.csv")
    run("backup", tmp_path / "copy.crm")
    run("undo")
    return tmp_path / "copy.crm"


def test_a_copy_in_the_shops_place(run: Run, copy: Path, shop_path: Path, data_dir: Path) -> None:
    assert run("find")["total"] == 0
    answer = run("restore", copy)
    kept = Path(answer["kept"])
    assert answer == {"file": str(copy), "shop": str(shop_path), "kept": str(kept), "customers": 2, "purchases": 0}
    assert run("find")["total"] == 2
    assert kept.parent == shop_path.parent
    assert any(path.name.endswith(" restore.crm") for path in paths.backups(data_dir).iterdir())


def test_in_words(run: Run, copy: Path, shop_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--data-dir", str(data_dir), "--shop", str(shop_path), "--lang", "en", "restore", str(copy)]
    assert main([*words, "--customers", "1"]) == 0
    assert capsys.readouterr().out.startswith("Brought back customer 单晓丽 from the copy of ")
    assert main(words) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("Put the copy in the shop's place: 2 customer")
    assert second.startswith("The old file is kept: ")
    shop_path.unlink()
    assert main(words) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_single_customers(run: Run, copy: Path) -> None:
    answer = run("restore", copy, "--customers", "2, 1")
    assert (answer["customers"], answer["purchases"], answer["kept"]) == (2, 0, None)
    assert run("find")["total"] == 2
    assert run("restore", copy, "--customers", "2", status=5) == "not-found"
    assert run("undo")["change"] == answer["change"]
    assert run("find")["total"] == 0
    for words in ("", "a", "1,,2", "9" * 16):
        assert run("restore", copy, "--customers", words, status=2) == "usage"


def test_what_cannot_be_restored(run: Run, copy: Path, shop_path: Path, tmp_path: Path) -> None:
    assert run("restore", status=2) == "usage"
    assert run("restore", tmp_path / "gone.crm", status=4) == "shop-missing"
    assert run("restore", shop_path, status=4) == "not-a-shop"
    Shop.create(tmp_path / "other.crm").close()
    assert run("restore", tmp_path / "other.crm", status=5) == "other-shop"
    assert run("restore", tmp_path / "other.crm", "--force")["customers"] == 0


def test_a_copy_of_another_password(run: Run, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rekey(copy, None, Key("old"))
    word = tmp_path / "word.txt"
    word.write_text("old\n", encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", None)
    assert run("restore", copy, status=4) == "wrong-password"
    assert run("restore", copy, "--file-password-file", word)["customers"] == 2
    monkeypatch.setenv("CRM_DESKTOP_FILE_PASSWORD", "old")
    assert run("restore", copy)["customers"] == 2
    monkeypatch.delenv("CRM_DESKTOP_FILE_PASSWORD")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(getpass, "getpass", lambda prompt: "old")
    assert run("restore", copy)["customers"] == 2


def test_a_shop_with_a_password_keeps_it(
    run: Run, copy: Path, shop_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rekey(shop_path, None, Key("secret"))
    monkeypatch.setenv("CRM_DESKTOP_PASSWORD", "secret")
    assert run("restore", copy)["customers"] == 2
    assert run("find")["total"] == 2
    monkeypatch.delenv("CRM_DESKTOP_PASSWORD")
    monkeypatch.setattr(sys, "stdin", None)
    assert run("find", status=4) == "wrong-password"


def test_a_damaged_shop_is_replaced(run: Run, copy: Path, shop_path: Path) -> None:
    raw = bytearray(shop_path.read_bytes())
    raw[4096:60_000] = bytes(60_000 - 4096)
    shop_path.write_bytes(raw)
    assert run("find", status=4) == "shop-damaged"
    kept = run("restore", copy)["kept"]
    assert Path(kept).read_bytes() == bytes(raw)
    assert run("find")["total"] == 2


def test_a_copy_of_the_first_schema(run: Run, tmp_path: Path, shop_path: Path) -> None:
    old = Path(__file__).parents[1] / "migrations" / "schema-1.0.crm"
    shutil.copy(old, tmp_path / "old.crm")
    assert run("restore", tmp_path / "old.crm", "--force")["customers"] > 0
