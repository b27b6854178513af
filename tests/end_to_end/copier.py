"""Copies a shop again and again until it is killed: `python -m … SHOP FOLDER [KEY]`; says "begun" before each copy."""

from __future__ import annotations

import sys
from pathlib import Path

from crm_desktop.domain.backup_policy import Why
from crm_desktop.services.backups import Backups
from crm_desktop.store.shop import Shop


def main(path: Path, folder: Path, key: str | None = None) -> None:
    backups = Backups(Shop.open(path, key=key), folder)
    while True:
        print("begun", flush=True)
        backups.make(why=Why.IMPORT)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
