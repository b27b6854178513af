"""The help says the same in both languages, and names nothing that the program does not have."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest

from crm_desktop import language, paths
from crm_desktop.domain.birthday import Birthday, parse_birthday
from crm_desktop.domain.quick_add import parse_quick_add
from crm_desktop.domain.reminding.time_text import read_times
from crm_desktop.ui.help import markup
from crm_desktop.ui.help.book import PAGES, Book, book
from crm_desktop.ui.help.markup import BadMarkup, Heading, Items, Notice, Paragraph, Picture, Table
from crm_desktop.ui.widgets.date_words import parse_when
from tests.help_words import blocks_of, marks, sources, unknown_words
from tests.screenshots import help_pictures
from tests.tools import help_site

CODES: Final = ("zh_CN", "en")
#: All pictures of the help together, in bytes.
_MOST: Final = 3_000_000
_KEY: Final = re.compile(r"(Ctrl|Alt|Shift)\+.+|F\d+|Esc|Enter|Tab|Delete|Space")
NOW: Final = datetime(2026, 11, 19, 15, 20)


def anchors(code: str, key: str) -> list[str]:
    return [block.anchor for block in blocks_of(code, key) if isinstance(block, Heading)]


def pictures(code: str, key: str) -> list[str]:
    return [block.name for block in blocks_of(code, key) if isinstance(block, Picture)]


# What is there


@pytest.mark.parametrize("code", CODES)
def test_every_page_is_there_and_none_is_left_over(code: str) -> None:
    assert sorted(path.stem for path in (paths.resources() / "help" / code).glob("*.md")) == sorted(PAGES)


@pytest.mark.parametrize("key", PAGES)
def test_both_languages_have_the_same_sections_pictures_and_links(key: str) -> None:
    assert anchors("zh_CN", key) == anchors("en", key)
    assert pictures("zh_CN", key) == pictures("en", key)
    assert marks("zh_CN", key, "to") == marks("en", key, "to")


@pytest.mark.parametrize("key", PAGES)
@pytest.mark.parametrize("code", CODES)
def test_a_page_has_one_title_and_no_anchor_twice(code: str, key: str) -> None:
    found = anchors(code, key)
    assert found[0] == ""
    assert "" not in found[1:]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("code", CODES)
def test_every_link_leads_to_a_page_and_a_section_of_it(code: str) -> None:
    for key in PAGES:
        for to in marks(code, key, "to"):
            page, _, anchor = to.partition("#")
            assert page.removesuffix(".md") in PAGES, to
            assert anchor in anchors(code, page.removesuffix(".md")), to


@pytest.mark.parametrize("code", CODES)
def test_no_section_is_empty_or_in_the_other_language(code: str) -> None:
    for page in book(code).pages.values():
        for section in page.sections:
            assert section.text, section.place
            chinese = re.search(r"[\u4e00-\u9fff]", section.text)
            assert code == "en" or chinese, section.place


# Pictures


def test_pictures_are_those_that_are_taken_and_those_that_are_shown() -> None:
    shown = {name for key in PAGES for name in pictures("en", key)}
    assert shown == set(help_pictures.OF_EMPTY) | set(help_pictures.OF_FULL)


@pytest.mark.parametrize("code", CODES)
def test_every_picture_is_there_in_both_themes_and_none_is_left_over(code: str) -> None:
    folder = paths.resources() / "help" / code / "pictures"
    wanted = {f"{name}{dark}.png" for key in PAGES for name in pictures(code, key) for dark in ("", "-dark")}
    assert {path.name for path in folder.iterdir()} == wanted


def test_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in (paths.resources() / "help").rglob("*.png")) < _MOST


# Words, keys and examples


@pytest.mark.parametrize("code", CODES)
def test_every_word_of_the_screen_is_one(code: str) -> None:
    assert unknown_words(code) == []


@pytest.mark.parametrize("key", PAGES)
@pytest.mark.parametrize("code", CODES)
def test_both_languages_name_the_same_words_of_the_screen(code: str, key: str) -> None:
    other = next(each for each in CODES if each != code)
    known = {source for words in marks(other, key, "bold") for source in sources(other, words)}
    assert [words for words in marks(code, key, "bold") if not sources(code, words) & known] == []


@pytest.mark.parametrize("code", CODES)
def test_the_page_of_keys_has_every_key_that_the_others_name(code: str) -> None:
    listed = set(marks(code, "keys", "key"))
    for page in PAGES:
        named = {key for key in marks(code, page, "key") if _KEY.fullmatch(key)}
        assert named <= listed, page


def examples(code: str, key: str, anchor: str) -> list[str]:
    """What is to be typed, as a section shows it."""
    at, found = "", []
    for block in blocks_of(code, key):
        if isinstance(block, Heading):
            at = block.anchor
        elif at == anchor:
            texts = markup.texts(block)
            found += [what for text in texts for kind, what in markup.marked(text) if kind == "key"]
    return [what for what in found if not _KEY.fullmatch(what)]


@pytest.mark.parametrize("code", CODES)
def test_birthdays_are_understood_as_they_are_shown(code: str) -> None:
    shown = examples(code, "birthdays", "writing")
    assert len(shown) >= 5
    assert all(isinstance(parse_birthday(text, today=NOW.date()), Birthday) for text in shown)


@pytest.mark.parametrize("code", CODES)
def test_a_new_customer_is_read_as_it_is_shown(code: str) -> None:
    (line,) = examples(code, "first-day", "one")
    read = parse_quick_add(line, NOW.date(), "CN")
    assert read.name
    assert read.phones == ("+8613800138000",)
    assert read.birthday is not None
    (tag,) = examples(code, "customers", "add")
    assert parse_quick_add(f"{line} {tag}", NOW.date(), "CN").tags == (tag.removeprefix("#"),)


@pytest.mark.parametrize("code", CODES)
def test_days_and_times_are_understood_as_they_are_shown(code: str) -> None:
    for day in examples(code, "follow-ups", "new"):
        found = parse_when(day, NOW)
        assert found is not None
        assert found[0] > NOW.date(), day
    for day in examples(code, "purchases", "entry"):
        found = parse_when(day, NOW, ahead=False)
        assert found is not None
        assert found[0] <= NOW.date(), day
    times, days = examples(code, "reminders", "when")
    assert len(read_times(times)) == 2
    assert [int(number) for number in days.split(",")] == [7, 3, 0]


# The search


@pytest.mark.parametrize(
    ("code", "words", "place"),
    [
        ("zh_CN", "怎么撤销", "undo#undo"),
        ("zh_CN", "忘记密码了怎么办", "safety#password"),
        ("zh_CN", "闰月", "birthdays#lunar"),
        ("zh_CN", "两台电脑", "moving#both"),
        ("zh_CN", "Ctrl+Z", "undo#undo"),
        ("en", "lost password", "safety#password"),
        ("en", "yellow cells", "import#doubtful"),
        ("en", "LEAP", "birthdays#lunar"),
    ],
)
def test_a_question_finds_its_answer(code: str, words: str, place: str) -> None:
    assert place in [hit.section.place for hit in book(code).search(words)][:4]


def test_a_search_for_nothing_finds_nothing() -> None:
    assert book("en").search("") == []
    assert book("en").search("…") == []
    assert book("en").search("zeppelin") == []
    assert Book(()).search("shop") == []


def test_a_hit_shows_the_words_around_it() -> None:
    hit = book("en").search("yellow")[0]
    assert "ellow" in hit.snippet
    assert len(hit.snippet) < 70


# The marks


def test_markup_is_read_by_its_few_forms() -> None:
    text = (
        "# Title\n\nOne **Bold**\n`F2` [to](page.md#there).\n\n## Part {#part}\n\n- one\n  more\n- two\n\n1. first\n\n"
        "> Look\n> out\n\n| a | b |\n| --- | --- |\n| c | d |\n\n![What](pictures/pic.png)"
    )
    assert markup.parse(text) == (
        Heading("Title"),
        Paragraph("One **Bold** `F2` [to](page.md#there)."),
        Heading("Part", "part"),
        Items(("one more", "two"), steps=False),
        Items(("first",), steps=True),
        Notice("Look out"),
        Table((("a", "b"), ("c", "d"))),
        Picture("What", "pic"),
    )
    assert markup.plain("One **Bold** `F2` [to](page.md#there).") == "One Bold F2 to."


def test_chinese_lines_are_joined_without_a_space() -> None:
    assert markup.parse("一二，\n三四") == (Paragraph("一二，三四"),)
    assert markup.parse("one\ntwo") == (Paragraph("one two"),)


@pytest.mark.parametrize("text", ["## No anchor", "### Too deep", "# Title\nmore", "# Title {#anchor}"])
def test_a_heading_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadMarkup):
        markup.parse(text)


def test_html_shows_signs_as_they_are() -> None:
    blocks = markup.parse("# A & B\n\n**<b>** `Ctrl+<` [<x>](page.md)")
    html = markup.to_html(blocks, lambda to: to, lambda picture: "")
    assert "<h1>A &amp; B</h1>" in html
    assert '<b>&lt;b&gt;</b> <code>Ctrl+&lt;</code> <a href="page.md">&lt;x&gt;</a>' in html


# The site


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.to: list[str] = []
        self.anchors: set[str] = set()
        self.pictures: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.to += [to for key in ("href", "src", "srcset") if (to := found.get(key)) is not None]
        if found.get("id"):
            self.anchors.add(str(found["id"]))
        if tag == "img":
            self.pictures.append(found)


def _read(path: Path) -> _Addresses:
    parser = _Addresses()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


def test_the_site_holds_together_and_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    written = help_site.write(tmp_path / "site")
    pages = {path: _read(path) for path in written if path.suffix == ".html"}
    assert len(pages) == 1 + 2 * len(PAGES)
    for path, page in pages.items():
        for to in page.to:
            name, _, anchor = to.partition("#")
            target = (path.parent / name).resolve()
            assert target.is_file(), f"{path.name}: {to}"
            assert not anchor or anchor in pages[target].anchors, f"{path.name}: {to}"
        assert all(picture.get("alt") for picture in page.pictures), path
    everything = "".join(path.read_text(encoding="utf-8") for path in written)
    assert "http" not in everything


def test_the_site_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "old.html").write_text("old", encoding="utf-8")
    help_site.write(tmp_path / "site")
    assert not (tmp_path / "site" / "old.html").exists()
    assert language.language() == "en"
