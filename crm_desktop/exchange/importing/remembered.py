"""What she chose for a file is kept in the shop for the next file with the same headings, in whatever order.

It is written inside the import's own change, so that undoing the import forgets it, and only where it differs, so that
the same file brought in again leaves no change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from crm_desktop.domain.fields import normalise_header as plain
from crm_desktop.exchange.importing.report import OnDuplicate, Options
from crm_desktop.exchange.sheets.codes import Meaning
from crm_desktop.exchange.sheets.headings import REJECT_HEADERS, Kind
from crm_desktop.exchange.sheets.table import Table
from crm_desktop.store.models import Setting
from crm_desktop.store.shop import Shop

KEY: Final = "import:"
"""Begins the keys of these settings."""

_ADDED: Final = frozenset(map(plain, REJECT_HEADERS))


@dataclass(frozen=True, slots=True)
class Remembered:
    """How a file with such headings was brought in. `mapping`: heading → field, None for a column left out; the rest
    as in `Options`."""

    kind: Kind
    mapping: Mapping[str, str | None]
    codes: Mapping[str, Meaning] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    on_duplicate: OnDuplicate = OnDuplicate.UPDATE

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "mapping": dict(self.mapping),
            "codes": {key: dict(codes) for key, codes in self.codes.items()},
            "defaults": dict(self.defaults),
            "tags": list(self.tags),
            "on_duplicate": self.on_duplicate.value,
        }


def recall(shop: Shop, headers: Iterable[str]) -> Remembered | None:
    """What is remembered for these headings; None if there is nothing, or nothing that this version can read."""
    text = _kept(shop, _key(headers))
    try:
        return loaded(json.loads(text)) if text else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def remember(shop: Shop, table: Table, options: Options) -> None:
    """Keep how a table is brought in, inside an open change; where its columns have headings to know it by."""
    if not (table.layout.header_row or table.sheet.headings):
        return
    new = Remembered(
        table.kind, table.layout.as_json(), options.codes, options.defaults, options.tags, options.on_duplicate
    )
    key = _key(column.header for column in table.layout.columns)
    text = json.dumps(new.as_json(), ensure_ascii=False, sort_keys=True)
    old = _kept(shop, key)
    if old is None:
        Setting.insert(key=key, value=text).execute()
    elif old != text:
        Setting.update(value=text).where(Setting.key == key).execute()


def _key(headers: Iterable[str]) -> str:
    words = sorted(set(map(plain, headers)) - _ADDED)
    return KEY + hashlib.sha256("\n".join(words).encode()).hexdigest()[:32]


def _kept(shop: Shop, key: str) -> str | None:
    return next((str(text) for (text,) in shop.rows(Setting.select(Setting.value).where(Setting.key == key))), None)


def loaded(kept: Any) -> Remembered:
    """What `Remembered.as_json` gave."""
    return Remembered(
        Kind(kept["kind"]),
        {str(header): _word(target) for header, target in kept["mapping"].items()},
        {str(key): {str(code): _word(meant) for code, meant in codes.items()} for key, codes in kept["codes"].items()},
        {str(key): str(text) for key, text in kept["defaults"].items()},
        tuple(map(str, kept["tags"])),
        OnDuplicate(kept["on_duplicate"]),
    )


def _word(value: object) -> str | None:
    return None if value is None else str(value)
