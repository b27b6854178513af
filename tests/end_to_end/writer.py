"""Changes a shop again and again until it is killed, and says so after each change: `python -m … SHOP`.

Each line is what is saved by now: how many customers have been added, and how many of them are tagged.
"""

from __future__ import annotations

import sys
from pathlib import Path

from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store.models import Customer, Phone
from crm_desktop.store.shop import Shop

PORTION = 400


def main(path: Path) -> None:
    shop = Shop.open(path)
    services = Services(shop)
    services.customers.add(CustomerDraft(name="单晓丽", phones=("13800138000",), tags=("最先",)))
    added = tagged = 0
    while True:
        with shop.change(Sentence("Added many")) as change:
            first = change.reserve(Customer)
            people = [(f"客户{first + i}", shop.clock.now().isoformat()) for i in range(PORTION)]
            change.insert_rows(Customer, ("name", "created"), people)
            phones = [
                (first + i, f"+86139{first + i:08}", f"{first + i:08}"[::-1] + "93168", 1) for i in range(PORTION)
            ]
            change.insert_rows(Phone, ("customer_id", "number", "reversed_digits", "is_main"), phones)
        added += PORTION
        print(added, tagged, flush=True)
        services.customers.add_tag(range(first, first + PORTION), "新")
        services.customers.set_source(range(2, first + PORTION), f"第{added}次")
        tagged += PORTION
        print(added, tagged, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
