"""Importing a workbook of 11 columns into an empty shop, beside calamine merely reading it in the same run."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import python_calamine
from openpyxl import Workbook

from crm_desktop.exchange.importing import import_file
from crm_desktop.services.demo_words import GIVEN_FEMALE, GIVEN_MALE, SURNAMES
from crm_desktop.store.shop import Shop

HEADINGS = ("会员号", "姓名", "性别", "手机号", "出生日期", "微信号", "邮箱", "地址", "标签", "来源", "备注")
RUNS = 3


def write_workbook(path: Path, rows: int) -> None:
    """A member list as shops bring it: text phones, half of the birthdays lunar, blanks here and there."""
    dice = random.Random(1)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("会员")
    sheet.append(HEADINGS)
    days = ["初一", "初八", "十五", "廿三", "廿九"]
    months = ["正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊"]
    for number in range(rows):
        solar = f"{dice.randrange(1950, 2010)}-{dice.randrange(1, 13)}-{dice.randrange(1, 29)}"
        lunar = f"农历{dice.choice(months)}月{dice.choice(days)}"
        sheet.append(
            [
                f"M{number:06}",
                dice.choice(SURNAMES) + dice.choice(GIVEN_FEMALE + GIVEN_MALE),
                dice.choice(("男", "女", "")),
                f"1{dice.choice((38, 39, 58, 86))}{number:08}",
                dice.choice((solar, lunar)),
                f"wx_{number}" if number % 3 else "",
                f"u{number}@example.com" if number % 4 == 0 else "",
                f"上海市浦东新区世纪大道{dice.randrange(1, 999)}号",
                dice.choice(("老客户", "会员", "")),
                dice.choice(("美团", "路过", "")),
                dice.choice(("对花生过敏", "", "", "喜欢甜的")),
            ]
        )
    book.save(path)


def run(rows: int) -> list[tuple[str, float, float, str, str, bool, str]]:
    """One line of the table of `bench.py`."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_workbook(folder / "members.xlsx", rows)
        reading, importing = [], []
        for number in range(RUNS):
            begun = perf_counter()
            book = python_calamine.load_workbook(str(folder / "members.xlsx"))
            book.get_sheet_by_index(0).to_python()
            reading.append((perf_counter() - begun) * 1000)
            shop = Shop.create(folder / f"shop{number}.crm")
            begun = perf_counter()
            report = import_file(shop, "customers", folder / "members.xlsx")
            importing.append((perf_counter() - begun) * 1000)
            shop.close()
            assert report.as_json()["added"] == rows, report.as_json()
    ours, reference = median(importing), median(reading)
    what = f"import of {rows:,} rows of 11 cells"
    return [(what, ours, reference, "calamine reading it", "4 times the reading", ours <= 4 * reference, "ms")]


if __name__ == "__main__":
    for row in run(100_000):
        print(row)
