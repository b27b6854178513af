"""Which field a column's heading means, and how surely; which kind of list a table's headings make."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from crm_desktop.domain.fields import normalise_header as plain
from crm_desktop.exchange.sheets.headings import (
    LEFT_OUT,
    LEFT_OUT_HEADERS,
    ROW_NUMBER,
    ROW_NUMBER_HEADERS,
    TARGETS,
    Kind,
)

EXACT, SURE, FAIR = 100, 95, 60
"""How surely a heading means a field: it is a word for it; one with a number behind; or it only resembles one."""

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
_LITTLE: Final = frozenset({"号", "号码", "信息", "资料", "日期", "名称", "情况"})


@cache
def _synonyms(kind: Kind) -> dict[str, tuple[str, ...]]:
    synonyms = {target.key: target.headers for target in TARGETS[kind]}
    synonyms |= {ROW_NUMBER: ROW_NUMBER_HEADERS, LEFT_OUT: LEFT_OUT_HEADERS}
    return {key: tuple(plain(header) for header in headers) for key, headers in synonyms.items()}


@cache
def scores_of(word: str, kind: Kind) -> dict[str, int]:
    """Field → how surely a plain heading means it, of those that it may mean."""
    numbered = word.rstrip("0123456789一二三四")
    unnumbered = re.sub(r"\d+", "", word)
    scores: dict[str, int] = {}
    for target, synonyms in _synonyms(kind).items():
        for synonym in synonyms:
            if synonym not in word and synonym != unnumbered:
                continue
            score = (
                EXACT if synonym == word else SURE if synonym in (numbered, unnumbered) else _likeness(word, synonym)
            )
            if score >= FAIR:
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
    if not rest or is_about_others(rest):
        return 0
    return FAIR + 30 * len(synonym) // len(word)


def is_about_others(word: str) -> bool:
    """Whether a plain heading is of somebody or something else than the customer."""
    return bool(_OTHERS.search(word))


def best_score(word: str, kind: Kind) -> int:
    """How surely a plain heading means any field of a kind of list."""
    return max(scores_of(word, kind).values(), default=0)


def _best_target(word: str, kind: Kind) -> tuple[str, int]:
    return max(scores_of(word, kind).items(), key=lambda entry: entry[1], default=("", 0))


def guess_kind(headers: Iterable[str]) -> Kind:
    """What a table with these headings is a list of; customers where they do not say."""
    words = [plain(header) for header in headers if header]

    def points(kind: Kind, telling: frozenset[str]) -> int:
        best = (_best_target(word, kind) for word in words)
        return len({target for target, score in best if score >= SURE and target in telling})

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
