"""Which shop a command is about, with which password; opened, and closed when the command ends."""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop import paths
from crm_desktop.cli.passwords import ask_for, can_ask, handed_over
from crm_desktop.clock import FixedClock, laptop_clock
from crm_desktop.errors import UserError, WrongPassword
from crm_desktop.language import Sentence

if TYPE_CHECKING:
    from crm_desktop.services import Services
    from crm_desktop.services.backups import Backups
    from crm_desktop.store.key import Key
    from crm_desktop.store.shop import Shop


def data_dir(options: argparse.Namespace) -> Path:
    """Where settings, logs and backups are."""
    return options.data_dir or paths.default_data_dir()


def shop_path(options: argparse.Namespace) -> Path:
    """The shop meant: named, from the environment, opened last, or the one in the data folder."""
    if options.shop:
        return Path(options.shop)
    if os.environ.get("CRM_DESKTOP_SHOP"):
        return Path(os.environ["CRM_DESKTOP_SHOP"])
    return paths.last_shop(data_dir(options)) or data_dir(options) / "shop.crm"


def open_services(options: argparse.Namespace) -> Services:
    """The services of the shop that is meant; it is closed when the command ends."""
    path = shop_path(options)
    with _counted(options, path):
        return open_by(options, path, password(options, path))


def open_by(options: argparse.Namespace, path: Path, key: Key | str | None) -> Services:
    """A shop by a key that is known, or by none."""
    from crm_desktop.services import Services
    from crm_desktop.store.shop import Shop

    shop = Shop.open(path, key=key, before_migration=lambda old: backups(options, old).before("migration"))
    keep_open(options, shop)
    kept = backups(options, shop)
    shop.safeguard, shop.backup_failure = kept.before, kept.failure
    return Services(shop)


def make_shop(
    options: argparse.Namespace, today: date | None = None, settings: Mapping[str, object] | None = None
) -> Shop:
    """A new shop at `options.file`, open until the command ends; its clock stands at `today` where that is given."""
    from crm_desktop.store.shop import Shop

    clock = FixedClock(today) if today else None
    shop = Shop.create(options.file, key=password(options, options.file), clock=clock, settings=settings)
    keep_open(options, shop)
    return shop


def keep_open(options: argparse.Namespace, shop: Shop) -> None:
    """Close the shop when the command ends, and say so where its engine or its broken file made the command fail."""

    def told(kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, UserError):
            # A demo that cannot be finished takes its file with it: nothing is there to be damaged.
            meaning = shop.meaning(error) or (shop.wholeness.damage() if shop.path.exists() else None)
            if meaning is not None:
                raise meaning from error

    options.closing.callback(shop.close)
    options.closing.push(told)


def backups(options: argparse.Namespace, shop: Shop) -> Backups:
    """The copies of a shop in the data folder."""
    from crm_desktop.services.backups import Backups

    return Backups(shop, paths.backups(data_dir(options)))


def password(options: argparse.Namespace, shop: Path, *, may_ask: bool = True) -> str | None:
    """The shop's password, if it needs one: from the environment, a file, or a prompt on a terminal."""
    if may_ask and _has_to_ask(options, shop):
        return ask_for(shop)
    return handed_over(options.password_file, "CRM_DESKTOP_PASSWORD")


def _has_to_ask(options: argparse.Namespace, shop: Path) -> bool:
    """Whether the password is to be typed on a terminal."""
    if options.password_file or os.environ.get("CRM_DESKTOP_PASSWORD"):
        return False
    from crm_desktop.store.closed_file import is_encrypted

    return is_encrypted(shop) and can_ask()


@contextmanager
def _counted(options: argparse.Namespace, shop: Path) -> Iterator[None]:
    """Wrong passwords that are typed are counted with those typed in the window: after five, the next has to wait."""
    if not _has_to_ask(options, shop):
        yield
        return
    from crm_desktop.services.passwords import Tries
    from crm_desktop.store.key import salt_in

    tries, clock = Tries(data_dir(options), salt_in(shop)), laptop_clock()
    seconds = math.ceil(tries.wait(clock.now()).total_seconds())
    if seconds:
        raise WrongPassword(Sentence("Too many wrong passwords were typed. Try again in %n second(s).", n=seconds))
    try:
        yield
    except WrongPassword:
        tries.failed(clock.now())
        raise
    tries.succeeded()
