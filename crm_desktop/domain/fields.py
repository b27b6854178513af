"""What the shop knows of a customer, a purchase, a follow-up and a product: the one list of their fields.

List columns, import and export take names, kinds and order from here, so that a new field is one entry. The heading
words are those of real exports and templates, found in public.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crm_desktop.domain.plain_fields import PLAIN_FIELDS
from crm_desktop.language import Sentence
from crm_desktop.patterns import regex


class FieldKind(StrEnum):
    """What a field holds, which decides how it is read, aligned and written to a file."""

    TEXT = "text"
    PHONE = "phone"
    EMAIL = "email"
    TAGS = "tags"
    GENDER = "gender"
    BIRTHDAY = "birthday"
    CALENDAR = "calendar"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    MONEY = "money"
    QUANTITY = "quantity"
    INTEGER = "integer"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `key` is fixed: mapping files, `--columns` and saved views use it.

    `headers`: what other programs call it, and we in both languages. `many`: several columns of a sheet may feed it
    (two phones). A `computed` field is worked out from others: shown and exported, never typed or imported.
    """

    key: str
    label: Sentence
    kind: FieldKind = FieldKind.TEXT
    headers: tuple[str, ...] = ()
    many: bool = False
    computed: bool = False


def _field(
    key: str, label: Sentence, kind: FieldKind, headers: str = "", *, many: bool = False, computed: bool = False
) -> Field:
    return Field(key, label, kind, tuple(header for header in headers.split(";") if header), many, computed)


_NAME = _field(
    "name",
    Sentence("Name"),
    FieldKind.TEXT,
    "姓名;会员姓名;客户姓名;顾客姓名;客户名称;顾客名称;会员名称;会员名;客户名;顾客名;显示名称;名字;名称;真实姓名;"
    "客户;顾客;会员;联系人;联系人姓名;收货人;收货人姓名;买家;买家姓名;购买人;用户姓名;称呼;姓名/称呼;name;full name;"
    "customer;customer name;contact;contact name;display name;client;client name;buyer;member name",
)
_PHONE = _field(
    "phone",
    Sentence("Phone"),
    FieldKind.PHONE,
    "手机;手机号;手机号码;联系方式;联系电话;移动电话;电话;电话号码;手机电话;手机/电话;电话/手机;联系手机;会员手机;"
    "会员手机号;会员电话;客户电话;客户手机;顾客电话;顾客手机;买家手机;收货电话;收货人电话;收货人手机;备用电话;"
    "备用手机;其他电话;家庭电话;住宅电话;座机;固定电话;商务电话;主要电话;联络电话;tel;phone;mobile;cell;telephone;"
    "phone number;mobile phone;mobile number;cell phone;contact number;home phone;business phone;primary phone;"
    "other phone;phone value;tel no;callback;car phone;radio phone;tty/tdd phone;回电话;车载电话;无绳电话;"
    "tty/tdd 电话",
    many=True,
)
_MEMBER_NO = _field(
    "member_no",
    Sentence("Member no."),
    FieldKind.TEXT,
    "会员号;编号;会员编号;会员卡号;卡号;会员id;客户id;客户编号;客户号;顾客编号;会员卡;vip卡号;vip号;档案号;number;"
    "member no;member number;card no;card number;customer id;customer no;customer number;membership number;code",
)
_NOTE = _field(
    "note",
    Sentence("Note"),
    FieldKind.TEXT,
    "备注;附注;描述;备忘;备注信息;客户备注;会员备注;说明;remarks;remark;notes;note;memo;comment;comments;description",
)

CUSTOMER_FIELDS: Final = (
    _NAME,
    _field("family_name", Sentence("Family name"), FieldKind.TEXT, "姓;姓氏;last name;family name;surname"),
    _field("given_name", Sentence("Given name"), FieldKind.TEXT, "名;first name;given name"),
    _PHONE,
    _MEMBER_NO,
    _field("gender", Sentence("Gender"), FieldKind.GENDER, "性别;会员性别;客户性别;gender;sex;customerext.sex"),
    _field(
        "birthday",
        Sentence("Birthday"),
        FieldKind.BIRTHDAY,
        "生日;出生日期;会员生日;客户生日;顾客生日;公历生日;阳历生日;新历生日;出生年月;出生年月日;生日日期;出生;"
        "出生时间;birthday;birthdate;birth date;date of birth;dob;bday",
    ),
    _field(
        "lunar_birthday",
        Sentence("Lunar birthday"),
        FieldKind.BIRTHDAY,
        "农历生日;阴历生日;旧历生日;老历生日;lunar birthday",
    ),
    _field(
        "birthday_calendar",
        Sentence("Calendar of the birthday"),
        FieldKind.CALENDAR,
        "会员生日类型;生日类型;生日历法;历法;是否农历;农历;birthday type;calendar of the birthday",
    ),
    _field(
        "wechat",
        Sentence("WeChat"),
        FieldKind.TEXT,
        "微信;微信号;微信账号;微信id;微信号码;会员微信;客户微信;微信名;wechat;wechat id;weixin",
    ),
    _field("qq", Sentence("QQ"), FieldKind.TEXT, "qq;qq号;qq号码;腾讯qq"),
    _field(
        "email",
        Sentence("E-mail"),
        FieldKind.EMAIL,
        "邮箱;电子邮箱;电子邮件;邮件;电子邮件地址;常用邮箱;邮箱地址;email;e-mail;mail;email address;e-mail address;"
        "e-mail value;e-mail 2 address;e-mail 3 address",
        many=True,
    ),
    _field(
        "address",
        Sentence("Address"),
        FieldKind.TEXT,
        "地址;家庭住址;住址;家庭地址;联系地址;详细地址;通讯地址;收货地址;客户地址;会员地址;所在地;居住地址;居住地;"
        "住宅地址;address;home address;street address;full address;address formatted",
    ),
    _field(
        "address_part",
        Sentence("Part of the address"),
        FieldKind.TEXT,
        "address street;address city;address state;address region;address country;address postal code;address po box;"
        "address extended address;home street;home city;home state;home country;home country/region;home postal code;"
        "home address po box;business street;business city;business state;business country;business country/region;"
        "business postal code;business address po box;other street;other city;other state;other country;"
        "other country/region;other postal code;other address po box;"
        "住宅地址 街道;住宅地址 市/县;住宅地址 省/市/自治区;住宅地址 国家/地区;住宅地址 邮政编码;住宅地址 - 邮箱;"
        "商务地址 街道;商务地址 市/县;商务地址 省/市/自治区;商务地址 国家/地区;商务地址 邮政编码;商务地址 - 邮箱;"
        "其他地址 街道;其他地址 市/县;其他地址 省/市/自治区;其他地址 国家/地区;其他地址 邮政编码;其他地址 - 邮箱;"
        "part of the address;地址的一部分",
        many=True,
    ),
    _field(
        "tags",
        Sentence("Tags"),
        FieldKind.TAGS,
        "标签;客户标签;会员标签;分组;客户分组;群组;tags;tag;labels;label;categories;segments;group membership;"
        "groups;group name;类别",
        many=True,
    ),
    *(_field(plain.key, plain.label, FieldKind.TEXT, plain.headers) for plain in PLAIN_FIELDS),
    _field(
        "created",
        Sentence("Customer since"),
        FieldKind.DATETIME,
        "会员加入时间;加入时间;入会时间;入会日期;注册时间;注册日期;创建日期;创建时间;开卡日期;开卡时间;建档日期;"
        "建档时间;登记日期;登记时间;办卡日期;办卡时间;成为会员时间;created;created date;created at;join date;joined;"
        "registered;date joined;member since;customer since",
    ),
    _NOTE,
    _field("region", Sentence("Region"), FieldKind.TEXT, computed=True),
    _field("total_spent", Sentence("Total spent"), FieldKind.MONEY, computed=True),
    _field("visits", Sentence("Visits"), FieldKind.INTEGER, computed=True),
    _field("first_purchase", Sentence("First visit"), FieldKind.DATE, computed=True),
    _field("last_purchase", Sentence("Last visit"), FieldKind.DATE, computed=True),
    _field("next_birthday", Sentence("Next birthday"), FieldKind.DATE, computed=True),
    _field("id", Sentence("Number in this shop"), FieldKind.INTEGER, computed=True),
)

PURCHASE_FIELDS: Final = (
    _field(
        "number",
        Sentence("Order number"),
        FieldKind.TEXT,
        "单号;订单号;订单编号;流水号;小票号;小票单号;销售单号;单据号;单据编号;交易号;交易单号;交易流水号;消费单号;"
        "收银单号;order;order no;order number;order id;receipt;receipt no;receipt number;invoice;invoice no;"
        "invoice number;transaction id",
    ),
    _field(
        "at",
        Sentence("Date"),
        FieldKind.DATETIME,
        "日期;时间;消费日期;消费时间;购买日期;购买时间;销售日期;销售时间;下单时间;下单日期;交易时间;交易日期;"
        "付款时间;支付时间;成交时间;成交日期;结账时间;订单日期;订单时间;开单时间;开单日期;日期时间;到店日期;date;"
        "time;date time;datetime;order date;purchase date;sale date;transaction date;paid at;created at",
    ),
    _NAME,
    _PHONE,
    _MEMBER_NO,
    _field(
        "product",
        Sentence("Product"),
        FieldKind.TEXT,
        "商品;商品名称;商品名;产品;产品名称;品名;货品;货品名称;项目;项目名称;服务项目;服务;消费项目;消费内容;"
        "购买商品;购买项目;商品信息;菜品;内容;宝贝名称;宝贝标题;product;product name;item;item name;service;"
        "description;goods",
    ),
    _field(
        "product_code",
        Sentence("Product code"),
        FieldKind.TEXT,
        "商品编码;商品编号;商品条码;条码;货号;产品编号;产品编码;sku;barcode;product code;item code",
    ),
    _field(
        "quantity",
        Sentence("Quantity"),
        FieldKind.QUANTITY,
        "数量;商品数量;购买数量;件数;个数;次数;销售数量;数目;quantity;qty;count;units",
    ),
    _field(
        "price",
        Sentence("Unit price"),
        FieldKind.MONEY,
        "单价;商品单价;价格;售价;销售价;零售价;原价;商品价格;unit price;price;price each",
    ),
    _field(
        "discount",
        Sentence("Discount"),
        FieldKind.MONEY,
        "优惠;优惠金额;折扣金额;减免;减免金额;让利;抵扣;抵扣金额;优惠额;立减;discount;discount amount",
    ),
    _field(
        "amount",
        Sentence("Amount"),
        FieldKind.MONEY,
        "金额;实付;实付金额;实收;实收金额;消费金额;消费额;小计;合计;总价;总金额;销售金额;销售额;付款金额;支付金额;"
        "成交金额;应收;应收金额;订单金额;交易金额;收款金额;amount;total;paid;paid amount;amount paid;line total;"
        "total amount;sum;total price",
    ),
    _field(
        "payment_method",
        Sentence("Payment method"),
        FieldKind.TEXT,
        "付款方式;支付方式;收款方式;结算方式;支付类型;付款类型;结账方式;支付渠道;payment;payment method;"
        "payment type;paid by;method",
    ),
    _field(
        "clerk",
        Sentence("Clerk"),
        FieldKind.TEXT,
        "店员;店员姓名;导购;导购员;收银员;营业员;销售员;服务人员;服务顾问;技师;操作员;员工;员工姓名;经手人;业务员;"
        "美容师;clerk;staff;cashier;salesperson;sales person;employee;served by",
    ),
    _field(
        "discount_on_all", Sentence("Discount on all"), FieldKind.MONEY, "整单优惠;整单折扣;整单减免;discount on all"
    ),
    _field("paid_in_all", Sentence("Paid in all"), FieldKind.MONEY, "整单实付;整单实收;整单金额;paid in all"),
    _field("purchase_no", Sentence("Purchase no."), FieldKind.TEXT, "购买序号;purchase no"),
    _field("refund_of_no", Sentence("Refund of no."), FieldKind.TEXT, "退的是哪一笔;refund of no"),
    _NOTE,
)

FOLLOW_UP_FIELDS: Final = (
    _NAME,
    _PHONE,
    _MEMBER_NO,
    _field(
        "what",
        Sentence("What"),
        FieldKind.TEXT,
        "跟进;跟进内容;跟进事项;事项;内容;待办;待办事项;任务;任务内容;计划;计划内容;主题;回访内容;需求说明;what;"
        "task;subject;follow-up;follow up;todo;to do;action;title",
    ),
    _field(
        "due",
        Sentence("Due"),
        FieldKind.DATE,
        "日期;跟进日期;跟进时间;下次跟进时间;下次跟进日期;下次跟进;回访日期;回访时间;计划日期;计划时间;截止日期;"
        "到期日;到期日期;提醒日期;提醒时间;时间;due;due date;date;deadline;when;next follow-up;follow-up date;"
        "remind at",
    ),
    _field("due_time", Sentence("Due time"), FieldKind.TIME, "时刻;几点;具体时间;due time;time"),
    _field("priority", Sentence("Priority"), FieldKind.TEXT, "优先级;紧急程度;重要程度;priority;importance"),
    _field(
        "recurrence",
        Sentence("Repeats"),
        FieldKind.TEXT,
        "重复;重复方式;重复周期;是否重复;循环;周期;跟进周期;repeats;repeat;recurrence;recurs",
    ),
    _field(
        "done_at",
        Sentence("Done on"),
        FieldKind.DATETIME,
        "完成日期;完成时间;已完成;是否完成;状态;跟进状态;done;done on;completed;completed on;completed at;status",
    ),
    _field("outcome", Sentence("Outcome"), FieldKind.TEXT, "结果;跟进结果;回访结果;完成情况;outcome;result"),
)

PRODUCT_FIELDS: Final = (
    _field(
        "name",
        Sentence("Product"),
        FieldKind.TEXT,
        "名称;商品;商品名称;商品名;产品;产品名称;品名;货品名称;项目名称;服务项目;项目;name;product;product name;"
        "item;item name;title",
    ),
    _field(
        "code",
        Sentence("Code"),
        FieldKind.TEXT,
        "编码;编号;商品编码;商品编号;条码;商品条码;货号;产品编号;产品编码;条形码;code;sku;barcode;product code;"
        "item code;ean;number",
    ),
    _field(
        "price",
        Sentence("Price"),
        FieldKind.MONEY,
        "价格;单价;售价;零售价;销售价;价钱;商品价格;price;unit price;retail price",
    ),
    _field("unit", Sentence("Unit"), FieldKind.TEXT, "单位;计量单位;商品单位;销售单位;unit;unit of measure;uom"),
    _field("offered", Sentence("Offered"), FieldKind.TEXT, "在售;是否在售;上架;是否上架;offered;on sale;for sale"),
)

_BRACKETS = regex(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>|《[^《》]*》|「[^「」]*」")
_DATE_FORMAT = regex(r"yyyy?[-/.]?mm?[-/.]?dd?(?:\s*(?:or|或)\s*)?")
_NOISE = regex(r"[\s*_\-.:#\"'·、,;!?]+")


def normalise_header(header: str) -> str:
    """A heading without what varies: width, case, blanks, line breaks, stars, remarks in brackets."""
    text = _DATE_FORMAT.sub("", unicodedata.normalize("NFKC", header).lower())
    without = _NOISE.sub("", _BRACKETS.sub("", text))
    return without or _NOISE.sub("", text) or text.strip()


def importable(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields that a sheet can feed."""
    return tuple(field for field in fields if not field.computed)
