"""What `make run` does: opens the window on a demo shop, made the first time, in a folder that git ignores.

Where there is no display it does the main job without one instead, on a fresh demo shop: brings a sheet in, finds
a customer by four digits, records a purchase, plans a follow-up, undoes, hands over a list, and leaves a screenshot
of every tab.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHEET = ROOT / "tests" / "samples" / "members.csv"


def command(*words: str) -> str:
    """Run one command of the program, and return what it said."""
    program = [sys.executable, "-m", "crm_desktop", *words]
    done = subprocess.run(program, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.stderr.strip())
    return done.stdout.strip()


def has_display() -> bool:
    """Whether a window can be shown here."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main_job(folder: Path, shop: Path) -> None:
    """Do what a shop does all day, without a window, and say so."""
    from crm_desktop.clock import SystemClock
    from crm_desktop.domain.money import format_money
    from crm_desktop.services import Services
    from crm_desktop.services.follow_ups import FollowUpDraft
    from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
    from crm_desktop.store.shop import Shop

    where = ("--shop", str(shop), "--data-dir", str(folder))
    print("Importing a member list:", command("import", "customers", str(SHEET), *where))
    opened = Shop.open(shop, clock=SystemClock())
    services = Services(opened)
    hit = services.customers.search("2222").hits[0]
    print(f"Finding “2222”: {hit.name} {hit.phone}")
    product = services.products.search("lj")[0]
    lines = (LineDraft(product.id, product.name, 2000, product.price_fen or 0),)
    draft = PurchaseDraft(hit.id, datetime.now().replace(microsecond=0), lines, payment_method="微信")
    print("Recording:", services.purchases.record(draft).title)
    print("Planning:", services.follow_ups.add(FollowUpDraft(hit.id, "新茶口感", date.today() + timedelta(3))).title)
    print("Undoing:", services.history.undo().change.title)
    print(f"Spent so far: {format_money(services.customers.get(hit.id).spent_fen)}")
    opened.close()
    print(command("export", "customers", str(folder / "customers.xlsx"), "--columns", "name,phone,birthday", *where))


def main(folder: Path) -> None:
    """Open the demo shop, or work on it without a window."""
    folder.mkdir(parents=True, exist_ok=True)
    shop = folder / "shop.crm"
    if has_display():
        if not shop.exists():
            print(command("demo", str(shop), "--customers", "300", "--data-dir", str(folder)))
        subprocess.run([sys.executable, "-m", "crm_desktop", "open", "--shop", str(shop), "--data-dir", str(folder)],
                       cwd=ROOT, check=False)  # fmt: skip
        return
    print("There is no display here, so the main job is done without a window.")
    shop.unlink(missing_ok=True)
    print(command("demo", str(shop), "--customers", "300", "--data-dir", str(folder)))
    main_job(folder, shop)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from tests.screenshots.every_window import take

    pictures = take(shop, folder / "screenshots", languages=("zh_CN", "en"), themes=("light",), sizes=((1280, 800),))
    print(f"{len(pictures)} screenshots, one of every tab in each language: {folder / 'screenshots'}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(Path(sys.argv[1]).resolve())
