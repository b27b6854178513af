"""Saved views of a tab."""

from __future__ import annotations

import pytest

from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.services import Services
from crm_desktop.services.views import SavedView


def test_views_are_saved_by_name_for_each_tab(services: Services) -> None:
    change = services.views.save("customers", " 老客户 ", {"filter": {"tags": ["老"]}, "columns": ["name"]})
    assert str(change.title) == "Saved the view “老客户”"
    services.views.save("purchases", "老客户", {})
    services.views.save("customers", "上海", {})
    assert services.views.all("customers") == [
        SavedView(1, "老客户", {"filter": {"tags": ["老"]}, "columns": ["name"]}),
        SavedView(3, "上海", {}),
    ]
    assert [view.id for view in services.views.all("purchases")] == [2]
    assert services.views.all("birthdays") == []


def test_a_view_saved_again_replaces_the_one_of_that_name(services: Services) -> None:
    services.views.save("customers", "老客户", {"sort": "name"})
    change = services.views.save("customers", "老客户", {"sort": "spent"})
    assert change.new_id is None
    assert services.views.all("customers") == [SavedView(1, "老客户", {"sort": "spent"})]
    assert services.views.save("customers", "老客户", {"sort": "spent"}).id is None
    services.history.undo()
    assert services.views.all("customers")[0].definition == {"sort": "name"}


def test_views_are_renamed_and_deleted(services: Services) -> None:
    services.views.save("customers", "甲", {})
    services.views.save("customers", "乙", {})
    services.views.save("purchases", "丙", {})
    assert str(services.views.rename(1, " 丙 ").title) == "Renamed the view “甲” to “丙”"
    with pytest.raises(InvalidInput, match="There is a view “乙” already"):
        services.views.rename(1, "乙")
    assert str(services.views.delete(1).title) == "Deleted the view “丙”"
    assert [view.name for view in services.views.all("customers")] == ["乙"]
    services.history.undo()
    services.history.undo()
    assert [view.name for view in services.views.all("customers")] == ["甲", "乙"]


@pytest.mark.parametrize("name", ["", " ", "名" * 41])
def test_a_view_has_a_name(services: Services, name: str) -> None:
    services.views.save("customers", "甲", {})
    for action in (lambda: services.views.save("customers", name, {}), lambda: services.views.rename(1, name)):
        with pytest.raises(InvalidInput, match="A view's name has 1 to 40 characters"):
            action()
    assert [view.name for view in services.views.all("customers")] == ["甲"]


def test_a_view_that_is_gone(services: Services) -> None:
    for action in (lambda: services.views.rename(9, "x"), lambda: services.views.delete(9)):
        with pytest.raises(NotFound, match="This view is no longer there"):
            action()
