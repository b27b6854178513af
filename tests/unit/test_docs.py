"""The documents that are made from the code say what the code says now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tools.make_docs import FOLDER, ROOT, documents, meaningless


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return documents()


def test_each_document_is_current(made: dict[str, str]) -> None:
    for name, text in made.items():
        assert (FOLDER / name).read_text("utf-8") == text, f"{name} is of yesterday: run make docs"


def test_there_are_no_others(made: dict[str, str]) -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(made)


def test_every_column_and_every_word_has_a_meaning() -> None:
    assert meaningless() == []


def test_nothing_of_this_machine_is_told(made: dict[str, str]) -> None:
    for text in made.values():
        assert str(Path.home()) not in text or str(Path.home()) == "/"
        assert "/tmp/" not in text


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_what_is_named_is_there(document: str) -> None:
    """Files and folders in backquotes, as far as they are of this project; and what `make` is asked for."""
    text = (ROOT / document).read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", text)) <= targets
    for named in set(re.findall(r"`((?:[a-z_0-9]+/)+[a-zA-Z_0-9.-]*)`", text)):
        if named.startswith(("dist/", "build/", ".demo/")):
            continue  # made by a run
        places = (ROOT / named, ROOT / "crm_desktop" / named)
        assert any(place.exists() for place in places), named
