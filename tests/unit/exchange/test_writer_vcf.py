"""Customers as contact cards, read back with a small reader of the standard and with our own import."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.cli import main
from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.errors import BadCommand, CannotWriteFile
from crm_desktop.exchange.readers import open_book
from crm_desktop.exchange.writers import vcf_file
from crm_desktop.services import Services
from crm_desktop.services.customer_records import Customer, CustomerDraft
from crm_desktop.store.shop import Shop
from tests.unit.exchange.content_lines import Line, components

NOBODY = Customer(
    id=1, name="", gender=None, phones=(), emails=(), wechat=(), qq=(), birthday=None, address="", region="", source="",
    note="", member_no="", tags=(), custom={}, created=datetime(2026, 11, 21, 9, 30), spent_fen=0, visits=0,
    first_purchase=None, last_purchase=None, has_photo=False,
)  # fmt: skip
EVERYTHING = replace(
    NOBODY,
    name="单晓丽",
    gender="female",
    phones=("+8613800138000", "+861088886666;ext=801", "+16502530000"),
    emails=("li@example.com", "second@example.com"),
    wechat=("wx_1", "微信 2"),
    qq=("12345",),
    birthday=Birthday(Calendar.SOLAR, 1988, 10, 3),
    address="上海市浦东新区; 一号\n二楼, 左",
    note="爱喝茶,不吃辣;\\\r\n第二行",
    tags=("老客户", "批发,零售"),
)


def no_photo(customer_id: int) -> None:
    raise AssertionError(customer_id)


def cards(folder: Path, *people: Customer) -> list[dict[str, list[Line]]]:
    path = folder / "a.vcf"
    assert vcf_file.write(people, no_photo, path) == len(people)
    return components(path, "VCARD")


def card(folder: Path, **values: object) -> dict[str, list[Line]]:
    return cards(folder, replace(NOBODY, **values))[0]  # type: ignore[arg-type]


class TestACard:
    def test_everything(self, tmp_path: Path) -> None:
        (found,) = cards(tmp_path, EVERYTHING)
        assert [line.raw for line in found["VERSION"]] == ["3.0"]
        assert found["N"][0].parts(";") == ["单", "晓丽", "", "", ""]
        assert found["FN"][0].text == "单晓丽"
        assert [(line.params, line.text) for line in found["TEL"]] == [
            (("TYPE=CELL", "TYPE=PREF"), "+8613800138000"),
            (("TYPE=VOICE",), "+861088886666,801"),
            (("TYPE=CELL",), "+16502530000"),
        ]
        assert [(line.params, line.text) for line in found["EMAIL"]] == [
            (("TYPE=INTERNET", "TYPE=PREF"), "li@example.com"),
            (("TYPE=INTERNET",), "second@example.com"),
        ]
        assert found["ADR"][0].parts(";") == ["", "", "上海市浦东新区; 一号\n二楼, 左", "", "", "", ""]
        assert found["BDAY"] == [Line("BDAY", (), "1988-10-03")]
        assert [(line.params, line.raw) for line in found["IMPP"]] == [
            (("X-SERVICE-TYPE=WeChat",), "x-apple:wx_1"),
            (("X-SERVICE-TYPE=WeChat",), "x-apple:%E5%BE%AE%E4%BF%A1%202"),
            (("X-SERVICE-TYPE=QQ",), "x-apple:12345"),
        ]
        assert [line.text for line in found["X-WECHAT-ID"]] == ["wx_1", "微信 2"]
        assert [line.text for line in found["X-QQ"]] == ["12345"]
        assert found["CATEGORIES"][0].parts(",") == ["老客户", "批发,零售"]
        assert found["NOTE"][0].text == "爱喝茶,不吃辣;\\\n第二行"
        assert found["X-GENDER"][0].raw == "Female"

    def test_nothing(self, tmp_path: Path) -> None:
        found = card(tmp_path)
        assert sorted(found) == ["FN", "N", "PRODID", "UID", "VERSION", "X-CRM-CREATED"]
        assert (found["FN"][0].raw, found["N"][0].raw) == ("", ";;;;")

    def test_one_of_each_is_not_preferred(self, tmp_path: Path) -> None:
        found = card(tmp_path, phones=("+8613800138000",), emails=("a@b.cn",))
        assert found["TEL"][0].params == ("TYPE=CELL",)
        assert found["EMAIL"][0].params == ("TYPE=INTERNET",)

    @pytest.mark.parametrize(
        ("name", "parts"),
        [
            ("欧阳修", ["欧阳", "修"]),
            ("王", ["王", ""]),
            ("小美", ["", "小美"]),
            ("王 芳", ["王", "芳"]),
            ("Fiona 王芳", ["", "Fiona 王芳"]),
            ("Anna Maria Smith", ["Smith", "Anna Maria"]),
            ("Anna", ["", "Anna"]),
        ],
    )
    def test_family_and_given_name(self, tmp_path: Path, name: str, parts: list[str]) -> None:
        found = card(tmp_path, name=name)
        assert found["N"][0].parts(";") == [*parts, "", "", ""]
        assert found["FN"][0].text == name

    def test_an_identity_that_stays(self, tmp_path: Path) -> None:
        first, renamed, other, other_shop = cards(
            tmp_path,
            NOBODY,
            replace(NOBODY, name="王芳"),
            replace(NOBODY, id=2),
            replace(NOBODY, created=datetime(2026, 1, 1)),
        )
        assert first["UID"] == renamed["UID"]
        assert len({found["UID"][0].raw for found in (first, other, other_shop)}) == 3


@dataclass(frozen=True)
class Day:
    kind: str
    label: str
    what: str
    day: Birthday


DAYS = {
    1: [
        Day("wedding", "", "wedding anniversary", Birthday(Calendar.SOLAR, 2015, 5, 20)),
        Day("other", "开店; 周年", "开店; 周年", Birthday(Calendar.SOLAR, None, 8, 8)),
        Day("other", "妈妈生日", "妈妈生日", Birthday(Calendar.LUNAR, None, 8, 15)),
    ]
}


class TestWhatNoStandardKnows:
    def test_our_own_names(self, tmp_path: Path) -> None:
        found = card(tmp_path, member_no="007", source="朋友,介绍", custom={"皮肤; 类型": "干性\n油", "b": "1"})
        assert found["X-CRM-MEMBER-NO"][0].text == "007"
        assert found["X-CRM-SOURCE"][0].text == "朋友,介绍"
        assert [line.parts(";") for line in found["X-CRM-FIELD"]] == [["皮肤; 类型", "干性\n油"], ["b", "1"]]
        assert found["X-CRM-CREATED"][0].raw == "2026-11-21T09:30:00"

    @pytest.mark.parametrize("version", ["3.0", "4.0"])
    def test_yearly_days(self, tmp_path: Path, version: vcf_file.Version) -> None:
        path = tmp_path / "a.vcf"
        vcf_file.write([NOBODY, replace(NOBODY, id=2)], no_photo, path, version, DAYS)
        found, other = components(path, "VCARD")
        assert [line.raw for line in found["item1.X-ABDATE"]] == ["2015-05-20"]
        assert found["item1.X-ABLabel"][0].raw == "_$!<Anniversary>!$_"
        assert found["item2.X-ABDATE"] == [Line("item2.X-ABDATE", ("X-APPLE-OMIT-YEAR=1604",), "1604-08-08")]
        assert found["item2.X-ABLabel"][0].text == "开店; 周年"
        assert found["X-CRM-DAY"][0].parts(";") == ["妈妈生日", "lunar 8th month, day 15"]
        assert [line.parts(";")[:4] for line in found["X-ANDROID-CUSTOM"]] == [
            ["vnd.android.cursor.item/contact_event", "2015-05-20", "1", ""],
            ["vnd.android.cursor.item/contact_event", "--08-08", "0", "开店; 周年"],
        ]
        assert [line.raw for line in found.get("ANNIVERSARY", [])] == (["20150520"] if version == "4.0" else [])
        assert "item1.X-ABDATE" not in other

    def test_yearly_days_come_in(self, tmp_path: Path) -> None:
        path = tmp_path / "a.vcf"
        vcf_file.write([replace(NOBODY, name="王芳")], no_photo, path, "4.0", DAYS)
        book = open_book(path)
        (row,) = [dict(zip(book.headings, row, strict=True)) for row in book.sheet().rows]
        assert row["Anniversary"] in ("2015-05-20", "20150520", "2015-05-20\n20150520")
        assert "开店; 周年: --08-08" in str(row["Other dates"])
        assert "妈妈生日: lunar 8th month, day 15" in str(row["Other dates"])


class TestVersion4:
    def test_a_card(self, tmp_path: Path) -> None:
        path = tmp_path / "a.vcf"
        person = replace(EVERYTHING, has_photo=True)
        vcf_file.write([person, replace(NOBODY, gender="male")], lambda _: b"\x89PNG", path, "4.0")
        found, man = components(path, "VCARD")
        assert found["VERSION"][0].raw == "4.0"
        assert found["UID"][0].raw.startswith("urn:uuid:")
        assert found["N"][0].parts(";") == ["单", "晓丽", "", "", ""]
        assert [line.params for line in found["TEL"]] == [("TYPE=CELL", "PREF=1"), ("TYPE=VOICE",), ("TYPE=CELL",)]
        assert [line.params for line in found["EMAIL"]] == [("PREF=1",), ()]
        assert (found["GENDER"][0].raw, man["GENDER"][0].raw) == ("F", "M")
        assert found["PHOTO"][0].raw == "data:image/png;base64,iVBORw=="

    @pytest.mark.parametrize(
        ("birthday", "expected"),
        [
            (Birthday(Calendar.SOLAR, None, 3, 14), "BDAY:--0314"),
            (Birthday(Calendar.SOLAR, 1988, 10, 3), "BDAY:19881003"),
            (Birthday(Calendar.LUNAR, 2020, 4, 1, leap=True), "X-ALTBDAY;CALSCALE=chinese:0078003704L01"),
        ],
    )
    def test_birthdays(self, tmp_path: Path, birthday: Birthday, expected: str) -> None:
        vcf_file.write([replace(NOBODY, birthday=birthday)], no_photo, tmp_path / "a.vcf", "4.0")
        assert expected in (tmp_path / "a.vcf").read_text().split("\n")


class TestBirthdays:
    @pytest.mark.parametrize(
        ("birthday", "expected"),
        [
            (Birthday(Calendar.SOLAR, None, 7, 14), "BDAY;X-APPLE-OMIT-YEAR=1604:1604-07-14"),
            (Birthday(Calendar.SOLAR, None, 2, 29), "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29"),
            (Birthday(Calendar.SOLAR, 2000, 2, 29), "BDAY:2000-02-29"),
            (Birthday(Calendar.LUNAR, 1985, 11, 1), "X-ALTBDAY;CALSCALE=chinese:007800021101"),
            (Birthday(Calendar.LUNAR, 2014, 3, 18), "X-ALTBDAY;CALSCALE=chinese:007800310318"),
            (Birthday(Calendar.LUNAR, 2020, 4, 1, leap=True), "X-ALTBDAY;CALSCALE=chinese:0078003704L01"),
            (Birthday(Calendar.LUNAR, None, 3, 18), "X-ALTBDAY;CALSCALE=chinese:--0318"),
            (Birthday(Calendar.LUNAR, None, 6, 2, leap=True), "X-ALTBDAY;CALSCALE=chinese:--06L02"),
            (Birthday(Calendar.LUNAR, 1983, 8, 15), "X-ALTBDAY;CALSCALE=chinese:007700600815"),
            (Birthday(Calendar.LUNAR, 1984, 8, 15), "X-ALTBDAY;CALSCALE=chinese:007800010815"),
        ],
    )
    def test_written_as_phones_do(self, tmp_path: Path, birthday: Birthday, expected: str) -> None:
        vcf_file.write([replace(NOBODY, birthday=birthday)], no_photo, tmp_path / "a.vcf")
        assert expected in (tmp_path / "a.vcf").read_text().split("\n")

    @given(year=st.integers(1850, 2100))
    def test_cycle_and_year(self, year: int) -> None:
        written = vcf_file._cycle_and_year(year)
        cycle, in_cycle = int(written[:4]), int(written[4:])
        assert 1 <= in_cycle <= 60
        assert cycle * 60 + in_cycle - 2697 == year


class TestPhotos:
    @pytest.mark.parametrize(
        ("data", "kind"), [(b"\xff\xd8\xff" + bytes(range(256)), "JPEG"), (b"\x89PNG\r\n\x1a\n" * 60, "PNG")]
    )
    def test_folded(self, tmp_path: Path, data: bytes, kind: str) -> None:
        path = tmp_path / "a.vcf"
        asked: list[int] = []

        def photo(customer_id: int) -> bytes:
            asked.append(customer_id)
            return data

        vcf_file.write([NOBODY, replace(NOBODY, id=7, has_photo=True)], photo, path)
        without, with_one = components(path, "VCARD")
        assert "PHOTO" not in without
        assert with_one["PHOTO"][0].params == ("ENCODING=b", f"TYPE={kind}")
        assert base64.b64decode(with_one["PHOTO"][0].raw, validate=True) == data
        assert asked == [7]

    def test_gone_meanwhile(self, tmp_path: Path) -> None:
        vcf_file.write([replace(NOBODY, has_photo=True)], lambda _: None, tmp_path / "a.vcf")
        assert "PHOTO" not in components(tmp_path / "a.vcf", "VCARD")[0]


class TestLines:
    @given(
        name=st.text(max_size=60),
        note=st.text(max_size=300),
        tags=st.lists(st.text(min_size=1, max_size=20), max_size=4),
    )
    @settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_text_comes_back(self, tmp_path: Path, name: str, note: str, tags: list[str]) -> None:
        found = card(tmp_path, name=name, note=note, tags=tuple(tags))
        assert found["FN"][0].text == kept(name)
        assert (found["NOTE"][0].text if note else "") == kept(note)
        if tags:
            assert found["CATEGORIES"][0].parts(",") == [kept(tag) for tag in tags]

    def test_an_emoji_is_not_cut(self, tmp_path: Path) -> None:
        for before in range(80):
            found = card(tmp_path, note="a" * before + "👩‍👩‍👧🎂" * 10)
            assert found["NOTE"][0].text == "a" * before + "👩‍👩‍👧🎂" * 10


def kept(text: str) -> str:
    """A text without what no card can hold, with line ends of one kind."""
    text = text.replace("\r\n", "\n")
    for end in "\r\x85\u2028\u2029":
        text = text.replace(end, "\n")
    plain = (char for char in text if char in "\t\n" or not (char < " " or char in "\x7f\ufffe\uffff"))
    return "".join(char for char in plain if not "\ud800" <= char <= "\udfff")


class TestTheFile:
    def test_the_old_one_stays_when_reading_fails(self, tmp_path: Path) -> None:
        path = tmp_path / "a.vcf"
        path.write_text("old")

        def people() -> Iterable[Customer]:
            yield NOBODY
            raise RuntimeError

        with pytest.raises(RuntimeError):
            vcf_file.write(people(), no_photo, path)
        assert path.read_text() == "old"
        assert list(tmp_path.iterdir()) == [path]

    def test_no_folder(self, tmp_path: Path) -> None:
        with pytest.raises(CannotWriteFile):
            vcf_file.write([], no_photo, tmp_path / "gone" / "a.vcf")


class TestTheCommand:
    def test_customers(self, services: Services, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        services.customers.add(CustomerDraft(name="单晓丽", phones=("13800138000",), tags=("老客户",)))
        wang = services.customers.add(CustomerDraft(name="王芳")).new_id
        assert wang
        jpeg = b"\xff\xd8\xff" + bytes(100)
        services.customers.set_photo(wang, jpeg)
        shop = str(services.shop.path)
        assert main(["--shop", shop, "export", "customers", str(tmp_path / "a.vcf"), "--json"]) == 0
        assert '"rows": 2' in capsys.readouterr().out
        found = {c["FN"][0].text: c for c in components(tmp_path / "a.vcf", "VCARD")}
        assert found["单晓丽"]["TEL"][0].text == "+8613800138000"
        assert base64.b64decode(found["王芳"]["PHOTO"][0].raw) == jpeg
        assert main(["export", "--shop", shop, "customers", str(tmp_path / "b.VCF"), "--find", "王芳"]) == 0
        assert [c["FN"][0].text for c in components(tmp_path / "b.VCF", "VCARD")] == ["王芳"]

    @pytest.mark.parametrize("words", [("purchases", "a.vcf"), ("birthdays", "a.vcf"), ("customers", "a.ics")])
    def test_what_a_file_cannot_hold(
        self, shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, str]
    ) -> None:
        kind, name = words
        assert main(["--shop", str(shop.path), "export", kind, str(tmp_path / name)]) == BadCommand.exit_status
        assert "holds" in capsys.readouterr().err
        assert not (tmp_path / name).exists()

    def test_columns_cannot_be_chosen(self, shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        words = ["--shop", str(shop.path), "export", "customers", str(tmp_path / "a.vcf"), "--columns", "name"]
        assert main(words) == BadCommand.exit_status
        assert "Columns" in capsys.readouterr().err


texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=5, max_size=30)
names = st.sampled_from(["单晓丽", "欧阳修", "王", "王女士", "Anna Smith", "小美"])
mobiles = st.integers(0, 99_999_999).map(lambda n: f"+86138{n:08}")
phones = st.one_of(mobiles, st.sampled_from(["+861088886666", "+861088886666;ext=801", "+16502530000"]))
solar = st.dates(date(1900, 1, 1), date(2020, 12, 31)).flatmap(
    lambda d: st.sampled_from([Birthday(Calendar.SOLAR, year, d.month, d.day) for year in (d.year, None)])
)
lunar = st.builds(
    lambda year, month, day: Birthday(Calendar.LUNAR, year, month, day),
    st.none() | st.integers(1901, 2020),
    st.integers(1, 12),
    st.integers(1, 29),
)
leap = st.sampled_from(
    [
        Birthday(Calendar.LUNAR, 2020, 4, 1, leap=True),
        Birthday(Calendar.LUNAR, 1987, 6, 29, leap=True),
        Birthday(Calendar.LUNAR, None, 6, 2, leap=True),
    ]
)
drafts = st.builds(
    CustomerDraft,
    name=names,
    phones=st.lists(phones, max_size=3, unique=True).map(tuple),
    emails=st.lists(st.sampled_from(["a@b.cn", "li.ming@example.com"]), max_size=2, unique=True).map(tuple),
    wechat=st.just(()) | st.sampled_from([("wx_1",), ("abc-def",)]),
    qq=st.just(()) | st.just(("12345678",)),
    birthday=st.none() | solar | lunar | leap,
    address=st.just("") | st.sampled_from(["上海市浦东新区一号", "一号; 二楼, 左"]) | texts,
    note=st.just("") | st.sampled_from(["爱喝茶,不吃辣;\\n", "第一行\n第二行"]) | texts,
    tags=st.lists(st.sampled_from(["老客户", "VIP", "爱喝 绿茶"]), max_size=3, unique=True).map(tuple),
)
SAME = ("name", "gender", "phones", "emails", "wechat", "qq", "birthday", "address", "note", "tags")


class TestOurOwnImport:
    @given(draft=drafts)
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_brings_the_customer_back(
        self, draft: CustomerDraft, shop_template: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        folder = tmp_path_factory.mktemp("round")
        (before,) = round_trip(folder, shop_template, [draft])
        after = Services(Shop.open(folder / "second.crm"))
        try:
            (found,) = after.customers.get_many(after.customers.ids())
        finally:
            after.shop.close()
        assert {key: getattr(found, key) for key in SAME} == {key: getattr(before, key) for key in SAME}


def round_trip(folder: Path, template: Path, customers: list[CustomerDraft]) -> list[Customer]:
    """Add the customers to a shop, write it as cards, bring these into a second; the first shop's customers."""
    import shutil

    from crm_desktop.exchange.importing.importer import import_file

    for name in ("first.crm", "second.crm"):
        shutil.copy(template, folder / name)
    first = Services(Shop.open(folder / "first.crm"))
    for draft in customers:
        first.customers.add(draft)
    before = first.customers.get_many(first.customers.ids())
    vcf_file.write(before, first.customers.photo, folder / "a.vcf")
    first.shop.close()
    second = Shop.open(folder / "second.crm")
    try:
        import_file(second, "customers", folder / "a.vcf")
    finally:
        second.close()
    return before
