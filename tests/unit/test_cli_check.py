"""The command that looks at everything in a shop's file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crm_desktop.cli import main


def test_a_whole_shop(shop_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = shop_path.read_bytes()
    assert main(["check", "--shop", str(shop_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "problems": []}
    assert main(["check", "--shop", str(shop_path), "--lang", "en"]) == 0
    assert capsys.readouterr().out == "“shop.crm” is whole.\n"
    assert shop_path.read_bytes() == before


def test_a_damaged_one_is_told_on_standard_output(shop_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray(shop_path.read_bytes())
    content[4096 * 3 + 4000] ^= 1
    shop_path.write_bytes(content)
    assert main(["check", "--shop", str(shop_path), "--json"]) == 4
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert "last closed" in told["problems"][0]
    assert main(["check", "--shop", str(shop_path)]) == 4
    assert capsys.readouterr().out.splitlines()[0]
    assert shop_path.read_bytes() == content


def test_what_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--shop", str(tmp_path / "x.crm"), "--json"]) == 4
    assert json.loads(capsys.readouterr().err)["error"]["code"] == "shop-missing"
