"""Any shop's customers, written to a file and brought into an empty shop: the same customers.

Every record that the services know of a customer is compared, but for its id. What a kind of file cannot hold is
stated by `TOLD`, and nowhere else.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop import language
from crm_desktop.domain import lunar
from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.domain.recurrence import Recurrence, Unit
from crm_desktop.errors import InvalidInput
from crm_desktop.exchange.importing.importer import import_file
from crm_desktop.exchange.sheets.cells import clean_name, filled_text
from crm_desktop.exchange.writers import csv_file, vcf_file, write_table
from crm_desktop.services import Services
from crm_desktop.services.customer_records import Customer, CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft, Section
from crm_desktop.services.lists import Lists
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft, PurchaseFilter
from crm_desktop.store.shop import Shop
from tests.fakes import NOW, FakeClock

#: What it goes through, the tests of readers, writers and imports cover; watched line by line it takes twice as long.
pytestmark = pytest.mark.no_cover

NASTY = (
    *("=1+1", "+86 1", "-5", "@sum", "\tx", "'=x", "'x", '"', '"a"', 'a"b', "a,b", "a;b", "a\\,b\\n", "a|b", "a:::b"),
    *(
        "<b>&amp;",
        "_x000D_",
        "007",
        "1.50",
        "1E5",
        "123456789012345678",
        "是",
        "no",
        "2026-01-02",
        "3月5日",
        "农历八月十五",
    ),
    *(
        "😀👨‍👩‍👧",
        "𠮷野家",
        "אבג",
        "\u202eabc",
        "张\u3000三",
        "第一行\n第二行",
        "a\n\nb",
        "\ufeffx",
        "BEGIN:VCARD",
        "END:VCARD",
    ),
    *("合计", "备注: x", "* a", "sep=", "姓名"),
)
# A line of a table that begins so is no customer.
TOTALS = ("合计", "备注: x")
SIGNS = st.sampled_from("=+-@\t'\"\\;,:|/<>&_x 张三𠮷😀\u202eא\u3000\n") | st.characters(exclude_categories=["Cs"])
TEXTS = st.sampled_from(NASTY) | st.text(SIGNS, max_size=12)
PHONES = st.sampled_from(
    (
        *("13800138000", "139 1111 2222", "010-88886666-801", "0571-87654321", "+1 650 253 0000", "+852 2345 6789"),
        *("138****8000", "8001", "内线8001", "1.38E+10", "打她妈妈", "12345", "400-820-8820", "+86138001380001"),
    )
)  # fmt: skip
HANDLES = st.sampled_from(("wx_1", "A,王姐", "微信 2", "12345", '"x"', "a / b", "zhang-san")) | TEXTS
MAILS = st.sampled_from(("a@b.cn", "li.hua@example.com", '"a b"@c.cn', "not a mail")) | TEXTS


@st.composite
def birthdays(draw: st.DrawFn) -> Birthday:
    calendar = draw(st.sampled_from(Calendar))
    year = draw(st.none() | (st.integers(1900, 2025) if calendar is Calendar.SOLAR else st.integers(1901, 2025)))
    leaps = [year] if year and calendar is Calendar.LUNAR and lunar.leap_month(year) else []
    leap = bool(leaps) and draw(st.booleans())
    month = lunar.leap_month(year or 0) if leap else draw(st.integers(1, 12))
    try:
        return Birthday(calendar, year, month, draw(st.integers(1, 31)), leap)
    except ValueError:
        return Birthday(calendar, year, month, draw(st.integers(1, 28)), leap)


CHOICES = ("茶叶", "a, b", "无糖")
OWN_FIELDS = {
    CustomFieldKind.TEXT: ("皮肤类型", TEXTS),
    CustomFieldKind.NUMBER: ("Points", st.sampled_from(("0", "-1.5", "12", "0.125", "123456789012345678"))),
    CustomFieldKind.DATE: ("到期日子", st.dates(date(1901, 1, 1), date(2100, 1, 1)).map(str)),
    CustomFieldKind.CHOICE: ("礼品", st.sampled_from(CHOICES)),
    CustomFieldKind.YES_NO: ("Likes tea", st.sampled_from(("yes", "no"))),
}


@st.composite
def drafts(draw: st.DrawFn) -> CustomerDraft:
    several = lambda values: st.lists(values, max_size=3).map(tuple)  # noqa: E731
    return CustomerDraft(
        name=draw(
            st.sampled_from(("单晓丽", "Anna Maria Smith", "欧阳 修", "王")) | TEXTS.filter(lambda t: t not in TOTALS)
        ),
        gender=draw(st.sampled_from((None, "male", "female"))),
        phones=draw(several(PHONES)),
        emails=draw(several(MAILS)),
        wechat=draw(several(HANDLES)),
        qq=draw(several(HANDLES)),
        birthday=draw(st.none() | birthdays()),
        address=draw(TEXTS),
        source=draw(TEXTS),
        note=draw(TEXTS),
        member_no=draw(st.sampled_from(("007", "123456789012345678", "1.5", "A-1")) | TEXTS),
        tags=draw(several(TEXTS)),
        custom=draw(st.fixed_dictionaries({}, optional=dict(OWN_FIELDS.values()))),
    )


# With this one among them each column has a value that is like its heading.
ORDINARY = CustomerDraft("王芳", "female", ("13900001111",), ("fang@example.com",)), NOW
SHOPS = st.lists(
    st.tuples(drafts(), st.datetimes(datetime(2000, 1, 1), NOW).map(lambda at: at.replace(microsecond=0))),
    min_size=1,
    max_size=3,
)


def define_fields(services: Services) -> None:
    for kind, (field, _) in OWN_FIELDS.items():
        services.custom_fields.add(field, kind, CHOICES if kind is CustomFieldKind.CHOICE else ())


def filled(services: Services, people: list[tuple[CustomerDraft, datetime]]) -> list[Customer]:
    """The shop's customers; what its form would refuse is not saved."""
    clock = services.clock
    assert isinstance(clock, FakeClock)
    for draft, at in people:
        clock.set(at)
        with suppress(InvalidInput):
            services.customers.add(draft)
    clock.set(NOW)
    return everyone(services)


def everyone(services: Services) -> list[Customer]:
    return services.customers.get_many(services.customers.ids())


def record(customer: Customer) -> dict[str, Any]:
    """All that is known of a customer but the id. Tags have no order."""
    values = {name: getattr(customer, name) for name in Customer.__dataclass_fields__ if name != "id"}
    return values | {"tags": set(customer.tags)}


def write_csv(services: Services, path: Path, encoding: csv_file.Encoding = "utf-8") -> None:
    csv_file.write(Lists(services).table("customers"), path, encoding)


def write_cards(services: Services, path: Path, version: vcf_file.Version = "3.0") -> None:
    vcf_file.write(Lists(services).customers(), services.customers.photo, path, version)


def in_a_table(customer: Customer) -> Customer:
    """A cell that says "-" or 无 says that there is nothing, and so does a member number of 0; blanks between the
    characters of a name are there to line a column up."""
    return replace(
        customer,
        name=clean_name(customer.name),
        address=filled_text(customer.address),
        source=filled_text(customer.source),
        member_no="" if customer.member_no in ("0", "00") else filled_text(customer.member_no),
    )


@dataclass(frozen=True)
class Format:
    ending: str
    write: Callable[[Services, Path], object]
    told: Callable[[Customer], Customer]


FORMATS = {
    "xlsx": Format(".xlsx", lambda s, p: write_table(Lists(s).table("customers"), p), in_a_table),
    "csv": Format(".csv", write_csv, in_a_table),
    "csv-gb18030": Format(".csv", lambda s, p: write_csv(s, p, "gb18030"), in_a_table),
    "json": Format(".json", lambda s, p: write_table(Lists(s).table("customers"), p), in_a_table),
    "vcf-3.0": Format(".vcf", write_cards, in_a_table),
    "vcf-4.0": Format(".vcf", lambda s, p: write_cards(s, p, "4.0"), in_a_table),
}


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(people=SHOPS, spoken=st.sampled_from(language.LANGUAGES))
def test_customers(
    name: str, services: Services, tmp_path: Path, people: list[tuple[CustomerDraft, datetime]], spoken: str
) -> None:
    language.set_language(spoken)
    form, path = FORMATS[name], tmp_path / f"file{FORMATS[name].ending}"
    if not services.custom_fields.all():
        define_fields(services)
    services.customers.delete(services.customers.ids())
    there = filled(services, [ORDINARY, *people])
    form.write(services, path)
    services.customers.delete([customer.id for customer in there])
    import_file(services.shop, "customers", path, on_duplicate="add")
    found = [record(customer) for customer in everyone(services)]
    # A row that says neither who it is nor a phone is nobody's.
    expected = [record(told) for told in map(form.told, there) if told.name or told.phones]
    assert [each for each in expected if each not in found] == [each for each in found if each not in expected]
    assert len(found) == len(expected)
    # Who is there already is known again.
    assert import_file(services.shop, "customers", path).counts.added == 0


@pytest.mark.parametrize("name", FORMATS)
def test_into_another_shop(name: str, services: Services, shop_template: Path, tmp_path: Path) -> None:
    """One that knows none of the fields yet: their kinds are told by the values, choices become texts."""
    define_fields(services)
    form, path = FORMATS[name], tmp_path / f"file{FORMATS[name].ending}"
    custom = {"皮肤类型": "干性", "Points": "12.5", "到期日子": "2027-01-31", "礼品": "茶叶", "Likes tea": "no"}
    born = Birthday(Calendar.LUNAR, 2020, 4, 1, leap=True)
    people = [
        CustomerDraft("单晓丽", "female", ("13800138000", "010-88886666-801"), ("a@b.cn",), ("wx_1", "微信 2"),
                      ("12345",), born, "上海市浦东新区1号", "=1+1\n第二行", "007", ("老客户", "a,b"), custom,
                      source="朋友"),
        CustomerDraft("𠮷野家", phones=("138****8000",), member_no="123456789012345678", custom={"Points": "3"}),
    ]  # fmt: skip
    there = filled(services, [(draft, NOW) for draft in people])
    form.write(services, path)
    services.shop.close()
    shutil.copy(shop_template, tmp_path / "other.crm")
    other = Shop.open(tmp_path / "other.crm", clock=FakeClock(NOW))
    try:
        target = Services(other)
        import_file(other, "customers", path)
        assert [record(customer) for customer in everyone(target)] == [record(customer) for customer in there]
        kinds = {field.name: field.kind.value for field in target.custom_fields.all()}
        assert kinds == {
            "皮肤类型": "text",
            "Points": "number",
            "到期日子": "date",
            "礼品": "text",
            "Likes tea": "yes_no",
        }
    finally:
        other.close()


TABLES = [".xlsx", ".csv", ".json"]


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("ending", TABLES)
def test_purchases(ending: str, spoken: str, services: Services, shop_template: Path, tmp_path: Path) -> None:
    """Of a purchase a row tells all but its lines, which it names in words: they come back as one."""
    language.set_language(spoken)
    fang = services.customers.add(CustomerDraft(name="王芳", phones=("13800138000",))).new_id
    si = services.customers.add(CustomerDraft(name="李四", member_no="007")).new_id
    tea = services.products.add("龙井茶, 250g", 12800).new_id
    lines = (LineDraft(tea, "龙井茶, 250g", 2500, 12800, 100), LineDraft(None, "=杯子", 1000, 500))
    numbered = services.purchases.record(
        PurchaseDraft(fang, NOW, lines, payment_method="微信", clerk="小李", note="第一行\n=2", number="007")
    ).new_id
    assert numbered
    other = PurchaseDraft(si, datetime(2026, 3, 2, 9, 30, 15), (LineDraft(None, "", 1000, 990),))
    bought = services.purchases.record(other).new_id
    assert bought
    services.purchases.record(PurchaseDraft(None, datetime(2026, 3, 3), (LineDraft(None, "散客", 1000, 1000),)))
    services.purchases.refund(bought)
    # Given back under the number of the purchase, later on the same day.
    services.purchases.refund(numbered, at=NOW + timedelta(minutes=1))

    def told(services: Services) -> list[object]:
        found = services.purchases.get_many(services.purchases.ids(PurchaseFilter()))
        names = ("at", "customer_name", "customer_phone", "number", "what", "paid_fen", "is_refund", "payment_method",
                 "clerk", "note")  # fmt: skip
        times = {purchase.id: purchase.at for purchase in found}
        rows = [
            # What was given back of a purchase without a number is put to none.
            {name: getattr(purchase, name) for name in names}
            | {"refund_of": times.get(purchase.refund_of or 0) if purchase.number else None}
            for purchase in found
        ]
        return sorted(rows, key=repr)

    _brought_elsewhere("purchases", ending, services, shop_template, tmp_path, told)


@st.composite
def lines(draw: st.DrawFn) -> LineDraft:
    return LineDraft(
        None,
        draw(TEXTS.filter(lambda text: text not in TOTALS)),
        draw(st.sampled_from((1000, 2000, 500, 1234))),
        draw(st.sampled_from((0, 990, 12800, 100000000))),
        draw(st.sampled_from((0, 1, 500))),
    )


PURCHASES = st.lists(
    st.tuples(
        st.builds(
            PurchaseDraft,
            st.sampled_from((None, 0, 1)),
            st.sampled_from((datetime(2026, 3, 2), datetime(2026, 3, 2, 9, 30, 15), datetime(2026, 3, 3, 8, 0, 1))),
            st.lists(lines(), max_size=3).map(tuple),
            st.sampled_from((0, 0, 100)),
            st.sampled_from(("", "微信", "=1")),
            st.sampled_from(("", "小李")),
            TEXTS,
            st.sampled_from((None, None, 500)),
            st.sampled_from(("", "007", "A-1", "1.50")),
        ),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("ending", TABLES)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(drawn=PURCHASES, spoken=st.sampled_from(language.LANGUAGES))
def test_things_bought(
    ending: str, services: Services, tmp_path: Path, drawn: list[tuple[PurchaseDraft, bool]], spoken: str
) -> None:
    """Each purchase with its lines, whatever was given back, paid or taken off the whole."""
    language.set_language(spoken)
    path = tmp_path / f"file{ending}"
    services.purchases.delete(services.purchases.ids())
    buyers = services.customers.ids() or [
        services.customers.add(CustomerDraft(name=name, phones=(phone,))).new_id
        for name, phone in (("王芳", "13800138000"), ("李四", "13900139000"))
    ]
    for draft, is_given_back in drawn:
        who = None if draft.customer_id is None else buyers[draft.customer_id]
        with suppress(InvalidInput):
            bought = services.purchases.record(replace(draft, customer_id=who)).new_id
            if is_given_back and bought:
                services.purchases.refund(bought, at=draft.at.replace(hour=11))
    services.purchases.record(PurchaseDraft(None, NOW, (LineDraft(None, "茶", 1000, 500),)))
    there = in_full(services)
    write_table(Lists(services).table("bought"), path)
    services.purchases.delete(services.purchases.ids())
    import_file(services.shop, "purchases", path)
    found = in_full(services)
    assert [each for each in there if each not in found] == [each for each in found if each not in there]
    assert len(found) == len(there)
    assert import_file(services.shop, "purchases", path).counts.added == 0


def cell_text(text: str) -> str:
    """A mark of byte order is no character of a text."""
    return filled_text(text.replace("\ufeff", ""))


def in_full(services: Services) -> list[dict[str, object]]:
    """All that is known of every purchase but the ids; what a cell says that says nothing is nothing."""
    found = services.purchases.get_many(services.purchases.ids())
    by_id = {purchase.id: purchase for purchase in found}
    names = ("at", "customer_id", "number", "discount_fen", "paid_fen", "is_refund", "payment_method", "clerk")
    rows = []
    for purchase in found:
        refunded = by_id[purchase.refund_of] if purchase.refund_of else None
        rows.append(
            {name: getattr(purchase, name) for name in names}
            | {
                "note": cell_text(purchase.note),
                "refund_of": (refunded.at, refunded.number, refunded.paid_fen) if refunded else None,
                "lines": [
                    (cell_text(x.text), x.quantity_milli, x.price_fen, x.discount_fen, x.amount_fen)
                    for x in purchase.lines
                ],
            }
        )
    return sorted(rows, key=repr)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("ending", TABLES)
def test_products(ending: str, spoken: str, services: Services, shop_template: Path, tmp_path: Path) -> None:
    language.set_language(spoken)
    services.products.add("龙井茶, 250g", 12800, "007", "盒")
    services.products.add("=茶点")
    gone = services.products.add("杯子", 0, "123456789012345678").new_id
    assert gone
    services.products.edit(gone, "杯子", 0, "123456789012345678", active=False)

    def told(services: Services) -> list[object]:
        names = ("name", "code", "price_fen", "unit", "active")
        return [{name: getattr(each, name) for name in names} for each in services.products.all(include_inactive=True)]

    _brought_elsewhere("products", ending, services, shop_template, tmp_path, told)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("ending", TABLES)
def test_follow_ups(ending: str, spoken: str, services: Services, shop_template: Path, tmp_path: Path) -> None:
    """Of a follow-up a row tells all."""
    language.set_language(spoken)
    fang = services.customers.add(CustomerDraft(name="王芳", phones=("13800138000",))).new_id
    si = services.customers.add(CustomerDraft(name="李四")).new_id
    assert fang
    assert si
    services.follow_ups.add(FollowUpDraft(fang, "回访, =新茶", date(2026, 12, 1), time(9, 30), 1))
    services.follow_ups.add(FollowUpDraft(fang, "每两周", date(2026, 12, 3), None, 0, Recurrence(2, Unit.WEEK)))
    services.follow_ups.add(FollowUpDraft(fang, "完成后", date(2026, 12, 4), None, 0, Recurrence(10, Unit.DAY, True)))
    services.follow_ups.add(FollowUpDraft(fang, "月底", date(2026, 12, 31), None, 0, Recurrence(1, Unit.MONTH)))
    done = services.follow_ups.add(FollowUpDraft(si, "a\nb", date(2026, 12, 2), None, -1)).new_id
    assert done
    services.follow_ups.done(done, "买了")

    def told(services: Services) -> list[object]:
        sections = (Section.ALL, Section.DONE)
        ids = [each for section in sections for each in services.follow_ups.ids(section, NOW.date())]
        names = ("customer_name", "customer_phone", "what", "due", "due_time", "priority", "done_at", "outcome")
        return [{name: getattr(each, name) for name in names} for each in services.follow_ups.get_many(ids)]

    _brought_elsewhere("followups", ending, services, shop_template, tmp_path, told)


def _brought_elsewhere(
    kind: str,
    ending: str,
    services: Services,
    template: Path,
    folder: Path,
    told: Callable[[Services], list[object]],
) -> None:
    path = folder / f"file{ending}"
    write_table(Lists(services).table(kind), path)
    there = told(services)
    services.shop.close()
    shutil.copy(template, folder / "other.crm")
    other = Shop.open(folder / "other.crm", clock=FakeClock(NOW))
    try:
        import_file(other, kind, path)
        assert told(Services(other)) == there
        assert import_file(other, kind, path).counts.added == 0
    finally:
        other.close()


@pytest.mark.parametrize("region", ["CN", "HK", "US"])
@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json", ".vcf"])
def test_phones_of_a_shop_elsewhere(ending: str, region: str, services: Services, tmp_path: Path) -> None:
    services.settings.change(region=region)
    numbers = ("+861088886666", "+8613800138000", "+85223456789", "+16502530000", "+861088886666;ext=801", "8001")
    customer = services.customers.add(CustomerDraft("王芳", phones=numbers)).new_id
    assert customer
    single = services.customers.add(CustomerDraft("李四", phones=numbers[:1])).new_id
    assert single
    there = [each.phones for each in everyone(services)]
    path = tmp_path / f"file{ending}"
    FORMATS["vcf-4.0" if ending == ".vcf" else ending[1:]].write(services, path)
    services.customers.delete([customer, single])
    import_file(services.shop, "customers", path)
    assert sorted(each.phones for each in everyone(services)) == sorted(there)
