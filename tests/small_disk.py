"""Saves on a small disk until it is full: `python -m tests.small_disk FOLDER HOW`; says what was told, as JSON.

HOW: "fill" the disk; "limit" the size of a file; "pull" the disk away; the "read-only" disk; the folder "gone".
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path

from crm_desktop.errors import UserError
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store.models import Customer
from crm_desktop.store.shop import Shop

NOTE = "常来" * 5000


def until_told(services: Services) -> tuple[int, UserError | None]:
    """Save until that is refused: how many were saved, and what was told."""
    for number in count():
        try:
            services.customers.add(CustomerDraft(name=f"客户{number}", note=NOTE))
        except UserError as error:
            return number, error
        if number == 2000:
            return number, None
    raise AssertionError


def main(folder: Path, how: str) -> None:
    path, ballast = folder / "shop.crm", folder / "ballast"
    if how == "read-only":
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
    else:
        Shop.create(path).close()
        ballast.write_bytes(bytes(300_000))
    try:
        shop = Shop.open(path)
    except UserError as error:
        print(json.dumps({"code": error.code, "words": str(error), "saved": 0, "there": 0, "after": None}))
        return
    services = Services(shop)
    if how == "limit":
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, resource.RLIM_INFINITY))
    if how == "pull":
        services.customers.add(CustomerDraft(name="客户"))
        subprocess.run(["umount", "-l", str(folder)], check=True)
    if how == "gone":
        folder.rename(folder.with_name("elsewhere"))
    saved, told = until_told(services)
    there = Customer.select().count()
    if how == "limit":
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    if how == "gone":
        folder.with_name("elsewhere").rename(folder)
    if how in ("fill", "limit", "gone"):
        ballast.unlink()
        services.customers.add(CustomerDraft(name="后来"))
    sound = shop.run("PRAGMA integrity_check").fetchall() == [("ok",)]
    after = Customer.select().count()
    shop.close()
    if how in ("fill", "limit", "gone"):
        again = Shop.open(path)
        sound = sound and Customer.select().count() == after
        again.close()
    code = told.code if told is not None else ""
    print(
        json.dumps({"code": code, "words": str(told), "saved": saved, "there": there, "after": after, "sound": sound})
    )
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
