"""Tells what has fallen due, again and again until a day, as a program with the shop does: `python -m … SHOP NAME`.

It says "ready", waits for a line, and then prints a line for each announcement that it would show.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

from crm_desktop.errors import ShopInUse
from crm_desktop.services import Services
from crm_desktop.store.shop import Shop

FIRST = datetime(2026, 11, 23, 9, 0)
DAYS = 20


def main(path: Path) -> None:
    shop = Shop.open(path)
    reminders = Services(shop).reminders
    print("ready", flush=True)
    sys.stdin.readline()
    now = FIRST
    while now < FIRST + timedelta(days=DAYS):
        try:
            begun = reminders.begin(now, alive_since=FIRST)
        except ShopInUse:
            continue
        if begun is not None:
            for each in begun.reminders:
                print(each.key, flush=True)
            reminders.told(begun)
        now += timedelta(days=1)
    shop.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
