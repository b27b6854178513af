"""Every kind of file through the import page: it brings in what the command line brings in."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from crm_desktop.cli import main
from tests.ui.import_samples import lock, make_samples
from tests.ui.importing import counts, done, opened, settled

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context

SAMPLES = (
    *("gb.csv", "utf16.txt", "bom.csv", "messy.xlsx", "libre.ods", "web.xls", "android.vcf", "iphone.vcf"),
    *("orders.csv", "orders.xlsx", "products.csv", "follow-ups.csv"),
)
_KINDS = {"orders.csv": "purchases", "orders.xlsx": "purchases", "products.csv": "products"}
_NUMBERS = ("read", "added", "updated", "unchanged", "skipped", "rejected")


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make_samples(tmp_path_factory.mktemp("samples"))


def kind_of(name: str) -> str:
    return "followups" if name == "follow-ups.csv" else _KINDS.get(name, "customers")


@pytest.fixture(scope="module")
def answers(samples: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the command line answers about each file, brought into an empty shop."""
    found = {}
    for name in SAMPLES:
        folder = tmp_path_factory.mktemp("shop")
        where = ["--shop", str(folder / "shop.crm"), "--data-dir", str(folder), "--lang", "en"]
        main(["new", str(folder / "shop.crm"), *where[2:]])
        said = io.StringIO()
        with redirect_stdout(said):
            main(["import", kind_of(name), str(samples[name]), *where, "--json"])
        found[name] = json.loads(said.getvalue())
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_comes_in_as_by_the_command_line(
    name: str, samples: dict[str, Path], answers: dict[str, dict[str, Any]], context: Context, qtbot: Any
) -> None:
    answer, kind = answers[name], kind_of(name)
    dialog = opened(context, samples[name], qtbot)
    assert dialog.prepared is not None
    assert dialog.prepared.table.kind.value == kind
    shown = dialog.prepared.report.as_json()
    for key in (*_NUMBERS, "mapping", "header_row", "sheet", "warnings", "rejects"):
        assert shown[key] == answer[key], key
    assert counts(dialog)["all"] == answer["read"]
    dialog.write()
    done(dialog, qtbot)
    result = dialog.file.result
    assert result is not None
    assert {key: result.report.as_json()[key] for key in _NUMBERS} == {key: answer[key] for key in _NUMBERS}
    again = opened(context, samples[name], qtbot)
    assert again.prepared is not None
    assert again.prepared.remembered
    assert again.prepared.report.counts.added == 0, "the same file adds nothing"


def test_a_locked_workbook_asks_for_its_password_on_the_page(
    samples: dict[str, Path], context: Context, qtbot: Any
) -> None:
    dialog = opened(context, lock(samples["messy.xlsx"], "tea 茶"), qtbot)
    password = dialog.parts.password
    assert password.isVisible()
    assert "locked messy.xlsx" in password.label.text()
    assert not dialog.parts.import_button.isEnabled()
    first = password.label.text()
    password.edit.setText("wrong")
    password.button.click()
    settled(dialog, qtbot)
    assert password.isVisible()
    assert password.label.text() != first, "it says that it was the wrong one"
    password.edit.setText("tea 茶")
    password.button.click()
    settled(dialog, qtbot)
    assert not password.isVisible()
    assert counts(dialog)["reject"] == 1
    dialog.write()
    done(dialog, qtbot)
    assert context.services.customers.count() == 5
