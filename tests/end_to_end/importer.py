"""Imports a workbook in portions, as if it were very long, and says how far it is: `python -m … SHOP WORKBOOK`."""

from __future__ import annotations

import sys
from pathlib import Path

from crm_desktop.exchange.importing.portions import import_in_portions
from crm_desktop.exchange.importing.report import Options, Watch
from crm_desktop.exchange.readers import open_book, worksheets
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.sheets.table import read_table
from crm_desktop.store.shop import Shop

PORTION = 2_000


def main(path: Path, workbook: Path) -> None:
    worksheets.LONG_ROWS = worksheets.LOOKED_AT = PORTION  # type: ignore[misc]
    shop = Shop.open(path)
    book = open_book(workbook)
    table = read_table(book, Kind.CUSTOMERS)
    assert table.sheet.long
    watch = Watch(lambda done, total, _: print(done, total, flush=True))
    import_in_portions(shop, book, table, Options(), watch, most=PORTION)
    print("written", flush=True)
    shop.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
