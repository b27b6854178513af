"""The command line writing paper: lists, labels and one customer's sheet as .pdf, read back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from crm_desktop.cli import main
from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.language import tr
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store.shop import Shop

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


@pytest.fixture
def filled(shop_path: Path, qapp: QApplication) -> Path:
    """A shop of three, one of them with neither address nor birthday."""
    from crm_desktop.services import Services

    shop = Shop.open(shop_path)
    services = Services(shop)
    services.settings.change(shop_name="桂香茶铺")
    people = (
        ("单晓丽", "上海市浦东新区长乐路1号", Birthday(Calendar.LUNAR, 1988, 8, 15)),
        ("曾国强", "杭州市西湖区龙井路2号", Birthday(Calendar.SOLAR, 1990, 12, 1)),
        ("王五", "", None),
    )
    for name, address, birthday in people:
        services.customers.add(CustomerDraft(name=name, address=address, birthday=birthday, phones=("13800138000",)))
    shop.close()
    return shop_path


def run(capsys: pytest.CaptureFixture[str], shop: Path, *words: object) -> Any:
    status = main(["--shop", str(shop), "--json", *map(str, words)])
    out, err = capsys.readouterr()
    return json.loads(out) if status == 0 else json.loads(err)["error"]["message"]


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def test_lists(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.pdf"
    assert run(capsys, filled, "export", "customers", path) == {"file": str(path), "rows": 3}
    assert "单晓丽" in text_of(path)
    assert run(capsys, filled, "export", "customers", path, "--find", "国强", "--columns", "name,address")["rows"] == 1
    assert "龙井路2号" in text_of(path)
    assert "13800138000" not in text_of(path).replace(" ", "")
    assert run(capsys, filled, "export", "birthdays", path)["rows"] >= 2
    assert "Remark" in text_of(path)
    assert run(capsys, filled, "export", "birthdays", path, "--find", "单")["rows"] >= 1
    assert "曾国强" not in text_of(path)
    assert run(capsys, filled, "export", "birthdays", path, "--columns", "name,why")["rows"] >= 2
    assert "Remark" not in text_of(path)
    assert run(capsys, filled, "export", "purchases", path)["rows"] == 0
    assert "There is nothing in this list." in text_of(path)


def test_labels(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "labels.pdf"
    words = ("export", "customers", path, "--layout", "labels", "--labels", "2x7", "--first-label", "14")
    assert run(capsys, filled, *words) == {"file": str(path), "rows": 2, "left_out": 1}
    assert [("单晓丽" in page.extract_text()) for page in PdfReader(path).pages] == [True, False]
    assert main(["--shop", str(filled), *map(str, words)]) == 0
    left_out = tr("%n customer(s) without an address left out", n=1)
    assert capsys.readouterr().out.splitlines() == [tr("Wrote %n label(s) to %1", path, n=2), left_out]
    assert main(["--shop", str(filled), *map(str, words), "--find", "单晓丽"]) == 0
    assert capsys.readouterr().out.splitlines() == [tr("Wrote %n label(s) to %1", path, n=1)]


def test_one_customer(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "one.pdf"
    assert run(capsys, filled, "show", 1, "--pdf", path)["name"] == "单晓丽"
    assert "长乐路1号" in text_of(path)
    assert "no longer there" in run(capsys, filled, "show", 99, "--pdf", tmp_path / "none.pdf")
    assert not (tmp_path / "none.pdf").exists()


def test_without_a_display_in_a_process_of_its_own(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden} | {"LC_ALL": "C"}
    words = ["--shop", str(filled), "--lang", "zh_CN", "--json", "export", "customers", str(path)]
    done = subprocess.run(
        [sys.executable, "-m", "crm_desktop", *words], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "上海市浦东新区长乐路1号" in text_of(path).replace("\n", "")
