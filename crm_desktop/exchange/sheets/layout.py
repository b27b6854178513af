"""What is found in a sheet: where its table begins, and which field each of its columns feeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from crm_desktop.domain.fields import normalise_header as plain
from crm_desktop.exchange.sheets.headings import Kind

CUSTOM: Final = "custom:"
"""Begins the key of a custom field: "custom:皮肤类型"."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. `target`: a key of `headings.TARGETS`, "custom:…", or None (left out). `sure` is False
    if the field was guessed from likeness or values, so that she looks at it."""

    index: int
    header: str
    target: str | None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """A table in a sheet. `header_row` counts from 1; 0 where the table has no headings. `score` says how much it
    looks like a table of its kind."""

    kind: Kind
    header_row: int
    columns: tuple[Column, ...]
    score: int = 0

    def as_json(self) -> dict[str, str | None]:
        """Header → field, as reported and as `--mapping` reads it."""
        return {column.header: column.target for column in self.columns}

    def indexes(self, target: str) -> list[int]:
        """The columns that feed a field, from left to right."""
        return [column.index for column in self.columns if column.target == target]

    def targets(self) -> frozenset[str]:
        return frozenset(column.target for column in self.columns if column.target)

    def remapped(self, chosen: Mapping[str, str | None]) -> Layout:
        """The layout with some headers given the field that the person chose (header → key or None)."""
        by_plain = {plain(header): target for header, target in chosen.items()}
        columns = []
        for column in self.columns:
            if column.header in chosen:
                columns.append(replace(column, target=chosen[column.header], sure=True))
            elif plain(column.header) in by_plain:
                columns.append(replace(column, target=by_plain[plain(column.header)], sure=True))
            else:
                columns.append(column)
        return replace(self, columns=tuple(columns))
