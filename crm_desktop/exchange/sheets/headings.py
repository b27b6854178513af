"""What a column of an imported table can be: the fields of `domain.fields`, and the columns that are left out."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from crm_desktop.domain.fields import (
    CUSTOMER_FIELDS,
    FOLLOW_UP_FIELDS,
    PRODUCT_FIELDS,
    PURCHASE_FIELDS,
    Field,
    importable,
)


class Kind(StrEnum):
    """What a table is a list of."""

    CUSTOMERS = "customers"
    PURCHASES = "purchases"
    FOLLOW_UPS = "followups"
    PRODUCTS = "products"


ROW_NUMBER: Final = "row_number"
"""A running number: read to know it, and left out."""

ROW_NUMBER_HEADERS: Final = ("序号", "行号", "编号", "no", "#", "index", "row")
REJECT_HEADERS: Final = ("Not imported because", "未导入的原因", "Row in the file", "原文件行号")
"""The columns that we add to rejected rows, in both languages: of no use when the mended rows are brought in."""

LEFT_OUT: Final = "left_out"
"""What no shop needs: passwords, short pinyin that is made anew from the name, and REJECT_HEADERS."""
LEFT_OUT_HEADERS: Final = (
    "密码",
    "会员密码",
    "支付密码",
    "登录密码",
    "password",
    "拼音",
    "拼音简写",
    "拼音简码",
    "助记码",
    *REJECT_HEADERS,
)

WORKED_OUT: Final = frozenset(
    {
        *("Region", "Total spent", "Visits", "First purchase", "Last purchase", "Next birthday"),
        *("地区", "累计消费", "来店次数", "首次购买", "最近购买", "下次生日"),
        *("id", "region", "total_spent", "visits", "first_purchase", "last_purchase", "next_birthday"),
    }
)
"""What our own lists call what is worked out from other values, in both languages and in JSON."""

FEWEST_WORKED_OUT: Final = 3
"""A table with at least this many of WORKED_OUT is one that we wrote: they are worked out anew, not brought in."""

TARGETS: Final[dict[Kind, tuple[Field, ...]]] = {
    Kind.CUSTOMERS: importable(CUSTOMER_FIELDS),
    Kind.PURCHASES: importable(PURCHASE_FIELDS),
    Kind.FOLLOW_UPS: importable(FOLLOW_UP_FIELDS),
    Kind.PRODUCTS: importable(PRODUCT_FIELDS),
}
"""The fields that a table of each kind can feed."""

REQUIRED: Final[dict[Kind, frozenset[str]]] = {
    Kind.CUSTOMERS: frozenset({"name", "phone", "family_name", "given_name"}),
    Kind.PURCHASES: frozenset({"amount", "price"}),
    Kind.FOLLOW_UPS: frozenset({"what"}),
    Kind.PRODUCTS: frozenset({"name"}),
}
"""At least one of these must be found, else the table is of no use as that kind."""
