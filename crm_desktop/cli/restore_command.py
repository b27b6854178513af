"""A copy in the shop's place, or single customers out of a copy."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop import paths
from crm_desktop.cli.answer import Answer
from crm_desktop.cli.passwords import ask_for, can_ask, handed_over
from crm_desktop.cli.which_shop import data_dir, open_services, password, shop_path
from crm_desktop.clock import laptop_clock
from crm_desktop.errors import BadCommand, WrongPassword
from crm_desktop.language import Sentence, tr

if TYPE_CHECKING:
    from crm_desktop.store.key import Key


def restore(options: argparse.Namespace) -> Answer:
    """`restore`: a copy in the place of the shop, or with `--customers` only some people out of it."""
    from crm_desktop.services.restore import refuse_itself

    path, copy = shop_path(options), options.file
    refuse_itself(path, copy)
    if options.customers is not None:
        return _bring_back(options, _ids(options.customers))
    return _replace(options, path, copy)


def _replace(options: argparse.Namespace, path: Path, copy: Path) -> Answer:
    from crm_desktop.services.restore import restore as put_back
    from crm_desktop.store.key import Key

    word = password(options, path)
    key = Key(word) if word else None
    done = put_back(
        path,
        key,
        copy,
        _key_of(options, copy, key),
        folder=paths.backups(data_dir(options)),
        clock=laptop_clock(),
        force=options.force,
    )
    answer = {
        "file": str(copy),
        "shop": str(path),
        "kept": str(done.kept) if done.kept else None,
        "customers": done.customers,
        "purchases": done.purchases,
    }

    def in_words() -> str:
        lines = [tr("Put the copy in the shop's place: %n customer(s)", n=done.customers)]
        lines += [tr("The old file is kept: %1", done.kept)] if done.kept else []
        return "\n".join(lines)

    return Answer(answer, in_words)


def _bring_back(options: argparse.Namespace, ids: list[int]) -> Answer:
    from crm_desktop.services.restore import bring_back
    from crm_desktop.store.look import Look

    shop = open_services(options).shop
    with Look.open(options.file, _key_of(options, options.file, shop.database.key)) as source:
        brought = bring_back(shop, source, ids, force=options.force)
    answer = {
        "file": str(options.file),
        "shop": str(shop.path),
        "kept": None,
        "customers": brought.customers,
        "purchases": brought.purchases,
        "change": brought.change.id,
    }
    return Answer(answer, lambda: str(brought.change.title))


def _key_of(options: argparse.Namespace, copy: Path, key: Key | None) -> Key | None:
    """What opens the copy: its own password from the environment, a file or a terminal, else the shop's."""
    from crm_desktop.store.key import Key
    from crm_desktop.store.look import Look

    own = handed_over(options.file_password_file, "CRM_DESKTOP_FILE_PASSWORD")
    if own is not None:
        return Key(own)
    try:
        Look.open(copy, key).close()
    except WrongPassword:
        if not can_ask():
            raise
        return Key(ask_for(copy))
    return key


def _ids(text: str) -> list[int]:
    words = text.split(",")
    if not all(word.strip().isdecimal() and len(word.strip()) <= 15 for word in words):
        raise BadCommand(Sentence("--customers: “%1” is no list of customers' numbers, such as 12,57.", text))
    return [int(word) for word in words]
