"""Rows out of lines: lone quotation marks, odd line ends, delimiters, and texts too long to be held."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import Book, Cell, delimited, open_book
from crm_desktop.exchange.readers.delimited import RowReader, rows_of, shape_of

PLAIN = st.text(st.characters(blacklist_characters="\0\ufeff", blacklist_categories=("Cs",)), max_size=6)
TABLE = st.lists(st.lists(PLAIN, min_size=2, max_size=4), min_size=1, max_size=12)


def written_csv(rows: list[list[str]], **how: str) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, **how).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


def undefused(rows: list[list[str]]) -> list[list[str]]:
    return [[cell[1:] if cell.startswith(delimited.DEFUSED) else cell for cell in row] for row in rows]


def doubts(text: str) -> list[tuple[int, str]]:
    reader = RowReader(*delimited.shape_of(text))
    reader.take(text, is_last=True)
    return [(row, why.text[:10]) for row, why in reader.doubts]


@given(TABLE, st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_the_rules_of_csv_allow_is_read_as_written(rows: list[list[str]], end: str) -> None:
    text = written_csv(rows, lineterminator=end)
    reader = RowReader(",", len(rows[0]))
    read = reader.take(text, is_last=True)
    if all(len(row) == len(rows[0]) for row in rows):
        assert read == undefused(rows)
        assert not reader.doubts


@given(TABLE, st.integers(1, 8), st.sets(st.integers(0, 30)))
def test_parts_give_the_same_rows_as_the_whole(rows: list[list[str]], size: int, broken: set[int]) -> None:
    text = written_csv(rows)
    lines = list(io.StringIO(text, newline=""))
    odd = {line for line in broken if line < len(lines)}
    whole, parts = RowReader(",", len(rows[0])), RowReader(",", len(rows[0]))
    expected = whole.take(text, odd, is_last=True)
    read: list[list[Cell]] = []
    for start in range(0, len(lines), size):
        mine = [line - start for line in odd if start <= line < start + size]
        read += parts.take("".join(lines[start : start + size]), mine, is_last=start + size >= len(lines))
    assert read == expected
    assert parts.rows == whole.rows == len(read)
    assert sorted(row for row, _ in parts.doubts) == sorted(row for row, _ in whole.doubts)


@given(st.lists(st.sampled_from(["a", '"', ",", "\n", "\r", "'", "=", '"b"', ";"]), max_size=40).map("".join))
def test_any_text_gives_rows_and_no_letter_is_lost(text: str) -> None:
    read = rows_of(text)
    assert sum(cell.count("a") for row in read for cell in map(str, row)) == text.count("a")


class TestLoneQuotationMarks:
    def test_it_swallows_nothing(self) -> None:
        text = '姓名,电话,备注\n"张三,138,好\n李四,139,茶\n王五,137,"第一行\n第二行"\n'
        assert rows_of(text)[1:] == [["张三", "138", "好"], ["李四", "139", "茶"], ["王五", "137", "第一行\n第二行"]]
        assert doubts(text) == [(2, "A quotatio")]

    def test_it_ends_at_the_next_mark_of_another_row(self) -> None:
        text = '姓名,电话\n"张三,138\n"李四","139"\n王五,137\n'
        assert rows_of(text)[1:] == [["张三", "138"], ["李四", "139"], ["王五", "137"]]
        assert doubts(text) == [(2, "A quotatio")]

    def test_two_that_make_a_pair_over_rows_of_another_width(self) -> None:
        text = '姓名,电话,备注\n"张三,138,好\n李四,139,"\n王五,137,茶\n'
        assert [row[0] for row in rows_of(text)] == ["姓名", "张三", "李四", "王五"]

    def test_pairs_beside_it_are_taken_off(self) -> None:
        assert rows_of('a,b,c\n"x","y,z\n1,2,3\n') == [["a", "b", "c"], ["x", "y", "z"], ["1", "2", "3"]]

    def test_a_mark_within_a_cell_is_a_letter(self) -> None:
        text = 'a,b\n5" cake,x\n"six" inch,"two\nlines"\n'
        assert rows_of(text)[1][0] == '5" cake'
        assert rows_of(text)[2][0] == "six inch"

    def test_a_row_of_more_lines_than_any(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(delimited, "_MOST_LINES_OF_A_ROW", 4)
        text = 'a,b\n1,"x\n' + "2,y\n" * 20
        assert rows_of(text) == [["a", "b"], ["1", "x"], *[["2", "y"]] * 20]

    def test_a_broken_row_beside_it(self) -> None:
        reader = RowReader(",", 2)
        reader.take('a,b\n1,"x\n', [0], is_last=False)
        rows = reader.take('y"\n2,"z\n\n', [1], is_last=True)
        assert rows == [["1", "x\ny"], ["2", "z"], []]
        assert [(row, why.text[:10]) for row, why in reader.doubts] == [
            (1, "Some chara"), (3, "A quotatio"), (3, "Some chara"),
        ]  # fmt: skip


class TestDelimiters:
    @pytest.mark.parametrize(
        ("text", "delimiter"),
        [
            ("姓名;金额;折扣\n张三;12,50;3,20\n李四;1,5;3,7\n", ";"),
            ("a,b,c\n1,2,3\n4,5,6\n", ","),
            ("姓名,备注\n张三,a;b;c\n李四,d;e;f\n", ","),
            ("a\n1,5\n", ","),
            ("sep=|\na|b", "|"),
            ("sep=x\nasepb", ","),
            ("", ","),
        ],
    )
    def test_found(self, text: str, delimiter: str) -> None:
        assert shape_of(text)[0] == delimiter

    def test_trailing_ones_make_blank_cells(self) -> None:
        assert rows_of("a,b,\n1,2,\n") == [["a", "b", ""], ["1", "2", ""]]

    def test_500_columns_and_a_cell_of_a_megabyte(self) -> None:
        long = "好" * 350_000
        wide = ",".join(f"h{i}" for i in range(500))
        rows = rows_of(f"{wide}\n{long},{wide}\n")
        assert (len(rows[0]), rows[1][0]) == (500, long)


TEXT = "姓名,电话,备注\n" + "".join(f'客户{i},138{i:08},"第一行\n第二行"\n' for i in range(40))


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is long, and blocks are a few lines."""
    monkeypatch.setattr(delimited, "LONG_BYTES", 10)
    monkeypatch.setattr(delimited, "_BLOCK", 100)
    monkeypatch.setattr(delimited, "LOOKED_AT", 5)


def all_rows(book: Book, most: int = 7) -> list[list[Cell]]:
    assert book.stream is not None
    rows: list[list[Cell]] = []
    done = 0
    for portion in book.stream(most, None):
        assert portion.first == len(rows) + 1
        assert 0 < len(portion.rows) <= most
        assert done <= portion.done <= portion.total == book.path.stat().st_size
        done = portion.done
        rows += portion.rows
    return rows


@pytest.mark.usefixtures("tiny")
class TestLongTexts:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
    )
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_portions_are_the_whole(self, tmp_path: Path, encoding: str, end: str) -> None:
        text = TEXT.replace("\n", end)
        path = tmp_path / "a.csv"
        path.write_bytes(text.encode(encoding))
        book = open_book(path)
        assert (book.long, book.kind) == ({None}, "csv")
        assert all_rows(book) == rows_of(text)
        assert book.sheet().rows == rows_of(text)[:5]

    def test_many_lines_make_a_text_long(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(delimited, "LONG_BYTES", 1_000_000)
        monkeypatch.setattr(delimited, "LONG_LINES", 50)
        path = tmp_path / "a.csv"
        path.write_bytes(TEXT.encode())
        assert open_book(path).long
        path.write_bytes(TEXT[:200].encode())
        assert not open_book(path).long

    def test_a_short_end_is_looked_at_whole(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(b"a,b\n1,2\n3,4")
        assert open_book(path).sheet().rows == [["a", "b"], ["1", "2"], ["3", "4"]]
        path.write_bytes(TEXT.encode())
        monkeypatch.setattr(delimited, "LOOKED_AT", 1_000)
        monkeypatch.setattr(delimited, "_LOOKED_AT_BYTES", 50)
        assert len(open_book(path).sheet().rows) < 5, "no more bytes than a text that is not long"

    def test_damaged_rows_are_told_with_their_portion(self, tmp_path: Path) -> None:
        lines = [f"客户{i},138{i:08}\n".encode("gb18030" if i % 3 else "utf-8") for i in range(60)]
        lines[1] = b"\xff\xff\xff,1\n"
        lines[50] = b'\xff\xff,"1\n'
        path = tmp_path / "a.csv"
        path.write_bytes("姓名,电话\n".encode() + b"".join(lines))
        book = open_book(path)
        assert [row for row, _ in book.doubts] == [3]
        assert book.stream is not None
        found = [doubt for portion in book.stream(7, None) for doubt in portion.doubts]
        assert [row for row, _ in found] == [3, 52, 52]
        rows = all_rows(book)
        assert rows[2][0] != "客户1"
        assert [row[0] for row in rows[3:6]] == ["客户2", "客户3", "客户4"]

    def test_a_line_without_an_end(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(delimited, "_LONGEST_LINE", 300)
        path = tmp_path / "a.csv"
        for encoding in ("utf-8", "utf-16"):
            path.write_bytes(("a,b\n" + "x" * 2_000).encode(encoding))
            with pytest.raises(UnreadableFile, match="line of more than 64 MB"):
                open_book(path)
        path.write_bytes(b"x" * 150)
        assert all_rows(open_book(path)) == [["x" * 150]]

    @pytest.mark.parametrize(
        "meddle",
        [
            lambda path: path.write_bytes(b"a,b\n"),
            lambda path: path.write_bytes(path.read_bytes() + b"more,1\n"),
            lambda path: os.utime(path, (1, 1)),
        ],
    )
    def test_a_file_that_changes_meanwhile(self, tmp_path: Path, meddle: Callable[[Path], object]) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(TEXT.encode())
        book = open_book(path)
        assert book.stream is not None
        portions: Iterator[object] = book.stream(7, None)
        next(portions)
        meddle(path)
        with pytest.raises(UnreadableFile, match="changed while it was being read"):
            list(portions)
        with pytest.raises(UnreadableFile, match="changed while it was being read"):
            list(book.stream(7, None))
