"""Photos inside contact cards: as every maker writes them, and what is none."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.photo import MAX_PHOTO_BYTES
from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import Book, Picture, open_book, vcard_photo
from tests.unit.exchange.test_reader_vcard import book_of, file_of, table_of

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(255, -1, -1)) * 3
DATA = base64.b64encode(JPEG).decode()
LINES = [DATA[at : at + 70] for at in range(0, len(DATA), 70)]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.socket", None)


def photo_of(folder: Path, *lines: str | bytes, version: str = "3.0") -> Picture:
    """The photo of a card with these lines, between others that must not be lost."""
    book = book_of(folder, "FN:张三", *lines, "TEL:13800138000", version=version)
    assert table_of(book) == [{"Name": "张三", "Phone": "13800138000"}]
    assert book.doubts == ()
    assert list(book.photos) == [1]
    return book.photos[1]


class TestMakers:
    def test_iphone_folds_by_one_space(self, tmp_path: Path) -> None:
        lines = ["PHOTO;ENCODING=b;TYPE=JPEG:" + LINES[0], *(f" {line}" for line in LINES[1:])]
        assert photo_of(tmp_path, *lines) == Picture("image/jpeg", JPEG)

    def test_macs_fold_by_two_spaces_and_group(self, tmp_path: Path) -> None:
        assert photo_of(tmp_path, "item1.PHOTO;BASE64:", *(f"  {line}" for line in LINES)).data == JPEG

    def test_outlook_ends_by_a_blank_line(self, tmp_path: Path) -> None:
        lines = ["PHOTO;TYPE=JPEG;ENCODING=BASE64:", *(f" {line}" for line in LINES), ""]
        assert photo_of(tmp_path, *lines, version="2.1").data == JPEG

    def test_blackberry_does_not_fold(self, tmp_path: Path) -> None:
        assert photo_of(tmp_path, "PHOTO;ENCODING=BASE64;JPEG:" + LINES[0], *LINES[1:], "", version="2.1").data == JPEG

    def test_a_folded_line_of_blanks(self, tmp_path: Path) -> None:
        assert photo_of(tmp_path, f"PHOTO;ENCODING=b:{DATA}", "   ").data == JPEG

    def test_one_long_line(self, tmp_path: Path) -> None:
        assert photo_of(tmp_path, f"PHOTO;ENCODING=b:{DATA}").data == JPEG

    @pytest.mark.parametrize("head", ["PHOTO:", "PHOTO;VALUE=uri:", 'PHOTO;X-CROP="a:b":'])
    def test_data_addresses_of_version_4(self, tmp_path: Path, head: str) -> None:
        text = head + "data:image/png;base64," + base64.b64encode(PNG).decode()
        folded = [text[:60], *(f" {text[at : at + 60]}" for at in range(60, len(text), 60))]
        assert photo_of(tmp_path, *folded, version="4.0") == Picture("image/png", PNG)
        escaped = text.replace(";base64,", "\\;base64\\,")
        assert photo_of(tmp_path, escaped, version="4.0") == Picture("image/png", PNG)

    def test_no_word_of_the_encoding(self, tmp_path: Path) -> None:
        assert photo_of(tmp_path, f"PHOTO;TYPE=JPEG:{DATA}").data == JPEG

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
    def test_a_file_in_wide_characters(self, tmp_path: Path, encoding: str) -> None:
        path = tmp_path / "a.vcf"
        path.write_bytes(f"BEGIN:VCARD\r\nPHOTO;ENCODING=b:{DATA}\r\nFN:张三\r\nEND:VCARD\r\n".encode(encoding))
        book = open_book(path)
        assert (book.photos[1].data, book.encoding) == (JPEG, "utf-16" if encoding == "utf-16" else encoding)

    def test_lines_of_old_macs(self, tmp_path: Path) -> None:
        path = tmp_path / "a.vcf"
        path.write_bytes(f"BEGIN:VCARD\rPHOTO;ENCODING=b:{DATA}\rFN:Ann\rEND:VCARD\r".encode())
        assert open_book(path).photos[1].data == JPEG


class TestBooks:
    def test_photos_belong_to_their_rows(self, tmp_path: Path) -> None:
        cards = []
        for number in range(1, 6):
            photo = [f"PHOTO;ENCODING=b:{base64.b64encode(JPEG + bytes([number])).decode()}"] if number % 2 else []
            cards += ["BEGIN:VCARD", f"FN:{number}", *photo, "END:VCARD"]
        photos = file_of(tmp_path, *cards).photos
        assert {row: picture.data[-1] for row, picture in photos.items()} == {1: 1, 3: 3, 5: 5}
        assert (len(photos), 3 in photos, 2 in photos) == (3, True, False)
        with pytest.raises(KeyError):
            photos[2]

    def test_of_several_the_first_that_can_be_shown(self, tmp_path: Path) -> None:
        png = base64.b64encode(PNG).decode()
        lines = ["PHOTO:http://a.example/1.jpg", f"PHOTO;ENCODING=b:{DATA}", f"PHOTO;ENCODING=b:{png}", "PHOTO:"]
        assert photo_of(tmp_path, *lines).data == JPEG

    def test_a_card_without_an_end(self, tmp_path: Path) -> None:
        book = file_of(tmp_path, "BEGIN:VCARD", "FN:A", "PHOTO;ENCODING=b:" + DATA[:200], " " + DATA[200:301])
        assert book.photos[1].data == JPEG[:225]

    def test_a_file_that_changed_since(self, tmp_path: Path) -> None:
        book = file_of(tmp_path, "BEGIN:VCARD", "FN:A", f"PHOTO;ENCODING=b:{DATA}", "END:VCARD")
        book.path.write_bytes(b"BEGIN:VCARD\r\nFN:B\r\nEND:VCARD\r\n")
        with pytest.raises(UnreadableFile, match="was changed"):
            book.photos[1]
        book.path.unlink()
        with pytest.raises(UnreadableFile, match="moved or deleted"):
            book.photos[1]


class TestNone:
    def doubts(self, book: Book) -> list[str]:
        assert not book.photos
        return [reason.text for _, reason in book.doubts]

    def test_an_address_is_never_fetched(self, tmp_path: Path) -> None:
        book = book_of(
            tmp_path, "FN:张三", "PHOTO;VALUE=uri:https://example.com/", " photo.jpg", "LOGO:http://x.example/"
        )
        assert self.doubts(book) == [vcard_photo.ADDRESS.text]

    def test_no_picture(self, tmp_path: Path) -> None:
        for value in (base64.b64encode(b"GIF89a" + bytes(50)).decode(), "data:,hello", "(%null)", "/9"):
            assert self.doubts(book_of(tmp_path, "FN:A", f"PHOTO;ENCODING=b:{value}")) == [vcard_photo.NO_PICTURE.text]

    def test_nul_bytes_within(self, tmp_path: Path) -> None:
        book = book_of(tmp_path, "FN:A", f"PHOTO;ENCODING=b:{DATA[:100]}\0{DATA[100:]}")
        assert self.doubts(book) == [vcard_photo.NO_PICTURE.text]

    def test_nothing(self, tmp_path: Path) -> None:
        assert self.doubts(book_of(tmp_path, "FN:A", "PHOTO:", "PHOTO;ENCODING=b:", "")) == []

    @pytest.mark.parametrize("more", [-1, 0, 1])
    def test_the_largest(self, tmp_path: Path, more: int) -> None:
        data = base64.b64encode(JPEG[:4] + bytes(MAX_PHOTO_BYTES - 4 + more)).decode()
        folded = [" " + data[at : at + 1_000] for at in range(0, len(data), 1_000)]
        book = book_of(tmp_path, "FN:A", "PHOTO;ENCODING=b:", *folded)
        if more > 0:
            assert self.doubts(book) == [vcard_photo.TOO_LARGE.text]
        else:
            assert len(book.photos[1].data) == MAX_PHOTO_BYTES + more

    def test_sounds_and_logos(self, tmp_path: Path) -> None:
        book = book_of(
            tmp_path, "FN:A", f"SOUND;ENCODING=b:{DATA}", " QUJD", f"LOGO;BASE64:{LINES[0]}", *LINES[1:], "", "TEL:1"
        )
        assert self.doubts(book) == []
        assert table_of(book) == [{"Name": "A", "Phone": "1"}]


@given(st.binary(max_size=300), st.integers(1, 90), st.sampled_from(["", " ", "  ", "\t"]), st.booleans())
def test_however_it_is_folded(
    tmp_path_factory: pytest.TempPathFactory, more: bytes, width: int, fold: str, is_png: bool
) -> None:
    whole = (PNG if is_png else JPEG)[:30] + more
    text = base64.b64encode(whole).decode()
    lines = ["PHOTO;ENCODING=BASE64:", *(fold + text[at : at + width] for at in range(0, len(text), width)), ""]
    book = book_of(tmp_path_factory.getbasetemp(), "FN:A", *lines, version="2.1" if not fold else "3.0")
    assert book.photos[1].data == whole


_MANY = """
import resource, sys
from pathlib import Path
from crm_desktop.exchange.readers import open_book
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
book = open_book(Path(sys.argv[1]))
assert len(book.sheet().rows) == 60
assert sum(len(picture.data) for picture in book.photos.values()) == 60 * 2_000_000
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="measures memory as Unix tells it")
def test_many_photos_fill_no_memory(tmp_path: Path) -> None:
    data = base64.b64encode(JPEG[:4] + bytes(2_000_000 - 4))
    folded = b"\r\n ".join(data[at : at + 74] for at in range(0, len(data), 74))
    card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nPHOTO;ENCODING=b;TYPE=JPEG:" + folded + b"\r\nEND:VCARD\r\n"
    path = tmp_path / "phone book.vcf"
    with path.open("wb") as stream:
        for _ in range(60):
            stream.write(card)
    used = subprocess.run([sys.executable, "-c", _MANY, str(path)], capture_output=True, text=True, check=True).stdout
    assert int(used) < 40
