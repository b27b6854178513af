"""Where files live, and which shop was opened last."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from crm_desktop import paths


def test_resources_lie_beside_the_package() -> None:
    assert (paths.resources() / "translations" / "zh_CN.ts").is_file()


def test_an_installed_package_holds_its_resources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "site" / "crm_desktop" / "paths.py"))
    assert paths.resources() == tmp_path / "site" / "resources"
    (tmp_path / "site" / "crm_desktop" / "resources").mkdir(parents=True)
    assert paths.resources() == tmp_path / "site" / "crm_desktop" / "resources"


def test_a_packed_program_holds_its_resources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"


def test_the_users_folder_is_named_for_the_program() -> None:
    assert paths.APP_NAME in str(paths.default_data_dir())


def test_the_copies_and_the_demo_shop_lie_in_the_data_folder(tmp_path: Path) -> None:
    assert paths.backups(tmp_path) == tmp_path / "backups"
    assert paths.demo_shop(tmp_path) == tmp_path / "demo.crm"


def test_the_last_shop_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, shop = tmp_path / "new" / "data", tmp_path / "店 铺.crm"
    assert paths.last_shop(data) is None
    paths.remember_shop(data, shop)
    assert paths.last_shop(data) == shop
    monkeypatch.chdir(tmp_path)
    paths.remember_shop(data, Path("other.crm"))
    assert paths.last_shop(data) == tmp_path / "other.crm", "a whole path, wherever the program is started from"


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe\x00broken"])
def test_a_useless_note_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "last-shop.txt").write_bytes(content)
    assert paths.last_shop(tmp_path) is None


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x")
    paths.remember_shop(in_the_way, tmp_path / "shop.crm")
    assert paths.last_shop(in_the_way) is None
