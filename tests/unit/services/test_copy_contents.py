"""A copy that is looked into: who is in it, what became of them in the shop, and back with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from crm_desktop.services import Services
from crm_desktop.services.copy_contents import CopiedCustomer, CopyContents, lines
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
from crm_desktop.store.backup import copy_shop
from crm_desktop.store.shop import Shop
from tests.fakes import FakeClock


@pytest.fixture
def contents(shop: Shop, services: Services, clock: FakeClock, tmp_path: Path) -> Iterator[CopyContents]:
    """Of 王芳, 单晓丽 and 赵六; since the copy was made 王芳 has moved and 赵六 was deleted."""
    for name, phone in (("王芳", "13800138000"), ("单晓丽", "13911112222"), ("赵六", "13700000000")):
        services.customers.add(CustomerDraft(name=name, phones=(phone,)))
    bought = PurchaseDraft(2, datetime(2026, 11, 20, 10), (LineDraft(None, "茶", 1000, 990),))
    services.purchases.record(bought)
    copy = tmp_path / "copy.crm"
    copy_shop(shop, copy)
    clock.advance(hours=1)
    services.customers.set_field(1, "address", "西湖区")
    services.customers.delete([3])
    found = CopyContents.open(shop, copy)
    yield found
    found.close()


def names(contents: CopyContents, text: str = "", *, only_missing: bool = False) -> list[str]:
    return [each.name for each in contents.people(contents.find(text, only_missing=only_missing))]


def test_everybody_by_name(contents: CopyContents) -> None:
    assert contents.count == 3
    assert names(contents) == ["单晓丽", "王芳", "赵六"]


def test_what_became_of_each(contents: CopyContents, clock: FakeClock) -> None:
    shan, wang, zhao = contents.people([2, 1, 3])
    last = date(2026, 11, 20)
    assert shan == CopiedCustomer(
        2, "单晓丽", "+8613911112222", 1, 990, last, missing=False, changed=False, deleted=None
    )
    assert (wang.missing, wang.changed, wang.deleted, wang.last) == (False, True, None, None)
    assert (zhao.missing, zhao.changed) == (True, False)
    assert zhao.deleted is not None
    assert (zhao.deleted.at, str(zhao.deleted.what)) == (clock.now(), "Deleted customer 赵六")


def test_found_as_in_the_search_box(contents: CopyContents) -> None:
    assert names(contents, "sxl") == ["单晓丽"]
    assert names(contents, "138") == ["王芳"]
    assert names(contents, "无此人") == []


def test_only_those_whom_the_shop_has_not(contents: CopyContents) -> None:
    assert names(contents, only_missing=True) == ["赵六"]
    assert names(contents, "赵", only_missing=True) == ["赵六"]
    assert names(contents, "王", only_missing=True) == []


def test_the_changes_that_only_the_shop_has(contents: CopyContents, clock: FakeClock) -> None:
    assert lines(contents.comparison.only_copy) == []
    newest = lines(contents.comparison.only_shop)
    assert [each.at for each in newest] == [clock.now()] * 2
    assert str(newest[0].what) == "Deleted customer 赵六"


def test_who_was_deleted_comes_back(contents: CopyContents, services: Services) -> None:
    assert contents.bring_back([3]).customers == 1
    assert services.customers.get(3).name == "赵六"
    assert contents.comparison.missing == {3}, "as it was when it was looked into"
    assert contents.compare_anew().missing == frozenset()


def test_what_opens_it(contents: CopyContents, tmp_path: Path) -> None:
    assert (contents.path, contents.key) == (tmp_path / "copy.crm", None)
