"""Tables whose lines are in several encodings, and texts that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.encodings import BROKEN, decode_lines, decode_table

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6)
CELL = st.one_of(HAN, st.from_regex(r"[0-9a-zA-Z ]{0,8}", fullmatch=True))
LINE = st.lists(CELL, min_size=1, max_size=5).map(",".join)


def tells(text: str, encoding: str) -> bool:
    """Whether the bytes of a line say in which of the two encodings it is."""
    data = text.encode(encoding)
    try:
        other = data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return encoding == "utf-8" or other.isascii()


def joined(lines: list[tuple[str, str]], end: str) -> bytes:
    return b"".join((text + end).encode(encoding) for text, encoding in lines)


@given(
    st.lists(st.tuples(LINE, st.sampled_from(["utf-8", "gb18030"])).filter(lambda line: tells(*line)), max_size=20),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_each_line_has_the_text_that_its_bytes_tell(lines: list[tuple[str, str]], end: str) -> None:
    read = decode_lines(joined(lines, end))
    assert read.text == "".join(text + end for text, _ in lines)
    assert not read.broken


@given(st.binary(max_size=300))
def test_any_bytes_are_some_text_of_as_many_lines(data: bytes) -> None:
    read = decode_lines(data)
    lines = data.replace(b"\0", b"").splitlines()
    assert all(0 <= line < max(len(lines), 1) for line in read.broken)
    for mostly in ("utf-8", "gb18030"):
        assert "\0" not in decode_lines(data, mostly).text


@given(st.lists(LINE, max_size=10), st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"]))
def test_one_encoding_throughout(lines: list[str], encoding: str) -> None:
    text = "姓名,电话\n" + "\n".join(lines)
    read = decode_table(Path("a.csv"), text.encode(encoding))
    assert (read.text, read.broken) == (text, ())


def test_a_line_of_two_byte_characters_alone_is_what_most_lines_are() -> None:
    """C3 A9 is é in UTF-8 and 茅 in GB18030."""
    unsure = b"Jos\xc3\xa9\n"
    chinese = "张三\n李四\n"
    for encoding, text in (("utf-8", "José\n"), ("gb18030", "Jos茅\n")):
        other = "gb18030" if encoding == "utf-8" else "utf-8"
        data = chinese.encode(encoding) * 2 + "王五\n".encode(other) + unsure
        read = decode_lines(data)
        assert (read.text, read.encoding) == (chinese * 2 + "王五\n" + text, encoding)
        assert decode_lines(unsure + b"\xff\n", other).text.startswith("José" if other == "utf-8" else "Jos茅")


def test_cells_of_one_line_in_both_encodings() -> None:
    data = "姓名,备注\n".encode() + "王小明,".encode() + "好茶\n".encode("gb18030")
    assert decode_lines(data).text == "姓名,备注\n王小明,好茶\n"


def test_what_means_nothing_is_marked_and_the_rest_is_kept() -> None:
    read = decode_lines("姓名,备注\n张三,好\n".encode() + b"\xe7\x8e,\xff\xff,13800138000\n" + "李四,茶\n".encode())
    assert read.broken == [2]
    assert read.encoding == "utf-8"
    third = read.text.split("\n")[2]
    assert third.endswith(",13800138000")
    assert BROKEN in third


def test_marks_in_the_middle_of_pasted_files_are_left_out() -> None:
    part = "\ufeff姓名,电话\n张三,1\n"
    assert decode_table(Path("a.csv"), (part * 2).encode()).text == "姓名,电话\n张三,1\n" * 2
    assert decode_table(Path("a.csv"), (part * 2).encode("utf-16")).text == "姓名,电话\n张三,1\n" * 2


@pytest.mark.parametrize("data", [b"\xff\xfd\x80\x81" * 500, bytes(range(1, 32)) * 50 + b"abc"])
def test_noise(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="neither"):
        decode_table(Path("a.csv"), data)
