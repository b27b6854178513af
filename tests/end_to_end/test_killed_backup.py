"""A backup killed at any moment: the shop is whole, and what has the name of a copy is a good copy."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from crm_desktop.domain import backup_policy
from crm_desktop.language import Sentence
from crm_desktop.services.backups import Backups
from crm_desktop.store.backup import facts_of
from crm_desktop.store.models import Customer
from crm_desktop.store.shop import Shop
from tests.end_to_end.test_killed import Program, kill, wait_until

ROWS = 20_000


def halves(folder: Path) -> list[Path]:
    return sorted(folder.glob(".*.half")) if folder.exists() else []


@pytest.mark.parametrize("key", [None, "密码"], ids=["plain", "encrypted"])
@pytest.mark.usefixtures("real_keys")  # the program that is killed makes keys in earnest
def test_a_backup_killed_at_any_moment(tmp_path: Path, data_dir: Path, key: str | None) -> None:
    path, folder = tmp_path / "shop.crm", data_dir / "backups"
    shop = Shop.create(path, key=key)
    with shop.change(Sentence("Filled")) as change:
        change.insert_rows(
            Customer, ("name", "created", "note"), [(f"客户{n}", "2026", "注" * 200) for n in range(ROWS)]
        )
    facts = facts_of(shop)
    shop.close()
    program, chance, words = Program(path, data_dir), random.Random(7), [key] if key else []
    killed_half = 0
    sound: set[Path] = set()
    for _ in range(6):
        copier = program.spawn("-m", "tests.end_to_end.copier", str(path), str(folder), *words)
        assert copier.stdout is not None
        assert copier.stdout.readline() == b"begun\n"
        known = set(halves(folder))
        wait_until(lambda: bool(set(halves(folder)) - known), copier)  # noqa: B023
        time.sleep(chance.random() * 0.15)
        ended, _ = kill(copier)
        assert ended is None, "it copies until it is killed"
        killed_half += len(set(halves(folder)) - known)
        shop = Shop.open(path, key=key)
        assert facts_of(shop) == facts
        assert shop.wholeness.damage() is None
        for copy in Backups(shop, folder).list():
            assert copy.customers == ROWS
            if copy.path in sound:
                continue
            sound.add(copy.path)
            opened = Shop.open(copy.path, key=key)
            assert opened.wholeness.damage() is None
            opened.close()
        shop.close()
    assert killed_half
    names = {each.name for each in folder.iterdir()} - {each.name for each in halves(folder)}
    assert all(backup_policy.read_name(name) or ".half-" in name for name in names), names
    for half in halves(folder):
        os.utime(half, (time.time() - 3600,) * 2)
    shop = Shop.open(path, key=key)
    Backups(shop, folder).make()
    shop.close()
    assert halves(folder) == []
