"""Whose number it is that calls."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.caller import Caller, read_caller
from crm_desktop.errors import NotFound
from crm_desktop.services.callers import MOST
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft

if TYPE_CHECKING:
    from crm_desktop.services import Services

MOBILE = "+8613911112222"


def add(services: Services, name: str, *phones: str) -> int:
    made = services.customers.add(CustomerDraft(name=name, phones=phones)).new_id
    assert made is not None
    return made


def who(services: Services, link: str) -> tuple[str, list[str], bool]:
    known = services.callers.who(read_caller(link))
    return known.number, [customer.name for customer in known.customers], known.sure


@pytest.mark.parametrize(
    "link",
    ["tel:13911112222", "tel:+86-139-1111-2222", "tel:013911112222", "tel:008613911112222", "tel:8613911112222",
     "sip:13911112222@pbx"],
)  # fmt: skip
def test_however_the_number_is_said(services: Services, link: str) -> None:
    add(services, "单晓丽", "139 1111 2222")
    assert who(services, link) == (MOBILE, ["单晓丽"], True)


def test_behind_the_digit_for_an_outside_line(services: Services) -> None:
    add(services, "单晓丽", "139 1111 2222")
    assert who(services, "tel:913911112222") == ("913911112222", ["单晓丽"], True)
    assert who(services, "tel:9013911112222")[1:] == (["单晓丽"], True)
    assert who(services, "tel:+913911112222")[1] == []


def test_a_number_that_several_have(services: Services) -> None:
    add(services, "王芳", "010 8888 6666", "139 1111 2222")
    add(services, "李伟", "139 1111 2222")
    assert who(services, "tel:13911112222") == (MOBILE, ["李伟", "王芳"], True), "the main number of one of them"
    for number in range(MOST):
        add(services, f"同事{number}", "139 1111 2222")
    assert len(who(services, "tel:13911112222")[1]) == MOST


def test_an_extension(services: Services) -> None:
    add(services, "前台", "010 8888 6666")
    add(services, "王芳", "010 8888 6666 转 801")
    add(services, "李伟", "010 8888 6666 转 802")
    assert who(services, "tel:01088886666;ext=801")[1:] == (["王芳"], True)
    assert who(services, "tel:01088886666")[1:] == (["前台", "王芳", "李伟"], True)
    assert who(services, "tel:01088886666;ext=9")[1:] == (["前台", "王芳", "李伟"], True)


def test_a_number_without_its_area(services: Services) -> None:
    add(services, "前台", "010 8888 6666")
    add(services, "邻居", "5555 4444")
    add(services, "内线", "801")
    assert who(services, "tel:88886666") == ("88886666", ["前台"], False)
    assert who(services, "tel:010-5555-4444") == ("+861055554444", ["邻居"], False)
    assert who(services, "tel:+86-755-8888-6666")[1] == [], "another area's"
    assert who(services, "tel:801") == ("801", ["内线"], True)
    assert who(services, "tel:01") == ("01", [], True)


def test_nobody(services: Services) -> None:
    add(services, "单晓丽", "139 1111 2222", "138****8000")
    assert who(services, "tel:13800138000") == ("+8613800138000", [], True)
    assert who(services, "tel:anonymous") == ("", [], True)
    assert who(services, "tel:138****8000") == ("138****8000", [], True), "half a number is nobody's"
    assert who(services, "tel:*86#")[1] == []


def test_what_is_known_at_a_glance(services: Services) -> None:
    today = date(2026, 11, 21)
    made = services.customers.add(
        CustomerDraft(name="单晓丽", phones=(MOBILE,), birthday=Birthday(Calendar.SOLAR, 1988, 11, 24))
    ).new_id
    assert made is not None
    for number in range(4):
        at = datetime(2026, 11, 1 + number, 10)
        line = LineDraft(text=f"茶{number}", price_fen=12800)
        services.purchases.record(PurchaseDraft(made, at, (line,)))
        services.follow_ups.add(FollowUpDraft(made, f"回访{number}", today + timedelta(days=number - 1)))
    other = add(services, "王芳", "13800138000")
    services.follow_ups.add(FollowUpDraft(other, "别的", today))
    done = services.follow_ups.add(FollowUpDraft(made, "做完了", today)).new_id
    assert done is not None
    services.follow_ups.done(done)
    facts = services.callers.facts(made)
    assert facts.customer.name == "单晓丽"
    assert [bought.title for bought in facts.purchases] == ["茶3", "茶2", "茶1"]
    assert [(each.what, each.overdue_days) for each in facts.follow_ups] == [("回访0", 1), ("回访1", 0), ("回访2", 0)]
    assert facts.promises == 4
    assert facts.next_birthday is not None
    assert facts.next_birthday.date == date(2026, 11, 24)
    services.customers.delete([made])
    assert services.callers.who(Caller(MOBILE)).customers == ()
    with pytest.raises(NotFound):
        services.callers.facts(made)
