"""Workbooks behind a password: asked for, opened in memory, and never written out readable."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from crm_desktop.errors import FileLocked, UnreadableFile
from crm_desktop.exchange.readers import locked, open_book, workbook
from tests.unit.exchange import locking
from tests.unit.exchange.test_readers import problem, workbook_bytes, written, zipped

PLAIN = workbook_bytes(("名单", [["姓名", "电话"], ["王芳", 13800138000]]))
FILLER = os.urandom(8_000)  # the library that locks packs no small files well
OLD_ROWS = [
    ["姓名", "手机", "生日", "余额"],
    ["王芳", 13800138000, date(1988, 3, 5), 12.5],
    ["李强", "138 0013 8001", "", "¥1,234.50"],
]


def of_kind(kind: str, password: str) -> bytes:
    match kind:
        case "agile":
            return locking.agile(PLAIN, password)
        case "standard":
            return locking.standard(PLAIN, password)
        case _:
            return locking.old(password, kind)


@pytest.mark.parametrize("kind", ["agile", "standard", "rc4", "cryptoapi"])
class TestEveryKind:
    def test_the_password_opens_it(self, tmp_path: Path, kind: str) -> None:
        book = open_book(written(tmp_path, "a.xlsx", of_kind(kind, "芝麻开门 1")), password="芝麻开门 1")
        expected = [["姓名", "电话"], ["王芳", 13800138000]] if kind in ("agile", "standard") else OLD_ROWS
        assert book.sheet().rows == expected
        assert book.kind == ("xlsx" if kind in ("agile", "standard") else "xls")

    def test_none_is_asked_for(self, tmp_path: Path, kind: str) -> None:
        path = written(tmp_path, "a.xlsx", of_kind(kind, "geheim"))
        for nothing in (None, ""):
            with pytest.raises(FileLocked, match="protected by a password") as caught:
                open_book(path, password=nothing)
            assert not caught.value.wrong
            assert caught.value.exit_status == 3

    def test_a_wrong_one(self, tmp_path: Path, kind: str) -> None:
        path = written(tmp_path, "a.xlsx", of_kind(kind, "geheim"))
        with pytest.raises(FileLocked, match="not the password") as caught:
            open_book(path, password="Geheim")
        assert caught.value.wrong
        assert "Geheim" not in str(caught.value)

    def test_a_protected_structure_asks_nobody(self, tmp_path: Path, kind: str) -> None:
        book = open_book(written(tmp_path, "a.xlsx", of_kind(kind, locked.EVERYBODYS)))
        assert book.sheet().rows[1][0] == "王芳"

    def test_nothing_readable_is_written(self, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
        path = written(tmp_path, "a.xlsx", of_kind(kind, "geheim"))
        opened: list[int] = []
        real = os.open

        def remembering(file: str, flags: int, *rest: object, **more: object) -> int:
            opened.append(flags & (os.O_WRONLY | os.O_RDWR))
            return real(file, flags, *rest, **more)

        monkeypatch.setattr(os, "open", remembering)
        open_book(path, password="geheim").sheet()
        assert not any(opened)
        assert [file.name for file in tmp_path.iterdir()] == ["a.xlsx"]


def test_one_that_is_not_locked_needs_none(tmp_path: Path) -> None:
    data = locking.OLD.read_bytes()
    assert open_book(written(tmp_path, "a.xls", data), password="geheim").sheet().rows == OLD_ROWS


class TestWhatIsInside:
    def test_a_bomb_is_refused_as_any_other(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbook, "MAX_UNPACKED", 1_000_000)
        bomb = zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 2_000_000, "x": FILLER})
        path = written(tmp_path, "a.xlsx", locking.agile(bomb, "geheim"))
        with pytest.raises(UnreadableFile, match="unpack"):
            open_book(path, password="geheim")

    def test_a_text_document(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.docx", locking.agile(zipped({"word/document.xml": b"<a/>", "x": FILLER}), "geheim"))
        with pytest.raises(UnreadableFile, match="text document"):
            open_book(path, password="geheim")

    def test_what_is_no_workbook_shows_that_the_password_was_wrong(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.xlsx", locking.agile(b"no archive at all", "geheim"))
        with pytest.raises(FileLocked):
            open_book(path, password="geheim")


class TestDamaged:
    def test_more_turns_of_the_password_than_anyone_needs(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(locked, "_MOST_TURNS", 999)
        assert "cannot be opened here" in problem(
            written(tmp_path, "a.xlsx", locking.agile(PLAIN, "geheim", turns=1_000))
        )

    def test_entities(self, tmp_path: Path) -> None:
        info = b'\x04\0\x04\0\x40\0\0\0<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' + b" " * 4_500
        assert "cannot be opened here" in problem(written(tmp_path, "a.xlsx", locking.container(b"\0" * 5_000, info)))

    def test_a_long_story_about_the_lock(self, tmp_path: Path) -> None:
        data = locking.container(b"\0" * 5_000, b" " * 5_500)
        assert "cannot be opened here" in problem(written(tmp_path, "a.xlsx", data))

    def test_the_oldest_way_to_lock(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.xls", locking.old("geheim", "xor"))
        with pytest.raises(UnreadableFile, match="cannot be opened here"):
            open_book(path, password="geheim")

    @pytest.mark.parametrize("kind", ["agile", "standard", "rc4", "cryptoapi"])
    @pytest.mark.parametrize("part", range(1, 20))
    def test_cut_off(self, tmp_path: Path, kind: str, part: int) -> None:
        data = of_kind(kind, "geheim")
        path = written(tmp_path, "a.xlsx", data[: len(data) * part // 20])
        with pytest.raises(UnreadableFile):
            open_book(path, password="geheim").sheet()

    def test_only_the_name_of_an_encrypted_package(self, tmp_path: Path) -> None:
        data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
        assert "password" in problem(written(tmp_path, "a.xlsx", data))

    def test_a_locked_open_document(self, tmp_path: Path) -> None:
        mark = b"application/vnd.oasis.opendocument.spreadsheet"
        manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">' \
            b'<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>' \
            b"</manifest:file-entry></manifest:manifest>"  # fmt: skip
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("mimetype", mark)
            archive.writestr("content.xml", os.urandom(500))
            archive.writestr("META-INF/manifest.xml", manifest)
        assert "password" in problem(written(tmp_path, "a.ods", stream.getvalue()))
