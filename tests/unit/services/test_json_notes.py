"""What is remembered in the data folder outlives a broken file, and is never half there."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.services import json_notes


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "noted.json"


def test_what_is_written_is_read(file: Path) -> None:
    assert json_notes.read(file) == {}
    json_notes.write(file, {"店": [1, None]})
    json_notes.write(file, {"店": [2, None]})
    assert json_notes.read(file) == {"店": [2, None]}
    assert [*file.parent.iterdir()] == [file]


@pytest.mark.parametrize("content", [b"", b"\xff", b"[1]", b"{", b"[" * 100_000], ids=len)
def test_a_broken_file_says_nothing(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    assert json_notes.read(file) == {}


def test_what_cannot_be_written_leaves_the_old_one(file: Path) -> None:
    json_notes.write(file, {"a": 1})
    with pytest.raises(TypeError):
        json_notes.write(file, {"a": object()})
    file.with_name("noted.json.half").mkdir()
    with pytest.raises(OSError):  # noqa: PT011
        json_notes.write(file, {"a": 2})
    assert json_notes.read(file) == {"a": 1}
