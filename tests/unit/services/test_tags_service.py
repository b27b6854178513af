"""Tags: counted, renamed, deleted, and all of it undone."""

from __future__ import annotations

import pytest

from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.services.customer_filter import CustomerFilter
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.tags import TagRow, tag_ids


@pytest.fixture
def tagged(services: Services) -> Services:
    for name, tags in (("甲", ("VIP", "新")), ("乙", ("VIP",)), ("丙", ())):
        services.customers.add(CustomerDraft(name=name, tags=tags))
    return services


def all_tags(services: Services) -> list[tuple[str, int]]:
    return [(row.name, row.count) for row in services.tags.all()]


def test_every_tag_the_most_used_first(tagged: Services) -> None:
    assert tagged.tags.all() == [TagRow(1, "VIP", 2), TagRow(2, "新", 1)]
    tagged.customers.set_field(1, "tags", "")
    assert all_tags(tagged) == [("VIP", 1), ("新", 0)], "a tag that nobody carries is still offered"


def test_a_renamed_tag_is_found_by_its_new_name(tagged: Services) -> None:
    change = tagged.tags.rename(1, " 贵宾 ")
    assert str(change.title) == "Renamed the tag “VIP” to “贵宾”"
    assert tagged.customers.get(1).tags == ("贵宾", "新")
    assert tagged.customers.find("贵宾")[0] == 2
    assert tagged.customers.find("vip")[0] == 0
    assert tagged.customers.ids(CustomerFilter(tags=("贵宾",))) == [1, 2]
    tagged.history.undo()
    assert tagged.customers.find("vip")[0] == 2
    assert tagged.tags.rename(1, "VIP").id is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "A tag has 1 to 40 characters."),
        (" ", "A tag has 1 to 40 characters."),
        ("签" * 41, "A tag has 1 to 40 characters."),
        ("新", "There is a tag “新” already."),
    ],
)
def test_a_name_that_cannot_be(tagged: Services, name: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        tagged.tags.rename(1, name)
    assert all_tags(tagged) == [("VIP", 2), ("新", 1)]


def test_a_deleted_tag_is_taken_from_everyone_and_comes_back_by_undo(tagged: Services) -> None:
    change = tagged.tags.delete(1)
    assert str(change.title) == "Deleted the tag “VIP”"
    assert [c.tags for c in tagged.customers.get_many([1, 2])] == [("新",), ()]
    tagged.history.undo()
    assert [c.tags for c in tagged.customers.get_many([1, 2])] == [("VIP", "新"), ("VIP",)]


def test_a_tag_that_is_gone(tagged: Services) -> None:
    for action in (lambda: tagged.tags.delete(9), lambda: tagged.tags.rename(9, "x")):
        with pytest.raises(NotFound, match="This tag is no longer there"):
            action()


def test_ids_of_tags_new_ones_made_once(tagged: Services) -> None:
    with tagged.shop.change(Sentence("Tags")):
        assert tag_ids(["VIP", "甲级", "甲级"]) == {"VIP": 1, "甲级": 3}
    assert all_tags(tagged) == [("VIP", 2), ("新", 1), ("甲级", 0)]
