"""The shop's own fields: defined, renamed, ordered, deleted with what was entered in them."""

from __future__ import annotations

import pytest

from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.services import Services
from crm_desktop.services.custom_fields import CustomFieldRow
from crm_desktop.services.customer_records import CustomerDraft


def add(services: Services, name: str, kind: CustomFieldKind = CustomFieldKind.TEXT, *choices: str) -> int:
    change = services.custom_fields.add(name, kind, choices)
    assert change.new_id is not None
    return change.new_id


def names(services: Services) -> list[str]:
    return [row.name for row in services.custom_fields.all()]


def test_fields_of_every_kind_in_the_order_they_were_made(services: Services) -> None:
    for kind in CustomFieldKind:
        add(services, f" {kind.value} ", kind, *((" 干 ", "油", "干", "") if kind is CustomFieldKind.CHOICE else ()))
    assert names(services) == [kind.value for kind in CustomFieldKind]
    assert services.custom_fields.get(4) == CustomFieldRow(4, "choice", CustomFieldKind.CHOICE, ("干", "油"))
    assert str(services.history.next_undo().title) == "Added the field “yes_no”"


@pytest.mark.parametrize(
    ("name", "kind", "choices", "field"),
    [
        ("", CustomFieldKind.TEXT, (), "name"),
        ("  ", CustomFieldKind.TEXT, (), "name"),
        ("名" * 41, CustomFieldKind.TEXT, (), "name"),
        ("皮肤", CustomFieldKind.NUMBER, (), "name"),
        ("新", CustomFieldKind.CHOICE, (), "choices"),
        ("新", CustomFieldKind.CHOICE, (" ", ""), "choices"),
    ],
)
def test_a_field_that_cannot_be(
    services: Services, name: str, kind: CustomFieldKind, choices: tuple[str, ...], field: str
) -> None:
    add(services, "皮肤")
    with pytest.raises(InvalidInput) as refusal:
        services.custom_fields.add(name, kind, choices)
    assert list(refusal.value.fields) == [field]
    assert names(services) == ["皮肤"]


def test_a_renamed_field_keeps_what_was_entered(services: Services) -> None:
    field = add(services, "皮肤", CustomFieldKind.CHOICE, "干", "油")
    services.customers.add(CustomerDraft(name="甲", custom={"皮肤": "油"}))
    change = services.custom_fields.edit(field, "肤质", ("干", "油", "混合"))
    assert str(change.title) == "Changed the field “皮肤”"
    assert services.customers.get(1).custom == {"肤质": "油"}
    services.customers.set_field(1, "custom:肤质", "混合")
    assert services.custom_fields.edit(field, "肤质", ("干", "油", "混合")).id is None
    with pytest.raises(InvalidInput):
        services.custom_fields.edit(field, "肤质")
    add(services, "身高", CustomFieldKind.NUMBER)
    with pytest.raises(InvalidInput, match="There is a field “身高” already"):
        services.custom_fields.edit(field, "身高", ("干",))


def test_a_choice_taken_away_stays_with_those_who_have_it(services: Services) -> None:
    field = add(services, "皮肤", CustomFieldKind.CHOICE, "干", "油")
    services.customers.add(CustomerDraft(name="甲", custom={"皮肤": "油"}))
    services.custom_fields.edit(field, "皮肤", ("干",))
    services.customers.set_field(1, "note", "改")
    assert services.customers.get(1).custom == {"皮肤": "油"}
    with pytest.raises(InvalidInput):
        services.customers.add(CustomerDraft(name="乙", custom={"皮肤": "油"}))


def test_fields_are_moved(services: Services) -> None:
    ids = [add(services, name) for name in "甲乙丙"]
    assert str(services.custom_fields.move(ids[2], 0).title) == "Moved the field “丙”"
    assert names(services) == ["丙", "甲", "乙"]
    services.custom_fields.move(ids[2], 1)
    assert names(services) == ["甲", "丙", "乙"]
    services.custom_fields.move(ids[0], 99)
    assert names(services) == ["丙", "乙", "甲"]
    services.custom_fields.move(ids[0], -5)
    assert names(services) == ["甲", "丙", "乙"]
    assert services.custom_fields.move(ids[0], 0).id is None
    add(services, "丁")
    assert names(services)[-1] == "丁"
    services.customers.add(CustomerDraft(name="x", custom={"丁": "4", "甲": "1", "乙": "3"}))
    assert list(services.customers.get(1).custom) == ["甲", "乙", "丁"], "values come in the fields' order"


def test_a_deleted_field_takes_its_values_along_and_undo_brings_both_back(services: Services) -> None:
    field = add(services, "皮肤")
    services.customers.add(CustomerDraft(name="甲", custom={"皮肤": "油"}))
    assert str(services.custom_fields.delete(field).title) == "Deleted the field “皮肤”"
    assert services.customers.get(1).custom == {}
    assert services.customers.find("油")[0] == 0
    services.history.undo()
    assert services.customers.get(1).custom == {"皮肤": "油"}
    assert services.customers.find("油")[0] == 1


def test_a_field_that_is_gone(services: Services) -> None:
    for action in (
        lambda: services.custom_fields.get(9),
        lambda: services.custom_fields.edit(9, "x"),
        lambda: services.custom_fields.move(9, 0),
        lambda: services.custom_fields.delete(9),
    ):
        with pytest.raises(NotFound, match="This field is no longer there"):
            action()
    assert services.history.changes() == []
