"""The headings of real exports: recognised without a question, each person whole."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

import pytest

from crm_desktop.domain.postal_address import AddressParts, in_one_line
from crm_desktop.exchange.importing.importer import import_file, look
from crm_desktop.exchange.readers import open_book
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.services import Services
from crm_desktop.services.customer_records import Customer
from crm_desktop.store.shop import Shop
from tests.unit.exchange.test_readers import written

HEADINGS: Final = {
    "Google Contacts": (
        "First Name;Middle Name;Last Name;Phonetic First Name;Phonetic Middle Name;Phonetic Last Name;Name Prefix;"
        "Name Suffix;Nickname;File As;Organization Name;Organization Title;Organization Department;Birthday;Notes;"
        "Photo;Labels;E-mail 1 - Label;E-mail 1 - Value;Phone 1 - Label;Phone 1 - Value;Address 1 - Label;"
        "Address 1 - Formatted;Address 1 - Street;Address 1 - City;Address 1 - PO Box;Address 1 - Region;"
        "Address 1 - Postal Code;Address 1 - Country;Address 1 - Extended Address;Website 1 - Label;"
        "Website 1 - Value;Event 1 - Label;Event 1 - Value;Custom Field 1 - Label;Custom Field 1 - Value"
    ),
    "Google Contacts before 2024": (
        "Name;Given Name;Additional Name;Family Name;Yomi Name;Given Name Yomi;Additional Name Yomi;"
        "Family Name Yomi;Name Prefix;Name Suffix;Initials;Nickname;Short Name;Maiden Name;Birthday;Gender;"
        "Location;Billing Information;Directory Server;Mileage;Occupation;Hobby;Sensitivity;Priority;Subject;"
        "Notes;Language;Photo;Group Membership;E-mail 1 - Type;E-mail 1 - Value;IM 1 - Type;IM 1 - Service;"
        "IM 1 - Value;Phone 1 - Type;Phone 1 - Value;Address 1 - Type;Address 1 - Formatted;Address 1 - Street;"
        "Address 1 - City;Address 1 - PO Box;Address 1 - Region;Address 1 - Postal Code;Address 1 - Country;"
        "Address 1 - Extended Address;Organization 1 - Type;Organization 1 - Name;Organization 1 - Yomi Name;"
        "Organization 1 - Title;Organization 1 - Department;Organization 1 - Symbol;Organization 1 - Location;"
        "Organization 1 - Job Description;Website 1 - Type;Website 1 - Value"
    ),
    "Outlook": (
        "Title;First Name;Middle Name;Last Name;Suffix;Company;Department;Job Title;Business Street;"
        "Business Street 2;Business Street 3;Business City;Business State;Business Postal Code;"
        "Business Country/Region;Home Street;Home Street 2;Home Street 3;Home City;Home State;Home Postal Code;"
        "Home Country/Region;Other Street;Other Street 2;Other Street 3;Other City;Other State;Other Postal Code;"
        "Other Country/Region;Assistant's Phone;Business Fax;Business Phone;Business Phone 2;Callback;Car Phone;"
        "Company Main Phone;Home Fax;Home Phone;Home Phone 2;ISDN;Mobile Phone;Other Fax;Other Phone;Pager;"
        "Primary Phone;Radio Phone;TTY/TDD Phone;Telex;Account;Anniversary;Assistant's Name;Billing Information;"
        "Birthday;Business Address PO Box;Categories;Children;Directory Server;E-mail Address;E-mail Type;"
        "E-mail Display Name;E-mail 2 Address;E-mail 2 Type;E-mail 2 Display Name;E-mail 3 Address;E-mail 3 Type;"
        "E-mail 3 Display Name;Gender;Government ID Number;Hobby;Home Address PO Box;Initials;Internet Free Busy;"
        "Keywords;Language;Location;Manager's Name;Mileage;Notes;Office Location;Organizational ID Number;"
        "Other Address PO Box;Priority;Private;Profession;Referred By;Sensitivity;Spouse;User 1;User 2;User 3;"
        "User 4;Web Page"
    ),
    "Outlook in Chinese": (
        "英文称谓;名;中间名;姓;中文称谓;单位;部门;职务;商务地址 街道;商务地址 街道 2;商务地址 街道 3;"
        "商务地址 市/县;商务地址 省/市/自治区;商务地址 邮政编码;商务地址 国家/地区;住宅地址 街道;住宅地址 街道 2;"
        "住宅地址 街道 3;住宅地址 市/县;住宅地址 省/市/自治区;住宅地址 邮政编码;住宅地址 国家/地区;其他地址 街道;"
        "其他地址 街道 2;其他地址 街道 3;其他地址 市/县;其他地址 省/市/自治区;其他地址 邮政编码;"
        "其他地址 国家/地区;助理的电话;商务传真;商务电话;商务电话 2;回电话;车载电话;单位主要电话;住宅传真;"
        "住宅电话;住宅电话 2;ISDN;移动电话;其他传真;其他电话;寻呼机;主要电话;无绳电话;TTY/TDD 电话;电报;"
        "Internet 忙闲;办公地点;地点;电子邮件地址;电子邮件类型;电子邮件显示名称;电子邮件 2 地址;电子邮件 2 类型;"
        "电子邮件 2 显示名;电子邮件 3 地址;电子邮件 3 类型;电子邮件 3 显示名;附注;工作证号码;关键词;记帐信息;"
        "纪念日;经理姓名;类别;里程;敏感度;目录服务器;配偶;其他地址 - 邮箱;商务地址 - 邮箱;身份证编号;生日;私有;"
        "缩写;网页;性别;业余爱好;引用者;用户 1;用户 2;用户 3;用户 4;优先级;语言;帐户;职业;助理的姓名;"
        "住宅地址 - 邮箱;子女"
    ),
    "Outlook on the web": (
        "First Name;Middle Name;Last Name;Title;Suffix;Initials;Web Page;Gender;Birthday;Anniversary;Location;"
        "Language;Internet Free Busy;Notes;E-mail Address;E-mail 2 Address;E-mail 3 Address;Primary Phone;"
        "Home Phone;Home Phone 2;Mobile Phone;Pager;Home Fax;Home Address;Home Street;Home Street 2;Home Street 3;"
        "Home Address PO Box;Home City;Home State;Home Postal Code;Home Country;Spouse;Children;Manager's Name;"
        "Assistant's Name;Referred By;Company Main Phone;Business Phone;Business Phone 2;Business Fax;"
        "Assistant's Phone;Company;Job Title;Department;Office Location;Organizational ID Number;Profession;"
        "Account;Business Address;Business Street;Business Street 2;Business Street 3;Business Address PO Box;"
        "Business City;Business State;Business Postal Code;Business Country;Other Phone;Other Fax;Other Address;"
        "Other Street;Other Street 2;Other Street 3;Other Address PO Box;Other City;Other State;Other Postal Code;"
        "Other Country;Callback;Car Phone;ISDN;Radio Phone;TTY/TDD Phone;Telex;User 1;User 2;User 3;User 4;"
        "Keywords;Mileage;Hobby;Billing Information;Directory Server;Sensitivity;Priority;Private;Categories"
    ),
    "EspoCRM": (
        "id;name;salutationName;firstName;lastName;accountId;accountName;title;description;emailAddress;"
        "phoneNumber;doNotCall;addressStreet;addressCity;addressState;addressCountry;addressPostalCode;createdAt;"
        "modifiedAt;assignedUserId;assignedUserName"
    ),
    "A till program (web)": (
        "number;name;categoryName;discount;money;point;tel;password;birthday;createdDate;expiryDate;credit;qq;"
        "email;remarks;customerExt.sex"
    ),
    "A till program": ("会员号;手机号;折扣;积分;余额"),
    "A till program (interface)": ("customerUid;phone;number;name;password;balance;point;discount;address;remarks"),
    "A member system": (
        "会员卡号*;姓名;手机号;会员等级编号*;会员生日类型(0农历 1公历);会员生日;会员性别(0女 1男 2保密);分店编号"
    ),
    "A shop till": (
        "会员号;姓名;手机号;会员等级;会员余额;会员积分;累计消费;累计下单;性别;身份证号;出生日期;地址;邮箱;备注"
    ),
    "A web shop": ("会员姓名;会员卡号;性别;生日;会员积分;手机号;常用邮箱;省份;城市;地区;注册时间"),
    "A ledger of stored value": (
        "门店;会员编号;会员姓名;手机号码;会员卡名称;储值本金余额(¥);储值赠送金额(¥);次卡名称;次卡剩余次数;"
        "累计消费金额(¥);累计消费次数;会员加入时间;上次消费时间"
    ),
    "A list of services": ("会员号;姓名;手机号;项目名称;消费金额;消费日期;服务顾问"),
    "A pet shop": ("客户姓名;手机号;微信名;宠物名;宠物类型;品种;洗护周期天数;最近到店"),
    "A list of leads": (
        "客户姓名;手机号;微信号;公司名称;客户类型;来源渠道;需求说明;意向等级;当前阶段;备注;业务线;标签;负责人邮箱;"
        "下次跟进时间"
    ),
    "A birthday tool": ("姓名;生日;农历生日;手机号;备注"),
    "An address book app": ("姓名;手机号;生日;所在地;备注"),
    "A WeChat tool": ("用户名;显示名称;备注;昵称;微信号;标签;描述;个性签名;地区;类型"),
    "A restaurant system": ("customerName;mobile;sex;levelName;birthday;groupName;memo;entityCard"),
    "A shop abroad": (
        "Email;First_Name;Last_Name;Phone;Birthdate;Gender;Accepts_Marketing;Credit_Balance;Point_Balance;"
        "Total Spent;Total Orders;Average Order Value;Verified_Customer;Group_Name"
    ),
    "Monica": ("first_name;middle_name;last_name;nickname;gender;birthdate;email;phone;address;company;job;tags;notes"),
}
ASKED: Final = {"A till program (web)", "A restaurant system"}
"""Systems whose codes for gender mean other things elsewhere."""

VALUES: Final = {
    **dict.fromkeys(("Name", "name", "姓名", "客户姓名", "会员姓名", "显示名称", "customerName"), "单晓丽"),
    **dict.fromkeys(("First Name", "Given Name", "firstName", "First_Name", "first_name", "名"), "晓丽"),
    **dict.fromkeys(("Last Name", "Family Name", "lastName", "Last_Name", "last_name", "姓"), "单"),
    **dict.fromkeys(
        ("Mobile Phone", "移动电话", "Phone 1 - Value", "phoneNumber", "tel", "phone", "Phone"), "13800138000"
    ),
    **dict.fromkeys(("手机号", "手机号码", "mobile"), "13800138000"),
    **dict.fromkeys(
        ("E-mail Address", "E-mail 1 - Value", "电子邮件地址", "emailAddress", "email", "Email"), "a@qq.com"
    ),
    **dict.fromkeys(("E-mail Display Name", "电子邮件显示名称", "E-mail 2 Display Name"), "单晓丽 (a@qq.com)"),
    **dict.fromkeys(("Home City", "Address 1 - City", "addressCity", "住宅地址 市/县"), "杭州市"),
    **dict.fromkeys(("Home Street", "Address 1 - Street", "addressStreet", "住宅地址 街道"), "文三路1号"),
    **dict.fromkeys(("Home Country", "Home Country/Region", "Address 1 - Country", "住宅地址 国家/地区"), "中国"),
    **dict.fromkeys(("Birthday", "生日", "出生日期", "birthday", "Birthdate", "birthdate"), "1988-03-05"),
    **dict.fromkeys(("sex", "customerExt.sex", "会员性别(0女 1男 2保密)"), "0"),
    **dict.fromkeys(("性别", "Gender", "gender"), "女"),
    **dict.fromkeys(("消费金额", "会员余额", "balance", "money"), "12.5"),
    "消费日期": "2026-03-01",
    "Address 1 - Formatted": "杭州市文三路1号\n中国",
}


def exported(folder: Path, system: str, values: dict[str, str]) -> Path:
    heads = HEADINGS[system].split(";")
    text = io.StringIO()
    csv.writer(text).writerows([heads, [values.get(head, "") for head in heads]])
    return written(folder, "export.csv", text.getvalue().encode())


def brought_in(shop: Shop, services: Services, path: Path, kind: str = "customers") -> Customer:
    import_file(shop, kind, path)
    (customer,) = services.customers.get_many(services.customers.ids())
    return customer


@pytest.mark.parametrize("system", HEADINGS)
def test_are_recognised(shop: Shop, services: Services, tmp_path: Path, system: str) -> None:
    path = exported(tmp_path, system, VALUES)
    seen = look(shop, open_book(path))
    assert seen.kind is (Kind.PURCHASES if system == "A list of services" else Kind.CUSTOMERS)
    assert seen.sure is (system not in ASKED)
    customer, heads = brought_in(shop, services, path, seen.kind.value), HEADINGS[system].split(";")
    assert customer.name == ("" if system == "A till program" else "单晓丽")
    assert customer.phones == (() if system == "A WeChat tool" else ("+8613800138000",))
    has_city = any(VALUES.get(head) == "杭州市" for head in heads)
    assert customer.address.replace("\n中国", "") == ("杭州市文三路1号" if has_city else "")
    assert (customer.birthday is not None) is any(VALUES.get(head) == "1988-03-05" for head in heads)


@pytest.mark.parametrize("system", ["Outlook", "Outlook in Chinese", "Google Contacts", "EspoCRM"])
def test_nothing_is_lost(shop: Shop, services: Services, tmp_path: Path, system: str) -> None:
    values = {head: f"v{i}." for i, head in enumerate(HEADINGS[system].split(";"))}
    values |= {head: VALUES[head] for head in values if head in VALUES}
    values |= {head: f"13{i}" + "0" * 8 for i, head in enumerate(values) if "hone" in head or "电话" in head}
    customer = brought_in(shop, services, exported(tmp_path, system, values))
    kept = " ".join(
        (
            *(customer.name, customer.address, customer.note, *customer.emails, *customer.phones),
            *(*customer.custom.values(), *customer.tags),
        )
    )
    lost = {head for head, value in values.items() if value not in kept}
    assert lost <= {
        *("Birthday", "生日", "Gender", "性别", "First Name", "Last Name", "firstName", "lastName", "名", "姓"),
        *("Home Country/Region", "住宅地址 国家/地区", "Address 1 - Country"),
    }


class TestAddresses:
    @pytest.mark.parametrize(
        ("home", "work", "address", "note"),
        [
            (("文三路1号", "杭州市"), ("天山路2号", "上海市"), "杭州市文三路1号", "Business: 上海市天山路2号"),
            (("", ""), ("天山路2号", "上海市"), "上海市天山路2号", ""),
            (("文三路1号", ""), ("", ""), "文三路1号", ""),
            (("", ""), ("", ""), "", ""),
        ],
    )
    def test_the_one_at_home_first(
        self, shop: Shop, services: Services, tmp_path: Path, home: tuple[str, str], work: tuple[str, str],
        address: str, note: str,
    ) -> None:  # fmt: skip
        values = {"First Name": "王芳", "Home Street": home[0], "Home City": home[1]}
        values |= {"Business Street": work[0], "Business City": work[1]}
        customer = brought_in(shop, services, exported(tmp_path, "Outlook", values))
        assert (customer.address, customer.note) == (address, note)

    def test_parts_that_a_whole_address_does_not_name(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        values = {"First Name": "王芳", "Home Address": "文三路1号", "Home City": "杭州市", "Home Street": "文三路1号"}
        values |= {"Home Street 2": "3单元", "Other Street": "文三路1号"}
        customer = brought_in(shop, services, exported(tmp_path, "Outlook on the web", values))
        assert (customer.address, customer.note) == ("杭州市文三路1号 3单元", "Other: 文三路1号")

    def test_a_column_that_she_chose(self, shop: Shop, services: Services, tmp_path: Path) -> None:
        path = written(tmp_path, "a.csv", "姓名,门牌,城市\n王芳,文三路1号,杭州市\n".encode())
        import_file(shop, "customers", path, mapping={"门牌": "address_part", "城市": "address_part"})
        (customer,) = services.customers.get_many(services.customers.ids())
        assert customer.address == "杭州市文三路1号"

    def test_abroad(self) -> None:
        parts = AddressParts("1 Main St", "Flat 2", "Springfield", "IL", "62701", "USA")
        assert in_one_line(parts) == "1 Main St, Flat 2, Springfield, IL 62701, USA"
