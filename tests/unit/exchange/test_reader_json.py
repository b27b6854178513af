"""Tables as JSON: our own exports, the command line's answers, and what is wrong with other files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import Book, Cell, json_rows, open_book

ANY_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def book_of(folder: Path, content: str | bytes) -> Book:
    path = folder / "a.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_book(path)


def table_of(book: Book) -> list[dict[str, Cell]]:
    return [dict(zip(book.headings, row, strict=True)) for row in book.sheet().rows]


def test_records(tmp_path: Path) -> None:
    book = book_of(
        tmp_path, '\ufeff [ {"name": "张三", "phone": ["138", "139"]},\n{"name": "李四", "x": 1.5, "y": true} ] \n'
    )
    assert (book.kind, book.encoding, book.sheet_names) == ("json", "utf-8", ())
    assert table_of(book) == [
        {"name": "张三", "phone": '"138" / "139"', "x": "", "y": ""},
        {"name": "李四", "phone": "", "x": 1.5, "y": True},
    ]


def test_an_answer_of_the_command_line(tmp_path: Path) -> None:
    customer = {
        "name": "单晓丽",
        "phones": ["+8613800138000", "+861088886666;ext=801"],
        "emails": ["a@b.cn", "c@d.cn"],
        "wechat": "wx_1",
        "tags": ["a,b", "老 客户"],
        "birthday": {"calendar": "lunar", "year": 1988, "month": 8, "day": 15, "leap": False},
        "custom": {"皮肤": "干性"},
        "note": None,
    }
    book = book_of(tmp_path, json.dumps({"total": 1, "customers": [customer], "warnings": []}))
    assert table_of(book) == [
        {
            "name": "单晓丽",
            "phone": "+86 138 0013 8000 / +86 10 8888 6666 ext. 801",
            "email": "a@b.cn, c@d.cn",
            "wechat": "wx_1",
            "tags": '"a,b", 老 客户',
            "birthday": "lunar 1988, 8th month, day 15",
            "custom:皮肤": "干性",
            "note": "",
        }
    ]


@pytest.mark.parametrize(
    ("birthday", "cell"),
    [
        ({"calendar": "solar", "year": 1988, "month": 10, "day": 3, "leap": False}, date(1988, 10, 3)),
        ({"calendar": "solar", "year": None, "month": 10, "day": 3}, "Oct 3"),
        ({"calendar": "solar", "year": 1, "month": 13}, '{"calendar": "solar", "year": 1, "month": 13}'),
        (
            {"calendar": "solar", "year": 99999, "month": 1, "day": 3},
            '{"calendar": "solar", "year": 99999, "month": 1, "day": 3}',
        ),
        ({"calendar": "mayan"}, '{"calendar": "mayan"}'),
        ({"calendar": "solar", "month": "x", "day": 3}, '{"calendar": "solar", "month": "x", "day": 3}'),
        ("1988-10-03", "1988-10-03"),
    ],
)
def test_birthdays(tmp_path: Path, birthday: Any, cell: Cell) -> None:
    assert table_of(book_of(tmp_path, json.dumps([{"birthday": birthday}]))) == [{"birthday": cell}]


def test_one_person(tmp_path: Path) -> None:
    assert table_of(book_of(tmp_path, '{"name": "张三", "tags": ["a"]}')) == [{"name": "张三", "tags": "a"}]


def test_numbers_keep_their_digits(tmp_path: Path) -> None:
    numbers = '"a": 123456789012345678, "b": 12, "c": 0.12345678901234567, "d": 1e400, "e": 2.5'
    (row,) = table_of(book_of(tmp_path, f'[{{{numbers}, "f": [1, {{"g": "\\ud800张"}}]}}]'))
    assert row == {
        "a": "123456789012345678",
        "b": 12,
        "c": "0.12345678901234567",
        "d": "1e400",
        "e": 2.5,
        "f": '[1, {"g": "张"}]',
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    book = book_of(tmp_path, '[{"name": "张三"}]'.encode(encoding))
    assert table_of(book) == [{"name": "张三"}]
    assert book.encoding == encoding


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[]", "is empty"),
        ("{}", "is empty"),
        ('{"customers": []}', "is empty"),
        ("[{}, {}]", "is empty"),
        ('[{"a": 1}', "line 1 is damaged, or the file was cut off"),
        ('[{"a": 1},\n{"a": ', "line 2 is damaged"),
        ('[{"a": 1}\n{"a": 2}]', "line 2 is damaged"),
        ('[{"a": 1}] x', "line 1 is damaged"),
        ('{"a": 1} {"a": 2}', "line 1 is damaged"),
        ('[{"a": 1}, 2]', "it is no list of records with named values"),
        ("[[1, 2]]", "it is no list of records with named values"),
        ('{"a": [{"b": 1}], "c": [{"d": 1}]}', "it holds several lists"),
        ('[{"a": NaN}]', "“NaN” is not a number"),
        ('[{"a": -Infinity}]', "“-Infinity” is not a number"),
        ('[{"a": 1, "b": 2, "a": 3}]', "a record has “a” twice"),
        ('[{"a": ' + "[" * 200_000 + "]" * 200_000 + "}]", "its values lie too deep within each other"),
        ('[{"a": "' + "\\" * 3, "line 1 is damaged"),
        (b'[{"a": "\xff\xff\xff"}]', "some of its characters are damaged"),
    ],
)
def test_refused(tmp_path: Path, content: str | bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        book_of(tmp_path, content)


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile, match="its records have more than 1,000 different values"):
        book_of(tmp_path, json.dumps([{str(n): 1 for n in range(1001)}]))
    monkeypatch.setattr(json_rows, "MAX_CELLS", 10)
    with pytest.raises(UnreadableFile, match="it has more than 10 cells"):
        book_of(tmp_path, json.dumps([{"a": 1, "b": 2}] * 6))
    monkeypatch.setattr(json_rows, "MAX_BYTES", 10)
    with pytest.raises(UnreadableFile, match="too large"):
        book_of(tmp_path, json.dumps([{"a": 1, "b": 2}] * 6))


@pytest.mark.parametrize("head", [b"[1, 2]", b"[x] y", b"{x", b"name,phone", b"["])
def test_other_texts_are_not_its(head: bytes) -> None:
    assert not json_rows.reads(head)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(st.dictionaries(st.text(), ANY_VALUE, max_size=5), max_size=5), cut=st.integers(0, 3))
def test_any_list_is_read_or_refused(tmp_path: Path, records: list[dict[str, object]], cut: int) -> None:
    text = json.dumps(records, ensure_ascii=False)
    data = text[: len(text) - cut].encode("utf-8", "surrogatepass")
    try:
        book = book_of(tmp_path, data)
    except UnreadableFile:
        return
    assert book.kind != "json" or all(len(row) == len(book.headings) for row in book.sheet().rows)
