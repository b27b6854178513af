"""The search box against a naive search over the same customers, in real files."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from crm_desktop.domain.phone import digits_reversed
from crm_desktop.domain.pinyin import read_name
from crm_desktop.store import migrations, search, search_index
from crm_desktop.store.search_words import MAX_WORDS, syllables_of, words_of


@dataclass
class Person:
    """A customer as the naive search knows them."""

    id: int
    name: str = ""
    phones: Sequence[str] = ()
    tags: Sequence[str] = ()
    wechat: str = ""
    email: str = ""
    custom: str = ""
    member_no: str = ""
    address: str = ""
    note: str = ""
    last_at: str | None = None
    readings: Any = field(init=False)

    def __post_init__(self) -> None:
        self.readings = read_name(self.name)

    def others(self) -> list[str]:
        return [*self.tags, self.wechat, self.email, self.custom, self.member_no, self.address, self.note]

    @cached_property
    def lowered(self) -> Lowered:
        readings = self.readings
        return Lowered(
            lower_ascii(self.name),
            [part for number in self.phones for part in stored(number)],
            readings.full.split(" "),
            readings.initials.split(" "),
            readings.sort_key.split(" "),
            [lower_ascii(text) for text in self.others()],
        )


class Lowered(NamedTuple):
    """What the naive search compares, made once for all queries."""

    name: str
    phones: list[str]
    full: list[str]
    initials: list[str]
    syllables: list[str]
    others: list[str]


class File:
    """A shop file with the tables of the real one, and its customers in memory beside it."""

    def __init__(self, path: Path, *, key: str | None = None) -> None:
        self.connection = dbapi2.connect(str(path), isolation_level=None)
        if key:
            self.run(f"PRAGMA key = '{key}'")
        self.run("PRAGMA foreign_keys = ON")
        self.run("PRAGMA recursive_triggers = ON")
        migrations.migrate(self.connection.execute)
        for statement in search_index.DIRTY_TRIGGERS:
            self.run(statement)
        self.people: dict[int, Person] = {}

    def run(self, sql: str, *params: Any) -> Any:
        return self.connection.execute(sql, params)

    def add(self, *people: Person) -> None:
        self.run("BEGIN")
        for p in people:
            self.people[p.id] = p
            self.write(p)
        search_index.refresh(self.run)
        self.run("COMMIT")

    def write(self, p: Person) -> None:
        r = p.readings
        self.run(
            "INSERT INTO customer (id, name, pinyin, initials, sort_key, address, note, member_no, created)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, '2026-11-21T09:00:00')",
            *(p.id, p.name, r.full, r.initials, r.sort_key, p.address, p.note, p.member_no),
        )
        for number in p.phones:
            self.run(
                "INSERT INTO phone (customer_id, number, reversed_digits) VALUES (?, ?, ?)",
                *(p.id, number, digits_reversed(number)),
            )
        for tag in p.tags:
            self.run("INSERT OR IGNORE INTO tag (name) VALUES (?)", tag)
            self.run("INSERT INTO customer_tag (customer_id, tag_id) SELECT ?, id FROM tag WHERE name = ?", p.id, tag)
        if p.wechat:
            self.run("INSERT INTO account (customer_id, service, handle) VALUES (?, 'wechat', ?)", p.id, p.wechat)
        if p.email:
            self.run("INSERT INTO email (customer_id, address) VALUES (?, ?)", p.id, p.email)
        if p.custom:
            self.run("INSERT OR IGNORE INTO custom_field (id, name, kind) VALUES (1, '口味', 'text')")
            self.run("INSERT INTO custom_value (customer_id, field_id, value) VALUES (?, 1, ?)", p.id, p.custom)
        if p.last_at:
            self.run("INSERT INTO purchase (customer_id, at, paid_fen) VALUES (?, ?, 100)", p.id, p.last_at)

    def find(self, query: str, limit: int = 0) -> list[int]:
        return search.search(self.run, query, limit).ids

    def agrees(self, query: str) -> list[int]:
        """Check every way to search against the naive one, and return what was found."""
        expected = naive(query, self.people.values())
        found = search.search(self.run, query)
        assert found.ids == expected
        assert found.total == len(expected)
        assert search.matching(self.run, query) == set(expected)
        for limit in (1, 8):
            first = search.search(self.run, query, limit)
            assert first.ids == expected[:limit]
            assert first.total == len(expected)
            assert search.search(self.run, query, limit, count=False).ids == first.ids
        return found.ids


def lower_ascii(text: str) -> str:
    return "".join(char.lower() if char.isascii() else char for char in text)


def stored(number: str) -> list[str]:
    return lower_ascii(number).replace("+86", "").split(";ext=")


def naive_tier(word: str, p: Person) -> int | None:
    """The tier in which a plain word (no capitals outside ASCII, no phone separators) matches, by its definition."""
    word = lower_ascii(word)
    name, phones, full, initials, syllables, others = p.lowered
    spelled = re.sub("(?<=[a-z])'(?=[a-z])", "", word)
    letters = spelled if re.fullmatch("[a-z0-9]*[a-z][a-z0-9]*", spelled) else None
    if re.fullmatch("[0-9]+", word) and any(part.endswith(word) for part in phones):
        return 0
    if name == word:
        return 1
    if name.startswith(word):
        return 2
    if letters and (
        any(each.startswith(letters) for each in full)
        or (len(letters) > 1 and any(each.startswith(letters) for each in initials))
        or mixed(letters, syllables, initials)
    ):
        return 3
    if word in name:
        return 4
    if letters and (
        any(syllable.startswith(letters) for syllable in syllables)
        or (len(letters) > 1 and any(letters in each for each in initials))
        or (len(letters) > 3 and any(letters in each for each in [*full, *syllables]))
    ):
        return 5
    if any(word in part for part in phones):
        return 6
    if any(word in text for text in others):
        return 7
    return None


def mixed(letters: str, syllables: Sequence[str], initials: Sequence[str]) -> bool:
    typed = syllables_of(letters)
    if not 1 < len(typed) < len(letters) or not any(
        each.startswith("".join(part[0] for part in typed)) for each in initials
    ):
        return False
    rest: Iterator[str] = iter(syllables)
    return all(any(syllable.startswith(part) for syllable in rest) for part in typed)


def naive(query: str, people: Any) -> list[int]:
    words, whole = list(dict.fromkeys(query.split())), "".join(query.split())
    if re.fullmatch("1[3-9][0-9]{9}|0[1-9][0-9]{9,10}", whole):  # a number that is written in groups
        words = [whole]
    found = []
    for p in people:
        tiers = [naive_tier(word, p) for word in words]
        if None not in tiers:
            found.append((min((t for t in tiers if t is not None), default=0), p))
    found.sort(key=lambda each: (each[1].readings.sort_key, each[1].id))
    found.sort(key=lambda each: each[1].last_at or "", reverse=True)
    found.sort(key=lambda each: each[0])
    return [p.id for _, p in found]


SURNAMES = "王王王王李李张张刘陈杨单曾仇解欧覃"
GIVEN = "伟芳娜小小小晓丽明龙华婷三丰一安昂"


def people(count: int, *, seed: int = 7) -> list[Person]:
    """Customers of whom many share a surname, a street, digits."""
    pick = random.Random(seed)
    return [
        Person(
            number,
            name=pick.choice(SURNAMES) + "".join(pick.choices(GIVEN, k=pick.choice((0, 1, 2, 2)))),
            phones=["+861" + "".join(pick.choices("03689", k=10)) for _ in range(pick.choice((0, 1, 1, 2)))],
            tags=pick.sample(("VIP", "老客户", "团购"), k=pick.choice((0, 0, 1, 2))),
            wechat=pick.choice(("", "", f"wx_{number}", "LongJing88")),
            email=pick.choice(("", "", f"a{number}@example.com")),
            custom=pick.choice(("", "", "红茶", "a,b")),
            member_no=pick.choice(("", f"M{number:05}")),
            address=pick.choice(("", "上海市浦东新区世纪大道8号", "杭州市西湖区龙井路1号", "上海路 100%")),
            note=pick.choice(("", "", "爱喝龙井", "对花生过敏\n要发票", "100% _*\"'")),
            last_at=pick.choice((None, *(f"2026-0{month}-01T10:00:00" for month in range(1, 10)))),
        )
        for number in range(1, count + 1)
    ]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[File]:
    """1,000 customers, more of whom have common queries than are sorted without ado."""
    file = File(tmp_path_factory.mktemp("crowd") / "shop.crm", key="geheim")
    file.add(*people(700))
    # The tag 新 finds only customers without a purchase, the note 旧 only those who bought longest ago.
    file.add(*(Person(701 + n, name=f"王{n}", tags=["新"]) for n in range(150)))
    file.add(*(Person(851 + n, name=f"赵{n}", note="旧", last_at="2001-01-01T00:00:00") for n in range(150)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_FEW", 100)
        yield file
    file.connection.close()


@pytest.fixture
def few(tmp_path: Path) -> Iterator[File]:
    file = File(tmp_path / "shop.crm")
    yield file
    file.connection.close()


COMMON = (
    *(
        "1",
        "8",
        "80",
        "800",
        "王",
        "小",
        "上海",
        "浦东新区",
        "w",
        "xl",
        "wang",
        "vip",
        "m0",
        "@",
        "新",
        "旧",
        "a",
        "li",
    ),
    *("王 1", "1 8", "上海 王", "新 王", "旧 赵", "w 1", "龙井 8", "小 vip 上海"),
)


@pytest.mark.parametrize("query", [*COMMON, "", "  ", "无此人", "qqqq", "99999999", "王 无此人", "M00017", "zhaosan"])
def test_finds_what_a_naive_search_finds(crowd: File, query: str) -> None:
    crowd.agrees(query)


SIXTY = people(60)


@st.composite
def parts_of_texts(draw: st.DrawFn) -> str:
    """One to three words cut from what customers have, or made up."""
    person = draw(st.sampled_from(SIXTY))
    texts = [person.name, person.readings.full, person.readings.initials, person.readings.sort_key, *person.others()]
    texts += [number.removeprefix("+86") for number in person.phones]
    words = []
    for _ in range(draw(st.integers(1, 3))):
        text = draw(st.sampled_from([text for text in texts if text]))
        start = draw(st.integers(0, len(text) - 1))
        words.append(text[start : start + draw(st.integers(1, 6))])
    return " ".join(words)


made_up = st.text("王小晓龙井上海abclingwxz0138%_*\"'@\n ", max_size=8)


@settings(max_examples=40, deadline=None)
@given(st.one_of(parts_of_texts(), made_up))
def test_finds_any_part_of_any_text(crowd: File, query: str) -> None:
    crowd.agrees(query)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(parts_of_texts(), made_up))
def test_every_way_through_many_customers_agrees(crowd: File, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    as_if_many(monkeypatch)
    crowd.agrees(query)


@pytest.mark.parametrize("query", [*COMMON, "新 旧", "新 1", "王 赵", ""])
def test_common_words_among_many_customers(crowd: File, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    as_if_many(monkeypatch)
    crowd.agrees(query)


@pytest.mark.parametrize("query", [*COMMON, "新 旧", "旧", "王 赵"])
@pytest.mark.parametrize("limit", [2, 5])
def test_who_was_not_met_on_the_first_leg_of_the_way(
    crowd: File, monkeypatch: pytest.MonkeyPatch, query: str, limit: int
) -> None:
    as_if_many(monkeypatch)
    expected = naive(query, crowd.people.values())
    for few in (1, 30, 400):
        monkeypatch.setattr(search, "isqrt", lambda _, few=few: few)
        assert search.search(crowd.run, query, limit, count=False).ids == expected[:limit]


@pytest.mark.parametrize("query", COMMON[:8])
@pytest.mark.parametrize("steps", [2, 6])
def test_the_way_is_gone_on_while_the_next_match_is_near(
    crowd: File, monkeypatch: pytest.MonkeyPatch, query: str, steps: int
) -> None:
    as_if_many(monkeypatch)
    by_size = 2 * 5 * len(crowd.people) // 20
    monkeypatch.setattr(search, "_MORE_STEPS", steps - by_size)
    assert search.search(crowd.run, query, 5, count=False).ids == naive(query, crowd.people.values())[:5]


def as_if_many(patch: pytest.MonkeyPatch) -> None:
    """As if there were millions: next to nothing is sorted without ado, and the way to the next match is long."""
    patch.setattr(search, "_FEW", 1)
    patch.setattr(search, "isqrt", lambda _: 20)
    patch.setattr(search, "_MORE_STEPS", 1)
    patch.setattr(search, "_RANKED", 1)


@pytest.mark.parametrize(
    ("typed", "may_go_on"),
    [("wangfang", False), ("zhixiaoli", False), ("wanfang", True), ("zxiaoli", True), ("rxiaoli", True)],
)
def test_only_syllables_that_may_go_on_are_looked_for_one_by_one(typed: str, may_go_on: bool) -> None:
    (word,) = words_of(typed)
    assert any(pattern.syllables for pattern in word.patterns) is may_go_on


def test_no_syllable_that_may_go_on_is_taken_for_a_whole_one() -> None:
    syllables = {each for code in range(0x4E00, 0x9FA6) for each in read_name(chr(code)).full.split()}
    begun = {syllable[:length] for syllable in syllables for length in range(1, len(syllable))}
    for typed in begun:
        if syllables_of(typed) == (typed,):
            (word,) = words_of(f"{typed}li")
            assert len(syllables_of(f"{typed}li")) != 2 or any(pattern.syllables for pattern in word.patterns), typed


@pytest.mark.parametrize("typed", ["rli", "rxiaoli", "renxli", "rxl"])
def test_a_name_that_begins_with_r_is_found_by_its_initial(tmp_path: Path, typed: str) -> None:
    file = File(tmp_path / "few.db")
    file.add(Person(1, "任丽"), Person(2, "任晓丽"))
    assert search.search(file.run, typed, 5).ids == [1 if typed == "rli" else 2]


def test_of_a_long_spelling_three_trigrams_are_asked_for() -> None:
    (word,) = words_of("liguoqing")
    whole = next(pattern for pattern in word.patterns if pattern.text == "\x04liguoqing")
    assert whole.candidates()[1] == ['"\x04li" AND "guo" AND "qin"']


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_answered(crowd: File, query: str) -> None:
    ids = search.search(crowd.run, query, 8).ids
    assert search.matched_fields(crowd.run, query, ids).keys() == (set(ids) if words_of(query) else set())


ODD = (
    *(
        "\0",
        "a\0b",
        "\x02王",
        "'",
        '"',
        '"" OR 1',
        "%",
        "_",
        "*",
        "王*",
        "NEAR(王 李)",
        "name:王",
        "-王",
        "(",
        "^王",
        "\\",
    ),
    *(
        "👨\u200d👩\u200d👧",
        "🍵",
        "مرحبا",
        "\u202e王",
        "\ud800",
        "\ufffe",
        "\U0010ffff",
        "ﷺ",
        "x" * 10_000,
        "王" * 10_000,
    ),
    *("王 " * 5_000, " ".join(map(str, range(5_000))), "1" * 10_000, "'; DROP TABLE customer; --", "\n\t\u3000"),
)


@pytest.mark.parametrize("query", ODD, ids=range(len(ODD)))
def test_odd_input_is_answered(crowd: File, query: str) -> None:
    for limit in (0, 8):
        found = search.search(crowd.run, query, limit)
        assert found.total is not None
    search.matched_fields(crowd.run, query, [1, 2, 3])


def test_odd_texts_are_found(few: File) -> None:
    texts = [
        "🍵茶",
        "مرحبا",
        "100%",
        "a_b",
        "a*b",
        'say "hi"',
        "O'Neill",
        "\\n",
        "x" * 10_000,
        "\U0010ffff",
        "ab\U0010ffff",
    ]
    few.add(*(Person(n, name=text) for n, text in enumerate(texts, 1)))
    for n, text in enumerate(texts, 1):
        for query in (text, text[0], text[:2], text[-1], text[-2:]):
            assert n in few.find(query), query
    assert few.find("%") == [3]
    assert few.find("_") == [4]
    assert few.find("*") == [5]


def test_four_digits_are_first_the_tail_of_a_phone(few: File) -> None:
    few.add(
        Person(1, name="甲", address="8000号", last_at="2026-09-01T00:00:00"),
        Person(2, name="乙", phones=["+8613880001234"], last_at="2026-08-01T00:00:00"),
        Person(3, name="丙", phones=["+8613912348000"], last_at="2026-01-01T00:00:00"),
        Person(4, name="丁", phones=["+8613900000000", "+8613712348000"], last_at="2026-02-01T00:00:00"),
        Person(5, name="戊", member_no="8000"),
        Person(6, name="己", phones=["+861088886666;ext=8000"]),
        Person(7, name="庚", phones=["138****8000"]),
    )
    assert few.agrees("8000") == [4, 3, 7, 6, 2, 1, 5]
    assert few.find("8000", 3) == [4, 3, 7]
    fields = search.matched_fields(few.run, "8000", range(1, 8))
    assert fields == {1: "address", 2: "phone", 3: "phone", 4: "phone", 5: "member_no", 6: "phone", 7: "phone"}


@pytest.mark.parametrize(
    "query",
    [
        "+8613800138000",
        "8613800138000",
        "008613800138000",
        "138-0013-8000",
        "138 0013 8000",
        "+86 138 0013 8000",
        "+86 (138) 0013-8000",
        "１３８００１３８０００",
    ],
)
def test_a_phone_is_found_however_it_is_typed(few: File, query: str) -> None:
    few.add(Person(1, name="张三", phones=["+8613800138000"]), Person(2, name="李四", phones=["+8613800138001"]))
    assert few.find(query) == [1]


def test_groups_that_are_no_whole_number_are_words(few: File) -> None:
    few.add(Person(1, phones=["+8613800011111", "+8613911122222"]), Person(2, phones=["+8613800011112"]))
    assert few.find("138000 139111") == [1]
    assert few.find("021 5555 6666") == []


def test_a_foreign_number_and_one_kept_as_typed(few: File) -> None:
    few.add(Person(1, phones=["+14155550123"]), Person(2, phones=["问他老婆ABC"]))
    assert few.find("+1 415") == [1]
    assert few.find("+1(415)555") == [1]
    assert few.find("老婆abc") == [2]


@pytest.mark.parametrize(
    "query",
    [
        *("shanxiaoli", "sxl", "SXL", "shanxl", "sxiaoli", "shxli", "sxiaol", "shan xiao li", "xiaoli", "xl", "li"),
        *("danxiaoli", "dxl", "xiao l", "单", "单晓", "晓丽", "晓", "丽", "s l"),
    ],
)
def test_every_way_to_spell_a_name(few: File, query: str) -> None:
    few.add(Person(1, name="单晓丽"), Person(2, name="王伟", phones=["+8613800138000"]))
    assert few.agrees(query) == [1]


def test_parts_of_syllables_are_not_found(few: File) -> None:
    few.add(Person(1, name="王强"))
    for query in ("ang", "an", "g", "ia"):
        assert few.find(query) == []


def test_the_u_with_dots(few: File) -> None:
    few.add(Person(1, name="吕方"))
    for query in ("lvfang", "lüf", "LÜ", "lv'fang"):
        assert few.find(query) == [1]


def test_letters_with_accents_and_full_width(few: File) -> None:
    few.add(Person(1, name="Élodie Ｗａｎｇ"), Person(2, name="Ωmega"))
    for query in ("élodie", "ÉLODIE", "Élo", "Ｗａｎｇ", "ｗａｎｇ", "é"):
        assert few.find(query) == [1], query
    assert few.find("ωmega") == [2]


def test_the_order_of_the_tiers(few: File) -> None:
    few.add(
        Person(1, name="安", last_at="2020-01-01T00:00:00"),
        Person(2, name="安安", last_at="2021-01-01T00:00:00"),
        Person(3, name="小安", last_at="2022-01-01T00:00:00"),
        Person(4, name="李三", tags=["平安"], last_at="2023-01-01T00:00:00"),
        Person(5, name="安然"),
        Person(6, name="安北"),
    )
    assert few.agrees("安") == [1, 2, 6, 5, 3, 4]


def test_several_words_in_any_order_and_field(few: File) -> None:
    few.add(
        Person(1, name="张三", tags=["VIP"], address="上海市"),
        Person(2, name="张四", address="上海市"),
        Person(3, name="李五", tags=["vip"], address="张家港"),
    )
    assert set(few.agrees("上海 张")) == {1, 2}
    assert few.agrees("vip 张") == [1, 3]
    assert few.agrees("张 上海 Vip") == [1]
    assert search.matched_fields(few.run, "张 vip", [1, 3]) == {1: "tags", 3: "address"}


def test_why_a_customer_is_found(few: File) -> None:
    few.add(
        Person(
            1, "单晓丽", ["+8613800138000"], ["VIP"], "wx_li", "li@example.com", "红茶", "M007", "西湖区", "爱喝龙井",
        )
    )  # fmt: skip
    few.run("INSERT INTO account (customer_id, service, handle) VALUES (1, 'qq', 'qq_77')")
    search_index.refresh(few.run)
    reasons = [
        *(("8000", "phone"), ("晓", "name"), ("sxl", "pinyin"), ("sxiaoli", "pinyin"), ("vip", "tags")),
        *(("wx_", "wechat"), ("qq_", "qq"), ("example", "email"), ("红", "custom"), ("m007", "member_no")),
        *(("西湖", "address"), ("龙井", "note")),
    ]
    for query, reason in reasons:
        assert search.matched_fields(few.run, query, [1]) == {1: reason}
    assert search.matched_fields(few.run, "无", [1]) == {}
    assert search.matched_fields(few.run, "vip", []) == {}


def test_an_empty_shop(few: File) -> None:
    for query in ("", "王", "1", "nobody", "a b"):
        assert few.agrees(query) == []
    search_index.rebuild(few.run)
    assert search_index.check(few.run) == []


def test_more_words_than_are_looked_at(few: File) -> None:
    few.add(Person(1, name="张三"))
    assert len(words_of(" ".join(map(str, range(50))))) == MAX_WORDS


WRITES = [
    "UPDATE customer SET name = '赵六', pinyin = 'zhaoliu', initials = 'zl', sort_key = 'zhao liu' WHERE id = 1",
    "UPDATE customer SET note = '新的话' WHERE id IN (1, 2)",
    "UPDATE customer SET address = '', member_no = 'X1' WHERE id = 3",
    "UPDATE phone SET number = '+8613977776666' WHERE customer_id = 1",
    "UPDATE phone SET customer_id = 5 WHERE customer_id = 4",
    "INSERT INTO phone (customer_id, number, reversed_digits) VALUES (6, '+8613955554444', '')",
    "DELETE FROM phone WHERE customer_id = 7",
    "UPDATE tag SET name = '贵客' WHERE name = 'VIP'",
    "DELETE FROM tag WHERE name = '老客户'",
    "DELETE FROM customer_tag WHERE customer_id < 20",
    "INSERT INTO email (customer_id, address) VALUES (2, 'new@example.com')",
    "UPDATE email SET address = 'NEW@EXAMPLE.COM'",
    "DELETE FROM account",
    "UPDATE account SET handle = 'changed'",
    "UPDATE custom_value SET value = '绿茶'",
    "DELETE FROM custom_field",
    "DELETE FROM customer WHERE id BETWEEN 5 AND 9",
    "DELETE FROM customer WHERE id > 35",
    "DELETE FROM customer",
]


@pytest.mark.parametrize("write", WRITES)
def test_a_write_is_found_after_a_refresh(few: File, write: str) -> None:
    few.add(*people(40))
    few.run("BEGIN")
    few.run(write)
    search_index.refresh(few.run)
    few.run("COMMIT")
    assert search_index.check(few.run) == []
    assert few.run("SELECT count(*) FROM find_dirty").fetchone() == (0,)
    assert few.run("SELECT count(*) FROM find_fresh").fetchone() == (0,)


def test_when_most_customers_are_written_the_index_is_made_anew(few: File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_MANY", 10)
    few.add(*people(40))
    few.run("UPDATE customer SET note = '都改了' WHERE id <= 30")
    few.write(Person(41, name="新客"))
    search_index.refresh(few.run)
    assert search_index.check(few.run) == []
    assert few.run("SELECT count(*) FROM find_dirty").fetchone() == (0,)
    assert set(few.find("都改了")) == set(range(1, 31))
    assert few.find("新客") == [41]


def test_what_was_written_is_found_and_what_was_before_is_not(few: File) -> None:
    few.add(Person(1, name="张三", tags=["VIP"]), Person(2, name="李四", tags=["VIP"]))
    few.run("UPDATE tag SET name = '贵宾'")
    few.run("UPDATE customer SET name = '王五' WHERE id = 1")
    search_index.refresh(few.run)
    assert few.find("vip") == few.find("张三") == []
    assert set(few.find("贵宾")) == {1, 2}
    assert few.find("王五") == [1]


def test_customers_who_come_back_are_found(few: File) -> None:
    few.add(*people(5))
    for gone in (2, 5):
        few.run("DELETE FROM customer WHERE id = ?", gone)
        search_index.refresh(few.run)
        assert gone not in few.find("")
        few.write(few.people[gone])
        search_index.refresh(few.run)
        few.agrees("")
        assert search_index.check(few.run) == []


def test_new_and_changed_customers_in_one_change(few: File) -> None:
    few.add(Person(1, name="张三"))
    few.write(Person(2, name="李四", phones=["+8613800138000"]))
    few.run("UPDATE customer SET note = 'a' WHERE id IN (1, 2)")
    search_index.refresh(few.run)
    assert search_index.check(few.run) == []
    assert few.find("8000") == [2]


def test_check_tells_what_is_wrong_and_rebuild_mends_it(few: File) -> None:
    few.add(*people(30))
    few.run("DELETE FROM find_document WHERE id = 3")
    few.run("UPDATE find_document SET rest = 'x' WHERE id = 4")
    few.run("INSERT INTO find_document VALUES (99, '', '', '', '')")
    told = search_index.check(few.run)
    assert len(told) > 1
    assert "3 customer" in str(told[-1])
    search_index.rebuild(few.run)
    assert search_index.check(few.run) == []
    few.agrees("王")


def test_the_tables_are_those_of_the_migrations(few: File, tmp_path: Path) -> None:
    bare = dbapi2.connect(str(tmp_path / "bare"))
    for statement in search_index.SCHEMA:
        bare.execute(statement)
    names = "SELECT name, sql FROM sqlite_master WHERE name LIKE 'find%' ORDER BY name"
    assert few.run(names).fetchall() == bare.execute(names).fetchall()
    bare.close()
