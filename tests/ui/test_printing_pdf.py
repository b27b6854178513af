"""PDFs read back: their text as people type it, their pages, their fonts, and what a table looks like on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QFontDatabase, QImage

from crm_desktop import language
from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.paper import Sheet, label_format
from crm_desktop.domain.table import Table, TableColumn
from crm_desktop.errors import Cancelled, CannotWriteFile, UserError
from crm_desktop.services.customer_records import Customer, CustomerDraft
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
from crm_desktop.ui.printing import birthday_list, canvas, customer_sheet, labels, paper_choice, pdf_file
from crm_desktop.ui.printing.cells import words_of
from crm_desktop.ui.printing.document import Document, Watch
from crm_desktop.ui.printing.table_document import TableDocument, TablePage, lay_out
from crm_desktop.ui.printing.table_pdf import write_pdf

if TYPE_CHECKING:
    from crm_desktop.services import Services

pytestmark = pytest.mark.usefixtures("qapp")

COLUMNS = (
    TableColumn("姓名"), TableColumn("电话", "phones"), TableColumn("生日", "date"), TableColumn("备注"),
    TableColumn("累计消费", "money", total=True), TableColumn("来店次数", "number"),
)  # fmt: skip


def rows(count: int) -> Iterator[tuple[Any, ...]]:
    for number in range(count):
        note = "喜欢明前龙井，怕苦；每年春天会给父母带两斤。" * (number % 3)
        yield (f"客户{number:05}", ("13800138000",), date(1988, 10, 3), note, 123_450, number)


def table(count: int) -> Table:
    return Table("客户", COLUMNS, rows(count), ["全部客户", "As of 2026-11-21"])


def laid_out(count: int, **options: Any) -> TableDocument:
    return lay_out(TablePage.of(table(count)), **options)


def text_of(document: Document, path: Path) -> list[str]:
    """The text of each page."""
    pdf_file.write(document, "x", path)
    return [page.extract_text() for page in PdfReader(path).pages]


class TestText:
    # Characters whose glyphs are also drawn for radicals, and digits and commas among Latin letters.
    @pytest.mark.parametrize(
        "words",
        ["生日 一月 十日", "人民 女士 小山", "龙井茶 马黄鱼 阿胶", "As of 2026-11-21, 1-800", "office fi fl ffi"],
    )
    def test_what_is_read_and_searched_is_what_was_written(self, tmp_path: Path, words: str) -> None:
        path = tmp_path / "a.pdf"
        assert write_pdf(Table("标题", [TableColumn("列")], [[words]]), path) == 1
        assert words in PdfReader(path).pages[0].extract_text()

    def test_fonts_are_embedded_as_far_as_they_are_used(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pdf"
        pdf_file.write(laid_out(40), "客户", path)
        reader = PdfReader(path)
        assert reader.metadata is not None
        assert reader.metadata.title == "客户"
        fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
        assert fonts
        for font in fonts:
            inner = font["/DescendantFonts"].get_object()[0].get_object()
            assert "/FontFile2" in inner["/FontDescriptor"].get_object()
        assert path.stat().st_size < 200_000  # the whole font has 16 MB

    def test_values_as_they_are_read(self) -> None:
        assert words_of("money", -3550) == "-¥35.50"
        assert words_of("quantity", 1500) == "1.5"
        assert words_of("number", 1234) == "1,234"
        assert words_of("number", 0.5) == "0.5"
        assert words_of("phones", ("+8613800138000", "+8613911112222")) == "138 0013 8000\n139 1111 2222"
        assert words_of("phone", "+8613800138000") == "138 0013 8000"
        assert words_of("text", ("a", "b")) == "a, b"
        assert words_of("datetime", datetime(2026, 11, 2, 10, 5)) == "2026-11-02 10:05"
        assert words_of("any", date(2026, 11, 2)) == "2026-11-02"
        assert words_of("any", value=True) == "yes"
        assert words_of("text", None) == ""
        assert words_of("text", "a\tb\x00c\r\nd") == "a bc\nd"


class TestTable:
    def test_headings_on_every_page_and_each_row_once(self, tmp_path: Path) -> None:
        document = laid_out(150)
        pages = text_of(document, tmp_path / "a.pdf")
        assert len(pages) == document.pages > 3
        assert document.rows == 150
        for number, text in enumerate(pages):
            assert "姓名" in text
            assert f"Page {number + 1} of {len(pages)}" in text
        together = "\n".join(pages)
        assert [together.count(f"客户{number:05}") for number in range(150)] == [1] * 150
        assert "¥185,175.00" in pages[-1]
        assert sum("Total" in page for page in pages) == 1

    def test_page_numbers_in_chinese(self, tmp_path: Path) -> None:
        language.set_language("zh_CN")
        text = text_of(laid_out(3), tmp_path / "a.pdf")[0]
        assert "1" in text.splitlines()[-1]

    def test_few_columns_stand_upright_and_many_lengthways_and_smaller(self) -> None:
        assert not laid_out(5).sheet.landscape
        assert laid_out(5, landscape=True).sheet.landscape
        long = [TableColumn(f"Column {number}") for number in range(9)]
        wide = lay_out(TablePage.of(Table("t", long, [["中文内容" * 4] * 9] * 3)))
        assert wide.sheet.landscape
        many = [TableColumn(f"Column {number}") for number in range(40)]
        assert lay_out(TablePage.of(Table("t", many, [["x" * 30] * 40] * 3))).pages >= 1

    def test_a_list_without_rows_or_columns(self, tmp_path: Path) -> None:
        assert "There is nothing in this list." in text_of(laid_out(0), tmp_path / "a.pdf")[0]
        assert text_of(lay_out(TablePage.of(Table("t", [], []))), tmp_path / "a.pdf")

    def test_a_very_long_cell_is_shortened_and_stays_on_its_page(self, tmp_path: Path) -> None:
        long = Table("t", [TableColumn("a"), TableColumn("b")], [["长" * 20_000, "x"]] * 5)
        document = lay_out(TablePage.of(long))
        assert document.pages == 1
        assert "…" in text_of(document, tmp_path / "a.pdf")[0]


class TestFile:
    def test_stopped_in_the_middle_the_old_file_stays(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pdf"
        path.write_bytes(b"old")
        document, told = laid_out(300), []

        def report(done: int, total: int, words: str) -> None:
            told.append((done, total))

        with pytest.raises(Cancelled):
            pdf_file.write(document, "x", path, Watch(report, lambda: len(told) > 2))
        assert path.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [path]
        assert told[0] == (0, document.pages)

    def test_stopped_while_laying_out(self) -> None:
        with pytest.raises(Cancelled):
            lay_out(TablePage.of(table(10)), watch=Watch(cancelled=lambda: True))

    def test_no_such_folder(self, tmp_path: Path) -> None:
        with pytest.raises(CannotWriteFile):
            write_pdf(table(1), tmp_path / "none" / "a.pdf")

    def test_a_computer_without_fonts(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(QFontDatabase, "families", list)
        canvas.family.cache_clear()
        with pytest.raises(UserError, match="no font"):
            pdf_file.write(laid_out(1), "x", tmp_path / "a.pdf")
        canvas.family.cache_clear()
        assert not (tmp_path / "a.pdf").exists()

    def test_paper_of_the_country(self) -> None:
        assert paper_choice.usual_paper().key in ("A4", "Letter")


def customer(services: Services, **fields: Any) -> Customer:
    return services.customers.get(services.customers.add(CustomerDraft(**fields)).new_id or 0)


class TestCustomerSheet:
    def test_everything_that_is_known(self, services: Services, tmp_path: Path) -> None:
        services.settings.change(shop_name="桂香茶铺")
        who = customer(
            services, name="单晓丽", gender="female", phones=("13800138000", "13911112222"), wechat=("wx_1",),
            birthday=Birthday(Calendar.LUNAR, 1988, 8, 15), address="上海市浦东新区长乐路1号", tags=("老客户",),
            note="喜欢龙井", member_no="M7",
        )  # fmt: skip
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image = QImage(60, 80, QImage.Format.Format_RGB32)
        image.fill(0xFF8800)
        image.save(buffer, "JPEG")  # type: ignore[call-overload]
        services.customers.set_photo(who.id, bytes(buffer.data().data()))
        services.yearly_dates.add(who.id, "wedding", "", services.yearly_dates.read_day("2015-5-20"))
        services.contacts.add(who.id, "call", "问了新茶")
        for day in range(1, 29):
            at = datetime(2026, 10, day, 10)
            services.purchases.record(
                PurchaseDraft(customer_id=who.id, at=at, lines=(LineDraft(None, "龙井茶", 1000, 100),))
            )
        whole = customer_sheet.read(services, who.id)
        pages = text_of(customer_sheet.CustomerSheet(whole, Sheet()), tmp_path / "a.pdf")
        for expected in ("单晓丽", "138 0013 8000", "139 1111 2222", "wx_1", "老客户", "喜欢龙井", "M7", "2027-09-15",
                         "turning 39", "anniversary", "¥28.00", "28 visits", "every 1 day"):  # fmt: skip
            assert expected in pages[0], expected
        assert "问了新茶" in "".join(pages)
        assert "".join(pages).count("龙井茶") == 28
        assert len(PdfReader(tmp_path / "a.pdf").pages[0].images) == 1

    def test_a_customer_of_whom_little_is_known(self, services: Services, tmp_path: Path) -> None:
        whole = customer_sheet.read(services, customer(services, phones=("13800138000",)).id)
        text = text_of(customer_sheet.CustomerSheet(whole, Sheet()), tmp_path / "a.pdf")[0]
        assert "No purchase, follow-up or note yet." in text
        assert "Birthday" not in text


class TestBirthdays:
    def test_in_order_under_their_months(self, services: Services, tmp_path: Path) -> None:
        customer(services, name="王芳", birthday=Birthday(Calendar.LUNAR, 1988, 10, 13), phones=("13800138000",))
        customer(services, name="李伟", birthday=Birthday(Calendar.SOLAR, 1990, 12, 1))
        customer(services, name="闰日", birthday=Birthday(Calendar.SOLAR, None, 2, 29))
        first = next(services.birthdays.coming(date(2026, 11, 21)))
        services.greetings.mark_greeted(first.customer_id, first.occurrence)
        document = birthday_list.lay_out(services.birthdays.coming(date(2026, 11, 21)), ["364 days"], "桂香茶铺")
        text = " ".join(text_of(document, tmp_path / "a.pdf")[0].replace("\xa0", " ").split())
        places = [
            text.index(words) for words in ("November 2026", "王芳", "December 2026", "李伟", "February 2027", "闰日")
        ]
        assert places == sorted(places)
        assert "lunar 10th month, day 13" in text
        assert "138 0013 8000" in text
        assert "Greeted" in text
        assert "there is no such day" in text


class TestLabels:
    @pytest.mark.parametrize("key", ["3x8", "2x7", "4x10"])
    def test_everything_fits_however_long(self, services: Services, tmp_path: Path, key: str) -> None:
        format_ = label_format(key)
        assert format_ is not None
        people = [
            customer(services, name="单晓丽", address="上海市浦东新区长乐路1号", phones=("13800138000",)),
            customer(services, name="很长" * 20, address="上海市浦东新区" * 40, phones=("13800138000",)),
            customer(services, phones=("13911112222",), address="路"),
            customer(services, name="无地址"),
        ]
        document = labels.lay_out(people, labels.LabelChoice(format_, format_.count - 1))
        assert (document.rows, document.left_out, document.pages) == (3, 1, 2)
        first, second = text_of(document, tmp_path / "a.pdf")
        assert "单晓丽" in first
        assert "…" in second
        assert "139 1111 2222" in second
        assert "无地址" not in first + second

    def test_without_phones_and_with_edges(self, services: Services, tmp_path: Path) -> None:
        format_ = label_format("3x8")
        assert format_ is not None
        people = [customer(services, name="单晓丽", address="长乐路1号", phones=("13800138000",))]
        document = labels.lay_out(people, labels.LabelChoice(format_, 0, with_phone=False, edges=True))
        assert "138" not in text_of(document, tmp_path / "a.pdf")[0]
