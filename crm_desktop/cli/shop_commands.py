"""Commands about the shop as a whole: its window, a new one, a demo, a copy."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from crm_desktop.cli.answer import Answer
from crm_desktop.cli.which_shop import backups, data_dir, make_shop, open_services, password, shop_path
from crm_desktop.errors import ShopDamaged, UserError
from crm_desktop.language import Sentence, tr
from crm_desktop.running_copy import Words


def open_window(options: argparse.Namespace) -> int:
    """`open`: the window, in which the words are then done. The exit status of the program."""
    # Without a display Qt ends the process on the spot.
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in displays):
        raise UserError(Sentence("There is no display to open the window on. “crm-desktop --help” names the commands "
                                 "that need none."))  # fmt: skip
    from crm_desktop.ui.quick_start import QuickStart

    with QuickStart() as quick:
        from crm_desktop import app
        from crm_desktop.exchange.file_endings import is_sheet

        words = _words(options)
        named = Path(words.shop)
        shop = named if words.shop and not is_sheet(named) else shop_path(options)

        def key() -> str | None:
            return password(options, shop, may_ask=not options.hidden)

        return app.run(shop, data_dir(options), words, options.lang, key, started=quick.end)


def _words(options: argparse.Namespace) -> Words:
    """What the window is asked to do, also by a file manager or a link that was clicked."""
    what = options.what or [str(options.shop or os.environ.get("CRM_DESKTOP_SHOP") or "")]
    return Words.of(*what, hidden=options.hidden)


def new(options: argparse.Namespace) -> Answer:
    """`new`: an empty shop."""
    from crm_desktop.services.settings import of_a_new_shop

    shop = make_shop(options, settings=of_a_new_shop())
    answer = {"shop": str(options.file), "schema": shop.schema}
    return Answer(answer, lambda: tr("Made an empty shop: %1", options.file))


def demo(options: argparse.Namespace) -> Answer:
    """`demo`: a shop of plausible people; all of it or no file."""
    from crm_desktop.services.demo import make
    from crm_desktop.store.disk import discard

    today = options.today or date.today()
    purchases = options.purchases if options.purchases is not None else options.customers * 5
    shop = make_shop(options, today)
    try:
        counts = make(shop, options.customers, purchases, options.seed, today)
    except BaseException:
        shop.close()
        discard(options.file)
        raise
    answer = {
        "shop": str(options.file),
        "customers": counts.customers,
        "purchases": counts.purchases,
        "follow_ups": counts.follow_ups,
    }
    return Answer(answer, lambda: tr("Made a demo shop of %n customer(s): %1", options.file, n=counts.customers))


def backup(options: argparse.Namespace) -> Answer:
    """`backup`: a checked copy, and one in the second place where there is one."""
    kept = backups(options, open_services(options).shop)
    made = kept.make(options.file)
    answer: dict[str, object] = {"file": str(made.path), "customers": made.customers, "purchases": made.purchases}
    said = Sentence("Copied the shop to %1 and checked the copy: %n customer(s)", made.path, n=made.customers or 0)
    if options.file is not None:
        return Answer(answer, lambda: str(said))
    try:
        second = kept.make_in_second()
    except UserError as error:
        failed = error.sentence
        answer |= {"second": None, "second_failed": str(failed)}
        return Answer(answer, lambda: "\n".join((str(said), tr("None could be made in the second place. %1", failed))))
    if second is not None:
        answer["second"] = str(second.path)
        return Answer(answer, lambda: "\n".join((str(said), tr("And to the second place: %1", second.path))))
    return Answer(answer, lambda: str(said))


def check(options: argparse.Namespace) -> Answer:
    """`check`: everything that can be looked at in the file, whatever is wrong with it."""
    from crm_desktop.store.check import problems_of
    from crm_desktop.store.key import Key

    path = shop_path(options)
    word = password(options, path)
    problems = problems_of(path, Key(word) if word is not None else None)
    answer = {"ok": not problems, "problems": [str(problem) for problem in problems]}
    if problems:
        return Answer(answer, lambda: "\n".join(map(str, problems)), ShopDamaged.exit_status)
    return Answer(answer, lambda: tr("“%1” is whole.", path.name))
