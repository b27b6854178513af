"""Phone books: what phones and address books of every maker write, whole and broken."""

from __future__ import annotations

import base64
import io
import quopri
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.importing.importer import import_file
from crm_desktop.exchange.readers import Book, open_book, vcard, vcard_person, vcard_syntax
from crm_desktop.exchange.readers.vcard_syntax import read_cards, split_value, unescaped
from crm_desktop.store.shop import Shop


def book_of(folder: Path, *lines: str | bytes, version: str = "3.0") -> Book:
    """A file of one card with these lines."""
    return file_of(folder, "BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD")


def file_of(folder: Path, *lines: str | bytes) -> Book:
    path = folder / "a.vcf"
    path.write_bytes(b"\r\n".join(line if isinstance(line, bytes) else line.encode() for line in lines) + b"\r\n")
    return open_book(path)


def table_of(book: Book) -> list[dict[str, object]]:
    """Each card by its headings, blank ones left out."""
    sheet = book.sheet()
    return [{name: cell for name, cell in zip(sheet.headings, row, strict=True) if cell} for row in sheet.rows]


def card_of(folder: Path, *lines: str | bytes, version: str = "3.0") -> dict[str, object]:
    (card,) = table_of(book_of(folder, *lines, version=version))
    return card


def quoted(text: str, encoding: str = "utf-8") -> str:
    """Every byte as =XX, as Androids write."""
    return "".join(f"={byte:02X}" for byte in text.encode(encoding))


QP = ";CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"


class TestTheFile:
    def test_is_told_by_its_bytes(self, tmp_path: Path) -> None:
        book = book_of(tmp_path, "FN:张三")
        assert (book.kind, book.encoding, book.sheet_names) == ("vcf", "utf-8", ())
        assert book.sheet().headings == ("Name",)
        assert book.sheet().rows == [["张三"]]

    def test_row_three_is_the_third_card(self, tmp_path: Path) -> None:
        cards = [line for name in ("甲", "", "丙") for line in ("BEGIN:VCARD", f"FN:{name}", "END:VCARD", "")]
        assert file_of(tmp_path, *cards).sheet().rows == [["甲"], [""], ["丙"]]

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    def test_unicode_of_any_width(self, tmp_path: Path, encoding: str) -> None:
        text = "\r\nbegin:vcard\r\nversion:3.0\r\nfn:张三丰\r\ntel:13800138000\r\nend:vcard\r\n"
        book = file_of(tmp_path, text.encode(encoding))
        assert table_of(book) == [{"Name": "张三丰", "Phone": "13800138000"}]

    def test_chinese_encodings_that_no_line_names(self, tmp_path: Path) -> None:
        book = book_of(tmp_path, "FN:张三".encode("gbk"), "NOTE:好客户".encode())
        assert table_of(book) == [{"Name": "张三", "Note": "好客户"}]
        assert book.encoding == "gb18030"

    def test_lines_that_end_as_on_old_macs(self, tmp_path: Path) -> None:
        path = tmp_path / "b.vcf"
        path.write_bytes(b"BEGIN:VCARD\rFN:Ann\rEND:VCARD\r")
        assert table_of(open_book(path)) == [{"Name": "Ann"}]

    def test_what_stands_outside_the_cards_is_passed_over(self, tmp_path: Path) -> None:
        book = file_of(tmp_path, "BEGIN:VCARD", "FN:甲", "END:VCARD", "FN:nobody", "BEGIN:VCALENDAR", "END:VCALENDAR")
        assert table_of(book) == [{"Name": "甲"}]

    def test_nothing_in_it(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableFile, match="nothing in them"):
            book_of(tmp_path, "REV:2024-01-01")

    def test_too_many_cards(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(vcard, "MAX_CARDS", 2)
        with pytest.raises(UnreadableFile, match="more than 2 contacts"):
            file_of(tmp_path, *["BEGIN:VCARD", "FN:甲", "END:VCARD"] * 3)


class TestAndroid:
    def test_quoted_printable_with_soft_line_breaks(self, tmp_path: Path) -> None:
        street = quoted("上海市浦东新区世纪大道829号")
        cut = [street[i : i + 30] + "=" for i in range(0, len(street), 30)]
        cut[-1] = cut[-1][:-1] + ";;;;"
        assert any(line.startswith("=") for line in cut[1:])
        card = card_of(
            tmp_path,
            f"N{QP}{quoted('张')};{quoted('三')};;;",
            "TEL;CELL;PREF:131-2892-5388",
            f"ADR;HOME{QP}" + ";;" + cut[0],
            *cut[1:],
            "BDAY:--05-14",
            version="2.1",
        )
        assert card == {
            "Name": "张三",
            "Phone": "131-2892-5388",
            "Address": "上海市浦东新区世纪大道829号",
            "Birthday": "--05-14",
        }

    def test_a_soft_break_before_the_cards_end_swallows_nothing(self, tmp_path: Path) -> None:
        note = f"NOTE{QP}{quoted('好')}="
        book = file_of(tmp_path, "BEGIN:VCARD", note, "END:VCARD", "BEGIN:VCARD", "FN:乙", "END:VCARD")
        assert table_of(book) == [{"Note": "好"}, {"Name": "乙"}]
        assert book.doubts == ()

    def test_charsets_of_their_own(self, tmp_path: Path) -> None:
        card = card_of(
            tmp_path,
            f"FN;CHARSET=GBK;QUOTED-PRINTABLE:{quoted('张三', 'gbk')}",
            b"NICKNAME;CHARSET=BIG5:" + "老張".encode("big5"),
            b"TITLE;CHARSET=GB2312;ENCODING=8BIT:" + "店长".encode("gbk"),
            b"NOTE;CHARSET=X-UNKNOWN:" + "好".encode(),
            version="2.1",
        )
        assert card == {"Name": "张三", "Nickname": "老張", "Job title": "店长", "Note": "好"}

    def test_a_charset_that_is_not_the_true_one(self, tmp_path: Path) -> None:
        assert card_of(tmp_path, b"FN;CHARSET=BIG5:" + "刘备".encode())["Name"] == "刘备"

    def test_a_card_without_a_name(self, tmp_path: Path) -> None:
        assert card_of(tmp_path, "EMAIL;HOME:a@b.cn", version="2.1") == {"E-mail": "a@b.cn"}

    def test_events(self, tmp_path: Path) -> None:
        event = "X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;{};;;;;;;;;;;;"
        card = card_of(
            tmp_path,
            "FN:张三",
            event.format("1990-05-01;3;"),
            event.format("2015-10-01;1;"),
            event.format("20200202;2;"),
            event.format("2021-03-04;0;开业"),
            event.format("1990-04-07;0;农历生日"),
            event.format("2018-01-01;0;儿子生日"),
            "X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;;3",
            version="2.1",
        )
        assert card == {
            "Name": "张三",
            "Birthday": "1990-05-01",
            "Lunar birthday": "1990-04-07",
            "Anniversary": "2015-10-01",
            "Other dates": "2020-02-02, 开业: 2021-03-04, 儿子生日: 2018-01-01",
        }

    def test_nicknames_relations_and_qq(self, tmp_path: Path) -> None:
        custom = "X-ANDROID-CUSTOM{}vnd.android.cursor.item/{}"
        card = card_of(
            tmp_path,
            custom.format(QP, f"nickname;{quoted('三哥')};1;;;"),
            custom.format(QP, f"relation;{quoted('王芳')};14;;;"),
            custom.format(QP, f"relation;{quoted('小明')};0;{quoted('侄子')};;"),
            custom.format(QP, f"relation;{quoted('某人')};99;;;"),
            custom.format(":", "something;else;1"),
            "X-QQ:10001",
            version="2.1",
        )
        assert card == {
            "Name": "三哥",
            "Nickname": "三哥",
            "Related people": "Spouse: 王芳, 侄子: 小明, 某人",
            "QQ": "10001",
        }

    def test_harmony_os_writes_types_as_3_0_does(self, tmp_path: Path) -> None:
        assert card_of(tmp_path, "N:张;三;;;", "TEL;TYPE=CELL,VOICE:13800138000", version="2.1") == {
            "Name": "张三",
            "Phone": "13800138000",
        }

    def test_folded_as_2_1_does(self, tmp_path: Path) -> None:
        lines = ("FN:Ann", "NOTE:one", " two", "TITLE:店", " 长", "NICKNAME:", "\tx")
        assert card_of(tmp_path, *lines, version="2.1") == {
            "Name": "Ann", "Note": "one two", "Job title": "店长", "Nickname": "x",
        }  # fmt: skip


class TestApple:
    def test_groups_and_labels(self, tmp_path: Path) -> None:
        card = card_of(
            tmp_path,
            "N:王;芳;;;",
            "FN:芳 王",
            "item1.TEL;type=pref:+86 138 0013 8000",
            "item1.X-ABLabel:_$!<Mobile>!$_",
            "item2.TEL:010-88886666",
            "item2.X-ABLabel:她妈妈",
            "item3.X-ABDATE:2012-06-06",
            "item3.X-ABLabel:_$!<Anniversary>!$_",
            "item4.X-ABDATE;X-APPLE-OMIT-YEAR=1604:1604-05-01",
            "item4.X-ABLabel:开卡\\, 日",
            "item5.X-ABDATE:2013-01-02",
            "item5.X-ABLabel:_$!<Other>!$_",
            "item6.X-ABDATE:1988-08-15",
            "item6.X-ABLabel:生日(农历)",
            "item7.X-ABRELATEDNAMES:李雷",
            "item7.X-ABLabel:_$!<Brother>!$_",
            "BDAY;value=date:2012-06-06",
            "NOTE:一\\n二\\, 三",
        )
        assert card == {
            "Name": "王芳",
            "Phone": "+86 138 0013 8000",
            "Phone 2": "010-88886666",
            "Note": "一\n二, 三\n她妈妈: 010-88886666",
            "Anniversary": "2012-06-06",
            "Other dates": "开卡, 日: --05-01, 2013-01-02",
            "Birthday": "2012-06-06",
            "Lunar birthday": "1988-08-15",
            "Related people": "Brother: 李雷",
        }

    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("007800021101", "1985年冬月初一"),
            ("007800310318", "2014年三月十八"),
            ("0078003704L01", "2020年闰四月初一"),
            ("0078000110L08", "1984年闰十月初八"),
            ("--0318", "三月十八"),
            ("0078--0318", "三月十八"),
            ("--04L01", "闰四月初一"),
            ("0078003803L01", "0078003803L01"),  # 2021 has no leap month
            ("--0231", "--0231"),
            ("unknown", "unknown"),
        ],
    )
    def test_lunar_birthdays(self, tmp_path: Path, written: str, read: str) -> None:
        for line in (
            f"X-ALTBDAY;CALSCALE=chinese:{written}",
            f"X-ALTBDAY:{written}",
            f"BDAY;CALSCALE=chinese:{written}",
        ):
            assert card_of(tmp_path, line)["Lunar birthday"] == read

    def test_a_birthday_of_a_third_calendar(self, tmp_path: Path) -> None:
        assert card_of(tmp_path, "X-ALTBDAY;CALSCALE=hebrew:57480714") == {"Other dates": "hebrew: 57480714"}

    @pytest.mark.parametrize(
        ("line", "read"),
        [
            ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-07-14", "--07-14"),
            ("BDAY;X-APPLE-OMIT-YEAR=1900:1900-07-14", "--07-14"),
            ("BDAY:1604-07-14", "--07-14"),
            ("BDAY:19800322", "1980-03-22"),
            ("BDAY:1980-03-22T00:00:00+08:00", "1980-03-22"),
            ("BDAY;VALUE=text:about 1980", "about 1980"),
        ],
    )
    def test_birthdays(self, tmp_path: Path, line: str, read: str) -> None:
        assert card_of(tmp_path, line) == {"Birthday": read}

    def test_messengers(self, tmp_path: Path) -> None:
        card = card_of(
            tmp_path,
            "IMPP;X-SERVICE-TYPE=QQ:x-apple:10001",
            "IMPP;X-SERVICE-TYPE=微信号:x-apple:wx%5Fa",
            "X-WECHAT-ID:wx_b",
            "X-QQ:10001",
            "IMPP;X-SERVICE-TYPE=Skype:skype:ann",
            "IMPP:wechat:wx_c",
            "IMPP:plain",
            "X-SOCIALPROFILE;type=weibo;x-user=ann8:http://weibo.com/n/ann8",
        )
        assert card == {
            "WeChat": "wx_a, wx_b, wx_c",
            "QQ": "10001",
            "Other accounts": "Skype: ann, plain, weibo: ann8",
        }


class TestOthers:
    def test_outlook(self, tmp_path: Path) -> None:
        card = card_of(
            tmp_path,
            "N;LANGUAGE=en-us:Smith;Ann;;Dr.;Jr.",
            "LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:1 High Street=0D=0A=",
            "Leeds LS1",
            "BDAY:19800322",
            "X-MS-ANNIVERSARY:20110113",
            "TEL;WORK;FAX:+1 650-253-0001",
            "ORG:Acme;Sales",
            "URL;WORK:https://example.com",
            version="2.1",
        )
        assert card == {
            "Name": "Dr. Ann Smith Jr.",
            "Address": "1 High Street Leeds LS1",
            "Birthday": "1980-03-22",
            "Anniversary": "2011-01-13",
            "Fax": "+1 650-253-0001",
            "Company": "Acme Sales",
            "Web page": "https://example.com",
        }

    def test_monica(self, tmp_path: Path) -> None:
        card = card_of(
            tmp_path,
            "UID:1f4f",
            "SOURCE:https://example.com/card",
            "FN:Ann Smith",
            "N:Smith;Ann;;;",
            "GENDER:F",
            "TEL;TYPE=HOME;PREF=2:+1 650-253-0000",
            'TEL;VALUE=uri;TYPE="voice,home";PREF=1:tel:+86-138-0013-8000',
            "EMAIL;TYPE=WORK:a@b.cn",
            "EMAIL;PREF=1:mailto:c@d.cn",
            "ADR;TYPE=HOME:;;1 High Street;Leeds;;LS1;UK",
            "ADR;TYPE=WORK:;;2 Low Street;Leeds;;;",
            "LABEL:not needed beside an address",
            "CATEGORIES:VIP,a\\,b",
            "socialProfile;type=telegram:https://t.me/ann",
            "RELATED;TYPE=spouse;VALUE=text:Bob",
            "RELATED;TYPE=friend:urn:uuid:1",
            "X-ASSISTANT:Eve",
            "TITLE:Baker",
            version="4.0",
        )
        assert card == {
            "Name": "Ann Smith",
            "Gender": "F",
            "Phone": "+86-138-0013-8000",
            "Phone 2": "+1 650-253-0000",
            "E-mail": "c@d.cn, a@b.cn",
            "Address": "1 High Street, Leeds, LS1, UK",
            "Other address": "2 Low Street, Leeds",
            "Tags": 'VIP, "a,b"',
            "Other accounts": "telegram: t.me/ann",
            "Related people": "Spouse: Bob, Assistant: Eve",
            "Job title": "Baker",
        }

    @pytest.mark.parametrize(
        ("line", "read"),
        [
            ("GENDER:M", "M"), ("GENDER:;女", "女"), ("X-GENDER:Female", "Female"), ("GENDER:O;none", None),
        ],
    )  # fmt: skip
    def test_genders(self, tmp_path: Path, line: str, read: str | None) -> None:
        assert card_of(tmp_path, "FN:A", line).get("Gender") == read

    @pytest.mark.parametrize(
        ("lines", "name"),
        [
            (["N:张;三;;;"], "张三"),
            (["N:张;三;;;", "FN:三 张"], "张三"),
            (["N:张;三;;;", "FN:张三的妈妈"], "张三的妈妈"),
            (["N:张;三;;;", "FN:张 三"], "张 三"),
            (["N:王;;;;女士"], "王女士"),
            (["N:;王芳;;;"], "王芳"),
            (["N:欧阳;锋;小;;"], "欧阳小锋"),
            (["N:Smith,Jones;Ann"], "Ann Smith Jones"),
            (["N:Smith;Ann;;;", "FN:Annie"], "Annie"),
            (["N:;;;;", "N:甲;;;;", "FN:乙"], "乙"),
            (["N:Smith\\;Co;;;;"], "Smith;Co"),
            (["ORG:老王装修"], "老王装修"),
        ],
    )
    def test_names(self, tmp_path: Path, lines: list[str], name: str) -> None:
        assert card_of(tmp_path, *lines)["Name"] == name

    @pytest.mark.parametrize(
        ("address", "read"),
        [
            (";;上海市静安区世纪大道854号;;;;中国", "上海市静安区世纪大道854号"),
            (";;世纪大道1号;上海市;上海市;200120;", "上海市世纪大道1号 200120"),
            (";2栋301;科技路1号;深圳市;广东省;;中国", "广东省深圳市科技路1号2栋301"),
            (";;广东省深圳市科技路1号;深圳市;广东省;;", "广东省深圳市科技路1号"),
            (";;北京路1号;北京;;;", "北京北京路1号"),
            (";;弥敦道1号;九龙;;;香港", "香港九龙弥敦道1号"),
            (";Flat 2;1 High Street;Leeds;Yorks;LS1;China", "1 High Street, Flat 2, Leeds, Yorks LS1"),
            ("", None),
        ],
    )
    def test_addresses(self, tmp_path: Path, address: str, read: str | None) -> None:
        assert card_of(tmp_path, "FN:A", f"ADR;TYPE=HOME:{address}").get("Address") == read

    def test_labels_among_the_types(self, tmp_path: Path) -> None:
        card = card_of(tmp_path, "FN:A", "TEL;X-老公:13800138000", "TEL;TYPE=手机:13800138001")
        assert card == {"Name": "A", "Phone": "13800138000", "Phone 2": "13800138001", "Note": "老公: 13800138000"}

    def test_a_second_birthday_is_kept(self, tmp_path: Path) -> None:
        assert card_of(tmp_path, "BDAY:1980-03-22", "BDAY:1980-03-23") == {
            "Birthday": "1980-03-22",
            "Other dates": "Birthday: 1980-03-23",
        }

    def test_many_phones(self, tmp_path: Path) -> None:
        card = card_of(tmp_path, *(f"TEL:1380013800{n}" for n in range(10)), "TEL:13800138010", "TEL:13800138000")
        assert card["Phone 9"] == "13800138008"
        assert card["Phone 10"] == "13800138009\n13800138010"

    def test_a_text_in_base64(self, tmp_path: Path) -> None:
        whole = base64.b64encode("第一行,很长的备注".encode()).decode()
        assert card_of(tmp_path, "NOTE;ENCODING=B:" + whole[:20], whole[20:])["Note"] == "第一行,很长的备注"
        book = book_of(tmp_path, "FN:A", "NOTE;ENCODING=B:abcde")
        assert table_of(book) == [{"Name": "A"}]


class TestDamaged:
    def test_no_end(self, tmp_path: Path) -> None:
        book = file_of(tmp_path, "BEGIN:VCARD", "FN:甲", "BEGIN:VCARD", "FN:乙", "TEL:1380013")
        assert table_of(book) == [{"Name": "甲"}, {"Name": "乙", "Phone": "1380013"}]
        assert book.doubts == ((1, vcard_syntax.NO_END), (2, vcard_syntax.NO_END))

    def test_nul_bytes(self, tmp_path: Path) -> None:
        assert card_of(tmp_path, b"FN:\0A\0nn\0") == {"Name": "Ann"}

    def test_characters_that_nobody_can_read(self, tmp_path: Path) -> None:
        book = book_of(tmp_path, b"FN:Ann\xff\xff", b"NOTE:\xfe\xff\xff")
        assert str(table_of(book)[0]["Name"]).startswith("Ann")
        assert book.doubts == ((1, vcard_syntax.UNREADABLE),)

    def test_stray_lines(self, tmp_path: Path) -> None:
        book = book_of(tmp_path, "stray", "FN:Ann", "stray", "", "stray")
        assert table_of(book) == [{"Name": "Ann"}]
        assert book.doubts == ((1, vcard_syntax.STRAY_LINES),)

    def test_a_note_of_several_lines_that_are_not_folded(self, tmp_path: Path) -> None:
        assert card_of(tmp_path, "NOTE:一", "二", "电话:三")["Note"] == "一\n二\n电话:三"

    def test_quotation_marks_that_are_not_in_pairs(self, tmp_path: Path) -> None:
        assert card_of(tmp_path, 'TEL;TYPE="CELL:13800138000') == {"Phone": "13800138000"}

    def test_more_properties_than_a_card_can_have(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(vcard_syntax, "MOST_PROPERTIES", 3)
        book = book_of(tmp_path, "FN:甲", "TITLE:a", "NOTE:b", "NOTE:c")
        assert table_of(book) == [{"Name": "甲", "Job title": "a"}]
        assert book.doubts == ((1, vcard_syntax.STRAY_LINES),)

    def test_a_long_line_of_quotation_marks_takes_no_time(self, tmp_path: Path) -> None:
        card = card_of(tmp_path, "FN:A", 'TEL;X="' + '"' * 200_001 + ":1", "X" * 500_000, "NOTE:" + "好" * 400_000)
        assert len(str(card["Note"])) == 400_000

    @given(data=st.lists(st.sampled_from(
        ["BEGIN:VCARD", "END:VCARD", "VERSION:2.1", "FN:张", " 三", "N;QUOTED-PRINTABLE:=E5=", "=BC=A0", ";", ":",
         "TEL;", "PHOTO;ENCODING=B:", "QUJD", "X-ALTBDAY:", "0078003704L01", "item1.", "X-ABLabel:", "\r\n", "\n", "\0",
         "\\", '"', "=", "ADR:;;;", "GENDER:", "IMPP;X-SERVICE-TYPE=:", "X-ANDROID-CUSTOM:/relation;a;", "\udcff"]
    ), max_size=40))  # fmt: skip
    def test_any_pieces_are_read(self, data: list[str]) -> None:
        raw = b"BEGIN:VCARD\n" + "".join(data).encode("utf-8", "surrogateescape")
        for card in read_cards(io.BytesIO(raw)):
            person = vcard_person.person_of(card)
            assert all(value and len(person[key]) >= 1 for key, found in person.items() for value in found)

    @given(position=st.integers(0, 10_000), sign=st.binary(min_size=1, max_size=3), cut=st.booleans())
    def test_bitten_files_are_read_or_refused(
        self, position: int, sign: bytes, cut: bool, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        data = bytearray(_WHOLE)
        position %= len(data)
        data[position : len(data) if cut else position + len(sign)] = sign
        path = tmp_path_factory.getbasetemp() / "bitten.vcf"
        path.write_bytes(data)
        try:
            sheet = open_book(path).sheet()
        except UnreadableFile:
            return
        assert not sheet.headings or {len(row) for row in sheet.rows} == {len(sheet.headings)}


_WHOLE = "\r\n".join(
    [
        *("BEGIN:VCARD", "VERSION:2.1", f"N{QP}{quoted('张')};{quoted('三')};;;", "TEL;CELL:13800138000"),
        *("END:VCARD", "BEGIN:VCARD", "VERSION:3.0", "FN:李四", "item1.TEL:13800138001", "item1.X-ABLabel:妈妈"),
        *("X-ALTBDAY;CALSCALE=chinese:0078003704L01", "PHOTO;ENCODING=b:QUJD", " QUJD", "END:VCARD"),
    ]
).encode()


class TestPieces:
    @given(st.text(alphabet="ab;,\\:n\n好"))
    def test_escaping_comes_back(self, text: str) -> None:
        escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace(";", "\\;").replace(",", "\\,")
        assert unescaped(escaped) == text
        assert split_value(f"{escaped};{escaped}", ";") == [text.strip()] * 2

    def test_other_backslashes_stay(self) -> None:
        assert unescaped("C:\\dir\\") == "C:\\dir\\"
        assert split_value("a\\", ";") == ["a\\"]

    @given(st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(str.strip))
    def test_quoted_printable_comes_back(self, text: str) -> None:
        lines = quopri.encodestring(text.encode(), quotetabs=True).replace(b"\n", b"\r\n")
        raw = b"BEGIN:VCARD\r\nX-A;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:" + lines + b"\r\nEND:VCARD\r\n"
        (card,) = read_cards(io.BytesIO(raw))
        assert [prop.value for prop in card.properties] == [text]


class TestImporting:
    def answer(self, shop: Shop, folder: Path, *lines: str | bytes) -> dict[str, Any]:
        book = file_of(folder, *lines)
        return import_file(shop, "customers", book.path).as_json()

    def test_every_card_is_accounted_for(self, shop: Shop, tmp_path: Path) -> None:
        lines = (
            *("BEGIN:VCARD", "FN:说明:甲", "END:VCARD", "BEGIN:VCARD", "EMAIL:a@b.cn", "END:VCARD"),
            *("BEGIN:VCARD", "FN:张三", "TEL:13800138000", "ORG:老店", "X-ALTBDAY;CALSCALE=chinese:0078003704L01"),
        )
        first = self.answer(shop, tmp_path, *lines)
        assert (first["header_row"], first["read"], first["added"], first["rejected"]) == (None, 3, 2, 1)
        assert first["mapping"] == {
            "Name": "name", "Phone": "phone", "Lunar birthday": "lunar_birthday", "E-mail": "email",
            "Company": "custom:Company",
        }  # fmt: skip
        assert [reject["row"] for reject in first["rejects"]] == [2]
        assert [(warned["row"], warned["field"], warned["value"]) for warned in first["warnings"]] == [
            (3, "name", "张三")
        ]
        again = self.answer(shop, tmp_path, *lines)
        assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 2)

    def test_the_rejected_cards_come_out_with_headings(self, shop: Shop, tmp_path: Path) -> None:
        book = file_of(tmp_path, "BEGIN:VCARD", "FN:甲", "END:VCARD", "BEGIN:VCARD", "EMAIL:a@b.cn", "END:VCARD")
        import_file(shop, "customers", book.path, rejects=tmp_path / "rejects.xlsx")
        rows = open_book(tmp_path / "rejects.xlsx").sheet().rows
        assert rows[0][:2] == ["Name", "E-mail"]
        assert rows[1][:2] == ["", "a@b.cn"]
