"""Each plain field of a customer goes all the way: kept, undone, found, sorted, handed over, brought in again.

The first test says what a new field still lacks, by file; the others run it through.
"""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlcipher3 import dbapi2

from crm_desktop import language
from crm_desktop.cli import main
from crm_desktop.domain.fields import normalise_header
from crm_desktop.domain.plain_fields import PLAIN_FIELDS, PLAIN_KEYS, PlainField
from crm_desktop.store import migrations, models, search_index

if TYPE_CHECKING:
    from crm_desktop.services import Services

VALUE = "Ab 12 花生、虾"
each = pytest.mark.parametrize("field", PLAIN_FIELDS, ids=PLAIN_KEYS)


def migrated_columns() -> set[str]:
    """The columns of the customer's table, as the migrations build it."""
    connection = dbapi2.connect(":memory:", isolation_level=None)
    migrations.migrate(connection.execute)
    return {row[1] for row in connection.execute("PRAGMA table_info(customer)")}


def forgotten(field: PlainField) -> list[str]:
    """What a field lacks, by file, in the order in which it is best mended."""
    key, missing = field.key, []
    if not hasattr(models.Customer, key):
        missing.append(f"store/models.py: Customer has no column {key}")
    if key not in migrated_columns():
        missing.append(f"store/migrations/: none of them adds customer.{key}")
    if not missing:  # without its column the services cannot even be imported
        from crm_desktop.services.customer_records import PlainTexts

        if key not in PlainTexts.__dataclass_fields__:
            missing.append(f"services/customer_records.py: PlainTexts has no {key}")
    from crm_desktop.exchange.people.directory import Person

    if key not in Person._fields:
        missing.append(f"exchange/people/directory.py: Person has no {key}")
    spoken = language.load_catalogue("zh_CN").get(field.label.text)
    if spoken is None:
        missing.append(f"resources/translations/zh_CN.ts: {field.label.text!r} is not translated (make translations)")
    headers = set(map(normalise_header, field.headers.split(";")))
    for label in (field.label.text, *(spoken or ())):
        if normalise_header(label) not in headers:
            missing.append(f"domain/plain_fields.py: {label!r}, our own heading, is none of the headers of {key}")
    return missing


@each
def test_nothing_is_forgotten(field: PlainField) -> None:
    missing = forgotten(field)
    assert not missing, "\n".join(["forgotten:", *missing])


def test_what_is_forgotten_is_named() -> None:
    new = PlainField("no_such", language.Sentence("No such field"), "")
    files = [line.split(":")[0] for line in forgotten(new)]
    assert files == [
        "store/models.py",
        "store/migrations/",
        "exchange/people/directory.py",
        "resources/translations/zh_CN.ts",
        "domain/plain_fields.py",
    ]


@each
def test_it_is_kept_changed_undone_and_found(field: PlainField, services: Services) -> None:
    from crm_desktop.services.customer_records import CustomerDraft
    from crm_desktop.services.sorting import Sort

    typed: dict[str, Any] = {field.key: f" {VALUE} "}
    customers = services.customers
    first = customers.add(CustomerDraft(name="王芳", **typed)).new_id
    second = customers.add(CustomerDraft(name="安妮")).new_id
    assert first is not None
    assert second is not None
    assert getattr(customers.get(first), field.key) == VALUE
    assert customers.get(first).as_json()[field.key] == VALUE
    assert customers.ids(sort=Sort(field.key)) == [first, second], "those without a value come last"
    found = [hit.id for hit in customers.search("花生", 5).hits]
    assert found == ([first] if field.is_searched else [])
    change = customers.set_field(first, field.key, "other")
    assert getattr(customers.get(first), field.key) == "other"
    assert not customers.search("花生", 5).hits
    services.history.undo(change.id)
    assert getattr(customers.get(first), field.key) == VALUE
    assert bool(customers.search("花生", 5).hits) is field.is_searched
    assert search_index.check(services.shop.run) == []


def run(data_dir: Path, *arguments: str) -> Any:
    """What a command answers."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out):
        status = main([*arguments, "--data-dir", str(data_dir), "--json", "--lang", "zh_CN"])
    assert status == 0, arguments
    out.seek(0)
    return json.load(out)


@pytest.fixture
def sheet(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A sheet with a column for the field, by its first heading."""
    path = tmp_path / "sheet.csv"
    heading = request.getfixturevalue("field").headers.split(";")[0]
    path.write_text(f"姓名,电话,{heading}\n王芳,13911112222,{VALUE}\n李伟,13911113333,\n", encoding="utf-8")
    return path


@each
@pytest.mark.parametrize("file", ["out.csv", "out.xlsx", "out.json", "out.vcf", "shop.xlsx", "shop.json"])
def test_it_is_brought_in_and_handed_over(field: PlainField, file: str, sheet: Path, tmp_path: Path) -> None:
    kind = "shop" if file.startswith("shop") else "customers"
    one, other, out = (str(tmp_path / name) for name in ("one.crm", "other.crm", file))
    for shop in (one, other):
        run(tmp_path, "new", shop)
    answer = run(tmp_path, "import", "customers", str(sheet), "--shop", one)
    assert answer["mapping"][field.headers.split(";")[0]] == field.key
    assert run(tmp_path, "import", "customers", str(sheet), "--shop", one)["unchanged"] == 2
    run(tmp_path, "export", kind, out, "--shop", one)
    run(tmp_path, "import", kind, out, "--shop", other)
    found = run(tmp_path, "find", "", "--shop", other)["customers"]
    assert {person["name"]: person[field.key] for person in found} == {"王芳": VALUE, "李伟": ""}


@each
def test_an_import_replaces_it_and_blanks_erase_nothing(field: PlainField, sheet: Path, tmp_path: Path) -> None:
    shop = str(tmp_path / "one.crm")
    run(tmp_path, "new", shop)
    run(tmp_path, "import", "customers", str(sheet), "--shop", shop)
    heading = field.headers.split(";")[0]
    sheet.write_text(f"姓名,电话,{heading}\n王芳,13911112222,\n李伟,13911113333,新\n", encoding="utf-8")
    run(tmp_path, "import", "customers", str(sheet), "--shop", shop)
    found = run(tmp_path, "find", "", "--shop", shop)["customers"]
    assert {person["name"]: person[field.key] for person in found} == {"王芳": VALUE, "李伟": "新"}


@each
def test_a_whole_shop_handed_over_before_there_was_such_a_field_comes_in(
    field: PlainField, sheet: Path, tmp_path: Path
) -> None:
    one, other, out = (str(tmp_path / name) for name in ("one.crm", "other.crm", "shop.json"))
    for shop in (one, other):
        run(tmp_path, "new", shop)
    run(tmp_path, "import", "customers", str(sheet), "--shop", one)
    run(tmp_path, "export", "shop", out, "--shop", one)
    whole = json.loads(Path(out).read_text("utf-8"))
    for line in whole["tables"]["customer"]:
        del line[field.key]
    Path(out).write_text(json.dumps(whole), "utf-8")
    run(tmp_path, "import", "shop", out, "--shop", other)
    found = run(tmp_path, "find", "", "--shop", other)["customers"]
    assert {person["name"]: person[field.key] for person in found} == {"王芳": "", "李伟": ""}
