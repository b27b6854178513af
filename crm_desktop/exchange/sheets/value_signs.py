"""What a column's values say of it, where its heading says nothing or something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from itertools import pairwise
from typing import Final

from crm_desktop.domain.custom_field import NO, YES, CustomFieldKind, clean_custom_value
from crm_desktop.domain.fields import normalise_header as plain
from crm_desktop.exchange.readers import Cell
from crm_desktop.exchange.sheets.layout import CUSTOM

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


def is_mobile(cell: Cell) -> bool:
    """Whether a cell is a mobile number, perhaps with a word before it."""
    return bool(_MOBILE.match(_text(cell)))


def is_email(cell: Cell) -> bool:
    """Whether a cell is an e-mail address."""
    return isinstance(cell, str) and bool(_EMAIL.fullmatch(cell))


def is_name(cell: Cell) -> bool:
    """Whether a cell can be a Chinese name: two to four characters, the first a usual surname."""
    return isinstance(cell, str) and bool(_CHINESE_NAME.fullmatch(cell.strip())) and cell.strip()[0] in _COMMON_SURNAMES


def _text(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def counts_up(sample: Sequence[Cell]) -> bool:
    """Whether the values are 1, 2, 3, …"""
    numbers = [int(text) if text.isdecimal() else -1 for text in map(_text, sample[:50])]
    steps = sum(after == before + 1 for before, after in pairwise(numbers))
    return not numbers or (numbers[0] in (0, 1) and steps >= 0.8 * (len(numbers) - 1))


def speak_against(target: str, sample: Sequence[Cell]) -> bool:
    """Whether these values cannot be those of a field."""
    if not sample:
        return False
    if target == "phone":
        digits = sum(1 for cell in sample if len(_DIGITS.findall(_text(cell))) >= 5)
        return digits * 5 < len(sample)
    return target == "name" and all(isinstance(cell, (float, int, date)) for cell in sample)


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
