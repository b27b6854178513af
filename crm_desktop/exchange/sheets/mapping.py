"""Where a sheet's table begins, and which field each of its columns feeds. Pure: cells in, a layout out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice, pairwise
from operator import itemgetter
from typing import Final

from crm_desktop.domain.custom_field import NO, YES, CustomFieldKind, clean_custom_value
from crm_desktop.domain.fields import normalise_header as plain
from crm_desktop.exchange.readers import Book, Cell, Sheet
from crm_desktop.exchange.sheets.headings import (
    FEWEST_WORKED_OUT,
    LEFT_OUT,
    LEFT_OUT_HEADERS,
    ROW_NUMBER,
    ROW_NUMBER_HEADERS,
    TARGETS,
    WORKED_OUT,
    Kind,
)
from crm_desktop.exchange.sheets.spreadsheet import column_letter
from crm_desktop.language import tr

CUSTOM: Final = "custom:"
"""Begins the key of a custom field: "custom:皮肤类型"."""

HEADER_SEARCH_ROWS: Final = 40
_SAMPLE_ROWS: Final = 200
_LONGEST_HEADER: Final = 60

_EXACT, _SURE, _FAIR = 100, 95, 60
_MOBILE = re.compile(
    r"[\s'\"]*(?:手机|电话|tel|phone)?[::\s]*(?:\+|00)?(?:86)?[-\s]*1[3-9]\d[-\s]?[\d*]{4}[-\s]?\d{4}(?:\.0)?\b"
)
_DIGITS = re.compile(r"\d")
_EMAIL = re.compile(r"\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*")
_NUMBER = re.compile(r"\s*-?(?:0|[1-9]\d{0,10})(?:\.\d+)?\s*")
_DATE = re.compile(r"\s*(?:19|20)\d\d[-/.年](?:0?[1-9]|1[0-2])[-/.月](?:0?[1-9]|[12]\d|3[01])日?(?:[ T].*)?\s*")
_YES_NO: Final = frozenset({"是", "否", "yes", "no", "y", "n", "true", "false", "√", "×", "✓", "✗"})
_CODE_WORDS = re.compile(r"(?:号|号码|编号|编码|卡|证|id|no|code|电话|手机|账号|密码|邮编)$", re.IGNORECASE)
_COMMON_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆汪范金石廖贾"
    "夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单仇解查翟区"
)
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
# Words that mean a field when they stand alone, but say little at the end of a longer heading.
_GENERIC: Final = frozenset(
    {
        "名称",
        "客户",
        "顾客",
        "会员",
        "名字",
        "日期",
        "时间",
        "内容",
        "说明",
        "描述",
        "编号",
        "单位",
        "编码",
        "服务",
        "项目",
        "name",
        "number",
    }
    | {
        "code",
        "description",
        "title",
        "date",
        "time",
        "total",
        "count",
        "status",
        "状态",
        "次数",
        "comment",
        "method",
        "customer",
        "client",
        "contact",
        "buyer",
        "label",
        "labels",
    }
)
_ABOUT_A_PERSON: Final = frozenset({"phone", "gender", "birthday", "wechat", "email", "address", "tags", "source"})
# Whose name, phone or birthday a column has when it is not the customer's.
_OTHERS: Final = re.compile(
    r"推荐|介绍|引用|紧急|助理|负责|店员|员工|导购|配偶|爱人|伴侣|宠物|公司|单位|企业|门店|分店|店铺|孩子|宝宝|子女|儿子|女儿|家长|父亲|母亲|经理|销售|"
    r"业务|顾问|技师|操作|开户|银行|储值|赠送|充值|欠|定金|押金|商品|产品|项目|品牌|品种|等级|级别|类型|类别|状态|密码|余额|积分|累计|总|最近|上次|首次|末次|"
    r"assistant|company|manager|spouse|referr|emergency|pet|store|staff|clerk|sales|product|item|user|file|nick|"
    r"middle|phonetic|yomi|maiden|short|bank|fax|传真|total|last(?!name)|first(?!name)|type|label$|level|"
    # Outlook: a mail's display name, and 其他地址 - 邮箱, which is a box at the post office.
    r"e-?mail\d*$|电子邮件\d*$|(?:商务|住宅|其他)地址$"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. `target`: a key of `headings.TARGETS`, "custom:…", or None (left out). `sure` is False
    where the field was guessed from likeness or values, so that she looks at it."""

    index: int
    header: str
    target: str | None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """A table in a sheet. `header_row` counts from 1; 0 where the table has no headings. `score` says how much it
    looks like a table of its kind."""

    kind: Kind
    header_row: int
    columns: tuple[Column, ...]
    score: int = 0

    def as_json(self) -> dict[str, str | None]:
        """Header → field, as reported and as `--mapping` reads it."""
        return {column.header: column.target for column in self.columns}

    def indexes(self, target: str) -> list[int]:
        """The columns that feed a field, from left to right."""
        return [column.index for column in self.columns if column.target == target]

    def targets(self) -> frozenset[str]:
        return frozenset(column.target for column in self.columns if column.target)

    def remapped(self, chosen: Mapping[str, str | None]) -> Layout:
        """The layout with some headers given the field that the person chose (header → key or None)."""
        by_plain = {plain(header): target for header, target in chosen.items()}
        columns = []
        for column in self.columns:
            if column.header in chosen:
                columns.append(replace(column, target=chosen[column.header], sure=True))
            elif plain(column.header) in by_plain:
                columns.append(replace(column, target=by_plain[plain(column.header)], sure=True))
            else:
                columns.append(column)
        return replace(self, columns=tuple(columns))


def find_table(book: Book, kind: Kind, sheet_name: str | None = None) -> tuple[Sheet, Layout]:
    """The sheet asked for, or the one whose table looks most like that kind, and its layout."""
    names: Sequence[str | None] = [sheet_name] if sheet_name else (book.sheet_names or [None])
    found = []
    for name in names:
        sheet = book.sheet(name)
        layout = layout_of(sheet.rows, kind, headings=sheet.headings)
        found.append((layout.score, min(len(sheet.rows), 3), sheet, layout))
    best = max(found, key=lambda entry: entry[:2])
    return best[2], best[3]


def layout_of(
    rows: Sequence[Sequence[Cell]], kind: Kind, header_row: int | None = None, headings: Sequence[str] = ()
) -> Layout:
    """The layout of a sheet's table, its header row found or as given (from 1; 0: none). `headings`: the columns'
    names where no row holds them."""
    if headings:
        header_row = 0
    elif header_row is None:
        header_row = find_header_row(rows, kind)
    width = max((len(row) for row in rows[:HEADER_SEARCH_ROWS]), default=0)
    cells = headings or (rows[header_row - 1] if header_row else ())
    raw = [header_text(cells[i]) if i < len(cells) else "" for i in range(width)]
    samples = [_sample(rows, header_row, i) for i in range(width)]
    own = _of_our_own(raw) if kind is Kind.CUSTOMERS else {}
    assigned = _assign(
        ["" if i in own else header for i, header in enumerate(raw)],
        [[] if i in own else sample for i, sample in enumerate(samples)],
        kind,
        trusted=bool(headings),
    )
    headers = _unique(
        header or (tr("Column %1", column_letter(i)) if samples[i] else "") for i, header in enumerate(raw)
    )
    columns, score = [], 0
    for index, header in enumerate(headers):
        if not header:
            continue
        if index in own:
            columns.append(Column(index, header, own[index]))
            continue
        target, points = assigned.get(index, (None, 0))
        score += points
        if target in (ROW_NUMBER, LEFT_OUT):
            target = None
        elif target is None and samples[index] and kind is Kind.CUSTOMERS:
            target = CUSTOM + (raw[index] or header)
        columns.append(Column(index, header, target, sure=points >= _SURE or points == 0))
    return Layout(kind, header_row, tuple(columns), score)


def _of_our_own(headers: Sequence[str]) -> dict[int, str | None]:
    """Columns that only our own files have, and their fields: "custom:皮肤类型", and what is worked out anew."""
    own: dict[int, str | None] = {i: h for i, h in enumerate(headers) if h.startswith(CUSTOM) and h != CUSTOM}
    worked_out = dict.fromkeys(i for i, header in enumerate(headers) if header in WORKED_OUT)
    return own | worked_out if len(worked_out) >= FEWEST_WORKED_OUT else own


def find_header_row(rows: Sequence[Sequence[Cell]], kind: Kind) -> int:
    """The row, from 1, whose cells are most like headings; 0 where none is."""
    best, best_score = 0, 0
    for number, row in enumerate(rows[:HEADER_SEARCH_ROWS], 1):
        texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
        odd = sum(1 for cell in row if cell != "" and not isinstance(cell, str))
        scores = [_best_score(plain(text), kind) for text in texts if len(text) <= _LONGEST_HEADER]
        exact = sum(points >= _SURE for points in scores)
        score = sum(points >= _FAIR for points in scores) + exact - 2 * odd
        if score > best_score and exact:
            best, best_score = number, score
    if best:
        return best
    return _first_row_of_table(rows)


def _first_row_of_table(rows: Sequence[Sequence[Cell]]) -> int:
    """Where no heading is known: 0 if the first full row is data already, else that row."""
    for number, row in enumerate(rows[:HEADER_SEARCH_ROWS], 1):
        filled = [cell for cell in row if cell not in ("", None)]
        if len(filled) < min(2, len(row)):
            continue
        data = any(not isinstance(cell, str) or _MOBILE.match(cell) or _EMAIL.fullmatch(cell) for cell in filled)
        return 0 if data else number
    return 0


def guess_kind(headers: Iterable[str]) -> Kind:
    """What a table with these headings is a list of; customers where they do not say."""
    words = [plain(header) for header in headers if header]

    def points(kind: Kind, telling: frozenset[str]) -> int:
        best = (_best_target(word, kind) for word in words)
        return len({target for target, score in best if score >= _SURE and target in telling})

    if points(Kind.PURCHASES, frozenset({"amount", "price", "quantity"})) and points(
        Kind.PURCHASES, frozenset({"number", "at", "payment_method", "product"})
    ):
        buyer = points(Kind.PURCHASES, frozenset({"at", "name", "phone", "member_no", "number", "payment_method"}))
        return Kind.PURCHASES if buyer else Kind.PRODUCTS
    person = points(Kind.CUSTOMERS, _ABOUT_A_PERSON)
    if (
        not person
        and points(Kind.PRODUCTS, frozenset({"name", "code"}))
        and points(Kind.PRODUCTS, frozenset({"price"}))
    ):
        return Kind.PRODUCTS
    if (
        points(Kind.FOLLOW_UPS, frozenset({"what"}))
        and points(Kind.FOLLOW_UPS, frozenset({"due", "outcome"}))
        and person < 3
    ):
        return Kind.FOLLOW_UPS
    return Kind.CUSTOMERS


def header_text(cell: Cell) -> str:
    """A heading as shown: its line breaks and blanks around it gone."""
    if isinstance(cell, (float, int)) and not isinstance(cell, bool):
        return f"{cell:g}"
    return " ".join(str(cell).split())


def _unique(headers: Iterable[str]) -> list[str]:
    seen: dict[str, int] = {}
    unique = []
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
        unique.append(header if seen[header] == 1 or not header else f"{header} ({seen[header]})")
    return unique


def _sample(rows: Sequence[Sequence[Cell]], header_row: int, index: int) -> list[Cell]:
    """The first filled cells of a column, however far down they begin."""
    try:
        cells = map(itemgetter(index), islice(rows, header_row, None))
        return list(islice((cell for cell in cells if cell != ""), _SAMPLE_ROWS))
    except IndexError:  # rows of unlike length
        filled = (row[index] for row in islice(rows, header_row, None) if index < len(row) and row[index] != "")
        return list(islice(filled, _SAMPLE_ROWS))


def _assign(
    headers: Sequence[str], samples: Sequence[list[Cell]], kind: Kind, *, trusted: bool
) -> dict[int, tuple[str, int]]:
    """Column → (field, score), each field given to its best column, several to the fields that take several.
    `trusted`: the columns have names of their own, not cells that may or may not be headings."""
    many = {LEFT_OUT, *(target.key for target in TARGETS[kind] if target.many)}
    wishes = []
    for index, header in enumerate(headers):
        if not header:
            continue
        for target, score in _scores(plain(header), kind).items():
            if not _vetoed(target, score, [] if trusted else samples[index]):
                # A running number is preferred to a member number of the same heading: its values have spoken.
                wishes.append((-score - (target == ROW_NUMBER), index, target))
    assigned: dict[int, tuple[str, int]] = {}
    taken: set[str] = set()
    for negative, index, target in sorted(wishes):
        if index in assigned or target in taken:
            continue
        assigned[index] = (target, -negative)
        if target not in many:
            taken.add(target)
    _assign_by_values(headers, samples, assigned, kind)
    return assigned


def _vetoed(target: str, score: int, sample: Sequence[Cell]) -> bool:
    """Whether the values speak against what the heading seems to say."""
    if target == LEFT_OUT:
        return score < _EXACT
    if target == ROW_NUMBER:
        return score < _EXACT or not _counts_up(sample)
    if not sample:
        return False
    if target == "phone":
        digits = sum(1 for cell in sample if len(_DIGITS.findall(_text(cell))) >= 5)
        return digits * 5 < len(sample)
    if target == "name":
        return all(isinstance(cell, (float, int, date)) for cell in sample)
    return False


def _counts_up(sample: Sequence[Cell]) -> bool:
    """Whether the values are 1, 2, 3, …"""
    numbers = [int(text) if text.isdecimal() else -1 for text in map(_text, sample[:50])]
    steps = sum(after == before + 1 for before, after in pairwise(numbers))
    return not numbers or (numbers[0] in (0, 1) and steps >= 0.8 * (len(numbers) - 1))


def _assign_by_values(
    headers: Sequence[str], samples: Sequence[list[Cell]], assigned: dict[int, tuple[str, int]], kind: Kind
) -> None:
    """Give name, phone and e-mail to columns whose values can be nothing else, where no heading claimed them."""
    wanted = {target.key for target in TARGETS[kind]}
    claimed = {target for target, _ in assigned.values()}
    for target, fits in (("phone", _is_mobile), ("email", _is_email), ("name", _is_name)):
        if target in claimed or target not in wanted:
            continue
        for index, sample in enumerate(samples):
            about_others = _OTHERS.search(plain(headers[index])) if headers[index] else None
            if index in assigned or about_others or not sample:
                continue
            if sum(map(fits, sample)) >= 0.8 * len(sample):
                assigned[index] = (target, _FAIR)
                break


def _is_mobile(cell: Cell) -> bool:
    return bool(_MOBILE.match(_text(cell)))


def _is_email(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_EMAIL.fullmatch(cell))


def _is_name(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_CHINESE_NAME.fullmatch(cell.strip())) and cell.strip()[0] in _COMMON_SURNAMES


def _text(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def guess_custom_kind(header: str, sample: Sequence[Cell]) -> str:
    """The kind of a new custom field by its values: "number", "date", "yes_no", else "text"."""
    filled = [cell for cell in sample if _text(cell).strip()]
    if not filled:
        return "text"
    if header.startswith(CUSTOM):
        return _stored_kind([cell if isinstance(cell, bool) else _text(cell) for cell in filled])
    if all(isinstance(cell, bool) or _text(cell).strip().lower() in _YES_NO for cell in filled):
        return "yes_no"
    if all(isinstance(cell, date) or _DATE.fullmatch(_text(cell)) for cell in filled):
        return "date"
    if not _CODE_WORDS.search(plain(header)) and all(
        not isinstance(cell, date | bool) and _NUMBER.fullmatch(_text(cell)) for cell in filled
    ):
        return "number"
    return "text"


def _stored_kind(values: Sequence[bool | str]) -> str:
    """The kind whose values are kept just so: a text that only looks like a number stays a text."""
    if all(isinstance(value, bool) or value in (YES, NO) for value in values):
        return "yes_no"
    for kind in (CustomFieldKind.DATE, CustomFieldKind.NUMBER):
        with suppress(ValueError):
            if all(isinstance(value, str) and clean_custom_value(kind, (), value) == value for value in values):
                return kind.value
    return "text"


@cache
def _synonyms(kind: Kind) -> dict[str, tuple[str, ...]]:
    synonyms = {target.key: target.headers for target in TARGETS[kind]}
    synonyms |= {ROW_NUMBER: ROW_NUMBER_HEADERS, LEFT_OUT: LEFT_OUT_HEADERS}
    return {key: tuple(plain(header) for header in headers) for key, headers in synonyms.items()}


@cache
def _scores(word: str, kind: Kind) -> dict[str, int]:
    """Field → how surely a plain heading means it, of those that it may mean."""
    numbered = word.rstrip("0123456789一二三四")
    unnumbered = re.sub(r"\d+", "", word)
    scores: dict[str, int] = {}
    for target, synonyms in _synonyms(kind).items():
        for synonym in synonyms:
            if synonym not in word and synonym != unnumbered:
                continue
            score = (
                _EXACT if synonym == word else _SURE if synonym in (numbered, unnumbered) else _likeness(word, synonym)
            )
            if score >= _FAIR:
                scores[target] = max(score, scores.get(target, 0))
    return scores


def _likeness(word: str, synonym: str) -> int:
    """60 to 90 where a longer heading ends with the synonym, or begins with it and adds little; else 0."""
    if synonym in _GENERIC or len(synonym) < 2 or (synonym.isascii() and len(synonym) < 4):
        return 0
    rest, numbered = "", word.rstrip("0123456789一二三四")
    if numbered.endswith(synonym):
        rest = numbered.removesuffix(synonym)
    elif word.startswith(synonym) and not synonym.isascii() and word.removeprefix(synonym) in _LITTLE:
        rest = word.removeprefix(synonym)
    if not rest or _OTHERS.search(rest):
        return 0
    return _FAIR + 30 * len(synonym) // len(word)


_LITTLE: Final = frozenset({"号", "号码", "信息", "资料", "日期", "名称", "情况"})


def _best_score(word: str, kind: Kind) -> int:
    return max(_scores(word, kind).values(), default=0)


def _best_target(word: str, kind: Kind) -> tuple[str, int]:
    return max(_scores(word, kind).items(), key=lambda entry: entry[1], default=("", 0))
