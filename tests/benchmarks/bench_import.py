"""Importing a workbook of 11 columns into an empty shop and exporting the same customers again, beside what other
programs take for as much in the same run: calamine merely reading the workbook, LibreOffice opening and converting it
(where it is installed), openpyxl writing the cells out plainly.

`python -m tests.benchmarks.bench_import [rows …]` prints, for each number of rows, the times and the memory that an
import took at its highest, each measured in a process of its own.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import python_calamine
from openpyxl import Workbook

from crm_desktop.domain.table import Table, TableColumn
from crm_desktop.exchange.importing.importer import import_file
from crm_desktop.exchange.writers import write_table
from crm_desktop.services import Services
from crm_desktop.services.demo_words import GIVEN_FEMALE, GIVEN_MALE, SURNAMES
from crm_desktop.services.lists import Lists
from crm_desktop.store.shop import Shop
from tests.benchmarks.memory import peak_mb
from tests.benchmarks.results import Result, growth, in_own_process, milliseconds
from tests.benchmarks.shops import FEW, MANY, MOST

HEADINGS = ("会员号", "姓名", "性别", "手机号", "出生日期", "微信号", "邮箱", "地址", "标签", "来源", "备注")
COLUMNS = ("member_no", "name", "gender", "phone", "birthday", "wechat", "email", "address", "tags", "source", "note")
MODERATE = 200_000
EXPONENT = 1.05


def rows_of(rows: int) -> Iterator[list[str]]:
    """A member list as shops bring it: text phones, half of the birthdays lunar, blanks here and there."""
    dice = random.Random(1)
    days = ["初一", "初八", "十五", "廿三", "廿九"]
    months = ["正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊"]
    for number in range(rows):
        solar = f"{dice.randrange(1950, 2010)}-{dice.randrange(1, 13)}-{dice.randrange(1, 29)}"
        lunar = f"农历{dice.choice(months)}月{dice.choice(days)}"
        yield [
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


def write_workbook(path: Path, rows: list[list[str]]) -> float:
    """Write the rows by openpyxl, plainly; the milliseconds that it took."""

    def write() -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("会员")
        sheet.append(HEADINGS)
        for row in rows:
            sheet.append(row)
        book.save(path)

    return milliseconds(write)


def read_bare(file: Path) -> None:
    """The reference of an import: every cell as Python's, and no more."""
    python_calamine.load_workbook(str(file)).get_sheet_by_index(0).to_python()


def once(file: Path, folder: Path) -> dict[str, float]:
    """Read the workbook barely, import it into a new shop, export that: milliseconds, and the memory in MB."""
    found: dict[str, float] = {}

    def measure(name: str, action: Callable[[], object]) -> None:
        begun, worked = perf_counter(), process_time()
        action()
        found[name] = (perf_counter() - begun) * 1000
        found[f"{name} cpu"] = (process_time() - worked) * 1000

    measure("reading", lambda: read_bare(file))
    found["memory of reading"] = peak_mb()
    shop = Shop.create(folder / "shop.crm")
    reports: list[dict[str, Any]] = []
    measure("import", lambda: reports.append(import_file(shop, "customers", file).as_json()))
    found["memory"] = peak_mb()
    found["added"] = reports[0]["added"]
    services = Services(shop)
    measure("export", lambda: write_table(Lists(services).table("customers", "", COLUMNS), folder / "out.xlsx"))
    shop.close()
    (folder / "shop.crm").unlink()
    return found


def in_new_process(file: Path, folder: Path, rows: int) -> dict[str, float]:
    """The same in a new process, whose memory nothing else has filled."""
    found: dict[str, float] = in_own_process("tests.benchmarks.bench_import.print_once", file, folder)
    assert found["added"] == rows, found
    return found


def print_once() -> None:
    """In the child process: measure once, print it as JSON."""
    file, folder = map(Path, sys.argv[1:])
    print(json.dumps(once(file, folder)), flush=True)


def libreoffice(file: Path, folder: Path) -> float | None:
    """Milliseconds that LibreOffice takes to open the workbook and write it as text; None where there is none."""
    program = shutil.which("soffice")
    if program is None:
        return None
    profile = (folder / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "csv"]
    environment = {**os.environ, "HOME": str(folder)}
    return milliseconds(lambda: subprocess.run([*command, "--outdir", str(folder), str(file)], check=True,
                                               capture_output=True, env=environment))  # fmt: skip


def best(runs: list[dict[str, float]]) -> dict[str, float]:
    """The least of each figure: what other work on the machine added is not ours."""
    return {name: min(run[name] for run in runs) for name in runs[0]}


def workbook(folder: Path, rows: int) -> Path:
    """Where the workbook of so many rows is written."""
    return folder / f"members-{rows}.xlsx"


def measured(rows: int, folder: Path, runs: int) -> dict[str, float]:
    """Everything for a workbook of so many rows. Openpyxl, which takes minutes for a million rows, is the reference
    for a moderate number only."""
    file = workbook(folder, rows)
    if rows > MODERATE:
        columns = [TableColumn(heading, "text") for heading in HEADINGS]
        write_table(Table("会员", columns, rows_of(rows)), file)
        return best([in_new_process(file, folder, rows) for _ in range(runs)])
    written = write_workbook(file, list(rows_of(rows)))
    return {**best([in_new_process(file, folder, rows) for _ in range(runs)]), "writing": written}


def run(folder: Path, *, large: bool = False) -> list[Result]:
    """The workbooks stay in the folder. `large`: a million rows, too, which takes minutes."""
    found = {FEW: measured(FEW, folder, 3), MANY: measured(MANY, folder, 1)}
    if large:
        found[MOST] = measured(MOST, folder, 1)
    results: list[Result] = []
    for rows, figures in found.items():
        results += _results(rows, figures)
    converting = libreoffice(workbook(folder, MANY), folder)
    if converting is not None:
        results.append(Result("import of as many rows of 11 cells", MANY, found[MANY]["import"], converting,
                              "LibreOffice converting it", "as long at most", converting))  # fmt: skip
    for name in ("import", "export"):
        results.append(growth(name, {rows: figures[f"{name} cpu"] for rows, figures in found.items()}, EXPONENT))
    return results


def _results(rows: int, found: dict[str, float]) -> list[Result]:
    reading, exported = found["reading"], found["export"]
    results = [
        Result("import of as many rows of 11 cells", rows, found["import"], reading, "calamine reading it",
               "2.5 times the reading", 2.5 * reading),
        Result("import, memory", rows, found["memory"], found["memory of reading"], "calamine reading it", unit="MB"),
    ]  # fmt: skip
    if "writing" in found:
        writing = found["writing"]
        results.append(Result("export, 11 cells each", rows, exported, writing, "openpyxl writing the cells",
                              "0.4 of the writing", 0.4 * writing))  # fmt: skip
    return results


if __name__ == "__main__":
    for wanted in map(int, sys.argv[1:] or ["100000"]):
        with tempfile.TemporaryDirectory() as place:
            print(wanted, {name: round(value) for name, value in measured(wanted, Path(place), 1).items()}, flush=True)
