"""Customers: what a form, a cell and a bulk edit do to the shop, and what the list and the search box answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.domain.photo import MAX_PHOTO_BYTES
from crm_desktop.domain.plain_fields import PLAIN_KEYS
from crm_desktop.errors import InvalidInput, NotFound, UserError
from crm_desktop.language import Sentence
from crm_desktop.services import Services, customer_records
from crm_desktop.services.customer_drafts import MAX_NAME, MAX_TEXT, DraftRules
from crm_desktop.services.customer_filter import CustomerFilter
from crm_desktop.services.customer_names import customer_name
from crm_desktop.services.customer_records import Customer, CustomerDraft
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
from crm_desktop.services.sorting import Sort
from crm_desktop.store.models import Customer as CustomerModel
from crm_desktop.store.models import CustomerTag, CustomValue, Phone, Tag
from tests.fakes import FakeClock

EVERYTHING = CustomerDraft(
    name="单晓丽",
    gender="female",
    phones=("+8613800138000", "+8613911112222"),
    emails=("a@b.cn", "c@d.cn"),
    wechat=("wx_1", "wx_2"),
    qq=("10001",),
    birthday=Birthday(Calendar.LUNAR, 1988, 8, 15),
    address="上海市浦东新区世纪大道1号",
    source="美团",
    note="喜欢龙井",
    member_no="M001",
    tags=("老客户", "VIP"),
    custom={"皮肤类型": "干性", "身高": "165"},
)


@pytest.fixture
def own_fields(services: Services) -> None:
    services.custom_fields.add("皮肤类型", CustomFieldKind.CHOICE, ("干性", "油性"))
    services.custom_fields.add("身高", CustomFieldKind.NUMBER)


@pytest.fixture
def anna(services: Services, own_fields: None) -> int:
    return new(services, EVERYTHING)


def new(services: Services, draft: CustomerDraft) -> int:
    change = services.customers.add(draft)
    assert change.new_id is not None
    return change.new_id


def named(services: Services, *names: str) -> list[int]:
    return [new(services, CustomerDraft(name=name)) for name in names]


def buy(services: Services, customer: int, at: str, fen: int) -> None:
    line = LineDraft(product_id=None, text="龙井茶", price_fen=fen)
    services.purchases.record(PurchaseDraft(customer_id=customer, at=datetime.fromisoformat(at), lines=(line,)))


def refused(services: Services, draft: CustomerDraft) -> dict[str, str]:
    """Why a draft is refused; it must be, both when checked and when saved, and leave nothing behind."""
    before = services.shop.run("SELECT count(*), (SELECT count(*) FROM change) FROM customer").fetchone()
    with pytest.raises(InvalidInput) as refusal:
        services.customers.add(draft)
    assert services.shop.run("SELECT count(*), (SELECT count(*) FROM change) FROM customer").fetchone() == before
    assert services.customers.check(draft) == refusal.value.fields
    return {key: str(sentence) for key, sentence in refusal.value.fields.items()}


# Adding


def test_a_customer_is_added_with_everything_and_read_back(services: Services, anna: int) -> None:
    customer = services.customers.get(anna)
    assert CustomerDraft.of(customer) == EVERYTHING
    assert customer.region == "上海市浦东新区"
    assert customer.created == datetime(2026, 11, 21, 15, 20)
    assert (customer.spent_fen, customer.visits, customer.first_purchase, customer.has_photo) == (0, 0, None, False)
    assert customer.phone == "+8613800138000"
    assert services.customers.count() == 1
    assert [services.has_more_customers_than(number) for number in (0, 1, 2)] == [True, False, False]
    assert list(services.customers.packed_ids()) == services.customers.ids()


def test_many_customers_take_as_few_questions_as_one(services: Services, anna: int) -> None:
    asked: list[str] = []
    everybody = [anna, *named(services, "张三", "李四")]
    connection = services.shop.database.connection()
    for ids in ([anna], everybody):
        asked.clear()
        connection.set_trace_callback(asked.append)
        services.customers.get_many(ids)
        connection.set_trace_callback(None)
        # The customers, and in a question each: phones, mails, accounts, tags, fields of the shop's own.
        assert len([sql for sql in asked if sql.startswith("SELECT")]) == 6


def test_the_change_says_what_was_done(services: Services, own_fields: None) -> None:
    change = services.customers.add(EVERYTHING)
    assert str(change.title) == "Added customer 单晓丽"
    assert change.concerns("customer", "phone", "account", "customer_tag", "custom_value", "email", "tag")
    assert not change.concerns("purchase")
    assert (
        str(services.customers.add(CustomerDraft(phones=("138 0013 8001",))).title) == "Added customer +8613800138001"
    )


def test_a_customer_as_the_command_line_answers_it(services: Services, anna: int) -> None:
    buy(services, anna, "2026-11-02T10:00:00", 123450)
    assert services.customers.get(anna).as_json() == {
        "id": anna,
        "name": "单晓丽",
        "gender": "female",
        "phones": ["+8613800138000", "+8613911112222"],
        "emails": ["a@b.cn", "c@d.cn"],
        "wechat": "wx_1",
        "qq": "10001",
        "address": "上海市浦东新区世纪大道1号",
        "region": "上海市浦东新区",
        "birthday": {"calendar": "lunar", "year": 1988, "month": 8, "day": 15, "leap": False},
        "tags": ["老客户", "VIP"],
        **dict.fromkeys(PLAIN_KEYS, ""),
        "source": "美团",
        "note": "喜欢龙井",
        "member_no": "M001",
        "custom": {"皮肤类型": "干性", "身高": "165"},
        "total_spent": "1234.50",
        "visits": 1,
        "first_purchase": "2026-11-02",
        "last_purchase": "2026-11-02",
        "created": "2026-11-21T15:20:00",
    }
    bare = services.customers.get(named(services, "张三")[0]).as_json()
    assert (bare["birthday"], bare["gender"], bare["wechat"], bare["qq"], bare["first_purchase"]) == (
        None, None, "", "", None,
    )  # fmt: skip


def test_phones_are_understood_and_what_is_no_phone_is_kept_as_typed(services: Services) -> None:
    typed = ("138-0013-8000 ", "abc", "010-88886666", "１３９１１１１２２２２", "-", "", "13800138000", "138****8000")
    customer = services.customers.get(new(services, CustomerDraft(name="张三", phones=typed)))
    assert customer.phones == ("+8613800138000", "abc", "+861088886666", "+8613911112222", "138****8000")


def test_two_phones_in_one_line_are_two(services: Services) -> None:
    customer = services.customers.get(new(services, CustomerDraft(phones=("13800138000/13911112222",))))
    assert customer.phones == ("+8613800138000", "+8613911112222")


def test_words_beside_a_phone_go_into_the_note(services: Services) -> None:
    draft = CustomerDraft(name="张三", phones=("13800138000(妈妈)",), note="早上打")
    customer = services.customers.get(new(services, draft))
    assert customer.phones == ("+8613800138000",)
    assert customer.note == "早上打\n+8613800138000 妈妈"


def test_the_shops_region_says_where_phones_belong(services: Services) -> None:
    services.settings.change(region="US")
    customer = services.customers.get(new(services, CustomerDraft(name="Ann", phones=("650-253-0000", "13800138000"))))
    assert customer.phones == ("+16502530000", "13800138000")


def test_blanks_and_doubles_are_tidied(services: Services) -> None:
    draft = CustomerDraft(name="  张三 ", emails=(" a@b.cn ", "a@b.cn", " "), tags=("新", " 新", ""), wechat=("", "w"))
    customer = services.customers.get(new(services, draft))
    assert (customer.name, customer.emails, customer.tags, customer.wechat) == ("张三", ("a@b.cn",), ("新",), ("w",))


@pytest.mark.parametrize("draft", [CustomerDraft(), CustomerDraft(name=" \t", phones=("", " ", "-")),
                                   CustomerDraft(name="\x00\x1f", note="x")])  # fmt: skip
def test_a_name_or_a_phone_is_needed(services: Services, draft: CustomerDraft) -> None:
    assert refused(services, draft) == {"name": "Enter a name or a phone number."}


def test_what_is_too_long_is_refused_where_it_is(services: Services, own_fields: None) -> None:
    services.custom_fields.add("故事", CustomFieldKind.TEXT)
    draft = CustomerDraft(
        name="名" * 10_000,
        phones=("1" * 201,),
        emails=("e" * 201,),
        wechat=("w" * 201,),
        qq=("q" * 201,),
        address="a" * (MAX_TEXT + 1),
        source="s" * (MAX_TEXT + 1),
        note="n" * (MAX_TEXT + 1),
        member_no="m" * (MAX_TEXT + 1),
        tags=("t" * 41,),
        custom={"故事": "c" * (MAX_TEXT + 1)},
    )
    problems = refused(services, draft)
    assert set(problems) == {
        "name", "phones", "emails", "wechat", "qq", "address", "source", "note", "member_no", "tags", "custom:故事",
    }  # fmt: skip
    assert problems["name"] == "A name has at most 200 characters."
    assert problems["tags"] == "A tag has 1 to 40 characters."


def test_what_just_fits_is_kept(services: Services) -> None:
    services.custom_fields.add("故事", CustomFieldKind.TEXT)
    draft = CustomerDraft(
        name="单" * MAX_NAME,
        note="n" * MAX_TEXT,
        tags=("t" * 40,),
        custom={"故事": "c" * MAX_TEXT},
        phones=("1" * 200,),
    )
    change = services.customers.add(draft)
    assert change.new_id is not None
    assert CustomerDraft.of(services.customers.get(change.new_id)) == draft
    assert len(str(change.title)) < 100, "a sentence stays one"


@pytest.mark.parametrize(
    "name",
    [
        "😀👨‍👩‍👧‍👦🎉",
        "مرحبا بالعالم",
        "\u202eabc\u202c",
        "𠮷野家",
        'Ł\'Öreal "x" --; DROP TABLE customer',
        "%",
        "a%1b%n",
    ],
)
def test_names_of_all_scripts_are_kept_as_typed_and_found(services: Services, name: str) -> None:
    customer_id = new(services, CustomerDraft(name=name, phones=("无号码",), note=name, tags=(name[:40],)))
    customer = services.customers.get(customer_id)
    assert (customer.name, customer.note, customer.phones) == (name, name, ("无号码",))
    assert [c.id for c in services.customers.find(name)[1]] == [customer_id]
    assert str(services.history.next_undo().title) == f"Added customer {name}"


def test_control_characters_that_nobody_sees_are_left_out(services: Services) -> None:
    draft = CustomerDraft(name="a\x00b\x03c\ud800", note="one\r\ntwo\tthree\x1f", tags=("\x02t",), address="x\x7fy")
    customer = services.customers.get(new(services, draft))
    assert (customer.name, customer.note, customer.tags, customer.address) == ("abc", "one\ntwo\tthree", ("t",), "xy")
    assert [c.name for c in services.customers.find("abc")[1]] == ["abc"]


@pytest.mark.parametrize(
    ("birthday", "problem"),
    [
        (Birthday(Calendar.SOLAR, 2026, 11, 21), None),
        (Birthday(Calendar.SOLAR, 2026, 11, 22), "This birthday is in the future."),
        (Birthday(Calendar.SOLAR, 2027, 1, 1), "This birthday is in the future."),
        (Birthday(Calendar.LUNAR, 2026, 10, 13), None),
        (Birthday(Calendar.LUNAR, 2026, 10, 14), "This birthday is in the future."),
        (Birthday(Calendar.LUNAR, 2200, 1, 1), "This birthday is in the future."),
        (Birthday(Calendar.SOLAR, None, 12, 31), None),
    ],
)
def test_a_birthday_is_not_in_the_future(services: Services, birthday: Birthday, problem: str | None) -> None:
    problems = services.customers.check(CustomerDraft(name="张三", birthday=birthday))
    assert {key: str(said) for key, said in problems.items()} == ({"birthday": problem} if problem else {})


def test_own_fields_are_checked_by_their_kind(services: Services, own_fields: None) -> None:
    draft = CustomerDraft(name="张三", custom={"皮肤类型": "混合", "身高": "1e99", "没有": "x"})
    assert refused(services, draft) == {
        "custom:皮肤类型": "“混合” does not fit this field.",
        "custom:身高": "“1e99” does not fit this field.",
        "custom:没有": "This field is no longer there.",
    }
    draft = CustomerDraft(name="张三", custom={"皮肤类型": " 油性 ", "身高": "１６５.０", "没有": " "})
    assert services.customers.get(new(services, draft)).custom == {"皮肤类型": "油性", "身高": "165"}


# Editing


def test_an_edit_that_changes_nothing_leaves_no_trace(services: Services, anna: int) -> None:
    change = services.customers.edit(anna, EVERYTHING)
    assert change.id is None
    assert len(services.history.changes()) == 3


def test_an_edit_replaces_everything_and_can_be_undone(services: Services, anna: int) -> None:
    draft = CustomerDraft(
        name="曾国强", gender="male", phones=("+8613911112222", "+8613700000000"), emails=("c@d.cn",), qq=("2",),
        birthday=Birthday(Calendar.SOLAR, None, 2, 29), tags=("VIP", "新"), custom={"身高": "170"},
    )  # fmt: skip
    change = services.customers.edit(anna, draft)
    assert str(change.title) == "Changed customer 单晓丽"
    assert CustomerDraft.of(services.customers.get(anna)) == draft
    services.history.undo()
    assert CustomerDraft.of(services.customers.get(anna)) == EVERYTHING
    services.history.redo()
    assert CustomerDraft.of(services.customers.get(anna)) == draft


numbers = st.lists(st.sampled_from([f"+861390000000{i}" for i in range(6)]), unique=True, max_size=6)


def test_lists_are_kept_in_the_order_given(services: Services) -> None:
    customer_id = new(services, CustomerDraft(name="张三"))

    @settings(max_examples=25)
    @given(st.lists(numbers, min_size=1, max_size=3))
    def turns(several: list[list[str]]) -> None:
        for phones in several:
            draft = CustomerDraft(name="张三", phones=tuple(phones), wechat=tuple(phones), emails=tuple(phones[::-1]))
            services.customers.edit(customer_id, draft)
            assert CustomerDraft.of(services.customers.get(customer_id)) == draft

    turns()


def test_rows_that_stay_keep_their_ids(services: Services) -> None:
    customer_id = new(services, CustomerDraft(phones=("+8613900000001", "+8613900000002", "+8613900000003")))
    before = dict(Phone.select(Phone.number, Phone.id).tuples())
    services.customers.edit(customer_id, CustomerDraft(phones=("+8613900000003", "+8613900000001", "+8613900000004")))
    after = dict(Phone.select(Phone.number, Phone.id).tuples())
    assert {number: after[number] for number in set(before) & set(after)} == {
        "+8613900000001": before["+8613900000001"],
        "+8613900000003": before["+8613900000003"],
    }


def test_a_row_that_is_there_twice_becomes_one(services: Services, anna: int) -> None:
    with services.shop.change(Sentence("As a sheet may")):
        Phone.insert(customer=anna, number="+8613911112222", reversed_digits="222211119316", is_main=False).execute()
    services.customers.edit(anna, replace(EVERYTHING, phones=("+8613800138000", "+8613911112222")))
    assert services.customers.get(anna).phones == ("+8613800138000", "+8613911112222")


def test_what_was_there_before_is_not_held_against_an_edit(services: Services, own_fields: None) -> None:
    """A sheet brings in longer names; a choice may have been taken away since."""
    with services.shop.change(Sentence("Import")):
        CustomerModel.insert(
            name="名" * 1000, note="n" * (MAX_TEXT + 1), birth_calendar="solar", birth_year=2030, birth_month=1,
            birth_day=1, created="2026-11-21T09:00:00",
        ).execute()  # fmt: skip
        Phone.insert(customer=1, number="9" * 500, reversed_digits="9" * 500, is_main=True).execute()
        CustomerTag.insert(customer=1, tag=Tag.insert(name="t" * 100).execute()).execute()
    services.customers.set_custom([1], "皮肤类型", "油性")
    field = services.custom_fields.all()[0]
    services.custom_fields.edit(field.id, field.name, ("干性",))
    services.customers.set_field(1, "gender", "女")
    customer = services.customers.get(1)
    assert (customer.gender, customer.custom, len(customer.name)) == ("female", {"皮肤类型": "油性"}, 1000)
    assert customer.phones == ("9" * 500,)
    assert services.customers.check(CustomerDraft.of(customer), 1) == {}
    assert set(services.customers.check(CustomerDraft.of(customer))) == {
        "name", "note", "phones", "tags", "birthday", "custom:皮肤类型",
    }  # fmt: skip
    with pytest.raises(InvalidInput):
        services.customers.set_field(1, "name", "名" * 1001)
    assert len(str(services.history.next_undo().title)) < 100, "a long name is cut in a sentence"


def test_a_customer_who_is_gone(services: Services) -> None:
    for action in (
        lambda: services.customers.get(7),
        lambda: services.customers.edit(7, EVERYTHING),
        lambda: services.customers.set_field(7, "name", "x"),
        lambda: services.customers.delete([7]),
        lambda: services.customers.set_photo(7, None),
        lambda: services.customers.check(EVERYTHING, 7),
        lambda: customer_name(7),
    ):
        with pytest.raises(NotFound):
            action()
    assert services.customers.get_many([7]) == []
    assert services.customers.photo(7) is None
    assert services.history.changes() == []


# One cell


@pytest.mark.parametrize(
    ("key", "typed", "field", "value"),
    [
        ("name", " 单丽 ", "name", "单丽"),
        ("gender", "男", "gender", "male"),
        ("gender", "", "gender", None),
        ("phone", "137 0000 0000", "phones", ("+8613700000000", "+8613911112222")),
        ("phone", "13911112222", "phones", ("+8613911112222",)),
        ("phone", "", "phones", ("+8613911112222",)),
        ("phone", "打不通", "phones", ("打不通", "+8613911112222")),
        ("phone", "13700000000、13600000000", "phones", ("+8613700000000", "+8613600000000", "+8613911112222")),
        ("email", "x@y.cn", "emails", ("x@y.cn", "c@d.cn")),
        ("wechat", "", "wechat", ("wx_2",)),
        ("qq", "20002", "qq", ("20002",)),
        ("birthday", "3-5", "birthday", Birthday(Calendar.SOLAR, None, 3, 5)),
        ("birthday", "农历闰四月初一", "birthday", Birthday(Calendar.LUNAR, None, 4, 1, leap=True)),
        ("birthday", "", "birthday", None),
        ("address", "杭州市西湖区", "region", "杭州市西湖区"),
        ("source", "路过", "source", "路过"),
        ("note", "两行\n字", "note", "两行\n字"),
        ("member_no", "", "member_no", ""),
        ("tags", "新，旧;  VIP、新", "tags", ("VIP", "新", "旧")),
        ("tags", "", "tags", ()),
        ("custom:身高", "170cm".removesuffix("cm"), "custom", {"皮肤类型": "干性", "身高": "170"}),
        ("custom:皮肤类型", "", "custom", {"身高": "165"}),
    ],
)
def test_a_cell_is_set_to_what_was_typed(
    services: Services, anna: int, key: str, typed: str, field: str, value: object
) -> None:
    before = services.customers.get(anna)
    change = services.customers.set_field(anna, key, typed)
    after = services.customers.get(anna)
    got = getattr(after, field)
    assert (set(got), len(got)) == (set(value), len(value)) if key == "tags" else got == value
    assert change.id is not None
    services.history.undo()
    assert services.customers.get(anna) == before


@pytest.mark.parametrize(
    ("key", "typed", "field"),
    [
        ("birthday", "2月30日", "birthday"),
        ("birthday", "农历十三月初一", "birthday"),
        ("birthday", "属虎", "birthday"),
        ("birthday", "2027-01-01", "birthday"),
        ("gender", "喵", "gender"),
        ("name", "名" * 10_000, "name"),
        ("custom:身高", "很高", "custom:身高"),
        ("custom:没有", "x", "custom:没有"),
        ("phone", "1" * 201, "phones"),
        ("tags", "签" * 41, "tags"),
    ],
)
def test_a_cell_that_is_not_understood_changes_nothing(
    services: Services, anna: int, key: str, typed: str, field: str
) -> None:
    before, changes = services.customers.get(anna), services.history.changes()
    with pytest.raises(InvalidInput) as refusal:
        services.customers.set_field(anna, key, typed)
    assert list(refusal.value.fields) == [field]
    assert services.customers.get(anna) == before
    assert services.history.changes() == changes


def test_the_last_name_or_phone_cannot_be_emptied(services: Services) -> None:
    [customer_id] = named(services, "张三")
    with pytest.raises(InvalidInput, match="Enter a name"):
        services.customers.set_field(customer_id, "name", "")


# Deleting


def test_customers_are_deleted_and_their_purchases_stay(services: Services, anna: int) -> None:
    buy(services, anna, "2026-11-02T10:00:00", 10000)
    before = services.customers.get(anna)
    change = services.customers.delete([anna])
    assert str(change.title) == "Deleted customer 单晓丽"
    assert services.customers.count() == 0
    assert services.purchases.get(1).customer_id is None
    services.history.undo()
    assert services.customers.get(anna) == before
    assert services.purchases.get(1).customer_id == anna


def test_several_are_deleted_in_one_change(services: Services) -> None:
    ids = named(services, "甲", "乙", "丙")
    assert str(services.customers.delete(ids[:2]).title) == "Deleted 2 customers"
    assert services.customers.ids() == [ids[2]]
    assert services.customers.delete([]).id is None
    assert services.customers.delete(ids[:2]).id is None, "they are gone already"


def test_a_customer_without_a_name_is_called_by_the_phone_or_a_number(services: Services) -> None:
    by_phone = new(services, CustomerDraft(phones=("13911112222", "13800138000")))
    assert customer_name(by_phone) == "+8613911112222"
    with services.shop.change(Sentence("Import")):
        bare = CustomerModel.insert(created="2026-11-21T09:00:00").execute()
    assert str(customer_name(bare)) == f"customer {bare}"


# Bulk edits


def test_a_tag_is_given_to_many_and_taken_away(services: Services) -> None:
    ids = named(services, "甲", "乙", "丙")
    services.customers.add_tag(ids[:1], "VIP")
    change = services.customers.add_tag([*ids, ids[2]], " VIP ")
    assert str(change.title) == "Tagged 4 customers “VIP”"
    assert [services.customers.get(i).tags for i in ids] == [("VIP",)] * 3
    assert services.customers.add_tag(ids, "VIP").id is None, "everyone carries it"
    services.customers.remove_tag(ids[:2], "VIP")
    assert [services.customers.get(i).tags for i in ids] == [(), (), ("VIP",)]
    assert services.customers.remove_tag(ids, "没有").id is None
    services.history.undo()
    assert [services.customers.get(i).tags for i in ids] == [("VIP",)] * 3


@pytest.mark.parametrize("tag", ["", "  ", "签" * 41])
def test_a_tag_has_a_name(services: Services, tag: str) -> None:
    with pytest.raises(InvalidInput):
        services.customers.add_tag(named(services, "甲"), tag)
    assert Tag.select().count() == 0


def test_a_source_is_set_for_many(services: Services) -> None:
    ids = named(services, "甲", "乙")
    change = services.customers.set_source(ids, " 美团 ")
    assert str(change.title) == "Set the source of 2 customers to “美团”"
    assert {c.source for c in services.customers.get_many(ids)} == {"美团"}
    with pytest.raises(InvalidInput):
        services.customers.set_source(ids, "s" * (MAX_TEXT + 1))
    assert len(str(services.customers.set_source(ids, "s" * MAX_TEXT).title)) < 150


def test_an_own_field_is_set_for_many(services: Services, anna: int) -> None:
    ids = [anna, *named(services, "甲", "乙")]
    change = services.customers.set_custom(ids, "身高", " 170.0 ")
    assert str(change.title) == "Set “身高” of 3 customers to “170”"
    assert [c.custom["身高"] for c in services.customers.get_many(ids)] == ["170"] * 3
    services.customers.set_custom(ids, "身高", "")
    assert not any("身高" in c.custom for c in services.customers.get_many(ids))
    services.history.undo()
    services.history.undo()
    assert [c.custom.get("身高") for c in services.customers.get_many(ids)] == ["165", None, None]


def test_an_own_field_is_set_to_what_fits_alone(services: Services, anna: int) -> None:
    for name, value in (("身高", "高"), ("没有", "x"), ("没有", "")):
        with pytest.raises(InvalidInput) as refusal:
            services.customers.set_custom([anna], name, value)
        assert list(refusal.value.fields) == [f"custom:{name}"]
    assert services.customers.get(anna).custom == EVERYTHING.custom


def test_bulk_edits_pass_over_customers_who_are_gone(services: Services, own_fields: None) -> None:
    """As they may be, when another program has deleted them since the list was shown."""
    [customer_id] = named(services, "甲")
    ids = [99, customer_id, 98]
    services.customers.add_tag(ids, "VIP")
    services.customers.set_custom(ids, "身高", "170")
    services.customers.set_source(ids, "美团")
    services.customers.remove_tag(ids, "没有")
    customer = services.customers.get(customer_id)
    assert (customer.tags, customer.custom, customer.source) == (("VIP",), {"身高": "170"}, "美团")
    assert CustomValue.select().count() == CustomerTag.select().count() == 1


def test_more_customers_than_one_statement_takes(services: Services) -> None:
    with services.shop.change(Sentence("Import")) as change:
        rows = [(f"客户{i}", "2026-11-21T09:00:00") for i in range(5_500)]
        change.insert_rows(CustomerModel, ("name", "created"), rows)
    ids = services.customers.ids()
    services.customers.add_tag(ids, "VIP")
    services.customers.set_source(ids, "美团")
    assert CustomerTag.select().count() == 5_500
    total, everyone = services.customers.find("")
    assert total == len(everyone) == 5_500
    assert {c.source for c in everyone} == {"美团"}
    services.customers.delete(ids)
    assert services.customers.count() == 0


# The photo


def test_a_photo_is_kept_replaced_and_taken_away(services: Services, anna: int) -> None:
    jpeg, png = b"\xff\xd8\xff" + bytes(range(256)), b"\x89PNG\r\n\x1a\n" + b"\0" * (MAX_PHOTO_BYTES - 8)
    services.customers.set_photo(anna, jpeg)
    assert services.customers.photo(anna) == jpeg
    assert services.customers.get(anna).has_photo
    services.customers.set_photo(anna, png)
    assert services.customers.photo(anna) == png
    change = services.customers.set_photo(anna, None)
    assert str(change.title) == "Changed the photo of 单晓丽"
    assert services.customers.photo(anna) is None
    assert services.customers.set_photo(anna, None).id is None
    services.history.undo()
    services.history.undo()
    assert services.customers.photo(anna) == jpeg


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8\xff" + bytes(MAX_PHOTO_BYTES)])
def test_what_is_no_photo_is_refused(services: Services, anna: int, data: bytes) -> None:
    with pytest.raises(InvalidInput):
        services.customers.set_photo(anna, data)
    assert not services.customers.get(anna).has_photo


# Finding


def test_get_many_answers_in_the_order_asked(services: Services) -> None:
    a, b = named(services, "甲", "乙")
    assert [c.name for c in services.customers.get_many([b, 99, a, b])] == ["乙", "甲", "乙"]
    assert services.customers.get_many([]) == []


def test_the_search_box_does_not_read_whole_customers(
    services: Services, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(customer_records, "load")
    name = customer_name(anna)
    assert anna in [hit.id for hit in services.customers.search(name).hits]


def test_the_search_box_answers_hits_and_whether_there_are_more(services: Services, anna: int) -> None:
    buy(services, anna, "2026-11-02T10:00:00", 10000)
    named(services, *(f"单{i}" for i in range(9)))
    found = services.customers.search("单", limit=8)
    assert len(found.hits) == 8
    assert found.more
    best = found.hits[0]
    assert (best.id, best.name, best.phone, best.matched) == (anna, "单晓丽", "+8613800138000", "name")
    assert (best.last_purchase, best.spent_fen) == (date(2026, 11, 2), 10000)
    assert [hit.matched for hit in services.customers.search("8000").hits] == ["phone"]
    assert services.customers.search("龙井").hits[0].matched == "note"
    assert not services.customers.search("8000").more
    assert services.customers.search("  ").hits == ()


def test_the_command_line_and_the_list_find_the_same(services: Services, anna: int) -> None:
    others = named(services, "单二", "张三")
    assert services.customers.find("单", 1)[0] == 2
    assert [c.id for c in services.customers.find("单", 1)[1]] == services.customers.find_ids("单")[:1]
    assert services.customers.find(" ", 2)[0] == 3
    assert len(services.customers.find(" ", 2)[1]) == 2
    assert services.customers.find_ids(" ") == services.customers.ids()
    assert services.customers.find("没有这个人") == (0, [])
    assert set(services.customers.ids(CustomerFilter(text="单"))) == {anna, others[0]}


def test_who_has_the_number_typed_so_far(services: Services, anna: int) -> None:
    def same(text: str) -> list[int]:
        return [hit.id for hit in services.customers.same_phone(text)]

    twin = new(services, CustomerDraft(name="王芳", phones=("13800138000",)))
    assert same("138 0013 8000") == [anna, twin]
    assert same("+86 13911112222") == [anna]
    assert same("1380013800") == []
    assert same("0138000") == [anna, twin], "the tail will do"
    assert same("38000") == [], "too few digits to tell"
    assert same("abc") == []
    assert services.customers.same_phone("13800138000")[0].matched == "phone"


def test_sources_and_regions_in_use_the_most_used_first(services: Services) -> None:
    for source, address in (("路过", "杭州市西湖区"), ("美团", "上海市浦东新区"), ("美团", "上海市浦东新区"), ("", "")):
        new(services, CustomerDraft(name="张三", source=source, address=address))
    assert services.customers.sources() == ["美团", "路过"]
    assert services.customers.regions() == ["上海市浦东新区", "杭州市西湖区"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crm_desktop.services.customers._PORTION", 1)
        assert services.customers.sources() == ["美团", "路过"], "counted one customer after another"


# At a glance


def test_a_customer_at_a_glance(services: Services, anna: int) -> None:
    def glance() -> object:
        return services.customers.summary(services.customers.get(anna))

    assert (glance().interval_days, glance().interval_why) == (None, None)
    assert glance().next_birthday.date == date(2027, 9, 15)
    buy(services, anna, "2026-11-01T10:00:00", 100)
    assert glance().interval_days is None
    buy(services, anna, "2026-11-01T12:00:00", 100)
    assert glance().interval_days is None, "twice on one day is no interval"
    buy(services, anna, "2026-11-12T10:00:00", 100)
    assert glance().interval_days == 6
    assert str(glance().interval_why) == "11 days from the first visit to the last, divided by 2 intervals"
    assert str(glance().spent_why) == "The sum of all purchases, refunds subtracted"
    [nobody] = named(services, "甲")
    assert services.customers.summary(services.customers.get(nobody)).next_birthday is None


def test_the_next_birthdays_of_a_page(services: Services, anna: int) -> None:
    never = new(services, CustomerDraft(name="甲", birthday=Birthday(Calendar.LUNAR, 2020, 4, 1, leap=True)))
    [without] = named(services, "乙")
    services.settings.change(leap_month="skip")
    customers = services.customers.get_many([anna, never, without])
    found = services.customers.next_birthdays(customers)
    assert set(found) == {anna, never}
    assert services.customers.next_birthdays([]) == {}


def test_a_birthday_that_comes_no_more_is_not_listed(services: Services, clock: FakeClock, anna: int) -> None:
    clock.set(datetime(2101, 1, 28))
    customers = services.customers.get_many([anna])
    assert services.customers.next_birthdays(customers) == {}
    assert services.customers.ids(sort=Sort("next_birthday")) == [anna]


def test_sorted_by_the_next_birthday(services: Services) -> None:
    """Today is 2026-11-21, the 13th day of the 10th lunar month."""
    days = {
        "昨天": Birthday(Calendar.SOLAR, 1990, 11, 20),
        "今天": Birthday(Calendar.SOLAR, None, 11, 21),
        "明天": Birthday(Calendar.LUNAR, 1970, 10, 14),
        "圣诞": Birthday(Calendar.SOLAR, None, 12, 25),
        "没有": None,
    }
    for name, birthday in days.items():
        new(services, CustomerDraft(name=name, birthday=birthday))

    def order(*, descending: bool) -> list[str]:
        ids = services.customers.ids(sort=Sort("next_birthday", descending))
        return [c.name for c in services.customers.get_many(ids)]

    assert order(descending=False) == ["今天", "明天", "圣诞", "昨天", "没有"]
    assert order(descending=True) == ["昨天", "圣诞", "明天", "今天", "没有"]


@pytest.mark.parametrize("descending", [False, True])
def test_who_has_the_same_next_birthday_comes_by_name(services: Services, *, descending: bool) -> None:
    """Today is 2026-11-21, the 13th day of the 10th lunar month."""
    solar, lunar = Birthday(Calendar.SOLAR, 1990, 11, 21), Birthday(Calendar.LUNAR, 1990, 10, 13)
    for name, birthday in {"c": solar, "b": lunar, "a": solar, "e": None, "d": None}.items():
        new(services, CustomerDraft(name=name, birthday=birthday))
    ids = services.customers.ids(sort=Sort("next_birthday", descending))
    assert [c.name for c in services.customers.get_many(ids)] == ["a", "b", "c", "d", "e"]


def test_a_customers_timeline_is_read_through_the_customers(services: Services, anna: int) -> None:
    buy(services, anna, "2026-11-02T10:00:00", 100)
    assert [entry.kind for entry in services.customers.timeline(anna)] == ["purchase"]


# What was typed, whatever it is

keys = st.sampled_from(
    ["name", "gender", "phone", "email", "wechat", "qq", "birthday", "address", "source", "note", "member_no", "tags",
     "custom:皮肤类型", "custom:身高"]
)  # fmt: skip
typed_texts = st.text(max_size=30) | st.sampled_from(
    [
        "2月30日",
        "农历十三月初一",
        "1e99",
        "13800138000/13911112222",
        "a" * 10_000,
        "\u202e反",
        "😀",
        "138****8000",
        "-",
        "0/0/00",
    ]
)


def test_any_text_in_any_cell_is_kept_or_refused_and_never_a_bug(services: Services, anna: int) -> None:
    @settings(max_examples=60)
    @given(keys, typed_texts)
    def type_it(key: str, text: str) -> None:
        before = services.customers.get(anna)
        try:
            services.customers.set_field(anna, key, text)
        except UserError:
            assert services.customers.get(anna) == before
        else:
            again = CustomerDraft.of(services.customers.get(anna))
            assert services.customers.edit(anna, again).id is None, "what was kept is understood as it is"
        finally:
            services.customers.edit(anna, EVERYTHING)

    type_it()


@given(st.builds(CustomerDraft, name=typed_texts, phones=st.lists(typed_texts, max_size=3).map(tuple),
                 note=typed_texts, tags=st.lists(typed_texts, max_size=3).map(tuple)))  # fmt: skip
def test_a_checked_draft_checks_again_as_it_is(draft: CustomerDraft) -> None:
    rules = DraftRules(date(2026, 11, 21), "CN", {})
    if rules.problems(draft):
        return
    checked = rules.checked(draft)
    assert checked.name or checked.phones
    assert rules.checked(checked) == checked


def test_a_record_is_immutable(services: Services, anna: int) -> None:
    customer = services.customers.get(anna)
    assert isinstance(customer, Customer)
    with pytest.raises(AttributeError):
        customer.name = "x"


@pytest.mark.parametrize(
    ("typed", "phone"),
    [("2222", "+8615398362222"), ("9622", "+8618962229622"), ("单 2222", "+8615398362222"), ("6222", "+8618962229622"),
     ("153 9836", "+8615398362222"), ("单晓丽", "+8618962229622"), ("+8615398362222", "+8615398362222"),
     ("008615398362222", "+8615398362222"), ("153.9836", "+8615398362222"), ("８３６２２２２", "+8615398362222")],
)  # fmt: skip
def test_a_hit_has_the_phone_that_was_found(services: Services, typed: str, phone: str) -> None:
    draft = CustomerDraft(name="单晓丽", phones=("18962229622", "15398362222"))
    services.customers.add(draft)
    assert [hit.phone for hit in services.customers.search(typed).hits] == [phone]


@pytest.mark.parametrize("typed", ["02155556666", "021-55556666", "(021)55556666", "021-5555", "+862155556666", "6666"])
def test_a_landline_is_found_as_it_is_written(services: Services, typed: str) -> None:
    services.customers.add(CustomerDraft(name="单晓丽", phones=("18962229622", "021-55556666")))
    assert [hit.phone for hit in services.customers.search(typed).hits] == ["+862155556666"]


def test_the_last_digits_are_those_that_were_typed(services: Services) -> None:
    services.customers.add(CustomerDraft(name="单晓丽", phones=("18962229621",)))
    assert services.customers.search("09621").hits == ()


def test_a_hit_without_a_phone(services: Services) -> None:
    services.customers.add(CustomerDraft(name="单晓丽", note="2222"))
    assert [hit.phone for hit in services.customers.search("2222").hits] == [""]
