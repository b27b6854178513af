"""Importing a workbook of 11 columns into an empty shop and exporting the same customers again, beside what other
programs take for as much in the same run: calamine merely reading the workbook, LibreOffice opening and converting it
(where it is installed), openpyxl writing the cells out plainly.

`python tests/benchmarks/bench_import.py [rows …]` prints, for each number of rows, the times and the memory that an
import took at its highest, each measured in a process of its own.
"""

from __future__ import annotations

import json
import math
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

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from crm_desktop.domain.table import Table, TableColumn  # noqa: E402
from crm_desktop.exchange.importing.importer import import_file  # noqa: E402
from crm_desktop.exchange.writers import write_table  # noqa: E402
from crm_desktop.services import build  # noqa: E402
from crm_desktop.services.demo_words import GIVEN_FEMALE, GIVEN_MALE, SURNAMES  # noqa: E402
from crm_desktop.services.lists import Lists  # noqa: E402
from crm_desktop.store.shop import Shop  # noqa: E402
from tests.benchmarks.memory import peak_mb  # noqa: E402

HEADINGS = ("会员号", "姓名", "性别", "手机号", "出生日期", "微信号", "邮箱", "地址", "标签", "来源", "备注")
COLUMNS = ("member_no", "name", "gender", "phone", "birthday", "wechat", "email", "address", "tags", "source", "note")
RUNS = 3
GROWTH = 10
MODERATE = 200_000
Line = tuple[str, float, float, str, str, bool, str]


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
    begun = perf_counter()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("会员")
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return (perf_counter() - begun) * 1000


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
    services = build(shop)
    measure("export", lambda: write_table(Lists(services).table("customers", "", COLUMNS), folder / "out.xlsx"))
    shop.close()
    (folder / "shop.crm").unlink()
    return found


def in_own_process(file: Path, folder: Path, rows: int) -> dict[str, float]:
    """The same in a new process, whose memory nothing else has filled."""
    code = "from tests.benchmarks.bench_import import print_once; print_once()"
    done = subprocess.run(
        [sys.executable, "-c", code, str(file), str(folder)], check=True, cwd=ROOT, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
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
    begun = perf_counter()
    subprocess.run(
        [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "csv", "--outdir", str(folder),
         str(file)],
        check=True, capture_output=True, env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    return (perf_counter() - begun) * 1000


def best(runs: list[dict[str, float]]) -> dict[str, float]:
    """The least of each figure: what other work on the machine added is not ours."""
    return {name: min(run[name] for run in runs) for name in runs[0]}


def measured(rows: int, folder: Path, runs: int) -> dict[str, float]:
    """Everything for a workbook of so many rows. Openpyxl, which takes minutes for a million rows, is the reference
    for a moderate number only."""
    file = folder / f"members{rows}.xlsx"
    if rows > MODERATE:
        columns = [TableColumn(heading, "text") for heading in HEADINGS]
        write_table(Table("会员", columns, rows_of(rows)), file)
        return best([in_own_process(file, folder, rows) for _ in range(runs)])
    written = write_workbook(file, list(rows_of(rows)))
    return {**best([in_own_process(file, folder, rows) for _ in range(runs)]), "writing": written}


def run(rows: int, *, large: bool = False) -> list[Line]:
    """The lines of the table of `bench.py`; `large`: how it grows up to ten times as many rows, too."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        few, many = measured(rows // GROWTH, folder, RUNS), measured(rows, folder, RUNS)
        lines = _lines(rows, few, many, libreoffice(folder / f"members{rows}.xlsx", folder))
        if large:
            lines += _growth(rows, many, measured(rows * GROWTH, folder, 1))
    return lines


def _lines(rows: int, few: dict[str, float], many: dict[str, float], converting: float | None) -> list[Line]:
    ours = many["import"]
    what = f"import of {rows:,} rows of 11 cells"
    within = ours <= 2.5 * many["reading"]
    lines: list[Line] = [(what, ours, many["reading"], "calamine reading it", "2.5 times the reading", within, "ms")]
    if converting is not None:
        lines.append((what, ours, converting, "LibreOffice converting it", "as long at most", ours <= converting, "ms"))
    exported = many["export"]
    what, within = f"export of {rows:,} customers, 11 cells", exported <= 0.4 * many["writing"]
    lines.append((what, exported, many["writing"], "openpyxl writing the cells", "0.4 of the writing", within, "ms"))
    return lines + _growth(rows // GROWTH, few, many)


def _growth(rows: int, few: dict[str, float], many: dict[str, float]) -> list[Line]:
    """How times grow from so many rows to ten times as many: the exponent is 1 where ten times as long."""
    lines: list[Line] = []
    for name in ("import", "export"):
        exponent = math.log(many[f"{name} cpu"] / few[f"{name} cpu"], GROWTH)
        what = f"{name}, growth from {rows:,} to {rows * GROWTH:,}"
        lines.append((what, exponent, 0, "", "exponent 1.05", exponent <= 1.05, ""))
    what = f"import of {rows * GROWTH:,} rows, memory"
    return [*lines, (what, many["memory"], many["memory of reading"], "calamine reading it", "", True, "MB")]


if __name__ == "__main__":
    for wanted in map(int, sys.argv[1:] or ["100000"]):
        with tempfile.TemporaryDirectory() as place:
            print(wanted, {name: round(value) for name, value in measured(wanted, Path(place), 1).items()}, flush=True)
