"""Which files are taken for sheets by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.exchange.file_endings import ENDINGS, WATCHED, is_sheet


@pytest.mark.parametrize("name", ["members.xlsx", "会员.XLS", "Contacts.vcf", "till.csv"])
def test_a_sheet_is_known_by_its_ending(name: str) -> None:
    assert is_sheet(Path(name))


@pytest.mark.parametrize("name", ["shop.crm", "photo.jpg", "README", "members.xlsx.part"])
def test_anything_else_is_none(name: str) -> None:
    assert not is_sheet(Path(name))


def test_whatever_can_be_chosen_may_also_come_by_itself() -> None:
    assert set(ENDINGS) < WATCHED
